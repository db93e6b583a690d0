//! What makes nodes, each once, and counts them.

use std::collections::HashMap;

use super::{Diagram, DiagramNode, NodeId, ValueSet};

/// Functions grew past a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// So many nodes would have been allowed.
    pub limit: usize,
    /// The variables that most nodes test, at most three, in their order.
    pub variables: Vec<usize>,
}

/// A diagram to which functions are added.
#[derive(Debug)]
pub struct Builder {
    diagram: Diagram,
    /// Where each node stands (the unique table).
    places: HashMap<DiagramNode, NodeId>,
    /// How many nodes were looked at in order to make others.
    steps: usize,
}

impl Builder {
    /// So many nodes may be made.
    pub(crate) const MAX_NODES: usize = 400_000;

    /// So many nodes may be looked at in order to make others: a function that is small in the end may take long to make.
    const MAX_STEPS: usize = 10 * Self::MAX_NODES;

    /// Begins functions over variables with so many values each.
    ///
    /// # Panics
    /// If a variable has no values, or more than [`ValueSet::MAX`].
    pub fn new(sizes: Vec<usize>) -> Self {
        assert!(sizes.iter().all(|size| (1..=ValueSet::MAX).contains(size)), "a variable has 1 to 64 values");
        Self { diagram: Diagram { sizes, nodes: Vec::new() }, places: HashMap::new(), steps: 0 }
    }

    /// What was made so far.
    pub fn diagram(&self) -> &Diagram {
        &self.diagram
    }

    /// The function that is `number` everywhere.
    ///
    /// # Errors
    /// If there are too many nodes, as with all functions that are made.
    pub fn terminal(&mut self, number: u32) -> Result<NodeId, TooLarge> {
        self.insert(DiagramNode::Terminal(number))
    }

    /// The function that tests a variable; `children` are the functions for each of its values, and test only later variables.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(super) fn branch(&mut self, variable: usize, children: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        match children.split_first() {
            Some((first, rest)) if rest.iter().all(|child| child == first) => Ok(*first),
            _ => self.insert(DiagramNode::Branch { variable, children: children.into() }),
        }
    }

    /// The function that is 1 where variables have some values, and 0 elsewhere.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(crate) fn cube(&mut self, conditions: &[(usize, ValueSet)]) -> Result<NodeId, TooLarge> {
        let mut conditions = conditions.to_vec();
        conditions.sort_unstable_by_key(|(variable, _)| std::cmp::Reverse(*variable));
        let outside = self.terminal(0)?;
        let mut inside = self.terminal(1)?;
        for (variable, values) in conditions {
            let child = |value| if values.contains(value) { inside } else { outside };
            let children = (0..self.diagram.sizes[variable]).map(child).collect();
            inside = self.branch(variable, children)?;
        }
        Ok(inside)
    }

    fn insert(&mut self, node: DiagramNode) -> Result<NodeId, TooLarge> {
        if let Some(place) = self.places.get(&node) {
            return Ok(*place);
        }
        let nodes = self.diagram.nodes.len();
        let place = u32::try_from(nodes).ok().filter(|_| nodes < Self::MAX_NODES).map(NodeId);
        let place = place.ok_or_else(|| self.diagram.too_large(Self::MAX_NODES))?;
        self.diagram.nodes.push(node.clone());
        self.places.insert(node, place);
        Ok(place)
    }

    /// Counts a step in making a function.
    pub(super) fn step(&mut self) -> Result<(), TooLarge> {
        self.steps += 1;
        if self.steps > Self::MAX_STEPS { Err(self.diagram.too_large(Self::MAX_NODES)) } else { Ok(()) }
    }

    /// Some functions alone, without what else was made.
    ///
    /// # Errors
    /// If they have more than `limit` nodes together.
    pub(crate) fn finish<const N: usize>(
        &self,
        roots: [NodeId; N],
        limit: usize,
    ) -> Result<(Diagram, [NodeId; N]), TooLarge> {
        let mut kept: Vec<NodeId> = roots.iter().flat_map(|root| self.diagram.nodes_of(*root)).collect();
        kept.sort_unstable();
        kept.dedup();
        let place = |node: &NodeId| {
            let place = kept.binary_search(node).unwrap_or_default();
            NodeId(u32::try_from(place).unwrap_or(u32::MAX))
        };
        let moved = |node: &NodeId| match self.diagram.node(*node) {
            DiagramNode::Terminal(number) => DiagramNode::Terminal(*number),
            DiagramNode::Branch { variable, children } => {
                DiagramNode::Branch { variable: *variable, children: children.iter().map(place).collect() }
            }
        };
        let diagram = Diagram { sizes: self.diagram.sizes.clone(), nodes: kept.iter().map(moved).collect() };
        if diagram.nodes.len() > limit {
            return Err(diagram.too_large(limit));
        }
        Ok((diagram, roots.map(|root| place(&root))))
    }
}

impl Diagram {
    fn too_large(&self, limit: usize) -> TooLarge {
        const NAMED: usize = 3;
        let mut tests = vec![0_usize; self.sizes.len()];
        for node in &self.nodes {
            if let DiagramNode::Branch { variable, .. } = node {
                tests[*variable] += 1;
            }
        }
        let mut variables: Vec<usize> = (0..tests.len()).collect();
        variables.sort_by_key(|variable| std::cmp::Reverse(tests[*variable]));
        variables.truncate(NAMED);
        variables.sort_unstable();
        TooLarge { limit, variables }
    }
}
