//! How many documents hold each term.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::document::EngineDocument;
use super::token::{TermField, term_key};
use crate::search::query::{Field, RANKING, idf};

/// In how many documents of each language, by its place, a term stands.
pub type TermFrequencies = Vec<u32>;

/// How many documents hold each term, and what else ranking needs to know of all of them together.
#[derive(Clone, Debug, Default)]
pub struct TermStatistics {
    /// By where they are listed, each term by its [key](term_key).
    pub terms: BTreeMap<(TermField, String), TermFrequencies>,
    /// How many documents there are in each language, by its place.
    pub documents: TermFrequencies,
    /// How many terms all documents have together, by field of words.
    pub lengths: [u64; Field::WORDS.len()],
}

impl TermStatistics {
    /// What a term counts in each language, by its place: its inverse document frequency, as ranking takes it.
    pub fn idf(&self, frequencies: &[u32]) -> Vec<f32> {
        let of_language = |(found, all): (&u32, &u32)| idf(*found as usize, *all as usize, RANKING.idf_smoothing);
        frequencies.iter().zip(&self.documents).map(of_language).collect()
    }
}

/// Counts the terms of documents, one document after the other.
#[derive(Debug)]
pub(super) struct TermCounter {
    /// By where they are listed, each term by its [key](term_key).
    terms: FxHashMap<TermField, FxHashMap<String, TermFrequencies>>,
    documents: TermFrequencies,
    lengths: [u64; Field::WORDS.len()],
}

impl TermCounter {
    /// For documents in so many languages.
    pub(super) fn new(languages: usize) -> Self {
        Self { terms: FxHashMap::default(), documents: vec![0; languages], lengths: Default::default() }
    }

    /// Counts a document.
    pub(super) fn add(&mut self, document: &EngineDocument<'_>) {
        let language = usize::from(document.document.language);
        let languages = self.documents.len();
        count(&mut self.documents, language);
        for (sum, length) in self.lengths.iter_mut().zip(document.lengths) {
            *sum += u64::from(length);
        }
        for (field, terms) in &document.listed {
            let of_field = self.terms.entry(*field).or_default();
            for term in terms {
                let key = term_key(term);
                match of_field.get_mut(key.as_ref()) {
                    Some(frequencies) => count(frequencies, language),
                    None => {
                        let frequencies = of_field.entry(key.into_owned()).or_insert_with(|| vec![0; languages]);
                        count(frequencies, language);
                    }
                }
            }
        }
    }

    /// What was counted.
    pub(super) fn finish(self) -> TermStatistics {
        let by_field = self.terms.into_iter();
        let terms = by_field
            .flat_map(|(field, terms)| terms.into_iter().map(move |(key, documents)| ((field, key), documents)));
        TermStatistics { terms: terms.collect(), documents: self.documents, lengths: self.lengths }
    }
}

fn count(frequencies: &mut [u32], language: usize) {
    if let Some(frequency) = frequencies.get_mut(language) {
        *frequency += 1;
    }
}
