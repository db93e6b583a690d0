//! A cell of the table of all answers of a decision: the usual answer to a question as a person would ask it.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{AssumedView, LinkView, OutcomeView, QuestionView, ReachedOutcome, UsualAnswer, is_assumed};
use crate::content::{Decision, Matrix};
use crate::decision::{Answer, Answers, Counterfactual, Next};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct MatrixCellPage<'c> {
    cell: UsualAnswer<'c>,
}

#[derive(Debug, Serialize)]
struct MatrixCellPageView {
    start: LinkView,
    matrix: LinkView,
    /// What is assumed of the facts that the answer depends on.
    usual: Vec<AssumedView>,
    outcome: Option<OutcomeView>,
    changes: Vec<ChangeView>,
    question: Option<QuestionView>,
    /// The diagram, for the script.
    diagram: Option<String>,
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

/// The cells of a table, row by row.
pub(super) fn pages<'c>(decision: &'c Decision, matrix: &'c Matrix) -> Pages<'c> {
    let rows = 0..decision.facts[matrix.rows].values.len();
    let cells = rows.flat_map(|row| UsualAnswer::in_row(decision, matrix, row));
    cells.map(|cell| MatrixCellPage { cell }.shared()).collect()
}

impl Page for MatrixCellPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        self.cell.address(locale)
    }

    fn template(&self) -> &'static str {
        "matrix-cell.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.cell.decision.file.into())
    }

    fn is_lasting(&self) -> bool {
        false
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let UsualAnswer { decision, matrix, row, column } = self.cell;
        let above = [LinkView::to_decision(decision, context), LinkView::to_matrix(decision, matrix, context)];
        let answers = self.cell.answers();
        let reached = self.reached(&answers);
        let answer = reached.as_ref().map(|reached| context.text(&reached.outcome.title)).unwrap_or_default();
        let head = Head::new(self.cell.question(context), answer).below(above, context);
        let head = match &reached {
            Some(reached) => head.dated(reached.as_of(context), context),
            None => head,
        };
        // What does not suffice for the outcome makes no difference.
        let because = decision.compiled.sufficient_reason(&answers).unwrap_or_default();
        let assumed = because.into_iter().filter(|fact| is_assumed(matrix, *fact));
        let siblings = UsualAnswer::in_row(decision, matrix, row).filter(|cell| cell.column != column);
        Ok(head.with_body(&MatrixCellPageView {
            start: LinkView::to_decision(decision, context),
            matrix: LinkView::to_matrix(decision, matrix, context),
            usual: AssumedView::all(decision, assumed, context),
            outcome: reached.map(|reached| OutcomeView::of(&reached, context)),
            changes: self.changes(&answers, context),
            question: self.question(context),
            diagram: context.diagram(decision),
            given: self.given(),
            siblings: siblings.map(|cell| cell.link(context)).collect(),
        }))
    }
}

impl<'c> MatrixCellPage<'c> {
    /// What the decision comes to with the answers of the cell.
    fn reached(&self, answers: &Answers) -> Option<ReachedOutcome<'c>> {
        let decision = self.cell.decision;
        let outcome = decision.outcome_of(&decision.compiled.evaluate(answers))?;
        Some(ReachedOutcome::by_answers(answers, decision, outcome))
    }

    /// The first question that is open while nothing is assumed.
    fn question(&self, context: Context<'_>) -> Option<QuestionView> {
        let decision = self.cell.decision;
        match &decision.walk.follow(&self.cell.given())?.next {
            Next::Question { fact, classes } => Some(QuestionView::of(decision, *fact, classes, context)),
            Next::Outcome(_) => None,
        }
    }

    fn given(&self) -> String {
        let UsualAnswer { decision, matrix, row, column } = self.cell;
        let answer = |fact: usize, value: usize| {
            let fact = &decision.facts[fact];
            format!("{}={}", fact.id.value, fact.values[value].id)
        };
        format!("{}&{}", answer(matrix.rows, row), answer(matrix.columns, column))
    }

    /// What other values of the facts that the table is not of would lead to.
    fn changes(&self, answers: &Answers, context: Context<'_>) -> Vec<ChangeView> {
        let decision = self.cell.decision;
        let changes = decision.compiled.changes(answers).into_iter();
        let others = changes.filter(|change| is_assumed(self.cell.matrix, change.fact));
        let views = others.filter_map(|Counterfactual { fact, value, state }| {
            let outcome = decision.outcome_of(&state)?;
            let reached = decision.walk.follow(&answers.clone().with(fact, Answer::value(value)))?;
            let fact = &decision.facts[fact];
            Some(ChangeView {
                label: context.text(&fact.label),
                value: context.text(&fact.values[value].label),
                outcome: context.text(&outcome.title),
                path: Address::state(context.locale, decision, reached).to_string(),
            })
        });
        views.collect()
    }
}
