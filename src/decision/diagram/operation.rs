//! What makes functions of others, or compares them: each operation looks at every pair of their nodes once.

use std::collections::{HashMap, HashSet};

use super::build::{Builder, TooLarge};
use super::{Diagram, NodeId};

/// What is known of a combination of two functions before either is followed further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is this number.
    Number(u32),
    /// It is the first function.
    First,
    /// It is the second.
    Second,
    /// Nothing yet. Two terminals never leave it open.
    Open,
}

impl Builder {
    /// The function whose numbers are made of those of two others: `operator` is told the numbers of two nodes, as far as
    /// they are terminals, and says what it knows already.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn apply(
        &mut self,
        a: NodeId,
        b: NodeId,
        operator: impl Fn(Option<u32>, Option<u32>) -> Applied,
    ) -> Result<NodeId, TooLarge> {
        Apply { builder: self, operator, done: HashMap::new() }.pair(a, b)
    }

    /// The function whose numbers are made of another's by `change`.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn map(&mut self, node: NodeId, change: impl Fn(u32) -> u32) -> Result<NodeId, TooLarge> {
        Rebuild { builder: self, change, shortcut: |_: &Diagram, _: &[NodeId]| None, done: HashMap::new() }.node(node)
    }

    /// The assignments in both of two sets, which are functions to 0 and 1.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn and(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        self.apply(a, b, |a, b| match (a, b) {
            (Some(0), _) | (_, Some(0)) => Applied::Number(0),
            (Some(_), _) => Applied::Second,
            (_, Some(_)) => Applied::First,
            _ => Applied::Open,
        })
    }

    /// The assignments in the first of two sets and not in the second.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn without(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        self.apply(a, b, |a, b| match (a, b) {
            (Some(0), _) => Applied::Number(0),
            (_, Some(0)) => Applied::First,
            (_, Some(_)) => Applied::Number(0),
            _ => Applied::Open,
        })
    }

    /// A simpler function that differs only where this one is `number`, about which nobody cares: a variable is not tested if
    /// that only tells `number` from something else (sibling substitution: Coudert and Madre, 1990).
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn restrict(&mut self, node: NodeId, number: u32) -> Result<NodeId, TooLarge> {
        let shortcut = |diagram: &Diagram, children: &[NodeId]| {
            let mut cared = children.iter().filter(|child| diagram.terminal(**child) != Some(number));
            let first = cared.next().copied()?;
            cared.all(|child| *child == first).then_some(first)
        };
        Rebuild { builder: self, change: |number| number, shortcut, done: HashMap::new() }.node(node)
    }

    /// The function that is one of several, by the value of a variable that none of them tests.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn select(&mut self, variable: usize, functions: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        Select { builder: self, variable, done: HashMap::new() }.among(functions)
    }
}

impl Diagram {
    /// The first variable that either of two nodes tests; none if they are terminals.
    fn first_variable(&self, a: NodeId, b: NodeId) -> Option<usize> {
        Some(self.level(a).min(self.level(b))).filter(|variable| *variable < self.sizes().len())
    }

    /// What is left of two functions that test no earlier variable when `variable` has `value`.
    fn cofactors(&self, [a, b]: [NodeId; 2], variable: usize, value: usize) -> [NodeId; 2] {
        [self.cofactor(a, variable, value), self.cofactor(b, variable, value)]
    }
}

struct Apply<'b, O> {
    builder: &'b mut Builder,
    operator: O,
    done: HashMap<(NodeId, NodeId), NodeId>,
}

impl<O: Fn(Option<u32>, Option<u32>) -> Applied> Apply<'_, O> {
    fn pair(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        let diagram = self.builder.diagram();
        match (self.operator)(diagram.terminal(a), diagram.terminal(b)) {
            Applied::Number(number) => return self.builder.terminal(number),
            Applied::First => return Ok(a),
            Applied::Second => return Ok(b),
            Applied::Open => {}
        }
        if let Some(done) = self.done.get(&(a, b)) {
            return Ok(*done);
        }
        let Some(variable) = diagram.first_variable(a, b) else {
            return Ok(a);
        };
        let values = 0..diagram.sizes()[variable];
        self.builder.step()?;
        let children = values.map(|value| {
            let [a, b] = self.builder.diagram().cofactors([a, b], variable, value);
            self.pair(a, b)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.builder.branch(variable, children)?;
        self.done.insert((a, b), result);
        Ok(result)
    }
}

/// Makes a function anew from its terminals up.
struct Rebuild<'b, C, S> {
    builder: &'b mut Builder,
    /// What becomes of the number of a terminal.
    change: C,
    /// What stands in place of a node with such children, instead of a test.
    shortcut: S,
    done: HashMap<NodeId, NodeId>,
}

