//! Whole questions, by a hash: which documents ask exactly this.

use std::collections::BTreeMap;

use super::postings::{decode_postings, encode_postings};
use crate::search::shard::wire::{Reader, Writer, fnv1a};

/// Some of the whole questions of an index: those whose [hash](Questions::hash), modulo the number of such files, is the number
/// of this one. They are read when one is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Questions<'b> {
    bytes: &'b [u8],
}

impl<'b> Questions<'b> {
    /// What a whole question is known by: long ones need not be carried around. 40 bits of a hash are kept.
    pub fn hash(question: &str) -> u64 {
        fnv1a(None, question.as_bytes()) >> 24
    }

    /// Questions by their hash, with the documents that ask each and how often; as bytes.
    pub fn write(questions: &BTreeMap<u64, Vec<(u32, u32)>>) -> Vec<u8> {
        let mut writer = Writer::default();
        for (hash, documents) in questions {
            writer.varint(*hash);
            writer.count(documents.len());
            writer.bytes(&encode_postings(documents.iter().copied()));
        }
        writer.finish()
    }

    /// What was written, to be read.
    pub fn read(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// The documents that ask a question, by its hash.
    pub fn get(&self, hash: u64) -> Option<Vec<(u32, u32)>> {
        let mut reader = Reader::new(self.bytes);
        // Where nothing is left, there is no such question.
        loop {
            let known = reader.varint()?;
            let documents = reader.varint32()?;
            let postings = reader.bytes()?;
            if known == hash {
                return decode_postings(&mut Reader::new(postings), documents);
            }
        }
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
            let questions: BTreeMap<u64, Vec<(u32, u32)>> = questions
                .into_iter()
                .map(|(question, documents)| (Questions::hash(&question), documents.into_iter().collect()))
                .collect();
            let bytes = Questions::write(&questions);
            let read = Questions::read(&bytes);
            for (hash, documents) in questions {
                prop_assert_eq!(read.get(hash), Some(documents));
            }
            prop_assert_eq!(read.get(1 << 40), None, "hashes have 40 bits");
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40), hash in 0..300_u64) {
            let _ = Questions::read(&bytes).get(hash);
        }
    }
}
