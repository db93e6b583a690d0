//! From a file to a [`Decision`].

use super::super::folder;
use super::super::id::{DecisionId, TableId, ValueId, VariableId};
use super::super::locale::{Locale, Localized};
use super::super::piece::{Piece, localized_pieces};
use super::super::resolve::{unknown_row, unknown_table};
use super::super::rule::{RuleTable, RuleTables, unit, values as labelled_values};
use super::super::value::{Located, Number, id, ids, localized, number, things};
use super::super::yaml::{self, Fields, Key, Node, Value, wrong_type};
use super::verify::{check_cases, verify};
use super::{
    Case, Decision, DecisionFact, DecisionRow, DerivedFact, FactKind, FactValue, Impossible, Matrix, NumberFact,
    Outcome, OutcomeStep, Usual, Verdict,
};
use crate::decision::{Conditions, Rule, Step, Tables, ValueSet, compile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::source::{SourceFile, Sources};

/// What may be given for any fact instead of a value: "I don't know".
const UNKNOWN: &str = "unknown";
/// What stands beside facts in the address of an answer.
const RESERVED: [&str; 2] = ["lang", "usual"];
/// The keys that every outcome may have; no verdict or property is named so.
const OUTCOME_KEYS: [&str; 9] =
    ["id", "title", "explanation", "steps", "articles", "sources", "verdicts", "citations", "url"];

/// Reads all decisions, in the order that their authors gave them, and proves them. Those with errors are left out.
pub(in crate::content) fn load(sources: &Sources, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Vec<Decision> {
    let mut decisions = folder("content/decisions/", "decision", sources, diagnostics, |id, file, diagnostics| {
        let mut found = Diagnostics::default();
        let decision = decision(id, file, tables, &mut found);
        let whole = !found.has_errors();
        diagnostics.append(found);
        decision.filter(|_| whole)
    });
    let order = |decision: &Decision| decision.order.unwrap_or(f64::INFINITY);
    decisions.sort_by(|a, b| order(a).total_cmp(&order(b)));
    decisions
}

fn decision(id: DecisionId, file: &SourceFile, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Option<Decision> {
    let root = yaml::parse(file, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    let order = fields.optional("order").and_then(|node| number(node, diagnostics));
    let facts_node = fields.required("facts", diagnostics);
    let verdicts_node = fields.required("verdicts", diagnostics);
    let properties_node = fields.optional("properties");
    let derive_node = fields.optional("derive");
    let rows_node = fields.required("rows", diagnostics);
    let impossible_node = fields.optional("impossible");
    let outcomes_node = fields.required("outcomes", diagnostics);
    let cases_node = fields.optional("cases");
    let matrix_node = fields.optional("matrix");
    fields.finish(diagnostics);

    let mut facts = things(
        facts_node?,
        "facts",
        |fact: &DecisionFact| &fact.id,
        diagnostics,
        |node, diagnostics| fact(node, tables, diagnostics),
    );
    let of_derived = derive_node.into_iter().flat_map(items).flat_map(|node| key(node, "rows"));
    let all_rows = of_derived.chain(rows_node).chain(impossible_node).flat_map(items);
    cut_ranges(&mut facts, all_rows, diagnostics);
    read_usual(&mut facts, facts_node?, diagnostics);
    let verdicts = verdicts(verdicts_node?, diagnostics);
    let properties = properties_node.map(|node| self::verdicts(node, diagnostics)).unwrap_or_default();
    let outcomes = things(
        outcomes_node?,
        "outcomes",
        |outcome: &Outcome| &outcome.id,
        diagnostics,
        |node, diagnostics| outcome(node, &verdicts, &properties, diagnostics),
    );
    // What rows name is looked for among these, so a mistake in them would be reported over and over.
    if diagnostics.has_errors() {
        return None;
    }
    let mut names = Names { facts: &facts, derived: Vec::new() };
    for node in derive_node.into_iter().flat_map(items) {
        let derived = derived(node, &names, diagnostics)?;
        names.derived.push(derived);
    }
    let outcome_names: Vec<&str> = outcomes.iter().map(|outcome| outcome.id.value.as_str()).collect();
    let rows = rows(rows_node?, &names, &outcome_names, (Code::UnknownOutcome, "outcome"), diagnostics);
    let impossible: Vec<Impossible> = impossible_node
        .into_iter()
        .flat_map(items)
        .filter_map(|node| self::impossible(node, &facts, diagnostics))
        .collect();
    let cases: Vec<Case> = cases_node
        .into_iter()
        .flat_map(items)
        .filter_map(|node| case(node, &facts, &outcome_names, diagnostics))
        .collect();
    let matrix = matrix_node.and_then(|node| self::matrix(node, &facts, diagnostics));
    let derived = names.derived;
    if diagnostics.has_errors() {
        return None;
    }
    let numbered = as_numbers(&facts, &derived, &rows, &impossible, outcomes.len());
    let (compiled, problems) = compile(&numbered);
    let decision = Decision {
        id,
        file: file.id,
        title: title?,
        summary: summary?,
        order: order.map(|order| order.value),
        facts,
        verdicts,
        properties,
        derived,
        rows,
        impossible,
        outcomes,
        cases,
        matrix,
        tables: numbered,
        walk: compiled.walk(),
        compiled,
    };
    verify(&decision, problems, rows_node?.span, diagnostics);
    if !diagnostics.has_errors() {
        check_cases(&decision, diagnostics);
    }
    Some(decision)
}

/// The items of a list; what is no list has none, and is reported where it is read.
fn items(node: &Node) -> &[Node] {
    if let Value::List(items) = &node.value { items } else { &[] }
}

fn key<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
}

fn fact(node: &Node, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Option<DecisionFact> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let label = fields.required("label", diagnostics).and_then(|node| localized(node, diagnostics));
    let question = fields.required("question", diagnostics).and_then(|node| localized(node, diagnostics));
    let help = fields.optional("help").and_then(|node| localized(node, diagnostics));
    let (kind, values) = if let Some(node) = fields.optional("number") {
        (FactKind::Number(number_fact(node, diagnostics)?), Vec::new())
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
    if let Some(id) = id.as_ref().filter(|id: &&Located<VariableId>| RESERVED.contains(&id.value.as_str())) {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, id.span, format!("no fact is called `{}`", id.value))
                .hint("it means something else in an address; give the fact another id"),
        );
    }
    // Read when the ranges of numbers are known.
    fields.optional("usual");
    let span = fields.span();
    fields.finish(diagnostics);
    check_values(&values, matches!(kind, FactKind::Number(_)), span, diagnostics);
    Some(DecisionFact { id: id?, label: label?, question: question?, help, values, kind, usual: None })
}

fn check_values(values: &[FactValue], is_number: bool, span: Span, diagnostics: &mut Diagnostics) {
    if !is_number && values.len() < 2 {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, span, "a fact has two values or more")
                .hint("list what it may be under `values:`"),
        );
    }
    if values.len() > ValueSet::MAX {
        let message = format!("a fact has at most {} values, this one has {}", ValueSet::MAX, values.len());
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, span, message).hint("put values together that are treated alike"),
        );
    }
    if values.iter().any(|value| value.id.as_str() == UNKNOWN) {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, span, "no value is called `unknown`")
                .hint("`unknown` stands for “I don't know”, which may be answered to every question"),
        );
    }
}