impl<C: Fn(u32) -> u32, S: Fn(&Diagram, &[NodeId]) -> Option<NodeId>> Rebuild<'_, C, S> {
    fn node(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        if let Some(done) = self.done.get(&node) {
            return Ok(*done);
        }
        self.builder.step()?;
        let diagram = self.builder.diagram();
        let result = match diagram.branch(node) {
            None => self.builder.terminal((self.change)(diagram.terminal(node).unwrap_or_default()))?,
            Some((variable, children)) => {
                let old = children.to_vec();
                let children: Vec<NodeId> = old.iter().map(|child| self.node(*child)).collect::<Result<_, _>>()?;
                match (self.shortcut)(self.builder.diagram(), &children) {
                    Some(instead) => instead,
                    None => self.builder.branch(variable, children)?,
                }
            }
        };
        self.done.insert(node, result);
        Ok(result)
    }
}

struct Select<'b> {
    builder: &'b mut Builder,
    variable: usize,
    done: HashMap<Vec<NodeId>, NodeId>,
}

impl Select<'_> {
    fn among(&mut self, functions: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        let diagram = self.builder.diagram();
        let first = functions.iter().map(|function| diagram.level(*function)).min();
        let Some(first) = first.filter(|first| *first < self.variable) else {
            return self.builder.branch(self.variable, functions);
        };
        if let Some(done) = self.done.get(&functions) {
            return Ok(*done);
        }
        self.builder.step()?;
        let values = 0..self.builder.diagram().sizes()[first];
        let children = values.map(|value| {
            let diagram = self.builder.diagram();
            let left = functions.iter().map(|function| diagram.cofactor(*function, first, value)).collect();
            self.among(left)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.builder.branch(first, children)?;
        self.done.insert(functions, result);
        Ok(result)
    }
}

/// Searches for an assignment for which something holds of two functions.
pub(crate) struct PairSearch<'b, D> {
    builder: &'b mut Builder,
    /// What is told of two functions without a look at their branches; `None` if that is needed.
    decide: D,
    /// Pairs of which it holds for no assignment, which later searches may meet again.
    exhausted: HashSet<(NodeId, NodeId)>,
}

impl<'b, D: Fn(&Diagram, NodeId, NodeId) -> Option<bool>> PairSearch<'b, D> {
    fn new(builder: &'b mut Builder, decide: D) -> Self {
        Self { builder, decide, exhausted: HashSet::new() }
    }

    pub(crate) fn diagram(&self) -> &Diagram {
        self.builder.diagram()
    }

    /// Whether it holds for some assignment.
    pub(crate) fn finds(&mut self, a: NodeId, b: NodeId) -> Result<bool, TooLarge> {
        let diagram = self.builder.diagram();
        if let Some(decided) = (self.decide)(diagram, a, b) {
            return Ok(decided);
        }
        // What is decided of two terminals is decided above.
        let Some(variable) = diagram.first_variable(a, b).filter(|_| !self.exhausted.contains(&(a, b))) else {
            return Ok(false);
        };
        let values = 0..diagram.sizes()[variable];
        self.builder.step()?;
        for value in values {
            let [a, b] = self.builder.diagram().cofactors([a, b], variable, value);
            if self.finds(a, b)? {
                return Ok(true);
            }
        }
        self.exhausted.insert((a, b));
        Ok(false)
    }
}

/// Searches for an assignment for which functions differ, and neither is a number about which nobody cares.
pub(crate) fn difference(
    builder: &mut Builder,
    ignored: u32,
) -> PairSearch<'_, impl Fn(&Diagram, NodeId, NodeId) -> Option<bool>> {
    PairSearch::new(builder, move |diagram, a, b| {
        let terminals = [a, b].map(|node| diagram.terminal(node));
        if a == b || terminals.contains(&Some(ignored)) {
            return Some(false);
        }
        // Two terminals that are not the same node are not the same number.
        terminals.iter().all(Option::is_some).then_some(true)
    })
}

/// Searches for an assignment for which functions are both something else than a number.
pub(crate) fn meeting(
    builder: &mut Builder,
    outside: u32,
) -> PairSearch<'_, impl Fn(&Diagram, NodeId, NodeId) -> Option<bool>> {
    PairSearch::new(builder, move |diagram, a, b| match [a, b].map(|node| diagram.terminal(node)) {
        [Some(is), _] | [_, Some(is)] if is == outside => Some(false),
        [None, None] => None,
        // What tests something is not the same number everywhere.
        _ => Some(true),
    })
}
