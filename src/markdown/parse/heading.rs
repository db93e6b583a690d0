//! Headings and their ids.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::inline_context::InlineContext;
use super::run::part;
use super::{TreeBuilder, first_line, is_escaped};
use crate::diagnostic::Code;
use crate::markdown::{AsWritten, Block, Heading, Inline, plain_text};

/// The ids of a document's headings.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each id, with the number that the next heading of the same text gets.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// Takes an id, unless it is taken.
    fn take(&mut self, anchor: &str) -> bool {
        let free = !self.taken.contains_key(anchor);
        if free {
            self.taken.insert(anchor.to_owned(), 2);
        }
        free
    }

    /// Takes an id made of a text: of equal ones the second gets `-2` at its end.
    fn take_numbered(&mut self, slug: String) -> String {
        let mut anchor = slug.clone();
        while !self.take(&anchor) {
            let next = self.taken.entry(slug.clone()).or_insert(2);
            anchor = format!("{slug}-{next}");
            *next += 1;
        }
        anchor
    }
}

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

/// A readable id: letters and digits of any script in lower case, with the marks that combine with them; everything else a
/// hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.nfc().flat_map(char::to_lowercase) {
        let combines = is_combining_mark(character) && !slug.is_empty() && !slug.ends_with('-');
        if character.is_alphanumeric() || combines && !is_of_emoji(character) {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Whether a combining mark makes a symbol of what it follows, or only chooses how it is drawn.
fn is_of_emoji(mark: char) -> bool {
    matches!(mark, '\u{FE00}'..='\u{FE0F}' | '\u{20DD}'..='\u{20E4}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_in_any_script() {
        assert_eq!(slug("什么时候要备案？"), "什么时候要备案");
        assert_eq!(slug("ECS 与 NAT 网关（2 种）"), "ecs-与-nat-网关-2-种");
        assert_eq!(slug("What you need: a server!"), "what-you-need-a-server");
        assert_eq!(slug("？！"), "section");
        assert_eq!(slug("हिन्दी में"), "हिन्दी-में");
        assert_eq!(slug("1\u{FE0F}\u{20E3} 注意 ⚠\u{FE0F}"), "1-注意");
    }

    #[test]
    fn anchors_do_not_depend_on_how_letters_are_composed() {
        assert_eq!(slug("Cafe\u{301}"), "café");
        assert_eq!(slug("か\u{3099}くせい"), "がくせい");
    }

    #[test]
    fn equal_anchors_are_numbered() {
        let mut anchors = Anchors::default();
        assert!(anchors.take("a-3"));
        let taken: Vec<String> = (0..4).map(|_| anchors.take_numbered("a".to_owned())).collect();
        assert_eq!(taken, ["a", "a-2", "a-4", "a-5"]);
        assert_eq!(anchors.take_numbered("a-3".to_owned()), "a-3-2");
        assert!(!anchors.take("a-4"));
    }
}
