//! Answers to queries: what `wenda search` and the development server say.
//!
//! A [`Finder`] holds the index of a site; its [`Reply`] is what was found, in a language, ready to be printed or sent as
//! JSON.

use std::collections::HashSet;
use std::time::Instant;

use serde::Serialize;

use crate::content::{Content, Locale};
use crate::index::{Corpus, Document, DocumentKind, Found, IndexError, Snapshot, documents, locale_facet};
use crate::query::{self, Plan, Snippet, Synonyms, Way};
use crate::site::address::Address;

/// What can be found of a site.
pub fn corpus(content: &Content<'_>) -> Corpus {
    let terms = content.glossary.iter().map(|term| {
        let names = Locale::ALL.into_iter().flat_map(|locale| {
            [term.term.get(locale)].into_iter().chain(term.synonyms.get(locale)).cloned().collect::<Vec<_>>()
        });
        let names: Vec<String> = names.collect();
        Synonyms { said: names.clone(), meant: names }
    });
    let groups = content.synonyms.iter();
    let groups = groups.map(|group| Synonyms { said: group.said.clone(), meant: group.meant.clone() });
    Corpus {
        documents: documents(content, &address),
        dictionary: content.dictionary.clone(),
        synonyms: terms.chain(groups).collect(),
        base_url: content.site.base_url.clone(),
    }
}

fn address(found: Found<'_>, locale: Locale) -> String {
    match found {
        Found::Article(article) => Address::article(locale, &article.id).to_string(),
        Found::Row(table, row) if table.pages => Address::row(locale, &table.id, &row.id.value).to_string(),
        Found::Row(table, row) => format!("{}#{}", Address::table(locale, &table.id), row.id.value),
        Found::Decision(decision) => Address::decision(locale, &decision.id).to_string(),
    }
}

/// Answers queries over the index of a site.
#[derive(Debug)]
pub struct Finder {
    snapshot: Snapshot,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// The query, as it was typed.
    pub query: String,
    /// The language that was searched first.
    pub lang: Locale,
    /// How many documents answer it.
    pub total: usize,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// The best of them: those in the language first; where these are few, what only the other language has.
    pub hits: Vec<Hit>,
    /// If nothing was found, what may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
    /// If nothing was found, what a reader may want instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Hit>,
}

/// A document that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// What it is.
    pub kind: DocumentKind,
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Locale,
    /// The path of its page from the root of the site.
    pub url: String,
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
    /// The sections of the source that it states.
    pub sources: Vec<String>,
}

fn as_html<S: serde::Serializer>(snippet: &Snippet, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&snippet.to_html())
}

impl Hit {
    /// The path of the page, with the section that answers best.
    pub fn link(&self) -> String {
        match &self.anchor {
            Some(anchor) => format!("{}#{anchor}", self.url),
            None => self.url.clone(),
        }
    }
}

/// So many documents are suggested where nothing was found.
const SUGGESTIONS: usize = 5;
/// What only the other language has is worth showing if it answers at least so well as the best in the reader's own.
const OTHER_LANGUAGE: f32 = 0.6;

impl Finder {
    /// Answers from an index.
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }

    /// The index.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The language that a query is in.
    pub fn locale_of(&self, query: &str) -> Locale {
        if query::is_chinese(query, self.snapshot.segmenter(), &self.snapshot) { Locale::Zh } else { Locale::En }
    }

    /// What answers a query best, at most `limit` documents: in `lang`, or in the language of the query.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn find(&self, query: &str, lang: Option<Locale>, limit: usize) -> Result<Reply, IndexError> {
        let start = Instant::now();
        let lang = lang.unwrap_or_else(|| self.locale_of(query));
        let snapshot = &self.snapshot;
        let plan = query::plan(query, snapshot.thesaurus(), snapshot.segmenter(), snapshot);
        let own = self.rank_in(&plan, lang);
        // Where the reader's own language fills the page, nobody comes to what only the other one has.
        let mut others = if own.len() < limit { self.rank_in(&plan, lang.other()) } else { Vec::new() };
        let best = own.first().map_or(0.0, |hit| hit.score);
        others.retain(|hit| hit.score >= OTHER_LANGUAGE * best);
        let known: HashSet<u64> = own.iter().map(|hit| snapshot.thing(hit.document)).collect();
        others.retain(|hit| !known.contains(&snapshot.thing(hit.document)));
        let total = own.len() + others.len();
        let hits = own.into_iter().chain(others).take(limit);
        let hits = hits.map(|hit| self.hit(&hit, &plan)).collect::<Result<Vec<_>, _>>()?;
        let (corrections, suggestions) =
            if total == 0 { self.instead(query, &plan, lang)? } else { (Vec::new(), Vec::new()) };
        let took_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(Reply { query: query.to_owned(), lang, total, took_us, hits, corrections, suggestions })
    }

    fn rank_in(&self, plan: &Plan, locale: Locale) -> Vec<query::Hit> {
        let mut plan = plan.clone();
        plan.required.push(Way::facet(locale_facet(locale)));
        // Only what is required is found by nothing else.
        if plan.clauses.is_empty() && plan.required.len() == 1 {
            return Vec::new();
        }
        query::rank(&plan, &self.snapshot)
    }

    fn hit(&self, hit: &query::Hit, plan: &Plan) -> Result<Hit, IndexError> {
        let document = self.snapshot.document(hit.document)?;
        let Document { kind, id, locale, address, group, title, passages, sources, .. } = document;
        let texts: Vec<(&str, &str)> =
            passages.iter().map(|passage| (passage.heading.as_str(), passage.text.as_str())).collect();
        let snippet = query::snippet(plan, &texts, self.snapshot.segmenter());
        let anchor = passages.get(snippet.passage).and_then(|passage| passage.anchor.clone());
        Ok(Hit {
            kind,
            id,
            lang: locale,
            url: address,
            title,
            category: group,
            anchor,
            snippet,
            score: hit.score,
            sources,
        })
    }

    /// What to offer where nothing was found: other spellings, what there is without the filters, decisions.
    fn instead(&self, query: &str, plan: &Plan, lang: Locale) -> Result<(Vec<String>, Vec<Hit>), IndexError> {
        let corrections = query::corrections(query, self.snapshot.segmenter(), &self.snapshot);
        let freely = Plan { required: Vec::new(), excluded: Vec::new(), ..plan.clone() };
        let mut found = self.rank_in(&freely, lang);
        if found.is_empty() {
            let decisions = Plan { required: vec![Way::facet(query::facet("kind", "decision"))], ..Plan::default() };
            found = self.rank_in(&decisions, lang);
        }
        found.truncate(SUGGESTIONS);
        let suggestions = found.iter().map(|hit| self.hit(hit, plan)).collect::<Result<_, _>>()?;
        Ok((corrections, suggestions))
    }
}
