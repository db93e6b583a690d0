//! Answers to queries: what `wenda search` and the development server say.

use super::index::Snapshot;
use super::query::{self, NotCovered};
use super::reply::{SearchReply, locale_of, reply, reply_by};
use crate::name::Locale;

/// Answers queries over the index of a site.
#[derive(Debug)]
pub struct Finder {
    snapshot: Snapshot,
}

impl Finder {
    /// Answers from an index.
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }

    /// For its fingerprint, languages and base address.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The language of the site that a query seems to be in; `None` if nothing is indexed in any.
    pub fn locale_of(&self, query: &str) -> Option<Locale> {
        let Ok(locale) = locale_of(query, &self.snapshot);
        locale
    }

    /// What answers a query best, at most `limit` documents: in `lang`, or in the language of the query.
    pub fn find(&self, query: &str, lang: Option<Locale>, limit: usize) -> SearchReply {
        let Ok(reply) = reply(query, lang, limit, &self.snapshot);
        reply
    }

    /// The same, with what each hit got for what.
    pub fn explain(&self, query: &str, lang: Option<Locale>, limit: usize) -> SearchReply {
        let explain = |languages: &[&str]| query::explain(query, languages, limit, &self.snapshot);
        let Ok(reply) = reply_by(query, lang, &self.snapshot, &explain);
        reply
    }

    /// What is told of a text that asks about something the help center does not cover.
    pub fn not_covered(&self, text: &str, lang: Locale) -> Option<NotCovered> {
        self.find(text, Some(lang), 1).not_covered
    }
}
