//! What is said of what was found, in a language, ready to be printed or sent as JSON: the same over every index.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Instant;

use serde::Serialize;

use super::index::Snapshot;
use super::query::{
    self, DecisionCard, DocumentKind, Explanation, Fragment, Hit, Lexicon, Lookup, NotCovered, Postings, SearchResults,
    Snippet, StoredFields, Vocabulary,
};
use crate::analysis::script_of;
use crate::content::Date;
use crate::name::{Locale, Script};

/// The index of a site, with what is told of it beside its documents.
pub trait IndexedSite: Lexicon + Postings + StoredFields {
    /// The languages of the site, in their order.
    fn locales(&self) -> &[Locale];
    /// The words that the documents were cut into.
    fn vocabulary(&self) -> &Vocabulary;
    /// The sections of the source that a document states.
    fn sources(&self, document: u32) -> Vec<String>;
}

impl IndexedSite for Snapshot {
    fn locales(&self) -> &[Locale] {
        self.locales()
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary()
    }

    fn sources(&self, document: u32) -> Vec<String> {
        self.sources(document)
    }
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchReply {
    /// The query, as it was typed.
    pub query: String,
    /// The language that was searched first.
    pub lang: Option<Locale>,
    /// How many documents answer it.
    pub total: usize,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// The day of the oldest source that any of the hits rests on; `None` if there are none, or nobody knows.
    pub as_of: Option<Date>,
    /// What was asked about, if the help center does not cover it: whatever is found answers another question.
    pub not_covered: Option<NotCovered>,
    /// Whether nothing of what was found answers the query: hits are the nearest questions then.
    pub no_answer: bool,
    /// The decision that was asked, with the answers that the query gives; no hit.
    pub guide: Option<GuideReply>,
    /// The best of them: those in the language first; where these are few, what only other languages have.
    pub hits: Vec<HitReply>,
    /// If nothing answers, what may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
    /// If nothing was found, what a reader may want instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<HitReply>,
}

/// A decision that was asked.
#[derive(Clone, Debug, Serialize)]
pub struct GuideReply {
    /// Its id.
    pub decision: String,
    /// The question that it answers.
    pub title: String,
    /// The ids of the facts that the query answers, each with that of the value.
    pub answers: BTreeMap<String, String>,
    /// The same in words.
    pub given: Vec<GivenAnswer>,
    /// What to do, if that suffices for it.
    pub action: Option<String>,
    /// The path of its page with these answers, from the root of the site.
    pub url: String,
}

/// An answer that a query gives, in words.
#[derive(Clone, Debug, Serialize)]
pub struct GivenAnswer {
    /// What the fact is called.
    pub label: String,
    /// What the value is called.
    pub value: String,
}

impl From<DecisionCard> for GuideReply {
    fn from(card: DecisionCard) -> Self {
        let DecisionCard { decision, title, answers, action, url } = card;
        let ids = answers.iter().map(|answer| (answer.fact.clone(), answer.value.clone())).collect();
        let given = answers.into_iter().map(|answer| GivenAnswer { label: answer.label, value: answer.text });
        Self { decision, title, answers: ids, given: given.collect(), action, url }
    }
}

/// A document that was found.
#[derive(Clone, Debug, Serialize)]
pub struct HitReply {
    /// In JSON `article`, `rule` or `decision`.
    pub kind: DocumentKind,
    /// Unique in its kind and language.
    pub id: String,
    /// That of the document, which may not be the one that was searched first.
    pub lang: Locale,
    /// The path of its page from the root of the site.
    pub url: String,
    /// The day of the oldest source that it rests on, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// The question that it answers, or its name.
    pub title: String,
    /// The category or table that it belongs to.
    pub category: Option<String>,
    /// The section that answers best.
    pub anchor: Option<String>,
    /// A passage, as HTML with `<mark>` around what was asked for.
    #[serde(serialize_with = "as_html")]
    pub snippet: Snippet,
    /// How well it answers; only the order means something.
    pub score: f32,
    /// The sections of the source that it states; of a decision at most six of those that the outcomes cite which are still possible.
    pub sources: Vec<String>,
    /// What it got for what, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explanation>,
}

fn as_html<S: serde::Serializer>(snippet: &Snippet, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&snippet.to_html())
}

