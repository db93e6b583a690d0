//! What changed between two versions of a site's decisions: which combinations of facts lead elsewhere, from what to what.
//!
//! Both versions are put over the same facts, those of either, and compared as diagrams: nothing is enumerated.

use std::collections::HashMap;

use serde::Serialize;

use crate::advice::Advisor;
use crate::content::{Decision, DecisionFact, FactKind, Number};
use crate::decision::{Compiled, Diagrams, Function, ValueSet};

/// How the decisions of a site changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Decisions that only the new version has.
    pub added: Vec<String>,
    /// Decisions that only the old version has.
    pub removed: Vec<String>,
    /// The decisions of both that changed.
    pub changed: Vec<DecisionChange>,
}

/// How a decision changed.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionChange {
    /// The decision.
    pub decision: String,
    /// Facts and values that only the new version has: `region` or `region=macau`.
    pub added: Vec<String>,
    /// Facts and values that only the old version has.
    pub removed: Vec<String>,
    /// How many combinations of facts lead elsewhere, of those that both versions know.
    pub combinations: u128,
    /// How many combinations there are.
    pub of: u128,
    /// From what to what they lead, most combinations first.
    pub changes: Vec<OutcomeChange>,
}

/// Combinations that led to one outcome and lead to another.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeChange {
    /// What they led to: the outcome and what it says, or `impossible`.
    pub from: String,
    /// What they lead to.
    pub to: String,
    /// How many they are.
    pub combinations: u128,
    /// Facts for which it is so; a fact that is not named may have any value.
    pub example: Vec<(String, Vec<String>)>,
    /// The rows that gave the old outcome, as `path:line`.
    pub old_rows: Vec<String>,
    /// The rows that give the new one.
    pub new_rows: Vec<String>,
}

/// Compares two versions.
pub fn compare(old: &Advisor, new: &Advisor) -> Comparison {
    let mut comparison = Comparison::default();
    let find = |advisor: &Advisor, id: &str| advisor.decisions().iter().position(|known| known.id.as_str() == id);
    for decision in old.decisions() {
        if find(new, decision.id.as_str()).is_none() {
            comparison.removed.push(decision.id.to_string());
        }
    }
    for decision in new.decisions() {
        match find(old, decision.id.as_str()) {
            None => comparison.added.push(decision.id.to_string()),
            Some(place) => comparison.changed.extend(compare_decision(old, &old.decisions()[place], new, decision)),
        }
    }
    comparison
}

/// What a combination leads to, as a number in both versions alike.
mod leads_to {
    /// A value or fact that the version does not have.
    pub(super) const ABSENT: u32 = 0;
    pub(super) const IMPOSSIBLE: u32 = 1;
    /// The first outcome.
    pub(super) const OUTCOMES: u32 = 2;
}

/// A fact of either version.
struct SharedFact<'d> {
    id: &'d str,
    values: Vec<String>,
    /// Where the ranges begin, if the fact is a number.
    begins: Option<Vec<String>>,
    /// For each version the fact's place, and for each shared value the place of its own value.
    own: [Option<(usize, Vec<Option<usize>>)>; 2],
}

