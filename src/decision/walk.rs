//! A decision as pages: the ways through its questions, with values that lead on alike put together.

use std::collections::HashMap;

use super::ValueSet;
use super::compiled::Compiled;
use super::diagram::Function;

/// Every state that readers meet who answer one question after the other.
///
/// Values that lead to the same are one class: a table with millions of combinations has a few hundred states. A state is a
/// way of answers; where there are more than [`Walk::MAX_WAYS`], ways that lead on alike share a state.
#[derive(Clone, Debug)]
pub struct Walk {
    states: Vec<WalkState>,
    ways: u128,
}

/// A state: what was answered on the way, and what is asked next.
#[derive(Clone, Debug)]
pub struct WalkState {
    /// Its place in the walk.
    pub index: usize,
    /// The answers, in the order in which they are given: the fact, and the class of values. If other ways lead here, too,
    /// the first of them.
    pub path: Vec<(usize, ValueSet)>,
    /// Whether other ways lead here, too: then nothing is known of the answers.
    pub is_shared: bool,
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
    /// So many ways have a state each.
    pub const MAX_WAYS: usize = 2_000;

    /// All ways through a decision. Answers that are impossible lead nowhere.
    pub(super) fn of(compiled: &Compiled) -> Self {
        let mut walker = Walker { compiled, states: Vec::new(), ways: HashMap::new(), visited: None };
        let ways = walker.count(compiled.asking);
        if ways > Self::MAX_WAYS as u128 {
            walker.visited = Some(HashMap::new());
        }
        walker.visit(compiled.asking, &mut Vec::new());
        walker.share();
        Self { states: walker.states, ways }
    }

    /// How many ways there are, those that end before the outcome among them; [`u128::MAX`] if they are more than that.
    pub fn ways(&self) -> u128 {
        self.ways
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

struct Walker<'c> {
    compiled: &'c Compiled,
    states: Vec<WalkState>,
    /// How many ways begin with a part of the function.
    ways: HashMap<Function, u128>,
    /// The state of each part of the function, where ways share them.
    visited: Option<HashMap<Function, usize>>,
}

impl Walker<'_> {
    /// The classes of values of a function's first question, each with what follows.
    fn classes(&self, children: &[Function]) -> Vec<(Function, ValueSet)> {
        let mut classes: Vec<(Function, ValueSet)> = Vec::new();
        for (value, child) in children.iter().enumerate() {
            if self.compiled.diagrams.number(*child) == Some(Compiled::IMPOSSIBLE) {
                continue;
            }
            match classes.iter_mut().find(|(known, _)| known == child) {
                Some((_, values)) => *values = values.with(value),
                None => classes.push((*child, ValueSet::one(value))),
            }
        }
        classes
    }

    fn count(&mut self, function: Function) -> u128 {
        if let Some(known) = self.ways.get(&function) {
            return *known;
        }
        let classes = self.compiled.diagrams.question(function).map(|(_, children)| self.classes(children));
        let ways = classes
            .unwrap_or_default()
            .into_iter()
            .fold(1_u128, |sum, (child, _)| sum.saturating_add(self.count(child)));
        self.ways.insert(function, ways);
        ways
    }

    fn visit(&mut self, function: Function, path: &mut Vec<(usize, ValueSet)>) -> usize {
        if let Some(known) = self.visited.as_ref().and_then(|visited| visited.get(&function)) {
            self.states[*known].is_shared = true;
            return *known;
        }
        let index = self.states.len();
        if let Some(visited) = &mut self.visited {
            visited.insert(function, index);
        }
        let diagrams = &self.compiled.diagrams;
        let number = diagrams.number(function).unwrap_or(Compiled::NOTHING);
        let next = Next::Outcome(number);
        self.states.push(WalkState { index, path: path.clone(), is_shared: false, next });
        if let Some((fact, children)) = diagrams.question(function) {
            let mut classes = Vec::new();
            for (child, values) in self.classes(children) {
                path.push((fact, values));
                classes.push((values, self.visit(child, path)));
                path.pop();
            }
            self.states[index].next = Next::Question { fact, classes };
        }
        index
    }

    /// What follows a shared state is shared. States that only one other leads to stand after it.
    fn share(&mut self) {
        for index in 0..self.states.len() {
            if let (true, Next::Question { classes, .. }) = (self.states[index].is_shared, &self.states[index].next) {
                for (_, next) in classes.clone() {
                    self.states[next].is_shared = true;
                }
            }
        }
    }
}
