//! Blocks: terms with all that is known of them, cut where a query fetches least in vain.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::cut::{cut, quantized};
use super::packs::{RawPiece, Unpacked};
use super::{IndexedTerm, Order};
use crate::search::index::{Occurrences, Snapshot};
use crate::search::query::Field;
use crate::search::shard::piece::{
    Entry, IndexPiece, Positions, PostingsList, Storage, TermBlock, encode_positions, encode_postings,
};
use crate::search::shard::wire::fnv1a;

/// A block is no smaller, and no larger if its terms can help it, in bytes.
const BLOCK: RangeInclusive<usize> = 256..=16_384;
/// How large a block may be beside the square root of all of them.
const BLOCK_FACTOR: f64 = 1.3;
/// Postings of more documents than these do not lie in their block: many a query needs what else is known of their term.
const LONG: u32 = 400;
/// What lies beside a block is worth so many times as much of the block, where blocks are cut: fewer queries fetch it.
const APART: usize = 4;

/// A term with all that belongs to it, before it is known which block it is in.
struct Encoded {
    /// What is known of it beside where it stands.
    entry: Entry,
    lists: Vec<EncodedList>,
    /// The positions that do not lie with the postings: those in answers, and those of pairs; as bytes.
    positions: [Option<Vec<u8>>; 2],
}

/// The postings of a term in a field.
struct EncodedList {
    field: Field,
    documents: u32,
    /// The list, and after it the positions, if these lie with it.
    bytes: Vec<u8>,
}

/// Terms as blocks: with what each begins, and the pieces.
///
/// The terms, in their order, come with the fields that hold them; here they get their postings.
pub(super) fn blocks(terms: Vec<IndexedTerm>, snapshot: &Snapshot, order: &Order) -> (Vec<String>, Vec<Unpacked>) {
    let terms: Vec<Encoded> = terms.into_par_iter().map(|term| encode(term, snapshot, order)).collect();
    let all: usize = terms.iter().map(size).sum();
    // Of large indexes the blocks are large, so that the list of them, which every reader fetches, is not.
    let block = quantized(BLOCK_FACTOR * (all as f64).sqrt()).clamp(*BLOCK.start(), *BLOCK.end());
    // At the last character that differs, and then where a hash says: that is where most blocks begin whatever others hold.
    let priority = |before: &Encoded, first: &Encoded| {
        let term = &first.entry.term;
        (beginning(&before.entry.term, term).len(), fnv1a(None, term.as_bytes()))
    };
    let mut starts = Vec::new();
    let mut before = String::new();
    let mut blocks = Vec::new();
    for terms in cut(terms, block, |term| size(term) + long(term) / APART, priority) {
        if let (Some(first), Some(last)) = (terms.first(), terms.last()) {
            starts.push(beginning(&before, &first.entry.term).to_owned());
            before.clone_from(&last.entry.term);
        }
        blocks.push(unpacked(terms));
    }
    (starts, blocks)
}

/// Adds to a term its postings and positions in each of its fields.
fn encode(term: IndexedTerm, snapshot: &Snapshot, order: &Order) -> Encoded {
    let IndexedTerm { entry, fields } = term;
    let mut apart = [None, None];
    let mut lists = Vec::new();
    for field in fields {
        let Occurrences { mut postings, mut positions } = snapshot.occurrences(field, &entry.term);
        postings.iter_mut().for_each(|(document, _)| *document = order.place(*document));
        postings.sort_unstable();
        let documents = postings.len() as u32;
        let mut bytes = encode_postings(postings);
        if field.has_positions() {
            positions.iter_mut().for_each(|(document, _)| *document = order.place(*document));
            positions.sort_unstable();
            let positions = encode_positions(&positions);
            match IndexPiece::positions(field, 0) {
                Some(IndexPiece::Body(_)) => apart[0] = Some(positions),
                Some(_) => apart[1] = Some(positions),
                None => bytes.extend(positions),
            }
        }
        lists.push(EncodedList { field, documents, bytes });
    }
    Encoded { entry, lists, positions: apart }
}

/// About how many bytes a term takes in its block.
fn size(Encoded { entry, lists, .. }: &Encoded) -> usize {
    let lists = lists.iter().map(|list| 2 + if is_long(list) { 1 } else { list.bytes.len() });
    let to = entry.synonyms.iter().flat_map(|synonym| &synonym.to).flat_map(|expansion| &expansion.terms);
    let from = entry.synonyms.iter().flat_map(|synonym| synonym.from.iter().skip(1));
    let topics = entry.topics.iter().flat_map(|phrase| phrase.pieces.iter().flatten().skip(1));
    let others = to.map(|(term, _)| term).chain(from).chain(topics).map(|text| text.len() + 2);
    entry.term.len() / 2 + 2 + lists.sum::<usize>() + others.sum::<usize>()
}

fn is_long(list: &EncodedList) -> bool {
    list.documents > LONG
}

/// How many bytes of a term lie beside its block, but for positions.
fn long(term: &Encoded) -> usize {
    term.lists.iter().filter(|list| is_long(list)).map(|list| list.bytes.len()).sum()
}

/// As much of a term as tells it from the one before.
fn beginning<'t>(before: &str, term: &'t str) -> &'t str {
    let mut ends = term.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.find(|end| term[..*end] > *before).map_or(term, |end| &term[..end])
}

/// A block, with the postings that are too long for it beside it, and the positions.
fn unpacked(mut terms: Vec<Encoded>) -> Unpacked {
    let mut bytes: usize = terms.iter().map(|term| size(term) + long(term)).sum();
    let key = terms.first().map_or(0, |first| fnv1a(None, first.entry.term.as_bytes()));
    let [body, pairs] = [0, 1].map(|kind| {
        let lists: Vec<Vec<u8>> = terms.iter_mut().filter_map(|term| term.positions[kind].take()).collect();
        if lists.is_empty() { Vec::new() } else { Positions { lists }.write() }
    });
    bytes += body.len() + pairs.len();
    let mut long: Vec<u8> = Vec::new();
    // By piece of positions, how many terms so far have any there.
    let mut places = [0, 0];
    let mut block = TermBlock::default();
    for Encoded { mut entry, lists, .. } in terms {
        for list in lists {
            let (is_long, EncodedList { field, documents, bytes }) = (is_long(&list), list);
            let storage = if is_long {
                let (offset, length) = (long.len(), bytes.len());
                long.extend(bytes);
                Storage::Long { offset, length }
            } else {
                Storage::Block(bytes)
            };
            let place = PostingsList::next_place(field, &mut places);
            entry.postings.push(PostingsList { field, documents, storage, place });
        }
        block.entries.push(entry);
    }
    Unpacked { piece: RawPiece::Block(block, [long, body, pairs]), bytes, key }
}
