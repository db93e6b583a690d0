//! Runs of characters of one kind, which are cut into words each in its way.

use std::ops::Range;

use super::{is_alphabetic, is_alphanumeric, is_han, is_hangul, is_kana, is_mark};

/// A run of one kind of character in folded text.
pub(super) struct Run {
    /// Its bytes.
    pub(super) bytes: Range<usize>,
    /// The position of its first character.
    pub(super) position: u32,
    pub(super) kind: RunKind,
}

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RunKind {
    /// Chinese characters, each at a position.
    Han,
    /// Kana or hangul, each at a position. There is no dictionary for them: every two that stand together are taken for a word.
    Syllables,
    /// Letters and digits, all at one position.
    Letters,
}

impl RunKind {
    /// The kind of run that a character belongs to; `None` if it stands between runs.
    fn of(character: char) -> Option<Self> {
        if is_han(character) {
            Some(Self::Han)
        } else if is_mark(character) {
            None
        } else if is_kana(character) || is_hangul(character) {
            Some(Self::Syllables)
        } else {
            is_alphanumeric(character).then_some(Self::Letters)
        }
    }
}

/// The runs of a text, in their order.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut position = 0;
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let kind = match RunKind::of(character) {
            None if begins_name(before, character, next) => RunKind::Letters,
            None => {
                position += u32::from(!character.is_whitespace());
                before = Some(character);
                continue;
            }
            Some(kind) => kind,
        };
        let first = position;
        let mut end = start + character.len_utf8();
        if kind == RunKind::Letters {
            // A mark belongs to the word only if the word goes on after it.
            let mut reached = end;
            let goes_on = |next: char| is_joint(next) || RunKind::of(next) == Some(kind);
            while let Some((at, next)) = characters.next_if(|(_, next)| goes_on(*next)) {
                reached = at + next.len_utf8();
                if !is_joint(next) {
                    end = reached;
                }
            }
            end += symbols(&text[start..reached], end - start);
            position += 1 + u32::from(end < reached);
        } else {
            position += 1;
            while let Some((at, next)) = characters.next_if(|(_, next)| RunKind::of(*next) == Some(kind)) {
                end = at + next.len_utf8();
                position += 1;
            }
        }
        before = text[..end].chars().next_back();
        runs.push(Run { bytes: start..end, position: first, kind });
    }
    runs
}

/// Whether a mark begins a name: `.net`, `@scope/pkg`. One that stands behind another is an ellipsis, or none.
fn begins_name(before: Option<char>, mark: char, next: Option<char>) -> bool {
    matches!(mark, '.' | '@') && before != Some(mark) && next.is_some_and(|next| next.is_ascii_alphabetic())
}

/// How many bytes of symbols belong to the name before them, which ends at a place: those of `c++` and `f#`.
pub(super) fn symbols(text: &str, end: usize) -> usize {
    let after = text[end..].bytes().take_while(|mark| matches!(mark, b'+' | b'#')).count();
    let follows_letter = text[..end].chars().next_back().is_some_and(is_alphabetic);
    if follows_letter && after <= 2 { after } else { 0 }
}

/// What may stand within an identifier: `v7.5.0`, `E-1024`, `node.js`, `c/c++`, `don't`.
pub(super) fn is_joint(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | '/' | '+' | '#' | '&' | '\'' | '@')
}
