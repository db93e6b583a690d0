//! Whole questions, by a hash: which documents ask exactly this.

use super::postings::{decode_postings, encode_postings};
use crate::search::shard::wire::{Reader, Writer, fnv1a};

/// Some of the whole questions of an index: those whose [hash](Questions::hash), modulo the number of such files, is the number
/// of this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// The hash of each question, ascending, with the documents that ask it and how often.
    pub questions: Vec<(u64, Vec<(u32, u32)>)>,
}

impl Questions {
    /// What a whole question is known by: long ones need not be carried around. 40 bits of a hash are kept.
    pub fn hash(question: &str) -> u64 {
        fnv1a(None, question.as_bytes()) >> 24
    }

    /// The documents that ask a question, by its hash.
    pub fn get(&self, hash: u64) -> Option<&[(u32, u32)]> {
        let (_, documents) = self.questions.iter().find(|(known, _)| *known == hash)?;
        Some(documents)
    }

    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for (hash, documents) in &self.questions {
            writer.number(*hash);
            writer.count(documents.len());
            writer.bytes(&encode_postings(documents.iter().copied()));
        }
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut questions = Vec::new();
        while !reader.is_done() {
            let hash = reader.number()?;
            let documents = reader.number32()?;
            questions.push((hash, decode_postings(&mut Reader::new(reader.bytes()?), documents)?));
        }
        Some(Self { questions })
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(questions in btree_map(".{0,5}", btree_map(any::<u32>(), 1..3_u32, 1..3), 0..9)) {
            let mut written: Vec<(u64, Vec<(u32, u32)>)> = questions
                .iter()
                .map(|(question, documents)| (Questions::hash(question), documents.clone().into_iter().collect()))
                .collect();
            written.sort();
            let written = Questions { questions: written };
            let read = Questions::read(&written.write());
            prop_assert_eq!(read.as_ref(), Some(&written));
            for (hash, documents) in &written.questions {
                prop_assert_eq!(written.get(*hash), Some(documents.as_slice()));
            }
            prop_assert_eq!(written.get(1 << 40), None, "hashes have 40 bits");
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40)) {
            let _ = Questions::read(&bytes);
        }
    }
}
