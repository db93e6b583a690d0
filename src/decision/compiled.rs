//! A decision in the one form in which everything is asked of it: what follows from answers, and why.

use super::answers::{Answer, Answers};
use super::diagram::{Cube, Diagram, FlatDiagram, NodeId, ValueSet};
use super::table::{TableRef, Tables};

/// A decision: its tables, and the one function of the facts that they are together.
#[derive(Clone, Debug)]
pub struct CompiledDecision {
    pub(super) tables: Tables,
    pub(super) diagram: Diagram,
    /// The outcome, by the facts; [`CompiledDecision::IMPOSSIBLE`] where they cannot be so, [`CompiledDecision::NO_RULE`] in a gap.
    pub(super) outcome: NodeId,
    /// The same function wherever the facts can be so. It tests no fact only to find out that they cannot.
    pub(super) asking: NodeId,
}

/// What follows from answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluation {
    /// The outcome, whatever is not known.
    Answered(u32),
    /// The outcome depends on a fact that was not asked yet.
    Question {
        /// The first such fact, in the order of the facts.
        fact: usize,
        /// The outcomes that are possible, in their order.
        possible: Vec<u32>,
    },
    /// The outcome depends on what is not known.
    Undetermined {
        /// The outcomes that are possible, in their order.
        possible: Vec<u32>,
        /// The facts that are not known and make a difference, in their order.
        settled_by: Vec<usize>,
    },
    /// The answers contradict each other.
    Impossible,
}

impl Evaluation {
    /// The outcome; none while several are possible, or if the answers contradict each other.
    pub fn outcome(&self) -> Option<u32> {
        if let Self::Answered(outcome) = self { Some(*outcome) } else { None }
    }

    /// The outcomes that are possible, in their order.
    pub fn possible(&self) -> &[u32] {
        match self {
            Self::Answered(outcome) => std::slice::from_ref(outcome),
            Self::Question { possible, .. } | Self::Undetermined { possible, .. } => possible,
            Self::Impossible => &[],
        }
    }
}

/// What another answer to one question leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterfactual {
    /// By its place, from 0.
    pub fact: usize,
    /// By its place among the fact's values.
    pub value: usize,
    /// What follows from the answers with this value instead.
    pub state: Evaluation,
}

/// All methods that take answers panic if there are not as many answers as facts.
impl CompiledDecision {
    /// The terminal of combinations that cannot be.
    pub const IMPOSSIBLE: u32 = u32::MAX;
    /// The terminal of combinations that hit no rule.
    pub const NO_RULE: u32 = u32::MAX - 1;
    /// The diagram has at most so many nodes: every answer looks at them, and readers download them.
    pub const MAX_NODES: usize = 10_000;
    /// A decision has at most so many facts.
    pub const MAX_FACTS: usize = 256;

    /// The tables that it was compiled from.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The outcome, by the facts, as a node of a diagram whose variables are the facts; [`CompiledDecision::IMPOSSIBLE`] where they
    /// cannot be so.
    pub fn diagram(&self) -> (&Diagram, NodeId) {
        (&self.diagram, self.outcome)
    }

    /// The diagram for a program elsewhere to walk. It has two functions: the outcome, and the same function without what is
    /// only tested to find out that facts cannot be so, which tells what to ask.
    pub fn flatten(&self) -> FlatDiagram {
        self.diagram.flatten(&[self.outcome, self.asking])
    }

    /// How many combinations of facts there are; [`u128::MAX`] if they are more than that.
    pub fn combinations(&self) -> u128 {
        self.diagram.assignments()
    }

    /// What follows from answers. Asks the first fact, in the order of the facts, on which the outcome still depends.
    pub fn evaluate(&self, answers: &Answers) -> Evaluation {
        let cube = self.cube(answers);
        let possible = self.outcomes_in(&cube);
        match possible.as_slice() {
            [] => return Evaluation::Impossible,
            [outcome] => return Evaluation::Answered(*outcome),
            _ => {}
        }
        let mut open = self.diagram.tested_in(self.asking, &cube);
        open.retain(|fact| cube[*fact].len() > 1);
        match open.iter().find(|fact| answers.get(**fact) == Answer::NotAsked) {
            Some(fact) => Evaluation::Question { fact: *fact, possible },
            None => Evaluation::Undetermined { possible, settled_by: open },
        }
    }

