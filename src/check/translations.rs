//! Translations whose originals were changed, and those of which nobody has said what they were made from.

use crate::content::{Content, SectionChange, SectionChangeKind, Translation, TranslationState};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

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
            TranslationState::Unaccepted => unaccepted.push(format!("`{}`", translation.name)),
            TranslationState::Missing | TranslationState::Current => {}
        }
    }
    if let Some(first) = unaccepted.first() {
        let named = unaccepted[..unaccepted.len().min(MAX_NAMED)].join(", ");
        let message = match unaccepted.len() {
            1 => format!("the translation of {first} was never accepted"),
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
