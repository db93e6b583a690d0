//! Which article claims which outcome of the decisions.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::pretty;
use crate::content::ClaimedOutcome;
use crate::name::ArticleId;

/// The outcomes as text, by decision, each with the articles that claim it, and their count.
pub fn claims_human(outcomes: &[ClaimedOutcome]) -> String {
    let mut out = String::new();
    for decision in outcomes.chunk_by(|a, b| a.decision == b.decision) {
        let _infallible = writeln!(out, "{}", decision[0].decision);
        for ClaimedOutcome { outcome, claimed_by, .. } in decision {
            let names = claimed_by.iter().map(ArticleId::as_str).collect::<Vec<_>>().join(" ");
            let _infallible = writeln!(out, "  {outcome}  {}", if names.is_empty() { "nobody" } else { &names });
        }
    }
    let _infallible = writeln!(out, "{} of {} outcomes are claimed", claimed(outcomes), outcomes.len());
    out
}

/// The same as one JSON document: `{"outcomes", "claimed", "claims": [{"decision", "outcome", "claimed_by"}]}`.
pub fn claims_json(outcomes: &[ClaimedOutcome]) -> String {
    let claims: Vec<Value> = outcomes
        .iter()
        .map(|ClaimedOutcome { decision, outcome, claimed_by }| {
            json!({ "decision": decision, "outcome": outcome, "claimed_by": claimed_by })
        })
        .collect();
    pretty(&json!({ "outcomes": outcomes.len(), "claimed": claimed(outcomes), "claims": claims }))
}

fn claimed(outcomes: &[ClaimedOutcome]) -> usize {
    outcomes.iter().filter(|outcome| !outcome.claimed_by.is_empty()).count()
}
