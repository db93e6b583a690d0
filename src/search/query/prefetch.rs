//! What ranking a plan will need, asked for before it begins: so what fetches an index waits once, and not for one term after
//! the other. An index that has all at hand does nothing.

use std::ops::Range;

use super::plan::Plan;
use super::{Field, Postings};

/// Asks for what tells which documents a plan allows.
pub(super) fn prefetch_filters(plan: &Plan, index: &impl Postings) {
    for way in plan.required.iter().chain(plan.excluded.iter().flatten()) {
        way.fields.iter().for_each(|field| index.prefetch_positions(*field, &way.terms, 0..index.documents()));
    }
}

/// Asks for what tells how well documents from the first to the last of those allowed answer a plan.
pub(super) fn prefetch_clauses(plan: &Plan, documents: &Range<u32>, index: &impl Postings) {
    for way in plan.clauses.iter().flat_map(|clause| &clause.ways) {
        for field in way.fields_among(documents) {
            if field == Field::Body {
                index.prefetch_postings(field, &way.terms);
            } else {
                index.prefetch_positions(field, &way.terms, documents.clone());
            }
        }
    }
}
