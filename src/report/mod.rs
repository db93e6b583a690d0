//! What a check found, as people and machines read it: text with excerpts, JSON, SARIF.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde_json::{Value, json};

use crate::content::{Lagging, StatedFact};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, visible, visible_on_a_line};
use crate::name::{FactId, Target};
use crate::source::{SourceFile, Sources};

/// So many problems of one file are shown; the rest are counted.
const MOST_IN_ONE_FILE: usize = 100;

/// Machines read more, but no file is worth a document of gigabytes.
const MOST_FOR_MACHINES: usize = 1_000;
/// So many characters of a line are given to machines.
const LONGEST_LINE: usize = 1_000;
/// What code hosts call the root of the repository.
const SOURCE_ROOT: &str = "%SRCROOT%";

/// Diagnostics as text: each with its excerpt and what to do, in colour if `styled`. Whatever the files hold, only the colours
/// are escape sequences: all characters are in sight.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for in_file in diagnostics.chunk_by(|a, b| a.place.file() == b.place.file()) {
        for diagnostic in in_file.iter().take(MOST_IN_ONE_FILE) {
            out.push_str(&excerpt_of(diagnostic, sources, &renderer));
            out.push_str("\n\n");
        }
        if let Some(more) = in_file.len().checked_sub(MOST_IN_ONE_FILE).filter(|more| *more > 0) {
            let path = visible_on_a_line(&sources.file(in_file[0].place.file()).path);
            let _infallible = writeln!(out, "… and {more} more problems in {path}\n");
        }
    }
    out
}

/// One problem with its excerpt.
fn excerpt_of(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = title.element(excerpt(diagnostic.place, None, sources));
    for (place, shows) in &diagnostic.related {
        if place.file() == diagnostic.place.file() {
            group = group.element(excerpt(*place, Some(shows), sources));
        }
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(visible(hint)));
    }
    let elsewhere: Vec<Group<'_>> = diagnostic
        .related
        .iter()
        .filter(|(place, _)| place.file() != diagnostic.place.file())
        .map(|(place, shows)| Level::NOTE.secondary_title(visible(shows)).element(excerpt(*place, None, sources)))
        .collect();
    let mut report = vec![group];
    report.extend(elsewhere);
    renderer.render(&report)
}

/// A place as an excerpt of its file, or as the name of the file where there is nothing to show.
fn excerpt<'a>(place: Place, label: Option<&'a str>, sources: &'a Sources) -> Element<'a> {
    let file = sources.file(place.file());
    let path = visible_on_a_line(&file.path);
    match place {
        Place::File(_) => Origin::path(path).into(),
        Place::Text(span) => {
            let text = file.text();
            let start = text.floor_char_boundary(span.range().start);
            // A long span is told by its first line.
            let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
            let end = text.ceil_char_boundary(span.range().end).clamp(start, line_end.max(start));
            // What is shown in another form has other places.
            let shown = |byte: usize| visible(&text[..byte]).len();
            let annotation = AnnotationKind::Primary.span(shown(start)..shown(end));
            let annotation = match label {
                Some(label) => annotation.label(visible(label)),
                None => annotation,
            };
            Snippet::source(visible(text)).path(path).annotation(annotation).into()
        }
    }
}

/// One line that counts errors and warnings.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "no problems found".to_owned(),
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// Diagnostics as one JSON document: `{"errors", "warnings", "diagnostics": [{"severity", "code", "message", "file",
/// "line", "column", "end_line", "end_column", "text", "hints", "related"}]}`; lines and columns count from 1. Of the
/// problems of one file the first 1,000 are listed, of a long line the first 1,000 characters; all problems are counted.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let rows: Vec<Value> = listed(diagnostics)
        .map(|diagnostic| {
            let mut row = position(diagnostic.place, sources);
            row["severity"] = json!(diagnostic.severity.to_string());
            row["code"] = json!(diagnostic.code.name());
            row["message"] = json!(diagnostic.message);
            row["hints"] = json!(diagnostic.hints);
            row["related"] = diagnostic
                .related
                .iter()
                .map(|(place, shows)| {
                    let mut related = position(*place, sources);
                    related["message"] = json!(shows);
                    related
                })
                .collect();
            row
        })
        .collect();
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let document = json!({
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "diagnostics": rows,
    });
    pretty(&document)
}

