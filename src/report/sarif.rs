//! The Static Analysis Results Interchange Format, version 2.1.0 (OASIS), as code hosts read it.

use serde_json::{Value, json};

use super::base::Base;
use super::machine::{for_machines, message_and_hints, pretty};
use super::region::Region;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::SourceFiles;

/// What code hosts call the root of the repository.
const SOURCE_ROOT: &str = "%SRCROOT%";

/// Diagnostics as SARIF: the addresses of files are relative to the root of the repository.
pub fn sarif(diagnostics: &[Diagnostic], sources: &SourceFiles, base: &Base) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = for_machines(diagnostics).map(|diagnostic| result(diagnostic, sources, base)).collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "wenda",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { SOURCE_ROOT: { "uri": base.address() } },
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.explanation() },
        "defaultConfiguration": { "level": code.severity().to_string() },
    })
}

fn result(diagnostic: &Diagnostic, sources: &SourceFiles, base: &Base) -> Value {
    json!({
        "ruleId": diagnostic.code.name(),
        "level": diagnostic.severity.to_string(),
        "message": { "text": message_and_hints(diagnostic) },
        "locations": [{ "physicalLocation": physical_location(diagnostic.place, sources, base) }],
    })
}

fn physical_location(place: Place, sources: &SourceFiles, base: &Base) -> Value {
    let uri = base.relative(sources.file(place.file()));
    let mut location = json!({ "artifactLocation": { "uri": uri, "uriBaseId": SOURCE_ROOT } });
    if let Some(region) = Region::of(place, sources) {
        location["region"] = json!({
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        });
    }
    location
}
