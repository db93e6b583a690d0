//! The decisions of the help center, held against the tables that they are written as.

use std::path::Path;

use wenda::advice::Advisor;
use wenda::content::{Decision, Locale};
use wenda::decision::{Answer, Next, State, ValueSet};
use wenda::diagnostic::Code;
use wenda::pipeline;

use crate::decisions::{combinations, outcome, rows_that_hold};
use crate::support::{ROOT, Site, copy};

fn shipped() -> Advisor {
    pipeline::read(Path::new(ROOT)).unwrap().advisor.unwrap()
}

/// Every combination of every decision: exactly one row of each table holds, and diagram and pages lead to its outcome.
#[test]
fn every_combination_has_one_answer() {
    for decision in shipped().decisions() {
        let compiled = &decision.compiled;
        for facts in combinations(&decision.tables.facts) {
            let wanted = outcome(&decision.tables, &facts);
            assert_eq!(compiled.diagrams.evaluate(compiled.outcome, &facts), wanted, "{}: {facts:?}", decision.id);
            if wanted == wenda::decision::Compiled::IMPOSSIBLE {
                continue;
            }
            for (table, rows) in rows_that_hold(&decision.tables, &facts) {
                assert_eq!(rows.len(), 1, "{}: {table:?} for {facts:?}", decision.id);
            }
            let sets: Vec<Option<ValueSet>> = facts.iter().map(|value| Some(ValueSet::one(*value))).collect();
            assert_eq!(decision.walk.follow(&sets).unwrap().next, Next::Outcome(wanted), "{}: {facts:?}", decision.id);
        }
    }
}

/// The lines of the item of a list that begins in a line; both count from 0.
fn item(lines: &[&str], first: usize) -> std::ops::Range<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let dash = indent(lines[first]);
    assert!(lines[first].trim_start().starts_with("- "), "{}", lines[first]);
    let rest = lines[first + 1..].iter().take_while(|line| indent(line) > dash).count();
    first..first + 1 + rest
}

fn rows_of(decision: &Decision) -> Vec<u32> {
    let rows =
        decision.derived.iter().flat_map(|derived| &derived.rows).chain(&decision.rows).map(|row| row.span.start);
    rows.chain(decision.impossible.iter().map(|impossible| impossible.span.start)).collect()
}

/// A table says nothing twice: without any one of its rows, it is refused for the hole that the row leaves.
#[test]
fn no_row_can_be_left_out() {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    for decision in shipped().decisions() {
        let path = format!("content/decisions/{}.yaml", decision.id);
        let text = std::fs::read_to_string(site.path().join(&path)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let rows = rows_of(decision);
        assert!(rows.len() > 3);
        for start in rows {
            let row = item(&lines, text[..start as usize].matches('\n').count());
            let without: Vec<&str> = lines[..row.start].iter().chain(&lines[row.end..]).copied().collect();
            site.write(&path, without.join("\n") + "\n");
            let report = pipeline::read(site.path()).unwrap();
            let found: Vec<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
            let needed = found.contains(&Code::Gap) || found.contains(&Code::UnreachableOutcome);
            assert!(needed, "{path} is accepted without `{}`: {found:?}", lines[row].join("\n"));
        }
        site.write(&path, &text);
    }
}

/// What is on the way to an answer is asked in the author's order, and nothing that makes no difference.
#[test]
fn the_walk_asks_what_the_consultation_asks() {
    for decision in shipped().decisions() {
        for state in decision.walk.states() {
            let mut answers = vec![None; decision.facts.len()];
            for (fact, values) in &state.path {
                answers[*fact] = values.iter().next().map(Answer::Value);
            }
            let wanted = match &state.next {
                Next::Question { fact, .. } => State::Question(*fact),
                Next::Outcome(outcome) => State::Answered(*outcome),
            };
            assert_eq!(decision.compiled.state(&answers), wanted, "{}: {:?}", decision.id, state.path);
        }
    }
}

#[test]
fn every_decision_is_whole_in_both_languages() {
    let advisor = shipped();
    let ids: Vec<&str> = advisor.decisions().iter().map(|decision| decision.id.as_str()).collect();
    assert_eq!(ids, ["filing", "server", "commercial", "public_security"]);
    for decision in advisor.decisions() {
        assert!(!decision.cases.is_empty(), "{}", decision.id);
        assert!(decision.facts.iter().all(|fact| fact.usual.is_some()), "{}", decision.id);
        for locale in Locale::ALL {
            for outcome in &decision.outcomes {
                assert!(!outcome.title.get(locale).is_empty());
                assert!(!outcome.sources.is_empty());
            }
        }
    }
}
