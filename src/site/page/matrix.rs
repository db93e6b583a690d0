//! All answers of a decision at once: a table of two of its facts, with the usual values of the others.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::matrix_cell;
use super::part::{AssumedView, LinkView, UsualAnswer, VerdictView, is_assumed};
use crate::content::{Decision, Matrix};
use crate::decision::Counterfactual;
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct MatrixPage<'c> {
    decision: &'c Decision,
    matrix: &'c Matrix,
}

#[derive(Debug, Serialize)]
struct MatrixView {
    start: LinkView,
    columns: Vec<String>,
    rows: Vec<MatrixRowView>,
    /// What is assumed of the other facts.
    usual: Vec<AssumedView>,
}

#[derive(Debug, Serialize)]
struct MatrixRowView {
    title: String,
    cells: Vec<MatrixCellView>,
}

#[derive(Debug, Serialize)]
struct MatrixCellView {
    path: String,
    question: String,
    verdicts: Vec<VerdictView>,
    /// The facts on which a verdict depends.
    turns_on: Vec<String>,
}

/// The table of a decision, if it has one, followed by its cells.
pub(super) fn pages(decision: &Decision) -> Pages<'_> {
    let matrix = decision.matrix.iter();
    let pages = matrix.flat_map(|matrix| {
        std::iter::once(MatrixPage { decision, matrix }.shared()).chain(matrix_cell::pages(decision, matrix))
    });
    pages.collect()
}

impl Page for MatrixPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::matrix(locale, &self.decision.id)
    }

    fn template(&self) -> &'static str {
        "matrix.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.decision.file.into())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let Self { decision, matrix } = *self;
        let head = Head::new(context.text(&matrix.title), context.optional_text(decision.summary.as_ref()))
            .below([LinkView::to_decision(decision, context)], context)
            .dated(context.relations.day_of_decision(decision), context);
        let columns = decision.facts[matrix.columns].values.iter();
        let rows = decision.facts[matrix.rows].values.iter().enumerate().map(|(row, value)| MatrixRowView {
            title: context.text(&value.label),
            cells: UsualAnswer::in_row(decision, matrix, row).map(|cell| MatrixCellView::of(cell, context)).collect(),
        });
        let assumed = (0..decision.facts.len()).filter(|fact| is_assumed(matrix, *fact));
        Ok(head.with_body(&MatrixView {
            start: LinkView::to_decision(decision, context),
            columns: columns.map(|value| context.text(&value.label)).collect(),
            rows: rows.collect(),
            usual: AssumedView::all(decision, assumed, context),
        }))
    }
}

impl MatrixCellView {
    fn of(cell: UsualAnswer<'_>, context: Context<'_>) -> Self {
        let decision = cell.decision;
        let answers = cell.answers();
        let outcome = decision.outcome_of(&decision.compiled.evaluate(&answers));
        let mut turns_on = Vec::new();
        for Counterfactual { fact, state, .. } in decision.compiled.changes(&answers) {
            let other = decision.outcome_of(&state);
            let differs = other.map(|other| &other.verdicts) != outcome.map(|outcome| &outcome.verdicts);
            let label = decision.facts[fact].label.get(context.locale);
            if differs && other.is_some() && is_assumed(cell.matrix, fact) && !turns_on.contains(label) {
                turns_on.push(label.clone());
            }
        }
        let verdicts = outcome.map(|outcome| VerdictView::verdicts(decision, outcome, context));
        Self {
            path: cell.address(context.locale).to_string(),
            question: cell.question(context),
            verdicts: verdicts.unwrap_or_default(),
            turns_on,
        }
    }
}
