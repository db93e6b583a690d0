//! How many problems there are.

use crate::diagnostic::{Diagnostic, Severity, counted};

/// One line that counts errors and warnings.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = |count| counted(count, "error", "errors");
    let warnings = |count| counted(count, "warning", "warnings");
    match (count(diagnostics, Severity::Error), count(diagnostics, Severity::Warning)) {
        (0, 0) => "no problems found".to_owned(),
        (count, 0) => errors(count),
        (0, count) => warnings(count),
        (wrong, warned) => format!("{}, {}", errors(wrong), warnings(warned)),
    }
}

pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}
