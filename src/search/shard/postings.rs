//! What loaded pieces tell of postings: which documents hold a term, and where.

use std::ops::Range;

use super::loaded::LoadedPiece;
use super::piece::{IndexPiece, PostingsList, Questions, Storage, decode_positions, decode_postings};
use super::shards::{NotLoaded, Shards};
use super::wire::Reader;
use crate::search::query::{Field, Lookup, PositionedTerm, Postings, intersect, language_of_facet};

impl Shards {
    /// The postings list of a term in a field.
    fn list(&self, field: Field, term: &str) -> Result<Option<&PostingsList>, NotLoaded> {
        Ok(self.entry(term)?.and_then(|entry| entry.postings_in(field)))
    }

    /// The same, with its bytes and what comes after them.
    fn encoded(&self, field: Field, term: &str) -> Result<Option<(&PostingsList, &[u8])>, NotLoaded> {
        let Some(list) = self.list(field, term)? else {
            return Ok(None);
        };
        let bytes = match list.storage {
            Storage::Block(ref bytes) => Some(bytes.as_slice()),
            Storage::Long { offset, length } => {
                let long = self.bytes(IndexPiece::Postings(self.head.block_of(term).unwrap_or_default()))?;
                offset.checked_add(length).and_then(|end| long.get(offset..end))
            }
        };
        Ok(bytes.map(|bytes| (list, bytes)))
    }

    /// The documents that ask a whole question.
    fn asking(&self, question: &str) -> Result<Vec<(u32, u32)>, NotLoaded> {
        let hash = Questions::hash(question);
        let Some(piece) = hash.checked_rem(self.head.question_pieces.into()) else {
            return Ok(Vec::new());
        };
        Ok(Questions::read(self.bytes(IndexPiece::Exact(piece as u32))?).get(hash).unwrap_or_default())
    }

    /// The documents of a language: a facet that all of them hold needs no postings.
    fn language(&self, field: Field, facet: &str) -> Option<Range<u32>> {
        let code = language_of_facet(facet).filter(|_| field == Field::Facet)?;
        self.head.languages.iter().find(|(known, _)| known == code).map(|(_, documents)| documents.clone())
    }
}

impl Postings for Shards {
    fn max_doc(&self) -> u32 {
        self.head.max_doc()
    }

    fn tie_breaker(&self, document: u32) -> u64 {
        document.into()
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        let mut lengths = Vec::with_capacity(documents.len());
        for document in documents.clone() {
            // A piece holds many: those that were taken with one before are done.
            if document - documents.start < lengths.len() as u32 {
                continue;
            }
            let rest = self.lengths_of(document)?;
            let rest = rest.and_then(|(known, place)| known.words.get(field as usize)?.get(place..));
            let rest = rest.filter(|rest| !rest.is_empty()).unwrap_or(&[0]);
            lengths.extend(rest.iter().take((documents.end - document) as usize));
        }
        Ok(lengths)
    }

    fn average_length(&self, field: Field) -> f32 {
        self.head.average_lengths.get(field as usize).copied().unwrap_or_default()
    }

    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self> {
        match field {
            Field::Exact => Ok(!self.asking(term)?.is_empty()),
            Field::Facet if self.language(field, term).is_some() => Ok(true),
            _ => Ok(self.list(field, term)?.is_some()),
        }
    }

    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        let mut found = match (field, self.language(field, term)) {
            (Field::Exact, _) => self.asking(term)?,
            (_, Some(documents)) => documents.map(|document| (document, 1)).collect(),
            _ => {
                let read = |(list, bytes): (&PostingsList, _)| decode_postings(&mut Reader::new(bytes), list.documents);
                self.encoded(field, term)?.and_then(read).unwrap_or_default()
            }
        };
        found.retain(|(document, _)| candidates.contains(document));
        Ok(found)
    }

    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        let Some((list, bytes)) = self.encoded(field, term)? else {
            return Ok(Vec::new());
        };
        let block = self.head.block_of(term).unwrap_or_default();
        let apart = match IndexPiece::positions(field, block) {
            Some(piece) => Some(self.load(piece)?),
            None => None,
        };
        let read = || {
            let mut reader = Reader::new(bytes);
            let postings = decode_postings(&mut reader, list.documents)?;
            if let Some(LoadedPiece::Positions(positions)) = apart {
                reader = Reader::new(positions.get(list.place)?);
            }
            decode_positions(&mut reader, &postings, candidates)
        };
        Ok(read().unwrap_or_default())
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        let mut terms = Vec::new();
        let blocks = self.head.blocks_with(prefix);
        blocks.clone().for_each(|number| self.request(IndexPiece::Block(number)));
        for number in blocks {
            for entry in self.block(number)?.map(|block| block.with_prefix(prefix)).unwrap_or_default() {
                if terms.len() < most && entry.postings_in(field).is_some() {
                    terms.push(entry.term.clone());
                }
            }
        }
        Ok(terms)
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        let Some(piece) = u32::from(letter).checked_sub(u32::from('a')) else {
            return Ok(Vec::new());
        };
        match self.load(IndexPiece::Words(piece))? {
            LoadedPiece::Words(words) => Ok(words.words.clone()),
            _ => Ok(Vec::new()),
        }
    }

    fn prefetch(&self, field: Field, terms: &[PositionedTerm], candidates: Range<u32>, is_phrase: bool) {
        let mut are_there = true;
        for (term, _) in terms {
            if let Some(documents) = self.language(field, term) {
                // Those that are found will be weighed by their lengths.
                for (piece, first) in (0..).zip(&self.head.lengths_starts) {
                    if documents.contains(first) {
                        self.request(IndexPiece::Lengths(piece));
                    }
                }
                return;
            }
            are_there &= self.holds(field, term) == Ok(true);
        }
        // Where one is nowhere, nobody reads where the others are.
        if !are_there || field == Field::Exact {
            return;
        }
        for (term, _) in terms {
            are_there &= self.encoded(field, term).is_ok();
        }
        // Where terms stand is read only of documents that hold all of them.
        if is_phrase
            && are_there
            && terms.len() > 1
            && intersect(terms, field, candidates, self).is_ok_and(|found| !found.is_empty())
        {
            for (term, _) in terms {
                if let Some(piece) = IndexPiece::positions(field, self.head.block_of(term).unwrap_or_default()) {
                    self.request(piece);
                }
            }
        }
    }
}
