//! From a file to the [`Outcome`]s of a decision.

use super::super::piece::{Piece, localized_pieces};
use super::super::value::{id, ids, localized};
use super::super::yaml::{Fields, Node};
use super::{DecisionFact, Outcome, OutcomeStep, Verdict};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::Localized;

/// The keys that every outcome may have; no verdict or property is named so.
pub(super) const OUTCOME_KEYS: [&str; 12] = [
    "id",
    "title",
    "action",
    "met",
    "explanation",
    "steps",
    "articles",
    "sources",
    "verdicts",
    "citations",
    "url",
    "as_of",
];

/// An outcome, which says something of every verdict and property.
pub(super) fn outcome(
    node: &Node,
    known_verdicts: &[Verdict],
    properties: &[Verdict],
    diagnostics: &mut Diagnostics,
) -> Option<Outcome> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let said = |fields: &mut Fields<'_>, verdicts: &[Verdict], diagnostics: &mut Diagnostics| {
        let said: Vec<Option<usize>> = verdicts.iter().map(|verdict| says(fields, verdict, diagnostics)).collect();
        said.into_iter().collect::<Option<Vec<usize>>>()
    };
    let verdicts = said(&mut fields, known_verdicts, diagnostics);
    let properties = said(&mut fields, properties, diagnostics);
    let met = fields.optional("met").map(|node| met(node, known_verdicts, diagnostics)).unwrap_or_default();
    let action = fields.optional("action").and_then(|node| localized(node, diagnostics));
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let explanation = fields.required("explanation", diagnostics).and_then(|node| text(node, diagnostics));
    let steps = fields.optional("steps").and_then(|node| {
        let steps = node.list(diagnostics)?;
        Some(steps.iter().filter_map(|node| step(node, diagnostics)).collect())
    });
    let articles = fields.optional("articles").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let sources: Option<Vec<_>> = fields.required("sources", diagnostics).map(|node| ids(node, diagnostics));
    let span = fields.span();
    fields.finish(diagnostics);
    if sources.as_ref().is_some_and(Vec::is_empty) {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, span, "the outcome cites no source")
                .hint("name the sections that state it under `sources:`"),
        );
    }
    Some(Outcome {
        id: id?,
        verdicts: verdicts?,
        properties: properties?,
        met,
        action,
        title: title?,
        explanation: explanation?,
        steps: steps.unwrap_or_default(),
        articles,
        sources: sources?,
    })
}

/// The places of the verdicts that are met.
fn met(node: &Node, verdicts: &[Verdict], diagnostics: &mut Diagnostics) -> Vec<usize> {
    let names = verdicts.iter().map(|verdict| verdict.id.value.as_str()).collect();
    let known = Choices { kind: "verdict", names, unknown: Code::UnknownValue };
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|node| known.place(node, diagnostics)).collect()
}

/// The place of the value that an outcome has for a verdict.
fn says(fields: &mut Fields<'_>, verdict: &Verdict, diagnostics: &mut Diagnostics) -> Option<usize> {
    let name = verdict.id.value.as_str();
    let node = fields.entry(name);
    let Some(node) = node else {
        let message = format!("the outcome does not say `{name}`");
        let known: Vec<&str> = verdict.values.iter().map(|value| value.id.as_str()).collect();
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, fields.span(), message)
                .hint(format!("add `{name}:` with one of {}", known.join(", "))),
        );
        return None;
    };
    let text = node.scalar(diagnostics)?;
    let place = verdict.values.iter().position(|value| value.id.as_str() == text);
    if place.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::UnknownValue, node.span, format!("`{name}` never says `{text}`"))
                .suggest(text, verdict.values.iter().map(|value| value.id.as_str())),
        );
    }
    place
}

fn step(node: &Node, diagnostics: &mut Diagnostics) -> Option<OutcomeStep> {
    let mut fields = node.fields(diagnostics)?;
    let see = fields.optional("see").and_then(|node| id(node, diagnostics));
    let text = if see.is_some() || fields.has("text") {
        let text = fields.required("text", diagnostics).and_then(|node| text(node, diagnostics));
        fields.finish(diagnostics);
        text
    } else {
        text(node, diagnostics)
    };
    Some(OutcomeStep { text: text?, see })
}

/// Text that may quote cells of rule tables, by their full name: there is no row that it is about.
fn text(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<Vec<Piece>>> {
    let text = localized_pieces(node, diagnostics)?;
    for piece in text.values().flatten() {
        if let Piece::Column(column) = piece {
            let message = format!("`{{{{{}}}}}` does not name a cell", column.value);
            diagnostics.push(
                Diagnostic::new(Code::BadQuote, column.span, message)
                    .hint("name table, row and column: `{{table.row.column}}`"),
            );
        }
    }
    Some(text)
}

/// Names of which one is to be given.
pub(super) struct Choices<'k> {
    /// What they are names of, as messages call it.
    pub(super) kind: &'static str,
    /// In their order.
    pub(super) names: Vec<&'k str>,
    /// What a name is reported as that is none of them.
    pub(super) unknown: Code,
}

impl<'k> Choices<'k> {
    pub(super) fn outcomes(outcomes: &'k [Outcome]) -> Self {
        let names = outcomes.iter().map(|outcome| outcome.id.value.as_str()).collect();
        Self { kind: "outcome", names, unknown: Code::UnknownOutcome }
    }

    pub(super) fn facts(facts: &'k [DecisionFact]) -> Self {
        let names = facts.iter().map(|fact| fact.id.value.as_str()).collect();
        Self { kind: "fact", names, unknown: Code::UnknownVariable }
    }

    /// The place of the name that is given.
    pub(super) fn place(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<usize> {
        let text = node.text(diagnostics)?;
        let place = self.names.iter().position(|known| *known == text);
        if place.is_none() {
            let message = format!("there is no {} `{text}`", self.kind);
            let names = self.names.iter().copied();
            diagnostics.push(Diagnostic::new(self.unknown, node.span, message).suggest(text, names));
        }
        place
    }
}
