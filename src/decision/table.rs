//! What is compiled: decision tables with the hit policy *Unique* of DMN 1.5. Whatever the facts are, exactly one rule of a
//! table is hit.
//!
//! Tables are chained: each derives a value from the facts and from what tables before it derive, and the last one gives the
//! outcome. Facts, values and outcomes are numbers, which count from 0 in the order of their author.

use super::diagram::{Cube, ValueSet};

/// Conditions of a rule: inputs with the values that they may have. The facts are the inputs 0, 1, 2, …; what tables derive
/// are the inputs after them. What is not named may have any value.
pub type Conditions = Vec<(usize, ValueSet)>;

/// A row of a decision table: what follows where all its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The conditions under which it is hit, all together.
    pub when: Conditions,
    /// The derived value, or the outcome.
    pub then: u32,
}

/// A table: what follows from inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTable {
    /// How many values it can derive, or how many outcomes there are.
    pub results: usize,
    /// Its rules, in the order of their author.
    pub rules: Vec<Rule>,
}

/// The tables of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// How many values each fact has.
    pub facts: Vec<usize>,
    /// The tables that derive a value, each of which may use those before it.
    pub derived: Vec<DecisionTable>,
    /// The table that gives the outcome.
    pub outcome: DecisionTable,
    /// Combinations of facts that cannot be.
    pub impossible: Vec<Conditions>,
}

/// One of the tables of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableRef {
    /// The table of this place that derives a value.
    Derived(usize),
    /// The table that gives the outcome.
    Outcome,
}

/// What is wrong with tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No rule is hit.
    Gap {
        /// The table.
        table: TableRef,
        /// Facts for which no rule is hit, and how far they may vary together.
        witness: Cube,
        /// How many combinations of facts hit no rule; [`u128::MAX`] if they are more than that.
        combinations: u128,
    },
    /// Two rules are hit at once.
    Overlap {
        /// The table.
        table: TableRef,
        /// The two rules, the earlier first.
        rules: [usize; 2],
        /// Facts for which both are hit, and how far they may vary together.
        witness: Cube,
        /// For how many combinations of facts both are hit; [`u128::MAX`] if they are more than that.
        combinations: u128,
    },
    /// More pairs of rules are hit at once than are told one by one.
    MoreOverlaps {
        /// The table.
        table: TableRef,
        /// The first of the other rules that are hit together with one before them.
        rule: usize,
        /// How many such rules there are.
        rules: usize,
    },
    /// A rule is never hit.
    UnreachableRule {
        /// The table.
        table: TableRef,
        /// By its place in the table, from 0.
        rule: usize,
    },
    /// No rule that is ever hit gives a derived value, or an outcome.
    UnreachableResult {
        /// The table.
        table: TableRef,
        /// The derived value, or the outcome, by its place, from 0.
        result: usize,
    },
    /// A fact never changes the outcome.
    IrrelevantFact {
        /// By its place, from 0.
        fact: usize,
    },
    /// A value of a fact is impossible whatever the others are.
    ImpossibleValue {
        /// By its place, from 0.
        fact: usize,
        /// By its place among the fact's values, from 0.
        value: usize,
    },
    /// Combinations before one that is said to be impossible say so already.
    RedundantImpossible {
        /// Its place among the impossible combinations.
        index: usize,
    },
}

impl Tables {
    /// All tables in the order in which they are evaluated: what they derive are inputs of those after them.
    pub fn in_order(&self) -> impl Iterator<Item = (TableRef, &DecisionTable)> {
        let derived = self.derived.iter().enumerate().map(|(place, table)| (TableRef::Derived(place), table));
        derived.chain([(TableRef::Outcome, &self.outcome)])
    }

    /// The rules that are hit by facts, each with its table, in the order in which the tables are evaluated. Ends after a
    /// table of which none is.
    pub(super) fn hits(&self, facts: &[usize]) -> Vec<(TableRef, usize)> {
        let mut inputs = facts.to_vec();
        let mut hits = Vec::new();
        for (place, table) in self.in_order() {
            let is_hit = |rule: &Rule| rule.when.iter().all(|(input, values)| values.contains(inputs[*input]));
            let Some(hit) = table.rules.iter().position(is_hit) else {
                break;
            };
            hits.push((place, hit));
            inputs.push(table.rules[hit].then as usize);
        }
        hits
    }
}
