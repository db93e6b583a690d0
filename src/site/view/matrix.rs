//! All answers of a decision at once: a table of two of its facts, and a page for each of its cells.

use serde::Serialize;

use super::decision::{OutcomeView, QuestionView, SaidView};
use super::{LinkView, Views};
use crate::content::{Decision, FactKind, Matrix, Outcome, Row, RuleTable};
use crate::decision::{Answer, Answers, Change, Next, State};
use crate::site::address::Address;
use crate::site::diagram;

#[derive(Debug, Serialize)]
pub(super) struct MatrixView {
    summary: String,
    start: LinkView,
    columns: Vec<String>,
    rows: Vec<MatrixRowView>,
    /// What is assumed of the other facts: `Domain: not filed`.
    usual: Vec<SaidView>,
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
    verdicts: Vec<SaidView>,
    /// The facts on which a verdict depends.
    turns_on: Vec<String>,
}

/// The page of a cell.
#[derive(Debug, Serialize)]
pub(super) struct MatrixPageView {
    start: LinkView,
    matrix: LinkView,
    usual: Vec<SaidView>,
    pub(super) outcome: Option<OutcomeView>,
    changes: Vec<ChangeView>,
    question: Option<QuestionView>,
    /// The diagram, for the script.
    diagram: String,
    /// What the script begins with: `product=ecs&region=mainland`.
    given: String,
    siblings: Vec<LinkView>,
}

/// What another answer would lead to.
#[derive(Debug, Serialize)]
struct ChangeView {
    label: String,
    value: String,
    outcome: String,
    path: String,
}

impl<'p> Views<'p> {
    pub(super) fn matrix(self, decision: &'p Decision, matrix: &'p Matrix) -> MatrixView {
        let columns = &decision.facts[matrix.columns].values;
        let rows = decision.facts[matrix.rows].values.iter().enumerate().map(|(row, value)| MatrixRowView {
            title: value.label.get(self.locale).clone(),
            cells: (0..columns.len()).map(|column| self.answer(decision, matrix, (row, column))).collect(),
        });
        MatrixView {
            summary: decision.summary.get(self.locale).clone(),
            start: self.start(decision),
            columns: columns.iter().map(|value| value.label.get(self.locale).clone()).collect(),
            rows: rows.collect(),
            usual: self.usual(decision, (0..decision.facts.len()).filter(|fact| is_assumed(matrix, *fact))),
        }
    }

    pub(super) fn start(self, decision: &Decision) -> LinkView {
        LinkView::new(decision.title.get(self.locale).clone(), Address::decision(self.locale, &decision.id))
    }

    fn answer(self, decision: &'p Decision, matrix: &Matrix, at: (usize, usize)) -> MatrixCellView {
        let answers = answers(decision, matrix, at);
        let outcome = outcome_for(decision, &answers);
        let mut turns_on = Vec::new();
        for Change { fact, state, .. } in decision.compiled.changes(&answers) {
            let other = if let State::Answered(other) = state { decision.outcome(other) } else { None };
            let differs = other.map(|other| &other.verdicts) != outcome.map(|outcome| &outcome.verdicts);
            let label = decision.facts[fact].label.get(self.locale);
            if differs && other.is_some() && is_assumed(matrix, fact) && !turns_on.contains(label) {
                turns_on.push(label.clone());
            }
        }
        let verdicts = outcome.map(|outcome| {
            let mut said = self.said(decision, outcome);
            said.truncate(decision.verdicts.len());
            said
        });
        MatrixCellView {
            path: Address::matrix_cell(self.locale, decision, matrix, at).to_string(),
            question: self.cell_question(decision, matrix, at),
            verdicts: verdicts.unwrap_or_default(),
            turns_on,
        }
    }

    /// The questions of the cells that are about a row of a rule table.
    pub(super) fn answers_about(self, table: &RuleTable, row: &Row) -> Vec<LinkView> {
        let mut links = Vec::new();
        for decision in &self.content().decisions {
            let Some(matrix) = &decision.matrix else {
                continue;
            };
            let of = |fact: usize| {
                let fact = &decision.facts[fact];
                let values = matches!(&fact.kind, FactKind::Rows(of) if of.value == table.id).then_some(&fact.values);
                values?.iter().position(|value| value.id.as_str() == row.id.value.as_str())
            };
            let size = |fact: usize| decision.facts[fact].values.len();
            let in_row = of(matrix.rows).into_iter().flat_map(|row| (0..size(matrix.columns)).map(move |at| (row, at)));
            let in_column =
                of(matrix.columns).into_iter().flat_map(|at| (0..size(matrix.rows)).map(move |row| (row, at)));
            links.extend(in_row.chain(in_column).map(|at| {
                let address = Address::matrix_cell(self.locale, decision, matrix, at);
                LinkView::new(self.cell_question(decision, matrix, at), address)
            }));
        }
        links
    }

