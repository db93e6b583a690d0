//! Decisions, `content/decisions/<decision>.yaml`: questions whose answers lead to an outcome, as tables that are proved
//! complete and free of contradiction.

mod condition;
mod fact;
mod number;
mod outcome;
mod read;
mod rule;
mod verify;

use super::catalogue::deduplicated;
use super::keyed::keyed;
use super::language::Languages;
use super::piece::{Piece, quoted};
use super::rule::{RuleTables, Unit};
use super::value::Located;
use crate::decision::{Answer, Answers, CompiledDecision, Evaluation, TableRef, ValueSet, Walk};
use crate::diagnostic::{FileId, Span};
use crate::name::{
    ArticleId, DecisionFactId, DecisionId, Locale, Localized, OutcomeId, SectionId, TableId, ValueId, VerdictId,
};
pub(crate) use fact::NoNumber;
pub use fact::UNKNOWN;
use fact::{NumberFactKeys, RowsKeys, UsualKeys, ValuesKeys, value_list};
pub use number::Bound;
use outcome::MetKeys;
use read::MatrixKeys;
pub(super) use read::{FOLDER, TitleKeys, load};

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

keyed! {
    /// A fact, of which a decision asks for the value.
    pub struct DecisionFact {
        given {
            /// Its values, at most [`ValueSet::MAX`], in the order in which they are offered; the ranges, if it is a number.
            pub values: Vec<FactValue>,
            /// Where the values come from.
            pub kind: FactKind,
            /// What is assumed where readers do not answer and a case does not tell.
            pub usual: Option<Usual>,
        }
        /// What rows, addresses and commands call it, unique among facts and derived facts.
        pub id: Located<DecisionFactId>,
        /// What pages call it, in a word or two: `Product`.
        pub label: Localized<String>,
        /// The question that readers answer with a value.
        pub question: Localized<String>,
        /// What helps to answer the question, shown below it.
        pub help: Option<Localized<String>> = None,
    } and NumberFactKeys<'static> | RowsKeys<'static> | ValuesKeys, UsualKeys<'static>
}

/// A value of a fact.
#[derive(Clone, Debug)]
pub struct FactValue {
    /// What rows, addresses and commands call it, unique in its fact.
    pub id: ValueId,
    /// What pages call it.
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

keyed! {
    /// A fact that is a number, zero or more.
    pub struct NumberFact {
        given {
            /// Where a range ends and the next begins, in rising order.
            pub bounds: Vec<Bound>,
            /// The languages that its ranges are told in.
            pub(super) languages: Languages,
        }
        /// What it counts, with its words for one and for more.
        pub unit: Option<Unit> = None,
        /// Whether it counts things, so that there is nothing between one number and the next.
        pub whole: bool = false,
    }
}

/// The usual value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    /// As it is given: the id of a value, or a number.
    pub text: String,
    /// The place of the value that it is, or lies in.
    pub value: usize,
}

keyed! {
    /// Something that every outcome decides or tells, with what it may say.
    pub struct Verdict {
        /// The key of it in outcomes, and in replies as JSON.
        pub id: Located<VerdictId>,
        /// What pages call it: `Filing`.
        pub label: Localized<String>,
        /// What it may say.
        pub values: Vec<FactValue> as value_list,
    }
}

/// A fact that is derived from others, and so never asked for.
#[derive(Clone, Debug)]
pub struct DerivedFact {
    /// What rows call it, unique among facts and derived facts.
    pub id: Located<DecisionFactId>,
    /// What it may be, at most [`ValueSet::MAX`]; rows name them.
    pub values: Vec<Located<ValueId>>,
    /// The rows that give its value, in the order of their rules.
    pub rows: Vec<DecisionRow>,
    /// Where its list of rows stands.
    pub span: Span,
}

/// A row of a table: what is told of a rule.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// The sections of the source catalogue that it rests on.
    pub sources: Vec<Located<SectionId>>,
    /// Where it stands.
    pub span: Span,
}

keyed! {
    /// What is told of a combination of facts that cannot be.
    pub struct Impossible {
        given {
            /// Where it stands.
            pub span: Span,
        }
        /// Why it cannot be.
        pub reason: Localized<String>,
    }

    /// What a decision can come to.
    pub struct Outcome {
        given {
            /// What it decides: for each verdict the place of its value.
            pub verdicts: Vec<usize>,
            /// What it tells besides: for each property the place of its value.
            pub properties: Vec<usize>,
            /// The places of the verdicts whose duty is fulfilled already: nothing is left to do about them.
            pub met: Vec<usize>,
        }
        /// What rows, cases and replies call it, unique in its decision.
        pub id: Located<OutcomeId>,
        /// What to do, in a few words.
        pub action: Option<Localized<String>> = None,
        /// The answer, in one sentence.
        pub title: Localized<String>,
        /// Why, and under what conditions.
        pub explanation: Localized<Vec<Piece>> as outcome::text,
        /// What is left to do, one after the other.
        pub steps: Vec<OutcomeStep> = Vec::new(),
        /// The articles that tell more.
        pub articles: Vec<Located<ArticleId>> = Vec::new(),
        /// The sections of the source catalogue that it rests on.
        pub sources: Vec<Located<SectionId>> [unless Sources] = Vec::new(),
    } and MetKeys<'static>

    /// A step that an outcome leaves to its reader.
    pub struct OutcomeStep or "text in each language" {
        /// The step in a sentence; it may quote cells of rule tables.
        pub text: Localized<Vec<Piece>> as outcome::text,
        /// The article that tells how.
        pub see: Option<Located<ArticleId>> = None,
    }
}

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

impl DecisionFact {
    /// The answer that `text` gives: [`UNKNOWN`], or a value.
    pub fn answer(&self, text: &str) -> Option<Answer> {
        if text == UNKNOWN { Some(Answer::Unknown) } else { self.value(text).map(Answer::value) }
    }

    /// The place of the value that `text` names: its id, or a number in the range.
    pub fn value(&self, text: &str) -> Option<usize> {
        let by_id = self.values.iter().position(|value| value.id.as_str() == text);
        by_id.or_else(|| self.range_of(text))
    }

    /// What several values are called; ranges that touch as one.
    pub fn labels(&self, values: ValueSet, locale: Locale) -> Vec<String> {
        let FactKind::Number(number) = &self.kind else {
            return values.iter().map(|place| self.values[place].label.get(locale).clone()).collect();
        };
        values.runs().filter_map(|(first, last)| Some(number.range(first, last)?.label.get(locale).clone())).collect()
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
        deduplicated(rows.iter().flat_map(|row| &row.sources).chain(&self.sources).map(|section| &section.value))
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
