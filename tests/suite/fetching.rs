//! A browser that has of an index what it fetched.

use std::collections::HashMap;

use wenda::search::Export;
use wenda::search::query::{NotCovered, SearchResults, find};
use wenda::search::shard::{File, Shards};

/// No query waits for files more often.
const MAX_ROUNDS: usize = 12;

/// A browser, and the files that it can fetch.
pub(crate) struct Browser {
    pub(crate) files: HashMap<File, Vec<u8>>,
    shards: Shards,
    /// What it fetched, in this order.
    pub(crate) fetched: Vec<File>,
    /// How many times it waited for files.
    pub(crate) rounds: usize,
}

impl Browser {
    /// Nothing was fetched yet. `None` if the head is none.
    pub(crate) fn open(Export { head, files }: Export) -> Option<Self> {
        let shards = Shards::open(&head)?;
        Some(Self { files: files.into_iter().collect(), shards, fetched: Vec::new(), rounds: 0 })
    }

    /// Answers a query, fetching what is missing.
    ///
    /// # Errors
    /// If a file is not there or not what it should be, or if the query never has all it needs.
    pub(crate) fn find(&mut self, query: &str, languages: &[&str], limit: usize) -> Result<SearchResults, String> {
        for _ in 0..=MAX_ROUNDS {
            if let Ok(answer) = find(query, languages, limit, &self.shards) {
                return Ok(answer);
            }
            self.rounds += 1;
            for file in self.shards.take_missing() {
                let bytes = self.files.get(&file).ok_or_else(|| format!("{file} is asked for and not there"))?;
                if !self.shards.provide(file, bytes) {
                    return Err(format!("{file} is not what it should be"));
                }
                self.fetched.push(file);
            }
        }
        Err(format!("`{query}` never has all it needs"))
    }
}

/// A kind, an id, a language, an anchor, a snippet.
type Shown = (&'static str, String, String, Option<String>, String);

/// What a reader sees of an answer: how many hits there are, what is not covered, some of the hits and the suggestions, the corrections.
pub(crate) fn shown(answer: &SearchResults) -> (usize, Option<NotCovered>, Vec<Shown>, Vec<String>) {
    let hits = answer.hits.iter().chain(&answer.suggestions).map(|found| {
        let fragment = &found.fragment;
        let anchor = found.anchor().map(str::to_owned);
        (fragment.kind.name(), fragment.id.clone(), fragment.language.clone(), anchor, found.snippet.to_html())
    });
    (answer.total, answer.not_covered.clone(), hits.collect(), answer.corrections.clone())
}
