//! The search of the site while it is served: it follows the pages, on a thread of its own.

use std::collections::HashMap;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, OnceLock};
use std::{io, thread};

use axum::body::Bytes;
use tokio::sync::watch as channel;

use super::Occurrence;
use super::served::ServedSite;
use crate::pipeline::Loaded;
use crate::search::{Finder, export};
use crate::site::shards;

/// The search of a state of the site.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) finder: Finder,
    /// The files that browsers search by, once somebody has asked for one.
    files: OnceLock<HashMap<String, Bytes>>,
}

impl Search {
    /// A file that browsers search by. The first that is asked for takes as long as all.
    pub(super) fn file(&self, path: &str) -> Option<Bytes> {
        let files = || {
            let files = shards(&export(self.finder.snapshot())).into_iter();
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
    inbox: Sender<Occurrence>,
) -> io::Result<Sender<Arc<Loaded>>> {
    let (states, sent) = mpsc::channel::<Arc<Loaded>>();
    // Half of the cores, so that a save does not wait for the search of the one before.
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).thread_name(|_| "search".to_owned()).build();
    let pool = pool.map_err(io::Error::other)?;
    thread::Builder::new().name("search".to_owned()).spawn(move || {
        while let Ok(state) = sent.recv() {
            let newest = sent.try_iter().last().unwrap_or(state);
            let (snapshots, inbox) = (&*snapshots, inbox.clone());
            pool.install(move || refresh(&newest, snapshots, &inbox));
        }
    })?;
    Ok(states)
}

fn refresh(loaded: &Loaded, snapshots: &channel::Sender<ServedSite>, inbox: &Sender<Occurrence>) {
    // When the server ends, nobody is told.
    let tell = |occurrence| drop(inbox.send(occurrence));
    let wait = || tell(Occurrence::Noted("another wenda is writing the search index; waiting for it".to_owned()));
    match loaded.index(&wait) {
        Ok(Some(index)) => {
            if let Some(error) = &index.not_kept {
                tell(Occurrence::Noted(format!("the search index is not kept: {error}")));
            }
            let search = Search { finder: Finder::new(index.snapshot), files: OnceLock::new() };
            snapshots.send_modify(|snapshot| snapshot.search = Some(Arc::new(search)));
        }
        Ok(None) => {}
        Err(error) => tell(Occurrence::Failed(error.to_string())),
    }
}
