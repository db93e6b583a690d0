//! Blocks: terms with all that is known of them, cut where a query fetches least in vain.

use std::ops::{Range, RangeInclusive};

use rayon::prelude::*;

use super::{IndexFiles, IndexedTerm, Order};
use crate::search::index::Snapshot;
use crate::search::query::{Field, Postings as _};
use crate::search::shard::file::{
    BLOCKS_PER_FILE, Entry, File, Positions, PostingsList, Storage, TermBlock, encode_positions, encode_postings,
};

/// A block is no smaller, and no larger if its terms can help it, in bytes.
const BLOCK: RangeInclusive<usize> = 256..=16_384;
/// How large a block is beside the square root of all of them.
const BLOCK_FACTOR: f64 = 0.75;
/// Postings of more documents than these do not lie in their block: many a query needs what else is known of their term.
const LONG: u32 = 400;

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

/// Adds terms, which must be in their order, each with the fields that hold it, and with their postings; the head learns where
/// blocks begin.
pub(super) fn add_blocks(terms: Vec<IndexedTerm>, snapshot: &Snapshot, order: &Order, to: &mut IndexFiles) {
    let terms: Vec<Encoded> = terms.into_par_iter().map(|term| encode(term, snapshot, order)).collect();
    let all: usize = terms.iter().map(size).sum();
    // Of large indexes the blocks are large, so that the list of them, which every reader fetches, is not.
    let block = (BLOCK_FACTOR * (all as f64).sqrt()).clamp(*BLOCK.start() as f64, *BLOCK.end() as f64) as usize;
    let languages = to.head.documents_by_language();
    let mut before = String::new();
    let mut positions = [Vec::new(), Vec::new()];
    for (number, mut terms) in (0..).zip(cut(terms, block)) {
        if let (Some(first), Some(last)) = (terms.first(), terms.last()) {
            to.head.block_starts.push(beginning(&before, &first.entry.term).to_owned());
            before.clone_from(&last.entry.term);
        }
        for (kind, positions) in positions.iter_mut().enumerate() {
            positions.push(terms.iter_mut().filter_map(|term| term.positions[kind].take()).collect());
        }
        add_block(number, terms, &languages, to);
    }
    for (file, positions) in [File::Body, File::Pairs].into_iter().zip(&positions) {
        for (number, blocks) in (0..).zip(positions.chunks(BLOCKS_PER_FILE as usize)) {
            to.add(file(number), Positions { blocks: blocks.to_vec() }.write());
        }
    }
}

/// Adds to a term its postings and positions in each of its fields.
fn encode(term: IndexedTerm, snapshot: &Snapshot, order: &Order) -> Encoded {
    let IndexedTerm { entry, fields } = term;
    let mut apart = [None, None];
    let mut lists = Vec::new();
    for field in fields {
        let Ok(found) = snapshot.frequencies(field, &entry.term, 0..snapshot.max_doc());
        let mut postings: Vec<(u32, u32)> =
            found.iter().map(|(document, times)| (order.place(*document), *times)).collect();
        postings.sort_unstable();
        let documents = postings.len() as u32;
        let mut bytes = encode_postings(postings);
        if field.has_positions() {
            let candidates: Vec<u32> = found.iter().map(|(document, _)| *document).collect();
            let Ok(mut positions) = snapshot.positions(field, &entry.term, &candidates);
            positions.iter_mut().for_each(|(document, _)| *document = order.place(*document));
            positions.sort_unstable();
            let positions = encode_positions(&positions);
            match File::positions(field, 0) {
                Some(File::Body(_)) => apart[0] = Some(positions),
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

/// Cuts terms into blocks, where they differ most.
fn cut(mut terms: Vec<Encoded>, block: usize) -> Vec<Vec<Encoded>> {
    let mut starts = Vec::new();
    let mut next = 0;
    while next < terms.len() {
        starts.push(next);
        next += end(&terms[next..], block);
    }
    // From the last block on, so that no term is moved twice.
    let mut blocks: Vec<Vec<Encoded>> = starts.into_iter().rev().map(|start| terms.split_off(start)).collect();
    blocks.reverse();
    blocks
}

/// How many terms the first block has.
fn end(terms: &[Encoded], block: usize) -> usize {
    let mut bytes = 0;
    let mut long = 0;
    let mut least = 0;
    let full = |(place, term): (usize, &Encoded)| {
        bytes += size(term);
        long += term.lists.iter().filter(|list| is_long(list)).map(|list| list.bytes.len()).sum::<usize>();
        least = if 2 * bytes <= block { place + 1 } else { least };
        bytes > block || long > 4 * block
    };
    terms.iter().enumerate().map(full).position(|full| full).map_or(terms.len(), |end| {
        let places = least.max(1)..=end.max(1).min(terms.len() - 1);
        let length = |place: &usize| beginning(&terms[place - 1].entry.term, &terms[*place].entry.term).len();
        // The last of those where the shortest text tells both sides apart.
        places.rev().min_by_key(length).unwrap_or(1)
    })
}

/// As much of a term as tells it from the one before.
fn beginning<'t>(before: &str, term: &'t str) -> &'t str {
    let mut ends = term.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.find(|end| term[..*end] > *before).map_or(term, |end| &term[..end])
}

/// Adds a block, with the postings that are too long for it beside it.
fn add_block(number: u32, terms: Vec<Encoded>, languages: &[Range<u32>], to: &mut IndexFiles) {
    let mut long: Vec<u8> = Vec::new();
    // By file of positions, how many terms so far have any there.
    let mut places = [0, 0];
    let mut entries = Vec::new();
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
        entries.push(entry);
    }
    to.add(File::Block(number), TermBlock { entries }.write(languages));
    if !long.is_empty() {
        to.add(File::Postings(number), long);
    }
}
