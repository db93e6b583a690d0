//! What a query says twice is asked for once.

use super::clause::{Clause, ClauseKind, Match};

/// Leaves out clauses that ask for what one before asks for: who says a word twice does not want what has it more than what has the
/// rest of the query.
pub(super) fn merge_repeated(clauses: &mut Vec<Clause>) {
    let mut place = 0;
    while place < clauses.len() {
        let (before, rest) = clauses.split_at(place);
        if before.iter().any(|known| is_repeated(known, &rest[0])) {
            clauses.remove(place);
        } else {
            place += 1;
        }
    }
}

/// Whether one clause asks for the same as another. Which of its meanings an index lists depends on what it holds, so only the word
/// itself tells that it is said again.
fn is_repeated(known: &Clause, clause: &Clause) -> bool {
    let is_word = |clause: &Clause| clause.alternatives.iter().any(|alternative| alternative.matched == Match::Word);
    known.kind == clause.kind
        && known.alternatives == clause.alternatives
        && (clause.kind != ClauseKind::Synonym || is_word(clause))
}
