//! What a query says twice is asked for once.

use super::clause::{Alternative, Clause, ClauseKind, Match};

/// Leaves out clauses that ask for what one before asks for: who says a word twice, or two that mean the same, does not want what has
/// it more than what has the rest of the query.
pub(super) fn merge_repeated(clauses: &mut Vec<Clause>) {
    let mut place = 0;
    while place < clauses.len() {
        let (before, rest) = clauses.split_at_mut(place);
        let Some(known) = before.iter_mut().find(|known| is_repeated(known, &rest[0])) else {
            place += 1;
            continue;
        };
        for alternative in rest[0].alternatives.drain(..) {
            if !known.alternatives.contains(&alternative) {
                known.alternatives.push(alternative);
            }
        }
        clauses.remove(place);
    }
}

/// Whether one clause asks for the same as another; of what words mean, half is enough.
fn is_repeated(known: &Clause, clause: &Clause) -> bool {
    if known.kind != clause.kind {
        return false;
    }
    if clause.kind != ClauseKind::Synonym {
        return known.alternatives == clause.alternatives;
    }
    let meanings = |clause: &Clause| clause.alternatives.iter().filter(|alternative| is_meaning(alternative)).count();
    let same = clause.alternatives.iter().filter(|alternative| is_meaning(alternative));
    let same = same.filter(|alternative| known.alternatives.contains(alternative)).count();
    same > 0 && 2 * same >= meanings(known).min(meanings(clause))
}

fn is_meaning(alternative: &Alternative) -> bool {
    alternative.matched == Match::Synonym
}
