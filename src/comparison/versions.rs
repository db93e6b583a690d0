//! Two versions of a decision as functions of the same facts, which are compared as diagrams: nothing is enumerated.

use std::collections::HashMap;

use super::change::{DecisionChange, OutcomeChange};
use super::fact::SharedFact;
use crate::advice::Advisor;
use crate::content::{Decision, Outcome};
use crate::decision::{
    Answers, Builder, CompiledDecision, Cube, DiagramNode, NodeId, TerminalCase, TooLarge, ValueSet,
};

/// What a combination leads to, as a number in both versions alike.
mod leads_to {
    /// A value or fact that the version does not have.
    pub(super) const ABSENT: u32 = 0;
    pub(super) const IMPOSSIBLE: u32 = 1;
    /// The first outcome.
    pub(super) const OUTCOMES: u32 = 2;
}

/// Two versions of a decision over the same facts.
pub(super) struct Versions<'d> {
    /// The old version and the new one, each with what knows where its rows stand.
    both: [(&'d Advisor, &'d Decision); 2],
    facts: Vec<SharedFact<'d>>,
    /// What the outcomes of both say, each once.
    signatures: Vec<String>,
    /// What each outcome of each version leads to: [`leads_to::OUTCOMES`] and the place of its signature.
    outcomes: [Vec<u32>; 2],
}

/// Why two versions cannot be compared.
#[derive(Debug, thiserror::Error)]
pub(super) enum Incomparable {
    /// Each version has fewer.
    #[error("both versions of `{fact}` have {values} values, more than {}", ValueSet::MAX)]
    TooManyValues { fact: String, values: usize },
    #[error("their common diagram grows past {limit} nodes, most of which ask for {}", facts.join(", "))]
    TooLarge { limit: usize, facts: Vec<String> },
}

impl<'d> Versions<'d> {
    pub(super) fn new(versions: [(&'d Advisor, &'d Decision); 2]) -> Self {
        let [was, is] = versions.map(|(_, decision)| decision);
        let of_new = is.facts.iter().enumerate().map(|(place, fact)| {
            let old = was.fact(fact.id.value.as_str());
            SharedFact::of([old, Some((place, fact))])
        });
        let gone = was.facts.iter().enumerate().filter(|(_, fact)| is.fact(fact.id.value.as_str()).is_none());
        let of_old = gone.map(|(place, fact)| SharedFact::of([Some((place, fact)), None]));
        let mut signatures: Vec<String> = Vec::new();
        let mut number = |signature: String| {
            let place = signatures.iter().position(|known| *known == signature).unwrap_or_else(|| {
                signatures.push(signature);
                signatures.len() - 1
            });
            leads_to::OUTCOMES + place as u32
        };
        let outcomes = [was, is]
            .map(|decision| decision.outcomes.iter().map(|outcome| number(signature(decision, outcome))).collect());
        Self { both: versions, facts: of_new.chain(of_old).collect(), signatures, outcomes }
    }

