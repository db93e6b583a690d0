//! A decision as pages: every way through its questions, with values that lead on alike put together.

use super::ValueSet;
use super::diagram::Function;
use super::table::Compiled;

/// Every state that readers meet who answer one question after the other.
///
/// Values that lead to the same are one class: a table with millions of combinations has a few hundred states.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    states: Vec<WalkState>,
}

/// A state: what was answered on the way, and what is asked next.
#[derive(Clone, Debug)]
pub struct WalkState {
    /// Its place in the walk.
    pub index: usize,
    /// The answers, in the order in which they were given: the fact, and the class of values.
    pub path: Vec<(usize, ValueSet)>,
    /// The next question, or the outcome.
    pub next: Next,
}

/// What follows in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A question, with the classes of its values and the states that they lead to.
    Question {
        /// The fact that is asked for.
        fact: usize,
        /// The classes, by their first value.
        classes: Vec<(ValueSet, usize)>,
    },
    /// The outcome.
    Outcome(u32),
}

impl Walk {
    /// All ways through a decision. Answers that are impossible lead nowhere.
    pub(super) fn of(compiled: &Compiled) -> Self {
        let mut walk = Self::default();
        walk.visit(compiled, compiled.asking, Vec::new());
        walk
    }

    fn visit(&mut self, compiled: &Compiled, function: Function, path: Vec<(usize, ValueSet)>) -> usize {
        let index = self.states.len();
        let diagrams = &compiled.diagrams;
        let Some((fact, children)) = diagrams.question(function) else {
            let outcome = diagrams.number(function).unwrap_or(Compiled::NOTHING);
            self.states.push(WalkState { index, path, next: Next::Outcome(outcome) });
            return index;
        };
        self.states.push(WalkState { index, path: path.clone(), next: Next::Outcome(Compiled::NOTHING) });
        let mut grouped: Vec<(Function, ValueSet)> = Vec::new();
        for (value, child) in children.iter().enumerate() {
            if diagrams.number(*child) == Some(Compiled::IMPOSSIBLE) {
                continue;
            }
            match grouped.iter_mut().find(|(known, _)| known == child) {
                Some((_, values)) => *values = values.with(value),
                None => grouped.push((*child, ValueSet::one(value))),
            }
        }
        let classes = grouped.into_iter().map(|(child, values)| {
            let mut path = path.clone();
            path.push((fact, values));
            (values, self.visit(compiled, child, path))
        });
        let classes = classes.collect();
        self.states[index].next = Next::Question { fact, classes };
        index
    }

    /// The states; the first is where nothing is answered yet.
    pub fn states(&self) -> &[WalkState] {
        &self.states
    }

    /// How far answers lead: the state after all questions that they answer. Each fact has the values that it may have.
    pub fn follow(&self, answers: &[Option<ValueSet>]) -> Option<&WalkState> {
        let mut state = self.states.first()?;
        while let Next::Question { fact, classes } = &state.next {
            let within = |values: ValueSet, of: ValueSet| values.iter().all(|value| of.contains(value));
            let answer = answers[*fact].filter(|values| !values.is_empty());
            let class = answer.and_then(|answer| classes.iter().find(|(values, _)| within(answer, *values)));
            let Some((_, next)) = class else {
                break;
            };
            state = &self.states[*next];
        }
        Some(state)
    }
}
