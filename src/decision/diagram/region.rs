//! For which assignments a function has a number: how many they are, the first of them, and a large region.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Cube, Diagram, NodeId, ValueSet};

impl Diagram {
    /// How many assignments there are; [`u128::MAX`] if they are more than that.
    pub fn assignments(&self) -> u128 {
        self.assignments_of(0..self.sizes().len())
    }

    fn assignments_of(&self, variables: Range<usize>) -> u128 {
        self.sizes()[variables].iter().fold(1, |product, size| product.saturating_mul(*size as u128))
    }

    /// For how many assignments a function is `number`; [`u128::MAX`] if they are more than that.
    pub fn count(&self, root: NodeId, number: u32) -> u128 {
        let mut nodes = self.nodes_of(root);
        // Children stand before the nodes that lead to them.
        nodes.sort_unstable();
        // For each node, the assignments of the variables from the one that it tests on.
        let mut counts: HashMap<NodeId, u128> = HashMap::new();
        for node in nodes {
            let count = match self.branch(node) {
                None => u128::from(self.terminal(node) == Some(number)),
                Some((variable, children)) => children.iter().fold(0_u128, |sum, child| {
                    let count = counts.get(child).copied().unwrap_or_default();
                    sum.saturating_add(count.saturating_mul(self.assignments_of(variable + 1..self.level(*child))))
                }),
            };
            counts.insert(node, count);
        }
        let count = counts.get(&root).copied().unwrap_or_default();
        count.saturating_mul(self.assignments_of(0..self.level(root)))
    }

    /// The first assignment in a cube, in the order of the values, for which a function has a number that is `wanted`.
    pub(crate) fn first_assignment(
        &self,
        root: NodeId,
        cube: &Cube,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<Vec<usize>> {
        let assignment = cube.iter().map(|values| values.iter().next()).collect::<Option<_>>()?;
        let mut search = AssignmentSearch { diagram: self, cube, wanted, assignment, without: HashSet::new() };
        search.finds_below(root).then_some(search.assignment)
    }

    /// A large cube in which a function is `number`, none if it is nowhere: the first such assignment, widened variable by
    /// variable as far as the number goes.
    pub fn witness(&self, root: NodeId, number: u32) -> Option<Cube> {
        let mut cube: Cube = self.sizes().iter().map(|size| ValueSet::all(*size)).collect();
        let assignment = self.first_assignment(root, &cube, |is| is == number)?;
        let mut node = root;
        while let Some((variable, children)) = self.branch(node) {
            cube[variable] = ValueSet::one(assignment[variable]);
            node = children[assignment[variable]];
        }
        for variable in 0..cube.len() {
            for value in 0..self.sizes()[variable] {
                let narrow = cube[variable];
                cube[variable] = narrow.with(value);
                if cube[variable] != narrow && self.terminals_in(root, &cube) != [number] {
                    cube[variable] = narrow;
                }
            }
        }
        Some(cube)
    }
}

/// A search for the first assignment in a cube.
struct AssignmentSearch<'d, W> {
    diagram: &'d Diagram,
    cube: &'d Cube,
    wanted: W,
    assignment: Vec<usize>,
    /// Nodes from which no path in the cube leads to what is wanted.
    without: HashSet<NodeId>,
}

impl<W: Fn(u32) -> bool> AssignmentSearch<'_, W> {
    fn finds_below(&mut self, node: NodeId) -> bool {
        let Some((variable, children)) = self.diagram.branch(node) else {
            return self.diagram.terminal(node).is_some_and(&self.wanted);
        };
        if self.without.contains(&node) {
            return false;
        }
        let begun = self.assignment[variable];
        for value in self.cube[variable].iter() {
            self.assignment[variable] = value;
            if self.finds_below(children[value]) {
                return true;
            }
        }
        self.assignment[variable] = begun;
        self.without.insert(node);
        false
    }
}
