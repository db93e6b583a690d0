//! The index of a site: as it was kept, or brought up to the content.

use std::sync::OnceLock;

use super::{Indexed, Session};
use crate::progress::{RunningStage, Stage};
use crate::search::Corpus;
use crate::search::index::{CacheKey, IndexError, Snapshot, Store};
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
    /// The index as it was kept, if it fits.
    pub(super) fn kept(&self) -> Option<Snapshot> {
        let _stage = self.session.progress.begin(Stage::SearchIndex);
        self.store.open(self.cache_key())
    }

    pub(super) fn cache_key(&self) -> &CacheKey {
        self.cache_key.get_or_init(|| CacheKey::of(&self.sources))
    }

    /// The index of the content, brought up on disk.
    pub(super) fn bring_up_to(
        &self,
        corpus: &Corpus,
        stage: &RunningStage,
        wait: &dyn Fn(),
    ) -> Result<Indexed, IndexError> {
        match self.store.update(corpus, self.cache_key(), stage, wait) {
            Ok(snapshot) => {
                self.session.keep_files();
                Ok(Indexed { snapshot, not_kept: None })
            }
            Err(error) => Ok(Indexed { snapshot: self.in_memory(corpus)?, not_kept: Some(error) }),
        }
    }

    pub(super) fn in_memory(&self, corpus: &Corpus) -> Result<Snapshot, IndexError> {
        Ok(Snapshot::in_memory(corpus)?.with_fingerprint(self.cache_key().content()))
    }
}
