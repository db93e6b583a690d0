//! What changed between two versions of a site's decisions: which combinations of facts lead elsewhere, from what to what.
//!
//! Both versions are put over the same facts, those of either, and compared as diagrams: nothing is enumerated.

mod change;
mod fact;
mod versions;

pub use self::change::{Comparison, DecisionChange, NotCompared, OutcomeChange};
use self::versions::Versions;
use crate::advice::Advisor;

/// Compares two versions.
pub fn compare(old: &Advisor, new: &Advisor) -> Comparison {
    let mut comparison = Comparison::default();
    for decision in old.decisions() {
        if new.decision(decision.id.as_str()).is_none() {
            comparison.removed.push(decision.id.to_string());
        }
    }
    for decision in new.decisions() {
        match old.decision(decision.id.as_str()) {
            None => comparison.added.push(decision.id.to_string()),
            Some(was) => match Versions::new([(old, was), (new, decision)]).compare() {
                Ok(change) => comparison.changed.extend(change),
                Err(error) => {
                    let (decision, reason) = (decision.id.to_string(), error.to_string());
                    comparison.not_compared.push(NotCompared { decision, reason });
                }
            },
        }
    }
    comparison
}
