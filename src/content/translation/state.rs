//! How translations stand to their originals.

use std::collections::HashSet;

use super::super::{Article, ArticleText, Content};
use crate::diagnostic::Span;
use crate::name::{ByLocale, Locale};

/// A text that an article has, or lacks, in a language that is not that of its original.
#[derive(Clone, Debug)]
pub struct Translation<'c> {
    /// The id of the article, or `snippets/<id>`.
    pub name: String,
    /// The text in the language; `None` if there is none.
    pub text: Option<&'c ArticleText>,
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
    /// `question` (of a snippet `beginning`), or the anchor of a heading of the original, after `#`.
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
    /// The text that the others are translated from: the first that somebody wrote, in the order of the languages of the site.
    pub fn original(&self) -> Option<&ArticleText> {
        self.texts.values().find(|text| !text.is_derived())
    }
}

impl Content {
    /// All translations, those that are missing too, in the order of the articles, then of the snippets, and of the languages.
    pub fn translations(&self) -> impl Iterator<Item = Translation<'_>> {
        let articles = self.articles.iter().map(|article| (article.id.to_string(), &article.texts));
        let snippets = self.snippets.iter().map(|snippet| (snippet.path(), &snippet.texts));
        articles.chain(snippets).flat_map(move |(name, texts)| {
            let original = texts.values().find(|text| !text.is_derived());
            let locales = self.languages.locales().iter();
            let is_derived = |locale: &Locale| texts.get(*locale).is_some_and(ArticleText::is_derived);
            locales.filter(move |locale| !is_derived(locale)).filter_map(move |locale| {
                let original = original.filter(|original| original.locale != locale)?;
                let state = self.state(&name, texts, locale);
                Some(Translation { name: name.clone(), text: texts.get(locale), locale, original, state })
            })
        })
    }

    /// Whether the article, or the snippet, that a translation is of has a text in a language; drafts are there, too.
    pub fn has_translation(&self, name: &str, code: &str) -> bool {
        let texts = match name.strip_prefix("snippets/") {
            Some(id) => id.parse().ok().and_then(|id| self.snippets.get(&id)).map(|snippet| &snippet.texts),
            None => {
                let article = name.parse().ok().and_then(|id| self.article(&id).or_else(|| self.draft(&id)));
                article.map(|article| &article.texts)
            }
        };
        texts.is_some_and(|texts| texts.iter().any(|(locale, _)| locale.code() == code))
    }

    /// How the text of an article in a language that is not that of its original stands to that.
    pub fn translation_state(&self, article: &Article, locale: Locale) -> TranslationState {
        self.state(article.id.as_str(), &article.texts, locale)
    }

    /// The language of what a text of an article was translated from, if that was changed since, in the article or in a snippet
    /// that it shows; and the article is there in that language.
    pub fn stale_against(&self, article: &Article, locale: Locale) -> Option<Locale> {
        if let TranslationState::Stale(_) = self.translation_state(article, locale) {
            return article.original().map(|original| original.locale);
        }
        let quoted = |text: &ArticleText| {
            text.outline.snippets.iter().filter_map(|quote| self.snippets.get(&quote.snippet)).collect::<Vec<_>>()
        };
        let (mut seen, mut open) = (HashSet::new(), quoted(article.texts.get(locale)?));
        while let Some(snippet) = open.pop() {
            let Some(text) = snippet.texts.get(locale).filter(|_| seen.insert(&snippet.id)) else {
                continue;
            };
            if let TranslationState::Stale(_) = self.state(&snippet.path(), &snippet.texts, locale) {
                let original = snippet.texts.values().find(|text| !text.is_derived()).map(|text| text.locale);
                return original.filter(|original| article.texts.get(*original).is_some());
            }
            open.extend(quoted(text));
        }
        None
    }

    /// The same of the texts of an article, or of `snippets/<id>`.
    pub(crate) fn state(&self, name: &str, texts: &ByLocale<ArticleText>, locale: Locale) -> TranslationState {
        let original = texts.values().find(|text| !text.is_derived());
        let (Some(original), Some(text)) = (original, texts.get(locale)) else {
            return TranslationState::Missing;
        };
        if original.locale == locale || text.is_derived() {
            return TranslationState::Current;
        }
        let Some(accepted) = self.translation_lock.get(name, locale) else {
            return TranslationState::Unaccepted;
        };
        let is_snippet = name.starts_with("snippets/");
        let (mut changes, mut names) = (Vec::new(), HashSet::new());
        for (place, (name, section)) in original.named_sections().enumerate() {
            let kind = match accepted.get(name.as_str()) {
                Some(fingerprint) if *fingerprint == section.fingerprint => None,
                Some(_) => Some(SectionChangeKind::Changed),
                None => Some(SectionChangeKind::Added),
            };
            if let Some(kind) = kind {
                let (original, translation) = (place_of(original, &name, place), place_of(text, &name, place));
                let section = section_of(&name, is_snippet);
                changes.push(SectionChange { section, kind, original, translation });
            }
            names.insert(name);
        }
        for name in accepted.keys().filter(|name| !names.contains(&***name)) {
            let (original, translation) = (original.outline.question_span, place_of(text, name, 0));
            let kind = SectionChangeKind::Removed;
            changes.push(SectionChange { section: section_of(name, is_snippet), kind, original, translation });
        }
        if changes.is_empty() { TranslationState::Current } else { TranslationState::Stale(changes) }
    }
}

/// What a section is called by whoever reads of it: a snippet has no question.
fn section_of(name: &str, is_snippet: bool) -> String {
    if is_snippet && name == "question" { "beginning" } else { name }.to_owned()
}

/// Where a section stands in a text: under the heading of its name, else of its place, else at the last heading before.
fn place_of(text: &ArticleText, name: &str, place: usize) -> Span {
    let headings: Vec<_> = text.outline.own_headings().collect();
    let named = headings.iter().find(|heading| name.strip_prefix('#') == Some(heading.anchor.as_str()));
    let there = || headings.get(..place.min(headings.len())).and_then(<[_]>::last);
    named.or_else(there).map_or(text.outline.question_span, |heading| heading.span)
}
