//! Decisions, `content/decisions/<decision>.yaml`: questions whose answers lead to an outcome, as tables that are proved
//! complete and free of contradiction.

mod condition;
mod fact;
mod number;
mod outcome;
mod read;
mod tables;
mod verify;

use super::catalogue::each_once;
use super::piece::{Piece, quoted};
use super::rule::{RuleTables, Unit};
use super::value::Located;
use crate::decision::{Answer, Compiled, Conditions, Tables, ValueSet, Walk};
use crate::diagnostic::{FileId, Span};
use crate::name::{
    ArticleId, DecisionId, Locale, Localized, OutcomeId, SectionId, TableId, ValueId, VariableId, VerdictId,
};
pub use number::Bound;
pub(super) use read::load;

/// A decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its id: the stem of its file.
    pub id: DecisionId,
    /// Its file.
    pub file: FileId,
    /// The question that it answers.
    pub title: Localized<String>,
    /// What it tells, in one or two sentences.
    pub summary: Localized<String>,
    /// Its place among the decisions of the site; those without one come last.
    pub order: Option<f64>,
    /// What it asks for, in the order in which it asks.
    pub facts: Vec<DecisionFact>,
    /// What its outcomes decide.
    pub verdicts: Vec<Verdict>,
    /// What its outcomes tell besides.
    pub properties: Vec<Verdict>,
    /// What it derives from the facts, each from those before it.
    pub derived: Vec<DerivedFact>,
    /// The rows that give the outcome.
    pub rows: Vec<DecisionRow>,
    /// Combinations of facts that cannot be.
    pub impossible: Vec<Impossible>,
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
    /// Examples, which the rows must answer as they say.
    pub cases: Vec<Case>,
    /// The two facts whose values span a table of all answers.
    pub matrix: Option<Matrix>,
    /// The rows as numbers.
    pub tables: Tables,
    /// The rows as one diagram.
    pub compiled: Compiled,
    /// Every way through the questions.
    pub walk: Walk,
}

/// Something that a decision asks for.
#[derive(Clone, Debug)]
pub struct DecisionFact {
    /// Its id.
    pub id: Located<VariableId>,
    /// Its name.
    pub label: Localized<String>,
    /// The question about it.
    pub question: Localized<String>,
    /// What helps to answer the question.
    pub help: Option<Localized<String>>,
    /// Its values; the ranges, if it is a number.
    pub values: Vec<FactValue>,
    /// Where the values come from.
    pub kind: FactKind,
    /// What is assumed where it is not given.
    pub usual: Option<Usual>,
}

/// A value of a fact.
#[derive(Clone, Debug)]
pub struct FactValue {
    /// Its id, unique in its fact.
    pub id: ValueId,
    /// Its name.
    pub label: Localized<String>,
}

/// Where the values of a fact come from.
#[derive(Clone, Debug)]
pub enum FactKind {
    /// They are listed.
    Values,
    /// They are rows of a rule table.
    Rows(Located<TableId>),
    /// They are the ranges that the rows cut a number into.
    Number(NumberFact),
}

/// A fact that is a number, zero or more.
#[derive(Clone, Debug)]
pub struct NumberFact {
    /// The unit of the number.
    pub unit: Option<Unit>,
    /// Whether it counts things, so that there is nothing between one number and the next.
    pub whole: bool,
    /// Where a range ends and the next begins, in rising order.
    pub bounds: Vec<Bound>,
}

/// The usual value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    /// As it is given: the id of a value, or a number.
    pub text: String,
    /// The place of the value.
    pub value: usize,
}

/// Something that every outcome decides or tells, with what it may say.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Its id.
    pub id: Located<VerdictId>,
    /// Its name.
    pub label: Localized<String>,
    /// What it may say.
    pub values: Vec<FactValue>,
}

/// A fact that is derived from others.
#[derive(Clone, Debug)]
pub struct DerivedFact {
    /// Its id.
    pub id: Located<VariableId>,
    /// Its values.
    pub values: Vec<Located<ValueId>>,
    /// The rows that give its value.
    pub rows: Vec<DecisionRow>,
    /// Where the rows begin.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// When it holds: facts by their place, then derived facts by theirs.
    pub when: Conditions,
    /// The place of the derived value or the outcome.
    pub then: usize,
    /// The sections of the source catalogue that it rests on.
    pub sources: Vec<Located<SectionId>>,
    /// Where it stands.
    pub span: Span,
}

/// A combination of facts that cannot be.
#[derive(Clone, Debug)]
pub struct Impossible {
    /// The combination.
    pub when: Conditions,
    /// Why it cannot be.
    pub reason: Localized<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a decision can come to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its id.
    pub id: Located<OutcomeId>,
    /// What it decides: for each verdict the place of its value.
    pub verdicts: Vec<usize>,
    /// What it tells besides: for each property the place of its value.
    pub properties: Vec<usize>,
    /// The places of the verdicts whose duty is fulfilled already: nothing is left to do about them.
    pub met: Vec<usize>,
    /// What to do, in a few words.
    pub action: Option<Localized<String>>,
    /// The answer, in one sentence.
    pub title: Localized<String>,
    /// Why, and under what conditions.
    pub explanation: Localized<Vec<Piece>>,
    /// What to do.
    pub steps: Vec<OutcomeStep>,
    /// The articles that tell more.
    pub articles: Vec<Located<ArticleId>>,
    /// The sections of the source catalogue that it rests on.
    pub sources: Vec<Located<SectionId>>,
}