fn value_list(node: &Node, diagnostics: &mut Diagnostics) -> Vec<FactValue> {
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
        let label = Localized::from_fn(|locale| tables.row_name(table, row, locale));
        Some(FactValue { id: row.id.value.as_str().parse().ok()?, label })
    });
    values.collect()
}

fn number_fact(node: &Node, diagnostics: &mut Diagnostics) -> Option<NumberFact> {
    let mut fields = node.fields(diagnostics)?;
    let unit = fields.optional("unit").and_then(|node| unit(node, diagnostics));
    let whole = fields.optional("whole").and_then(|node| super::super::value::yes_no(node, diagnostics));
    fields.finish(diagnostics);
    Some(NumberFact { unit, whole: whole.unwrap_or(false), bounds: Vec::new() })
}

/// Cuts numbers into ranges wherever a row asks whether a number is at least, or less than, something.
fn cut_ranges<'n>(facts: &mut [DecisionFact], rows: impl Iterator<Item = &'n Node>, diagnostics: &mut Diagnostics) {
    let conditions: Vec<&(Key, Node)> = rows
        .flat_map(|row| match &row.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        })
        .collect();
    for fact in facts {
        let FactKind::Number(number) = &mut fact.kind else {
            continue;
        };
        let named = conditions.iter().filter(|(key, _)| key.name == fact.id.value.as_str());
        for (_, node) in named {
            for (_, bound) in comparisons(node, number.whole, diagnostics) {
                if bound.value > 0.0 && number.bounds.iter().all(|known| known.text != bound.text) {
                    number.bounds.push(bound);
                }
            }
        }
        number.bounds.sort_by(|a, b| a.value.total_cmp(&b.value));
        fact.values = number.ranges();
        if fact.values.len() > ValueSet::MAX {
            let message = format!("the rows cut this number into more than {} ranges", ValueSet::MAX);
            diagnostics.push(Diagnostic::error(Code::InvalidValue, fact.id.span, message));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Comparison {
    AtLeast,
    LessThan,
}

/// `>= 3`, `< 6` or `>= 3 < 6`.
fn comparisons(node: &Node, whole: bool, diagnostics: &mut Diagnostics) -> Vec<(Comparison, Number)> {
    let Value::Text(text) = &node.value else {
        diagnostics
            .push(wrong_type(node, "a comparison as text").hint("write `\">= 3\"`, `\"< 6\"` or `\">= 3 < 6\"`"));
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let comparison = match word {
            ">=" => Comparison::AtLeast,
            "<" => Comparison::LessThan,
            _ => break,
        };
        let value = words.next().filter(|word| !whole || word.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(value) = value.and_then(|word| Some((word, word.parse::<f64>().ok()?))) else {
            break;
        };
        found.push((comparison, Number { text: value.0.to_owned(), value: value.1 }));
    }
    if found.len() * 2 != text.split_whitespace().count() || found.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, node.span, format!("`{text}` is not a comparison"))
                .hint("write `\">= 3\"`, `\"< 6\"` or `\">= 3 < 6\"`, with spaces"),
        );
        return Vec::new();
    }
    found
}

