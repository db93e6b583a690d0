//! The search of the site while it is served: it follows the pages, on a thread of its own, and takes memory only while
//! somebody searches.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use axum::body::Bytes;
use tokio::sync::watch as channel;

use super::Notice;
use super::edition::STACK;
use super::served::ServedSite;
use crate::pipeline::Loaded;
use crate::search::index::{IndexError, Snapshot};
use crate::search::{Finder, export};
use crate::site::shards;

/// An index that nobody asked for so long is left on disk.
const IDLE: Duration = Duration::from_secs(60);

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
    files: OnceLock<HashMap<String, Bytes>>,
}

impl Search {
    /// Brings the index of a state of the site up; `None` if nothing can be made of it.
    fn of(state: GoodState, inbox: &Sender<Notice>) -> Result<Option<Self>, IndexError> {
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
    fn rest(&self) {
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

    /// A file that browsers search by. The first that is asked for takes as long as all.
    pub(super) fn file(&self, path: &str) -> Option<Bytes> {
        let files = || {
            let files = shards(export(self.finder.snapshot())).into_iter();
            files.map(|file| (file.path, file.bytes.into_owned().into())).collect()
        };
        self.files.get_or_init(files).get(path).cloned()
    }
}

/// Brings the search up to each state that is sent, after the pages: an author looks at them first. One that is sent before the
/// work on another has begun takes its place.
///
/// # Errors
/// If the system gives no thread.
pub(super) fn follow(
    snapshots: Arc<channel::Sender<ServedSite>>,
    inbox: Sender<Notice>,
) -> io::Result<Sender<GoodState>> {
    let (states, sent) = mpsc::channel::<GoodState>();
    // Half of the cores, so that a save does not wait for the search of the one before.
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(cores).stack_size(STACK).thread_name(|_| "search".to_owned());
    let pool = pool.build().map_err(io::Error::other)?;
    thread::Builder::new().name("search".to_owned()).spawn(move || {
        while let Some(state) = next(&sent, &snapshots) {
            match pool.install(|| Search::of(state, &inbox)) {
                Ok(Some(search)) => snapshots.send_modify(|snapshot| snapshot.search = Some(Arc::new(search))),
                Ok(None) => {}
                Err(error) => drop(inbox.send(Notice::Failed(error.to_string()))),
            }
        }
    })?;
    Ok(states)
}

/// The newest state that was sent; meanwhile an index that nobody asks is left on disk.
fn next(sent: &Receiver<GoodState>, snapshots: &channel::Sender<ServedSite>) -> Option<GoodState> {
    loop {
        match sent.recv_timeout(IDLE) {
            Ok(state) => return Some(sent.try_iter().last().unwrap_or(state)),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {
                let search = snapshots.borrow().search.clone();
                search.into_iter().for_each(|search| search.rest());
            }
        }
    }
}
