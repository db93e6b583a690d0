//! YAML as a tree of values that know where they stand.
//!
//! Content is read in two steps: the parser makes a [`Node`] of a file, and each content type takes its keys from it: those
//! that it declares (`keyed!`), and those whose names an author gives, through [`MappingReader`]. A derived `Deserialize` would
//! stop at a file's first mistake; this way an author sees them all.

mod comment;
mod expected;
mod fields;
mod form;
mod line_ends;
mod node;
mod parse;
mod slip;

pub(crate) use self::expected::{Expected, wrong_type};
pub(crate) use self::fields::MappingReader;
pub(crate) use self::form::{
    Alternatives, Deferred, Form, FromYaml, HasForm, KeySpec, Required, read_list, read_mapping,
};
pub(crate) use self::node::{Key, Node, Value};
pub(crate) use self::parse::{parse, parse_start};
