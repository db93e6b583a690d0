//! The decisions of the help center, held against the tables that they are written as.

use std::path::Path;

use wenda::advice::Advisor;
use wenda::content::{Decision, Outcome};
use wenda::decision::{Answer, Answers, CompiledDecision, Evaluation, Next, WalkState};
use wenda::diagnostic::Code;
use wenda::pipeline::Session;

use crate::decisions::{answered, combinations, outcome, rules_hit};
use crate::shipped_content::SHIPPED;
use crate::support::{ROOT, Site, copy, en, stdout, zh};

fn shipped() -> Advisor {
    Session::new(Path::new(ROOT)).load().unwrap().advisor().unwrap()
}

/// Every combination of every decision: exactly one row of each table holds, and diagram and pages lead to its outcome.
#[test]
fn every_combination_has_one_answer() {
    for decision in shipped().decisions() {
        let tables = decision.compiled.tables();
        for facts in combinations(&tables.facts) {
            let wanted = outcome(tables, &facts);
            assert_eq!(answered(&decision.compiled, &facts), wanted, "{}: {facts:?}", decision.id);
            if wanted == CompiledDecision::IMPOSSIBLE {
                continue;
            }
            for (table, rules) in rules_hit(tables, &facts) {
                assert_eq!(rules.len(), 1, "{}: {table:?} for {facts:?}", decision.id);
            }
            assert_eq!(
                decision.walk.follow(&Answers::all(&facts)).unwrap().next,
                Next::Outcome(wanted),
                "{}: {facts:?}",
                decision.id
            );
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
    let rows = decision.all_rows().map(|row| row.span.start);
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
            // Of the only combination a list of none is left.
            let without = without.join("\n").replace("impossible:\noutcomes:", "impossible: []\noutcomes:");
            site.write(&path, without + "\n");
            let report = Session::new(site.path()).load().unwrap().report();
            let found: Vec<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
            let needed = found.contains(&Code::Gap) || found.contains(&Code::UnreachableOutcome);
            assert!(needed, "{path} is accepted without `{}`: {found:?}", lines[row].join("\n"));
        }
        site.write(&path, &text);
    }
}

/// The first value of each class on the path to a state.
fn first_values(decision: &Decision, state: &WalkState) -> Answers {
    let given = state.path.iter().map(|(fact, values)| (*fact, values.iter().next().unwrap()));
    given.fold(Answers::none(decision.facts.len()), |answers, (fact, value)| answers.with(fact, Answer::value(value)))
}

/// What is on the way to an answer is asked in the author's order, and nothing that makes no difference.
#[test]
fn the_walk_asks_what_the_consultation_asks() {
    for decision in shipped().decisions() {
        for state in decision.walk.states() {
            let asked = decision.compiled.evaluate(&first_values(decision, state));
            let alike = match (&asked, &state.next) {
                (Evaluation::Question { fact, .. }, Next::Question { fact: wanted, .. }) => fact == wanted,
                (Evaluation::Answered(outcome), Next::Outcome(wanted)) => outcome == wanted,
                _ => false,
            };
            assert!(alike, "{}: {:?}: {asked:?}", decision.id, state.path);
        }
    }
}

/// What ARCHITECTURE.md says of the largest decision.
#[test]
fn a_million_combinations_have_some_hundred_states() {
    let advisor = shipped();
    let filing = &advisor.decisions()[0];
    let combinations: usize = filing.facts.iter().map(|fact| fact.values.len()).product();
    assert!(combinations > 1_000_000, "{combinations}");
    assert!((200..2_000).contains(&filing.walk.states().len()), "{}", filing.walk.states().len());
}

#[test]
fn every_decision_is_whole() {
    let advisor = shipped();
    let ids: Vec<&str> = advisor.decisions().iter().map(|decision| decision.id.as_str()).collect();
    assert_eq!(ids, ["filing", "server", "commercial", "public_security"]);
    for decision in advisor.decisions() {
        assert!(!decision.cases.is_empty(), "{}", decision.id);
        assert!(decision.facts.iter().all(|fact| fact.usual.is_some()), "{}", decision.id);
        for outcome in &decision.outcomes {
            assert!(!outcome.sources.is_empty(), "{}#{}", decision.id, outcome.id.value);
        }
    }
}

/// Whether an outcome leaves its reader something to do about a verdict: it is required and not met.
fn is_owed(decision: &Decision, outcome: &Outcome) -> bool {
    let owed = |(place, verdict): (usize, &wenda::content::Verdict)| {
        verdict.values[outcome.verdicts[place]].id.as_str() == "required" && !outcome.met.contains(&place)
    };
    decision.verdicts.iter().enumerate().any(owed)
}

