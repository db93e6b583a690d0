//! The parser of Markdown, over a text or a part of it.

use std::ops::Range;

use pulldown_cmark::{Options, Parser};

use super::container_line::{read, without_containers};
use super::emphasis::{EventSource, Events};
use crate::name::Locale;

/// How a Markdown file is written.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// The language.
    pub locale: Locale,
    /// Whether what stands between dollars is a formula.
    pub has_formulas: bool,
}

impl From<Locale> for Dialect {
    fn from(locale: Locale) -> Self {
        Self { locale, has_formulas: false }
    }
}

/// The Markdown that is read.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// The events of a part of a text, in which there may be formulas.
pub(super) fn events(text: &str, range: Range<usize>, has_formulas: bool) -> Events<'_> {
    let part = &text[range.clone()];
    let options = if has_formulas { OPTIONS.union(Options::ENABLE_MATH) } else { OPTIONS };
    let source = match without_containers(part) {
        None => EventSource::Parser(Box::new(Parser::new_ext(part, options).into_offset_iter())),
        Some(masked) => read(Parser::new_ext(&masked, options).into_offset_iter(), part),
    };
    Events::new(source, text, range.start)
}
