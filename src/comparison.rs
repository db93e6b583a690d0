//! What changed between two versions of a site's decisions: which combinations of facts lead elsewhere, from what to what.
//!
//! Both versions are put over the same facts, those of either, and compared as diagrams: nothing is enumerated.

use std::collections::HashMap;

use serde::Serialize;

use crate::advice::Advisor;
use crate::content::{Bound, Decimal, Decision, DecisionFact, FactKind, NumberFact};
use crate::decision::{Combined, Compiled, Diagrams, Function, TooLarge, ValueSet};

/// How the decisions of a site changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Decisions that only the new version has.
    pub added: Vec<String>,
    /// Decisions that only the old version has.
    pub removed: Vec<String>,
    /// The decisions of both that changed.
    pub changed: Vec<DecisionChange>,
    /// The decisions of both that are too large together to be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_compared: Vec<NotCompared>,
}

/// A decision that cannot be compared.
#[derive(Clone, Debug, Serialize)]
pub struct NotCompared {
    /// The decision.
    pub decision: String,
    /// Why, with the limit.
    pub reason: String,
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
            Some(place) => match compare_decision(old, &old.decisions()[place], new, decision) {
                Ok(change) => comparison.changed.extend(change),
                Err(reason) => {
                    comparison.not_compared.push(NotCompared { decision: decision.id.to_string(), reason });
                }
            },
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
    begins: Option<Vec<Bound>>,
    /// For each version the fact's place, and for each shared value the place of its own value.
    own: [Option<(usize, Vec<Option<usize>>)>; 2],
}