/// The first problems of each file.
fn listed(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let by_file = diagnostics.chunk_by(|a, b| a.place.file() == b.place.file());
    by_file.flat_map(|in_file| in_file.iter().take(MOST_FOR_MACHINES))
}

fn position(place: Place, sources: &Sources) -> Value {
    let file = sources.file(place.file());
    match place {
        Place::File(_) => json!({ "file": file.path }),
        Place::Text(span) => {
            let (line, column) = file.position(span.range().start);
            let (end_line, end_column) = file.position(span.range().end);
            json!({
                "file": file.path,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "text": file.line(line).chars().take(LONGEST_LINE).collect::<String>(),
            })
        }
    }
}

/// Where the files of a site stand for whoever reads a report of it beside other projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The root of the repository, as an absolute path.
    root: PathBuf,
    /// The folder of the site below it; empty if they are the same.
    site: PathBuf,
}

impl Base {
    /// A base of absolute paths; a site that stands outside of the root is its own.
    pub fn new(root: &Path, site: &Path) -> Self {
        match site.strip_prefix(root) {
            Ok(below) => Self { root: root.to_owned(), site: below.to_owned() },
            Err(_) => Self { root: site.to_owned(), site: PathBuf::new() },
        }
    }

    /// The root as a `file:` address, which ends in `/`.
    fn address(&self) -> String {
        let parts = encoded(&self.root);
        format!("file:///{}{}", parts.join("/"), if parts.is_empty() { "" } else { "/" })
    }

    /// The address of a file of the site, relative to the root.
    fn relative(&self, file: &SourceFile) -> String {
        encoded(&self.site.join(&file.path)).join("/")
    }
}

/// The parts of a path as they stand in an address.
fn encoded(path: &Path) -> Vec<String> {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let named = path.components().filter_map(|part| match part {
        Component::Prefix(prefix) => Some(prefix.as_os_str()),
        Component::Normal(name) => Some(name),
        _ => None,
    });
    named.map(|name| percent_encode(name.as_encoded_bytes(), KEPT).to_string()).collect()
}

/// Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), as code hosts read it: the addresses
/// of files are relative to the root of the repository.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources, base: &Base) -> String {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| json!({ "id": code.name(), "shortDescription": { "text": code.explanation() } }))
        .collect();
    let results: Vec<Value> = listed(diagnostics)
        .map(|diagnostic| {
            let mut text = diagnostic.message.clone();
            for hint in &diagnostic.hints {
                let _infallible = write!(text, "\n{hint}");
            }
            json!({
                "ruleId": diagnostic.code.name(),
                "level": diagnostic.severity.to_string(),
                "message": { "text": text },
                "locations": [{ "physicalLocation": physical_location(diagnostic.place, sources, base) }],
            })
        })
        .collect();
    let document = json!({
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
    });
    pretty(&document)
}

fn physical_location(place: Place, sources: &Sources, base: &Base) -> Value {
    let at = position(place, sources);
    let uri = base.relative(sources.file(place.file()));
    let mut location = json!({ "artifactLocation": { "uri": uri, "uriBaseId": SOURCE_ROOT } });
    if at.get("line").is_some() {
        location["region"] = json!({
            "startLine": at["line"],
            "startColumn": at["column"],
            "endLine": at["end_line"],
            "endColumn": at["end_column"],
        });
    }
    location
}

/// So many of those that lag behind a superseded fact are told to people.
const MOST_LAGGING: usize = 20;

