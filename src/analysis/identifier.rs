//! Words of letters and digits: as they stand, as others write them, and in parts.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::Folded;
use super::run::{Run, RunKind, is_joint, symbols};
use super::stem::stem;
use super::token::{Token, TokenKind};
use super::{insert_sorted, is_alphanumeric, is_latin, is_stop_word};

/// What is joined by hyphens and is longer is a sentence, or a key, and not a word.
const LONGEST_JOINED: usize = 24;
/// Units have so many letters at most.
const LONGEST_UNIT: usize = 4;
/// Where letters and digits meet more often than that, what stands there is a number with letters for digits, or a key.
const MOST_BORDERS: usize = 2;

/// The tokens of an identifier: as it is, as others write it, each part between its marks, by its capitals, and of letters or
/// digits alone, and, if words have stems, the stems.
pub(super) fn identifier<'f>(folded: &'f Folded, run: &Run, stems: bool, tokens: &mut Vec<Token<'f>>) {
    let text = &folded.text()[run.bytes.clone()];
    let whole = text.strip_suffix("'s").unwrap_or(text);
    let mut identifier = Identifier { folded, run, stems, tokens };
    identifier.push(TokenKind::Word, Cow::Borrowed(whole), 0..whole.len());
    let name = whole.trim_matches(is_joint);
    let start = whole.len() - whole.trim_start_matches(is_joint).len();
    if let Some(joined) = joined(name) {
        identifier.push(TokenKind::Variant, Cow::Owned(joined), 0..whole.len());
    }
    if name.len() < whole.len() {
        identifier.push(TokenKind::Part, Cow::Borrowed(name), start..start + name.len());
    }
    identifier.number(whole);
    let mut start = 0;
    for part in whole.split_inclusive(is_joint) {
        let end = start + part.len();
        let part = start..start + part.trim_end_matches(is_joint).len();
        if !part.is_empty() {
            identifier.part(whole, part);
        }
        start = end;
    }
}

struct Identifier<'t, 'f> {
    folded: &'f Folded,
    run: &'t Run,
    stems: bool,
    tokens: &'t mut Vec<Token<'f>>,
}

impl<'f> Identifier<'_, 'f> {
    /// Adds a token, and its stem, if it has one. The bytes are counted from the beginning of the run.
    fn push(&mut self, kind: TokenKind, text: Cow<'f, str>, bytes: Range<usize>) {
        let start = self.run.bytes.start;
        let (bytes, positions) = (start + bytes.start..start + bytes.end, self.run.position..self.run.position + 1);
        let stem = (self.stems && is_latin(&text)).then(|| stem(&text));
        self.tokens.push(Token { kind, text, bytes: bytes.clone(), positions: positions.clone() });
        if let Some(stem) = stem {
            let kind = if kind == TokenKind::Part { TokenKind::PartStem } else { TokenKind::Stem };
            self.tokens.push(Token { kind, text: Cow::Owned(stem), bytes, positions });
        }
    }

    /// Adds a number of several parts, if there is one: the version without its `v`, the address without its port.
    fn number(&mut self, whole: &'f str) {
        let is_inner = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        let Some(start) = whole.bytes().position(|byte| byte.is_ascii_digit()) else {
            return;
        };
        let length = whole[start..].bytes().take_while(|byte| is_inner(*byte)).count();
        let number = whole[start..start + length].trim_end_matches(['.', '-']);
        if number.len() < whole.len() && number.contains(['.', '-']) {
            self.push(TokenKind::Variant, Cow::Borrowed(number), start..start + number.len());
        }
    }

    /// Adds what stands between two marks, and the words and numbers within it.
    fn part(&mut self, whole: &'f str, part: Range<usize>) {
        let text = &whole[part.clone()];
        if text.len() < whole.trim_matches(is_joint).len() {
            self.push(TokenKind::Part, Cow::Borrowed(text), part.clone());
        }
        let named = part.end + symbols(whole, part.end);
        let ends = whole[named..].chars().next().is_none_or(is_joint) || named > part.end + 1;
        if named > part.end && ends && named - part.start < whole.len() {
            self.push(TokenKind::Part, Cow::Borrowed(&whole[part.start..named]), part.start..named);
        }
        // A number in hexadecimal digits has no parts.
        if let Some(digits) = text.strip_prefix("0x").filter(|digits| !digits.is_empty()) {
            return self.push(TokenKind::Part, Cow::Borrowed(digits), part.end - digits.len()..part.end);
        }
        let borders = self.borders(whole, &part);
        if borders.is_empty() {
            return;
        }
        let starts = [part.start].into_iter().chain(borders.iter().copied());
        for (start, end) in starts.zip(borders.iter().copied().chain([part.end])) {
            // A letter or digit alone says too little.
            if whole[start..end].chars().nth(1).is_some() {
                self.push(TokenKind::Part, Cow::Borrowed(&whole[start..end]), start..end);
            }
        }
    }

    /// Where within a part words begin by a capital, and letters and digits meet.
    fn borders(&self, whole: &str, part: &Range<usize>) -> Vec<usize> {
        let start = self.run.bytes.start;
        let humps = self.folded.humps(&(start + part.start..start + part.end));
        let mut borders: Vec<usize> = humps.iter().map(|hump| hump - start).collect();
        let bytes = &whole.as_bytes()[part.clone()];
        let meet = |pair: &[u8]| {
            pair[0].is_ascii_digit() && pair[1].is_ascii_lowercase()
                || pair[0].is_ascii_lowercase() && pair[1].is_ascii_digit()
        };
        let meetings = (part.start + 1..).zip(bytes.windows(2)).filter(|(_, pair)| meet(pair)).map(|(at, _)| at);
        let meetings: Vec<usize> = meetings.take(MOST_BORDERS + 1).collect();
        if meetings.len() <= MOST_BORDERS {
            meetings.into_iter().for_each(|meeting| insert_sorted(&mut borders, meeting));
        }
        borders
    }
}

/// What is written with hyphens without them: `sub-domain`, `E-1024`, but not `2018-11-19`.
fn joined(name: &str) -> Option<String> {
    let has_letter = || name.bytes().any(|byte| byte.is_ascii_lowercase());
    let are_joined = name.contains('-') && name.len() <= LONGEST_JOINED && has_letter();
    let is_word = are_joined && name.chars().all(|character| character == '-' || is_alphanumeric(character));
    is_word.then(|| name.split('-').collect())
}

/// A number and the unit after it as one word, as who writes no space between them has it: `16 GB`.
pub(super) fn measure<'f>(folded: &Folded, number: &Run, unit: &Run) -> Option<Token<'f>> {
    let bytes = number.bytes.start..unit.bytes.end;
    let [before, after] = [number, unit].map(|run| &folded.text()[run.bytes.clone()]);
    let is_number = number.kind == RunKind::Letters
        && folded.text()[number.bytes.end..unit.bytes.start] == *" "
        && before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_measure = is_number && after.len() <= LONGEST_UNIT && is_latin(after) && !is_stop_word(after);
    is_measure.then(|| Token {
        kind: TokenKind::Variant,
        text: Cow::Owned([before, after].concat()),
        bytes,
        positions: number.position..unit.position + 1,
    })
}
