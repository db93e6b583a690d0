//! Blocks: terms with all that is known of them, cut where a query fetches least in vain.

use std::ops::RangeInclusive;

use super::cut::{cut, quantized};
use super::packs::{RawPiece, Unpacked};
use super::terms::{BlockTerms, EncodedTerms, TermBytes};
use crate::search::shard::wire::fnv1a;

/// A block is no smaller, and no larger if its terms can help it, in bytes.
const BLOCK: RangeInclusive<usize> = 256..=16_384;
/// How large a block may be beside the square root of all of them.
const BLOCK_FACTOR: f64 = 1.3;
/// What lies beside a block is worth so many times as much of the block, where blocks are cut: fewer queries fetch it.
const APART: usize = 4;

/// Terms as blocks: with what each begins, and the pieces.
pub(super) fn blocks(runs: &[EncodedTerms]) -> (Vec<String>, Vec<Unpacked<'_>>) {
    let terms: Vec<TermBytes<'_>> = runs.iter().flat_map(EncodedTerms::iter).collect();
    let all: usize = terms.iter().map(|term| term.size()).sum();
    // Of large indexes the blocks are large, so that the list of them, which every reader fetches, is not.
    let block = quantized(BLOCK_FACTOR * (all as f64).sqrt()).clamp(*BLOCK.start(), *BLOCK.end());
    // At the last character that differs, and then where a hash says: that is where most blocks begin whatever others hold.
    let priority = |before: &TermBytes<'_>, first: &TermBytes<'_>| {
        let term = first.term();
        (beginning(before.term(), term).len(), fnv1a(None, term.as_bytes()))
    };
    let mut starts = Vec::new();
    let mut before = "";
    let mut blocks = Vec::new();
    for terms in cut(terms, block, |term| term.size() + term.long() / APART, priority) {
        let mut key = 0;
        if let [first, ..] = terms[..]
            && let Some(last) = terms.last()
        {
            starts.push(beginning(before, first.term()).to_owned());
            before = last.term();
            key = fnv1a(None, first.term().as_bytes());
        }
        let bytes = terms.iter().map(|term| term.size_of_all()).sum();
        blocks.push(Unpacked { piece: RawPiece::Block(BlockTerms(terms)), bytes, key });
    }
    (starts, blocks)
}

/// As much of a term as tells it from the one before.
fn beginning<'t>(before: &str, term: &'t str) -> &'t str {
    let mut ends = term.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.find(|end| term[..*end] > *before).map_or(term, |end| &term[..end])
}
