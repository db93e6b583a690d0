//! Text for people: each problem with its excerpt and what to do.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Severity, visible, visible_on_a_line};
use crate::source::Sources;

/// So many problems of one file are shown; the rest are counted.
const MOST_IN_ONE_FILE: usize = 100;

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
