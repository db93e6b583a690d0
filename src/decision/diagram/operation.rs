//! What makes functions of others, or compares them: each operation looks at every pair of their nodes once.

use std::collections::{HashMap, HashSet};

use super::build::{Builder, TooLarge};
use super::{Diagram, DiagramNode, NodeId};

/// What a combination of two functions is, where that is known before either is followed further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalCase {
    /// This number.
    Terminal(u32),
    /// The first function.
    First,
    /// The second.
    Second,
}

impl Builder {
    /// The function whose numbers are made of those of two others: `operator` is told the numbers of two nodes, as far as
    /// they are terminals, and says what it knows already; of two terminals it knows all.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    ///
    /// # Panics
    /// If `operator` knows nothing of two terminals.
    pub fn apply(
        &mut self,
        a: NodeId,
        b: NodeId,
        operator: impl Fn(Option<u32>, Option<u32>) -> Option<TerminalCase>,
    ) -> Result<NodeId, TooLarge> {
        Apply { builder: self, operator, computed: HashMap::new() }.pair(a, b)
    }

    /// The function whose numbers are made of another's by `map`.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(crate) fn map(&mut self, node: NodeId, map: impl Fn(u32) -> u32) -> Result<NodeId, TooLarge> {
        Rebuild { builder: self, map, substitute: |_: &Diagram, _: &[NodeId]| None, computed: HashMap::new() }
            .node(node)
    }

    /// The assignments in both of two sets, which are functions to 0 and 1.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(crate) fn and(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        self.apply(a, b, |a, b| match (a, b) {
            (Some(0), _) | (_, Some(0)) => Some(TerminalCase::Terminal(0)),
            (Some(_), _) => Some(TerminalCase::Second),
            (_, Some(_)) => Some(TerminalCase::First),
            (None, None) => None,
        })
    }

    /// The assignments in the first of two sets and not in the second.
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(crate) fn difference(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        self.apply(a, b, |a, b| match (a, b) {
            (Some(0), _) => Some(TerminalCase::Terminal(0)),
            (_, Some(0)) => Some(TerminalCase::First),
            (_, Some(_)) => Some(TerminalCase::Terminal(0)),
            (_, None) => None,
        })
    }

    /// A simpler function that differs only where this one is `dont_care`: a variable is not tested if that only tells
    /// `dont_care` from something else (sibling substitution: Coudert and Madre, 1990).
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub(crate) fn restrict(&mut self, node: NodeId, dont_care: u32) -> Result<NodeId, TooLarge> {
        let substitute = |diagram: &Diagram, children: &[NodeId]| {
            let mut cared = children.iter().filter(|child| diagram.terminal(**child) != Some(dont_care));
            let first = cared.next().copied()?;
            cared.all(|child| *child == first).then_some(first)
        };
        Rebuild { builder: self, map: |number| number, substitute, computed: HashMap::new() }.node(node)
    }

    /// The function that is one of several, by the value of a variable that none of them tests (the operator CASE of
    /// Srinivasan et al.).
    ///
    /// # Errors
    /// As [`Builder::terminal`].
    pub fn case(&mut self, variable: usize, functions: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        CaseOperation { builder: self, variable, computed: HashMap::new() }.of(functions)
    }
}

impl Diagram {
    /// The first variable that either of two nodes tests, of which one does.
    fn first_variable(&self, a: NodeId, b: NodeId) -> usize {
        self.level(a).min(self.level(b))
    }

    /// What is left of two functions that test no earlier variable when `variable` has `value`.
    fn cofactors(&self, [a, b]: [NodeId; 2], variable: usize, value: usize) -> [NodeId; 2] {
        [self.cofactor(a, variable, value), self.cofactor(b, variable, value)]
    }
}

struct Apply<'b, O> {
    builder: &'b mut Builder,
    operator: O,
    computed: HashMap<(NodeId, NodeId), NodeId>,
}

