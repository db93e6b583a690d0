//! The usual answers of a decision: those to a value of each of two facts.

use serde::Serialize;

use super::link::LinkView;
use crate::content::{Decision, Matrix};
use crate::decision::{Answer, Answers};
use crate::name::Locale;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// A cell of the table of all answers of a decision: a value of each of the table's facts, with the usual value of the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UsualAnswer<'c> {
    pub(crate) decision: &'c Decision,
    pub(crate) matrix: &'c Matrix,
    /// The place of the value among those of the fact that the rows are.
    pub(crate) row: usize,
    /// The place of the value among those of the fact that the columns are.
    pub(crate) column: usize,
}

impl<'c> UsualAnswer<'c> {
    /// All cells of a row.
    pub(crate) fn in_row(decision: &'c Decision, matrix: &'c Matrix, row: usize) -> impl Iterator<Item = Self> {
        let columns = 0..decision.facts[matrix.columns].values.len();
        columns.map(move |column| Self { decision, matrix, row, column })
    }

    /// All cells of a column.
    pub(crate) fn in_column(decision: &'c Decision, matrix: &'c Matrix, column: usize) -> impl Iterator<Item = Self> {
        let rows = 0..decision.facts[matrix.rows].values.len();
        rows.map(move |row| Self { decision, matrix, row, column })
    }

    pub(crate) fn address(self, locale: Locale) -> Address {
        Address::matrix_cell(locale, self.decision, self.matrix, (self.row, self.column))
    }

    /// Its question, as a person would ask it.
    pub(crate) fn question(self, context: Context<'_>) -> String {
        let locale = context.locale;
        let row = self.decision.facts[self.matrix.rows].values[self.row].label.get(locale);
        let column = self.decision.facts[self.matrix.columns].values[self.column].label.get(locale);
        context.language().fill(self.matrix.question.get(locale), &[("row", row), ("column", column)])
    }

    pub(crate) fn link(self, context: Context<'_>) -> LinkView {
        LinkView::new(self.question(context), self.address(context.locale))
    }

    /// What the cell says of the facts.
    pub(crate) fn given(self) -> Answers {
        let none = Answers::none(self.decision.facts.len());
        none.with(self.matrix.rows, Answer::value(self.row)).with(self.matrix.columns, Answer::value(self.column))
    }

    /// The same, with the usual values of the other facts.
    pub(crate) fn answers(self) -> Answers {
        self.given().or(&self.decision.usual())
    }
}

/// Whether a fact is neither row nor column of a table of all answers, and so has its usual value there.
pub(crate) fn is_assumed(matrix: &Matrix, fact: usize) -> bool {
    ![matrix.rows, matrix.columns].contains(&fact)
}

/// What is assumed of a fact: `Domain: not filed`.
#[derive(Debug, Serialize)]
pub(crate) struct AssumedView {
    label: String,
    text: String,
}

impl AssumedView {
    /// The usual values of facts, by place.
    pub(crate) fn all(decision: &Decision, facts: impl Iterator<Item = usize>, context: Context<'_>) -> Vec<Self> {
        let assumed = facts.filter_map(|fact| {
            let fact = &decision.facts[fact];
            let usual = fact.usual.as_ref()?;
            Some(Self { label: context.text(&fact.label), text: context.text(&fact.values[usual.value].label) })
        });
        assumed.collect()
    }
}