impl<'d> SharedFact<'d> {
    fn of(versions: [Option<(usize, &'d DecisionFact)>; 2]) -> Self {
        let facts: Vec<&DecisionFact> = versions.iter().flatten().map(|(_, fact)| *fact).collect();
        let values = shared_values(&facts);
        let own = versions.map(|version| {
            let (place, fact) = version?;
            Some((place, values.iter().map(|value| value.place_in(fact)).collect()))
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
        runs.map(|(low, high)| range_name(&begins[low], begins.get(high))).collect()
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
    begins: Option<Bound>,
}

impl SharedValue {
    /// The place of the value in a version's fact.
    fn place_in(&self, fact: &DecisionFact) -> Option<usize> {
        match (&fact.kind, &self.begins) {
            (FactKind::Number(number), Some(begin)) => Some(number.range_after(begin)),
            _ => fact.value(&self.name),
        }
    }
}

/// A range from one bound to the next: `>= 3 < 6`.
fn range_name(begin: &Bound, end: Option<&Bound>) -> String {
    end.map_or_else(|| begin.to_string(), |end| format!("{begin} {}", end.before()))
}

fn shared_values(facts: &[&DecisionFact]) -> Vec<SharedValue> {
    let number = |fact: &&DecisionFact| match &fact.kind {
        FactKind::Number(number) => Some(number.clone()),
        _ => None,
    };
    // Ranges are cut wherever either version cuts.
    if let Some(numbers) = facts.iter().map(number).collect::<Option<Vec<NumberFact>>>() {
        let mut begins = vec![Bound { number: Decimal::zero(), above: false }];
        begins.extend(numbers.into_iter().flat_map(|number| number.bounds));
        begins.sort();
        begins.dedup();
        let ends = begins.iter().skip(1).map(Some).chain([None]);
        let named = begins.iter().zip(ends);
        return named
            .map(|(begin, end)| SharedValue { name: range_name(begin, end), begins: Some(begin.clone()) })
            .collect();
    }
    let mut names: Vec<String> = Vec::new();
    for value in facts.iter().flat_map(|fact| &fact.values) {
        if names.iter().all(|known| known != value.id.as_str()) {
            names.push(value.id.to_string());
        }
    }
    names.into_iter().map(|name| SharedValue { name, begins: None }).collect()
}

fn compare_decision(
    old: &Advisor,
    was: &Decision,
    new: &Advisor,
    is: &Decision,
) -> Result<Option<DecisionChange>, String> {
    let of_new = is
        .facts
        .iter()
        .enumerate()
        .map(|(place, fact)| SharedFact::of([was.fact(fact.id.value.as_str()), Some((place, fact))]));
    let gone = was.facts.iter().enumerate().filter(|(_, fact)| is.fact(fact.id.value.as_str()).is_none());
    let of_old = gone.map(|(place, fact)| SharedFact::of([Some((place, fact)), None]));
    let facts: Vec<SharedFact<'_>> = of_new.chain(of_old).collect();
    // Each version has fewer.
    if let Some(fact) = facts.iter().find(|fact| fact.values.len() > ValueSet::MAX) {
        let values = fact.values.len();
        return Err(format!("both versions of `{}` have {values} values, more than {}", fact.id, ValueSet::MAX));
    }
    let mut signatures: Vec<String> = Vec::new();
    let mut diagrams = Diagrams::new(facts.iter().map(|fact| fact.values.len()).collect());
    let pairs = pairs(was, is, &facts, &mut signatures, &mut diagrams).map_err(|error| {
        let names: Vec<&str> = error.variables.iter().map(|fact| facts[*fact].id).collect();
        format!("their common diagram grows past {} nodes, most of which ask for {}", error.limit, names.join(", "))
    })?;
    let names = |version| facts.iter().flat_map(|fact| fact.only_in(version)).collect::<Vec<String>>();
    let mut change = DecisionChange {
        decision: is.id.to_string(),
        added: names(1),
        removed: names(0),
        combinations: 0,
        of: diagrams.assignments(),
        changes: Vec::new(),
    };
    let count = signatures.len() + leads_to::OUTCOMES as usize;
    let everything = facts.iter().map(|fact| ValueSet::all(fact.values.len())).collect();
    for pair in diagrams.numbers_in(pairs, &everything).into_iter().filter(|pair| *pair != 0) {
        let combinations = diagrams.count(pairs, pair);
        let Some(witness) = diagrams.witness(pairs, pair) else {
            continue;
        };
        let rows =
            |advisor: &Advisor, decision: &Decision, version| rows_at(advisor, decision, version, &facts, &witness);
        change.combinations = change.combinations.saturating_add(combinations);
        change.changes.push(OutcomeChange {
            from: name_of(pair as usize / count, &signatures),
            to: name_of(pair as usize % count, &signatures),
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
    Ok((!same).then_some(change))
}

/// What the combinations of shared facts led to and lead to, as one number, zero where it is the same or a version lacks
/// them; the outcomes of both are numbered by what they say.
fn pairs(
    was: &Decision,
    is: &Decision,
    facts: &[SharedFact<'_>],
    signatures: &mut Vec<String>,
    diagrams: &mut Diagrams,
) -> Result<Function, TooLarge> {
    let mut functions = Vec::new();
    for (version, decision) in [was, is].into_iter().enumerate() {
        let numbers = decision.outcomes.iter().map(|outcome| number_of(signature(decision, outcome), signatures));
        let numbers: Vec<u32> = numbers.collect();
        let mut translation = Translation { decision, version, facts, numbers, diagrams, done: HashMap::new() };
        functions.push(translation.function(decision.compiled.outcome)?);
    }
    let count = u32::try_from(signatures.len()).unwrap_or(u32::MAX).saturating_add(leads_to::OUTCOMES);
    diagrams.combine(functions[0], functions[1], |a, b| match (a, b) {
        (Some(leads_to::ABSENT), _) | (_, Some(leads_to::ABSENT)) => Combined::Number(0),
        (Some(a), Some(b)) if a == b => Combined::Number(0),
        (Some(a), Some(b)) => Combined::Number(a.saturating_mul(count).saturating_add(b)),
        _ => Combined::Open,
    })
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

fn name_of(number: usize, signatures: &[String]) -> String {
    let place = number.checked_sub(leads_to::OUTCOMES as usize).and_then(|place| signatures.get(place));
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
    fn function(&mut self, own: Function) -> Result<Function, TooLarge> {
        if let Some(done) = self.done.get(&own) {
            return Ok(*done);
        }
        let of = &self.decision.compiled.diagrams;
        let translated = match (of.number(own), of.question(own)) {
            (Some(Compiled::IMPOSSIBLE), _) => self.diagrams.constant(leads_to::IMPOSSIBLE)?,
            (Some(outcome), _) => {
                let number = self.numbers.get(outcome as usize).copied().unwrap_or(leads_to::ABSENT);
                self.diagrams.constant(number)?
            }
            (None, Some((fact, children))) => self.question(fact, children)?,
            (None, None) => self.diagrams.constant(leads_to::ABSENT)?,
        };
        self.done.insert(own, translated);
        Ok(translated)
    }

    fn question(&mut self, fact: usize, children: &[Function]) -> Result<Function, TooLarge> {
        let absent = self.diagrams.constant(leads_to::ABSENT)?;
        let version = self.version;
        let own = |shared: &SharedFact<'_>| shared.own[version].clone().filter(|(place, _)| *place == fact);
        let shared = self.facts.iter().enumerate().find_map(|(at, shared)| Some((at, own(shared)?)));
        let Some((variable, (_, values))) = shared else {
            return Ok(absent);
        };
        let functions = values.iter().map(|own| own.map_or(Ok(absent), |own| self.function(children[own])));
        let functions = functions.collect::<Result<Vec<Function>, TooLarge>>()?;
        self.diagrams.select(variable, functions)
    }
}
