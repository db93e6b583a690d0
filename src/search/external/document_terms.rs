//! The terms of a document, as they are stored beside it: by these it is ranked.

use crate::search::query::Field;
use crate::search::shard::wire::{Reader, Writer};
use crate::search::terms::StandingTerm;

/// The terms of a document by field, each with where it stands or how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentTerms {
    /// All terms, one after the other.
    text: String,
    /// By field in the order of [`Field::ALL`], its terms in their order.
    fields: [Vec<TermEntry>; Field::ALL.len()],
    /// All positions; those of a term rise.
    positions: Vec<u32>,
}

/// A term of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TermEntry {
    /// Where it begins and ends in the text of all.
    start: u32,
    end: u32,
    /// Where its positions begin.
    first: u32,
    /// How often it stands in the field.
    times: u32,
}

impl DocumentTerms {
    /// Writes the terms of a document, by field.
    pub(super) fn write(terms: &[(Field, Vec<StandingTerm<'_>>)]) -> Vec<u8> {
        let mut writer = Writer::default();
        for field in Field::ALL {
            let of_field = terms.iter().filter(|(known, _)| *known == field).flat_map(|(_, terms)| terms);
            let mut standing: Vec<(&str, u32)> = of_field.map(|(term, position)| (term.as_ref(), *position)).collect();
            standing.sort_unstable();
            let by_term: Vec<_> = standing.chunk_by(|(one, _), (next, _)| one == next).collect();
            writer.count(by_term.len());
            for places in by_term {
                writer.text(places[0].0);
                writer.count(places.len());
                if field.has_positions() {
                    let mut last = 0;
                    for (_, position) in places {
                        writer.varint(u64::from(position - last));
                        last = *position;
                    }
                }
            }
        }
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut terms = Self::default();
        for field in Field::ALL {
            for _ in 0..reader.count()? {
                let start = terms.text.len() as u32;
                terms.text.push_str(reader.text()?);
                let (end, first) = (terms.text.len() as u32, terms.positions.len() as u32);
                let times = if field.has_positions() { reader.count()? as u32 } else { reader.varint32()? };
                let mut position = 0_u32;
                for _ in 0..if field.has_positions() { times } else { 0 } {
                    position = position.checked_add(reader.varint32()?)?;
                    terms.positions.push(position);
                }
                terms.fields[field as usize].push(TermEntry { start, end, first, times });
            }
        }
        reader.is_done().then_some(terms)
    }

    fn text_of(&self, entry: &TermEntry) -> &str {
        self.text.get(entry.start as usize..entry.end as usize).unwrap_or_default()
    }

    fn entry(&self, field: Field, term: &str) -> Option<&TermEntry> {
        let entries = &self.fields[field as usize];
        let place = entries.binary_search_by(|entry| self.text_of(entry).cmp(term)).ok()?;
        entries.get(place)
    }

    /// How often a term stands in a field.
    pub fn times(&self, field: Field, term: &str) -> u32 {
        self.entry(field, term).map_or(0, |entry| entry.times)
    }

    /// Where a term stands in a field that has positions, from the first on.
    pub fn positions(&self, field: Field, term: &str) -> &[u32] {
        let entry = self.entry(field, term).filter(|_| field.has_positions());
        let range = entry.map(|entry| entry.first as usize..(entry.first + entry.times) as usize);
        range.and_then(|range| self.positions.get(range)).unwrap_or_default()
    }

    /// So many bytes of memory hold it.
    pub fn weight(&self) -> usize {
        let entries: usize = self.fields.iter().map(Vec::len).sum();
        self.text.len() + entries * size_of::<TermEntry>() + self.positions.len() * size_of::<u32>() + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn terms_are_read_as_they_were_written(
            body in prop::collection::vec(("[a-c备案]{1,3}", 0_u32..5000), 0..60),
            facets in prop::collection::vec("[a-c:]{1,4}", 0..5),
        ) {
            let standing = |terms: &[(String, u32)]| terms.iter().map(|(term, at)| (term.clone().into(), *at)).collect();
            let named: Vec<(String, u32)> = facets.into_iter().map(|facet| (facet, 0)).collect();
            let written = DocumentTerms::write(&[(Field::Body, standing(&body)), (Field::Facet, standing(&named))]);
            let read = DocumentTerms::read(&written).unwrap();
            for (term, _) in &body {
                let mut places: Vec<u32> = body.iter().filter(|(known, _)| known == term).map(|(_, at)| *at).collect();
                places.sort_unstable();
                prop_assert_eq!(read.positions(Field::Body, term), &places);
                prop_assert_eq!(read.times(Field::Body, term) as usize, places.len());
            }
            for (facet, _) in &named {
                let times = named.iter().filter(|(known, _)| known == facet).count();
                prop_assert_eq!(read.times(Field::Facet, facet) as usize, times);
                prop_assert_eq!(read.times(Field::Body, facet) > 0, body.iter().any(|(known, _)| known == facet));
            }
            prop_assert_eq!(read.times(Field::Question, "a"), 0);
        }

        #[test]
        fn what_is_damaged_reads_as_nothing_or_as_terms(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Some(terms) = DocumentTerms::read(&bytes) {
                prop_assert_eq!(terms.positions(Field::Exact, "a").len(), 0);
            }
        }
    }
}
