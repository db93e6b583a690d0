//! The facts of two versions of a decision, put together.

use crate::content::{Bound, Decimal, DecisionFact, FactKind, NumberFact};
use crate::decision::ValueSet;

/// A fact of either version.
pub(super) struct SharedFact<'d> {
    pub(super) id: &'d str,
    pub(super) values: Vec<String>,
    /// Where the ranges begin, if the fact is a number.
    begins: Option<Vec<Bound>>,
    /// For each version the fact's place, and for each shared value the place of its own value.
    pub(super) own: [Option<(usize, Vec<Option<usize>>)>; 2],
}

impl<'d> SharedFact<'d> {
    pub(super) fn of(versions: [Option<(usize, &'d DecisionFact)>; 2]) -> Self {
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
    pub(super) fn names(&self, set: ValueSet) -> Vec<String> {
        let Some(begins) = &self.begins else {
            return set.iter().map(|place| self.values[place].clone()).collect();
        };
        set.runs().map(|(first, last)| range_name(&begins[first], begins.get(last + 1))).collect()
    }

    /// The values that only one version has, as `fact=value`.
    pub(super) fn only_in(&self, version: usize) -> Vec<String> {
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
