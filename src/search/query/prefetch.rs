//! What ranking a plan will need. Where a part of an index is not loaded, all of it is asked for at once: so what fetches an index
//! waits once, and not for one term after the other.

use std::ops::Range;

use super::clause::Alternative;
use super::plan::Plan;
use super::rank::allowed;
use super::{Field, Postings};

/// Asks for all that ranking a plan needs, as far as what is loaded tells.
pub(super) fn prefetch(plan: &Plan, index: &impl Postings) {
    let all = 0..index.max_doc();
    let filters = plan.required.iter().chain(plan.excluded.iter().flatten());
    filters.for_each(|filter| prefetch_filter(filter, &all, index));
    // Clauses are looked for in the documents that the plan allows.
    let Ok((_, documents)) = allowed(plan, index) else {
        return;
    };
    for clause in &plan.clauses {
        for alternative in &clause.alternatives {
            for field in alternative.fields_in(&documents) {
                index.prefetch(*field, &alternative.terms, documents.clone(), *field != Field::Body);
            }
        }
    }
}

fn prefetch_filter(filter: &Alternative, all: &Range<u32>, index: &impl Postings) {
    filter.matched.fields().iter().for_each(|field| index.prefetch(*field, &filter.terms, all.clone(), true));
}
