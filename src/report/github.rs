//! Workflow commands of GitHub Actions, which show problems beside the lines of a pull request.

use super::base::Base;
use super::machine::{for_machines, message_and_hints};
use super::region::Region;
use crate::diagnostic::{Diagnostic, visible};
use crate::source::SourceFiles;

/// Diagnostics as lines of `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=code::message`; paths are relative to the
/// root of the repository. Hints stand below the message.
pub fn github(diagnostics: &[Diagnostic], sources: &SourceFiles, base: &Base) -> String {
    for_machines(diagnostics).map(|diagnostic| command(diagnostic, sources, base)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &SourceFiles, base: &Base) -> String {
    let mut properties = vec![("file", base.path(sources.file(diagnostic.place.file())))];
    if let Some(region) = Region::of(diagnostic.place, sources) {
        properties.push(("line", region.line.to_string()));
        // An annotation takes columns only of what begins and ends on one line.
        if region.line == region.end_line {
            properties.push(("col", region.column.to_string()));
        }
        properties.push(("endLine", region.end_line.to_string()));
        if region.line == region.end_line {
            properties.push(("endColumn", region.end_column.to_string()));
        }
    }
    properties.push(("title", diagnostic.code.name().to_owned()));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", escaped(&value, &PROPERTY))).collect();
    let message = escaped(&message_and_hints(diagnostic), &MESSAGE);
    format!("::{} {}::{message}\n", diagnostic.severity, properties.join(","))
}

/// What a message escapes: line ends, and the sign that begins an escape.
const MESSAGE: [char; 3] = ['%', '\r', '\n'];
/// What the value of a property escapes: besides these, what ends a value or all of them.
const PROPERTY: [char; 5] = ['%', '\r', '\n', ':', ','];

/// A text whose special characters are escaped by their numbers, and all others in sight: it is printed as it is.
fn escaped(text: &str, special: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Carriage returns are escaped before they would be made visible.
    for piece in text.split_inclusive(special) {
        let (plain, last) = match piece.char_indices().next_back() {
            Some((at, last)) if special.contains(&last) => (&piece[..at], Some(last)),
            _ => (piece, None),
        };
        escaped.push_str(&visible(plain));
        escaped.extend(last.map(|last| format!("%{:02X}", u32::from(last))));
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(escaped("100%, a: b\r\nc", &MESSAGE), "100%25, a: b%0D%0Ac");
        assert_eq!(escaped("100%, a: b\r\nc", &PROPERTY), "100%25%2C a%3A b%0D%0Ac");
        assert_eq!(escaped("::error::\u{1b}[1m备案", &MESSAGE), "::error::␛[1m备案");
        assert_eq!(escaped("", &PROPERTY), "");
    }
}
