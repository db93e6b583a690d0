//! Queries: what a reader means, which documents answer it best, and which passage shows it.
//!
//! [`plan()`] turns what was typed into a [`Plan`], [`rank()`] weighs documents against it, [`snippet()`] cuts the
//! passage that is shown; [`find()`] is all of it. No I/O, and nothing of any index but [`Lexicon`], [`Postings`] and
//! [`Documents`], so that the same query gives the same wherever these come from: tantivy's index, or shards in a browser.

mod correct;
mod field;
mod find;
mod fragment;
mod language;
mod matching;
mod parse;
mod plan;
mod rank;
mod snippet;
mod thesaurus;
mod topic;
mod unit;
#[cfg(not(target_arch = "wasm32"))]
mod vocabulary;
mod wanted;

pub use correct::corrections;
pub use field::Field;
#[cfg(not(target_arch = "wasm32"))]
pub use field::facet;
pub use find::{Answer, Found, find};
pub use fragment::{DocumentKind, Fragment, Passage, Text};
pub use language::is_chinese;
pub use matching::found;
pub use parse::MOST_CHARACTERS;
pub use plan::{Among, Clause, Plan, Way, plan};
pub use rank::{Hit, rank};
pub use snippet::{Snippet, snippet};
pub use thesaurus::{Meaning, Saying, Synonyms, Thesaurus};
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

/// A term, and the unit that it stands at.
pub type Term = (String, u32);

/// What planning needs to know of words.
pub trait Lexicon {
    /// A text, folded.
    fn fold(&self, text: &str) -> Folded;
    /// The words of a folded text.
    fn tokens(&self, folded: &Folded) -> Vec<Token>;
    /// How a Chinese character is usually read.
    fn reading(&self, character: char) -> Option<&str>;
    /// Whether a Chinese character of a document may be read so; in [`Field::Initials`], whether a reading begins so.
    fn sounds(&self, character: char, sound: &str, field: Field) -> bool;
    /// What readers say that begins with a unit, with what it means.
    fn sayings(&self, first: &str) -> &[Saying];
    /// The phrases that are known by a unit, of topics that no document covers.
    fn topics(&self, first: &str) -> &[TopicPhrase];
}

/// What ranking needs to know of an index.
pub trait Postings {
    /// One more than the highest number of a document; some numbers may stand for none.
    fn documents(&self) -> u32;
    /// What orders documents that answer equally well: the same order of the same documents in every index.
    fn order(&self, document: u32) -> u64;
    /// How many terms each of some documents has in a field of words.
    fn lengths(&self, field: Field, documents: Range<u32>) -> Vec<u32>;
    /// How many terms documents have in a field of words, on average.
    fn average_length(&self, field: Field) -> f32;
    /// Whether any document holds a term in a field.
    fn holds(&self, field: Field, term: &str) -> bool;
    /// Those of some documents that hold a term in a field, in the order of their numbers, each with how often.
    fn frequencies(&self, field: Field, term: &str, among: Range<u32>) -> Vec<(u32, u32)>;
    /// Where a term stands in a field of those of some documents that hold it: each document with each place, in the analyzer's
    /// units; both in the order of their numbers.
    fn positions(&self, field: Field, term: &str, among: &[u32]) -> Vec<(u32, u32)>;
    /// Terms of a field that begin so, in their order; at most so many.
    fn terms(&self, field: Field, prefix: &str, most: usize) -> Vec<String>;
    /// The terms of the fields of words that begin with a letter and are words of letters, `a` to `z`, of two at least; in any
    /// order. What begins with a letter and is no word, `e-1024`, may be far more.
    fn words(&self, letter: char) -> Vec<String>;
    /// Tells which terms of a field are about to be asked for, so that an index that lacks them can fetch all at once.
    fn expect(&self, _field: Field, _terms: &[Term]) {}
}

/// What showing needs to know of documents.
pub trait Documents {
    /// What a document is about: the same number in every language.
    fn thing(&self, document: u32) -> u64;
    /// What is shown of a document.
    fn fragment(&self, document: u32) -> Option<Rc<Fragment>>;
    /// What readers of a language are told of a topic that no document covers.
    fn topic(&self, topic: u32, language: &str) -> Option<NotCovered>;
    /// Whether all that was asked for so far was there. If not, an answer would be made of half of the index.
    fn is_whole(&self) -> bool {
        true
    }
}
