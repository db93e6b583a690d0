//! Search: what of a site can be found, and which of it answers a query.
//!
//! ```text
//! Content ──corpus──▶ Corpus ──index──▶ Snapshot ──export──▶ files of the site ──shard──▶ Shards (in a browser)
//!                                          └── query::find ◀── a query ──▶ query::find ──┘
//! ```
//!
//! A [`Finder`] answers in the terminal and the development server, `browser` in the pages; both through
//! [`query::find()`], so that the same query gives the same hits everywhere.

pub mod query;
pub mod shard;

mod browser;
// What is not part of the engine in the browser.
#[cfg(not(target_arch = "wasm32"))]
mod corpus;
#[cfg(not(target_arch = "wasm32"))]
mod document;
#[cfg(not(target_arch = "wasm32"))]
mod evaluation;
#[cfg(not(target_arch = "wasm32"))]
mod export;
#[cfg(not(target_arch = "wasm32"))]
pub mod external;
#[cfg(not(target_arch = "wasm32"))]
mod finder;
#[cfg(not(target_arch = "wasm32"))]
pub mod index;
#[cfg(not(target_arch = "wasm32"))]
mod named_decisions;
#[cfg(not(target_arch = "wasm32"))]
mod reply;
#[cfg(not(target_arch = "wasm32"))]
mod subject;
#[cfg(not(target_arch = "wasm32"))]
mod terms;
#[cfg(test)]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
pub use self::{
    corpus::{Corpus, corpus},
    document::{Document, Documents, Passage, SiteDocuments},
    evaluation::{EvaluationGroup, Figures, JudgedResult, PastRun, ScoreChange, evaluate, groups},
    export::{Export, PackFile, compress, export},
    finder::Finder,
    reply::{GivenAnswer, GuideReply, HitReply, IndexedSite, SearchReply, reply},
    subject::Subject,
};
