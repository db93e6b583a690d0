//! Problems that are alike: people are shown one of them, and where the others are.

use std::collections::HashMap;
use std::hash::Hash;

use crate::diagnostic::{Code, Diagnostic, Severity};

/// What stands in so many files or more is shown once.
fn many_files(code: Code) -> usize {
    // It is known to whoever translates, and `wenda status` lists it.
    if code == Code::MissingTranslation { 2 } else { 5 }
}

/// So many warnings are shown once even if they stand in fewer files.
const MANY_WARNINGS: usize = 20;

/// What is done about problems that are alike in many files, or very often: of the same kind, with the same remedy or the same message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The first is shown, and the others are counted.
    Grouped,
    /// Each is shown.
    Ungrouped,
}

/// A problem that is shown, and those like it that are not.
pub(super) struct DiagnosticGroup<'d> {
    pub(super) shown: &'d Diagnostic,
    pub(super) others: Vec<&'d Diagnostic>,
}

/// The problems that are shown, in their order.
pub(super) fn group(diagnostics: &[Diagnostic], repeated: Grouping) -> Vec<DiagnosticGroup<'_>> {
    let mut open: Vec<usize> = (0..diagnostics.len()).collect();
    let mut others: HashMap<usize, Vec<&Diagnostic>> = HashMap::new();
    if repeated == Grouping::Grouped {
        open = fold(diagnostics, open, &mut others, |problem| (!problem.hints.is_empty()).then_some(&problem.hints));
        open = fold(diagnostics, open, &mut others, |problem| Some(&problem.message));
    }
    open.extend(others.keys());
    open.sort_unstable();
    let with_others =
        |index| DiagnosticGroup { shown: &diagnostics[index], others: others.remove(&index).unwrap_or_default() };
    open.into_iter().map(with_others).collect()
}

/// Puts those of a kind together that have the same trait and stand in many files, or very often. Returns the rest.
fn fold<'d, T: Eq + Hash>(
    diagnostics: &'d [Diagnostic],
    open: Vec<usize>,
    others: &mut HashMap<usize, Vec<&'d Diagnostic>>,
    trait_of: impl Fn(&'d Diagnostic) -> Option<T>,
) -> Vec<usize> {
    let mut rest = Vec::new();
    let mut groups: HashMap<_, Vec<usize>> = HashMap::new();
    for index in open {
        let problem = &diagnostics[index];
        match trait_of(problem) {
            Some(common) => groups.entry((problem.code, problem.severity, common)).or_default().push(index),
            None => rest.push(index),
        }
    }
    for group in groups.into_values() {
        let files = group.chunk_by(|a, b| diagnostics[*a].place.file() == diagnostics[*b].place.file()).count();
        let first = &diagnostics[group[0]];
        let are_many_warnings = first.severity == Severity::Warning && group.len() >= MANY_WARNINGS;
        if files < many_files(first.code) && !are_many_warnings {
            rest.extend(group);
        } else {
            others.insert(group[0], group[1..].iter().map(|index| &diagnostics[*index]).collect());
        }
    }
    rest
}
