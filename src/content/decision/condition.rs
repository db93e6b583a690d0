//! What rows are about: conditions, by the names of facts and values.

use super::super::yaml::{Key, Node, Value};
use super::fact::{DecisionFact, FactKind};
use super::row::DerivedFact;
use crate::decision::{Conditions, ValueSet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The inputs of a table, which the conditions of its rows may name: the facts, then what tables before it derive.
pub(super) struct Inputs<'f> {
    pub(super) facts: &'f [DecisionFact],
    pub(super) derived: Vec<DerivedFact>,
}

impl Inputs<'_> {
    /// The place of an input, by name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.names().position(|known| known == name)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let facts = self.facts.iter().map(|fact| fact.id.value.as_str());
        facts.chain(self.derived.iter().map(|derived| derived.id.value.as_str()))
    }

    /// The place of the input that a key names.
    pub(super) fn input(&self, key: &Key, diagnostics: &mut Diagnostics) -> Option<usize> {
        let place = self.place(&key.name);
        if place.is_none() {
            let message = format!("there is no fact `{}` here", key.name);
            diagnostics
                .push(Diagnostic::new(Code::UnknownVariable, key.span, message).suggest(&key.name, self.names()));
        }
        place
    }

    /// Which values of which inputs a row is about.
    pub(super) fn conditions<'n>(
        &self,
        entries: impl Iterator<Item = (&'n Key, &'n Node)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Conditions> {
        let mut conditions = Vec::new();
        let mut sound = true;
        for (key, node) in entries {
            let input = self.input(key, diagnostics);
            match input.and_then(|input| Some((input, self.values(input, node, diagnostics)?))) {
                Some(condition) => conditions.push(condition),
                None => sound = false,
            }
        }
        sound.then_some(conditions)
    }

    /// The values that a condition allows: one, several, or all but some.
    pub(super) fn values(&self, input: usize, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        if let Some(fact) = self.facts.get(input)
            && let FactKind::Number(number) = &fact.kind
        {
            return number.values_in(node, diagnostics);
        }
        if let Value::Map(_) = node.value {
            let mut fields = node.fields(diagnostics)?;
            let not = fields.required("not", diagnostics);
            fields.finish(diagnostics);
            let excluded = self.values(input, not?, diagnostics)?;
            let known = self.known(input).len();
            return Some(ValueSet::all(known).iter().filter(|value| !excluded.contains(*value)).collect());
        }
        let named: Vec<&Node> = if let Value::List(items) = &node.value { items.iter().collect() } else { vec![node] };
        let mut values = ValueSet::EMPTY;
        for node in named {
            let text = node.text(diagnostics)?;
            let known = self.known(input);
            let Some(place) = known.iter().position(|known| *known == text) else {
                diagnostics.push(
                    Diagnostic::new(Code::UnknownValue, node.span, format!("there is no value `{text}` here"))
                        .suggest(text, known),
                );
                return None;
            };
            values = values.with(place);
        }
        Some(values)
    }

    fn known(&self, input: usize) -> Vec<&str> {
        match self.facts.get(input) {
            Some(fact) => fact.values.iter().map(|value| value.id.as_str()).collect(),
            None => {
                let derived = &self.derived[input - self.facts.len()];
                derived.values.iter().map(|value| value.value.as_str()).collect()
            }
        }
    }
}
