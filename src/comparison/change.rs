//! How decisions changed, as it is told.

use serde::Serialize;

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
