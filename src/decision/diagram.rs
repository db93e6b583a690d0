//! Reduced ordered multi-valued decision diagrams.
//!
//! A diagram is a function from an assignment (a value for each variable) to a number. It is kept as a graph that asks one
//! variable after the other, in a fixed order, and asks only what still makes a difference; equal parts are shared. So a
//! function over millions of assignments is a few nodes, equal functions are the same node, and whole tables are combined
//! and compared without enumerating an assignment. See Bryant, "Graph-Based Algorithms for Boolean Function Manipulation",
//! 1986, and Srinivasan et al., "Algorithms for Discrete Function Manipulation", 1990.

use std::collections::{HashMap, HashSet};

use super::ValueSet;

/// Assignments: for each variable, the values that it may have.
pub type Cube = Vec<ValueSet>;

/// A function in a [`Diagrams`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(u32);

/// What follows in an exported function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// The question in this place.
    Question(usize),
    /// This number.
    Number(u32),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    /// The same number for every assignment.
    Constant(u32),
    /// By the value of a variable.
    Ask { variable: usize, children: Box<[Function]> },
}

/// Functions over the same variables, which share their nodes.
#[derive(Clone, Debug)]
pub struct Diagrams {
    /// How many values each variable has.
    sizes: Vec<usize>,
    nodes: Vec<Node>,
    known: HashMap<Node, Function>,
}

impl Diagrams {
    /// Functions over variables with so many values each.
    ///
    /// # Panics
    /// If a variable has no values, or more than [`ValueSet::MAX`].
    pub fn new(sizes: Vec<usize>) -> Self {
        assert!(sizes.iter().all(|size| (1..=ValueSet::MAX).contains(size)), "a variable has 1 to 64 values");
        Self { sizes, nodes: Vec::new(), known: HashMap::new() }
    }

    /// How many values each variable has.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The function that is `number` everywhere.
    pub fn constant(&mut self, number: u32) -> Function {
        self.node(Node::Constant(number))
    }

    /// The function that is 1 in the cube and 0 elsewhere.
    pub fn cube(&mut self, cube: &Cube) -> Function {
        let outside = self.constant(0);
        let mut function = self.constant(1);
        for (variable, values) in cube.iter().enumerate().rev() {
            let children = (0..self.sizes[variable])
                .map(|value| if values.contains(value) { function } else { outside })
                .collect();
            function = self.ask(variable, children);
        }
        function
    }

    /// Asks a variable; `children` are the functions for each of its values, and ask only later variables.
    fn ask(&mut self, variable: usize, children: Vec<Function>) -> Function {
        match children.split_first() {
            Some((first, rest)) if rest.iter().all(|child| child == first) => *first,
            _ => self.node(Node::Ask { variable, children: children.into() }),
        }
    }

    fn node(&mut self, node: Node) -> Function {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let function = Function(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node.clone());
        self.known.insert(node, function);
        function
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

    /// The function whose numbers are made of those of two others by `combine`.
    pub fn combine(&mut self, a: Function, b: Function, combine: impl Fn(u32, u32) -> u32) -> Function {
        self.combine_memo(a, b, &combine, &mut HashMap::new())
    }

    fn combine_memo(
        &mut self,
        a: Function,
        b: Function,
        combine: &impl Fn(u32, u32) -> u32,
        memo: &mut HashMap<(Function, Function), Function>,
    ) -> Function {
        if let Some(done) = memo.get(&(a, b)) {
            return *done;
        }
        let result = if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            self.constant(combine(a, b))
        } else {
            let first = |function| self.question(function).map_or(usize::MAX, |(variable, _)| variable);
            let variable = first(a).min(first(b));
            let children = (0..self.sizes[variable])
                .map(|value| {
                    let (a, b) = (self.given(a, variable, value), self.given(b, variable, value));
                    self.combine_memo(a, b, combine, memo)
                })
                .collect();
            self.ask(variable, children)
        };
        memo.insert((a, b), result);
        result
    }