    /// The question of a cell, as a person would ask it.
    pub(super) fn cell_question(self, decision: &Decision, matrix: &Matrix, (row, column): (usize, usize)) -> String {
        let row = decision.facts[matrix.rows].values[row].label.get(self.locale);
        let column = decision.facts[matrix.columns].values[column].label.get(self.locale);
        matrix.question.get(self.locale).replace("{row}", row).replace("{column}", column)
    }

    /// The usual answer of a cell, in one sentence.
    pub(super) fn cell_answer(self, decision: &Decision, matrix: &Matrix, at: (usize, usize)) -> String {
        let outcome = outcome_for(decision, &answers(decision, matrix, at));
        outcome.map_or_else(String::new, |outcome| outcome.title.get(self.locale).clone())
    }

    /// The usual values of facts.
    fn usual(self, decision: &Decision, facts: impl Iterator<Item = usize>) -> Vec<SaidView> {
        let usual = facts.filter_map(|fact| {
            let fact = &decision.facts[fact];
            let usual = fact.usual.as_ref()?;
            let value = &fact.values[usual.value];
            Some(SaidView {
                label: fact.label.get(self.locale).clone(),
                text: value.label.get(self.locale).clone(),
                mark: usual.text.clone(),
                met: false,
            })
        });
        usual.collect()
    }

    pub(super) fn matrix_page(self, decision: &'p Decision, matrix: &'p Matrix, at: (usize, usize)) -> MatrixPageView {
        let answers = answers(decision, matrix, at);
        let outcome = outcome_for(decision, &answers);
        // What does not suffice for the outcome makes no difference.
        let because = decision.compiled.because(&answers).unwrap_or_default();
        let assumed = because.into_iter().filter(|fact| is_assumed(matrix, *fact));
        let reached = decision.walk.follow(&given(decision, matrix, at));
        let question = reached.and_then(|state| match &state.next {
            Next::Question { fact, classes } => Some(self.question(decision, *fact, classes)),
            Next::Outcome(_) => None,
        });
        let id = |fact: usize, value: usize| {
            let fact = &decision.facts[fact];
            format!("{}={}", fact.id.value, fact.values[value].id)
        };
        let columns = 0..decision.facts[matrix.columns].values.len();
        MatrixPageView {
            start: self.start(decision),
            matrix: LinkView::new(matrix.title.get(self.locale).clone(), Address::matrix(self.locale, &decision.id)),
            usual: self.usual(decision, assumed),
            outcome: outcome.map(|outcome| self.outcome(decision, outcome, &decision.rows_hit(&answers))),
            changes: self.changes(decision, matrix, &answers),
            question,
            diagram: diagram::path(decision),
            given: format!("{}&{}", id(matrix.rows, at.0), id(matrix.columns, at.1)),
            siblings: columns
                .filter(|column| *column != at.1)
                .map(|column| {
                    let at = (at.0, column);
                    let address = Address::matrix_cell(self.locale, decision, matrix, at);
                    LinkView::new(self.cell_question(decision, matrix, at), address)
                })
                .collect(),
        }
    }

    fn changes(self, decision: &'p Decision, matrix: &Matrix, answers: &Answers) -> Vec<ChangeView> {
        let changes = decision.compiled.changes(answers).into_iter();
        let others = changes.filter(|change| is_assumed(matrix, change.fact));
        let views = others.filter_map(|Change { fact, value, state }| {
            let State::Answered(outcome) = state else {
                return None;
            };
            let reached = decision.walk.follow(&answers.clone().with(fact, Answer::value(value)))?;
            let fact = &decision.facts[fact];
            Some(ChangeView {
                label: fact.label.get(self.locale).clone(),
                value: fact.values[value].label.get(self.locale).clone(),
                outcome: decision.outcome(outcome)?.title.get(self.locale).clone(),
                path: Address::state(self.locale, decision, reached).to_string(),
            })
        });
        views.collect()
    }
}

/// Whether a fact is neither row nor column of a table of all answers, and so has its usual value there.
fn is_assumed(matrix: &Matrix, fact: usize) -> bool {
    ![matrix.rows, matrix.columns].contains(&fact)
}

/// The facts of a cell, with the usual value of the others.
fn answers(decision: &Decision, matrix: &Matrix, at: (usize, usize)) -> Answers {
    given(decision, matrix, at).or(&decision.usual())
}

/// What a cell says of the facts.
fn given(decision: &Decision, matrix: &Matrix, (row, column): (usize, usize)) -> Answers {
    let none = Answers::none(decision.facts.len());
    none.with(matrix.rows, Answer::value(row)).with(matrix.columns, Answer::value(column))
}

fn outcome_for<'d>(decision: &'d Decision, answers: &Answers) -> Option<&'d Outcome> {
    match decision.compiled.state(answers) {
        State::Answered(outcome) => decision.outcome(outcome),
        _ => None,
    }
}
