//! How long documents are, by which ranking weighs them, which are translations of each other, and where their fragments are.

use crate::search::query::Field;
use crate::search::shard::wire::{Reader, Writer};

/// The lengths of at most so many documents lie in one piece.
pub const DOCUMENTS_PER_PIECE: u32 = 4096;

/// The lengths of documents that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// The translation group of each document: the same number in every language. Ascending.
    pub groups: Vec<u32>,
    /// By field in the order of [`Field::WORDS`], how many words it has in each document.
    pub words: [Vec<u32>; Field::WORDS.len()],
    /// How many bytes the fragment of each has, compressed. No pack of fragments has documents of two pieces of lengths.
    pub fragments: Vec<u32>,
}

impl Lengths {
    /// Without the checksum, which the export adds.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.count(self.groups.len());
        let mut before = 0;
        for group in &self.groups {
            writer.varint((group - before).into());
            before = *group;
        }
        self.words.iter().flatten().chain(&self.fragments).for_each(|length| writer.varint((*length).into()));
        writer.finish()
    }

    /// Reads the lengths of so many documents. `None` if it is something else.
    pub fn read(bytes: &[u8], documents: usize) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let count = reader.count().filter(|count| *count == documents)?;
        let mut lengths = Self::default();
        for column in [&mut lengths.groups].into_iter().chain(&mut lengths.words).chain([&mut lengths.fragments]) {
            for _ in 0..count {
                column.push(reader.varint32()?);
            }
        }
        let mut before: u32 = 0;
        for group in &mut lengths.groups {
            before = before.checked_add(*group)?;
            *group = before;
        }
        reader.is_done().then_some(lengths)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(documents in vec((any::<u32>(), any::<[u32; Field::WORDS.len()]>(), any::<u32>()), 0..20)) {
            let mut groups: Vec<u32> = documents.iter().map(|(group, ..)| *group).collect();
            groups.sort_unstable();
            let words = [0, 1, 2, 3].map(|field| documents.iter().map(|(_, words, _)| words[field]).collect());
            let fragments = documents.iter().map(|(.., bytes)| *bytes).collect();
            let lengths = Lengths { groups, words, fragments };
            let bytes = lengths.write();
            prop_assert_eq!(Lengths::read(&bytes, documents.len() + 1), None);
            prop_assert_eq!(Lengths::read(&bytes, documents.len()), Some(lengths));
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40)) {
            let _ = Lengths::read(&bytes, usize::from(bytes.first().copied().unwrap_or_default()));
        }
    }
}
