//! How the translations of a site stand to their originals.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::pretty;
use super::region::Region;
use crate::content::{Content, SectionChange, Translation, TranslationState};
use crate::diagnostic::{Span, counted};
use crate::source::SourceFiles;

/// What stands to do, and what all come to.
struct TranslationStatus<'c> {
    /// All but those that are up to date.
    open: Vec<Translation<'c>>,
    current: usize,
    /// Of articles and languages that are there no more.
    orphans: Vec<(&'c str, &'c str)>,
}

impl<'c> TranslationStatus<'c> {
    fn of(content: &'c Content) -> Self {
        let (current, open): (Vec<_>, Vec<_>) =
            content.translations().partition(|translation| translation.state == TranslationState::Current);
        let is_orphan = |(name, code): &(&str, &str)| !content.has_translation(name, code);
        Self {
            open,
            current: current.len(),
            orphans: content.translation_lock.translations().filter(is_orphan).collect(),
        }
    }

    fn count(&self, state: &str) -> usize {
        self.open.iter().filter(|translation| name(&translation.state) == state).count()
    }
}

/// The states in the order in which they are told.
const STATES: [&str; 3] = ["stale", "missing", "unaccepted"];

fn name(state: &TranslationState) -> &'static str {
    match state {
        TranslationState::Missing => "missing",
        TranslationState::Unaccepted => "unaccepted",
        TranslationState::Stale(_) => "stale",
        TranslationState::Current => "current",
    }
}

fn changes<'t>(translation: &'t Translation<'_>) -> &'t [SectionChange] {
    if let TranslationState::Stale(changes) = &translation.state { changes } else { &[] }
}

/// The file of a translation, or where it is to be written.
fn path(translation: &Translation<'_>) -> String {
    let Translation { text, locale, original, .. } = translation;
    match text {
        Some(text) => text.source.path.clone(),
        None => {
            let path = original.source.path.strip_suffix(".md").unwrap_or(&original.source.path);
            let stem = path.strip_suffix(&format!(".{}", original.locale)).unwrap_or(path);
            format!("{stem}.{locale}.md")
        }
    }
}

/// As text: what is stale, section by section, what is missing, what was never accepted, and how many there are of each.
pub fn translations_human(content: &Content, sources: &SourceFiles) -> String {
    let status = TranslationStatus::of(content);
    let mut out = String::new();
    for state in STATES {
        for translation in status.open.iter().filter(|translation| name(&translation.state) == state) {
            let _infallible = writeln!(out, "{state:<10}  {}", path(translation));
            for change in changes(translation) {
                let place = place(change, translation, sources);
                let _infallible = writeln!(out, "            {:<8}{}  {place}", change.kind.name(), change.section);
            }
        }
    }
    for (article, locale) in &status.orphans {
        let _infallible = writeln!(out, "{:<10}  {article} in {locale} is there no more", "orphan");
    }
    for (old, new) in content.translation_lock.renamed() {
        let _infallible =
            writeln!(out, "{:<10}  {old} is {new} now: `wenda accept {new}` keeps what was accepted", "renamed");
    }
    let counts = STATES.map(|state| format!("{} {state}", status.count(state))).join(", ");
    let all = status.current + status.open.len();
    let translations = counted(all, "translation", "translations");
    let _infallible = writeln!(out, "{translations}: {} up to date, {counts}", status.current);
    if content.translation_lock.file().is_none() && all > status.count("missing") {
        out.push_str(
            "nothing is remembered of what they were made from: `wenda accept` begins with what stands there\n",
        );
    }
    out
}

/// Where a section stands in the original.
fn place(change: &SectionChange, translation: &Translation<'_>, sources: &SourceFiles) -> String {
    let line = Region::of(change.original.into(), sources).map_or(1, |region| region.line);
    format!("{}:{line}", translation.original.source.path)
}

/// The same as one JSON document: `{"current", "stale", "missing", "unaccepted", "translations": [{"article", "lang", "file",
/// "original", "state", "sections": [{"section", "change", "line", "original_line"}]}], "orphans": [{"article", "lang"}], "renamed": [{"from", "to"}]}`; those
/// that are up to date are counted only.
pub fn translations_json(content: &Content, sources: &SourceFiles) -> String {
    let status = TranslationStatus::of(content);
    let line = |span: Span| Region::of(span.into(), sources).map(|region| region.line);
    let open = status.open.iter().map(|translation| {
        let sections = changes(translation).iter().map(|change| {
            json!({
                "section": change.section,
                "change": change.kind.name(),
                "line": line(change.translation),
                "original_line": line(change.original),
            })
        });
        json!({
            "article": translation.name,
            "lang": translation.locale.code(),
            "file": path(translation),
            "original": translation.original.source.path,
            "state": name(&translation.state),
            "sections": sections.collect::<Vec<Value>>(),
        })
    });
    let orphans = status.orphans.iter().map(|(article, locale)| json!({ "article": article, "lang": locale }));
    let renamed = content.translation_lock.renamed().map(|(old, new)| json!({ "from": old, "to": new.as_str() }));
    let mut document = json!({
        "current": status.current,
        "renamed": renamed.collect::<Vec<Value>>(),
        "translations": open.collect::<Vec<Value>>(),
        "orphans": orphans.collect::<Vec<Value>>(),
    });
    for state in STATES {
        document[state] = status.count(state).into();
    }
    pretty(&document)
}
