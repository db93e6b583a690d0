//! What is told of a run once it is over.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::SourceFiles;

/// What a run found wrong.
#[derive(Debug)]
pub struct Report {
    /// The files that it read, to show excerpts of.
    pub sources: SourceFiles,
    /// All problems, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub(super) fn new(sources: &SourceFiles, mut diagnostics: Diagnostics) -> Self {
        sources.changed().for_each(|changed| diagnostics.push(changed));
        diagnostics.remove_consequences(|file| sources.file(file).path.clone());
        Self::of_told(sources, diagnostics.into_sorted_by(|file| sources.place(file)))
    }

    /// What was told of the same files before.
    pub(super) fn of_told(sources: &SourceFiles, diagnostics: Vec<Diagnostic>) -> Self {
        // Excerpts hold the texts of their files, no longer than the report is held.
        let shown = diagnostics.iter().flat_map(|told| {
            let related = told.related.iter().map(|(place, _)| place.file());
            related.chain([told.place.file()])
        });
        let sources = sources.with_unheld(shown.collect::<BTreeSet<_>>());
        Self { sources, diagnostics }
    }

    /// What is wrong, without what is only warned of.
    pub fn errors(&self) -> Vec<Diagnostic> {
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.cloned().collect()
    }

    /// Whether the site must not be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
