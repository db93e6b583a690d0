//! What a decision asks: facts, each with its values.

use super::super::decimal::{Decimal, InvalidDecimal};
use super::super::rule::{RuleTable, RuleTables, values as labelled_values};
use super::super::rule::{unknown_row, unknown_table};
use super::super::value::{Located, id, ids, localized};
use super::super::yaml::{Node, Value, wrong_type};
use super::number::number_fact;
use super::{DecisionFact, FactKind, FactValue, Usual};
use crate::decision::ValueSet;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{Localized, TableId, VariableId};

/// What may be given for any fact instead of a value: "I don't know".
pub const UNKNOWN: &str = "unknown";
/// What stands beside facts in the address of an answer, or in a row.
const RESERVED: [&str; 5] = ["lang", "usual", "then", "sources", "reason"];

pub(super) fn fact(node: &Node, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Option<DecisionFact> {
    let mut fields = node.fields(diagnostics)?;
    let id: Option<Located<VariableId>> = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let label = fields.required("label", diagnostics).and_then(|node| localized(node, diagnostics));
    let question = fields.required("question", diagnostics).and_then(|node| localized(node, diagnostics));
    let help = fields.optional("help").and_then(|node| localized(node, diagnostics));
    let (kind, values) = if let Some(node) = fields.optional("number") {
        (FactKind::Number(number_fact(node, tables.languages(), diagnostics)?), Vec::new())
    } else if let Some(node) = fields.optional("table") {
        let table: Located<TableId> = super::super::value::id(node, diagnostics)?;
        let Some(rules) = tables.get(&table.value) else {
            diagnostics.push(unknown_table(tables, &table.value, table.span));
            return None;
        };
        let values = table_values(rules, fields.optional("values"), tables, diagnostics);
        (FactKind::Rows(table), values)
    } else {
        let values = fields.required("values", diagnostics).map(|node| value_list(node, diagnostics));
        (FactKind::Values, values.unwrap_or_default())
    };
    check_name(id.as_ref(), diagnostics);
    // Read when the ranges of numbers are known.
    fields.optional("usual");
    let span = fields.span();
    fields.finish(diagnostics);
    check_values(&values, matches!(kind, FactKind::Number(_)), span, diagnostics);
    Some(DecisionFact { id: id?, label: label?, question: question?, help, values, kind, usual: None })
}

/// Reports a fact whose name means something else where facts are named.
pub(super) fn check_name(id: Option<&Located<VariableId>>, diagnostics: &mut Diagnostics) {
    if let Some(id) = id.filter(|id| RESERVED.contains(&id.value.as_str())) {
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
pub(super) fn value_list(node: &Node, diagnostics: &mut Diagnostics) -> Vec<FactValue> {
    labelled_values(node, diagnostics).into_iter().map(|(id, label)| FactValue { id, label }).collect()
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
        let label = Localized::from_fn(tables.languages().locales(), |locale| tables.row_name(table, row, locale));
        Some(FactValue { id: row.id.value.as_str().parse().ok()?, label })
    });
    values.collect()
}
/// Usual values are read last, when the ranges of numbers are known.
pub(super) fn read_usual(facts: &mut [DecisionFact], nodes: &Node, diagnostics: &mut Diagnostics) {
    for fact in facts {
        let own = nodes.items().iter().find(|node| {
            node.get("id").is_some_and(|id| matches!(&id.value, Value::Text(id) if id == fact.id.value.as_str()))
        });
        let Some(node) = own.and_then(|node| node.get("usual")) else {
            continue;
        };
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
