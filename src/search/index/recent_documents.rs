//! The documents of an index that were read last: a search ranks, shows and cites the same few.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::schema::StoredDocument;

/// So many are kept: more than one search over HTTP shows.
const MOST: usize = 64;

/// The documents that were asked for last, by their numbers; the latest first.
#[derive(Default)]
pub(super) struct RecentDocuments(Mutex<VecDeque<(u32, Arc<StoredDocument>)>>);

impl RecentDocuments {
    /// A document, read if it is not here.
    pub(super) fn get(
        &self,
        document: u32,
        read: impl FnOnce() -> Option<StoredDocument>,
    ) -> Option<Arc<StoredDocument>> {
        let known = self.take(document);
        // Others need not wait while it is read.
        let stored = known.or_else(|| read().map(Arc::new))?;
        let mut recent = self.recent();
        recent.truncate(MOST - 1);
        recent.push_front((document, Arc::clone(&stored)));
        Some(stored)
    }

    fn take(&self, document: u32) -> Option<Arc<StoredDocument>> {
        let mut recent = self.recent();
        let place = recent.iter().position(|(known, _)| *known == document)?;
        recent.remove(place).map(|(_, stored)| stored)
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<(u32, Arc<StoredDocument>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
