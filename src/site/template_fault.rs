//! Faults of templates, each told at the file and the line that holds it, wherever the engine met it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::ErrorKind;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::SourceFile;

/// The templates that pages are made with.
#[derive(Debug)]
pub(super) struct TemplateFiles {
    /// By their names.
    files: BTreeMap<String, Arc<SourceFile>>,
    /// Where a fault is told of that is in none of them: the first that the site brings, whose author can mend nothing else; else the
    /// first.
    first: Arc<SourceFile>,
}

impl TemplateFiles {
    /// `None` if there are none.
    pub(super) fn of(files: impl Iterator<Item = (String, Arc<SourceFile>)>) -> Option<Self> {
        let files: BTreeMap<String, Arc<SourceFile>> = files.collect();
        let of_site = files.values().find(|file| !file.built_in);
        let first = Arc::clone(of_site.or_else(|| files.values().next())?);
        Some(Self { files, first })
    }

    /// The faults that the engine found where it read the templates.
    pub(super) fn faults(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let message = error.to_string();
        let found: Vec<Diagnostic> = match error.kind() {
            ErrorKind::Msg(_) => {
                reported(&message).iter().filter_map(|reported| self.reported_fault(reported)).collect()
            }
            _ => Vec::new(),
        };
        if found.is_empty() { vec![self.fault(error)] } else { found }
    }

    /// The fault that an error of the engine tells of.
    pub(super) fn fault(&self, error: &tera::Error) -> Diagnostic {
        let fault = |place, message: &str| Diagnostic::new(Code::Template, place, message.trim_end_matches('.'));
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                fault(self.part(report.filename(), report.span().range.clone()), report.message())
            }
            ErrorKind::CircularInclude { include_chain: chain, .. }
            | ErrorKind::CircularExtend { inheritance_chain: chain, .. } => self.circle(chain),
            ErrorKind::MissingParent { current, parent } => {
                let unknown = fault(self.name_in(current, parent), &format!("there is no template `{parent}`"));
                unknown.suggest(parent, self.names())
            }
            _ => {
                let message = error.to_string();
                fault(self.named_in(&message), &message)
            }
        }
    }

    /// A template as a whole.
    pub(super) fn whole(&self, template: &str) -> Place {
        self.files.get(template).unwrap_or(&self.first).id.into()
    }

    fn part(&self, template: &str, range: Range<usize>) -> Place {
        self.files.get(template).map_or_else(|| self.whole(template), |file| file.span(range).into())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    fn reported_fault(&self, reported: &ReportedFault<'_>) -> Option<Diagnostic> {
        let file = self.files.get(reported.template)?;
        let start = file.text().split_inclusive('\n').take(reported.line.checked_sub(1)?).map(str::len).sum::<usize>();
        let rest = &file.text()[start..];
        let byte = |column: usize| rest.char_indices().nth(column).map_or(rest.len(), |(byte, _)| byte);
        let column = reported.column.checked_sub(1)?;
        let place = file.span(start + byte(column)..start + byte(column + reported.width));
        let fault = Diagnostic::new(Code::Template, place, reported.message);
        Some(match reported.message.strip_prefix("Unknown template `") {
            Some(name) => fault.suggest(name.trim_end_matches('`'), self.names()),
            None => fault,
        })
    }

    /// Templates that lead back to themselves, at the tag of the first of them that is the site's own. `chain` is how the engine came
    /// to the one that it met again.
    fn circle(&self, chain: &[String]) -> Diagnostic {
        let mut names: Vec<&str> = chain.iter().map(String::as_str).collect();
        if let Some(last) = names.last().copied() {
            match names.iter().position(|name| *name == last) {
                Some(first) if first + 1 < names.len() => drop(names.drain(..first)),
                _ => names.insert(0, last),
            }
        }
        let is_of_site = |name: &str| self.files.get(name).is_some_and(|file| !file.built_in);
        let tag = names.windows(2).find(|pair| is_of_site(pair[0])).or_else(|| names.windows(2).next());
        let place = tag.map_or_else(|| self.whole(""), |pair| self.name_in(pair[0], pair[1]));
        let named: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("templates lead back to themselves: {}", named.join(", then "));
        Diagnostic::new(Code::Template, place, message)
            .hint("take out one of the tags by which they include or extend each other")
    }

    /// Where a tag of a template names another.
    fn name_in(&self, template: &str, other: &str) -> Place {
        let text = self.files.get(template).map_or("", |file| file.text());
        let quoted = ['"', '\''].map(|quote| format!("{quote}{other}{quote}"));
        let found = quoted.iter().flat_map(|quoted| text.match_indices(quoted.as_str()));
        let is_in_tag = |at: usize| text[..at].rfind("{%") > text[..at].rfind("%}");
        match found.map(|(at, quoted)| at..at + quoted.len()).find(|range| is_in_tag(range.start)) {
            Some(range) => self.part(template, range),
            None => self.whole(template),
        }
    }

    /// The template that a message names, the site's own before others.
    fn named_in(&self, message: &str) -> Place {
        let mut named: Vec<&Arc<SourceFile>> =
            message.split(['`', '\'', '"']).filter_map(|name| self.files.get(name)).collect();
        named.sort_by_key(|file| file.built_in);
        named.first().map_or_else(|| self.whole(""), |file| file.id.into())
    }
}

/// A fault as the engine shows it, in a message of many.
struct ReportedFault<'m> {
    message: &'m str,
    template: &'m str,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// In characters.
    width: usize,
}

/// The faults in a message: a title each, `--> template:line:column` below it, and the line with its marks. The engine draws them so
/// in its version 2.4, and hands them over in no other form; `tests/suite/diagnostics/template-names.txt` fails once it does not.
fn reported(message: &str) -> Vec<ReportedFault<'_>> {
    let lines: Vec<&str> = message.lines().collect();
    let found = lines.windows(5).filter_map(|shown| {
        let mut place = shown[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line) = (place.next()?.parse().ok()?, place.next()?.parse().ok()?);
        let message = shown[0].strip_prefix("error: ")?;
        let width = shown[4].matches('^').count().max(1);
        Some(ReportedFault { message, template: place.next()?, line, column, width })
    });
    found.collect()
}
