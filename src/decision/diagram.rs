//! Reduced ordered multi-valued decision diagrams.
//!
//! A diagram is a function from an assignment (a value for each variable) to a number. It is kept as a graph that asks one
//! variable after the other, in a fixed order, and asks only what still makes a difference; equal parts are shared. So a
//! function over millions of assignments is a few nodes, equal functions are the same node, and whole tables are combined
//! and compared without enumerating an assignment. See Bryant, "Graph-Based Algorithms for Boolean Function Manipulation",
//! 1986, and Srinivasan et al., "Algorithms for Discrete Function Manipulation", 1990.
//!
//! Some functions have no small graph in some order of the variables. So what is made is counted, and past a limit every
//! operation ends in [`TooLarge`].

use std::collections::HashMap;
use std::sync::Arc;

use super::ValueSet;

/// Assignments: for each variable, the values that it may have.
pub type Cube = Vec<ValueSet>;

/// A function in a [`Diagrams`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(u32);

/// Functions grew past a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// So many nodes would have been allowed.
    pub limit: usize,
    /// The variables that most nodes ask for, at most three, in their order.
    pub variables: Vec<usize>,
}

/// What is known of a combination of two functions before either is followed further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combined {
    /// It is this number.
    Number(u32),
    /// It is the first function.
    First,
    /// It is the second.
    Second,
    /// Nothing yet. Two numbers never leave it open.
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    /// The same number for every assignment.
    Constant(u32),
    /// By the value of a variable.
    Ask { variable: usize, children: Arc<[Function]> },
}

/// Functions over the same variables, which share their nodes. The children of a node stand before it.
#[derive(Clone, Debug)]
pub struct Diagrams {
    /// How many values each variable has.
    sizes: Vec<usize>,
    nodes: Vec<Node>,
    known: HashMap<Node, Function>,
    /// How many parts of functions were looked at in order to make others.
    steps: usize,
}

impl Diagrams {
    /// So many nodes may be made.
    pub const MAX_NODES: usize = 400_000;

    /// So many parts of functions may be looked at in order to make others: a function that is small in the end may take
    /// long to make.
    const MAX_STEPS: usize = 10 * Self::MAX_NODES;

    /// Functions over variables with so many values each.
    ///
    /// # Panics
    /// If a variable has no values, or more than [`ValueSet::MAX`].
    pub fn new(sizes: Vec<usize>) -> Self {
        assert!(sizes.iter().all(|size| (1..=ValueSet::MAX).contains(size)), "a variable has 1 to 64 values");
        Self { sizes, nodes: Vec::new(), known: HashMap::new(), steps: 0 }
    }

    /// How many values each variable has.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The function that is `number` everywhere.
    ///
    /// # Errors
    /// If there are too many nodes, as with all functions that are made.
    pub fn constant(&mut self, number: u32) -> Result<Function, TooLarge> {
        self.node(Node::Constant(number))
    }

