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

/// Whether functions differ for some assignment for which neither is a number about which nobody cares.
pub(crate) struct Difference<'b> {
    builder: &'b mut Builder,
    number: u32,
    /// Pairs that do not differ, which later searches may meet again.
    alike: HashSet<(NodeId, NodeId)>,
}

impl<'b> Difference<'b> {
    pub(crate) fn apart_from(builder: &'b mut Builder, number: u32) -> Self {
        Self { builder, number, alike: HashSet::new() }
    }

    pub(crate) fn diagram(&self) -> &Diagram {
        self.builder.diagram()
    }

    pub(crate) fn between(&mut self, a: NodeId, b: NodeId) -> Result<bool, TooLarge> {
        let diagram = self.builder.diagram();
        let is_ignored = |node| diagram.terminal(node) == Some(self.number);
        if a == b || is_ignored(a) || is_ignored(b) || self.alike.contains(&(a, b)) {
            return Ok(false);
        }
        let Some(variable) = diagram.first_variable(a, b) else {
            return Ok(true);
        };
        let values = 0..diagram.sizes()[variable];
        self.builder.step()?;
        for value in values {
            let [a, b] = self.builder.diagram().cofactors([a, b], variable, value);
            if self.between(a, b)? {
                return Ok(true);
            }
        }
        self.alike.insert((a, b));
        Ok(false)
    }
}

/// Whether functions are both something else than a number for some assignment.
pub(crate) struct Meeting<'b> {
    builder: &'b mut Builder,
    number: u32,
    apart: HashSet<(NodeId, NodeId)>,
}

impl<'b> Meeting<'b> {
    pub(crate) fn outside(builder: &'b mut Builder, number: u32) -> Self {
        Self { builder, number, apart: HashSet::new() }
    }

    pub(crate) fn of(&mut self, a: NodeId, b: NodeId) -> Result<bool, TooLarge> {
        let diagram = self.builder.diagram();
        match (diagram.terminal(a), diagram.terminal(b)) {
            (Some(is), _) | (_, Some(is)) if is == self.number => return Ok(false),
            // What tests something is not the same number everywhere.
            (Some(_), _) | (_, Some(_)) => return Ok(true),
            (None, None) => {}
        }
        let Some(variable) = diagram.first_variable(a, b).filter(|_| !self.apart.contains(&(a, b))) else {
            return Ok(false);
        };
        let values = 0..diagram.sizes()[variable];
        self.builder.step()?;
        for value in values {
            let [a, b] = self.builder.diagram().cofactors([a, b], variable, value);
            if self.of(a, b)? {
                return Ok(true);
            }
        }
        self.apart.insert((a, b));
        Ok(false)
    }
}
