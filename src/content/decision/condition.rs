//! What rows are about: conditions, by the names of facts and values.

use super::super::yaml::{Key, Node, Value};
use super::{DecisionFact, DerivedFact, FactKind};
use crate::decision::{Conditions, ValueSet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What the conditions of a row may name.
pub(super) struct Names<'f> {
    pub facts: &'f [DecisionFact],
    pub derived: Vec<DerivedFact>,
}
impl Names<'_> {
    /// The place of what a condition may be about, in a table that comes after the derived facts that are known.
    pub(super) fn condition(&self, name: &str) -> Option<usize> {
        let facts = self.facts.iter().map(|fact| fact.id.value.as_str());
        let derived = self.derived.iter().map(|derived| derived.id.value.as_str());
        facts.chain(derived).position(|known| known == name)
    }

    /// Which values of which facts a row is about.
    pub(super) fn conditions<'n>(
        &self,
        entries: impl Iterator<Item = (&'n Key, &'n Node)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Conditions> {
        let mut conditions = Vec::new();
        let mut sound = true;
        for (key, node) in entries {
            let Some(variable) = self.condition(&key.name) else {
                let facts = self.facts.iter().map(|fact| fact.id.value.as_str());
                let derived = self.derived.iter().map(|derived| derived.id.value.as_str());
                let message = format!("there is no fact `{}` here", key.name);
                diagnostics.push(
                    Diagnostic::error(Code::UnknownVariable, key.span, message)
                        .suggest(&key.name, facts.chain(derived)),
                );
                sound = false;
                continue;
            };
            match self.values(variable, node, diagnostics) {
                Some(values) => conditions.push((variable, values)),
                None => sound = false,
            }
        }
        sound.then_some(conditions)
    }

    /// The values that a condition allows: one, several, or all but some.
    fn values(&self, variable: usize, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        if let Some(fact) = self.facts.get(variable)
            && let FactKind::Number(number) = &fact.kind
        {
            return number.values_in(node, diagnostics);
        }
        if let Value::Map(_) = node.value {
            let mut fields = node.fields(diagnostics)?;
            let not = fields.required("not", diagnostics);
            fields.finish(diagnostics);
            let excluded = self.values(variable, not?, diagnostics)?;
            let known = self.known(variable).len();
            return Some(ValueSet::all(known).iter().filter(|value| !excluded.contains(*value)).collect());
        }
        let named: Vec<&Node> = if let Value::List(items) = &node.value { items.iter().collect() } else { vec![node] };
        let mut values = ValueSet::EMPTY;
        for node in named {
            let text = node.text(diagnostics)?;
            let known = self.known(variable);
            let Some(place) = known.iter().position(|known| *known == text) else {
                diagnostics.push(
                    Diagnostic::error(Code::UnknownValue, node.span, format!("there is no value `{text}` here"))
                        .suggest(text, known),
                );
                return None;
            };
            values = values.with(place);
        }
        Some(values)
    }

    fn known(&self, variable: usize) -> Vec<&str> {
        match self.facts.get(variable) {
            Some(fact) => fact.values.iter().map(|value| value.id.as_str()).collect(),
            None => {
                let derived = &self.derived[variable - self.facts.len()];
                derived.values.iter().map(|value| value.value.as_str()).collect()
            }
        }
    }
}
