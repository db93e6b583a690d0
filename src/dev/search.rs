//! The search of a state of the site while it is served: it takes memory only while somebody searches.

use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;

use super::Notice;
use crate::pipeline::Loaded;
use crate::search::index::{IndexError, Snapshot, SpooledBytes};
use crate::search::{Finder, export};
use crate::site::shards;

/// An index that nobody asked for so long is left on disk.
pub(super) const IDLE: Duration = Duration::from_secs(60);

/// A state of the site that stands good.
#[derive(Clone, Debug)]
pub(super) struct GoodState {
    pub(super) build: u64,
    pub(super) loaded: Arc<Loaded>,
}

/// The search of a state of the site. Its index is kept beside the site, and opened for who searches.
#[derive(Debug)]
pub(super) struct Search {
    state: GoodState,
    /// Whether the index is kept on disk: else it is here for good.
    is_kept: bool,
    open: Mutex<Option<(Arc<OpenSearch>, Instant)>>,
}

/// An index that is asked.
#[derive(Debug)]
pub(super) struct OpenSearch {
    pub(super) finder: Finder,
    /// The files that browsers search by, once somebody has asked for one.
    files: OnceLock<HashMap<String, SpooledBytes>>,
}

impl Search {
    /// Brings the index of a state of the site up; `None` if nothing can be made of it.
    pub(super) fn of(state: GoodState, inbox: &Sender<Notice>) -> Result<Option<Self>, IndexError> {
        // When the server ends, nobody is told.
        let note = |message: String| drop(inbox.send(Notice::Noted(message)));
        let wait = || note("another wenda is writing the search index; waiting for it".to_owned());
        let Some(index) = state.loaded.index(&wait)? else {
            return Ok(None);
        };
        if let Some(error) = &index.not_kept {
            note(format!("the search index is not kept: {error}"));
        }
        let is_kept = index.not_kept.is_none();
        let open = (!is_kept).then(|| (Arc::new(OpenSearch::of(index.snapshot)), Instant::now()));
        Ok(Some(Self { state, is_kept, open: Mutex::new(open) }))
    }

    /// The index, opened if it is not, for a site whose last good state is that of `newest`. `None` if it gave way to that of a
    /// newer state, which is on its way, or cannot be made.
    pub(super) fn open(&self, newest: u64) -> Option<Arc<OpenSearch>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let search = match open.take() {
            Some((search, _)) => search,
            None => Arc::new(OpenSearch::of(self.index(newest)?)),
        };
        *open = Some((Arc::clone(&search), Instant::now()));
        Some(search)
    }

    fn index(&self, newest: u64) -> Option<Snapshot> {
        let GoodState { build, loaded } = &self.state;
        // One that somebody took away is made anew.
        let anew = || if *build == newest { loaded.index(&|| {}).ok().flatten() } else { None };
        loaded.kept_index().or_else(|| Some(anew()?.snapshot))
    }

    /// Leaves the index on disk if nobody has asked it for a while.
    pub(super) fn rest(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_idle = open.as_ref().is_some_and(|(_, asked)| asked.elapsed() >= IDLE);
        if self.is_kept && is_idle {
            *open = None;
        }
    }
}

impl OpenSearch {
    fn of(index: Snapshot) -> Self {
        Self { finder: Finder::new(index), files: OnceLock::new() }
    }

    /// A file that browsers search by; `None` if there is none of the name. The first that is asked for takes as long as all.
    pub(super) fn file(&self, path: &str) -> Result<Option<Bytes>, IndexError> {
        let files = match self.files.get() {
            Some(files) => files,
            None => {
                let files = shards(export(self.finder.snapshot())?).into_iter();
                self.files.get_or_init(|| files.map(|file| (file.path, file.bytes)).collect())
            }
        };
        let bytes = files.get(path).map(|bytes| bytes.read().map_err(IndexError::Disk)).transpose()?;
        Ok(bytes.map(|bytes| bytes.to_vec().into()))
    }
}
