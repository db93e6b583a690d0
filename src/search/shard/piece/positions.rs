//! Positions: where in documents terms stand; and the file of those that do not lie with their postings.
//!
//! Of each document its positions are written by the distance from the one before. How many they are, its posting tells.

use crate::search::shard::wire::{Reader, Writer};

/// The positions of a term as bytes: each document with each place, both in the order of their numbers.
pub fn encode_positions(positions: &[(u32, u32)]) -> Vec<u8> {
    let mut writer = Writer::default();
    for of_document in positions.chunk_by(|(one, _), (next, _)| one == next) {
        let mut before = 0;
        for (_, position) in of_document {
            writer.varint((position - before).into());
            before = *position;
        }
    }
    writer.finish()
}

/// Reads positions of those of some documents that are in a postings list; both are in the order of their numbers.
pub fn decode_positions(
    reader: &mut Reader<'_>,
    postings: &[(u32, u32)],
    candidates: &[u32],
) -> Option<Vec<(u32, u32)>> {
    let mut found = Vec::new();
    let mut candidates = candidates.iter().peekable();
    for (document, times) in postings {
        while candidates.next_if(|wanted| *wanted < document).is_some() {}
        let is_wanted = candidates.peek() == Some(&document);
        let mut position: u32 = 0;
        for _ in 0..*times {
            position = position.checked_add(reader.varint32()?)?;
            if is_wanted {
                found.push((*document, position));
            }
        }
    }
    Some(found)
}

/// Skips so many positions.
pub(super) fn skip_positions(reader: &mut Reader<'_>, positions: u64) -> Option<()> {
    (0..positions).try_for_each(|_| reader.varint().map(drop))
}

/// The positions of the terms of a block in a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// Of each term that has any, as bytes.
    pub lists: Vec<Vec<u8>>,
}

impl Positions {
    /// The positions of a term, by its [place](super::PostingsList::place) among those of its block that have any.
    pub fn get(&self, place: usize) -> Option<&[u8]> {
        self.lists.get(place).map(Vec::as_slice)
    }

    /// Adds the positions of the next term to what becomes a piece, together with the checksum, which the export adds.
    pub fn add(list: &[u8], piece: &mut Writer) {
        piece.bytes(list);
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut lists = Vec::new();
        while !reader.is_done() {
            lists.push(reader.bytes()?.to_vec());
        }
        Some(Self { lists })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::collection::{btree_map, btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_are_read_as_they_were_written(
            documents in btree_map(0..50_u32, btree_set(any::<u32>(), 1..5), 0..9),
            candidates in btree_set(0..50_u32, 0..9),
        ) {
            let all = |documents: &BTreeMap<u32, BTreeSet<u32>>| -> Vec<(u32, u32)> {
                let of = |(document, places): (&u32, &BTreeSet<u32>)| {
                    places.iter().map(|place| (*document, *place)).collect::<Vec<_>>()
                };
                documents.iter().flat_map(of).collect()
            };
            let bytes = encode_positions(&all(&documents));
            let postings: Vec<(u32, u32)> =
                documents.iter().map(|(document, places)| (*document, places.len() as u32)).collect();
            let wanted: Vec<u32> = candidates.iter().copied().collect();
            let read = decode_positions(&mut Reader::new(&bytes), &postings, &wanted);
            let mut expected = documents;
            expected.retain(|document, _| candidates.contains(document));
            prop_assert_eq!(read, Some(all(&expected)));
            let mut reader = Reader::new(&bytes);
            let total = postings.iter().map(|(_, times)| u64::from(*times)).sum();
            prop_assert!(skip_positions(&mut reader, total).is_some() && reader.is_done());
        }

        #[test]
        fn a_piece_is_read_as_it_was_written(lists in vec(vec(any::<u8>(), 0..5), 0..9)) {
            let positions = Positions { lists };
            let mut piece = Writer::default();
            positions.lists.iter().for_each(|list| Positions::add(list, &mut piece));
            prop_assert_eq!(Positions::read(&piece.finish()), Some(positions));
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40), times in 0..20_u32) {
            let _ = Positions::read(&bytes);
            let _ = decode_positions(&mut Reader::new(&bytes), &[(3, times), (4, 2)], &[3]);
        }
    }
}
