//! The thread on which the search follows the pages.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use std::{io, thread};

use tokio::sync::watch as channel;

use super::Notice;
use super::edition::STACK;
use super::search::{GoodState, IDLE, Search};
use super::served::ServedSite;
use super::watch::RestSignal;

/// So long an author looks at the page that was saved while nothing else is made.
const AFTER_PAGES: Duration = Duration::from_millis(150);

/// Brings the search up to each state that is sent, after the pages: an author looks at them first. One that is sent before the
/// work on another has begun takes its place.
///
/// # Errors
/// If the system gives no thread.
pub(super) fn follow(
    snapshots: Arc<channel::Sender<ServedSite>>,
    inbox: Sender<Notice>,
    rest: RestSignal,
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
            rest.send();
        }
    })?;
    Ok(states)
}

/// The newest state that was sent; meanwhile an index that nobody asks is left on disk.
fn next(sent: &Receiver<GoodState>, snapshots: &channel::Sender<ServedSite>) -> Option<GoodState> {
    loop {
        match sent.recv_timeout(IDLE) {
            Ok(state) => {
                thread::sleep(AFTER_PAGES);
                return Some(sent.try_iter().last().unwrap_or(state));
            }
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {
                let search = snapshots.borrow().search.clone();
                search.into_iter().for_each(|search| search.rest());
            }
        }
    }
}
