//! What loaded files tell of postings: which documents hold a term, and where.

use std::ops::Range;

use super::file::{File, PostingsList, Questions, Storage, decode_positions, decode_postings};
use super::loaded::LoadedFile;
use super::shards::{NotLoaded, Shards};
use super::wire::Reader;
use crate::search::query::{Field, Lookup, Postings, Term, holding_all};

impl Shards {
    fn list(&self, field: Field, term: &str) -> Result<Option<&PostingsList>, NotLoaded> {
        Ok(self.entry(term)?.and_then(|entry| entry.postings_in(field)))
    }

    /// The bytes of a postings list of a term, with what comes after them.
    fn bytes_of<'s>(&'s self, term: &str, list: &'s PostingsList) -> Result<Option<&'s [u8]>, NotLoaded> {
        match list.storage {
            Storage::Block(ref bytes) => Ok(Some(bytes)),
            Storage::Long { offset, length } => {
                let Some(number) = self.head.block_of(term) else {
                    return Ok(None);
                };
                match self.load(File::Postings(number))? {
                    LoadedFile::Postings(long) => Ok(long.get(offset, length)),
                    _ => Ok(None),
                }
            }
        }
    }

    /// The documents that ask a whole question.
    fn asking(&self, question: &str) -> Result<&[(u32, u32)], NotLoaded> {
        let hash = Questions::hash(question);
        let file = hash.checked_rem(self.head.question_files.into()).and_then(|file| u32::try_from(file).ok());
        let Some(file) = file else {
            return Ok(&[]);
        };
        match self.load(File::Exact(file))? {
            LoadedFile::Questions(questions) => Ok(questions.get(hash).unwrap_or_default()),
            _ => Ok(&[]),
        }
    }

    /// The documents of a language: a facet that all of them hold needs no postings.
    fn language(&self, facet: &str) -> Option<Range<u32>> {
        let code = facet.strip_prefix("lang:")?;
        self.head.languages.iter().find(|(known, _)| known == code).map(|(_, documents)| documents.clone())
    }

    /// Asks for the postings of terms. Whether all are loaded, and there are any of each.
    fn prefetch_lists(&self, field: Field, terms: &[Term]) -> bool {
        let mut lists = Vec::with_capacity(terms.len());
        let mut are_there = true;
        for (term, _) in terms {
            match self.list(field, term) {
                Ok(Some(list)) => lists.push((term, list)),
                _ => are_there = false,
            }
        }
        // Where one is nowhere, nobody reads where the others are.
        if are_there {
            lists.iter().for_each(|(term, list)| are_there &= matches!(self.bytes_of(term, list), Ok(Some(_))));
        }
        are_there
    }

    /// The file with the positions of a term, if one has them and is not loaded.
    fn missing_positions(&self, field: Field, term: &str) -> Option<File> {
        File::positions(field, self.head.block_of(term)?).filter(|file| !self.is_loaded(*file))
    }
}

impl Postings for Shards {
    fn documents(&self) -> u32 {
        self.head.documents()
    }

    fn order(&self, document: u32) -> u64 {
        document.into()
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        let mut lengths = Vec::with_capacity(documents.len());
        for document in documents.clone() {
            // A file holds many: those that were taken with one before are done.
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
            Field::Facet if self.language(term).is_some() => Ok(true),
            _ => Ok(self.list(field, term)?.is_some()),
        }
    }

    fn frequencies(&self, field: Field, term: &str, among: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        let mut found = match field {
            Field::Exact => self.asking(term)?.to_vec(),
            Field::Facet if let Some(documents) = self.language(term) => {
                documents.map(|document| (document, 1)).collect()
            }
            _ => {
                let Some(list) = self.list(field, term)? else {
                    return Ok(Vec::new());
                };
                let bytes = self.bytes_of(term, list)?;
                let read = |bytes| decode_postings(&mut Reader::new(bytes), list.documents);
                bytes.and_then(read).unwrap_or_default()
            }
        };
        found.retain(|(document, _)| among.contains(document));
        Ok(found)
    }

    fn positions(&self, field: Field, term: &str, among: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        let Some(list) = self.list(field, term)? else {
            return Ok(Vec::new());
        };
        let bytes = self.bytes_of(term, list)?;
        let block = self.head.block_of(term).unwrap_or_default();
        let apart = match File::positions(field, block) {
            Some(file) => Some(self.load(file)?),
            None => None,
        };
        let read = |bytes| {
            let mut reader = Reader::new(bytes);
            let postings = decode_postings(&mut reader, list.documents)?;
            if let Some(LoadedFile::Positions(positions)) = apart {
                reader = Reader::new(positions.get(block, list.place)?);
            }
            decode_positions(&mut reader, &postings, among)
        };
        Ok(bytes.and_then(read).unwrap_or_default())
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        let mut terms = Vec::new();
        let mut is_whole = true;
        for number in self.head.blocks_with(prefix) {
            // All that are lacking are asked for.
            let Ok(block) = self.block(number) else {
                is_whole = false;
                continue;
            };
            for entry in block.map(|block| block.with_prefix(prefix)).unwrap_or_default() {
                if terms.len() < most && entry.postings_in(field).is_some() {
                    terms.push(entry.term.clone());
                }
            }
        }
        if is_whole { Ok(terms) } else { Err(NotLoaded) }
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        let Some(file) = u32::from(letter).checked_sub(u32::from('a')) else {
            return Ok(Vec::new());
        };
        match self.load(File::Words(file))? {
            LoadedFile::Words(words) => Ok(words.words.clone()),
            _ => Ok(Vec::new()),
        }
    }

    fn prefetch_postings(&self, field: Field, terms: &[Term]) {
        self.prefetch_lists(field, terms);
    }

    fn prefetch_positions(&self, field: Field, terms: &[Term], among: Range<u32>) {
        if let (Field::Facet, [(term, _)]) = (field, terms)
            && let Some(documents) = self.language(term)
        {
            // Those that are found will be weighed by their lengths.
            let files = (0..).zip(&self.head.lengths_files).filter(|(_, first)| documents.contains(first));
            files.for_each(|(file, _)| self.prefetch(File::Lengths(file)));
            return;
        }
        if field == Field::Exact || !self.prefetch_lists(field, terms) || terms.len() < 2 {
            return;
        }
        let files: Vec<File> = terms.iter().filter_map(|(term, _)| self.missing_positions(field, term)).collect();
        // Where terms stand is read only of documents that hold all of them.
        if !files.is_empty() && holding_all(terms, field, among, self).is_ok_and(|found| !found.is_empty()) {
            files.iter().for_each(|file| self.prefetch(*file));
        }
    }
}
