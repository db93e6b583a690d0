//! Words of letters, and what they may stand for.

use super::as_loaded::AsLoaded;
use super::clause::{Alternative, Match};
use super::{Field, Postings};
use crate::analysis::{insert_sorted, stem, syllables};

/// No ending that a stem is without is longer.
const LONGEST_ENDING: usize = 7;

/// A word of letters, which may stand for itself mistyped, for what it begins, or for Chinese by its sound.
pub(super) struct LatinWord<'w> {
    pub(super) text: &'w str,
    /// Whether it stands anywhere, or its stem does.
    pub(super) is_known: bool,
    /// Whether it is the last word of the query, which may be unfinished.
    pub(super) is_last: bool,
}

impl LatinWord<'_> {
    /// Adds what else it may stand for.
    pub(super) fn add_alternatives(&self, index: &AsLoaded<'_, impl Postings>, alternatives: &mut Vec<Alternative>) {
        let Self { text, is_known, is_last } = *self;
        let mut add = |alternative: Alternative| {
            let is_there = |known: &Alternative| {
                known.terms == alternative.terms
                    && known.matched.fields() == alternative.matched.fields()
                    && index.weights().match_boost(known.matched) >= index.weights().match_boost(alternative.matched)
            };
            if !alternatives.iter().any(is_there) {
                alternatives.push(alternative);
            }
        };
        if !is_known && text.len() > 3 {
            fuzzy(text, index).into_iter().for_each(|term| add(Alternative::term(Match::Fuzzy, term)));
        }
        if is_last && text.len() > 2 {
            for field in Field::WORDS {
                let begun = index.terms(field, text, 16);
                begun.into_iter().for_each(|term| add(Alternative::term(Match::Prefix, term)));
            }
        }
        let readings = syllables(text);
        for reading in &readings {
            if reading.len() > 1 || !is_known {
                add(Alternative::row(Match::Pinyin, reading.iter().map(|syllable| (*syllable).to_owned())));
            }
        }
        if readings.is_empty() && !is_known && is_last {
            pinyin_prefix(text, index).into_iter().for_each(&mut add);
        }
        if !is_known && (2..=8).contains(&text.len()) {
            add(Alternative::row(Match::Initials, text.chars().map(String::from)));
        }
    }
}

/// Words of the index that a word may be a misspelling of, and stems of such: one letter for short words, two for long ones may be
/// missing, too many, wrong or exchanged. Few misspell a word's beginning: one of its first two letters begins the right one.
fn fuzzy(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<String> {
    let distance = if text.len() < 8 { 1 } else { 2 };
    let is_near =
        |term: &str| term.len().abs_diff(text.len()) <= distance && strsim::osa_distance(term, text) <= distance;
    let mut found: Vec<String> = Vec::new();
    for letter in text.chars().take(2) {
        for word in index.words(letter) {
            // A stem is shorter than its word, by an ending.
            if word.len() > text.len() && word.len() <= text.len() + distance + LONGEST_ENDING {
                let stem = stem(&word);
                if stem != word && is_near(&stem) {
                    insert_sorted(&mut found, stem);
                }
            }
            if is_near(&word) {
                insert_sorted(&mut found, word);
            }
        }
    }
    found
}

/// Syllables of which the last is not finished, gone on with: `jushit`.
fn pinyin_prefix(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    for at in (1..text.len()).rev() {
        let (begun, rest) = text.split_at(at);
        for reading in syllables(begun) {
            for next in index.terms(Field::Syllables, rest, 8) {
                let terms = reading.iter().map(|syllable| (*syllable).to_owned()).chain([next]);
                alternatives.push(Alternative::row(Match::PinyinPrefix, terms));
            }
        }
        if !alternatives.is_empty() {
            break;
        }
    }
    alternatives
}
