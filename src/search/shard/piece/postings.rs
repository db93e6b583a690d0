//! Postings lists: the documents that hold a term, each with how often.
//!
//! Those of a block that are too long to lie in it lie one after the other in a file of their own; the block tells where each is.
//!
//! A document is written by its distance from the one before, twice; the last bit tells that it holds the term more than once,
//! and that how often follows.

use crate::search::shard::wire::{Reader, Writer};

/// A postings list as bytes: documents in the order of their numbers, each with how often it holds the term.
pub fn encode_postings(postings: impl IntoIterator<Item = (u32, u32)>) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut before = 0;
    for (document, times) in postings {
        // Most documents hold most of their terms once.
        let step = u64::from(document - before) << 1;
        if times == 1 {
            writer.varint(step);
        } else {
            writer.varint(step | 1);
            writer.varint(times.into());
        }
        before = document;
    }
    writer.finish()
}

/// Reads a postings list of so many documents.
pub fn decode_postings(reader: &mut Reader<'_>, documents: u32) -> Option<Vec<(u32, u32)>> {
    // No more than there are bytes.
    let mut postings = Vec::with_capacity(reader.rest().len().min(documents as usize));
    let mut document: u32 = 0;
    for _ in 0..documents {
        let step = reader.short_varint()?;
        document = document.checked_add(u32::try_from(step >> 1).ok()?)?;
        postings.push((document, if step & 1 == 0 { 1 } else { reader.varint32()? }));
    }
    Some(postings)
}

/// Skips a postings list of so many documents, and tells how many positions the term has in them.
pub(super) fn skip_postings(reader: &mut Reader<'_>, documents: u32) -> Option<u64> {
    let mut positions: u64 = 0;
    for _ in 0..documents {
        let times = if reader.varint()? & 1 == 0 { 1 } else { reader.varint()? };
        positions = positions.checked_add(times)?;
    }
    Some(positions)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// Documents, each with how often it holds a term.
    fn postings() -> impl Strategy<Value = BTreeMap<u32, u32>> {
        prop::collection::btree_map(any::<u32>(), 1..9_u32, 0..20)
    }

    proptest! {
        #[test]
        fn a_list_is_read_as_it_was_written(postings in postings()) {
            let bytes = encode_postings(postings.clone());
            let documents = postings.len() as u32;
            let positions = postings.values().map(|times| u64::from(*times)).sum();
            prop_assert_eq!(skip_postings(&mut Reader::new(&bytes), documents), Some(positions));
            prop_assert_eq!(decode_postings(&mut Reader::new(&bytes), documents + 1), None);
            let read = decode_postings(&mut Reader::new(&bytes), documents);
            prop_assert_eq!(read, Some(postings.into_iter().collect()));
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..40), documents in any::<u32>()) {
            let read = decode_postings(&mut Reader::new(&bytes), documents);
            prop_assert!(read.is_none_or(|read| read.len() <= bytes.len()));
            let _ = skip_postings(&mut Reader::new(&bytes), documents);
        }
    }
}
