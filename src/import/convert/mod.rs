//! One page of another tool as Markdown that Wenda reads.
//!
//! Each step takes a text and makes a text, so that what one brings forth is read by the next as if it had stood there: blocks of
//! the tool (line by line), formulas and marks, HTML, the title and the headings, and at last links and what Wenda would read otherwise.

mod anchor;
mod block;
mod block_title;
mod code;
mod code_span;
mod code_tag;
mod component;
mod container;
mod edit;
mod emoji;
mod expression;
mod finish;
mod front_value;
mod heading;
mod hidden;
mod home;
mod html;
mod include;
mod indented;
mod inline;
mod labels;
mod mark;
mod math;
mod name;
mod open_tags;
mod page;
mod pane;
mod python;
mod raw;
mod reading;
mod ruby;
mod shortcode;
mod spaced;
mod structure;
mod table;
mod tabs;
mod tag;
mod tag_lines;
mod text_expression;
mod title;
mod upper_case;

pub(super) use self::block::statement;
pub(super) use self::code::marked_by_key;
pub(super) use self::finish::LinkFate;
pub(super) use self::hidden::shown;
pub(super) use self::include::{AppendedText, Inclusion};
pub(super) use self::page::{Draft, PageContext};
pub(super) use self::python::{code_language, symbol};
pub(super) use self::tag::MarkupTag;