impl HitReply {
    /// The path of the page, with the section that answers best.
    pub fn link(&self) -> String {
        match &self.anchor {
            Some(anchor) => format!("{}#{anchor}", self.url),
            None => self.url.clone(),
        }
    }
}

/// A hit of a decision names so many of the sections that it cites.
const MAX_SOURCES: usize = 6;

/// An answer, with what documents got for what, if that was asked for.
pub(super) type ExplainedResults = (SearchResults, BTreeMap<u32, Explanation>);

/// The language of a site that a query seems to be in; `None` if nothing is indexed in any.
pub(super) fn locale_of<I: IndexedSite>(query: &str, index: &I) -> Lookup<Option<Locale>, I> {
    let locales = index.locales();
    let written_in = |scripts: &[Script]| {
        scripts.iter().find_map(|script| locales.iter().find(|locale| locale.script() == *script)).copied()
    };
    let found = match script_of(query) {
        Script::Japanese => written_in(&[Script::Japanese]),
        Script::Korean => written_in(&[Script::Korean]),
        // Letters may be the sound of characters.
        Script::Spaced | Script::Han if query::is_chinese(query, index)? => {
            written_in(&[Script::Han, Script::Japanese])
        }
        Script::Spaced | Script::Han => written_in(&[Script::Spaced]),
    };
    Ok(found.or_else(|| locales.first().copied()))
}

/// What answers a query best, at most `limit` documents: in `lang`, or in the language of the query.
///
/// # Errors
/// If a part of the index is not loaded yet.
pub fn reply<I: IndexedSite>(query: &str, lang: Option<Locale>, limit: usize, index: &I) -> Lookup<SearchReply, I> {
    reply_by(query, lang, index, &|languages| Ok((query::find(query, languages, limit, index)?, BTreeMap::new())))
}

/// The same of what a search finds in languages, by their codes.
pub(super) fn reply_by<I: IndexedSite>(
    query: &str,
    lang: Option<Locale>,
    index: &I,
    search: &dyn Fn(&[&str]) -> Lookup<ExplainedResults, I>,
) -> Lookup<SearchReply, I> {
    let start = Instant::now();
    let lang = match lang {
        Some(lang) => Some(lang),
        None => locale_of(query, index)?,
    };
    let others = index.locales().iter().filter(|locale| lang != Some(**locale));
    let languages: Vec<&str> = lang.iter().chain(others).map(Locale::code).collect();
    let (answer, mut explanations) = search(&languages)?;
    let SearchResults { total, not_covered, decision, hits, no_answer, corrections, suggestions } = answer;
    let mut shown = |found: Vec<Hit>| -> Vec<HitReply> {
        let hits = found.into_iter().filter_map(|found| {
            let explain = explanations.remove(&found.document);
            hit(found, explain, decision.as_ref(), index)
        });
        hits.collect()
    };
    let (hits, suggestions) = (shown(hits), shown(suggestions));
    let as_of = hits.iter().filter_map(|hit| hit.as_of).min();
    let took_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(SearchReply {
        query: query.to_owned(),
        lang,
        total,
        took_us,
        as_of,
        not_covered,
        no_answer,
        guide: decision.map(GuideReply::from),
        hits,
        corrections,
        suggestions,
    })
}

fn hit(
    found: Hit,
    explain: Option<Explanation>,
    asked: Option<&DecisionCard>,
    index: &impl IndexedSite,
) -> Option<HitReply> {
    let anchor = found.anchor().map(str::to_owned);
    let Hit { document, score, fragment, snippet } = found;
    let Fragment { kind, id, language, address: url, as_of, group: category, title, .. } =
        Rc::unwrap_or_clone(fragment);
    let (lang, as_of) = (language.parse().ok()?, as_of.and_then(|day| day.parse().ok()));
    let sources = match kind {
        DocumentKind::Decision => index.vocabulary().decisions().sources(&id, asked, MAX_SOURCES),
        _ => index.sources(document),
    };
    Some(HitReply { kind, id, lang, url, as_of, title, category, anchor, snippet, score, sources, explain })
}