    /// What is left of a function that asks no earlier variable when `variable` has `value`.
    fn given(&self, function: Function, variable: usize, value: usize) -> Function {
        match self.question(function) {
            Some((asked, children)) if asked == variable => children[value],
            _ => function,
        }
    }

    /// What is left of a function when a variable has a value.
    pub fn restrict(&mut self, function: Function, variable: usize, value: usize) -> Function {
        self.restrict_memo(function, variable, value, &mut HashMap::new())
    }

    fn restrict_memo(
        &mut self,
        function: Function,
        variable: usize,
        value: usize,
        memo: &mut HashMap<Function, Function>,
    ) -> Function {
        if let Some(done) = memo.get(&function) {
            return *done;
        }
        let result = match self.question(function) {
            Some((asked, children)) if asked == variable => children[value],
            Some((asked, children)) if asked < variable => {
                let children = children.to_vec();
                let children =
                    children.into_iter().map(|child| self.restrict_memo(child, variable, value, memo)).collect();
                self.ask(asked, children)
            }
            _ => function,
        };
        memo.insert(function, result);
        result
    }

    /// A simpler function that differs only where this one is `number`: a variable is not asked if it only tells `number`
    /// from something else (sibling substitution).
    pub fn without_care(&mut self, function: Function, number: u32) -> Function {
        self.without_care_memo(function, number, &mut HashMap::new())
    }

    fn without_care_memo(
        &mut self,
        function: Function,
        number: u32,
        memo: &mut HashMap<Function, Function>,
    ) -> Function {
        if let Some(done) = memo.get(&function) {
            return *done;
        }
        let result = match self.question(function) {
            None => function,
            Some((variable, children)) => {
                let children = children.to_vec();
                let children: Vec<Function> =
                    children.into_iter().map(|child| self.without_care_memo(child, number, memo)).collect();
                let mut cared = children.iter().filter(|child| self.number(**child) != Some(number));
                match cared.next().copied() {
                    Some(first) if cared.all(|child| *child == first) => first,
                    _ => self.ask(variable, children),
                }
            }
        };
        memo.insert(function, result);
        result
    }

    /// The function whose numbers are made of another's by `change`.
    pub fn map(&mut self, function: Function, change: impl Fn(u32) -> u32) -> Function {
        let zero = self.constant(0);
        self.combine(function, zero, |number, _| change(number))
    }

    /// The assignments in both of two sets, which are functions to 0 and 1.
    pub fn and(&mut self, a: Function, b: Function) -> Function {
        self.combine(a, b, |a, b| a & b)
    }

    /// The assignments in either of two sets.
    pub fn or(&mut self, a: Function, b: Function) -> Function {
        self.combine(a, b, |a, b| a | b)
    }

