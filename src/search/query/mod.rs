//! Queries: what a reader means, which documents answer it best, and which passage shows it.
//!
//! [`plan()`] turns what was typed into a [`Plan`], [`rank()`] weighs documents against it by the weights of [`RANKING`], a
//! [`Snippet`] is the passage that is shown; [`find()`] is all of it, and [`explain()`] tells what each hit got for what. No I/O, and
//! nothing of any index but [`Lexicon`], [`Postings`] and [`StoredFields`], so that the same query gives the same wherever these
//! come from: tantivy's index, or shards in a browser.

mod as_loaded;
mod character_pairs;
mod clause;
mod compound;
mod correct;
mod decision_card;
#[cfg(not(target_arch = "wasm32"))]
mod explain;
mod field;
mod find;
mod fragment;
mod highlighter;
mod language;
mod latin_word;
mod matching;
#[cfg(not(target_arch = "wasm32"))]
mod named_decision;
mod observer;
mod parse;
mod plan;
mod prefetch;
mod rank;
mod ranking;
mod repeated;
mod rerank;
mod snippet;
mod synonym_map;
#[cfg(not(target_arch = "wasm32"))]
mod text_signature;
mod token_positions;
mod topic;
#[cfg(not(target_arch = "wasm32"))]
mod vocabulary;

pub(super) use as_loaded::AsLoaded;
pub use as_loaded::Partial;
pub use clause::{Alternative, Clause, ClauseKind, DocumentRanges, Match};
pub(super) use compound::compounds;
pub use decision_card::{CardAnswer, DecisionCard, DecisionMention, DecisionPhrase, DecisionText, FactText};
#[cfg(not(target_arch = "wasm32"))]
pub use explain::{Contribution, Explanation, explain};
pub use field::Field;
#[cfg(not(target_arch = "wasm32"))]
pub use field::facet;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use field::language_facet;
pub(super) use field::language_of_facet;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use field::question_kind_facet;
pub use find::{Hit, SearchResults, find};
pub use fragment::{DocumentKind, Fragment, SegmentedPassage, SegmentedText};
pub use language::is_chinese;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use matching::matching_documents;
pub(super) use matching::{intersect, match_phrase};
#[cfg(not(target_arch = "wasm32"))]
pub use named_decision::{NamedDecision, NamedDecisions, NamedFact};
pub use observer::Observer;
pub use parse::MAX_CHARACTERS;
pub use plan::{Plan, plan};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use rank::idf;
pub use rank::{ScoredDocument, rank};
pub use ranking::{
    AnswerThresholds, ClauseWeights, Coverage, FieldBoosts, LengthNormalization, MatchBoosts, RANKING, RankingWeights,
};
pub use snippet::Snippet;
pub use synonym_map::{Expansion, SynonymEntry, SynonymMap, SynonymRule};
pub use topic::{NotCovered, TopicPhrase};
#[cfg(not(target_arch = "wasm32"))]
pub use topic::{Topic, Topics};
#[cfg(not(target_arch = "wasm32"))]
pub use vocabulary::Vocabulary;

use std::ops::Range;
use std::rc::Rc;

use crate::analysis::{Folded, Token};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use field::exact;

/// A term, and the position that it stands at.
pub type PositionedTerm = (String, u32);

/// What is searched.
pub trait Index {
    /// What a lookup tells where that which would answer it is not loaded yet, so that nobody takes this for nothing found. An index
    /// that has all at hand has no such value ([`Infallible`](std::convert::Infallible)).
    type NotLoaded: Copy;

    /// The weights by which its documents are ranked: [`RANKING`], unless somebody tries others.
    fn weights(&self) -> &RankingWeights {
        &RANKING
    }
}

/// What an index answers, if what it would be answered from is loaded.
pub type Lookup<T, I> = Result<T, <I as Index>::NotLoaded>;

/// What planning needs to know of words.
pub trait Lexicon: Index {
    /// A text, folded; where traditional words are not loaded, by the others.
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Self::NotLoaded>>;
    /// The words of a folded text.
    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self>;
    /// How a Chinese character is usually read.
    fn reading(&self, character: char) -> Lookup<Option<&str>, Self>;
    /// Whether a Chinese character of a document may be read so; in [`Field::Initials`], whether a reading begins so.
    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self>;
    /// What has synonyms and begins with a text at its first position.
    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self>;
    /// The phrases that are known by a text, of topics that no document covers.
    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self>;
    /// The phrases that are known by a text, of decisions and the values of their facts.
    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self>;
}

/// What ranking needs to know of an index.
pub trait Postings: Index {
    /// One more than the highest number of a document; some numbers may stand for none.
    fn max_doc(&self) -> u32;
    /// By which documents that answer equally well are ordered: the same order of the same documents in every index.
    fn tie_breaker(&self, document: u32) -> u64;
    /// How many terms each of some documents has in a field of words.
    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self>;
    /// How many terms documents have in a field of words, on average.
    fn average_length(&self, field: Field) -> f32;
    /// Whether any document holds a term in a field.
    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self>;
    /// So many documents hold a term in a field at most, where that is told without reading which.
    fn most_documents(&self, _field: Field, _term: &str) -> Option<usize> {
        None
    }
    /// Those of some documents that hold a term in a field, in the order of their numbers, each with how often.
    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self>;
    /// Where a term stands in a field of those of some documents that hold it: each document with each position; both in
    /// the order of their numbers.
    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self>;
    /// Terms of a field that begin so, in their order; at most so many.
    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self>;
    /// The words that stand in documents, no stems, that begin with a letter and are of letters, `a` to `z`, of two at least; in any
    /// order. What begins with a letter and is no word, `e-1024`, may be far more.
    fn words(&self, letter: char) -> Lookup<Vec<String>, Self>;
    /// How many documents of all hold terms in a field, one after the other.
    fn document_frequency(&self, field: Field, terms: &[PositionedTerm]) -> Lookup<usize, Self>
    where
        Self: Sized,
    {
        Ok(match_phrase(terms, field, 0..self.max_doc(), self)?.len())
    }
    /// Whether more than `count` documents hold terms in a field, one after the other: seldom do all have to be looked at for that.
    fn has_more_than(&self, count: usize, field: Field, terms: &[PositionedTerm]) -> Lookup<bool, Self>
    where
        Self: Sized,
    {
        Ok(self.document_frequency(field, terms)? > count)
    }
    /// Is told of a plan before its documents are ranked. An index that holds only some documents of a larger one gathers those that
    /// may answer it.
    fn gather(&self, _plan: &Plan) -> Lookup<(), Self> {
        Ok(())
    }
    /// How many documents a plan allows; of these, how many have a clause of it. `counted` are here, which may be some of them.
    fn count(&self, _plan: &Plan, _clause: Option<&Clause>, counted: usize) -> Lookup<usize, Self> {
        Ok(counted)
    }
    /// Asks for what tells which of some documents hold all of some terms in a field; or if they are a phrase, where they stand in
    /// it one after the other.
    fn prefetch(&self, _field: Field, _terms: &[PositionedTerm], _among: Range<u32>, _is_phrase: bool) {}
}

/// What showing needs to know of documents.
pub trait StoredFields: Index {
    /// The translation group of a document: the same number in every language.
    fn translation_group(&self, document: u32) -> Lookup<u64, Self>;
    /// What is shown of a document.
    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self>;
    /// What readers of a language are told of a topic that no document covers.
    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self>;
    /// What is said of a decision in a language.
    fn decision(&self, decision: u32, language: &str) -> Lookup<Option<Rc<DecisionText>>, Self>;
}
