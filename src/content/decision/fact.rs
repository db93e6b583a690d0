//! What a decision asks: facts, each with its values.

use super::super::decimal::{Decimal, InvalidDecimal};
use super::super::keyed::keyed;
use super::super::rule::{RuleTable, RuleTables, values as labelled_values};
use super::super::rule::{unknown_row, unknown_table};
use super::super::value::{Located, ids};
use super::super::yaml::{Deferred, Form, HasForm, MappingReader, Node, Value, read_mapping, wrong_type};
use super::number::number_fact;
use super::{DecisionFact, FactKind, FactValue, NumberFact, Usual};
use crate::decision::ValueSet;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{DecisionFactId, Localized, RowId, TableId};

/// What may be given for any fact instead of a value: "I don't know".
pub const UNKNOWN: &str = "unknown";
/// What stands beside facts in the address of an answer, or in a row.
const RESERVED: [&str; 5] = ["lang", "usual", "then", "sources", "reason"];

keyed! {
    /// A fact that is a number.
    pub(super) struct NumberFactKeys<'n> {
        /// That it is a number, 0 or more, which the rows cut into ranges.
        number: Deferred<'n, NumberFact>,
    }

    /// A fact whose values are rows of a rule table.
    pub(super) struct RowsKeys<'n> {
        /// Or: the rule table whose rows are its values.
        table: Located<TableId>,
        /// Of a table: only these rows.
        values: Option<Deferred<'n, Vec<Located<RowId>>>> = None,
    }

    /// A fact whose values are listed.
    pub(super) struct ValuesKeys {
        /// Or: its values.
        values: Vec<FactValue> as value_list,
    }

    /// What is assumed of a fact.
    pub(super) struct UsualKeys<'n> {
        /// The value that is assumed where none is given.
        usual: Option<Deferred<'n, String>> = None,
    }
}

/// A fact, and its usual value, which is read when the ranges of numbers are known.
pub(super) fn fact<'n>(
    node: &'n Node,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Option<(DecisionFact, Option<&'n Node>)> {
    let take = |fields: &mut MappingReader<'n>, diagnostics: &mut Diagnostics| {
        let kind = kind(fields, tables, diagnostics);
        let UsualKeys { usual } = UsualKeys::take(fields, diagnostics)?;
        let span = fields.span();
        if let Some((kind, values)) = &kind {
            check_values(values, matches!(kind, FactKind::Number(_)), span, diagnostics);
        }
        let given = kind.map(|(kind, values)| (values, kind, None));
        let fact = DecisionFact::take(fields, given, diagnostics)?;
        check_name(&fact.id, diagnostics);
        Some((fact, usual.map(|usual| usual.node)))
    };
    read_mapping(node, take, diagnostics)
}

/// Where the values of a fact come from, and those that are known already.
fn kind(
    fields: &mut MappingReader<'_>,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Option<(FactKind, Vec<FactValue>)> {
    if fields.has("number") {
        let NumberFactKeys { number } = NumberFactKeys::take(fields, diagnostics)?;
        let number = number_fact(number.node, tables.languages(), diagnostics)?;
        return Some((FactKind::Number(number), Vec::new()));
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

fn check_values(values: &[FactValue], is_number: bool, span: Span, diagnostics: &mut Diagnostics) {
    if !is_number && values.len() < 2 {
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

/// The values of a fact, as their author lists them.
pub(super) fn value_list(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<FactValue>> {
    Some(labelled_values(node, diagnostics)?.into_iter().map(|(id, label)| FactValue { id, label }).collect())
}

impl HasForm for FactValue {
    const FORM: Form = Form::Plain("a label");
    const LIST: Form = Form::Plain("labels by value");
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

/// Reads the usual values of facts, for each that has one.
pub(super) fn read_usual(facts: &mut [DecisionFact], nodes: &[Option<&Node>], diagnostics: &mut Diagnostics) {
    let usual = facts.iter_mut().zip(nodes).filter_map(|(fact, node)| Some((fact, (*node)?)));
    for (fact, node) in usual {
        let text = match &node.value {
            Value::Text(text) | Value::Number(text) => text.clone(),
            _ => {
                diagnostics.push(wrong_type(node, "a value of the fact"));
                continue;
            }
        };
        match fact.value(&text) {
            Some(value) => fact.usual = Some(Usual { text, value }),
            None => diagnostics.push(unknown_value(fact, &text, node.span)),
        }
    }
}

pub(super) fn unknown_value(fact: &DecisionFact, text: &str, span: Span) -> Diagnostic {
    let message = format!("the fact `{}` has no value `{text}`", fact.id.value);
    let diagnostic = Diagnostic::new(Code::UnknownValue, span, message);
    match fact.why_no_number(text) {
        Some(NoNumber { meant: Some(meant), .. }) => diagnostic.hint(format!("write `{meant}`")),
        Some(NoNumber { expected, meant: None }) => diagnostic.hint(format!("it is {expected}")),
        None => diagnostic.suggest(text, fact.values.iter().map(|value| value.id.as_str())),
    }
}

/// Why a text is no value of a fact that is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoNumber {
    /// What the fact is, in words: `a whole number, 0 or more`.
    pub(crate) expected: &'static str,
    /// The value that was meant, as it is written.
    pub(crate) meant: Option<String>,
}

impl DecisionFact {
    /// Why a text is no value of the fact; none if the fact is no number: then it names none of the values.
    pub(crate) fn why_no_number(&self, text: &str) -> Option<NoNumber> {
        let FactKind::Number(number) = &self.kind else {
            return None;
        };
        let expected = if number.whole { "a whole number, 0 or more" } else { "a number, 0 or more" };
        let meant = text.parse::<Decimal>().err().and_then(|InvalidDecimal { meant }| meant);
        Some(NoNumber { expected, meant: meant.filter(|meant| self.value(meant).is_some()) })
    }
}