impl<'d> SharedFact<'d> {
    fn of(versions: [Option<(usize, &'d DecisionFact)>; 2]) -> Self {
        let facts: Vec<&DecisionFact> = versions.iter().flatten().map(|(_, fact)| *fact).collect();
        let values = shared_values(&facts);
        let own = versions.map(|version| {
            let (place, fact) = version?;
            Some((place, values.iter().map(|value| fact.value(value.probe())).collect()))
        });
        let id = facts.first().map_or("", |fact| fact.id.value.as_str());
        let begins = values.iter().map(|value| value.begins.clone()).collect();
        Self { begins, id, values: values.into_iter().map(|value| value.name).collect(), own }
    }

    /// The values of a set by name; ranges that touch as one.
    fn names(&self, set: ValueSet) -> Vec<String> {
        let places: Vec<usize> = set.iter().collect();
        let Some(begins) = &self.begins else {
            return places.into_iter().map(|place| self.values[place].clone()).collect();
        };
        let runs = places.chunk_by(|a, b| a + 1 == *b).map(|run| (run[0], run[run.len() - 1] + 1));
        runs.map(|(low, high)| match begins.get(high) {
            Some(high) => format!(">= {} < {high}", begins[low]),
            None => format!(">= {}", begins[low]),
        })
        .collect()
    }

    /// The values that only one version has, as `fact=value`.
    fn only_in(&self, version: usize) -> Vec<String> {
        match (&self.own[version], &self.own[1 - version]) {
            (Some(_), None) => vec![self.id.to_owned()],
            (Some((_, own)), Some((_, other))) => {
                let only =
                    own.iter().zip(other).enumerate().filter(|(_, (own, other))| own.is_some() && other.is_none());
                only.map(|(place, _)| format!("{}={}", self.id, self.values[place])).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A value of a shared fact: a value by its id, or a range by the number that it begins with.
struct SharedValue {
    name: String,
    begins: Option<String>,
}

impl SharedValue {
    fn probe(&self) -> &str {
        self.begins.as_deref().unwrap_or(&self.name)
    }
}

fn shared_values(facts: &[&DecisionFact]) -> Vec<SharedValue> {
    let bounds = |fact: &&DecisionFact| match &fact.kind {
        FactKind::Number(number) => Some(number.bounds.clone()),
        _ => None,
    };
    // Ranges are cut wherever either version cuts.
    if let Some(bounds) = facts.iter().map(bounds).collect::<Option<Vec<Vec<Number>>>>() {
        let mut begins = bounds.concat();
        begins.push(Number { text: "0".to_owned(), value: 0.0 });
        begins.sort_by(|a, b| a.value.total_cmp(&b.value));
        begins.dedup_by(|a, b| a.value.total_cmp(&b.value).is_eq());
        let ends = begins.iter().skip(1).map(Some).chain([None]);
        let named = begins.iter().zip(ends).map(|(begin, end)| {
            let name = match end {
                Some(end) => format!(">= {} < {}", begin.text, end.text),
                None => format!(">= {}", begin.text),
            };
            SharedValue { name, begins: Some(begin.text.clone()) }
        });
        return named.collect();
    }
    let mut names: Vec<String> = Vec::new();
    for value in facts.iter().flat_map(|fact| &fact.values) {
        if names.iter().all(|known| known != value.id.as_str()) {
            names.push(value.id.to_string());
        }
    }
    names.into_iter().map(|name| SharedValue { name, begins: None }).collect()
}

fn compare_decision(old: &Advisor, was: &Decision, new: &Advisor, is: &Decision) -> Option<DecisionChange> {
    let of_new = is
        .facts
        .iter()
        .enumerate()
        .map(|(place, fact)| SharedFact::of([was.fact(fact.id.value.as_str()), Some((place, fact))]));
    let gone = was.facts.iter().enumerate().filter(|(_, fact)| is.fact(fact.id.value.as_str()).is_none());
    let of_old = gone.map(|(place, fact)| SharedFact::of([Some((place, fact)), None]));
    let facts: Vec<SharedFact<'_>> = of_new.chain(of_old).collect();
    // More values than a diagram holds cannot be compared; each version has fewer.
    if facts.iter().any(|fact| fact.values.len() > ValueSet::MAX) {
        return None;
    }
    let mut signatures: Vec<String> = Vec::new();
    let mut diagrams = Diagrams::new(facts.iter().map(|fact| fact.values.len()).collect());
    let [before, after] = [was, is].map(|decision| {
        let version = usize::from(std::ptr::eq(decision, is));
        let numbers = decision.outcomes.iter().map(|outcome| number_of(signature(decision, outcome), &mut signatures));
        let numbers: Vec<u32> = numbers.collect();
        let mut translation =
            Translation { decision, version, facts: &facts, numbers, diagrams: &mut diagrams, done: HashMap::new() };
        translation.function(decision.compiled.outcome)
    });
    let names = |version| facts.iter().flat_map(|fact| fact.only_in(version)).collect::<Vec<String>>();
    let mut change = DecisionChange {
        decision: is.id.to_string(),
        added: names(1),
        removed: names(0),
        combinations: 0,
        of: diagrams.assignments(),
        changes: Vec::new(),
    };
    let count = u32::try_from(signatures.len()).unwrap_or(u32::MAX) + leads_to::OUTCOMES;
    let pairs =
        diagrams.combine(before, after, |a, b| if a == b || a.min(b) == leads_to::ABSENT { 0 } else { a * count + b });
    let everything = facts.iter().map(|fact| ValueSet::all(fact.values.len())).collect();
    for pair in diagrams.numbers_in(pairs, &everything).into_iter().filter(|pair| *pair != 0) {
        let set = diagrams.map(pairs, |number| u32::from(number == pair));
        let combinations = diagrams.count(set);
        let Some(witness) = diagrams.witness(set) else {
            continue;
        };
        let rows =
            |advisor: &Advisor, decision: &Decision, version| rows_at(advisor, decision, version, &facts, &witness);
        change.combinations += combinations;
        change.changes.push(OutcomeChange {
            from: name_of(pair / count, &signatures),
            to: name_of(pair % count, &signatures),
            combinations,
            old_rows: rows(old, was, 0),
            new_rows: rows(new, is, 1),
            example: example(&facts, &witness),
        });
    }
    change
        .changes
        .sort_by(|a, b| b.combinations.cmp(&a.combinations).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
    let same = change.changes.is_empty() && change.added.is_empty() && change.removed.is_empty();
    (!same).then_some(change)
}

/// An outcome with all that it says: `first (filing: required, access: required)`.
fn signature(decision: &Decision, outcome: &crate::content::Outcome) -> String {
    let verdicts = decision.verdicts.iter().zip(&outcome.verdicts);
    let properties = decision.properties.iter().zip(&outcome.properties);
    let said: Vec<String> = verdicts
        .chain(properties)
        .map(|(verdict, place)| format!("{}: {}", verdict.id.value, verdict.values[*place].id))
        .collect();
    format!("{} ({})", outcome.id.value, said.join(", "))
}

fn number_of(signature: String, signatures: &mut Vec<String>) -> u32 {
    let place = signatures.iter().position(|known| *known == signature).unwrap_or_else(|| {
        signatures.push(signature);
        signatures.len() - 1
    });
    u32::try_from(place).unwrap_or(u32::MAX) + leads_to::OUTCOMES
}

fn name_of(number: u32, signatures: &[String]) -> String {
    let place = number.checked_sub(leads_to::OUTCOMES).and_then(|place| signatures.get(place as usize));
    place.cloned().unwrap_or_else(|| "impossible".to_owned())
}

fn example(facts: &[SharedFact<'_>], witness: &[ValueSet]) -> Vec<(String, Vec<String>)> {
    let named = facts.iter().zip(witness).filter(|(fact, values)| values.len() < fact.values.len());
    named.map(|(fact, values)| (fact.id.to_owned(), fact.names(*values))).collect()
}

/// The rows that hold in a version for the first assignment of a cube.
fn rows_at(
    advisor: &Advisor,
    decision: &Decision,
    version: usize,
    facts: &[SharedFact<'_>],
    witness: &[ValueSet],
) -> Vec<String> {
    let mut own = vec![0; decision.facts.len()];
    for (fact, values) in facts.iter().zip(witness) {
        if let (Some((place, to_own)), Some(value)) = (&fact.own[version], values.iter().next()) {
            own[*place] = to_own[value].unwrap_or_default();
        }
    }
    advisor.places_of(decision, &decision.rows_for(&own))
}

/// Makes a version's function one over the shared facts.
struct Translation<'t> {
    decision: &'t Decision,
    version: usize,
    facts: &'t [SharedFact<'t>],
    /// The number of each outcome.
    numbers: Vec<u32>,
    diagrams: &'t mut Diagrams,
    done: HashMap<Function, Function>,
}

impl Translation<'_> {
    fn function(&mut self, own: Function) -> Function {
        if let Some(done) = self.done.get(&own) {
            return *done;
        }
        let of = &self.decision.compiled.diagrams;
        let translated = match (of.number(own), of.question(own)) {
            (Some(Compiled::IMPOSSIBLE), _) => self.diagrams.constant(leads_to::IMPOSSIBLE),
            (Some(outcome), _) => {
                let number = self.numbers.get(outcome as usize).copied().unwrap_or(leads_to::ABSENT);
                self.diagrams.constant(number)
            }
            (None, Some((fact, children))) => self.question(fact, children),
            (None, None) => self.diagrams.constant(leads_to::ABSENT),
        };
        self.done.insert(own, translated);
        translated
    }

    fn question(&mut self, fact: usize, children: &[Function]) -> Function {
        let mut function = self.diagrams.constant(leads_to::ABSENT);
        let own = |shared: &SharedFact<'_>| shared.own[self.version].clone().filter(|(place, _)| *place == fact);
        let Some((variable, (_, values))) =
            self.facts.iter().enumerate().find_map(|(at, shared)| Some((at, own(shared)?)))
        else {
            return function;
        };
        for (value, own) in values.iter().enumerate() {
            let Some(own) = own else {
                continue;
            };
            let child = self.function(children[*own]);
            let mut cube: Vec<ValueSet> = self.facts.iter().map(|fact| ValueSet::all(fact.values.len())).collect();
            cube[variable] = ValueSet::one(value);
            let here = self.diagrams.cube(&cube);
            let child =
                self.diagrams.combine(here, child, |here, number| if here == 1 { number } else { leads_to::ABSENT });
            function = self.diagrams.combine(function, child, |a, b| a.max(b));
        }
        function
    }
}
