//! What the formats for machines have in common.

use serde_json::Value;

use crate::diagnostic::Diagnostic;

/// Machines read more problems of one file than people, but no file is worth a document of gigabytes.
pub(super) const MAX_FOR_MACHINES: usize = 1_000;

/// The problems that machines are told: the first of each file.
pub(super) fn for_machines(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let by_file = diagnostics.chunk_by(|a, b| a.place.file() == b.place.file());
    by_file.flat_map(|in_file| in_file.iter().take(MAX_FOR_MACHINES))
}

/// A message with its hints below it, a line each, for formats that have one text for both.
pub(super) fn message_and_hints(diagnostic: &Diagnostic) -> String {
    let lines: Vec<&str> = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).map(String::as_str).collect();
    lines.join("\n")
}

/// A document as text, indented.
pub(super) fn pretty(document: &Value) -> String {
    format!("{document:#}\n")
}