    /// Facts whose answers suffice for the outcome, whatever the other facts are, and none of which can be left out; none if no
    /// outcome follows. The latest fact is left out first.
    pub fn sufficient_reason(&self, answers: &Answers) -> Option<Vec<usize>> {
        let sizes = self.diagram.sizes();
        let mut cube = self.cube(answers);
        let outcome = self.only_outcome_in(&cube)?;
        let given = (0..sizes.len()).filter(|fact| answers.get(*fact).values().is_some());
        let mut needed: Vec<usize> = given.collect();
        for fact in needed.clone().into_iter().rev() {
            let narrow = std::mem::replace(&mut cube[fact], ValueSet::all(sizes[fact]));
            if self.only_outcome_in(&cube) == Some(outcome) {
                needed.retain(|kept| *kept != fact);
            } else {
                cube[fact] = narrow;
            }
        }
        Some(needed)
    }

    /// Where each other value of each fact that has a value leads to another state: by fact, then by value.
    pub fn changes(&self, answers: &Answers) -> Vec<Counterfactual> {
        let now = self.evaluate(answers);
        let mut changes = Vec::new();
        for (fact, answer) in answers.iter().enumerate() {
            let Some(given) = answer.single() else {
                continue;
            };
            let mut changed = answers.clone();
            for value in (0..self.diagram.sizes()[fact]).filter(|value| *value != given) {
                changed.set(fact, Answer::value(value));
                let state = self.evaluate(&changed);
                if state != now {
                    changes.push(Counterfactual { fact, value, state });
                }
            }
        }
        changes
    }

    /// The first combination of facts that agrees with answers and has an outcome that is wanted: the place of the value of each
    /// fact.
    pub fn first_combination(&self, answers: &Answers, is_wanted: impl Fn(u32) -> bool) -> Option<Vec<usize>> {
        let can_be = |outcome| outcome != Self::IMPOSSIBLE && is_wanted(outcome);
        self.diagram.first_assignment(self.outcome, &self.cube(answers), can_be)
    }

    /// The rules that are hit, each with its table, in the order in which the tables are evaluated; none if the answers
    /// contradict each other. A fact that may have several values has the first that can be.
    pub fn hits(&self, answers: &Answers) -> Vec<(TableRef, usize)> {
        let facts = self.first_combination(answers, |_| true);
        facts.map(|facts| self.tables.hits(&facts)).unwrap_or_default()
    }

    /// The impossible combination that contradicts answers, by its place: one that they meet, or, as several together may leave
    /// nothing that can be, the first that no answer speaks against.
    pub fn contradiction(&self, answers: &Answers) -> Option<usize> {
        let cube = self.cube(answers);
        let first = |meets: fn(ValueSet, ValueSet) -> bool| {
            let mut combinations = self.tables.impossible.iter();
            combinations.position(|when| when.iter().all(|(fact, values)| meets(cube[*fact], *values)))
        };
        first(|known, values| known.is_within(values)).or_else(|| first(|known, values| known.meets(values)))
    }

    fn cube(&self, answers: &Answers) -> Cube {
        answers.cube(self.diagram.sizes())
    }

    fn outcomes_in(&self, cube: &Cube) -> Vec<u32> {
        let mut outcomes = self.diagram.terminals_in(self.outcome, cube);
        outcomes.retain(|outcome| *outcome != Self::IMPOSSIBLE);
        outcomes
    }

    fn only_outcome_in(&self, cube: &Cube) -> Option<u32> {
        let outcomes = self.outcomes_in(cube);
        if let [outcome] = outcomes.as_slice() { Some(*outcome) } else { None }
    }
}
