//! How translations stand to their originals.

use std::collections::HashSet;

use super::super::{Article, ArticleText, Content};
use crate::diagnostic::Span;
use crate::name::Locale;

/// A text that an article has, or lacks, in a language that is not that of its original.
#[derive(Clone, Debug)]
pub struct Translation<'c> {
    /// The article.
    pub article: &'c Article,
    /// The language.
    pub locale: Locale,
    /// What it is translated from.
    pub original: &'c ArticleText,
    /// How it stands to that.
    pub state: TranslationState,
}

/// How a translation stands to its original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TranslationState {
    /// There is none.
    Missing,
    /// Nobody has said what it was made from.
    Unaccepted,
    /// The original was changed since; what of it, in the order of the original.
    Stale(Vec<SectionChange>),
    /// The original says what it was made from.
    Current,
}

/// A section of an original that was changed since it was translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChange {
    /// `question`, or the anchor of a heading of the original, after `#`.
    pub section: String,
    /// What was done to it.
    pub kind: SectionChangeKind,
    /// Where it stands in the original, or would stand.
    pub original: Span,
    /// Where it stands in the translation, or should stand.
    pub translation: Span,
}

/// What was done to a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionChangeKind {
    /// It says something else.
    Changed,
    /// It was not there.
    Added,
    /// It is there no more.
    Removed,
}

impl SectionChangeKind {
    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

impl Article {
    /// The text that the others are translated from: the first, in the order of the languages of the site.
    pub fn original(&self) -> Option<&ArticleText> {
        self.texts.values().next()
    }
}

impl Content {
    /// All translations, those that are missing too, in the order of the articles and of the languages.
    pub fn translations(&self) -> impl Iterator<Item = Translation<'_>> {
        self.articles.iter().flat_map(move |article| {
            let original = article.original();
            let locales = self.languages.locales().iter();
            locales.filter_map(move |locale| {
                let original = original.filter(|original| original.locale != locale)?;
                let state = self.translation_state(article, locale);
                Some(Translation { article, locale, original, state })
            })
        })
    }

    /// How the text of an article in a language that is not that of its original stands to that.
    pub fn translation_state(&self, article: &Article, locale: Locale) -> TranslationState {
        let (Some(original), Some(text)) = (article.original(), article.texts.get(locale)) else {
            return TranslationState::Missing;
        };
        if original.locale == locale {
            return TranslationState::Current;
        }
        let Some(accepted) = self.translation_lock.get(&article.id, locale) else {
            return TranslationState::Unaccepted;
        };
        let (mut changes, mut names) = (Vec::new(), HashSet::new());
        for (place, (name, section)) in original.named_sections().enumerate() {
            let kind = match accepted.get(name.as_str()) {
                Some(fingerprint) if *fingerprint == section.fingerprint => None,
                Some(_) => Some(SectionChangeKind::Changed),
                None => Some(SectionChangeKind::Added),
            };
            if let Some(kind) = kind {
                let (original, translation) = (place_of(original, &name, place), place_of(text, &name, place));
                changes.push(SectionChange { section: name.clone(), kind, original, translation });
            }
            names.insert(name);
        }
        for name in accepted.keys().filter(|name| !names.contains(&***name)) {
            let (original, translation) = (original.outline.question_span, place_of(text, name, 0));
            let kind = SectionChangeKind::Removed;
            changes.push(SectionChange { section: name.to_string(), kind, original, translation });
        }
        if changes.is_empty() { TranslationState::Current } else { TranslationState::Stale(changes) }
    }
}

/// Where a section stands in a text: under the heading of its name, else of its place, else at the last heading before.
fn place_of(text: &ArticleText, name: &str, place: usize) -> Span {
    let headings = &text.outline.headings;
    let named = headings.iter().find(|heading| name.strip_prefix('#') == Some(heading.anchor.as_str()));
    let there = || headings.get(..place.min(headings.len())).and_then(<[_]>::last);
    named.or_else(there).map_or(text.outline.question_span, |heading| heading.span)
}
