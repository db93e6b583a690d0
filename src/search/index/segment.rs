//! A part of an index, as tantivy keeps it.

use std::ops::Range;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::schema::Columns;
use crate::search::query::Field;

/// A part of the index; documents are numbered through all of them.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    /// The number of its first document.
    pub(super) first: u32,
    pub(super) lengths: [Option<FieldNormReader>; Field::ALL.len()],
    pub(super) identities: Vec<u64>,
    /// The terms of each field, in the order of [`Field::ALL`], and the words of letters.
    terms: [Arc<InvertedIndexReader>; Field::ALL.len()],
    pub(super) spellings: Arc<InvertedIndexReader>,
}

impl Segment {
    /// `first` is the number of its first document.
    pub(super) fn new(reader: &SegmentReader, first: u32, columns: &Columns) -> tantivy::Result<Self> {
        let lengths = columns.terms.map(|column| reader.get_fieldnorms_reader(column).ok());
        let identities = reader.fast_fields().u64("identity")?;
        let identities = (0..reader.max_doc()).map(|document| identities.first(document).unwrap_or_default()).collect();
        let spellings = reader.inverted_index(columns.spellings)?;
        let mut terms = columns.terms.map(|_| Arc::clone(&spellings));
        for (terms, column) in terms.iter_mut().zip(columns.terms) {
            *terms = reader.inverted_index(column)?;
        }
        Ok(Self { reader: reader.clone(), first, lengths, identities, terms, spellings })
    }

    /// The terms of a field.
    pub(super) fn terms(&self, field: Field) -> &InvertedIndexReader {
        &self.terms[field as usize]
    }

    /// The number after that of its last document.
    pub(super) fn end(&self) -> u32 {
        self.first + self.reader.max_doc()
    }

    /// Its own numbers of those of some documents that are here.
    pub(super) fn within(&self, documents: &Range<u32>) -> Range<u32> {
        let end = self.end();
        documents.start.clamp(self.first, end) - self.first..documents.end.clamp(self.first, end) - self.first
    }

    /// Whether a document, by its number here, is still there.
    pub(super) fn is_alive(&self, id: u32) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(id))
    }

    /// Where a term stands, also in documents that are no more.
    pub(super) fn postings(&self, field: Field, term: &tantivy::Term) -> Option<SegmentPostings> {
        // A part of the index that cannot be read holds nothing.
        self.terms(field).read_postings(term, IndexRecordOption::WithFreqsAndPositions).ok()?
    }

    /// Whether a document that is still there holds a term.
    pub(super) fn holds(&self, terms: &InvertedIndexReader, term: &tantivy::Term) -> tantivy::Result<bool> {
        if self.reader.alive_bitset().is_none() {
            return Ok(terms.get_term_info(term)?.is_some());
        }
        let Some(mut postings) = terms.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let mut id = postings.doc();
        while id != TERMINATED && !self.is_alive(id) {
            id = postings.advance();
        }
        Ok(id != TERMINATED)
    }
}

/// How many terms documents that are still there have, by field.
pub(super) fn averages(segments: &[Segment]) -> [f32; Field::ALL.len()] {
    let mut totals = [0_u64; Field::ALL.len()];
    let mut documents = 0_u64;
    for segment in segments {
        for id in segment.reader.doc_ids_alive() {
            documents += 1;
            for (total, lengths) in totals.iter_mut().zip(&segment.lengths) {
                *total += lengths.as_ref().map_or(0, |lengths| u64::from(lengths.fieldnorm(id)));
            }
        }
    }
    totals.map(|total| total as f32 / documents.max(1) as f32)
}
