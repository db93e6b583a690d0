//! Text for people: each problem with its excerpt and what to do.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::machine::MAX_FOR_MACHINES;
use super::region::Region;
use super::repeated::{DiagnosticGroup, Grouping, group};
use crate::diagnostic::{Diagnostic, Place, Severity, visible, visible_on_a_line};
use crate::source::SourceFiles;

/// So many problems of one file are shown; the rest are counted.
const MAX_IN_ONE_FILE: usize = 100;
/// So many places of problems like the one that is shown are named.
const MAX_NAMED: usize = 3;

/// Diagnostics as text: each with its excerpt and what to do, in colour if `styled`. Whatever the files hold, only the colours
/// are escape sequences: all characters are in sight. Where what repeats is counted, so are the problems of a file past the
/// first hundred, else those past the first thousand.
pub fn human(diagnostics: &[Diagnostic], sources: &SourceFiles, repeated: Grouping, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let most = if repeated == Grouping::Ungrouped { MAX_FOR_MACHINES } else { MAX_IN_ONE_FILE };
    let mut out = String::new();
    let all = group(diagnostics, repeated);
    for in_file in all.chunk_by(|a, b| a.shown.place.file() == b.shown.place.file()) {
        for alike in in_file.iter().take(most) {
            out.push_str(&excerpt_of(alike, sources, &renderer));
            out.push_str("\n\n");
        }
        if let Some(more) = in_file.len().checked_sub(most).filter(|more| *more > 0) {
            let path = visible_on_a_line(&sources.file(in_file[0].shown.place.file()).path);
            let _infallible = writeln!(out, "… and {more} more problems in {path}\n");
        }
    }
    out
}

/// One problem with its excerpt, and where those like it are.
fn excerpt_of(alike: &DiagnosticGroup<'_>, sources: &SourceFiles, renderer: &Renderer) -> String {
    let diagnostic = alike.shown;
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
    if !alike.others.is_empty() {
        group = group.element(Level::NOTE.message(others(alike, sources)));
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

/// The first places of problems like the one that is shown, with what is otherwise there, and how many more there are.
fn others(alike: &DiagnosticGroup<'_>, sources: &SourceFiles) -> String {
    let count = alike.others.len();
    let mut lines = vec![format!("{count} more like this; `wenda check --all` shows each:")];
    lines.extend(alike.others.iter().take(MAX_NAMED).map(|other| {
        let path = visible_on_a_line(&sources.file(other.place.file()).path);
        let place = match Region::of(other.place, sources) {
            None => path.into_owned(),
            Some(region) => format!("{path}:{}:{}", region.line, region.column),
        };
        let says_the_same = other.message == alike.shown.message;
        if says_the_same { place } else { format!("{place}: {}", visible_on_a_line(&other.message)) }
    }));
    if count > MAX_NAMED {
        lines.push("…".to_owned());
    }
    lines.join("\n")
}

/// A place as an excerpt of its file, or as the name of the file where there is nothing to show.
fn excerpt<'a>(place: Place, label: Option<&'a str>, sources: &'a SourceFiles) -> Element<'a> {
    let file = sources.file(place.file());
    let path = visible_on_a_line(&file.path);
    match place {
        Place::File(_) => Origin::path(path).into(),
        Place::Text(span) => {
            let text = file.text();
            let start = text.floor_char_boundary(span.range().start);
            let (line, _) = file.position(start);
            let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            // A long span is told by its first line.
            let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
            let end = text.ceil_char_boundary(span.range().end).clamp(start, line_end.max(start));
            // What is shown in another form has other places.
            let shown = |byte: usize| visible(&text[line_start..byte]).len();
            let annotation = AnnotationKind::Primary.span(shown(start)..shown(end));
            let annotation = match label {
                Some(label) => annotation.label(visible(label)),
                None => annotation,
            };
            Snippet::source(visible(&text[line_start..line_end]))
                .line_start(line)
                .path(path)
                .annotation(annotation)
                .into()
        }
    }
}