    /// The function that is `inside` where variables have some values, and `outside` elsewhere.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn cube(&mut self, conditions: &[(usize, ValueSet)], inside: u32, outside: u32) -> Result<Function, TooLarge> {
        let mut conditions = conditions.to_vec();
        conditions.sort_unstable_by_key(|(variable, _)| std::cmp::Reverse(*variable));
        let elsewhere = self.constant(outside)?;
        let mut function = self.constant(inside)?;
        for (variable, values) in conditions {
            let children = (0..self.sizes[variable])
                .map(|value| if values.contains(value) { function } else { elsewhere })
                .collect();
            function = self.ask(variable, children)?;
        }
        Ok(function)
    }

    /// Asks a variable; `children` are the functions for each of its values, and ask only later variables.
    pub(super) fn ask(&mut self, variable: usize, children: Vec<Function>) -> Result<Function, TooLarge> {
        match children.split_first() {
            Some((first, rest)) if rest.iter().all(|child| child == first) => Ok(*first),
            _ => self.node(Node::Ask { variable, children: children.into() }),
        }
    }

    fn node(&mut self, node: Node) -> Result<Function, TooLarge> {
        if let Some(known) = self.known.get(&node) {
            return Ok(*known);
        }
        let function = u32::try_from(self.nodes.len()).ok().filter(|_| self.nodes.len() < Self::MAX_NODES);
        let function = Function(function.ok_or_else(|| self.too_large(Self::MAX_NODES))?);
        self.nodes.push(node.clone());
        self.known.insert(node, function);
        Ok(function)
    }

    /// Counts a step in making a function.
    pub(super) fn step(&mut self) -> Result<(), TooLarge> {
        self.steps += 1;
        if self.steps > Self::MAX_STEPS { Err(self.too_large(Self::MAX_NODES)) } else { Ok(()) }
    }

    pub(super) fn too_large(&self, limit: usize) -> TooLarge {
        const NAMED: usize = 3;
        let mut asked = vec![0_usize; self.sizes.len()];
        for node in &self.nodes {
            if let Node::Ask { variable, .. } = node {
                asked[*variable] += 1;
            }
        }
        let mut variables: Vec<usize> = (0..asked.len()).collect();
        variables.sort_by_key(|variable| std::cmp::Reverse(asked[*variable]));
        variables.truncate(NAMED);
        variables.sort_unstable();
        TooLarge { limit, variables }
    }

    /// The number of a function that asks nothing.
    pub fn number(&self, function: Function) -> Option<u32> {
        match &self.nodes[function.0 as usize] {
            Node::Constant(number) => Some(*number),
            Node::Ask { .. } => None,
        }
    }

    /// The variable that a function asks first, with the function that is left for each of its values.
    pub fn question(&self, function: Function) -> Option<(usize, &[Function])> {
        match &self.nodes[function.0 as usize] {
            Node::Constant(_) => None,
            Node::Ask { variable, children } => Some((*variable, children)),
        }
    }

    /// The first variable that either of two functions asks; none if they are numbers.
    pub(super) fn first_variable(&self, a: Function, b: Function) -> Option<usize> {
        let first = |function| self.question(function).map(|(variable, _)| variable);
        first(a).into_iter().chain(first(b)).min()
    }

    /// What is left of a function that asks no earlier variable when `variable` has `value`.
    pub(super) fn given(&self, function: Function, variable: usize, value: usize) -> Function {
        match self.question(function) {
            Some((asked, children)) if asked == variable => children[value],
            _ => function,
        }
    }

    /// The number for an assignment.
    pub fn evaluate(&self, mut function: Function, assignment: &[usize]) -> u32 {
        loop {
            match &self.nodes[function.0 as usize] {
                Node::Constant(number) => return *number,
                Node::Ask { variable, children } => function = children[assignment[*variable]],
            }
        }
    }

    /// The numbers that a function has in a cube.
    pub fn numbers_in(&self, function: Function, cube: &Cube) -> Vec<u32> {
        let reached = self.reached(function, |variable, value| cube[variable].contains(value));
        let mut numbers: Vec<u32> = reached.into_iter().filter_map(|function| self.number(function)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The variables that a function asks in a cube, in their order.
    pub fn asked_in(&self, function: Function, cube: &Cube) -> Vec<usize> {
        let reached = self.reached(function, |variable, value| cube[variable].contains(value));
        let mut asked: Vec<usize> =
            reached.into_iter().filter_map(|function| Some(self.question(function)?.0)).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The parts of a function that are reached by some values, the function itself first.
    pub(super) fn reached(&self, function: Function, takes: impl Fn(usize, usize) -> bool) -> Vec<Function> {
        // What a function leads to stands before it.
        let mut known = vec![false; function.0 as usize + 1];
        known[function.0 as usize] = true;
        let mut reached = vec![function];
        let mut next = 0;
        while let Some(&function) = reached.get(next) {
            next += 1;
            let Some((variable, children)) = self.question(function) else {
                continue;
            };
            for (value, child) in children.iter().enumerate() {
                if takes(variable, value) && !std::mem::replace(&mut known[child.0 as usize], true) {
                    reached.push(*child);
                }
            }
        }
        reached
    }

    /// How many nodes a function has, numbers among them.
    pub fn nodes(&self, function: Function) -> usize {
        self.reached(function, |_, _| true).len()
    }

    /// Some functions alone, without what else was made, and how many nodes they have.
    pub(super) fn only(&self, functions: &[Function]) -> (Self, Vec<Function>) {
        let mut parts: Vec<Function> =
            functions.iter().flat_map(|function| self.reached(*function, |_, _| true)).collect();
        parts.sort_unstable();
        parts.dedup();
        let place = |function: &Function| {
            let place = parts.binary_search(function).unwrap_or_default();
            Function(u32::try_from(place).unwrap_or(u32::MAX))
        };
        let nodes: Vec<Node> = parts
            .iter()
            .map(|part| match &self.nodes[part.0 as usize] {
                Node::Constant(number) => Node::Constant(*number),
                Node::Ask { variable, children } => {
                    Node::Ask { variable: *variable, children: children.iter().map(place).collect() }
                }
            })
            .collect();
        let known = nodes.iter().enumerate().map(|(at, node)| (node.clone(), place(&parts[at]))).collect();
        (Self { sizes: self.sizes.clone(), nodes, known, steps: 0 }, functions.iter().map(place).collect())
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}
