//! What a decision asks: facts, each with its values.

use super::super::decimal::{Decimal, InvalidDecimal};
use super::super::keyed::keyed;
use super::super::rule::{RuleTable, RuleTables, unknown_row, unknown_table};
use super::super::value::{Located, ids};
use super::super::yaml::{Deferred, Expected, MappingReader, Node, Value, read_mapping, wrong_type};
use super::number::{NumberFact, NumberKeys, number_fact};
use super::value::{FactValue, value_list};
use crate::decision::{Answer, ValueSet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{DecisionFactId, Locale, Localized, RowId, TableId};

/// What may be given for any fact instead of a value: "I don't know".
pub const UNKNOWN: &str = "unknown";
/// What stands beside facts in the address of an answer, or in a row.
const RESERVED: [&str; 5] = ["lang", "usual", "then", "sources", "reason"];

/// A fact, of which a decision asks for the value.
#[derive(Clone, Debug)]
pub struct DecisionFact {
    /// What rows, addresses and commands call it, unique among facts and derived facts.
    pub id: Located<DecisionFactId>,
    /// What pages call it, in a word or two: `Product`.
    pub label: Localized<String>,
    /// The question that readers answer with a value.
    pub question: Localized<String>,
    /// What helps to answer the question, shown below it.
    pub help: Option<Localized<String>>,
    /// Its values, at most [`ValueSet::MAX`], in the order in which they are offered; the ranges, if it is a number.
    pub values: Vec<FactValue>,
    /// Where the values come from.
    pub kind: FactKind,
    /// What is assumed where readers do not answer and a case does not tell.
    pub usual: Option<Usual>,
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

/// The usual value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    /// As it is given: the id of a value, or a number.
    pub text: String,
    /// The place of the value that it is, or lies in.
    pub value: usize,
}

/// Why a text is no value of a fact that is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoNumber {
    /// What the fact is, in words: `a whole number, 0 or more`.
    pub(crate) expected: &'static str,
    /// The value that was meant, as it is written.
    pub(crate) meant: Option<String>,
}

keyed! {
    /// What a fact is called, and how it is asked for.
    pub(super) struct FactKeys {
        /// What rows, addresses and commands call it, unique among facts and derived facts.
        id: Located<DecisionFactId>,
        /// What pages call it, in a word or two: `Product`.
        label: Localized<String>,
        /// The question that readers answer with a value.
        question: Localized<String>,
        /// What helps to answer the question, shown below it.
        help: Option<Localized<String>> = None,
    } and NumberFactKeys<'static> | RowsKeys<'static> | ValuesKeys, UsualKeys<'static>

    /// A fact that is a number.
    struct NumberFactKeys<'n> {
        /// That it is a number, 0 or more, which the rows cut into ranges.
        number: Deferred<'n, NumberKeys>,
    }

    /// A fact whose values are rows of a rule table.
    struct RowsKeys<'n> {
        /// Or: the rule table whose rows are its values.
        table: Located<TableId>,
        /// Of a table: only these rows.
        values: Option<Deferred<'n, Vec<Located<RowId>>>> = None,
    }

    /// A fact whose values are listed.
    struct ValuesKeys {
        /// Or: its values.
        values: Vec<FactValue> as value_list,
    }

    /// What is assumed of a fact.
    struct UsualKeys<'n> {
        /// The value that is assumed where none is given.
        usual: Option<Deferred<'n, String>> = None,
    }
}

impl DecisionFact {
    /// The answer that `text` gives: [`UNKNOWN`], or a value.
    pub fn answer(&self, text: &str) -> Option<Answer> {
        if text == UNKNOWN { Some(Answer::Unknown) } else { self.value(text).map(Answer::value) }
    }

    /// The place of the value that `text` names: its id, or a number in the range.
    pub fn value(&self, text: &str) -> Option<usize> {
        self.allowed().value(text)
    }

