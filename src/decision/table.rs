//! Decision tables with the hit policy *Unique* of DMN 1.5: whatever the facts are, exactly one row holds.
//!
//! Small tables are chained: a step derives a value from the facts and from earlier steps, and the last table gives the
//! outcome. [`compile`] makes one diagram over the facts of it all, and finds what is wrong with the tables on the way.

use std::collections::{HashMap, HashSet};

use super::ValueSet;
use super::compiled::Compiled;
use super::diagram::{Combined, Cube, Diagrams, Function, TooLarge};
use super::overlap::Union;

/// Conditions of a row: variables with the values that they may have. The facts are variables 0, 1, 2, …; the values that
/// steps derive are the variables after them. What is not named may have any value.
pub type Conditions = Vec<(usize, ValueSet)>;

/// A row: what follows if all conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// When it holds.
    pub when: Conditions,
    /// The value of a step, or the outcome.
    pub then: u32,
}

/// A table that derives a value from the facts and from earlier steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many values it can derive.
    pub values: usize,
    /// Its rows.
    pub rows: Vec<Rule>,
}

/// A decision: facts, steps, and the table that gives the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// How many values each fact has.
    pub facts: Vec<usize>,
    /// The steps, each of which may use those before it.
    pub steps: Vec<Step>,
    /// The rows that give the outcome.
    pub rows: Vec<Rule>,
    /// How many outcomes there are.
    pub outcomes: usize,
    /// Combinations of facts that cannot be.
    pub impossible: Vec<Conditions>,
}

/// Which table a problem is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// The step of this place.
    Step(usize),
    /// The table that gives the outcome.
    Outcome,
}

/// What is wrong with tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No row holds.
    Gap {
        /// The table.
        table: Where,
        /// Facts for which no row holds, and how far they may vary together.
        witness: Cube,
        /// How many combinations of facts have no row.
        combinations: u128,
    },
    /// Two rows hold at once.
    Overlap {
        /// The table.
        table: Where,
        /// The two rows.
        rows: [usize; 2],
        /// Facts for which both hold.
        witness: Cube,
        /// For how many combinations of facts both hold.
        combinations: u128,
    },
    /// More pairs of rows hold at once than are told one by one.
    MoreOverlaps {
        /// The table.
        table: Where,
        /// The first of the other rows that hold together with one before them.
        row: usize,
        /// How many such rows there are.
        rows: usize,
    },
    /// A row never holds.
    UnreachableRow {
        /// The table.
        table: Where,
        /// The row.
        row: usize,
    },
    /// No row gives a value of a step, or an outcome.
    UnreachableResult {
        /// The table.
        table: Where,
        /// The value or the outcome.
        result: usize,
    },
    /// A fact makes no difference.
    IdleFact {
        /// The fact.
        fact: usize,
    },
    /// A value of a fact is impossible whatever the others are.
    ImpossibleValue {
        /// The fact.
        fact: usize,
        /// The value.
        value: usize,
    },
    /// A combination that is said to be impossible is none, because a combination before it says so already.
    IdleImpossible {
        /// Its place.
        index: usize,
    },
}

