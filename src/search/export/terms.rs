//! All terms of an index as bytes, each with all that is known of it.

use std::io::{self, Write};
use std::ops::{Bound, Range};

use rayon::prelude::*;

use super::Order;
use crate::search::index::{Occurrences, Snapshot, Spool, SpooledBytes, TermCursor};
use crate::search::query::{Field, language_of_facet};
use crate::search::shard::piece::{
    Entry, IndexPiece, Positions, PostingsList, Storage, encode_positions, encode_postings, write_block,
};
use crate::search::shard::wire::Writer;

/// Postings of more documents than these do not lie in their block: many a query needs what else is known of their term.
const LONG: u32 = 400;
/// So many runs of terms are encoded for each thread: some take longer than others.
const PARTS_PER_THREAD: usize = 8;

/// A run of terms, each with all that belongs to it as bytes: they are written once, before it is known which block they are in.
pub(super) struct EncodedTerms {
    texts: String,
    bytes: SpooledBytes,
    terms: Vec<EncodedTerm>,
}

impl EncodedTerms {
    /// The terms, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = TermBytes<'_>> {
        self.terms.iter().map(|known| TermBytes { run: self, known })
    }
}

/// Where a term and its bytes are.
struct EncodedTerm {
    text: Range<usize>,
    start: usize,
    /// How many bytes its entry and what lies beside its block have, one after the other; the last in the order of
    /// [`IndexPiece::of_block`].
    lengths: [u32; 1 + APART_PIECES],
    /// About how many bytes it takes in its block.
    size: u32,
}

impl EncodedTerm {
    fn end(&self) -> usize {
        self.start + self.lengths.iter().sum::<u32>() as usize
    }
}

/// How many pieces may belong to a block.
const APART_PIECES: usize = 3;

/// A term in its run.
#[derive(Clone, Copy)]
pub(super) struct TermBytes<'t> {
    run: &'t EncodedTerms,
    known: &'t EncodedTerm,
}

impl<'t> TermBytes<'t> {
    pub(super) fn term(self) -> &'t str {
        &self.run.texts[self.known.text.clone()]
    }

    /// About how many bytes it takes in its block.
    pub(super) fn size(self) -> usize {
        self.known.size as usize
    }

    /// How many bytes its postings have that are too long for its block.
    pub(super) fn long(self) -> usize {
        self.known.lengths[1] as usize
    }

    /// About how many bytes it takes in its block and beside it.
    pub(super) fn size_of_all(self) -> usize {
        self.size() + self.known.lengths[1..].iter().sum::<u32>() as usize
    }
}

/// The terms of a block.
pub(super) struct BlockTerms<'t>(pub(super) Vec<TermBytes<'t>>);

impl<'t> BlockTerms<'t> {
    /// Reads what belongs to them.
    pub(super) fn read(&self) -> io::Result<BlockBytes<'t>> {
        let mut block = BlockBytes { terms: Vec::new(), runs: Vec::new() };
        for terms in self.0.chunk_by(|one, next| std::ptr::eq(one.run, next.run)) {
            let (Some(first), Some(last)) = (terms.first(), terms.last()) else { continue };
            block
                .terms
                .extend(terms.iter().map(|term| (*term, block.runs.len(), term.known.start - first.known.start)));
            block.runs.push(first.run.bytes.slice(first.known.start..last.known.end()).read()?.to_vec());
        }
        Ok(block)
    }
}

/// The terms of a block as its pieces: what belongs to it, and how it is written once it is known where this is.
pub(super) struct BlockBytes<'t> {
    /// Each with the run that its bytes are in, and where in it.
    terms: Vec<(TermBytes<'t>, usize, usize)>,
    runs: Vec<Vec<u8>>,
}

impl BlockBytes<'_> {
    /// A part of all terms.
    fn parts(&self, part: usize) -> impl Iterator<Item = (&str, &[u8])> {
        self.terms.iter().map(move |(term, run, start)| {
            let before: u32 = term.known.lengths[..part].iter().sum();
            let bytes = &self.runs[*run][start + before as usize..];
            (term.term(), &bytes[..term.known.lengths[part] as usize])
        })
    }

    /// What lies beside the block, in the order of [`IndexPiece::of_block`].
    pub(super) fn apart(&self) -> [Vec<u8>; APART_PIECES] {
        std::array::from_fn(|piece| self.parts(1 + piece).flat_map(|(_, bytes)| bytes).copied().collect())
    }

    /// The block, where what lies beside it is in these ranges of its pack.
    pub(super) fn write(&self, apart: &[Range<u32>; APART_PIECES]) -> Vec<u8> {
        write_block(apart, self.parts(0))
    }
}

