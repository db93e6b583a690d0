//! A decision as pages: the paths through its questions, with values that lead on alike put together.

use std::collections::{BTreeSet, HashMap};

use super::answers::Answers;
use super::compiled::CompiledDecision;
use super::diagram::{DiagramNode, NodeId, ValueSet};

/// Every state that readers meet who answer one question after the other.
///
/// Values that lead to the same are one class: a table with millions of combinations has a few hundred states. A state is a
/// path of answers; where there are more than [`Walk::MAX_PATHS`], paths that lead on alike share a state.
#[derive(Clone, Debug)]
pub struct Walk {
    states: Vec<WalkState>,
    paths: u128,
}

/// A state: what was answered on the path to it, and what is asked next.
#[derive(Clone, Debug)]
pub struct WalkState {
    /// The answers, in the order in which they are given: the fact, and the class of values. If other paths lead here, too,
    /// the first of them.
    pub path: Vec<(usize, ValueSet)>,
    /// Whether other paths lead here, too: then nothing is known of the answers.
    pub is_shared: bool,
    /// What follows the path.
    pub next: Next,
}

/// What follows in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The fact is asked for on which the outcome still depends.
    Question {
        /// By its place, from 0.
        fact: usize,
        /// The classes of its values that can be, by their first value, each with the place of the state that it leads to.
        classes: Vec<(ValueSet, usize)>,
    },
    /// The outcome, or [`CompiledDecision::NO_RULE`] in a gap.
    Outcome(u32),
}

impl Walk {
    /// So many paths have a state each.
    pub const MAX_PATHS: usize = 2_000;

    /// All paths through a decision. Answers that are impossible lead nowhere.
    pub fn of(compiled: &CompiledDecision) -> Self {
        let mut walker = Walker { compiled, states: Vec::new(), paths: HashMap::new(), visited: None };
        let paths = walker.count_paths(compiled.asking);
        if paths > Self::MAX_PATHS as u128 {
            walker.visited = Some(HashMap::new());
        }
        walker.visit(compiled.asking, &mut Vec::new());
        walker.share();
        Self { states: walker.states, paths }
    }

    /// How many paths there are, those that end before the outcome among them; [`u128::MAX`] if they are more than that.
    pub fn paths(&self) -> u128 {
        self.paths
    }

    /// The states; the first is where nothing is answered yet.
    pub fn states(&self) -> &[WalkState] {
        &self.states
    }

    /// The outcomes that a state may still lead to, in ascending order.
    pub fn outcomes_from(&self, state: &WalkState) -> BTreeSet<u32> {
        let mut outcomes = BTreeSet::new();
        let mut seen = vec![false; self.states.len()];
        let mut open = vec![state];
        while let Some(state) = open.pop() {
            match &state.next {
                Next::Outcome(outcome) => drop(outcomes.insert(*outcome)),
                Next::Question { classes, .. } => {
                    let next = classes.iter().map(|(_, next)| *next);
                    open.extend(
                        next.filter(|next| !std::mem::replace(&mut seen[*next], true)).map(|next| &self.states[next]),
                    );
                }
            }
        }
        outcomes
    }

    /// How far answers lead: the state after all questions that they answer, none if there are no states.
    pub fn follow(&self, answers: &Answers) -> Option<&WalkState> {
        let mut state = self.states.first()?;
        while let Next::Question { fact, classes } = &state.next {
            let answer = answers.get(*fact).values();
            let class = answer.and_then(|answer| classes.iter().find(|(values, _)| answer.is_within(*values)));
            let Some((_, next)) = class else {
                break;
            };
            state = &self.states[*next];
        }
        Some(state)
    }
}

struct Walker<'c> {
    compiled: &'c CompiledDecision,
    states: Vec<WalkState>,
    /// How many paths begin at a node.
    paths: HashMap<NodeId, u128>,
    /// The state of each node, where paths share them.
    visited: Option<HashMap<NodeId, usize>>,
}

impl Walker<'_> {
    /// The classes of values of the fact that a node tests, by what follows.
    fn classes(&self, children: &[NodeId]) -> Vec<(NodeId, ValueSet)> {
        let mut classes: Vec<(NodeId, ValueSet)> = Vec::new();
        for (value, child) in children.iter().enumerate() {
            if self.compiled.diagram.terminal(*child) == Some(CompiledDecision::IMPOSSIBLE) {
                continue;
            }
            match classes.iter_mut().find(|(known, _)| known == child) {
                Some((_, values)) => *values = values.with(value),
                None => classes.push((*child, ValueSet::one(value))),
            }
        }
        classes
    }

    fn count_paths(&mut self, node: NodeId) -> u128 {
        if let Some(known) = self.paths.get(&node) {
            return *known;
        }
        let classes = self.compiled.diagram.branch(node).map(|(_, children)| self.classes(children));
        let paths = classes
            .unwrap_or_default()
            .into_iter()
            .fold(1_u128, |sum, (child, _)| sum.saturating_add(self.count_paths(child)));
        self.paths.insert(node, paths);
        paths
    }

    fn visit(&mut self, node: NodeId, path: &mut Vec<(usize, ValueSet)>) -> usize {
        if let Some(known) = self.visited.as_ref().and_then(|visited| visited.get(&node)) {
            self.states[*known].is_shared = true;
            return *known;
        }
        let index = self.states.len();
        if let Some(visited) = &mut self.visited {
            visited.insert(node, index);
        }
        let compiled = self.compiled;
        match compiled.diagram.node(node) {
            DiagramNode::Terminal(outcome) => self.push(path, Next::Outcome(*outcome)),
            DiagramNode::Branch { variable: fact, children } => {
                // A state stands before those that it leads to, which are found one after the other.
                self.push(path, Next::Question { fact: *fact, classes: Vec::new() });
                for (child, values) in self.classes(children) {
                    path.push((*fact, values));
                    let state = self.visit(child, path);
                    path.pop();
                    if let Next::Question { classes, .. } = &mut self.states[index].next {
                        classes.push((values, state));
                    }
                }
            }
        }
        index
    }

    fn push(&mut self, path: &[(usize, ValueSet)], next: Next) {
        self.states.push(WalkState { path: path.to_vec(), is_shared: false, next });
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
