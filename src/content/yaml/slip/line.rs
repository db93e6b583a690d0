//! Lines that begin with a key.

use std::ops::Range;

/// The start of the line that holds a byte, and the line.
pub(super) fn line_at(text: &str, at: usize) -> (usize, &str) {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (start, text[start..].split('\n').next().unwrap_or_default())
}

/// So many lines above a place may belong to what is complained about there.
const MAX_LINES: usize = 200;

/// The lines above one, nearest first, each with its start; without those that are empty or comments.
pub(super) fn lines_above(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut end = start;
    let lines = std::iter::from_fn(move || {
        let above = text[..end].strip_suffix('\n')?;
        end = above.rfind('\n').map_or(0, |newline| newline + 1);
        Some((end, &above[end..]))
    });
    lines.take(MAX_LINES).filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
}

/// A text in single quotes, as YAML reads it; an ellipsis for one that is too long to repeat.
pub(in crate::content::yaml) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() > LONGEST { "'…'".to_owned() } else { format!("'{}'", text.trim().replace('\'', "''")) }
}

/// What separates a key from its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::content::yaml) enum Colon {
    /// A colon with a space or nothing after it.
    Sound,
    /// `：`.
    FullWidth,
    /// A colon with something else after it.
    Tight,
}

/// A key, as it stands at the beginning of a line or after `{`, `[` or `,`.
#[derive(Clone, Debug)]
pub(in crate::content::yaml) struct KeyLine<'t> {
    /// Where it begins, in bytes; with a dash before it that has no space.
    pub(super) start: usize,
    /// The key, without quotes.
    pub(in crate::content::yaml) name: &'t str,
    pub(super) colon: Colon,
    /// The bytes of the colon.
    pub(in crate::content::yaml) place: Range<usize>,
    /// Whether a dash stands right before it: `-id: a`.
    pub(super) tight_dash: bool,
}

impl<'t> KeyLine<'t> {
    /// The key that a line begins with, after its indentation and dashes. `start` is where the line stands.
    pub(in crate::content::yaml) fn of(line: &'t str, start: usize) -> Option<Self> {
        let mut rest = line.trim_start_matches(' ');
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start_matches(' ');
        }
        let tight_dash = rest.starts_with('-');
        let begin = start + line.len() - rest.len();
        let key = Self::read(rest.trim_start_matches('-'), begin + usize::from(tight_dash))?;
        Some(if tight_dash { Self { start: begin, tight_dash, ..key } } else { key })
    }

    /// The keys in `{…}` of a line that have no sound colon.
    pub(super) fn in_flow(line: &'t str, start: usize) -> Vec<Self> {
        let after = line.match_indices(['{', ',', '\u{FF0C}']);
        let keys = after.filter_map(|(place, mark)| {
            let rest = &line[place + mark.len()..];
            let key = rest.trim_start_matches(' ');
            Self::read(key, start + line.len() - key.len())
        });
        keys.filter(|key| key.colon != Colon::Sound).collect()
    }

    /// Whether nothing is wrong with it.
    pub(super) fn is_sound(&self) -> bool {
        self.colon == Colon::Sound && !self.tight_dash
    }

    fn read(text: &'t str, start: usize) -> Option<Self> {
        let mark = text.chars().next().filter(|first| matches!(first, '"' | '\''));
        let unquoted = &text[mark.map_or(0, char::len_utf8)..];
        let is_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let length = unquoted.bytes().take_while(|byte| is_key(*byte)).count();
        let name = &unquoted[..length];
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let mut after = &unquoted[length..];
        if let Some(mark) = mark {
            after = after.strip_prefix(mark)?;
        }
        after = after.trim_start_matches(' ');
        let place = start + text.len() - after.len();
        let (colon, width) = match after.chars().next()? {
            '\u{FF1A}' => (Colon::FullWidth, '\u{FF1A}'.len_utf8()),
            ':' if after[1..].is_empty() || after[1..].starts_with([' ', '\t', '\n']) => (Colon::Sound, 1),
            // An address is no key.
            ':' if !after.starts_with("://") => (Colon::Tight, 1),
            _ => return None,
        };
        Some(Self { start, name, colon, place: place..place + width, tight_dash: false })
    }

    /// Where its value begins.
    pub(super) fn value_start(&self, text: &str) -> usize {
        let rest = &text[self.place.end..];
        self.place.end + rest.len() - rest.trim_start_matches(' ').len()
    }
}