    /// How the decision changed, none if it did not.
    ///
    /// # Errors
    /// If the versions are too large together.
    pub(super) fn compare(&self) -> Result<Option<DecisionChange>, Incomparable> {
        if let Some(fact) = self.facts.iter().find(|fact| fact.values.len() > ValueSet::MAX) {
            return Err(Incomparable::TooManyValues { fact: fact.id.to_owned(), values: fact.values.len() });
        }
        let sizes: Vec<usize> = self.facts.iter().map(|fact| fact.values.len()).collect();
        let everything = sizes.iter().map(|size| ValueSet::all(*size)).collect();
        let mut builder = Builder::new(sizes);
        let pairs = self.pairs(&mut builder).map_err(|TooLarge { limit, variables }| {
            let facts = variables.into_iter().map(|fact| self.facts[fact].id.to_owned());
            Incomparable::TooLarge { limit, facts: facts.collect() }
        })?;
        let diagram = builder.diagram();
        let names = |version| self.facts.iter().flat_map(|fact| fact.only_in(version)).collect::<Vec<String>>();
        let mut change = DecisionChange {
            decision: self.both[1].1.id.to_string(),
            added: names(1),
            removed: names(0),
            combinations: 0,
            of: diagram.assignments(),
            changes: Vec::new(),
        };
        for pair in diagram.terminals_in(pairs, &everything).into_iter().filter(|pair| *pair != 0) {
            let combinations = diagram.count(pairs, pair);
            let Some(witness) = diagram.witness(pairs, pair) else {
                continue;
            };
            change.combinations = change.combinations.saturating_add(combinations);
            change.changes.push(self.outcome_change(pair, combinations, &witness));
        }
        change
            .changes
            .sort_by(|a, b| b.combinations.cmp(&a.combinations).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        let same = change.changes.is_empty() && change.added.is_empty() && change.removed.is_empty();
        Ok((!same).then_some(change))
    }

    fn outcome_change(&self, pair: u32, combinations: u128, witness: &Cube) -> OutcomeChange {
        let numbers = self.numbers();
        let named = self.facts.iter().zip(witness).filter(|(fact, values)| values.len() < fact.values.len());
        OutcomeChange {
            from: self.name_of(pair / numbers),
            to: self.name_of(pair % numbers),
            combinations,
            example: named.map(|(fact, values)| (fact.id.to_owned(), fact.names(*values))).collect(),
            old_rows: self.rows_at(0, witness),
            new_rows: self.rows_at(1, witness),
        }
    }

    /// How many numbers stand for what combinations lead to.
    fn numbers(&self) -> u32 {
        u32::try_from(self.signatures.len()).unwrap_or(u32::MAX).saturating_add(leads_to::OUTCOMES)
    }

    /// What the combinations of shared facts led to and lead to, as one number, zero where it is the same or a version lacks
    /// them.
    fn pairs(&self, builder: &mut Builder) -> Result<NodeId, TooLarge> {
        let old = FactMapping::of(self, 0, builder).root()?;
        let new = FactMapping::of(self, 1, builder).root()?;
        let numbers = self.numbers();
        builder.apply(old, new, |a, b| match (a, b) {
            (Some(leads_to::ABSENT), _) | (_, Some(leads_to::ABSENT)) => Some(TerminalCase::Terminal(0)),
            (Some(a), Some(b)) if a == b => Some(TerminalCase::Terminal(0)),
            (Some(a), Some(b)) => Some(TerminalCase::Terminal(a.saturating_mul(numbers).saturating_add(b))),
            _ => None,
        })
    }

    fn name_of(&self, number: u32) -> String {
        let place = number.checked_sub(leads_to::OUTCOMES).and_then(|place| self.signatures.get(place as usize));
        place.cloned().unwrap_or_else(|| "impossible".to_owned())
    }

    /// The rows that are hit in a version by the first combination of a cube.
    fn rows_at(&self, version: usize, witness: &Cube) -> Vec<String> {
        let (advisor, decision) = self.both[version];
        let mut own = vec![0; decision.facts.len()];
        for (fact, values) in self.facts.iter().zip(witness) {
            if let (Some((place, to_own)), Some(value)) = (&fact.own[version], values.iter().next()) {
                own[*place] = to_own[value].unwrap_or_default();
            }
        }
        advisor.places_of(decision, &decision.rows_hit(&Answers::all(&own)))
    }
}

/// Makes a version's function one over the shared facts.
struct FactMapping<'t, 'd> {
    decision: &'d Decision,
    builder: &'t mut Builder,
    /// For each of the version's own facts, the shared one, and for each of its values the place of the own value.
    shared: Vec<(usize, &'t [Option<usize>])>,
    /// What each outcome of the version leads to.
    outcomes: &'t [u32],
    computed: HashMap<NodeId, NodeId>,
}

impl<'t, 'd> FactMapping<'t, 'd> {
    fn of(versions: &'t Versions<'d>, version: usize, builder: &'t mut Builder) -> Self {
        let (_, decision) = versions.both[version];
        let own = versions.facts.iter().enumerate();
        let own = own.filter_map(|(at, fact)| fact.own[version].as_ref().map(|(place, values)| (*place, at, values)));
        let mut shared: Vec<(usize, &[Option<usize>])> = vec![(0, &[]); decision.facts.len()];
        for (place, at, values) in own {
            shared[place] = (at, values);
        }
        Self { decision, builder, shared, outcomes: &versions.outcomes[version], computed: HashMap::new() }
    }

    fn root(mut self) -> Result<NodeId, TooLarge> {
        let (_, root) = self.decision.compiled.diagram();
        self.node(root)
    }

    fn node(&mut self, own: NodeId) -> Result<NodeId, TooLarge> {
        if let Some(computed) = self.computed.get(&own) {
            return Ok(*computed);
        }
        let (diagram, _) = self.decision.compiled.diagram();
        let translated = match diagram.node(own) {
            DiagramNode::Branch { variable, children } => self.branch(*variable, children)?,
            DiagramNode::Terminal(CompiledDecision::IMPOSSIBLE) => self.builder.terminal(leads_to::IMPOSSIBLE)?,
            DiagramNode::Terminal(outcome) => {
                // A gap is an error of its version, and leads nowhere.
                let number = self.outcomes.get(*outcome as usize).copied().unwrap_or(leads_to::ABSENT);
                self.builder.terminal(number)?
            }
        };
        self.computed.insert(own, translated);
        Ok(translated)
    }

    fn branch(&mut self, fact: usize, children: &[NodeId]) -> Result<NodeId, TooLarge> {
        let absent = self.builder.terminal(leads_to::ABSENT)?;
        let (variable, values) = self.shared[fact];
        let functions = values.iter().map(|own| own.map_or(Ok(absent), |own| self.node(children[own])));
        let functions = functions.collect::<Result<Vec<NodeId>, TooLarge>>()?;
        self.builder.case(variable, functions)
    }
}

/// An outcome with all that it says: `first (filing: required, access: required)`.
fn signature(decision: &Decision, outcome: &Outcome) -> String {
    let verdicts = decision.verdicts.iter().zip(&outcome.verdicts);
    let properties = decision.properties.iter().zip(&outcome.properties);
    let said: Vec<String> = verdicts
        .chain(properties)
        .map(|(verdict, place)| format!("{}: {}", verdict.id.value, verdict.values[*place].id))
        .collect();
    format!("{} ({})", outcome.id.value, said.join(", "))
}