/// Encodes all terms, in their order. `known` is what is known of some beside where they stand, in their order, too.
pub(super) fn encode(known: Vec<Entry>, snapshot: &Snapshot, order: &Order) -> io::Result<Vec<EncodedTerms>> {
    let languages: Vec<Range<u32>> = order.languages.iter().map(|(_, documents)| documents.clone()).collect();
    let ends = snapshot.term_quantiles(PARTS_PER_THREAD * rayon::current_num_threads());
    let mut rest = known;
    let mut parts = Vec::new();
    // From the last part on, so that no entry is moved twice.
    for place in (0..=ends.len()).rev() {
        let start = place.checked_sub(1).and_then(|before| ends.get(before)).map(String::as_str);
        let known = rest.split_off(start.map_or(0, |start| rest.partition_point(|entry| entry.term.as_str() < start)));
        let end = ends.get(place).map_or(Bound::Unbounded, |end| Bound::Excluded(end.as_str()));
        parts.push(((start.map_or(Bound::Unbounded, Bound::Included), end), known));
    }
    // Whole questions have pieces of their own.
    let fields: Vec<Field> = Field::ALL.into_iter().filter(|field| *field != Field::Exact).collect();
    let encode = |(range, known)| {
        let terms = snapshot.term_cursor(&fields, range);
        TermEncoder {
            order,
            languages: &languages,
            texts: String::new(),
            terms: Vec::new(),
            spool: snapshot.spools().begin(),
            spooled: 0,
        }
        .encode(terms, known)
    };
    parts.into_par_iter().rev().map(encode).collect()
}

/// Encodes terms one after the other.
struct TermEncoder<'e> {
    order: &'e Order,
    languages: &'e [Range<u32>],
    texts: String,
    terms: Vec<EncodedTerm>,
    spool: Spool,
    /// How many bytes were written to it.
    spooled: usize,
}

impl TermEncoder<'_> {
    /// Encodes a run of terms, and what is known of some of them, maybe of others.
    fn encode(mut self, mut terms: TermCursor<'_>, known: Vec<Entry>) -> io::Result<EncodedTerms> {
        let mut known = known.into_iter().peekable();
        while terms.advance() {
            while let Some(entry) = known.next_if(|entry| entry.term.as_str() < terms.term()) {
                self.add(&entry, &Beside::default())?;
            }
            let entry = known.next_if(|entry| entry.term == terms.term());
            let is_known = entry.is_some();
            let mut entry = entry.unwrap_or_else(|| Entry { term: terms.term().to_owned(), ..Entry::default() });
            let mut beside = Beside::default();
            for (field, occurrences) in terms.occurrences() {
                // What all documents of a language hold is known by their numbers.
                if field != Field::Facet || language_of_facet(&entry.term).is_none() {
                    entry.postings.push(self.list(field, occurrences, &mut beside));
                }
            }
            if is_known || !entry.postings.is_empty() {
                self.add(&entry, &beside)?;
            }
        }
        for entry in known {
            self.add(&entry, &Beside::default())?;
        }
        Ok(EncodedTerms { texts: self.texts, bytes: self.spool.finish()?, terms: self.terms })
    }

    /// The postings of a term in a field; what does not lie in its block goes beside it.
    fn list(&self, field: Field, occurrences: Occurrences, beside: &mut Beside) -> PostingsList {
        let Occurrences { mut postings, mut positions } = occurrences;
        postings.iter_mut().for_each(|(document, _)| *document = self.order.place(*document));
        // In each segment they are in this order already.
        postings.sort();
        let documents = postings.len() as u32;
        let mut bytes = encode_postings(postings);
        if field.has_positions() {
            positions.iter_mut().for_each(|(document, _)| *document = self.order.place(*document));
            positions.sort();
            let positions = encode_positions(&positions);
            match IndexPiece::positions(field, 0) {
                Some(IndexPiece::Body(_)) => Positions::add(&positions, &mut beside.body),
                Some(_) => Positions::add(&positions, &mut beside.pairs),
                None => bytes.extend(positions),
            }
        }
        let storage = if documents > LONG {
            beside.long.raw(&bytes);
            Storage::Long { offset: 0, length: bytes.len() }
        } else {
            Storage::Block(bytes)
        };
        PostingsList { field, documents, storage, place: 0 }
    }

    fn add(&mut self, entry: &Entry, Beside { long, body, pairs }: &Beside) -> io::Result<()> {
        let mut written = Writer::default();
        entry.write(self.languages, &mut written);
        let (text, start) = (self.texts.len(), self.spooled);
        self.texts.push_str(&entry.term);
        let parts = [written.written(), long.written(), body.written(), pairs.written()];
        for part in parts {
            self.spool.write_all(part)?;
            self.spooled += part.len();
        }
        let lengths = parts.map(|part| part.len() as u32);
        self.terms.push(EncodedTerm { text: text..self.texts.len(), start, lengths, size: size(entry) as u32 });
        Ok(())
    }
}

/// What of a term lies beside its block.
#[derive(Default)]
struct Beside {
    /// Postings of many documents.
    long: Writer,
    /// The positions in answers.
    body: Writer,
    /// The positions of pairs.
    pairs: Writer,
}

/// About how many bytes a term takes in its block.
fn size(entry: &Entry) -> usize {
    let lists = entry.postings.iter().map(|list| match &list.storage {
        Storage::Block(bytes) => 2 + bytes.len(),
        Storage::Long { .. } => 3,
    });
    let to = entry.synonyms.iter().flat_map(|synonym| &synonym.to).flat_map(|expansion| &expansion.terms);
    let from = entry.synonyms.iter().flat_map(|synonym| synonym.from.iter().skip(1));
    let topics = entry.topics.iter().flat_map(|phrase| phrase.pieces.iter().flatten().skip(1));
    let others = to.map(|(term, _)| term).chain(from).chain(topics).map(|text| text.len() + 2);
    entry.term.len() / 2 + 2 + lists.sum::<usize>() + others.sum::<usize>()
}