/// Makes one function of tables, and finds what is wrong with them.
///
/// # Errors
/// If the function, or what it is made of, grows past a limit; some tables do in every way of making one.
///
/// # Panics
/// If a rule names a variable or a result that there is not, or a fact has no values or more than [`ValueSet::MAX`].
pub fn compile(tables: &Tables) -> Result<(Compiled, Vec<Problem>), TooLarge> {
    let mut diagrams = Diagrams::new(tables.facts.clone());
    let possible = diagrams.constant(1)?;
    let mut compiler = Compiler {
        facts: tables.facts.len(),
        diagrams,
        derived: Vec::new(),
        among: HashMap::new(),
        possible,
        defined: possible,
        problems: Vec::new(),
    };
    compiler.leave_out(&tables.impossible)?;
    compiler.defined = compiler.possible;
    compiler.check_values();
    for (index, step) in tables.steps.iter().enumerate() {
        let function = compiler.table(Where::Step(index), &step.rows, step.values)?;
        compiler.derived.push(function);
    }
    let function = compiler.table(Where::Outcome, &tables.rows, tables.outcomes)?;
    let outcome = compiler.diagrams.combine(function, compiler.possible, |_, possible| match possible {
        Some(1) => Combined::First,
        Some(_) => Combined::Number(Compiled::IMPOSSIBLE),
        None => Combined::Open,
    })?;
    compiler.check_facts(outcome)?;
    let asking = compiler.diagrams.without_care(outcome, Compiled::IMPOSSIBLE)?;
    let (diagrams, functions) = compiler.diagrams.only(&[outcome, asking]);
    if diagrams.len() > Compiled::MAX_NODES {
        return Err(diagrams.too_large(Compiled::MAX_NODES));
    }
    Ok((Compiled { diagrams, outcome: functions[0], asking: functions[1] }, compiler.problems))
}

struct Compiler {
    /// How many variables are facts.
    facts: usize,
    diagrams: Diagrams,
    /// What the steps derive.
    derived: Vec<Function>,
    /// The facts for which a step derives one of some values.
    among: HashMap<(usize, ValueSet), Function>,
    /// The combinations of facts that can be.
    possible: Function,
    /// Those of them for which every step so far has a value; in the gap of a step nothing holds any more.
    defined: Function,
    problems: Vec<Problem>,
}

impl Compiler {
    fn leave_out(&mut self, impossible: &[Conditions]) -> Result<(), TooLarge> {
        for (index, conditions) in impossible.iter().enumerate() {
            let set = self.conditions(conditions)?;
            let left = self.diagrams.without(self.possible, set)?;
            if left == self.possible {
                self.problems.push(Problem::IdleImpossible { index });
            }
            self.possible = left;
        }
        Ok(())
    }

    fn check_values(&mut self) {
        for (fact, possible) in self.possible_values().into_iter().enumerate() {
            let impossible = (0..self.diagrams.sizes()[fact]).filter(|value| !possible.contains(*value));
            self.problems.extend(impossible.map(|value| Problem::ImpossibleValue { fact, value }));
        }
    }

    /// The values of each fact for which something is possible.
    fn possible_values(&self) -> Vec<ValueSet> {
        let sizes = self.diagrams.sizes();
        let level = |part: Function| self.diagrams.question(part).map_or(sizes.len(), |(variable, _)| variable);
        let mut values = vec![ValueSet::EMPTY; sizes.len()];
        // Where a way passes over a fact, each of its values is possible: by the fact where such ways begin, how far they go.
        let mut passed = vec![0; sizes.len() + 1];
        let mut pass = |from: usize, to: usize| passed[from] = to.max(passed[from]);
        if self.diagrams.number(self.possible) != Some(0) {
            pass(0, level(self.possible));
        }
        for part in self.diagrams.reached(self.possible, |_, _| true) {
            let Some((variable, children)) = self.diagrams.question(part) else {
                continue;
            };
            for (value, child) in children.iter().enumerate() {
                if self.diagrams.number(*child) != Some(0) {
                    values[variable] = values[variable].with(value);
                    pass(variable + 1, level(*child));
                }
            }
        }
        let mut end = 0;
        for (fact, size) in sizes.iter().enumerate() {
            end = passed[fact].max(end);
            if fact < end {
                values[fact] = ValueSet::all(*size);
            }
        }
        values
    }

    /// Reports the facts that make no difference: a fact does if some possible combination has another outcome when only
    /// this fact is changed to another possible value.
    fn check_facts(&mut self, outcome: Function) -> Result<(), TooLarge> {
        let mut matters = vec![false; self.facts];
        let mut alike = HashSet::new();
        for part in self.diagrams.reached(outcome, |_, _| true) {
            let Some((fact, children)) = self.diagrams.question(part).filter(|(fact, _)| !matters[*fact]) else {
                continue;
            };
            let mut children = children.to_vec();
            children.sort_unstable();
            children.dedup();
            // Where a combination comes to this question, another value of the fact changes nothing before it.
            for (index, child) in children.iter().enumerate() {
                for other in &children[..index] {
                    matters[fact] =
                        matters[fact] || self.diagrams.differ(*child, *other, Compiled::IMPOSSIBLE, &mut alike)?;
                }
            }
        }
        let idle = (0..self.facts).filter(|fact| !matters[*fact]);
        self.problems.extend(idle.map(|fact| Problem::IdleFact { fact }));
        Ok(())
    }

