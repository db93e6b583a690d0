//! Decision tables with the hit policy *Unique* of DMN 1.5: whatever the facts are, exactly one row holds.
//!
//! Small tables are chained: a step derives a value from the facts and from earlier steps, and the last table gives the
//! outcome. [`compile`] makes one diagram over the facts of it all, and finds what is wrong with the tables on the way.

use super::ValueSet;
use super::diagram::{Cube, Diagrams, Function};

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

/// Tables as one function of the facts.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The functions.
    pub diagrams: Diagrams,
    /// The outcome, by the facts; [`Compiled::IMPOSSIBLE`] where they cannot be so, [`Compiled::NOTHING`] in a gap.
    pub outcome: Function,
    /// The same function wherever the facts can be so. It asks nothing only to find out that they cannot.
    pub asking: Function,
    /// For each row of the table that gives the outcome, the facts for which it holds.
    pub holds: Vec<Function>,
}

impl Compiled {
    /// The number of combinations that cannot be.
    pub const IMPOSSIBLE: u32 = u32::MAX;
    /// The number of combinations for which no row holds.
    pub const NOTHING: u32 = u32::MAX - 1;
}

/// Makes one function of tables, and finds what is wrong with them.
///
/// # Panics
/// If a rule names a variable or a result that there is not, or a fact has no values or more than [`ValueSet::MAX`].
pub fn compile(tables: &Tables) -> (Compiled, Vec<Problem>) {
    let mut diagrams = Diagrams::new(tables.facts.clone());
    let possible = diagrams.constant(1);
    let facts = tables.facts.len();
    let mut compiler =
        Compiler { facts, diagrams, derived: Vec::new(), possible, defined: possible, problems: Vec::new() };
    compiler.leave_out(&tables.impossible);
    compiler.defined = compiler.possible;
    compiler.check_values(&tables.facts);
    for (index, step) in tables.steps.iter().enumerate() {
        let (function, _) = compiler.table(Where::Step(index), &step.rows, step.values);
        compiler.derived.push(function);
    }
    let (function, holds) = compiler.table(Where::Outcome, &tables.rows, tables.outcomes);
    for fact in 0..tables.facts.len() {
        // What cannot be is left out: a fact that only tells possible from impossible makes no difference to a reader.
        if !compiler.matters(function, fact) {
            compiler.problems.push(Problem::IdleFact { fact });
        }
    }
    let possible = compiler.possible;
    let outcome = compiler
        .diagrams
        .combine(function, possible, |outcome, possible| if possible == 1 { outcome } else { Compiled::IMPOSSIBLE });
    let asking = compiler.diagrams.without_care(outcome, Compiled::IMPOSSIBLE);
    (Compiled { diagrams: compiler.diagrams, outcome, asking, holds }, compiler.problems)
}

struct Compiler {
    /// How many variables are facts.
    facts: usize,
    diagrams: Diagrams,
    /// What the steps derive.
    derived: Vec<Function>,
    /// The combinations of facts that can be.
    possible: Function,
    /// Those of them for which every step so far has a value; in the gap of a step nothing holds any more.
    defined: Function,
    problems: Vec<Problem>,
}

impl Compiler {
    fn leave_out(&mut self, impossible: &[Conditions]) {
        for (index, conditions) in impossible.iter().enumerate() {
            let set = self.conditions(conditions);
            let left = self.diagrams.without(self.possible, set);
            if left == self.possible {
                self.problems.push(Problem::IdleImpossible { index });
            }
            self.possible = left;
        }
    }

    fn check_values(&mut self, facts: &[usize]) {
        for (fact, values) in facts.iter().enumerate() {
            for value in 0..*values {
                let set = self.conditions(&[(fact, ValueSet::one(value))]);
                if self.diagrams.and(set, self.possible) == self.diagrams.constant(0) {
                    self.problems.push(Problem::ImpossibleValue { fact, value });
                }
            }
        }
    }

    /// The facts for which conditions hold.
    fn conditions(&mut self, conditions: &[(usize, ValueSet)]) -> Function {
        let mut cube: Cube = self.diagrams.sizes().iter().map(|size| ValueSet::all(*size)).collect();
        let mut of_steps = Vec::new();
        for (variable, values) in conditions {
            match variable.checked_sub(self.facts) {
                None => cube[*variable] = *values,
                Some(step) => of_steps.push((self.derived[step], *values)),
            }
        }
        let mut holds = self.diagrams.cube(&cube);
        for (derived, values) in of_steps {
            let among = self
                .diagrams
                .map(derived, |value| u32::from(value != Compiled::NOTHING && values.contains(value as usize)));
            holds = self.diagrams.and(holds, among);
        }
        holds
    }

    /// The result of a table by the facts, and for each of its rows the facts for which it holds.
    fn table(&mut self, table: Where, rows: &[Rule], results: usize) -> (Function, Vec<Function>) {
        let never = self.diagrams.constant(0);
        let mut function = self.diagrams.constant(Compiled::NOTHING);
        let mut holds: Vec<Function> = Vec::new();
        for (index, rule) in rows.iter().enumerate() {
            let set = self.conditions(&rule.when);
            let set = self.diagrams.and(set, self.defined);
            if set == never {
                self.problems.push(Problem::UnreachableRow { table, row: index });
            }
            for (earlier, other) in holds.clone().into_iter().enumerate() {
                let both = self.diagrams.and(other, set);
                if let Some(witness) = self.diagrams.witness(both) {
                    let combinations = self.diagrams.count(both);
                    self.problems.push(Problem::Overlap { table, rows: [earlier, index], witness, combinations });
                }
            }
            holds.push(set);
            // Where rows overlap, which is reported, the first one holds.
            let then = rule.then;
            function = self.diagrams.combine(function, set, |result, holds| {
                if result == Compiled::NOTHING && holds == 1 { then } else { result }
            });
        }
        let gap = self.diagrams.map(function, |result| u32::from(result == Compiled::NOTHING));
        let gap = self.diagrams.and(gap, self.defined);
        if let Some(witness) = self.diagrams.witness(gap) {
            let combinations = self.diagrams.count(gap);
            self.problems.push(Problem::Gap { table, witness, combinations });
        }
        self.defined = self.diagrams.without(self.defined, gap);
        for result in 0..results {
            let reached = rows.iter().zip(&holds).any(|(rule, set)| rule.then as usize == result && *set != never);
            if !reached {
                self.problems.push(Problem::UnreachableResult { table, result });
            }
        }
        (function, holds)
    }

    /// Whether some possible combination has another result when only this fact is changed to another possible one.
    fn matters(&mut self, function: Function, fact: usize) -> bool {
        let values = self.diagrams.sizes()[fact];
        let possible = self.possible;
        let given: Vec<(Function, Function)> = (0..values)
            .map(|value| (self.diagrams.restrict(function, fact, value), self.diagrams.restrict(possible, fact, value)))
            .collect();
        for (index, (result, can_be)) in given.iter().enumerate() {
            for (other, other_can_be) in &given[..index] {
                let differ = self.diagrams.combine(*result, *other, |a, b| u32::from(a != b));
                let both = self.diagrams.and(*can_be, *other_can_be);
                let differ = self.diagrams.and(differ, both);
                if self.diagrams.number(differ) != Some(0) {
                    return true;
                }
            }
        }
        false
    }
}
