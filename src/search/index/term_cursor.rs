//! All terms of an index in their order, each with where it stands.

use std::ops::Bound;

use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, TERMINATED};

use super::segment::Segment;
use crate::search::query::Field;

/// All that is known of where a term stands in a field, by document.
#[derive(Debug, Default)]
pub(in crate::search) struct Occurrences {
    /// How often it stands in each.
    pub(in crate::search) postings: Vec<(u32, u32)>,
    /// Where, if the field has positions.
    pub(in crate::search) positions: Vec<(u32, u32)>,
}

/// The terms of one field in one segment.
struct FieldTerms<'s> {
    field: Field,
    segment: &'s Segment,
    /// At a term, unless they have come to their end.
    terms: TermStreamer<'s>,
}

/// Runs through the terms of some fields, whichever segment holds them. What only removed documents held may be among them: it
/// stands nowhere.
pub(in crate::search) struct TermCursor<'s> {
    /// By field, and then by segment.
    sources: Vec<FieldTerms<'s>>,
    /// The sources that have more terms, by these; the one with the least is the last.
    waiting: Vec<usize>,
    /// The sources that hold the term, in their order.
    holding: Vec<usize>,
}

impl<'s> TermCursor<'s> {
    /// Before the first term of those between two others. A part of the index that cannot be read holds none.
    pub(super) fn new(segments: &'s [Segment], fields: &[Field], range: (Bound<&str>, Bound<&str>)) -> Self {
        let mut cursor = Self { sources: Vec::new(), waiting: Vec::new(), holding: Vec::new() };
        for field in fields {
            for segment in segments {
                let terms = segment.terms(*field).terms().range();
                let terms = match range.0 {
                    Bound::Included(first) => terms.ge(first),
                    Bound::Excluded(before) => terms.gt(before),
                    Bound::Unbounded => terms,
                };
                let terms = match range.1 {
                    Bound::Included(last) => terms.le(last),
                    Bound::Excluded(end) => terms.lt(end),
                    Bound::Unbounded => terms,
                };
                if let Ok(terms) = terms.into_stream() {
                    cursor.holding.push(cursor.sources.len());
                    cursor.sources.push(FieldTerms { field: *field, segment, terms });
                }
            }
        }
        cursor
    }

    /// Goes on to the next term, if there is one.
    pub(in crate::search) fn advance(&mut self) -> bool {
        while let Some(source) = self.holding.pop() {
            if self.sources[source].terms.advance() {
                let key = (self.sources[source].terms.key(), source);
                let place = self.waiting.partition_point(|other| (self.sources[*other].terms.key(), *other) > key);
                self.waiting.insert(place, source);
            }
        }
        while let Some(next) = self.waiting.last()
            && self.holding.first().is_none_or(|first| {
                let [first, next] = [first, next].map(|source| self.sources[*source].terms.key());
                first == next
            })
        {
            self.holding.extend(self.waiting.pop());
        }
        !self.holding.is_empty()
    }

    /// The term.
    pub(in crate::search) fn term(&self) -> &str {
        let key = self.holding.first().map(|source| self.sources[*source].terms.key());
        std::str::from_utf8(key.unwrap_or_default()).unwrap_or_default()
    }

    /// Whether a document that is still there holds it.
    pub(in crate::search) fn stands(&self) -> bool {
        let removed_none = |source: &usize| self.sources[*source].segment.reader.alive_bitset().is_none();
        self.holding.iter().any(removed_none) || self.occurrences().next().is_some()
    }

    /// The fields that hold it in documents that are still there, each with where it stands.
    pub(in crate::search) fn occurrences(&self) -> impl Iterator<Item = (Field, Occurrences)> {
        let fields = self.holding.chunk_by(|one, next| self.sources[*one].field == self.sources[*next].field);
        fields.filter_map(|sources| {
            let field = self.sources[*sources.first()?].field;
            let mut all = Occurrences::default();
            sources.iter().for_each(|source| self.sources[*source].read(&mut all));
            (!all.postings.is_empty()).then_some((field, all))
        })
    }
}

impl FieldTerms<'_> {
    /// Adds where the term stands.
    fn read(&self, all: &mut Occurrences) {
        let Self { field, segment, terms } = self;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Ok(mut found) = segment.terms(*field).read_postings_from_terminfo(terms.value(), option) else {
            return;
        };
        let mut places = Vec::new();
        let mut id = found.doc();
        while id != TERMINATED {
            if segment.is_alive(id) {
                let document = segment.first + id;
                all.postings.push((document, found.term_freq()));
                if field.has_positions() {
                    found.positions(&mut places);
                    all.positions.extend(places.iter().map(|place| (document, *place)));
                }
            }
            id = found.advance();
        }
    }
}
