//! Claims of articles about decisions: each is proved, and outcomes that no article tells are found.

use std::collections::BTreeMap;

use super::Content;
use super::decision;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ArticleId, DecisionId, OutcomeId};

/// An outcome, and who tells when it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedOutcome {
    /// The decision that it is of.
    pub decision: DecisionId,
    /// Its id in the decision.
    pub outcome: OutcomeId,
    /// The articles with a claim from which this outcome follows, and no other.
    pub claimed_by: Vec<ArticleId>,
}

/// Every outcome of every decision, in their order. Claims that do not hold claim nothing.
pub fn claimed_outcomes(content: &Content) -> Vec<ClaimedOutcome> {
    let mut claimed: BTreeMap<(&DecisionId, usize), Vec<ArticleId>> = BTreeMap::new();
    for article in &content.articles {
        for claim in &article.claims {
            let Some(decision) = content.decision(&claim.decision.value) else {
                continue;
            };
            if let Some([only]) = decision.prove(claim, &mut Diagnostics::default()).as_deref() {
                let by = claimed.entry((&decision.id, *only)).or_default();
                if by.last() != Some(&article.id) {
                    by.push(article.id.clone());
                }
            }
        }
    }
    let outcomes = content.decisions.iter().flat_map(|decision| {
        decision.outcomes.iter().enumerate().map(move |(place, outcome)| (decision, place, outcome))
    });
    outcomes
        .map(|(decision, place, outcome)| ClaimedOutcome {
            decision: decision.id.clone(),
            outcome: outcome.id.value.clone(),
            claimed_by: claimed.remove(&(&decision.id, place)).unwrap_or_default(),
        })
        .collect()
}

/// Proves every claim.
pub(super) fn check(content: &Content, diagnostics: &mut Diagnostics) {
    for claim in content.articles.iter().flat_map(|article| &article.claims) {
        let id = &claim.decision;
        match content.decision(&id.value) {
            Some(decision) => {
                // What follows is of interest to the report alone.
                let _proved = decision.prove(claim, diagnostics);
            }
            None => {
                let known = content.decisions.iter().map(|decision| decision.id.as_str());
                let unknown = format!("there is no decision `{}`", id.value);
                diagnostics.push(
                    Diagnostic::new(Code::UnknownDecision, id.span, unknown)
                        .suggest(id.value.as_str(), known)
                        .expected_in(format!("{}{}.", decision::FOLDER, id.value)),
                );
            }
        }
    }
}
