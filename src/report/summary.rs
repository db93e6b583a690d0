//! How many problems there are.

use crate::diagnostic::{Diagnostic, Severity};

/// One line that counts errors and warnings.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (count(diagnostics, Severity::Error), count(diagnostics, Severity::Warning)) {
        (0, 0) => "no problems found".to_owned(),
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}
