//! What ranking a plan will need. Where a part of an index is not loaded, all of it is asked for at once: so what fetches an index
//! waits once, and not for one term after the other.

use std::ops::Range;

use super::plan::{Plan, Way};
use super::rank::allowed;
use super::{Field, Postings};

/// Asks for all that ranking a plan needs, as far as what is loaded tells.
pub(super) fn prefetch(plan: &Plan, index: &impl Postings) {
    let all = 0..index.documents();
    plan.required.iter().for_each(|way| prefetch_filter(way, &all, index));
    plan.excluded.iter().flatten().for_each(|way| prefetch_filter(way, &all, index));
    // Clauses are looked for in the documents that the plan allows.
    let Ok((_, documents)) = allowed(plan, index) else {
        return;
    };
    for clause in &plan.clauses {
        for way in &clause.ways {
            for field in way.fields.iter().filter(|field| way.among.meets(**field, &documents)) {
                index.prefetch(*field, &way.terms, documents.clone(), *field != Field::Body);
            }
        }
    }
}

fn prefetch_filter(way: &Way, all: &Range<u32>, index: &impl Postings) {
    way.fields.iter().for_each(|field| index.prefetch(*field, &way.terms, all.clone(), true));
}