/// Whether an outcome says that there is nothing to submit.
fn has_nothing_to_submit(decision: &Decision, outcome: &Outcome) -> bool {
    let mut properties = decision.properties.iter().zip(&outcome.properties);
    properties.any(|(property, place)| {
        property.id.value.as_str() == "filing_type" && property.values[*place].id.as_str() == "none"
    })
}

#[test]
fn nothing_is_required_where_nothing_is_to_be_done() {
    // Outcomes with nothing to submit, outcomes that require something, and those whose text says that nothing is to be done.
    let mut seen = [0; 3];
    for decision in shipped().decisions() {
        for outcome in &decision.outcomes {
            let name = format!("{}#{}", decision.id, outcome.id.value);
            let action = outcome.action.as_ref().unwrap_or_else(|| panic!("{name} does not say what to do"));
            let [in_zh, in_en] = [zh(), en()].map(|locale| action.get(locale));
            assert!((2..=14).contains(&in_zh.chars().count()), "{name}: {in_zh}");
            assert!((1..=9).contains(&in_en.split_whitespace().count()), "{name}: {in_en}");
            seen[0] += usize::from(has_nothing_to_submit(decision, outcome));
            seen[1] += usize::from(is_owed(decision, outcome));
            if has_nothing_to_submit(decision, outcome) {
                assert!(!is_owed(decision, outcome), "{name} requires what needs no submission");
            }
            let text = format!("{}{}", outcome.title.get(zh()), outcome.explanation_text(&SHIPPED.tables, zh()));
            for nothing in ["不用提交", "不用再提交", "不用再备案", "无须提交", "仍然有效"] {
                seen[2] += usize::from(text.contains(nothing));
                assert!(!text.contains(nothing) || !is_owed(decision, outcome), "{name} requires, and says: {text}");
            }
        }
    }
    assert!(seen.into_iter().all(|count| count > 0), "{seen:?}");
}

/// The same on the pages, in every state that answers lead to.
#[test]
fn what_is_met_is_shown_as_met() {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    site.build();
    let [states, verdict, label, value] =
        [".outcome", ".verdicts > div", "dt", "dd"].map(|selector| scraper::Selector::parse(selector).unwrap());
    for (lang, nothing, required, met) in [
        ("zh", "不用提交", ["要备案", "要接入"], "已办妥"),
        ("en", "Nothing to submit", ["Required", "Required"], "already met"),
    ] {
        let [mut seen, mut owing] = [0; 2];
        for entry in walkdir::WalkDir::new(site.public().join(lang).join("ask")) {
            let entry = entry.unwrap();
            if entry.file_name() != "index.html" {
                continue;
            }
            let page = scraper::Html::parse_document(&std::fs::read_to_string(entry.path()).unwrap());
            for outcome in page.select(&states) {
                let said: Vec<(String, String)> = outcome
                    .select(&verdict)
                    .map(|said| {
                        let text = |selector| said.select(selector).next().unwrap().text().collect::<String>();
                        (text(&label), text(&value))
                    })
                    .collect();
                let owed = |value: &String| required.iter().any(|word| value.starts_with(word)) && !value.contains(met);
                let owes = said.iter().any(|(_, value)| owed(value));
                owing += usize::from(owes);
                if said.iter().any(|(_, value)| value == nothing) {
                    seen += 1;
                    assert!(!owes, "{}: {said:?}", entry.path().display());
                }
            }
        }
        assert!(seen > 20 && owing > 20, "{seen} states with nothing to submit, {owing} with something");
    }
}

/// The same in the terminal.
#[test]
fn what_is_met_is_told_as_met() {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    let mut asked = 0;
    for decision in shipped().decisions() {
        for state in decision.walk.states() {
            let Next::Outcome(number) = state.next else {
                continue;
            };
            let outcome = decision.outcome(number).unwrap();
            if outcome.met.is_empty() {
                continue;
            }
            let given: Vec<String> = state
                .path
                .iter()
                .map(|(fact, values)| {
                    let fact = &decision.facts[*fact];
                    format!("{}={}", fact.id.value, fact.values[values.iter().next().unwrap()].id)
                })
                .collect();
            let mut words = vec!["ask", decision.id.as_str(), "--lang", "en"];
            words.extend(given.iter().map(String::as_str));
            let told = stdout(&site.wenda(&words));
            let lines = told.lines().filter(|line| line.contains("(already met)")).count();
            assert_eq!(lines, outcome.met.len(), "{words:?}: {told}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked} states in which something is met");
}