    /// The id of the only value that is called so in any language.
    pub fn value_called(&self, label: &str) -> Option<&str> {
        let label = label.trim().to_lowercase();
        let is_called = |value: &&FactValue| value.label.iter().any(|(_, own)| own.to_lowercase() == label);
        let mut called = self.values.iter().filter(is_called);
        let first = called.next()?;
        called.next().is_none().then(|| first.id.as_str())
    }

    /// What several values are called; ranges that touch as one.
    pub fn labels(&self, values: ValueSet, locale: Locale) -> Vec<String> {
        let FactKind::Number(number) = &self.kind else {
            return values.iter().map(|place| self.values[place].label.get(locale).clone()).collect();
        };
        values.runs().filter_map(|(first, last)| Some(number.range(first, last)?.label.get(locale).clone())).collect()
    }

    /// Why a text is no value of the fact; none if the fact is no number: then it names none of the values.
    pub(crate) fn why_no_number(&self, text: &str) -> Option<NoNumber> {
        self.allowed().why_no_number(text)
    }

    /// What is told of a text that is no value of the fact.
    pub(super) fn unknown_value(&self, text: &str, span: Span) -> Diagnostic {
        self.allowed().unknown_value(text, span)
    }

    fn allowed(&self) -> AllowedValues<'_> {
        AllowedValues { fact: &self.id.value, values: &self.values, kind: &self.kind }
    }
}

/// The values that a fact may have, as texts name them.
struct AllowedValues<'f> {
    fact: &'f DecisionFactId,
    values: &'f [FactValue],
    kind: &'f FactKind,
}

impl AllowedValues<'_> {
    fn value(&self, text: &str) -> Option<usize> {
        let by_id = self.values.iter().position(|value| value.id.as_str() == text);
        by_id.or_else(|| self.range_of(text))
    }

    fn range_of(&self, text: &str) -> Option<usize> {
        let FactKind::Number(number) = self.kind else {
            return None;
        };
        number.range_of(&text.parse().ok()?)
    }

    fn why_no_number(&self, text: &str) -> Option<NoNumber> {
        let FactKind::Number(number) = self.kind else {
            return None;
        };
        let expected = if number.whole { "a whole number, 0 or more" } else { "a number, 0 or more" };
        let meant = text.parse::<Decimal>().err().and_then(|InvalidDecimal { meant }| meant);
        Some(NoNumber { expected, meant: meant.filter(|meant| self.value(meant).is_some()) })
    }

    fn unknown_value(&self, text: &str, span: Span) -> Diagnostic {
        let message = format!("the fact `{}` has no value `{text}`", self.fact);
        let diagnostic = Diagnostic::new(Code::UnknownValue, span, message);
        match self.why_no_number(text) {
            Some(NoNumber { meant: Some(meant), .. }) => diagnostic.hint(format!("write `{meant}`")),
            Some(NoNumber { expected, meant: None }) => diagnostic.hint(format!("it is {expected}")),
            None => diagnostic.suggest(text, self.values.iter().map(|value| value.id.as_str())),
        }
    }

    /// The usual value, as it is written.
    fn usual(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Usual> {
        let (Value::Text(text) | Value::Number(text)) = &node.value else {
            diagnostics.push(wrong_type(node, Expected::FactValue));
            return None;
        };
        let value = self.value(text);
        if value.is_none() {
            diagnostics.push(self.unknown_value(text, node.span));
        }
        Some(Usual { text: text.clone(), value: value? })
    }
}