/// The facts of the catalogue as text, by section, each with who states it, and their count.
pub fn facts_human(facts: &[StatedFact], sources: &Sources) -> String {
    let mut out = String::new();
    for section in facts.chunk_by(|a, b| a.section == b.section) {
        let _infallible = writeln!(out, "{}", section[0].section);
        for fact in section {
            let nobody = if is_superseded(fact) { "superseded" } else { "nobody" };
            let stated_by = list(fact.stated_by.iter().map(ToString::to_string), nobody);
            let _infallible = writeln!(out, "  {}  {stated_by}", fact.fact);
            if is_superseded(fact) {
                let by = fact.superseded_by.iter().map(FactId::as_str).collect::<Vec<_>>().join(", ");
                let told =
                    list(resting(fact, sources).take(fact.stated_by.len() + MOST_LAGGING), "nothing rests on it");
                let more = fact.lagging.len().saturating_sub(MOST_LAGGING);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let _infallible = writeln!(out, "    superseded by {by}; still rests on it: {told}{more}");
            }
        }
    }
    let _infallible = writeln!(out, "{} of {} facts are stated", stated(facts), holding(facts).count());
    let superseded = facts.len() - holding(facts).count();
    if superseded > 0 {
        let open = facts.iter().filter(|fact| is_superseded(fact) && !fact.is_settled()).count();
        let _infallible = writeln!(out, "{open} of {superseded} superseded facts are still rested on");
    }
    out
}

fn list(names: impl Iterator<Item = String>, none: &str) -> String {
    let names = names.collect::<Vec<_>>().join(" ");
    if names.is_empty() { none.to_owned() } else { names }
}

/// The same as one JSON document: `{"facts", "stated", "statements": [{"fact", "section", "stated_by"}]}`; a statement of a
/// superseded fact has `superseded_by` and `resting` besides.
pub fn facts_json(facts: &[StatedFact], sources: &Sources) -> String {
    let statements: Vec<Value> = facts
        .iter()
        .map(|fact| {
            let stated_by: Vec<String> = fact.stated_by.iter().map(ToString::to_string).collect();
            let mut statement =
                json!({ "fact": fact.fact.as_str(), "section": fact.section.as_str(), "stated_by": stated_by });
            if is_superseded(fact) {
                statement["superseded_by"] = fact.superseded_by.iter().map(FactId::as_str).collect();
                statement["resting"] = resting(fact, sources).collect();
            }
            statement
        })
        .collect();
    pretty(&json!({ "facts": holding(facts).count(), "stated": stated(facts), "statements": statements }))
}

fn is_superseded(fact: &StatedFact) -> bool {
    !fact.superseded_by.is_empty()
}

/// The facts that no newer one supersedes.
fn holding(facts: &[StatedFact]) -> impl Iterator<Item = &StatedFact> {
    facts.iter().filter(|fact| !is_superseded(fact))
}

fn stated(facts: &[StatedFact]) -> usize {
    holding(facts).filter(|fact| fact.is_settled()).count()
}

/// What rests on a superseded fact: `article:price`, `decision:refund#full`, `decision:refund (content/…:12)`.
fn resting<'f>(fact: &'f StatedFact, sources: &'f Sources) -> impl Iterator<Item = String> + 'f {
    // A checklist may claim the fact in one item, and lag in another.
    let is_told = |target: &Target| matches!(target, Target::Checklist(_)) && fact.stated_by.contains(target);
    let lagging =
        fact.lagging.iter().filter(move |lagging| !matches!(lagging, Lagging::Page(target) if is_told(target)));
    let lagging = lagging.map(|lagging| match lagging {
        Lagging::Page(target) => target.to_string(),
        Lagging::Outcome(decision, outcome) => format!("decision:{decision}#{outcome}"),
        Lagging::DecisionRow(decision, span) => {
            let file = sources.file(Place::from(*span).file());
            format!("decision:{decision} ({}:{})", file.path, file.position(span.range().start).0)
        }
    });
    fact.stated_by.iter().map(ToString::to_string).chain(lagging)
}

fn pretty(document: &Value) -> String {
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root_of_the_repository() {
        let address = |root: &str, site: &str, path: &str| {
            let base = Base::new(Path::new(root), Path::new(site));
            let file = SourceFile::in_memory(path, "");
            (base.address(), base.relative(&file))
        };
        let told = |root: &str, relative: &str| (root.to_owned(), relative.to_owned());
        assert_eq!(address("/a b", "/a b/docs", "content/x.md"), told("file:///a%20b/", "docs/content/x.md"));
        assert_eq!(address("/a", "/a", "content/100%:备.md"), told("file:///a/", "content/100%25%3A%E5%A4%87.md"));
        assert_eq!(address("/a", "/b", "content/x.md"), told("file:///b/", "content/x.md"));
        assert_eq!(address("/", "/b", "content/x.md"), told("file:///", "b/content/x.md"));
    }
}
