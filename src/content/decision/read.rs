//! From a file to a [`Decision`].

use super::super::folder;
use super::super::rule::RuleTables;
use super::super::value::{Located, id, localized, number, things};
use super::super::yaml::{self, Node};
use super::condition::Inputs;
use super::fact::{fact, read_usual, unknown_value, value_list};
use super::number::cut_ranges;
use super::outcome::{Choices, OUTCOME_KEYS, outcome};
use super::rule::RuleNodes;
use super::verify::{too_large, verify};
use super::{Case, Decision, DecisionFact, Matrix, Outcome, Verdict};
use crate::decision::{Answer, Answers, Compiled, Walk, compile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::DecisionId;
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

/// What stands under the keys of a decision's file. A key that has to be there and is not was reported.
struct Nodes<'n> {
    title: Option<&'n Node>,
    summary: Option<&'n Node>,
    order: Option<&'n Node>,
    facts: Option<&'n Node>,
    verdicts: Option<&'n Node>,
    properties: Option<&'n Node>,
    rules: RuleNodes<'n>,
    outcomes: Option<&'n Node>,
    cases: Option<&'n Node>,
    matrix: Option<&'n Node>,
}

impl<'n> Nodes<'n> {
    fn of(root: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut fields = root.fields(diagnostics)?;
        let [title, summary, facts, verdicts, rows, outcomes] =
            ["title", "summary", "facts", "verdicts", "rows", "outcomes"].map(|key| fields.required(key, diagnostics));
        let [order, properties, derive, impossible, cases, matrix] =
            ["order", "properties", "derive", "impossible", "cases", "matrix"].map(|key| fields.optional(key));
        fields.finish(diagnostics);
        let rules = RuleNodes { derive, rows, impossible };
        Some(Self { title, summary, order, facts, verdicts, properties, rules, outcomes, cases, matrix })
    }
}

fn decision(id: DecisionId, file: &SourceFile, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Option<Decision> {
    let root = yaml::parse(file, tables.languages().locales(), diagnostics)?;
    let nodes = Nodes::of(&root, diagnostics)?;
    let title = nodes.title.and_then(|node| localized(node, diagnostics));
    let summary = nodes.summary.and_then(|node| localized(node, diagnostics));
    let order = nodes.order.and_then(|node| number(node, diagnostics));
    let facts_node = nodes.facts?;
    let facts = facts(facts_node, &nodes.rules, tables, diagnostics);
    let verdicts = verdicts(nodes.verdicts?, diagnostics);
    let properties = nodes.properties.map(|node| self::verdicts(node, diagnostics)).unwrap_or_default();
    let outcomes = things(
        nodes.outcomes?,
        "outcomes",
        |outcome: &Outcome| &outcome.id,
        diagnostics,
        |node, diagnostics| outcome(node, &verdicts, &properties, diagnostics),
    );
    // What rows name is looked for among these, so a mistake in them would be reported over and over.
    if diagnostics.has_errors() {
        return None;
    }
    let rules = nodes.rules.read(&facts, &outcomes, diagnostics)?;
    let cases = nodes.cases.into_iter().flat_map(Node::items);
    let cases = cases.filter_map(|node| case(node, &facts, &outcomes, diagnostics)).collect();
    let matrix = nodes.matrix.and_then(|node| matrix(node, &facts, diagnostics));
    if diagnostics.has_errors() {
        return None;
    }
    let compiled = compile(rules.tables).map_err(|error| too_large(&error, &facts, facts_node.span));
    let (compiled, problems) = compiled.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()?;
    let decision = Decision {
        id,
        file: file.id,
        title: title?,
        summary: summary?,
        order: order.map(|order| order.to_f64()),
        facts,
        verdicts,
        properties,
        derived: rules.derived,
        rows: rules.rows,
        impossible: rules.impossible,
        outcomes,
        cases,
        matrix,
        walk: Walk::of(&compiled),
        compiled,
    };
    verify(&decision, problems, nodes.rules.rows?.span, diagnostics);
    Some(decision)
}

/// The facts, with numbers cut into the ranges that rows compare them with.
fn facts(node: &Node, rules: &RuleNodes<'_>, tables: &RuleTables, diagnostics: &mut Diagnostics) -> Vec<DecisionFact> {
    let mut facts = things(
        node,
        "facts",
        |fact: &DecisionFact| &fact.id,
        diagnostics,
        |node, diagnostics| fact(node, tables, diagnostics),
    );
    if facts.len() > Compiled::MAX_FACTS {
        let message =
            format!("a decision asks for at most {} facts, this one for {}", Compiled::MAX_FACTS, facts.len());
        diagnostics.push(
            Diagnostic::new(Code::DecisionTooLarge, node.span, message)
                .hint("make several decisions of it, each about a question of its own"),
        );
    }
    cut_ranges(&mut facts, rules.all(), diagnostics);
    read_usual(&mut facts, node, diagnostics);
    facts
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
                    .push(Diagnostic::new(Code::InvalidValue, verdict.id.span, message).hint("give it another id"));
            }
            Some(verdict)
        },
    )
}

fn case(node: &Node, facts: &[DecisionFact], outcomes: &[Outcome], diagnostics: &mut Diagnostics) -> Option<Case> {
    let mut fields = node.fields(diagnostics)?;
    let then = fields.required("then", diagnostics);
    let span = fields.span();
    let inputs = Inputs { facts, derived: Vec::new() };
    let mut given = Answers::none(facts.len());
    for (key, node) in fields.rest() {
        let place = inputs.input(key, diagnostics)?;
        let text = node.scalar(diagnostics)?;
        let Some(value) = facts[place].value(text) else {
            diagnostics.push(unknown_value(&facts[place], text, node.span));
            return None;
        };
        given.set(place, Answer::value(value));
    }
    let then = Choices::outcomes(outcomes).place(then?, diagnostics)?;
    Some(Case { given, then, span })
}

fn matrix(node: &Node, facts: &[DecisionFact], diagnostics: &mut Diagnostics) -> Option<Matrix> {
    let mut fields = node.fields(diagnostics)?;
    let mut fact = |name, diagnostics: &mut Diagnostics| {
        let node = fields.required(name, diagnostics)?;
        Choices::facts(facts).place(node, diagnostics)
    };
    let rows = fact("rows", diagnostics);
    let columns = fact("columns", diagnostics);
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let question = fields.required("question", diagnostics).and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    if let Some(fact) = facts.iter().find(|fact| fact.usual.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, fact.id.span, format!("the fact `{}` has no usual value", fact.id.value))
                .hint("add `usual:`; the table of all answers takes it for what is neither row nor column"),
        );
    }
    Some(Matrix { rows: rows?, columns: columns?, title: title?, question: question? })
}
