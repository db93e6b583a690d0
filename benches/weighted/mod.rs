//! An index that is ranked by other weights.

use std::convert::Infallible;
use std::ops::Range;

use wenda::analysis::{Folded, Token};
use wenda::search::index::Snapshot;
use wenda::search::query::{
    DecisionPhrase, Field, Index, Lexicon, Lookup, Partial, Postings, RankingWeights, SynonymEntry, TopicPhrase,
};

/// An index, with the weights by which it is ranked.
pub(crate) struct Weighted<'i> {
    pub(crate) index: &'i Snapshot,
    pub(crate) weights: &'i RankingWeights,
}

impl Index for Weighted<'_> {
    type NotLoaded = Infallible;

    fn weights(&self) -> &RankingWeights {
        self.weights
    }
}

impl Lexicon for Weighted<'_> {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Infallible>> {
        self.index.fold(text)
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        self.index.tokens(folded)
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        self.index.reading(character)
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        self.index.sounds(character, sound, field)
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        self.index.synonyms(first)
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Lexicon::topics(self.index, first)
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        self.index.decisions(first)
    }
}

impl Postings for Weighted<'_> {
    fn max_doc(&self) -> u32 {
        self.index.max_doc()
    }

    fn tie_breaker(&self, document: u32) -> u64 {
        self.index.tie_breaker(document)
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        self.index.lengths(field, documents)
    }

    fn average_length(&self, field: Field) -> f32 {
        self.index.average_length(field)
    }

    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self> {
        self.index.holds(field, term)
    }

    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        self.index.frequencies(field, term, candidates)
    }

    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        self.index.positions(field, term, candidates)
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        self.index.terms(field, prefix, most)
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        self.index.words(letter)
    }
}
