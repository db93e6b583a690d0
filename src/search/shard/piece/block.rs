//! Blocks: all that is known of the terms between two others.

use std::ops::Range;

use super::entry::{Entry, EntryReader};
use super::terms::{TermReader, TermWriter};
use crate::search::shard::wire::{Reader, Writer};

/// A part of the term dictionary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermBlock {
    /// Where in its pack the long postings and the positions of its terms are, compressed: in the order of
    /// [`IndexPiece::of_block`](super::IndexPiece::of_block), one after the other. What has no bytes is not there.
    pub apart: [Range<u32>; 3],
    /// What is known of each term, in the order of the terms.
    pub entries: Vec<Entry>,
}

/// Writes a block, without the checksum, which the export adds: where what lies beside it is, and its terms in their order, each with
/// its entry as [`Entry::write`] writes it.
pub fn write_block<'t>(apart: &[Range<u32>; 3], terms: impl IntoIterator<Item = (&'t str, &'t [u8])>) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.varint(apart[0].start.into());
    apart.iter().for_each(|range| writer.varint((range.end - range.start).into()));
    let mut written = TermWriter::default();
    for (term, entry) in terms {
        written.write(term, &mut writer);
        writer.raw(entry);
    }
    writer.finish()
}

impl TermBlock {
    /// Reads what was written, with the same languages. `None` if it is something else.
    pub fn read(bytes: &[u8], languages: &[Range<u32>]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut block = Self::default();
        let mut end = reader.varint32()?;
        for range in &mut block.apart {
            *range = end..end.checked_add(reader.varint32()?)?;
            end = range.end;
        }
        let mut terms = TermReader::default();
        let mut entries = EntryReader::new(languages);
        while !reader.is_done() {
            let term = terms.read(&mut reader)?;
            block.entries.push(entries.read(term, &mut reader)?);
        }
        Some(block)
    }

    /// The entry of a term.
    pub fn get(&self, term: &str) -> Option<&Entry> {
        let place = self.entries.binary_search_by(|entry| entry.term.as_str().cmp(term)).ok()?;
        self.entries.get(place)
    }

    /// The entry of the first term after a text.
    pub fn after(&self, text: &str) -> Option<&Entry> {
        self.entries.get(self.entries.partition_point(|entry| entry.term.as_str() <= text))
    }

    /// The entries of the terms that begin so.
    pub fn with_prefix(&self, prefix: &str) -> &[Entry] {
        let rest = &self.entries[self.entries.partition_point(|entry| entry.term.as_str() < prefix)..];
        &rest[..rest.partition_point(|entry| entry.term.starts_with(prefix))]
    }
}

#[cfg(test)]
mod tests;
