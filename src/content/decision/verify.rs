//! What is wrong with a decision, told to its author.

use super::fact::{DecisionFact, FactKind};
use super::model::Decision;
use crate::decision::{Cube, Evaluation, Problem, TableRef, TooLarge, ValueSet, Walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// Reports what [`crate::decision::compile()`] found, more paths than pages are made for, and, of what is sound, the cases that
/// have another outcome than they say. `rows` is where the rows stand that give the outcome.
pub(super) fn verify(decision: &Decision, problems: Vec<Problem>, rows: Span, diagnostics: &mut Diagnostics) {
    let verifier = Verifier { decision, rows };
    for problem in problems {
        diagnostics.push(verifier.diagnostic(&problem));
    }
    check_size(decision, rows, diagnostics);
    if !diagnostics.has_errors() {
        check_cases(decision, diagnostics);
    }
}

fn check_cases(decision: &Decision, diagnostics: &mut Diagnostics) {
    let usual = decision.usual();
    for case in &decision.cases {
        let answers = case.given.or(&usual);
        let wanted = &decision.outcomes[case.then].id.value;
        let state = decision.compiled.evaluate(&answers);
        let got = match &state {
            Evaluation::Answered(outcome) if *outcome as usize == case.then => continue,
            Evaluation::Answered(_) => {
                let name = decision.outcome_of(&state).map_or("", |outcome| outcome.id.value.as_str());
                format!("the rows say `{name}`")
            }
            Evaluation::Question { fact, .. } => format!("the rows still ask for `{}`", decision.facts[*fact].id.value),
            Evaluation::Undetermined { .. } => "the rows leave it open".to_owned(),
            Evaluation::Impossible => "these facts are impossible".to_owned(),
        };
        let mut diagnostic =
            Diagnostic::new(Code::FailedCase, case.span, format!("this case is to be `{wanted}`, but {got}"));
        if let (Evaluation::Answered(_), Some(row)) = (&state, decision.rows_hit(&answers).last()) {
            diagnostic = diagnostic.related(row.span, "this row holds");
        }
        diagnostics.push(diagnostic.hint("correct the row or the case, whichever is wrong"));
    }
}

/// A number of combinations or paths, which is counted up to a limit.
fn number_of(count: u128) -> String {
    if count == u128::MAX { "more than 10^38".to_owned() } else { count.to_string() }
}

/// Reports that a decision cannot be proved, because its diagram grows too large.
pub(super) fn too_large(error: &TooLarge, facts: &[DecisionFact], span: Span) -> Diagnostic {
    let message = format!("the diagram of this decision grows past {} nodes", error.limit);
    let names = error.variables.iter().filter_map(|fact| facts.get(*fact));
    let names: Vec<String> = names.map(|fact| format!("`{}`", fact.id.value)).collect();
    let mut diagnostic = Diagnostic::new(Code::DecisionTooLarge, span, message);
    if let Some(fact) = error.variables.first().and_then(|fact| facts.get(*fact)) {
        diagnostic = diagnostic.related(fact.id.span, format!("most of them ask for {}", names.join(", ")));
    }
    diagnostic
        .hint("list facts that rows compare with each other one after the other under `facts:`")
        .hint("or derive a fact that sums several up, and make several decisions of what is independent")
}

/// Warns if a decision has more paths than pages are made for.
fn check_size(decision: &Decision, rows: Span, diagnostics: &mut Diagnostics) {
    let paths = decision.walk.paths();
    if paths > Walk::MAX_PATHS as u128 {
        let message = format!(
            "there are {} ways through these questions, more than {}: without scripts they share {} pages, which do not tell what was answered",
            number_of(paths),
            Walk::MAX_PATHS,
            decision.walk.states().len()
        );
        diagnostics.push(
            Diagnostic::new(Code::LargeDecision, rows, message)
                .hint("ask first for the facts that settle most, or make several decisions of this one"),
        );
    }
}

struct Verifier<'d> {
    decision: &'d Decision,
    rows: Span,
}

