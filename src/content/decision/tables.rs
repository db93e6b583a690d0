//! The rows of a decision as numbers, which is all that [`crate::decision`] knows of them.

use super::{DecisionFact, DecisionRow, DerivedFact, Impossible};
use crate::decision::{Rule, Step, Tables};

pub(super) fn as_numbers(
    facts: &[DecisionFact],
    derived: &[DerivedFact],
    rows: &[DecisionRow],
    impossible: &[Impossible],
    outcomes: usize,
) -> Tables {
    let rules = |rows: &[DecisionRow]| {
        let rules =
            rows.iter().map(|row| Rule { when: row.when.clone(), then: u32::try_from(row.then).unwrap_or(u32::MAX) });
        rules.collect()
    };
    Tables {
        facts: facts.iter().map(|fact| fact.values.len()).collect(),
        steps: derived.iter().map(|step| Step { values: step.values.len(), rows: rules(&step.rows) }).collect(),
        rows: rules(rows),
        outcomes,
        impossible: impossible.iter().map(|impossible| impossible.when.clone()).collect(),
    }
}
