//! Blocks: terms with all that is known of them, cut where a query fetches least in vain.

use std::ops::{Range, RangeInclusive};

use rayon::prelude::*;

use super::Order;
use crate::search::index::Snapshot;
use crate::search::query::Postings as _;
use crate::search::query::wire::Writer;
use crate::search::shard::{Block, Entry, File, Head, Held, Spread, TOGETHER, write_postings};

/// A block is no smaller, and no larger if its terms can help it, in bytes.
const BLOCK: RangeInclusive<usize> = 256..=16_384;
/// How large a block is beside the square root of all of them.
const BLOCK_FACTOR: f64 = 0.75;
/// Postings of more documents than these do not lie in their block: many a query needs what else is known of their term.
const LONG: u32 = 400;

/// A term with all that belongs to it.
struct Written {
    entry: Entry,
    /// The positions that do not lie with the postings: those in answers, and those of pairs.
    positions: [Option<Vec<u8>>; 2],
}

/// Writes terms, which must be in their order, with where they stand; the head learns where blocks begin.
pub(super) fn write_blocks(
    entries: Vec<Entry>,
    snapshot: &Snapshot,
    order: &Order,
    head: &mut Head,
    files: &mut Vec<(File, Vec<u8>)>,
) {
    let mut written: Vec<Written> = entries.into_par_iter().map(|entry| write(entry, snapshot, order)).collect();
    let all: usize = written.iter().map(size).sum();
    // Of large indexes the blocks are large, so that the list of them, which every reader fetches, is not.
    let block = (BLOCK_FACTOR * (all as f64).sqrt()).clamp(*BLOCK.start() as f64, *BLOCK.end() as f64) as usize;
    let languages = head.documents_by_language();
    let mut before = String::new();
    let mut blocks = cut(&mut written, block);
    for (number, written) in (0..).zip(&mut blocks) {
        if let (Some(first), Some(last)) = (written.first(), written.last()) {
            head.blocks.push(beginning(&before, &first.entry.term).to_owned());
            before.clone_from(&last.entry.term);
        }
        write_block(number, written, &languages, files);
    }
    write_positions(&blocks, files);
}

/// Adds to a term where it stands.
fn write(mut entry: Entry, snapshot: &Snapshot, order: &Order) -> Written {
    let mut positions = [None, None];
    for held in &mut entry.held {
        let found = snapshot.frequencies(held.field, &entry.term, 0..snapshot.documents());
        let mut postings: Vec<(u32, u32)> =
            found.iter().map(|(document, times)| (order.place(*document), *times)).collect();
        postings.sort_unstable();
        held.documents = postings.len() as u32;
        let mut bytes = write_postings(postings);
        if held.field.has_positions() {
            let among: Vec<u32> = found.iter().map(|(document, _)| *document).collect();
            let mut found = snapshot.positions(held.field, &entry.term, &among);
            found.sort_unstable_by_key(|(document, position)| (order.place(*document), *position));
            let places = write_places(&found);
            match File::positions(held.field, 0) {
                Some(File::Body(_)) => positions[0] = Some(places),
                Some(_) => positions[1] = Some(places),
                None => bytes.extend(places),
            }
        }
        held.postings = Spread::Here(bytes);
    }
    Written { entry, positions }
}

fn write_places(found: &[(u32, u32)]) -> Vec<u8> {
    let mut writer = Writer::default();
    for places in found.chunk_by(|(one, _), (next, _)| one == next) {
        let mut before = 0;
        for (_, position) in places {
            writer.number((position - before).into());
            before = *position;
        }
    }
    writer.finish()
}

/// About how many bytes a term takes in its block.
fn size(written: &Written) -> usize {
    let held = written.entry.held.iter().map(|held| 2 + if is_long(held) { 1 } else { here(held) });
    let meant = written.entry.sayings.iter().flat_map(|saying| &saying.meant).flat_map(|meaning| &meaning.terms);
    let said = written.entry.sayings.iter().flat_map(|saying| saying.said.iter().skip(1));
    let topics = written.entry.topics.iter().flat_map(|phrase| phrase.pieces.iter().flatten().skip(1));
    let sayings = meant.map(|(term, _)| term).chain(said).chain(topics).map(|text| text.len() + 2);
    written.entry.term.len() / 2 + 2 + held.sum::<usize>() + sayings.sum::<usize>()
}

fn is_long(held: &Held) -> bool {
    held.documents > LONG
}

fn here(held: &Held) -> usize {
    match &held.postings {
        Spread::Here(bytes) => bytes.len(),
        Spread::There(..) => 0,
    }
}

/// Cuts terms into blocks, where they differ most.
fn cut(mut written: &mut [Written], block: usize) -> Vec<&mut [Written]> {
    let mut blocks = Vec::new();
    while !written.is_empty() {
        let mut bytes = 0;
        let mut long = 0;
        let mut least = 0;
        let full = |(place, written): (usize, &Written)| {
            bytes += size(written);
            long += written.entry.held.iter().filter(|held| is_long(held)).map(here).sum::<usize>();
            least = if 2 * bytes <= block { place + 1 } else { least };
            bytes > block || long > 4 * block
        };
        let end = written.iter().enumerate().map(full).position(|full| full);
        let end = end.map_or(written.len(), |end| {
            let places = least.max(1)..=end.max(1).min(written.len() - 1);
            let length = |place: &usize| beginning(&written[place - 1].entry.term, &written[*place].entry.term).len();
            // The last of those where the shortest text tells both sides apart.
            places.rev().min_by_key(length).unwrap_or(1)
        });
        let (first, rest) = written.split_at_mut(end);
        blocks.push(first);
        written = rest;
    }
    blocks
}

/// As much of a term as tells it from the one before.
fn beginning<'t>(before: &str, term: &'t str) -> &'t str {
    let mut ends = term.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.find(|end| term[..*end] > *before).map_or(term, |end| &term[..end])
}

/// Writes a block, and what lies beside it.
fn write_block(number: u32, written: &mut [Written], languages: &[Range<u32>], files: &mut Vec<(File, Vec<u8>)>) {
    let mut beside = Vec::new();
    for held in written.iter_mut().flat_map(|written| &mut written.entry.held) {
        if is_long(held)
            && let Spread::Here(bytes) = &held.postings
        {
            let at = beside.len();
            beside.extend_from_slice(bytes);
            held.postings = Spread::There(at, beside.len() - at);
        }
    }
    files.push((File::Block(number), Block::write(written.iter().map(|written| &written.entry), languages)));
    if !beside.is_empty() {
        files.push((File::Postings(number), beside));
    }
}

/// Writes the positions that do not lie with the postings.
fn write_positions(blocks: &[&mut [Written]], files: &mut Vec<(File, Vec<u8>)>) {
    for (kind, file) in [File::Body, File::Pairs].into_iter().enumerate() {
        for (number, blocks) in (0..).zip(blocks.chunks(TOGETHER as usize)) {
            let mut writer = Writer::default();
            for written in blocks {
                let mut block = Writer::default();
                written
                    .iter()
                    .filter_map(|written| written.positions[kind].as_ref())
                    .for_each(|places| block.bytes(places));
                writer.bytes(&block.finish());
            }
            files.push((file(number), writer.finish()));
        }
    }
}
