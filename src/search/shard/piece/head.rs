//! What is known of a whole index, and by which its pieces are found.

mod directory;

use std::ops::Range;

pub use self::directory::{Directory, Location, Pack, Seal};
use super::lengths::DOCUMENTS_PER_PIECE;
use super::terms::{TermReader, TermWriter};
use crate::search::query::Field;
use crate::search::shard::wire::{Reader, Writer};

/// Counts the changes of how an index is written.
const FORMAT: u64 = 7;

/// An index has at most so many documents: who says more has not the files for them.
const MAX_DOCUMENTS: u32 = 1 << 22;

/// What is known of a whole index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexHeader {
    /// The codes of the languages, each with the numbers of its documents.
    pub languages: Vec<(String, Range<u32>)>,
    /// By field in the order of [`Field::WORDS`], how many words documents have on average.
    pub average_lengths: [f32; Field::WORDS.len()],
    /// How often all words of the dictionary are used, together.
    pub word_frequencies: u64,
    /// The number of pieces that whole questions are spread over.
    pub question_pieces: u32,
    /// The numbers of the documents with which each piece of lengths begins.
    pub lengths_starts: Vec<u32>,
    /// With what the terms of each block begin, at least: no more of a text than tells it from the block before.
    pub block_starts: Vec<String>,
    /// Where the pieces are.
    pub directory: Directory,
}

impl IndexHeader {
    /// The header without the names of the packs, which stand beside it in the manifest. It has no checksum: the
    /// names are what those of the pieces are bound to.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.varint(FORMAT);
        writer.count(self.languages.len());
        for (code, documents) in &self.languages {
            writer.text(code);
            writer.varint(documents.start.into());
            writer.varint(documents.end.into());
        }
        self.average_lengths.iter().for_each(|average| writer.varint(average.to_bits().into()));
        writer.varint(self.word_frequencies);
        writer.varint(self.question_pieces.into());
        writer.count(self.lengths_starts.len());
        self.lengths_starts.iter().for_each(|first| writer.varint((*first).into()));
        writer.count(self.block_starts.len());
        let mut terms = TermWriter::default();
        self.block_starts.iter().for_each(|start| terms.write(start, &mut writer));
        self.directory.write(&mut writer);
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else, or of another version of Wenda. As many documents as it tells of
    /// have their lengths in as many pieces as it tells of: nobody makes room for more.
    pub fn read(bytes: &[u8], names: &[u32]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.varint()? != FORMAT {
            return None;
        }
        let mut head = Self::default();
        let mut documents = 0;
        for _ in 0..reader.count()? {
            let (code, numbers) = (reader.text()?.to_owned(), reader.varint32()?..reader.varint32()?);
            if numbers.start != documents || !(numbers.start..=MAX_DOCUMENTS).contains(&numbers.end) {
                return None;
            }
            documents = numbers.end;
            head.languages.push((code, numbers));
        }
        for average in &mut head.average_lengths {
            *average = Some(f32::from_bits(reader.varint32()?)).filter(|average| average.is_finite())?;
        }
        head.word_frequencies = reader.varint()?;
        head.question_pieces = reader.varint32()?;
        for _ in 0..reader.count()? {
            head.lengths_starts.push(reader.varint32()?);
        }
        let is_whole = (0..head.lengths_starts.len()).try_fold(0, |end, piece| {
            let numbers = head.documents_of_lengths(u32::try_from(piece).ok()?)?;
            (numbers.start == end && (end..=end.saturating_add(DOCUMENTS_PER_PIECE)).contains(&numbers.end))
                .then_some(numbers.end)
        });
        if is_whole? != documents {
            return None;
        }
        let mut terms = TermReader::default();
        for _ in 0..reader.count()? {
            head.block_starts.push(terms.read(&mut reader)?.to_owned());
        }
        head.directory = Directory::read(&mut reader, names)?;
        reader.is_done().then_some(head)
    }

    /// One more than the highest number of a document.
    pub fn max_doc(&self) -> u32 {
        self.languages.iter().map(|(_, documents)| documents.end).max().unwrap_or_default()
    }

    /// The documents of each language.
    pub fn documents_by_language(&self) -> Vec<Range<u32>> {
        self.languages.iter().map(|(_, documents)| documents.clone()).collect()
    }

    /// The block that a term stands in, if it stands in any.
    pub fn block_of(&self, term: &str) -> Option<u32> {
        let after = self.block_starts.partition_point(|first| first.as_str() <= term);
        u32::try_from(after.checked_sub(1)?).ok()
    }

    /// The blocks that terms with a beginning may stand in.
    pub fn blocks_with(&self, prefix: &str) -> Range<u32> {
        let first = self.block_starts.partition_point(|first| first.as_str() <= prefix).saturating_sub(1);
        let end = self.block_starts.partition_point(|first| first.as_str() <= prefix || first.starts_with(prefix));
        u32::try_from(first).unwrap_or(u32::MAX)..u32::try_from(end).unwrap_or(u32::MAX)
    }

    /// The documents whose lengths are in a piece.
    pub fn documents_of_lengths(&self, piece: u32) -> Option<Range<u32>> {
        let piece = piece as usize;
        Some(*self.lengths_starts.get(piece)?..self.lengths_starts.get(piece + 1).copied().unwrap_or(self.max_doc()))
    }

    /// The piece of lengths that a document is in, and its place there.
    pub fn lengths_of(&self, document: u32) -> Option<(u32, usize)> {
        let piece = self.lengths_starts.partition_point(|first| *first <= document).checked_sub(1)?;
        Some((u32::try_from(piece).ok()?, usize::try_from(document - self.lengths_starts[piece]).ok()?))
    }
}

#[cfg(test)]
mod tests;
