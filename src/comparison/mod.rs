//! What changed between two versions of a site's decisions: which combinations of facts lead elsewhere, from what to what.
//!
//! Both versions are put over the same facts, those of either, and compared as diagrams: nothing is enumerated.

mod fact;
mod versions;

use serde::Serialize;

use self::versions::Versions;
use crate::advice::Advisor;

/// How the decisions of a site changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Decisions that only the new version has.
    pub added: Vec<String>,
    /// Decisions that only the old version has.
    pub removed: Vec<String>,
    /// The decisions of both that changed.
    pub changed: Vec<DecisionChange>,
    /// The decisions of both that are too large together to be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_compared: Vec<NotCompared>,
}

/// A decision that cannot be compared.
#[derive(Clone, Debug, Serialize)]
pub struct NotCompared {
    /// By its id.
    pub decision: String,
    /// Why, with the limit.
    pub reason: String,
}

/// How a decision changed.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionChange {
    /// By its id.
    pub decision: String,
    /// Facts and values that only the new version has: `region` or `region=macau`.
    pub added: Vec<String>,
    /// Facts and values that only the old version has.
    pub removed: Vec<String>,
    /// How many combinations of facts lead elsewhere, of those that both versions know.
    pub combinations: u128,
    /// How many combinations there are.
    pub of: u128,
    /// From what to what they lead, most combinations first.
    pub changes: Vec<OutcomeChange>,
}

/// Combinations that led to one outcome and lead to another.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeChange {
    /// What they led to: the outcome and what it says, or `impossible`.
    pub from: String,
    /// What they lead to.
    pub to: String,
    /// How many they are.
    pub combinations: u128,
    /// Facts for which it is so; a fact that is not named may have any value.
    pub example: Vec<(String, Vec<String>)>,
    /// The rows that gave the old outcome, as `path:line`.
    pub old_rows: Vec<String>,
    /// The rows that give the new one.
    pub new_rows: Vec<String>,
}

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
