//! The documents of an index that were read last: a search ranks, shows and cites the same few.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::schema::StoredDocument;

/// So many are kept: more than a search shows.
const MOST: usize = 32;

/// The documents that were read last, by their numbers; the latest first.
#[derive(Default)]
pub(super) struct RecentDocuments(Mutex<VecDeque<(u32, Arc<StoredDocument>)>>);

impl RecentDocuments {
    /// A document, read if it is not here.
    pub(super) fn get(
        &self,
        document: u32,
        read: impl FnOnce() -> Option<StoredDocument>,
    ) -> Option<Arc<StoredDocument>> {
        let recent = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = recent().iter().find(|(known, _)| *known == document).map(|(_, stored)| Arc::clone(stored));
        if known.is_some() {
            return known;
        }
        // Others need not wait while it is read.
        let stored = Arc::new(read()?);
        let mut recent = recent();
        recent.truncate(MOST - 1);
        recent.push_front((document, Arc::clone(&stored)));
        Some(stored)
    }
}
