//! Headings and their ids.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::anchor::slug;
use super::builder::TreeBuilder;
use super::inline_context::InlineContext;
use super::place::{first_line, is_escaped};
use super::run::part;
use crate::diagnostic::Code;
use crate::markdown::{AsWritten, Block, Heading, Inline, plain_text};

/// What stands in braces at the end of a heading.
enum Given {
    /// Nothing that looks like an id.
    Nothing,
    /// `{#id}`.
    Id(String),
    /// What begins as an id and is none.
    Malformed(String),
}

impl<'a> TreeBuilder<'a, '_> {
    /// A heading, whose start was read.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) -> Block<'a> {
        let mut content = self.inlines(InlineContext::Line);
        self.end();
        let source = &self.file.text()[range.clone()];
        let is_text = source.rfind('{').is_some_and(|at| is_escaped(at, source.as_bytes()));
        let line = first_line(range, self.file.text());
        let given = match if is_text { Given::Nothing } else { take_id(&mut content) } {
            Given::Nothing => None,
            Given::Id(id) => Some(id),
            Given::Malformed(braces) => {
                let message = format!("`{braces}` does not name an id");
                let hint = "an id is one word: `## … {#id}`; to show the braces, put a backslash before them";
                self.error(Code::InvalidId, line.clone(), message, hint);
                None
            }
        };
        let anchor = self.anchor(given.as_deref(), &content, &line);
        let span = self.file.span(line);
        Block::Heading(Box::new(Heading { level, anchor, named: given.is_some(), content, span }))
    }

    /// The id of a heading: as its author gave it, or made of its text.
    fn anchor(&mut self, given: Option<&str>, content: &[Inline<'_>], line: &Range<usize>) -> String {
        let Some(given) = given else {
            return self.anchors.take_numbered(slug(&plain_text(content, &AsWritten)));
        };
        if given.starts_with('_') {
            let message = format!("`{given}` begins with `_`, as the ids of the theme do");
            self.error(Code::InvalidId, line.clone(), message, "give the heading another id");
        }
        if !self.anchors.take(given) {
            let message = format!("two headings have the id `{given}`");
            self.error(Code::DuplicateId, line.clone(), message, "give one of them another id");
        }
        given.to_owned()
    }
}

/// Takes `{#id}` off the end of a heading. All else in braces is text.
fn take_id(content: &mut Vec<Inline<'_>>) -> Given {
    let Some(Inline::Text(text)) = content.last() else {
        return Given::Nothing;
    };
    let trimmed = text.trim_end();
    let Some(open) = trimmed.strip_suffix('}').and_then(|text| text.rfind('{')) else {
        return Given::Nothing;
    };
    let braces = &trimmed[open..];
    let inner = &braces[1..braces.len() - 1];
    let Some(id) = inner.strip_prefix('#') else {
        let looks_like_an_id = inner.trim_start().starts_with(['#', '\u{FF03}']);
        return if looks_like_an_id { Given::Malformed(braces.to_owned()) } else { Given::Nothing };
    };
    if id.is_empty() || id.contains(|character: char| character.is_whitespace() || character.is_control()) {
        return Given::Malformed(braces.to_owned());
    }
    let id = id.nfc().collect();
    let before = part(text, 0..text[..open].trim_end().len());
    content.pop();
    if !before.is_empty() {
        content.push(Inline::Text(before));
    }
    Given::Id(id)
}
