//! From a file to a [`Decision`].

use super::super::folder;
use super::super::rule::RuleTables;
use super::super::value::{Located, id, ids, localized, number, things};
use super::super::yaml::{self, Node, Value};
use super::condition::Names;
use super::fact::{check_name, fact, read_usual, unknown_value, value_list};
use super::number::cut_ranges;
use super::outcome::{OUTCOME_KEYS, outcome, result};
use super::tables::as_numbers;
use super::verify::{check_cases, check_size, too_large, verify};
use super::{Case, Decision, DecisionFact, DecisionRow, DerivedFact, Impossible, Matrix, Outcome, Verdict};
use crate::decision::{Compiled, ValueSet, compile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{DecisionId, ValueId, VariableId};
use crate::source::{SourceFile, Sources};

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
    if facts.len() > Compiled::MAX_FACTS {
        let message =
            format!("a decision asks for at most {} facts, this one for {}", Compiled::MAX_FACTS, facts.len());
        diagnostics.push(
            Diagnostic::error(Code::DecisionTooLarge, facts_node?.span, message)
                .hint("make several decisions of it, each about a question of its own"),
        );
    }
    let of_derived = derive_node.into_iter().flat_map(Node::items).flat_map(|node| node.get("rows"));
    let all_rows = of_derived.chain(rows_node).chain(impossible_node).flat_map(Node::items);
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
    for node in derive_node.into_iter().flat_map(Node::items) {
        let derived = derived(node, &names, diagnostics)?;
        names.derived.push(derived);
    }
    let outcome_names: Vec<&str> = outcomes.iter().map(|outcome| outcome.id.value.as_str()).collect();
    let rows = rows(rows_node?, &names, &outcome_names, (Code::UnknownOutcome, "outcome"), diagnostics);
    let impossible: Vec<Impossible> = impossible_node
        .into_iter()
        .flat_map(Node::items)
        .filter_map(|node| self::impossible(node, &facts, diagnostics))
        .collect();
    let cases: Vec<Case> = cases_node
        .into_iter()
        .flat_map(Node::items)
        .filter_map(|node| case(node, &facts, &outcome_names, diagnostics))
        .collect();
    let matrix = matrix_node.and_then(|node| self::matrix(node, &facts, diagnostics));
    let derived = names.derived;
    if diagnostics.has_errors() {
        return None;
    }
    let numbered = as_numbers(&facts, &derived, &rows, &impossible, outcomes.len());
    let (compiled, problems) = match compile(&numbered) {
        Ok(compiled) => compiled,
        Err(error) => {
            diagnostics.push(too_large(&error, &facts, facts_node?.span));
            return None;
        }
    };
    let decision = Decision {
        id,
        file: file.id,
        title: title?,
        summary: summary?,
        order: order.map(|order| order.to_f64()),
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
    check_size(&decision, rows_node?.span, diagnostics);
    if !diagnostics.has_errors() {
        check_cases(&decision, diagnostics);
    }
    Some(decision)
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

fn derived(node: &Node, names: &Names<'_>, diagnostics: &mut Diagnostics) -> Option<DerivedFact> {
    let mut fields = node.fields(diagnostics)?;
    let id: Option<Located<VariableId>> = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let values: Option<Vec<Located<ValueId>>> =
        fields.required("values", diagnostics).map(|node| ids(node, diagnostics));
    let rows_node = fields.required("rows", diagnostics);
    fields.finish(diagnostics);
    check_name(id.as_ref(), diagnostics);
    let (id, values) = (id?, values?);
    let known: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let rows = rows(rows_node?, names, &known, (Code::UnknownValue, "derived value"), diagnostics);
    if values.len() > ValueSet::MAX {
        let message = format!("a derived fact has at most {} values, this one has {}", ValueSet::MAX, values.len());
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, id.span, message).hint("put values together that rows treat alike"),
        );
        return None;
    }
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
