//! The index that holds the terms of all documents.
//!
//! A [`Store`] keeps the index of a site on disk and brings it up to date; a [`Snapshot`] is the index as it is at one
//! moment, and what queries are ranked over.

mod cache_key;
mod directory;
mod engine;
mod kept;
mod origins;
mod queue;
mod recent_documents;
mod schema;
mod segment;
mod snapshot;
mod spool;
mod store;
mod term_cursor;
#[cfg(test)]
mod tests;
mod written_terms;

use std::io;
use std::path::PathBuf;

pub use cache_key::CacheKey;
pub(super) use schema::{SearchSettings, StoredDocument, other_texts, stored_length, version};
pub use snapshot::Snapshot;
pub use spool::SpooledBytes;
pub(in crate::search) use spool::{Spool, SpoolFolder};
pub use store::Store;
pub(in crate::search) use term_cursor::{Occurrences, TermCursor};

use crate::folder::cache::CacheError;

/// The index could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file of it.
    #[error("cannot write the search index at `{}`: {}", path.display(), reason(error))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A link stands where the index is kept.
    #[error("`{}` is a link, and the search index is kept in the site itself: remove the link", .0.display())]
    Link(PathBuf),
    /// What of it lies on the disk while it is made or asked.
    #[error("the disk failed where the search index lies while it is used: {0}")]
    Disk(io::Error),
    /// The index engine.
    #[error("the search index failed: {0}")]
    Engine(String),
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotADirectory => "it is no folder; remove it".to_owned(),
        _ => error.to_string(),
    }
}

impl From<CacheError> for IndexError {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Io(path, error) => Self::Io { path, error },
            CacheError::Link(path) => Self::Link(path),
        }
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(error.to_string())
    }
}