impl NumberFact {
    fn ranges(&self) -> Vec<FactValue> {
        (0..=self.bounds.len()).filter_map(|place| self.range(place, place)).collect()
    }

    /// All ranges from one to another as one value.
    pub(super) fn range(&self, first: usize, last: usize) -> Option<FactValue> {
        let zero = Number { text: "0".to_owned(), value: 0.0 };
        let start = first.checked_sub(1).map_or(&zero, |bound| &self.bounds[bound]);
        let end = self.bounds.get(last);
        let unit =
            |number: &Number, locale| self.unit.as_ref().map_or_else(String::new, |unit| unit.after(number, locale));
        let last = end.map(|end| Number { text: (end.value - 1.0).to_string(), value: end.value - 1.0 });
        let (id, zh, en) = match (end, last) {
            (None, _) => (
                format!("from-{}", start.text),
                format!("{}{}及以上", start.text, unit(start, Locale::Zh)),
                format!("{}{} or more", start.text, unit(start, Locale::En)),
            ),
            (Some(_), Some(last)) if self.whole && (last.value - start.value).abs() < f64::EPSILON => (
                start.text.clone(),
                format!("{}{}", start.text, unit(start, Locale::Zh)),
                format!("{}{}", start.text, unit(start, Locale::En)),
            ),
            (Some(_), Some(last)) if self.whole => (
                format!("{}-to-{}", start.text, last.text),
                format!("{}–{}{}", start.text, last.text, unit(&last, Locale::Zh)),
                format!("{}–{}{}", start.text, last.text, unit(&last, Locale::En)),
            ),
            (Some(end), _) if start.value == 0.0 => (
                format!("under-{}", end.text),
                format!("不满 {}{}", end.text, unit(end, Locale::Zh)),
                format!("under {}{}", end.text, unit(end, Locale::En)),
            ),
            (Some(end), _) => (
                format!("{}-to-under-{}", start.text, end.text),
                format!("{} 至不满 {}{}", start.text, end.text, unit(end, Locale::Zh)),
                format!("{} to under {}{}", start.text, end.text, unit(end, Locale::En)),
            ),
        };
        Some(FactValue { id: id.parse().ok()?, label: Localized { zh, en } })
    }
}

