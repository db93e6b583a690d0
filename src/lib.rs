//! Wenda turns a folder of bilingual questions, rule tables and decision tables into a static help center.
//!
//! Data flows one way, and every stage has a type:
//!
//! ```text
//! files -> Sources -> Content -> SitePlan -> OutputFile… -> disk
//! ```
//!
//! [`pipeline::build`] is the whole of it; read that module first. What an author can mend is a [`diagnostic::Diagnostic`]
//! and is collected; what the machine did is an error and ends the run.
//!
//! ```no_run
//! use wenda::pipeline;
//! use wenda::source::SourceError;
//!
//! # fn main() -> Result<(), SourceError> {
//! let mut pages = 0;
//! let report = pipeline::build::<SourceError>(".".as_ref(), None, &mut |files| {
//!     pages += files.len();
//!     Ok(())
//! })?;
//! assert!(!report.has_errors());
//! # Ok(())
//! # }
//! ```

pub mod advice;
pub mod check;
pub mod cli;
pub mod comparison;
pub mod content;
pub mod decision;
pub mod dev;
pub mod diagnostic;
pub mod index;
pub mod markdown;
pub mod pipeline;
pub mod query;
pub mod report;
pub mod search;
pub mod site;
pub mod source;
pub mod text;
