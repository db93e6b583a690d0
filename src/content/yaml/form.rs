//! How values are written: what the reference tells of a key, and what a value is read as.

use std::fmt;
use std::marker::PhantomData;

use super::super::{Conventions, Requirement};
use super::fields::MappingReader;
use super::node::Node;
use super::parse::parse;
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

/// A key of a mapping, as the reference shows it.
#[derive(Debug)]
pub(crate) struct KeySpec {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) required: Required,
    /// What it is for; a line of it begins with a space.
    pub(crate) help: &'static str,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Required {
    Always,
    Never,
    /// On a site that requires it.
    If(Requirement),
}

/// How a value is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// What authors call it: `a date`.
    Plain(&'static str),
    /// `- ` before each item.
    List(&'static Form),
    /// A mapping, with the keys of each.
    Keys(&'static [Alternatives]),
    /// As the first says in short, or in full as the second.
    Or(&'static str, &'static Form),
}

/// Tables of keys, of which a mapping has those of one at most. Those that are alone are the keys of every such mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternatives(pub(crate) &'static [&'static [KeySpec]]);

impl Alternatives {
    /// Each key, with the number of the alternatives.
    pub(crate) fn each_key(&self) -> impl Iterator<Item = (usize, &'static KeySpec)> + use<> {
        let tables = self.0;
        tables.iter().copied().flatten().map(|key| (tables.len(), key))
    }
}

impl Form {
    /// The keys of the mapping, or of each mapping in the list.
    pub(crate) fn keys(self) -> &'static [Alternatives] {
        match self {
            Self::Plain(_) => &[],
            Self::List(form) | Self::Or(_, form) => form.keys(),
            Self::Keys(keys) => keys,
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(name) => f.write_str(name),
            Self::List(Self::Keys(_)) => f.write_str("a list of mappings"),
            Self::List(item) => write!(f, "a list, each {item}"),
            Self::Keys(_) => f.write_str("a mapping"),
            Self::Or(short, form) => write!(f, "{short} or {form}"),
        }
    }
}

/// What is written in a form of its own.
pub(crate) trait HasForm {
    const FORM: Form;
    /// How several are written.
    const LIST: Form = Form::List(&Self::FORM);
}

/// What a value is read as; `None` if it cannot be, which is reported.
pub(crate) trait FromYaml<'n>: HasForm + Sized {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self>;
}

impl<T: HasForm> HasForm for Option<T> {
    const FORM: Form = T::FORM;
}

impl<'n, T: FromYaml<'n>> FromYaml<'n> for Option<T> {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Some)
    }
}

impl<T: HasForm> HasForm for Vec<T> {
    const FORM: Form = T::LIST;
}

impl<'n, T: FromYaml<'n>> FromYaml<'n> for Vec<T> {
    /// What is no list, and was reported, has no items.
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let items = node.list(diagnostics).unwrap_or_default();
        Some(items.iter().filter_map(|item| T::read(item, diagnostics)).collect())
    }
}

/// A value that is read when what it depends on is known.
#[derive(Debug)]
pub(crate) struct Deferred<'n, T> {
    pub(crate) node: &'n Node,
    form: PhantomData<T>,
}

impl<T> Clone for Deferred<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Deferred<'_, T> {}

impl<T: HasForm> HasForm for Deferred<'_, T> {
    const FORM: Form = T::FORM;
}

impl<'n, T: HasForm> FromYaml<'n> for Deferred<'n, T> {
    fn read(node: &'n Node, _: &mut Diagnostics) -> Option<Self> {
        Some(Self { node, form: PhantomData })
    }
}

/// Reads a file that holds a list. What is not well-formed has no items.
pub(crate) fn read_list<T>(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<T>
where
    T: for<'n> FromYaml<'n>,
{
    let root = parse(file, conventions, diagnostics);
    root.and_then(|root| Vec::read(&root, diagnostics)).unwrap_or_default()
}

/// Reads a mapping by what takes its keys, and reports those that nobody asked for.
pub(crate) fn read_mapping<'n, T>(
    node: &'n Node,
    take: impl FnOnce(&mut MappingReader<'n>, &mut Diagnostics) -> Option<T>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let mut fields = node.fields(diagnostics)?;
    let taken = take(&mut fields, diagnostics);
    fields.finish(diagnostics);
    taken
}