impl<O: Fn(Option<u32>, Option<u32>) -> Option<TerminalCase>> Apply<'_, O> {
    fn pair(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        let diagram = self.builder.diagram();
        match (self.operator)(diagram.terminal(a), diagram.terminal(b)) {
            Some(TerminalCase::Terminal(number)) => return self.builder.terminal(number),
            Some(TerminalCase::First) => return Ok(a),
            Some(TerminalCase::Second) => return Ok(b),
            None => {}
        }
        if let Some(computed) = self.computed.get(&(a, b)) {
            return Ok(*computed);
        }
        let variable = diagram.first_variable(a, b);
        let values = 0..diagram.sizes()[variable];
        self.builder.step()?;
        let children = values.map(|value| {
            let [a, b] = self.builder.diagram().cofactors([a, b], variable, value);
            self.pair(a, b)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.builder.branch(variable, children)?;
        self.computed.insert((a, b), result);
        Ok(result)
    }
}

/// Makes a function anew from its terminals up.
struct Rebuild<'b, M, S> {
    builder: &'b mut Builder,
    /// What becomes of the number of a terminal.
    map: M,
    /// What stands in place of a node with such children, instead of a test.
    substitute: S,
    computed: HashMap<NodeId, NodeId>,
}

impl<M: Fn(u32) -> u32, S: Fn(&Diagram, &[NodeId]) -> Option<NodeId>> Rebuild<'_, M, S> {
    fn node(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        if let Some(computed) = self.computed.get(&node) {
            return Ok(*computed);
        }
        self.builder.step()?;
        let result = match self.builder.diagram().node(node).clone() {
            DiagramNode::Terminal(number) => self.builder.terminal((self.map)(number))?,
            DiagramNode::Branch { variable, children } => {
                let children: Vec<NodeId> = children.iter().map(|child| self.node(*child)).collect::<Result<_, _>>()?;
                match (self.substitute)(self.builder.diagram(), &children) {
                    Some(substitute) => substitute,
                    None => self.builder.branch(variable, children)?,
                }
            }
        };
        self.computed.insert(node, result);
        Ok(result)
    }
}

struct CaseOperation<'b> {
    builder: &'b mut Builder,
    variable: usize,
    computed: HashMap<Vec<NodeId>, NodeId>,
}

impl CaseOperation<'_> {
    fn of(&mut self, functions: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        let diagram = self.builder.diagram();
        let first = functions.iter().map(|function| diagram.level(*function)).min();
        let Some(first) = first.filter(|first| *first < self.variable) else {
            return self.builder.branch(self.variable, functions);
        };
        if let Some(computed) = self.computed.get(&functions) {
            return Ok(*computed);
        }
        self.builder.step()?;
        let values = 0..self.builder.diagram().sizes()[first];
        let children = values.map(|value| {
            let diagram = self.builder.diagram();
            let left = functions.iter().map(|function| diagram.cofactor(*function, first, value)).collect();
            self.of(left)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.builder.branch(first, children)?;
        self.computed.insert(functions, result);
        Ok(result)
    }
}

/// Searches for an assignment for which something holds of two functions.
pub(crate) struct PairSearch<'b, T> {
    builder: &'b mut Builder,
    /// Whether it holds somewhere, where that is known before either function is followed further; of two terminals it is.
    terminal_case: T,
    /// Pairs of which it holds for no assignment, which later searches may meet again.
    exhausted: HashSet<(NodeId, NodeId)>,
}

impl<'b, T: Fn(&Diagram, NodeId, NodeId) -> Option<bool>> PairSearch<'b, T> {
    fn new(builder: &'b mut Builder, terminal_case: T) -> Self {
        Self { builder, terminal_case, exhausted: HashSet::new() }
    }

    pub(crate) fn diagram(&self) -> &Diagram {
        self.builder.diagram()
    }

    /// Whether it holds for some assignment.
    pub(crate) fn finds(&mut self, a: NodeId, b: NodeId) -> Result<bool, TooLarge> {
        let diagram = self.builder.diagram();
        if let Some(known) = (self.terminal_case)(diagram, a, b) {
            return Ok(known);
        }
        if self.exhausted.contains(&(a, b)) {
            return Ok(false);
        }
        let variable = diagram.first_variable(a, b);
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

/// Searches for an assignment for which functions differ, and neither is `dont_care`.
pub(crate) fn differing(
    builder: &mut Builder,
    dont_care: u32,
) -> PairSearch<'_, impl Fn(&Diagram, NodeId, NodeId) -> Option<bool>> {
    PairSearch::new(builder, move |diagram, a, b| {
        let terminals = [a, b].map(|node| diagram.terminal(node));
        if a == b || terminals.contains(&Some(dont_care)) {
            return Some(false);
        }
        // Two terminals that are not the same node are not the same number.
        terminals.iter().all(Option::is_some).then_some(true)
    })
}

/// Searches for an assignment for which functions are both something else than the number `outside`.
pub(crate) fn overlapping(
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
