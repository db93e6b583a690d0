//! Queries: what a reader means, which documents answer it best, and which passage shows it.
//!
//! [`plan`] turns what was typed into a [`Plan`], [`rank`] weighs documents against it, [`snippet`] cuts the passage that is
//! shown. No I/O, and nothing of any index but [`Postings`], so that the same query ranks the same wherever the postings
//! come from.

mod correct;
mod field;
mod language;
mod parse;
mod plan;
mod rank;
mod snippet;
mod thesaurus;

pub use correct::corrections;
pub use field::{Field, Searchable, Term, facet, fields_of};
pub use language::is_chinese;
pub use plan::{Clause, Plan, Way, plan};
pub use rank::{Hit, rank};
pub use snippet::{Snippet, mark, snippet};
pub use thesaurus::{Synonyms, Thesaurus};

/// A document that holds a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The document, by its number.
    pub document: u32,
    /// Where the term stands in the field, in the analyzer's units, ascending.
    pub positions: Vec<u32>,
}

/// What ranking needs to know of an index.
pub trait Postings {
    /// One more than the highest number of a document; some numbers may stand for none.
    fn documents(&self) -> u32;
    /// What orders documents that answer equally well: the same number for the same document in every index.
    fn order(&self, document: u32) -> u64;
    /// How many terms a document has in a field.
    fn length(&self, field: Field, document: u32) -> u32;
    /// How many terms documents have in a field, on average.
    fn average_length(&self, field: Field) -> f32;
    /// Whether any document holds a term in a field.
    fn holds(&self, field: Field, term: &str) -> bool;
    /// The documents that hold a term in a field, in the order of their numbers, each with how often.
    fn frequencies(&self, field: Field, term: &str) -> Vec<(u32, u32)>;
    /// Where a term stands in a field of those of some documents that hold it; both in the order of their numbers.
    fn positions(&self, field: Field, term: &str, among: &[u32]) -> Vec<Posting>;
    /// Terms of a field that begin so, in their order; at most so many.
    fn terms(&self, field: Field, prefix: &str, most: usize) -> Vec<String>;
}