impl Verifier<'_> {
    fn diagnostic(&self, problem: &Problem) -> Diagnostic {
        match problem {
            Problem::Gap { table, witness, combinations } => self.gap(*table, witness, *combinations),
            Problem::Overlap { table, rules: [first, second], witness, combinations } => {
                let rows = self.decision.rows_of(*table);
                let message = format!("this row and another both hold for {}", self.share(*combinations));
                Diagnostic::new(Code::Overlap, rows[*second].span, message)
                    .related(rows[*first].span, "the other row")
                    .hint(format!("both hold for `{{{}}}`; narrow one of them", self.conditions(witness)))
            }
            Problem::MoreOverlaps { table, rule, rules } => {
                let more = if *rules == 1 { "another row holds" } else { "other rows hold" };
                let message = format!("{rules} {more} together with rows before them, too; this is the first");
                Diagnostic::new(Code::Overlap, self.decision.rows_of(*table)[*rule].span, message)
                    .hint("mend the overlaps that are told, and check again")
            }
            Problem::UnreachableRule { table, rule } => {
                let rows = self.decision.rows_of(*table);
                Diagnostic::new(Code::UnreachableRow, rows[*rule].span, "this row never holds")
                    .hint("remove it, or correct its conditions: no facts meet them all")
            }
            Problem::UnreachableResult { table, result } => self.unreachable(*table, *result),
            Problem::IrrelevantFact { fact } => {
                let fact = &self.decision.facts[*fact];
                let message = format!("the fact `{}` makes no difference to the outcome", fact.id.value);
                Diagnostic::new(Code::IdleFact, fact.id.span, message).hint("remove it, or use it in a row")
            }
            Problem::ImpossibleValue { fact, value } => {
                let fact = &self.decision.facts[*fact];
                let message = format!(
                    "the value `{}` of `{}` is impossible, whatever the other facts are",
                    fact.values[*value].id, fact.id.value
                );
                Diagnostic::new(Code::UnreachableValue, fact.id.span, message)
                    .hint("remove the value, or narrow the combinations under `impossible:`")
            }
            Problem::RedundantImpossible { index } => {
                let span = self.decision.impossible[*index].span;
                Diagnostic::new(Code::IdleFact, span, "these facts are impossible already")
                    .hint("remove this, or correct its conditions")
            }
        }
    }

    fn gap(&self, table: TableRef, witness: &Cube, combinations: u128) -> Diagnostic {
        let (span, what) = match table {
            TableRef::Outcome => (self.rows, String::new()),
            TableRef::Derived(place) => {
                let derived = &self.decision.derived[place];
                (derived.span, format!(" that gives `{}`", derived.id.value))
            }
        };
        let message = format!("no row{what} holds for {}", self.share(combinations));
        let conditions = self.conditions(witness);
        let separator = if conditions.is_empty() { "" } else { ", " };
        Diagnostic::new(Code::Gap, span, message).hint(format!("add a row: `- {{{conditions}{separator}then: …}}`"))
    }

    fn unreachable(&self, table: TableRef, result: usize) -> Diagnostic {
        match table {
            TableRef::Outcome => {
                let outcome = &self.decision.outcomes[result].id;
                let message = format!("no facts lead to the outcome `{}`", outcome.value);
                Diagnostic::new(Code::UnreachableOutcome, outcome.span, message)
                    .hint("add the row that leads to it, or remove the outcome")
            }
            TableRef::Derived(place) => {
                let value = &self.decision.derived[place].values[result];
                let message = format!("no facts lead to the value `{}`", value.value);
                Diagnostic::new(Code::UnreachableOutcome, value.span, message)
                    .hint("add the row that leads to it, or remove the value")
            }
        }
    }

    fn share(&self, combinations: u128) -> String {
        let all = self.decision.compiled.combinations();
        format!("{} of {} combinations of facts", number_of(combinations), number_of(all))
    }

    /// A cube as the conditions of a row.
    fn conditions(&self, cube: &Cube) -> String {
        let narrowed = self.decision.facts.iter().zip(cube.iter().copied());
        conditions(narrowed.filter(|(fact, set)| set.len() < fact.values.len()))
    }
}

/// Sets of values as the conditions of a row.
pub(super) fn conditions<'f>(of: impl Iterator<Item = (&'f DecisionFact, ValueSet)>) -> String {
    let conditions: Vec<String> =
        of.map(|(fact, set)| format!("{}: {}", fact.id.value, condition(fact, set))).collect();
    conditions.join(", ")
}

/// A set of values as the condition of a row.
fn condition(fact: &DecisionFact, set: ValueSet) -> String {
    if let FactKind::Number(number) = &fact.kind {
        // A row holds for one range; where the facts meet in several, the first is shown.
        let comparison = set.runs().next().map(|(first, last)| number.comparison(first, last));
        return format!("\"{}\"", comparison.unwrap_or_default());
    }
    let names: Vec<&str> = set.iter().map(|place| fact.values[place].id.as_str()).collect();
    if let [one] = names.as_slice() { (*one).to_owned() } else { format!("[{}]", names.join(", ")) }
}
