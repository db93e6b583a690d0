//! The search of a site, written for an engine beyond one machine: whole, or what differs from an export before.
//!
//! What an engine gets is made in `search::external`, and is the same for all; an [`ExportTarget`] says how one of them reads it.
//! No I/O but what is handed in to be written to.

mod changes;
mod jsonl;
mod kind;
mod manifest;
pub(crate) mod mysql;
mod opensearch;
mod target;

pub use changes::{ExportError, ExportSummary, export, version_of};
pub use kind::ExportKind;
pub use manifest::{DamagedManifest, ExportManifest};
pub use target::{ExportTarget, ExportVersion, ListedTerm};
