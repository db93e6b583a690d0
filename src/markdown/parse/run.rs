//! A run of text: what is read of a line between two elements, and where each of its characters stands in the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::place::is_escaped;

/// Text that is read piece by piece, and where it stands.
pub(super) struct TextRun<'s> {
    /// With escapes and references resolved; borrowed while it is one piece that stands so in the source.
    pub(super) text: Cow<'s, str>,
    /// Where it stands in the source.
    pub(super) range: Range<usize>,
    /// Where pieces begin that do not continue in the source what stands before them: in the text, and in the source.
    pieces: Vec<(usize, usize)>,
    source: &'s str,
}

impl<'s> TextRun<'s> {
    /// A run of one piece, borrowed if it stands in the source as it is.
    pub(super) fn new(piece: CowStr<'s>, range: Range<usize>, source: &'s str) -> Self {
        let text = match source.get(range.clone()) {
            Some(text) if text == &*piece => Cow::Borrowed(text),
            _ => Cow::Owned(piece.into_string()),
        };
        Self { text, pieces: vec![(0, range.start)], range, source }
    }

    /// The run with another piece at its end; still borrowed if both stand in the source as one.
    pub(super) fn and(mut self, piece: CowStr<'s>, range: Range<usize>) -> Self {
        let verbatim = self.source.get(range.clone()) == Some(&*piece);
        let follows = verbatim && self.range.end == range.start;
        let as_it_is =
            matches!(self.pieces.last(), Some((text, source)) if text + range.start == self.text.len() + source);
        if !(follows && as_it_is) {
            self.pieces.push((self.text.len(), range.start));
        }
        self.text = match self.text {
            Cow::Borrowed(_) if follows => Cow::Borrowed(&self.source[self.range.start..range.end]),
            text => Cow::Owned(text.into_owned() + &piece),
        };
        self.range.end = range.end;
        self
    }

    /// The run without so many bytes at its beginning, which stand in the source as they are.
    pub(super) fn after(self, length: usize) -> Self {
        let pieces =
            self.pieces.iter().filter(|(text, _)| *text > length).map(|(text, source)| (text - length, *source));
        let pieces = std::iter::once((0, self.source_of(length))).chain(pieces).collect();
        let text = part(&self.text, length..self.text.len());
        Self { text, pieces, range: self.range.start + length..self.range.end, source: self.source }
    }

    /// Where a part of the text stands in the source.
    pub(super) fn place(&self, part: Range<usize>) -> Range<usize> {
        let start = self.source_of(part.start);
        let end = if part.end > part.start { self.source_of(part.end - 1) + 1 } else { start };
        self.source.floor_char_boundary(start)..self.source.ceil_char_boundary(end.min(self.range.end).max(start))
    }

    /// Whether the character at a place of the text was typed as it is: neither after a backslash nor as an entity.
    pub(super) fn is_typed(&self, at: usize) -> bool {
        let source = self.source_of(at);
        let escaped = self.pieces.binary_search_by_key(&at, |(text, _)| *text).is_ok()
            && is_escaped(source, self.source.as_bytes());
        !escaped && self.source.as_bytes().get(source) == self.text.as_bytes().get(at)
    }

    fn source_of(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(text, _)| *text <= at).saturating_sub(1);
        let (text, source) = self.pieces[piece];
        let end = self.pieces.get(piece + 1).map_or(self.range.end, |(_, source)| *source);
        (source + at - text).min(end.max(source))
    }

    /// A part of the text, borrowed if the text is.
    pub(super) fn part(&self, range: Range<usize>) -> Cow<'s, str> {
        part(&self.text, range)
    }
}

/// A part of a text, borrowed if the text is.
pub(super) fn part<'s>(text: &Cow<'s, str>, range: Range<usize>) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}