/// Usual values are read last, when the ranges of numbers are known.
fn read_usual(facts: &mut [DecisionFact], nodes: &Node, diagnostics: &mut Diagnostics) {
    for fact in facts {
        let own = items(nodes).iter().find(|node| {
            key(node, "id").is_some_and(|id| matches!(&id.value, Value::Text(id) if id == fact.id.value.as_str()))
        });
        let Some(node) = own.and_then(|node| key(node, "usual")) else {
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

fn unknown_value(fact: &DecisionFact, text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::UnknownValue, span, format!("the fact `{}` has no value `{text}`", fact.id.value))
        .suggest(text, fact.values.iter().map(|value| value.id.as_str()))
}

fn verdicts(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Verdict> {
    things(
        node,
        "verdicts",
        |verdict: &Verdict| &verdict.id,
        diagnostics,
        |node, diagnostics| {
            let mut fields = node.fields(diagnostics)?;
            let id: Option<Located<_>> = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
            let label = fields.required("label", diagnostics).and_then(|node| localized(node, diagnostics));
            let values = fields.required("values", diagnostics).map(|node| value_list(node, diagnostics));
            fields.finish(diagnostics);
            let verdict = Verdict { id: id?, label: label?, values: values? };
            if OUTCOME_KEYS.contains(&verdict.id.value.as_str()) {
                let message = format!("`{}` is a key that every outcome has", verdict.id.value);
                diagnostics
                    .push(Diagnostic::error(Code::InvalidValue, verdict.id.span, message).hint("give it another id"));
            }
            Some(verdict)
        },
    )
}

fn outcome(
    node: &Node,
    verdicts: &[Verdict],
    properties: &[Verdict],
    diagnostics: &mut Diagnostics,
) -> Option<Outcome> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let said = |fields: &mut Fields<'_>, verdicts: &[Verdict], diagnostics: &mut Diagnostics| {
        let said: Vec<Option<usize>> = verdicts.iter().map(|verdict| says(fields, verdict, diagnostics)).collect();
        said.into_iter().collect::<Option<Vec<usize>>>()
    };
    let verdicts = said(&mut fields, verdicts, diagnostics);
    let properties = said(&mut fields, properties, diagnostics);
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let explanation = fields.required("explanation", diagnostics).and_then(|node| text(node, diagnostics));
    let steps = fields.optional("steps").and_then(|node| {
        let steps = node.list(diagnostics)?;
        Some(steps.iter().filter_map(|node| step(node, diagnostics)).collect())
    });
    let articles = fields.optional("articles").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let sources: Option<Vec<_>> = fields.required("sources", diagnostics).map(|node| ids(node, diagnostics));
    let span = fields.span();
    fields.finish(diagnostics);
    if sources.as_ref().is_some_and(Vec::is_empty) {
        diagnostics.push(
            Diagnostic::error(Code::MissingKey, span, "the outcome cites no source")
                .hint("name the sections that state it under `sources:`"),
        );
    }
    Some(Outcome {
        id: id?,
        verdicts: verdicts?,
        properties: properties?,
        title: title?,
        explanation: explanation?,
        steps: steps.unwrap_or_default(),
        articles,
        sources: sources?,
    })
}

/// The place of the value that an outcome has for a verdict.
fn says(fields: &mut Fields<'_>, verdict: &Verdict, diagnostics: &mut Diagnostics) -> Option<usize> {
    let name = verdict.id.value.as_str();
    let node = fields.entry(name);
    let Some(node) = node else {
        let message = format!("the outcome does not say `{name}`");
        let known: Vec<&str> = verdict.values.iter().map(|value| value.id.as_str()).collect();
        diagnostics.push(
            Diagnostic::error(Code::MissingKey, fields.span(), message)
                .hint(format!("add `{name}:` with one of {}", known.join(", "))),
        );
        return None;
    };
    let text = match &node.value {
        Value::Number(text) => text,
        _ => node.text(diagnostics)?,
    };
    let place = verdict.values.iter().position(|value| value.id.as_str() == text);
    if place.is_none() {
        diagnostics.push(
            Diagnostic::error(Code::UnknownValue, node.span, format!("`{name}` never says `{text}`"))
                .suggest(text, verdict.values.iter().map(|value| value.id.as_str())),
        );
    }
    place
}

fn step(node: &Node, diagnostics: &mut Diagnostics) -> Option<OutcomeStep> {
    let mut fields = node.fields(diagnostics)?;
    let see = fields.optional("see").and_then(|node| id(node, diagnostics));
    let text = if see.is_some() || fields.has("text") {
        let text = fields.required("text", diagnostics).and_then(|node| text(node, diagnostics));
        fields.finish(diagnostics);
        text
    } else {
        text(node, diagnostics)
    };
    Some(OutcomeStep { text: text?, see })
}

/// Text that may quote cells of rule tables, by their full name: there is no row that it is about.
fn text(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<Vec<Piece>>> {
    let text = localized_pieces(node, diagnostics)?;
    for piece in text.zh.iter().chain(&text.en) {
        if let Piece::Column(column) = piece {
            let message = format!("`{{{{{}}}}}` does not name a cell", column.value);
            diagnostics.push(
                Diagnostic::error(Code::BadQuote, column.span, message)
                    .hint("name table, row and column: `{{table.row.column}}`"),
            );
        }
    }
    Some(text)
}

/// What the conditions of a row may name.
struct Names<'f> {
    facts: &'f [DecisionFact],
    derived: Vec<DerivedFact>,
}

fn derived(node: &Node, names: &Names<'_>, diagnostics: &mut Diagnostics) -> Option<DerivedFact> {
    let mut fields = node.fields(diagnostics)?;
    let id: Option<Located<VariableId>> = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let values: Option<Vec<Located<ValueId>>> =
        fields.required("values", diagnostics).map(|node| ids(node, diagnostics));
    let rows_node = fields.required("rows", diagnostics);
    fields.finish(diagnostics);
    let (id, values) = (id?, values?);
    let known: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let rows = rows(rows_node?, names, &known, (Code::UnknownValue, "derived value"), diagnostics);
    if names.condition(id.value.as_str()).is_some() {
        diagnostics.push(
            Diagnostic::error(Code::DuplicateId, id.span, format!("two facts have the id `{}`", id.value))
                .hint("give one of them another id"),
        );
    }
    Some(DerivedFact { id, values, rows, span: rows_node?.span })
}

fn rows(
    node: &Node,
    names: &Names<'_>,
    results: &[&str],
    (unknown, kind): (Code, &str),
    diagnostics: &mut Diagnostics,
) -> Vec<DecisionRow> {
    let rows = node.list(diagnostics).unwrap_or_default().iter().filter_map(|node| {
        let mut fields = node.fields(diagnostics)?;
        let then = fields.required("then", diagnostics);
        let sources = fields.optional("sources").map(|node| ids(node, diagnostics)).unwrap_or_default();
        let span = fields.span();
        let when = names.conditions(fields.rest(), diagnostics);
        let then = result(then?, results, unknown, kind, diagnostics)?;
        Some(DecisionRow { when: when?, then, sources, span })
    });
    rows.collect()
}

fn result(node: &Node, known: &[&str], code: Code, kind: &str, diagnostics: &mut Diagnostics) -> Option<usize> {
    let text = node.text(diagnostics)?;
    let place = known.iter().position(|known| *known == text);
    if place.is_none() {
        diagnostics.push(
            Diagnostic::error(code, node.span, format!("there is no {kind} `{text}`"))
                .suggest(text, known.iter().copied()),
        );
    }
    place
}

impl Names<'_> {
    /// The place of what a condition may be about, in a table that comes after the derived facts that are known.
    fn condition(&self, name: &str) -> Option<usize> {
        let facts = self.facts.iter().map(|fact| fact.id.value.as_str());
        let derived = self.derived.iter().map(|derived| derived.id.value.as_str());
        facts.chain(derived).position(|known| known == name)
    }

    fn conditions<'n>(
        &self,
        entries: impl Iterator<Item = (&'n Key, &'n Node)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Conditions> {
        let mut conditions = Vec::new();
        let mut sound = true;
        for (key, node) in entries {
            let Some(variable) = self.condition(&key.name) else {
                let facts = self.facts.iter().map(|fact| fact.id.value.as_str());
                let derived = self.derived.iter().map(|derived| derived.id.value.as_str());
                let message = format!("there is no fact `{}` here", key.name);
                diagnostics.push(
                    Diagnostic::error(Code::UnknownVariable, key.span, message)
                        .suggest(&key.name, facts.chain(derived)),
                );
                sound = false;
                continue;
            };
            match self.values(variable, node, diagnostics) {
                Some(values) => conditions.push((variable, values)),
                None => sound = false,
            }
        }
        sound.then_some(conditions)
    }

    /// The values that a condition allows: one, several, or all but some.
    fn values(&self, variable: usize, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        if let Some(fact) = self.facts.get(variable)
            && let FactKind::Number(number) = &fact.kind
        {
            return number.values_in(node, diagnostics);
        }
        if let Value::Map(_) = node.value {
            let mut fields = node.fields(diagnostics)?;
            let not = fields.required("not", diagnostics);
            fields.finish(diagnostics);
            let excluded = self.values(variable, not?, diagnostics)?;
            let known = self.known(variable).len();
            return Some(ValueSet::all(known).iter().filter(|value| !excluded.contains(*value)).collect());
        }
        let named: Vec<&Node> = if let Value::List(items) = &node.value { items.iter().collect() } else { vec![node] };
        let mut values = ValueSet::EMPTY;
        for node in named {
            let text = node.text(diagnostics)?;
            let known = self.known(variable);
            let Some(place) = known.iter().position(|known| *known == text) else {
                diagnostics.push(
                    Diagnostic::error(Code::UnknownValue, node.span, format!("there is no value `{text}` here"))
                        .suggest(text, known),
                );
                return None;
            };
            values = values.with(place);
        }
        Some(values)
    }

    fn known(&self, variable: usize) -> Vec<&str> {
        match self.facts.get(variable) {
            Some(fact) => fact.values.iter().map(|value| value.id.as_str()).collect(),
            None => {
                let derived = &self.derived[variable - self.facts.len()];
                derived.values.iter().map(|value| value.value.as_str()).collect()
            }
        }
    }
}

