//! Translations whose originals were changed, and those of which nobody has said what they were made from.

use crate::content::{ArticleText, Content, SectionChange, SectionChangeKind, Translation, TranslationState};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::name::{ByLocale, Locale};

/// So many translations are named that were not accepted.
const MAX_NAMED: usize = 5;

/// Looks at the translations of a site that remembers what they were made from.
pub(super) fn check(content: &Content, diagnostics: &mut Diagnostics) {
    let Some(lock) = content.translation_lock.file() else {
        return;
    };
    let mut unaccepted = Vec::new();
    for translation in content.translations() {
        match &translation.state {
            TranslationState::Stale(changes) => {
                changes.iter().for_each(|change| diagnostics.push(stale(&translation, change)));
            }
            TranslationState::Unaccepted => unaccepted.push((translation.name, translation.locale)),
            TranslationState::Missing | TranslationState::Current => {}
        }
    }
    let are_several = content.languages.locales().codes().len() > 2;
    let name = |(name, locale): &(String, Locale)| {
        if are_several { format!("`{name}` in `{locale}`") } else { format!("`{name}`") }
    };
    if let Some(first) = unaccepted.first() {
        let named: Vec<String> = unaccepted.iter().take(MAX_NAMED).map(name).collect();
        let named = named.join(", ");
        let message = match unaccepted.len() {
            1 => format!("the translation of {} was never accepted", name(first)),
            count if count <= MAX_NAMED => format!("{count} translations were never accepted: {named}"),
            count => format!("{count} translations were never accepted: {named} and {} more", count - MAX_NAMED),
        };
        diagnostics.push(Diagnostic::new(Code::UnacceptedTranslation, lock, message).hint(
            "run `wenda accept` with their ids once they say what their originals say; `wenda status` lists them",
        ));
    }
}

fn stale(translation: &Translation<'_>, change: &SectionChange) -> Diagnostic {
    let Translation { name, locale, original, .. } = translation;
    let path = &original.source.path;
    let (message, shows) = match change.kind {
        SectionChangeKind::Changed => ("the original of this was changed since it was translated", "what it says now"),
        SectionChangeKind::Added => {
            ("the original has a section here that was not there to be translated", "the new section")
        }
        SectionChangeKind::Removed => ("the original no longer has a section that was translated", "the original"),
    };
    let message = match change.kind {
        SectionChangeKind::Removed => format!("{message}: `{}`", change.section),
        _ => message.to_owned(),
    };
    Diagnostic::new(Code::StaleTranslation, change.translation, message)
        .related(change.original, shows)
        .hint(format!("bring it up to `{path}`, then run `wenda accept {name} --lang {locale}`"))
}

/// What is found where the languages of an article, or of a snippet, are compared, but for sections that are stale: what differs
/// there follows from that.
pub(super) fn without_stale(
    mut found: Diagnostics,
    name: &str,
    texts: &ByLocale<ArticleText>,
    content: &Content,
) -> Diagnostics {
    if found.is_empty() {
        return found;
    }
    let states = texts.iter().map(|(locale, _)| content.state(name, texts, locale));
    let stale =
        states.flat_map(|state| if let TranslationState::Stale(changes) = state { changes } else { Vec::new() });
    let stale: Vec<Span> = stale.flat_map(|change| [change.original, change.translation]).collect();
    let is_stale = |place: Place| {
        let Place::Text(place) = place else {
            return false;
        };
        let text = texts.values().find(|text| text.source.id == place.file);
        text.is_some_and(|text| stale.contains(&section_at(text, place)))
    };
    found.retain(|problem| !is_stale(problem.place));
    found
}

/// Where the section begins that a piece of a text stands in.
fn section_at(text: &ArticleText, place: Span) -> Span {
    let headings = text.outline.own_headings().map(|heading| heading.span);
    headings.take_while(|heading| heading.start <= place.start).last().unwrap_or(text.outline.question_span)
}