    /// The assignments in the first of two sets and not in the second.
    pub fn without(&mut self, a: Function, b: Function) -> Function {
        self.combine(a, b, |a, b| a & !b)
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

    /// An assignment in a cube for which a function has a number that is `wanted`.
    pub fn assignment_in(&self, function: Function, cube: &Cube, wanted: impl Fn(u32) -> bool) -> Option<Vec<usize>> {
        let mut assignment: Vec<usize> = cube.iter().map(|values| values.iter().next()).collect::<Option<_>>()?;
        self.find(function, cube, &wanted, &mut assignment).then_some(assignment)
    }

    fn find(&self, function: Function, cube: &Cube, wanted: &impl Fn(u32) -> bool, found: &mut [usize]) -> bool {
        match &self.nodes[function.0 as usize] {
            Node::Constant(number) => wanted(*number),
            Node::Ask { variable, children } => cube[*variable].iter().any(|value| {
                found[*variable] = value;
                self.find(children[value], cube, wanted, found)
            }),
        }
    }

    /// The variables that a function asks in a cube.
    pub fn asked_in(&self, function: Function, cube: &Cube) -> ValueSet {
        let reached = self.reached(function, |variable, value| cube[variable].contains(value));
        reached.into_iter().filter_map(|function| Some(self.question(function)?.0)).collect()
    }

    /// How many assignments there are.
    pub fn assignments(&self) -> u128 {
        self.sizes.iter().map(|size| *size as u128).product()
    }

    /// How many assignments are in a set.
    pub fn count(&self, set: Function) -> u128 {
        self.count_from(set, 0, &mut HashMap::new())
    }

    /// The assignments of the variables from `level` on.
    fn count_from(&self, set: Function, level: usize, memo: &mut HashMap<Function, u128>) -> u128 {
        let weight = |from: usize, to: usize| self.sizes[from..to].iter().map(|size| *size as u128).product::<u128>();
        match &self.nodes[set.0 as usize] {
            Node::Constant(number) => u128::from(*number) * weight(level, self.sizes.len()),
            Node::Ask { variable, children } => {
                let below = memo
                    .get(&set)
                    .copied()
                    .unwrap_or_else(|| children.iter().map(|child| self.count_from(*child, variable + 1, memo)).sum());
                memo.insert(set, below);
                below * weight(level, *variable)
            }
        }
    }

    /// The parts of a function that are reached by some values, the function itself first.
    fn reached(&self, function: Function, takes: impl Fn(usize, usize) -> bool) -> Vec<Function> {
        let mut known = HashSet::from([function]);
        let mut reached = vec![function];
        let mut next = 0;
        while let Some(&function) = reached.get(next) {
            next += 1;
            let Some((variable, children)) = self.question(function) else {
                continue;
            };
            for (value, child) in children.iter().enumerate() {
                if takes(variable, value) && known.insert(*child) {
                    reached.push(*child);
                }
            }
        }
        reached
    }

    /// A large cube in a set, none if the set is empty: one assignment, widened variable by variable as far as the set goes.
    pub fn witness(&mut self, set: Function) -> Option<Cube> {
        let mut cube: Cube = self.sizes.iter().map(|size| ValueSet::all(*size)).collect();
        let mut left = set;
        while let Some((variable, children)) = self.question(left) {
            let (value, child) =
                children.iter().copied().enumerate().find(|(_, child)| self.number(*child) != Some(0))?;
            cube[variable] = ValueSet::one(value);
            left = child;
        }
        if self.number(left) == Some(0) {
            return None;
        }
        for variable in 0..self.sizes.len() {
            for value in 0..self.sizes[variable] {
                let mut wider = cube.clone();
                wider[variable] = wider[variable].with(value);
                if self.numbers_in(set, &wider) == [1] {
                    cube = wider;
                }
            }
        }
        Some(cube)
    }

    /// The questions that functions ask, each with what follows each of its values, for a program elsewhere to walk; and
    /// where each function begins.
    pub fn export(&self, functions: &[Function]) -> (Vec<(usize, Vec<Exported>)>, Vec<Exported>) {
        let mut order: Vec<Function> = Vec::new();
        for function in functions {
            for part in self.reached(*function, |_, _| true) {
                if self.question(part).is_some() && !order.contains(&part) {
                    order.push(part);
                }
            }
        }
        let place = |function: Function| match self.number(function) {
            Some(number) => Exported::Number(number),
            None => Exported::Question(order.iter().position(|known| *known == function).unwrap_or_default()),
        };
        let questions = order.iter().filter_map(|function| {
            let (variable, children) = self.question(*function)?;
            Some((variable, children.iter().map(|child| place(*child)).collect()))
        });
        (questions.collect(), functions.iter().map(|function| place(*function)).collect())
    }

    /// How many nodes a function has, numbers among them.
    pub fn nodes(&self, function: Function) -> usize {
        self.reached(function, |_, _| true).len()
    }
}