    /// The facts for which conditions hold.
    fn conditions(&mut self, conditions: &[(usize, ValueSet)]) -> Result<Function, TooLarge> {
        let (of_facts, of_steps): (Vec<_>, Vec<_>) =
            conditions.iter().copied().partition(|(variable, _)| *variable < self.facts);
        let mut holds = self.diagrams.cube(&of_facts, 1, 0)?;
        for (variable, values) in of_steps {
            let among = self.among(variable - self.facts, values)?;
            holds = self.diagrams.and(holds, among)?;
        }
        Ok(holds)
    }

    fn among(&mut self, step: usize, values: ValueSet) -> Result<Function, TooLarge> {
        if let Some(known) = self.among.get(&(step, values)) {
            return Ok(*known);
        }
        let is_among = |value| u32::from(value != Compiled::NOTHING && values.contains(value as usize));
        let among = self.diagrams.map(self.derived[step], is_among)?;
        self.among.insert((step, values), among);
        Ok(among)
    }

    /// The result of a table by the facts.
    fn table(&mut self, table: Where, rows: &[Rule], results: usize) -> Result<Function, TooLarge> {
        let never = self.diagrams.constant(Compiled::NOTHING)?;
        let mut reached = vec![false; results];
        let mut by_row = Vec::new();
        for (index, rule) in rows.iter().enumerate() {
            let set = self.conditions(&rule.when)?;
            let set = self.diagrams.and(set, self.defined)?;
            let result = self.diagrams.map(set, |holds| if holds == 1 { rule.then } else { Compiled::NOTHING })?;
            if result == never {
                self.problems.push(Problem::UnreachableRow { table, row: index });
            } else {
                reached[rule.then as usize] = true;
            }
            by_row.push(result);
        }
        let union = Union::of(&mut self.diagrams, &by_row)?;
        self.check_overlaps(table, &union, &by_row)?;
        let gap = self.diagrams.map(union.function, |result| u32::from(result == Compiled::NOTHING))?;
        let gap = self.diagrams.and(gap, self.defined)?;
        if let Some(witness) = self.diagrams.witness(gap, 1) {
            let combinations = self.diagrams.count(gap, 1);
            self.problems.push(Problem::Gap { table, witness, combinations });
        }
        self.defined = self.diagrams.without(self.defined, gap)?;
        let unreachable = reached.iter().enumerate().filter(|(_, reached)| !**reached);
        self.problems.extend(unreachable.map(|(result, _)| Problem::UnreachableResult { table, result }));
        Ok(union.function)
    }

    fn check_overlaps(&mut self, table: Where, union: &Union, by_row: &[Function]) -> Result<(), TooLarge> {
        let overlaps = union.overlaps(&mut self.diagrams, by_row)?;
        for rows in overlaps.pairs {
            let [first, second] = rows.map(|row| by_row[row]);
            let both = self.diagrams.combine(first, second, |a, b| match (a, b) {
                (Some(Compiled::NOTHING), _) | (_, Some(Compiled::NOTHING)) => Combined::Number(0),
                (Some(_), Some(_)) => Combined::Number(1),
                _ => Combined::Open,
            })?;
            if let Some(witness) = self.diagrams.witness(both, 1) {
                let combinations = self.diagrams.count(both, 1);
                self.problems.push(Problem::Overlap { table, rows, witness, combinations });
            }
        }
        if let Some(row) = overlaps.more.first() {
            self.problems.push(Problem::MoreOverlaps { table, row: *row, rows: overlaps.more.len() });
        }
        Ok(())
    }
}
