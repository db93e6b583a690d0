//! What shows a decision by example: cases, and a table of all answers.

use super::super::keyed::keyed;
use super::super::yaml::{Deferred, MappingReader, Node, read_mapping};
use super::condition::Inputs;
use super::fact::DecisionFact;
use super::outcome::{Choices, Outcome};
use crate::decision::{Answer, Answers};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::Localized;

/// An example. Facts that it does not give have their usual value.
#[derive(Clone, Debug)]
pub struct Case {
    /// The facts that it gives.
    pub given: Answers,
    /// The place of the outcome that it must have.
    pub then: usize,
    /// Where it stands.
    pub span: Span,
}

keyed! {
    /// The two facts whose values span a table of all answers.
    pub struct Matrix {
        given {
            /// The place of the fact whose values are the rows.
            pub rows: usize,
            /// The place of the fact whose values are the columns.
            pub columns: usize,
        }
        /// The title of the table.
        pub title: Localized<String>,
        /// The question of a cell; `{row}` and `{column}` stand for the values.
        pub question: Localized<String>,
    } and MatrixKeys<'static>

    /// What shows a decision by example.
    pub(in crate::content) struct ExampleKeys<'n> {
        /// Examples, which the rows must answer as they say.
        pub(super) cases: Option<Deferred<'n, Vec<CaseKeys<'n>>>> = None,
        /// The two facts whose values span a table of all answers.
        pub(super) matrix: Option<Deferred<'n, Matrix>> = None,
    }

    /// An example, which names besides the facts that it gives, with their values.
    pub(super) struct CaseKeys<'n> {
        /// The outcome that it must have.
        then: Deferred<'n, String>,
    }

    /// What a table of all answers is by.
    struct MatrixKeys<'n> {
        /// The fact whose values are the rows.
        rows: Deferred<'n, String>,
        /// The fact whose values are the columns.
        columns: Deferred<'n, String>,
    }
}

/// Reads an example.
pub(super) fn case(
    node: &Node,
    facts: &[DecisionFact],
    outcomes: &[Outcome],
    diagnostics: &mut Diagnostics,
) -> Option<Case> {
    let mut fields = node.fields(diagnostics)?;
    let keys = CaseKeys::take(&mut fields, diagnostics);
    let span = fields.span();
    let inputs = Inputs { facts, derived: Vec::new() };
    let mut given = Answers::none(facts.len());
    for (key, node) in fields.rest() {
        let place = inputs.input(key, diagnostics)?;
        let text = node.scalar(diagnostics)?;
        let Some(value) = facts[place].value(text) else {
            diagnostics.push(facts[place].unknown_value(text, node.span));
            return None;
        };
        given.set(place, Answer::value(value));
    }
    let then = Choices::outcomes(outcomes).place(keys?.then.node, diagnostics)?;
    Some(Case { given, then, span })
}

/// Reads what the table of all answers is by.
pub(super) fn matrix(node: &Node, facts: &[DecisionFact], diagnostics: &mut Diagnostics) -> Option<Matrix> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let given = MatrixKeys::take(fields, diagnostics).and_then(|MatrixKeys { rows, columns }| {
            let [rows, columns] = [rows, columns].map(|fact| Choices::facts(facts).place(fact.node, diagnostics));
            rows.zip(columns)
        });
        Matrix::take(fields, given, diagnostics)
    };
    let matrix = read_mapping(node, take, diagnostics);
    if let Some(fact) = facts.iter().find(|fact| fact.usual.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, fact.id.span, format!("the fact `{}` has no usual value", fact.id.value))
                .hint("add `usual:`; the table of all answers takes it for what is neither row nor column"),
        );
    }
    matrix
}
