//! What queries know the decisions of a site by.

use super::query::{DecisionText, FactText, NamedDecision, NamedFact};
use super::subject::{AddressOf, Subject};
use crate::content::{Content, Decision, DecisionFact, FactKind, Outcome};
use crate::name::Locale;

/// So many rows of numbers a browser fetches to tell what a decision comes to; of a larger decision it tells none.
const MAX_ROWS: usize = 1_000;

/// The decisions of a site, in their order. `address` tells where the page of each is.
pub(super) fn named_decisions(content: &Content, address: AddressOf<'_>) -> Vec<NamedDecision> {
    content.decisions.iter().map(|decision| named_decision(decision, content, address)).collect()
}

fn named_decision(decision: &Decision, content: &Content, address: AddressOf<'_>) -> NamedDecision {
    let (diagram, root) = decision.compiled.diagram();
    let rows = Some(diagram.rows_of(root)).filter(|rows| rows.len() <= MAX_ROWS).unwrap_or_default();
    let locales = content.languages.locales().iter();
    let told = locales.map(|locale| {
        let text = DecisionText {
            id: decision.id.to_string(),
            address: address(Subject::Decision(decision), locale),
            title: decision.title.get(locale).clone(),
            facts: decision.facts.iter().map(|fact| fact_text(fact, locale)).collect(),
            actions: decision
                .outcomes
                .iter()
                .map(|outcome| outcome.action.as_ref().unwrap_or(&outcome.title).get(locale).clone())
                .collect(),
            rows: rows.clone(),
        };
        (locale.to_string(), text)
    });
    NamedDecision {
        titles: decision.title.values().cloned().collect(),
        asked: decision.asked.values().flatten().cloned().collect(),
        facts: decision.facts.iter().map(named_fact).collect(),
        common: content.site.provider.iter().flat_map(|provider| provider.values()).cloned().collect(),
        told: told.collect(),
        sources: (0..).zip(&decision.outcomes).map(|(place, outcome)| cited(decision, place, outcome)).collect(),
    }
}

/// The sections that an outcome rests on, whatever led to it.
fn cited(decision: &Decision, place: usize, outcome: &Outcome) -> Vec<String> {
    let rows: Vec<_> = decision.rows_by_outcome().filter(|(known, _)| *known == place).map(|(_, row)| row).collect();
    outcome.sections(&rows).into_iter().map(ToString::to_string).collect()
}

/// Ranges of numbers have no names.
fn is_named(fact: &DecisionFact) -> bool {
    !matches!(fact.kind, FactKind::Number(_))
}

fn fact_text(fact: &DecisionFact, locale: Locale) -> FactText {
    let values = fact.values.iter().filter(|_| is_named(fact));
    FactText {
        id: fact.id.value.to_string(),
        label: fact.label.get(locale).clone(),
        values: values.map(|value| (value.id.to_string(), value.label.get(locale).clone())).collect(),
    }
}

fn named_fact(fact: &DecisionFact) -> NamedFact {
    let values = fact.values.iter().filter(|_| is_named(fact));
    NamedFact {
        asked_for: fact.label.values().chain(fact.question.values()).cloned().collect(),
        values: values.map(|value| value.label.values().cloned().collect()).collect(),
    }
}
