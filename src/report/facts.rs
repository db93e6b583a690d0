//! Who states which fact of the source catalogue.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::pretty;
use crate::content::{StaleCitation, StatedFact};
use crate::diagnostic::Place;
use crate::name::{FactId, Target};
use crate::source::SourceFiles;

/// So many of those that lag behind a superseded fact are told to people.
const MAX_STALE: usize = 20;

/// The facts of the catalogue as text, by section, each with who states it, and their count.
pub fn facts_human(facts: &[StatedFact], sources: &SourceFiles) -> String {
    let mut out = String::new();
    for section in facts.chunk_by(|a, b| a.section == b.section) {
        let _infallible = writeln!(out, "{}", section[0].section);
        for fact in section {
            let nobody = if is_superseded(fact) { "superseded" } else { "nobody" };
            let stated_by = list(fact.stated_by.iter().map(ToString::to_string), nobody);
            let _infallible = writeln!(out, "  {}  {stated_by}", fact.fact);
            if is_superseded(fact) {
                let by = fact.superseded_by.iter().map(FactId::as_str).collect::<Vec<_>>().join(", ");
                let told = list(resting(fact, sources).take(fact.stated_by.len() + MAX_STALE), "nothing rests on it");
                let more = fact.lagging.len().saturating_sub(MAX_STALE);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let _infallible = writeln!(out, "    superseded by {by}; still rests on it: {told}{more}");
            }
        }
    }
    let _infallible = writeln!(out, "{} of {} facts are stated", stated(facts), holding(facts).count());
    let superseded = facts.len() - holding(facts).count();
    if superseded > 0 {
        let open = facts.iter().filter(|fact| is_superseded(fact) && !fact.is_settled()).count();
        let _infallible = writeln!(out, "{open} of {superseded} superseded facts are still rested on");
    }
    out
}

fn list(names: impl Iterator<Item = String>, none: &str) -> String {
    let names = names.collect::<Vec<_>>().join(" ");
    if names.is_empty() { none.to_owned() } else { names }
}

/// The same as one JSON document: `{"facts", "stated", "statements": [{"fact", "section", "stated_by"}]}`; a statement of a
/// superseded fact has `superseded_by` and `resting` besides.
pub fn facts_json(facts: &[StatedFact], sources: &SourceFiles) -> String {
    let statements: Vec<Value> = facts
        .iter()
        .map(|fact| {
            let stated_by: Vec<String> = fact.stated_by.iter().map(ToString::to_string).collect();
            let mut statement =
                json!({ "fact": fact.fact.as_str(), "section": fact.section.as_str(), "stated_by": stated_by });
            if is_superseded(fact) {
                statement["superseded_by"] = fact.superseded_by.iter().map(FactId::as_str).collect();
                statement["resting"] = resting(fact, sources).collect();
            }
            statement
        })
        .collect();
    pretty(&json!({ "facts": holding(facts).count(), "stated": stated(facts), "statements": statements }))
}

fn is_superseded(fact: &StatedFact) -> bool {
    !fact.superseded_by.is_empty()
}

/// The facts that no newer one supersedes.
fn holding(facts: &[StatedFact]) -> impl Iterator<Item = &StatedFact> {
    facts.iter().filter(|fact| !is_superseded(fact))
}

fn stated(facts: &[StatedFact]) -> usize {
    holding(facts).filter(|fact| fact.is_settled()).count()
}

/// What rests on a superseded fact: `article:price`, `decision:refund#full`, `decision:refund (content/…:12)`.
fn resting<'f>(fact: &'f StatedFact, sources: &'f SourceFiles) -> impl Iterator<Item = String> + 'f {
    // A checklist may claim the fact in one item, and lag in another.
    let is_told = |target: &Target| matches!(target, Target::Checklist(_)) && fact.stated_by.contains(target);
    let lagging =
        fact.lagging.iter().filter(move |lagging| !matches!(lagging, StaleCitation::Page(target) if is_told(target)));
    let lagging = lagging.map(|lagging| match lagging {
        StaleCitation::Page(target) => target.to_string(),
        StaleCitation::Outcome(decision, outcome) => format!("decision:{decision}#{outcome}"),
        StaleCitation::DecisionRow(decision, span) => {
            let file = sources.file(Place::from(*span).file());
            format!("decision:{decision} ({}:{})", file.path, file.position(span.range().start).0)
        }
    });
    fact.stated_by.iter().map(ToString::to_string).chain(lagging)
}
