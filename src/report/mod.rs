//! What a check found, as people and machines read it: one file for each format.

mod base;
mod facts;
mod github;
mod human;
mod json;
mod repeated;
mod sarif;

pub use base::Base;
pub use facts::{facts_human, facts_json};
pub use github::github;
pub use human::human;
pub use json::json;
pub use repeated::Grouping;
pub use sarif::sarif;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::SourceFiles;

/// Machines read more problems of one file than people, but no file is worth a document of gigabytes.
const MAX_FOR_MACHINES: usize = 1_000;

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

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// The problems that machines are told: the first of each file.
fn for_machines(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let by_file = diagnostics.chunk_by(|a, b| a.place.file() == b.place.file());
    by_file.flat_map(|in_file| in_file.iter().take(MAX_FOR_MACHINES))
}

/// A message with its hints below it, a line each, for formats that have one text for both.
fn message_and_hints(diagnostic: &Diagnostic) -> String {
    let lines: Vec<&str> = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).map(String::as_str).collect();
    lines.join("\n")
}

/// A piece of a text, by lines and columns that count from 1; columns are counted in characters, and the end is the place after
/// the last one.
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    /// The region of a place; a file as a whole has none.
    fn of(place: Place, sources: &SourceFiles) -> Option<Self> {
        let Place::Text(span) = place else {
            return None;
        };
        let file = sources.file(span.file);
        let (line, column) = file.position(span.range().start);
        let (end_line, end_column) = file.position(span.range().end);
        Some(Self { line, column, end_line, end_column })
    }
}

fn pretty(document: &Value) -> String {
    format!("{document:#}\n")
}