/// Something to do.
#[derive(Clone, Debug)]
pub struct OutcomeStep {
    /// What to do.
    pub text: Localized<Vec<Piece>>,
    /// The article that tells how.
    pub see: Option<Located<ArticleId>>,
}

/// An example. Facts that it does not give have their usual value.
#[derive(Clone, Debug)]
pub struct Case {
    /// The facts that it gives: place of the fact, place of the value.
    pub given: Vec<(usize, usize)>,
    /// The place of the outcome that it must have.
    pub then: usize,
    /// Where it stands.
    pub span: Span,
}

/// The two facts whose values span a table of all answers.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The place of the fact whose values are the rows.
    pub rows: usize,
    /// The place of the fact whose values are the columns.
    pub columns: usize,
    /// The title of the table.
    pub title: Localized<String>,
    /// The question of a cell; `{row}` and `{column}` stand for the values.
    pub question: Localized<String>,
}

impl Decision {
    /// A fact and its place, by id.
    pub fn fact(&self, id: &str) -> Option<(usize, &DecisionFact)> {
        self.facts.iter().enumerate().find(|(_, fact)| fact.id.value.as_str() == id)
    }

    /// The outcome of a number of the diagram.
    pub fn outcome(&self, number: u32) -> Option<&Outcome> {
        self.outcomes.get(usize::try_from(number).ok()?)
    }

    /// Why answers cannot be: the reason of the combination that is impossible.
    pub fn why_impossible(&self, answers: &[Option<Answer>]) -> Option<&Localized<String>> {
        let all_meet = |meets: &dyn Fn(&ValueSet, Option<Answer>) -> bool| {
            let mut combinations = self.impossible.iter();
            combinations.find(|impossible| impossible.when.iter().all(|(fact, values)| meets(values, answers[*fact])))
        };
        let holds = |values: &ValueSet, answer| matches!(answer, Some(Answer::Value(value)) if values.contains(value));
        // Several together may leave nothing that can be: then the first that no answer speaks against.
        let may_hold =
            |values: &ValueSet, answer| !matches!(answer, Some(Answer::Value(value)) if !values.contains(value));
        all_meet(&holds).or_else(|| all_meet(&may_hold)).map(|impossible| &impossible.reason)
    }

    /// The sections of the source catalogue that its outcomes rest on, and the rows that lead to them, each once.
    pub fn sections(&self) -> Vec<&SectionId> {
        let rows = self.derived.iter().flat_map(|derived| &derived.rows).chain(&self.rows);
        let outcomes = self.outcomes.iter().flat_map(|outcome| &outcome.sources);
        each_once(rows.flat_map(|row| &row.sources).chain(outcomes).map(|section| &section.value))
    }

    /// The rows that hold for facts, in the order in which they are looked at: those of the derived facts, then the one
    /// that gives the outcome. Each fact has the place of its value.
    pub fn rows_for(&self, facts: &[usize]) -> Vec<&DecisionRow> {
        let mut known = facts.to_vec();
        let mut fired = Vec::new();
        let tables = self.derived.iter().map(|derived| &derived.rows).chain([&self.rows]);
        for rows in tables {
            let holds = |row: &&DecisionRow| {
                row.when.iter().all(|(variable, values)| known.get(*variable).is_some_and(|is| values.contains(*is)))
            };
            let Some(row) = rows.iter().find(holds) else {
                break;
            };
            known.push(row.then);
            fired.push(row);
        }
        fired
    }
}

impl DecisionFact {
    /// The place of the value that `text` names: its id, or a number in the range.
    pub fn value(&self, text: &str) -> Option<usize> {
        let by_id = self.values.iter().position(|value| value.id.as_str() == text);
        by_id.or_else(|| self.range_of(text))
    }

    /// What several values are called; ranges that touch as one.
    pub fn labels(&self, values: ValueSet, locale: Locale) -> Vec<String> {
        let places: Vec<usize> = values.iter().collect();
        let FactKind::Number(number) = &self.kind else {
            return places.into_iter().map(|place| self.values[place].label.get(locale).clone()).collect();
        };
        let runs = places.chunk_by(|a, b| a + 1 == *b).map(|run| (run[0], run[run.len() - 1]));
        runs.filter_map(|(first, last)| Some(number.range(first, last)?.label.get(locale).clone())).collect()
    }

    fn range_of(&self, text: &str) -> Option<usize> {
        let FactKind::Number(number) = &self.kind else {
            return None;
        };
        number.range_of(&text.parse().ok()?)
    }
}

impl Outcome {
    /// The sections of the source catalogue that it rests on where `rows` gave it: theirs, then its own, each once.
    pub fn sections<'a>(&'a self, rows: &[&'a DecisionRow]) -> Vec<&'a SectionId> {
        each_once(rows.iter().flat_map(|row| &row.sources).chain(&self.sources).map(|section| &section.value))
    }

    /// The explanation as text.
    pub fn explanation_text(&self, tables: &RuleTables, locale: Locale) -> String {
        text_of(self.explanation.get(locale), tables, locale)
    }
}

impl OutcomeStep {
    /// What to do, as text.
    pub fn text_in(&self, tables: &RuleTables, locale: Locale) -> String {
        text_of(self.text.get(locale), tables, locale)
    }
}

fn text_of(pieces: &[Piece], tables: &RuleTables, locale: Locale) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Cell(quote) => quoted(quote, tables, locale),
        Piece::Column(_) => String::new(),
    });
    texts.collect()
}