impl NumberFact {
    fn values_in(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        let mut found = Diagnostics::default();
        let comparisons = comparisons(node, self.whole, &mut found);
        diagnostics.append(found);
        let place = |bound: &Number| self.bounds.iter().take_while(|known| known.value <= bound.value).count();
        let holds = |value: usize| {
            comparisons.iter().all(|(comparison, bound)| match comparison {
                Comparison::AtLeast => value >= place(bound),
                Comparison::LessThan => value < place(bound),
            })
        };
        (!comparisons.is_empty()).then(|| (0..=self.bounds.len()).filter(|value| holds(*value)).collect())
    }
}

fn impossible(node: &Node, facts: &[DecisionFact], diagnostics: &mut Diagnostics) -> Option<Impossible> {
    let mut fields = node.fields(diagnostics)?;
    let reason = fields.required("reason", diagnostics).and_then(|node| localized(node, diagnostics));
    let span = fields.span();
    let when = Names { facts, derived: Vec::new() }.conditions(fields.rest(), diagnostics);
    Some(Impossible { when: when?, reason: reason?, span })
}

fn case(node: &Node, facts: &[DecisionFact], outcomes: &[&str], diagnostics: &mut Diagnostics) -> Option<Case> {
    let mut fields = node.fields(diagnostics)?;
    let then = fields.required("then", diagnostics);
    let span = fields.span();
    let mut given = Vec::new();
    for (key, node) in fields.rest() {
        let Some(place) = facts.iter().position(|fact| fact.id.value.as_str() == key.name) else {
            diagnostics.push(
                Diagnostic::error(Code::UnknownVariable, key.span, format!("there is no fact `{}` here", key.name))
                    .suggest(&key.name, facts.iter().map(|fact| fact.id.value.as_str())),
            );
            return None;
        };
        let text = match &node.value {
            Value::Number(text) => text,
            _ => node.text(diagnostics)?,
        };
        let Some(value) = facts[place].value(text) else {
            diagnostics.push(unknown_value(&facts[place], text, node.span));
            return None;
        };
        given.push((place, value));
    }
    let then = result(then?, outcomes, Code::UnknownOutcome, "outcome", diagnostics)?;
    Some(Case { given, then, span })
}

