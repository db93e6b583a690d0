//! Wenda turns a folder of questions, rule tables and decision tables into a static help center.
//!
//! Data flows one way, and every stage has a type:
//!
//! ```text
//! files -> SourceFiles -> Content -> SitePlan -> pages -> OutputFile… -> disk or server
//!                        └────> Corpus -> Snapshot -> Export ─┘
//! ```
//!
//! [`pipeline`] is the whole of it; read that module first. What an author can mend is a [`diagnostic::Diagnostic`] and is
//! collected; what the machine did is an error and ends the run.
//!
//! ```no_run
//! use wenda::pipeline::Session;
//! use wenda::source::SourceError;
//!
//! # fn main() -> Result<(), SourceError> {
//! let loaded = Session::new(".".as_ref()).load()?;
//! let mut planned = loaded.plan(None);
//! let pages: usize = planned.pages().map(|files| files.len()).sum();
//! assert!(pages > 0 && !planned.report().has_errors());
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod decision;
pub mod search;

// What is not part of the engine in the browser.
#[cfg(not(target_arch = "wasm32"))]
pub mod advice;
#[cfg(not(target_arch = "wasm32"))]
pub mod check;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(not(target_arch = "wasm32"))]
pub mod comparison;
#[cfg(not(target_arch = "wasm32"))]
pub mod content;
#[cfg(not(target_arch = "wasm32"))]
pub mod dev;
#[cfg(not(target_arch = "wasm32"))]
pub mod diagnostic;
#[cfg(not(target_arch = "wasm32"))]
pub mod export;
#[cfg(not(target_arch = "wasm32"))]
mod folder;
#[cfg(not(target_arch = "wasm32"))]
pub mod gateway;
#[cfg(not(target_arch = "wasm32"))]
mod http;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
#[cfg(not(target_arch = "wasm32"))]
pub mod lsp;
#[cfg(not(target_arch = "wasm32"))]
pub mod markdown;
#[cfg(not(target_arch = "wasm32"))]
pub mod name;
#[cfg(not(target_arch = "wasm32"))]
pub mod pipeline;
#[cfg(not(target_arch = "wasm32"))]
pub mod progress;
#[cfg(not(target_arch = "wasm32"))]
pub mod report;
#[cfg(not(target_arch = "wasm32"))]
pub mod site;
#[cfg(not(target_arch = "wasm32"))]
pub mod source;
