//! What is made of an index.

use crate::search::index::{IndexError, Snapshot};
use crate::site::SearchFile;

/// The files of search.
#[derive(Debug, Default)]
pub struct SearchFiles {
    /// The files, in a defined order.
    pub files: Vec<SearchFile>,
    /// Why the index could not be kept for the next time: they are as good for this once.
    pub not_kept: Option<IndexError>,
}

/// The index of a site's content.
#[derive(Debug)]
pub struct Indexed {
    /// The index.
    pub snapshot: Snapshot,
    /// Why it could not be kept for the next time: it is as good for this once.
    pub not_kept: Option<IndexError>,
}
