//! Reduced ordered multi-valued decision diagrams.
//!
//! A diagram holds functions from an assignment (a value for each variable) to a number. A function is a graph of nodes, each
//! of which tests one variable, in a fixed order, and only variables that still make a difference; the paths end in terminals,
//! which are numbers. Equal parts are shared. So a function over millions of assignments is a few nodes, equal functions are
//! the same node, and whole tables are combined and compared without enumerating an assignment. See Bryant, "Graph-Based
//! Algorithms for Boolean Function Manipulation", 1986, and Srinivasan et al., "Algorithms for Discrete Function
//! Manipulation", 1990.
//!
//! Some functions have no small graph in some order of the variables. So what is made is counted, and past a limit every
//! operation of the [`Builder`] ends in [`TooLarge`].

mod build;
mod operation;
mod region;
mod value_set;

use std::collections::HashMap;
use std::sync::Arc;

pub use build::{Builder, TooLarge};
pub use operation::TerminalCase;
pub(super) use operation::{differing, overlapping};
pub use value_set::ValueSet;

/// A region of assignments: for each variable, in the order of the variables, the values that it may have.
pub type Cube = Vec<ValueSet>;

/// A node of a [`Diagram`], which stands for the function that begins there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// The function that begins at a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DiagramNode {
    /// A number, which the function is everywhere.
    Terminal(u32),
    /// It tests a variable.
    Branch {
        /// By its place in the order of the variables, from 0.
        variable: usize,
        /// The functions for each of its values, in their order, which test only later variables.
        children: Arc<[NodeId]>,
    },
}

/// Functions over the same variables, which share their nodes.
#[derive(Clone, Debug)]
pub struct Diagram {
    /// How many values each variable has.
    sizes: Vec<usize>,
    /// Children stand before the nodes that lead to them.
    nodes: Vec<DiagramNode>,
}

/// Where a path goes on in a [`FlatDiagram`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// To the node of this place in the list.
    Node(usize),
    /// To this number.
    Terminal(u32),
}

/// Functions as a list of nodes, for a program elsewhere to walk.
#[derive(Clone, Debug)]
pub struct FlatDiagram {
    /// The nodes that test a variable: the variable, and an edge for each of its values.
    pub nodes: Vec<(usize, Vec<Edge>)>,
    /// Where each function begins.
    pub roots: Vec<Edge>,
}

impl Diagram {
    /// How many values each variable has.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// How many nodes its functions have, terminals among them.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The number of a terminal; none if the node tests a variable.
    pub(crate) fn terminal(&self, node: NodeId) -> Option<u32> {
        match self.node(node) {
            DiagramNode::Terminal(number) => Some(*number),
            DiagramNode::Branch { .. } => None,
        }
    }

    /// The variable that a node tests, with a child for each of its values; none if the node is a terminal.
    pub(crate) fn branch(&self, node: NodeId) -> Option<(usize, &[NodeId])> {
        match self.node(node) {
            DiagramNode::Terminal(_) => None,
            DiagramNode::Branch { variable, children } => Some((*variable, children)),
        }
    }

    /// The function that begins at a node.
    ///
    /// # Panics
    /// If the node is of another diagram.
    pub fn node(&self, node: NodeId) -> &DiagramNode {
        &self.nodes[node.0 as usize]
    }

    /// The variable that a node tests; for a terminal, the number of variables.
    pub(super) fn level(&self, node: NodeId) -> usize {
        self.branch(node).map_or(self.sizes.len(), |(variable, _)| variable)
    }

    /// What is left of a function that tests no earlier variable when `variable` has `value`.
    fn cofactor(&self, node: NodeId, variable: usize, value: usize) -> NodeId {
        match self.branch(node) {
            Some((tested, children)) if tested == variable => children[value],
            _ => node,
        }
    }

