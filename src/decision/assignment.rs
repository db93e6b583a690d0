//! What is read off functions: how many assignments have a number, which ones, and the graph itself.

use std::collections::{HashMap, HashSet};

use super::ValueSet;
use super::diagram::{Cube, Diagrams, Function};

/// What follows in an exported function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// The question in this place.
    Question(usize),
    /// This number.
    Number(u32),
}

impl Diagrams {
    /// How many assignments there are; [`u128::MAX`] if they are more than that.
    pub fn assignments(&self) -> u128 {
        self.sizes().iter().fold(1, |product, size| product.saturating_mul(*size as u128))
    }

    /// For how many assignments a function is `number`; [`u128::MAX`] if they are more than that.
    pub fn count(&self, function: Function, number: u32) -> u128 {
        let level = |part: Function| self.question(part).map_or(self.sizes().len(), |(variable, _)| variable);
        let times = |count: u128, variables: std::ops::Range<usize>| {
            self.sizes()[variables].iter().fold(count, |product, size| product.saturating_mul(*size as u128))
        };
        // For each part, the assignments of the variables from the one that it asks on.
        let mut counts: HashMap<Function, u128> = HashMap::new();
        let mut parts = self.reached(function, |_, _| true);
        // What a function leads to stands before it.
        parts.sort_unstable();
        for part in parts {
            let count = match self.question(part) {
                None => u128::from(self.number(part) == Some(number)),
                Some((variable, children)) => children.iter().fold(0_u128, |sum, child| {
                    let count = counts.get(child).copied().unwrap_or_default();
                    sum.saturating_add(times(count, variable + 1..level(*child)))
                }),
            };
            counts.insert(part, count);
        }
        times(counts.get(&function).copied().unwrap_or_default(), 0..level(function))
    }

    /// An assignment in a cube for which a function has a number that is `wanted`: the first in the order of the values.
    pub fn assignment_in(&self, function: Function, cube: &Cube, wanted: impl Fn(u32) -> bool) -> Option<Vec<usize>> {
        let mut assignment: Vec<usize> = cube.iter().map(|values| values.iter().next()).collect::<Option<_>>()?;
        let mut without = HashSet::new();
        self.find(function, cube, &wanted, &mut assignment, &mut without).then_some(assignment)
    }

    fn find(
        &self,
        function: Function,
        cube: &Cube,
        wanted: &impl Fn(u32) -> bool,
        found: &mut [usize],
        without: &mut HashSet<Function>,
    ) -> bool {
        let Some((variable, children)) = self.question(function) else {
            return self.number(function).is_some_and(wanted);
        };
        if without.contains(&function) {
            return false;
        }
        for value in cube[variable].iter() {
            found[variable] = value;
            if self.find(children[value], cube, wanted, found, without) {
                return true;
            }
        }
        without.insert(function);
        false
    }

    /// A large cube in which a function is `number`, none if it is nowhere: the first such assignment, widened variable by
    /// variable as far as the number goes.
    pub fn witness(&self, function: Function, number: u32) -> Option<Cube> {
        let all: Cube = self.sizes().iter().map(|size| ValueSet::all(*size)).collect();
        let assignment = self.assignment_in(function, &all, |is| is == number)?;
        let mut cube: Cube = all;
        let mut part = function;
        while let Some((variable, children)) = self.question(part) {
            cube[variable] = ValueSet::one(assignment[variable]);
            part = children[assignment[variable]];
        }
        for variable in 0..cube.len() {
            for value in 0..self.sizes()[variable] {
                let narrow = cube[variable];
                cube[variable] = narrow.with(value);
                if cube[variable] != narrow && self.numbers_in(function, &cube) != [number] {
                    cube[variable] = narrow;
                }
            }
        }
        Some(cube)
    }

    /// The questions that functions ask, each with what follows each of its values, for a program elsewhere to walk; and
    /// where each function begins.
    pub fn export(&self, functions: &[Function]) -> (Vec<(usize, Vec<Exported>)>, Vec<Exported>) {
        let mut places: HashMap<Function, usize> = HashMap::new();
        let mut order: Vec<(usize, &[Function])> = Vec::new();
        for function in functions {
            for part in self.reached(*function, |_, _| true) {
                if let Some(question) = self.question(part)
                    && !places.contains_key(&part)
                {
                    places.insert(part, order.len());
                    order.push(question);
                }
            }
        }
        let place = |function: &Function| match self.number(*function) {
            Some(number) => Exported::Number(number),
            None => Exported::Question(places.get(function).copied().unwrap_or_default()),
        };
        let questions = order.iter().map(|(variable, children)| (*variable, children.iter().map(place).collect()));
        (questions.collect(), functions.iter().map(place).collect())
    }
}
