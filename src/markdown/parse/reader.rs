//! The parser of Markdown, over a text or a part of it.

use std::ops::Range;

use pulldown_cmark::{Options, Parser};

use super::container_line::{read, without_containers};
use super::emphasis::{EventSource, Events};

/// The Markdown that is read.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// The events of a part of a text.
pub(super) fn events(text: &str, range: Range<usize>) -> Events<'_> {
    let part = &text[range.clone()];
    let source = match without_containers(part) {
        None => EventSource::Parser(Box::new(Parser::new_ext(part, OPTIONS).into_offset_iter())),
        Some(masked) => read(Parser::new_ext(&masked, OPTIONS).into_offset_iter(), part),
    };
    Events::new(source, text, range.start)
}