    /// The numbers that a function has in a cube, in rising order.
    pub fn terminals_in(&self, node: NodeId, cube: &Cube) -> Vec<u32> {
        let reachable = self.reachable(node, |variable, value| cube[variable].contains(value));
        let mut numbers: Vec<u32> = reachable.into_iter().filter_map(|node| self.terminal(node)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The variables that a function tests in a cube, in their order.
    pub(crate) fn tested_in(&self, node: NodeId, cube: &Cube) -> Vec<usize> {
        let reachable = self.reachable(node, |variable, value| cube[variable].contains(value));
        let mut tested: Vec<usize> = reachable.into_iter().filter_map(|node| Some(self.branch(node)?.0)).collect();
        tested.sort_unstable();
        tested.dedup();
        tested
    }

    /// The nodes of a function that paths of some values reach, breadth first from the node itself: `takes` is told a
    /// variable and a value.
    pub(super) fn reachable(&self, root: NodeId, takes: impl Fn(usize, usize) -> bool) -> Vec<NodeId> {
        let mut known = vec![false; root.0 as usize + 1];
        known[root.0 as usize] = true;
        let mut reached = vec![root];
        let mut next = 0;
        while let Some(&node) = reached.get(next) {
            next += 1;
            let Some((variable, children)) = self.branch(node) else {
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

    /// All nodes of a function.
    pub(super) fn nodes_of(&self, root: NodeId) -> Vec<NodeId> {
        self.reachable(root, |_, _| true)
    }

    /// A function as rows of numbers, for [`Diagram::of_rows`] to read: a row for each node, children before those that lead to
    /// them. A row of one number is a terminal; a longer one the variable that is tested, then the row of each child.
    pub fn rows_of(&self, root: NodeId) -> Vec<Vec<u32>> {
        let mut nodes = self.nodes_of(root);
        nodes.sort_unstable();
        let place = |node: &NodeId| nodes.partition_point(|known| known < node) as u32;
        let row = |node: &NodeId| match self.node(*node) {
            DiagramNode::Terminal(number) => vec![*number],
            DiagramNode::Branch { variable, children } => {
                [*variable as u32].into_iter().chain(children.iter().map(place)).collect()
            }
        };
        nodes.iter().map(row).collect()
    }

    /// A function of so many variables, with the diagram that holds it. `None` if the rows are none of a function.
    pub fn of_rows(variables: usize, rows: &[Vec<u32>]) -> Option<(Self, NodeId)> {
        let mut diagram = Self { sizes: vec![0; variables], nodes: Vec::new() };
        for (place, row) in (0..).zip(rows) {
            let node = match row.as_slice() {
                [] => return None,
                [number] => DiagramNode::Terminal(*number),
                [variable, children @ ..] => {
                    let variable = *variable as usize;
                    *diagram.sizes.get_mut(variable)? = children.len();
                    if children.iter().any(|child| *child >= place) {
                        return None;
                    }
                    DiagramNode::Branch { variable, children: children.iter().map(|child| NodeId(*child)).collect() }
                }
            };
            diagram.nodes.push(node);
        }
        let root = rows.len().checked_sub(1)?;
        Some((diagram, NodeId(u32::try_from(root).ok()?)))
    }

    /// Functions as a list of nodes, each function's breadth first.
    pub(crate) fn flatten(&self, roots: &[NodeId]) -> FlatDiagram {
        let mut places: HashMap<NodeId, usize> = HashMap::new();
        let mut listed: Vec<(usize, &[NodeId])> = Vec::new();
        for node in roots.iter().flat_map(|root| self.nodes_of(*root)) {
            if let Some(branch) = self.branch(node)
                && !places.contains_key(&node)
            {
                places.insert(node, listed.len());
                listed.push(branch);
            }
        }
        let edge = |node: &NodeId| match self.terminal(*node) {
            Some(number) => Edge::Terminal(number),
            None => Edge::Node(places.get(node).copied().unwrap_or_default()),
        };
        let nodes = listed.iter().map(|(variable, children)| (*variable, children.iter().map(edge).collect()));
        FlatDiagram { nodes: nodes.collect(), roots: roots.iter().map(edge).collect() }
    }
}
