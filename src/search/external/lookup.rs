//! What an index beyond this machine is asked.

use std::sync::Arc;

use super::gathered::GatheredDocument;
use super::token::TermField;
use super::token_query::TokenQuery;

/// A question to an engine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineLookup {
    /// In how many documents of each language a term stands; it is listed by this key.
    Frequency(TermField, String),
    /// Terms that begin so, in their order, at most so many.
    Terms(TermField, String, usize),
    /// How many documents there are.
    Count(TokenQuery),
    /// The documents themselves, the best at most so many: by how well they fit, or if nothing is asked but filters by their identity.
    Documents(TokenQuery, usize),
    /// What is shown of a document, by its identity.
    Shown(u64),
}

/// Documents that were asked for.
#[derive(Clone, Debug, Default)]
pub struct FoundDocuments {
    /// The documents.
    pub documents: Vec<Arc<GatheredDocument>>,
    /// Whether there are no others.
    pub is_all: bool,
}
