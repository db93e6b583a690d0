//! The site while it is written: built in memory, served, watched, reloaded.
//!
//! No page is written to disk; only the search index is kept beside the site. A build that fails leaves the last good site up;
//! its problems are shown over the open page.

mod connection;
mod server;
mod watch;
mod work;

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::sync::watch as channel;

use crate::advice::Advisor;
use crate::pipeline::{Loaded, Report, Session};
use crate::report::{self, Grouping};
use crate::search::Finder;
use crate::search::export;
use crate::site::{OutputFile, shards};
use crate::source::SourceError;

/// What happens while serving, for whoever started it to tell.
#[derive(Debug)]
pub enum Event<'a> {
    /// The server answers at this address.
    Listening(SocketAddr),
    /// The site was built, with or without errors.
    Built {
        /// What the build found.
        report: &'a Report,
        /// How many files it made.
        pages: usize,
        /// How long it took.
        elapsed: Duration,
    },
    /// Something goes on otherwise than usual.
    Noted(&'a str),
    /// The site could not be read; the next change is waited for.
    Failed(&'a str),
}

/// The server could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The site folder cannot be watched.
    #[error("cannot watch the site folder: {0}")]
    Watch(#[from] notify::Error),
    /// The server broke down.
    #[error("the server failed: {0}")]
    Server(#[from] io::Error),
    /// There is no site.
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// The site as it is served.
#[derive(Clone, Debug, Default)]
struct ServedSite {
    /// Counts the builds, good or bad.
    build: u64,
    /// The build that made the files.
    good_build: u64,
    /// The files of the last good build, by path.
    files: Arc<HashMap<String, Bytes>>,
    /// The files of search over the last good build, by path.
    shards: Arc<HashMap<String, Bytes>>,
    /// Answers the decisions of the last good build.
    advisor: Option<Arc<Advisor>>,
    /// Answers queries over the last good build.
    finder: Option<Arc<Finder>>,
    /// What the last build found wrong, if it failed.
    problems: Option<Arc<str>>,
}

/// Serves the site in `folder` at `address` until the process ends; `tell` hears what happens.
///
/// # Errors
/// If there is no site in the folder, the address cannot be listened at, or the folder cannot be watched.
pub fn serve(folder: &Path, address: SocketAddr, tell: &dyn Fn(Event<'_>)) -> Result<(), ServeError> {
    let listener = TcpListener::bind(address).map_err(|error| ServeError::Listen { address, error })?;
    let address = listener.local_addr()?;
    let base_url = format!("http://{address}/");
    let (snapshots, latest) = channel::channel(ServedSite::default());
    // Watching begins before the first build, so that no change falls between them.
    let mut changes = watch::SiteWatcher::of(folder)?;
    let session = Session::new(folder);
    rebuild(&session, &base_url, &snapshots, tell)?;
    server::start(listener, latest)?;
    tell(Event::Listening(address));
    while changes.wait() {
        if let Err(error) = rebuild(&session, &base_url, &snapshots, tell) {
            let message = error.to_string();
            tell(Event::Failed(&message));
            snapshots.send_modify(|snapshot| {
                snapshot.build += 1;
                snapshot.problems = Some(message.into());
            });
        }
    }
    Ok(())
}

fn rebuild(
    session: &Session,
    base_url: &str,
    snapshots: &channel::Sender<ServedSite>,
    tell: &dyn Fn(Event<'_>),
) -> Result<(), SourceError> {
    let start = Instant::now();
    let loaded = session.load()?;
    let mut planned = loaded.plan(Some(base_url));
    let files: HashMap<String, Bytes> = planned.pages().flat_map(by_path).collect();
    let report = planned.report();
    tell(Event::Built { report: &report, pages: files.len(), elapsed: start.elapsed() });
    let problems = report
        .has_errors()
        .then(|| report::human(&report.diagnostics, &report.sources, Grouping::Grouped, false).into());
    snapshots.send_modify(|snapshot| {
        snapshot.build += 1;
        if problems.is_none() {
            snapshot.good_build = snapshot.build;
            snapshot.files = Arc::new(files);
            snapshot.advisor = loaded.advisor().map(Arc::new);
        }
        snapshot.problems = problems;
    });
    if !report.has_errors() {
        refresh_search(&loaded, snapshots, tell);
    }
    Ok(())
}

/// Brings the search up to the site, after the pages: an author looks at them first.
fn refresh_search(loaded: &Loaded, snapshots: &channel::Sender<ServedSite>, tell: &dyn Fn(Event<'_>)) {
    let wait = || tell(Event::Noted("another wenda is writing the search index; waiting for it"));
    match loaded.index(&wait) {
        Ok(Some(index)) => {
            if let Some(error) = &index.not_kept {
                tell(Event::Noted(&format!("the search index is not kept: {error}")));
            }
            let shards = by_path(shards(export(&index.snapshot))).collect();
            snapshots.send_modify(|snapshot| {
                snapshot.shards = Arc::new(shards);
                snapshot.finder = Some(Arc::new(Finder::new(index.snapshot)));
            });
        }
        Ok(None) => {}
        Err(error) => tell(Event::Failed(&error.to_string())),
    }
}

fn by_path(files: Vec<OutputFile<'_>>) -> impl Iterator<Item = (String, Bytes)> {
    files.into_iter().map(|file| (file.path, file.bytes.into_owned().into()))
}
