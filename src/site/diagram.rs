//! The diagrams of decisions, as files that scripts walk.

use serde::Serialize;

use super::address::Address;
use crate::content::{Decision, DecisionFact, FactKind};
use crate::decision::{CompiledDecision, Edge};

/// A decision as a script walks it: `static/ask.js`.
#[derive(Serialize)]
struct ScriptDiagram<'c> {
    facts: Vec<ScriptFact<'c>>,
    /// The outcomes, each with the place of the value of every verdict.
    outcomes: Vec<(&'c str, &'c [usize])>,
    /// The nodes that test a fact: its place, then an edge for each of its values, which is the place of a node, `-1 - n` for
    /// the outcome `n`, or nothing where the facts cannot be so.
    questions: Vec<Vec<Option<i64>>>,
    /// The edges to where the function begins that tells what is possible, and the one that tells what to ask.
    begin: Vec<Option<i64>>,
}

#[derive(Serialize)]
struct ScriptFact<'c> {
    id: &'c str,
    values: Vec<&'c str>,
    /// What holds for the numbers of a range that does not hold for those before it: `>= 3` or `> 3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<Vec<String>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole: bool,
}

/// The path of the file of a decision's diagram.
pub(super) fn path(decision: &Decision) -> String {
    Address::diagram(&decision.id, &text(decision))
}

/// A decision's diagram, as its file holds it: texts and numbers, which can always be written.
pub(super) fn text(decision: &Decision) -> String {
    serde_json::to_string(&of(decision)).unwrap_or_default()
}

fn of(decision: &Decision) -> ScriptDiagram<'_> {
    let edge = |edge: &Edge| match edge {
        Edge::Node(place) => i64::try_from(*place).ok(),
        Edge::Terminal(CompiledDecision::IMPOSSIBLE) => None,
        Edge::Terminal(outcome) => Some(-1 - i64::from(*outcome)),
    };
    let flat = decision.compiled.flatten();
    let questions = flat.nodes.iter().map(|(fact, edges)| {
        let fact = i64::try_from(*fact).ok();
        std::iter::once(fact).chain(edges.iter().map(edge)).collect()
    });
    ScriptDiagram {
        facts: decision.facts.iter().map(fact).collect(),
        outcomes: decision
            .outcomes
            .iter()
            .map(|outcome| (outcome.id.value.as_str(), outcome.verdicts.as_slice()))
            .collect(),
        questions: questions.collect(),
        begin: flat.roots.iter().map(edge).collect(),
    }
}

fn fact(fact: &DecisionFact) -> ScriptFact<'_> {
    let number = if let FactKind::Number(number) = &fact.kind { Some(number) } else { None };
    ScriptFact {
        id: fact.id.value.as_str(),
        values: fact.values.iter().map(|value| value.id.as_str()).collect(),
        bounds: number.map(|number| number.bounds.iter().map(ToString::to_string).collect()),
        whole: number.is_some_and(|number| number.whole),
    }
}
