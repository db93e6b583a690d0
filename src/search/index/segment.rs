//! A part of an index, as tantivy keeps it.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::schema::Columns;
use crate::search::query::Field;

/// A part of the index; documents are numbered through all of them.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    /// The number of its first document.
    pub(super) first: u32,
    pub(super) lengths: [Option<FieldNormReader>; Field::ALL.len()],
    pub(super) identities: Vec<u64>,
}

impl Segment {
    /// `first` is the number of its first document.
    pub(super) fn new(reader: &SegmentReader, first: u32, columns: &Columns) -> tantivy::Result<Self> {
        let lengths = columns.terms.map(|column| reader.get_fieldnorms_reader(column).ok());
        let identities = reader.fast_fields().u64("identity")?;
        let identities = (0..reader.max_doc()).map(|document| identities.first(document).unwrap_or_default());
        Ok(Self { reader: reader.clone(), first, lengths, identities: identities.collect() })
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

    /// Where a term stands, also in documents that are no more.
    pub(super) fn postings(&self, column: Column, term: &tantivy::Term) -> Option<SegmentPostings> {
        let index = self.reader.inverted_index(column).ok()?;
        // A part of the index that cannot be read holds nothing.
        index.read_postings(term, IndexRecordOption::WithFreqsAndPositions).ok()?
    }

    /// Whether a document that is still there holds a term.
    pub(super) fn holds(&self, column: Column, term: &tantivy::Term) -> tantivy::Result<bool> {
        let index = self.reader.inverted_index(column)?;
        let Some(alive) = self.reader.alive_bitset() else {
            return Ok(index.get_term_info(term)?.is_some());
        };
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let mut id = postings.doc();
        while id != TERMINATED && !alive.is_alive(id) {
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
