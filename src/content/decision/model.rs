//! A decision as it is read, proved and compiled.

use super::super::catalogue::deduplicated;
use super::example::{Case, Matrix};
use super::fact::DecisionFact;
use super::outcome::{Outcome, Verdict};
use super::row::{DecisionRow, DerivedFact, Impossible};
use crate::decision::{Answer, Answers, CompiledDecision, Evaluation, TableRef, Walk};
use crate::diagnostic::FileId;
use crate::name::{ByLocale, DecisionId, Localized, SectionId};

/// A question with many answers, `content/decisions/<id>.yaml`.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The stem of its file's name.
    pub id: DecisionId,
    /// Where it was read from; spans of the decision are in this file.
    pub file: FileId,
    /// The question that it answers.
    pub title: Localized<String>,
    /// What it tells, in one or two sentences.
    pub summary: Option<Localized<String>>,
    /// Its place among the decisions of the site; those without one come last.
    pub order: Option<f64>,
    /// Phrases of which a search about it says one, in the form of [`OutOfScopeTopic::asked`](crate::content::OutOfScopeTopic).
    pub asked: ByLocale<Vec<String>>,
    /// What it asks for, in the order in which it asks.
    pub facts: Vec<DecisionFact>,
    /// What its outcomes decide.
    pub verdicts: Vec<Verdict>,
    /// What its outcomes tell besides.
    pub properties: Vec<Verdict>,
    /// What it derives from the facts, each from those before it.
    pub derived: Vec<DerivedFact>,
    /// The rows that give the outcome, in the order of their rules in `compiled`.
    pub rows: Vec<DecisionRow>,
    /// Combinations of facts that cannot be, in the order of their conditions in `compiled`.
    pub impossible: Vec<Impossible>,
    /// What it can come to; their places are the outcomes of `compiled`.
    pub outcomes: Vec<Outcome>,
    /// Examples, which the rows must answer as they say.
    pub cases: Vec<Case>,
    /// The two facts whose values span a table of all answers.
    pub matrix: Option<Matrix>,
    /// What its rows say, in the one form in which they are asked. Facts, values and outcomes are their places.
    pub compiled: CompiledDecision,
    /// Every path through the questions.
    pub walk: Walk,
}

impl Decision {
    /// A fact and its place, by id.
    pub fn fact(&self, id: &str) -> Option<(usize, &DecisionFact)> {
        self.facts.iter().enumerate().find(|(_, fact)| fact.id.value.as_str() == id)
    }

    /// The only fact that is called so in any language, and its place.
    pub fn fact_called(&self, label: &str) -> Option<(usize, &DecisionFact)> {
        let label = label.trim().to_lowercase();
        let is_called = |fact: &DecisionFact| fact.label.iter().any(|(_, own)| own.to_lowercase() == label);
        let mut called = self.facts.iter().enumerate().filter(|(_, fact)| is_called(fact));
        let first = called.next()?;
        called.next().is_none().then_some(first)
    }

    /// The outcome of a number of the diagram.
    pub fn outcome(&self, number: u32) -> Option<&Outcome> {
        self.outcomes.get(usize::try_from(number).ok()?)
    }

    /// The outcome that a state is, if it is one.
    pub fn outcome_of(&self, state: &Evaluation) -> Option<&Outcome> {
        self.outcome(state.outcome()?)
    }

    /// An outcome, by id.
    pub fn outcome_named(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id.value.as_str() == id)
    }

    /// The usual value of each fact that has one. Wherever something is assumed, this is it: [`Answers::or`] fills it in.
    pub fn usual(&self) -> Answers {
        let usual = self.facts.iter().map(|fact| fact.usual.as_ref());
        usual.map(|usual| usual.map_or(Answer::NotAsked, |usual| Answer::value(usual.value))).collect()
    }

    /// Why answers cannot be: the reason of the combination that is impossible.
    pub fn why_impossible(&self, answers: &Answers) -> Option<&Localized<String>> {
        Some(&self.impossible[self.compiled.contradiction(answers)?].reason)
    }

    /// The rows of a table, in the order of its rules.
    pub fn rows_of(&self, table: TableRef) -> &[DecisionRow] {
        match table {
            TableRef::Derived(place) => &self.derived[place].rows,
            TableRef::Outcome => &self.rows,
        }
    }

    /// The rows of all tables: those that derive facts, then those that give the outcome.
    pub fn all_rows(&self) -> impl Iterator<Item = &DecisionRow> {
        self.derived.iter().flat_map(|derived| &derived.rows).chain(&self.rows)
    }

    /// The rows that give an outcome, each with its place.
    pub fn rows_by_outcome(&self) -> impl Iterator<Item = (usize, &DecisionRow)> {
        let rules = self.compiled.tables().outcome.rules.iter();
        rules.zip(&self.rows).map(|(rule, row)| (rule.then as usize, row))
    }

    /// The rows that answers hit, in the order in which the tables are looked at; what makes no difference to the outcome may
    /// to rows on the way to it, and has the first value that can be.
    pub fn rows_hit(&self, answers: &Answers) -> Vec<&DecisionRow> {
        self.compiled.hits(answers).into_iter().map(|(table, row)| &self.rows_of(table)[row]).collect()
    }

    /// The sections of the source catalogue that its outcomes rest on, and the rows that lead to them, each once.
    pub fn sections(&self) -> Vec<&SectionId> {
        let outcomes = self.outcomes.iter().flat_map(|outcome| &outcome.sources);
        deduplicated(self.all_rows().flat_map(|row| &row.sources).chain(outcomes).map(|section| &section.value))
    }
}