fn matrix(node: &Node, facts: &[DecisionFact], diagnostics: &mut Diagnostics) -> Option<Matrix> {
    let mut fields = node.fields(diagnostics)?;
    let mut fact = |name, diagnostics: &mut Diagnostics| {
        let node = fields.required(name, diagnostics)?;
        let known: Vec<&str> = facts.iter().map(|fact| fact.id.value.as_str()).collect();
        result(node, &known, Code::UnknownVariable, "fact", diagnostics)
    };
    let rows = fact("rows", diagnostics);
    let columns = fact("columns", diagnostics);
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let question = fields.required("question", diagnostics).and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    if let Some(fact) = facts.iter().find(|fact| fact.usual.is_none()) {
        diagnostics.push(
            Diagnostic::error(
                Code::MissingKey,
                fact.id.span,
                format!("the fact `{}` has no usual value", fact.id.value),
            )
            .hint("add `usual:`; the table of all answers takes it for what is neither row nor column"),
        );
    }
    Some(Matrix { rows: rows?, columns: columns?, title: title?, question: question? })
}

fn as_numbers(
    facts: &[DecisionFact],
    derived: &[DerivedFact],
    rows: &[DecisionRow],
    impossible: &[Impossible],
    outcomes: usize,
) -> Tables {
    let rules = |rows: &[DecisionRow]| {
        let rules =
            rows.iter().map(|row| Rule { when: row.when.clone(), then: u32::try_from(row.then).unwrap_or(u32::MAX) });
        rules.collect()
    };
    Tables {
        facts: facts.iter().map(|fact| fact.values.len()).collect(),
        steps: derived.iter().map(|step| Step { values: step.values.len(), rows: rules(&step.rows) }).collect(),
        rows: rules(rows),
        outcomes,
        impossible: impossible.iter().map(|impossible| impossible.when.clone()).collect(),
    }
}
