//! The index of a site: as it was kept, or brought up to the content.

use std::sync::OnceLock;

use super::{Indexed, Session};
use crate::progress::{RunningStage, Stage};
use crate::search::index::{CacheKey, IndexError, Snapshot, Store};
use crate::search::{Corpus, Documents, SiteDocuments};
use crate::source::SourceFiles;

/// Where the index of a site is kept, and the key that it must have.
#[derive(Debug)]
pub(super) struct SiteIndex {
    pub(super) store: Store,
    pub(super) sources: SourceFiles,
    /// Made when it is asked for: not everybody searches.
    pub(super) cache_key: OnceLock<CacheKey>,
    pub(super) session: Session,
}

impl SiteIndex {
    /// The index as it was kept, if it fits, in memory.
    pub(super) fn kept(&self) -> Option<Snapshot> {
        let _stage = self.session.progress.begin(Stage::SearchIndex);
        self.store.open(self.cache_key())
    }

    /// The same, and what is large of it stays on the disk.
    pub(super) fn kept_on_disk(&self) -> Option<Snapshot> {
        let _stage = self.session.progress.begin(Stage::SearchIndex);
        self.store.open_on_disk(self.cache_key())
    }

    pub(super) fn cache_key(&self) -> &CacheKey {
        self.cache_key.get_or_init(|| CacheKey::of(&self.sources))
    }

    /// The index of the content, brought up on disk; `None` if a text was changed since it was read.
    pub(super) fn bring_up_to(
        &self,
        corpus: &Corpus<SiteDocuments<'_>>,
        stage: &RunningStage,
        wait: &dyn Fn(),
    ) -> Result<Option<Indexed>, IndexError> {
        match self.store.update(corpus, self.cache_key(), stage, wait) {
            Ok(Some(snapshot)) => {
                self.session.keep_files();
                Ok(Some(Indexed { snapshot, not_kept: None }))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                let snapshot = self.in_memory(corpus)?;
                Ok(snapshot.map(|snapshot| Indexed { snapshot, not_kept: Some(error) }))
            }
        }
    }

    /// The index of the content, which is not kept; `None` if a text was changed since it was read.
    pub(super) fn in_memory(&self, corpus: &Corpus<SiteDocuments<'_>>) -> Result<Option<Snapshot>, IndexError> {
        let snapshot = Snapshot::in_memory(corpus)?.with_fingerprint(self.cache_key().content());
        Ok(corpus.documents.are_whole().then_some(snapshot))
    }
}
