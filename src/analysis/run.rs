//! Runs of characters of one kind, which are cut into words each in its way.

use std::ops::Range;

use super::{is_han, is_hangul, is_kana};

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
        } else if is_kana(character) || is_hangul(character) {
            Some(Self::Syllables)
        } else {
            character.is_alphanumeric().then_some(Self::Letters)
        }
    }
}

/// The runs of a text, in their order.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut position = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let Some(kind) = RunKind::of(character) else {
            position += u32::from(!character.is_whitespace());
            continue;
        };
        let first = position;
        let mut end = start + character.len_utf8();
        if kind == RunKind::Letters {
            // A mark belongs to the word only if the word goes on after it.
            let mut open = None;
            let goes_on = |next: char| is_joint(next) || RunKind::of(next) == Some(kind);
            while let Some((at, next)) = characters.next_if(|(_, next)| goes_on(*next)) {
                if is_joint(next) {
                    open = Some(at + next.len_utf8());
                } else {
                    end = at + next.len_utf8();
                    open = None;
                }
            }
            position += 1 + u32::from(open.is_some());
        } else {
            position += 1;
            while let Some((at, next)) = characters.next_if(|(_, next)| RunKind::of(*next) == Some(kind)) {
                end = at + next.len_utf8();
                position += 1;
            }
        }
        runs.push(Run { bytes: start..end, position: first, kind });
    }
    runs
}

/// What may stand within an identifier: `v7.5.0`, `E-1024`, `node.js`, `c++`, `don't`.
pub(super) fn is_joint(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | '/' | '+' | '#' | '&' | '\'' | '@')
}