/// Reads a fact; `rows` tell what a number is compared with.
pub(super) fn fact(
    node: &Node,
    rows: &[&Node],
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Option<DecisionFact> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let keys = FactKeys::take(fields, diagnostics);
        let id = keys.as_ref().map(|keys| &keys.id);
        let conditions = id.into_iter().flat_map(|id| rows.iter().filter_map(|row| row.get(id.value.as_str())));
        let kind = kind(fields, conditions, tables, diagnostics);
        let UsualKeys { usual } = UsualKeys::take(fields, diagnostics)?;
        let span = fields.span();
        let FactKeys { id, label, question, help } = keys?;
        let (kind, values) = kind?;
        check_name(&id, diagnostics);
        match &kind {
            FactKind::Number(_) => check_ranges(&values, id.span, diagnostics),
            FactKind::Values | FactKind::Rows(_) => check_values(&values, span, diagnostics),
        }
        let allowed = AllowedValues { fact: &id.value, values: &values, kind: &kind };
        let usual = usual.and_then(|usual| allowed.usual(usual.node, diagnostics));
        Some(DecisionFact { id, label, question, help, values, kind, usual })
    };
    read_mapping(node, take, diagnostics)
}

/// Where the values of a fact come from, and the values; a number is cut by what `conditions` compare it with.
fn kind<'n>(
    fields: &mut MappingReader<'_>,
    conditions: impl Iterator<Item = &'n Node>,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Option<(FactKind, Vec<FactValue>)> {
    if fields.has("number") {
        let NumberFactKeys { number } = NumberFactKeys::take(fields, diagnostics)?;
        let number = number_fact(number.node, conditions, tables.languages(), diagnostics)?;
        let ranges = number.ranges();
        return Some((FactKind::Number(number), ranges));
    }
    if !fields.has("table") {
        return Some((FactKind::Values, ValuesKeys::take(fields, diagnostics)?.values));
    }
    let RowsKeys { table, values } = RowsKeys::take(fields, diagnostics)?;
    let Some(rules) = tables.get(&table.value) else {
        diagnostics.push(unknown_table(tables, &table.value, table.span));
        return None;
    };
    let values = table_values(rules, values.map(|values| values.node), tables, diagnostics);
    Some((FactKind::Rows(table), values))
}

/// Reports a fact whose name means something else where facts are named.
pub(super) fn check_name(id: &Located<DecisionFactId>, diagnostics: &mut Diagnostics) {
    if RESERVED.contains(&id.value.as_str()) {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, id.span, format!("no fact is called `{}`", id.value))
                .hint("it means something else in an address or in a row; give the fact another id"),
        );
    }
}

fn check_ranges(ranges: &[FactValue], span: Span, diagnostics: &mut Diagnostics) {
    if ranges.len() > ValueSet::MAX {
        let message = format!("the rows cut this number into {} ranges", ranges.len());
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, span, message)
                .hint(format!("a fact has at most {} values; compare it with fewer numbers", ValueSet::MAX)),
        );
    }
}

fn check_values(values: &[FactValue], span: Span, diagnostics: &mut Diagnostics) {
    if values.len() < 2 {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, span, "a fact has two values or more")
                .hint("list what it may be under `values:`"),
        );
    }
    if values.len() > ValueSet::MAX {
        let message = format!("a fact has at most {} values, this one has {}", ValueSet::MAX, values.len());
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, span, message).hint("put values together that are treated alike"),
        );
    }
    if values.iter().any(|value| value.id.as_str() == UNKNOWN) {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, span, "no value is called `unknown`")
                .hint("`unknown` stands for “I don't know”, which may be answered to every question"),
        );
    }
}

/// The rows of a table as values: all of them, or those that are named.
fn table_values(
    table: &RuleTable,
    named: Option<&Node>,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Vec<FactValue> {
    let rows: Vec<_> = match named {
        None => table.rows.iter().collect(),
        Some(node) => {
            let named = ids(node, diagnostics);
            let found = named.iter().filter_map(|named| {
                let row = table.row(&named.value);
                if row.is_none() {
                    diagnostics.push(unknown_row(table, &named.value, named.span));
                }
                row
            });
            found.collect()
        }
    };
    let values = rows.into_iter().filter_map(|row| {
        let label = Localized::from_fn(tables.languages().locales(), |locale| tables.row_name(row, locale));
        Some(FactValue { id: row.id.value.as_str().parse().ok()?, label })
    });
    values.collect()
}
