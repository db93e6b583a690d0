//! One JSON document.

use serde_json::{Value, json as document};

use super::machine::{for_machines, pretty};
use super::region::Region;
use super::summary::count;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::SourceFiles;

/// So many characters of a line are given.
const MAX_LINE: usize = 1_000;

/// Diagnostics as one JSON document: `{"errors", "warnings", "diagnostics": [{"severity", "code", "message", "file",
/// "line", "column", "end_line", "end_column", "text", "hints", "related"}]}`; lines and columns count from 1. Of the
/// problems of one file the first 1,000 are listed, of a long line the first 1,000 characters; all problems are counted.
pub fn json(diagnostics: &[Diagnostic], sources: &SourceFiles) -> String {
    let rows: Vec<Value> = for_machines(diagnostics).map(|diagnostic| row(diagnostic, sources)).collect();
    pretty(&document!({
        "errors": count(diagnostics, Severity::Error),
        "warnings": count(diagnostics, Severity::Warning),
        "diagnostics": rows,
    }))
}

fn row(diagnostic: &Diagnostic, sources: &SourceFiles) -> Value {
    let mut row = place(diagnostic.place, sources);
    row["severity"] = document!(diagnostic.severity.to_string());
    row["code"] = document!(diagnostic.code.name());
    row["message"] = document!(diagnostic.message);
    row["hints"] = document!(diagnostic.hints);
    let related = diagnostic.related.iter().map(|(at, shows)| {
        let mut related = place(*at, sources);
        related["message"] = document!(shows);
        related
    });
    row["related"] = related.collect();
    row
}

fn place(place: Place, sources: &SourceFiles) -> Value {
    let file = sources.file(place.file());
    match Region::of(place, sources) {
        None => document!({ "file": file.path }),
        Some(region) => document!({
            "file": file.path,
            "line": region.line,
            "column": region.column,
            "end_line": region.end_line,
            "end_column": region.end_column,
            "text": file.line(region.line).chars().take(MAX_LINE).collect::<String>(),
        }),
    }
}
