//! The search of a site on an engine beyond one machine: what is exported of its documents, and an index over what an engine gives
//! back of them.
//!
//! ```text
//! Corpus ──EngineDocument, TermStatistics, EngineSettings──▶ (export) ──▶ engine ──▶ (gateway) ──▶ EngineIndex ──▶ query::find
//! ```
//!
//! Planning asks an engine for terms, and ranking for the documents that may answer; both ask by an [`EngineLookup`], as a browser
//! asks for pieces of its index. No I/O.

mod catalog;
mod document;
mod document_terms;
mod gathered;
mod index;
mod lookup;
mod postings;
mod settings;
mod statistics;
mod token;
mod token_counts;
mod token_query;

pub use catalog::EngineCatalog;
pub use document::EngineDocument;
pub use document_terms::DocumentTerms;
pub use gathered::{GatheredDocument, ShownDocument};
pub use index::{EngineIndex, NotGathered};
pub use lookup::{EngineLookup, FoundDocuments};
pub use settings::{EngineSettings, analysis_name};
pub use statistics::{TermFrequencies, TermStatistics};
pub use token::{EngineToken, TermField, TokenField, engine_token, term_key};
pub use token_query::{AllOf, TokenQuery};
