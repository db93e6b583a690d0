//! Changes of the site folder.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::EventKind;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps: a change counts once the folder was quiet for so long.
const QUIET: Duration = Duration::from_millis(40);
/// A folder that is never quiet is built all the same after so long.
const PATIENCE: Duration = Duration::from_secs(1);
/// The folders that a site is made of.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Watches the folders that a site is made of, and only those: what a build writes beside them is no change.
pub(super) struct SiteWatcher {
    folder: PathBuf,
    watcher: RecommendedWatcher,
    watched: Vec<PathBuf>,
    events: Receiver<notify::Result<notify::Event>>,
}

impl SiteWatcher {
    /// Begins to watch.
    pub(super) fn of(folder: &Path) -> Result<Self, notify::Error> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender)?;
        let folder = folder.canonicalize().map_err(notify::Error::io)?;
        let mut changes = Self { folder, watcher, watched: Vec::new(), events };
        // The folder itself, to notice when one of its folders comes or goes.
        changes.watcher.watch(&changes.folder, RecursiveMode::NonRecursive)?;
        changes.watch_folders();
        Ok(changes)
    }

    /// Waits for the next change. `false` if there can be none any more.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            match self.events.recv() {
                Ok(event) if self.matters(&event) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self.events.recv_timeout(QUIET) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        self.watch_folders();
        true
    }

    /// Watches the folders anew: one that was removed and made again is another folder under the same name. What changes
    /// meanwhile is read by the build that follows.
    fn watch_folders(&mut self) {
        for folder in self.watched.drain(..) {
            let _may_be_gone = self.watcher.unwatch(&folder);
        }
        for name in FOLDERS {
            let folder = self.folder.join(name);
            if folder.is_dir() && self.watcher.watch(&folder, RecursiveMode::Recursive).is_ok() {
                self.watched.push(folder);
            }
        }
    }

    fn matters(&self, event: &notify::Result<notify::Event>) -> bool {
        let Ok(event) = event else { return true };
        !matches!(event.kind, EventKind::Access(_))
            && event.paths.iter().any(|path| FOLDERS.iter().any(|name| path.starts_with(self.folder.join(name))))
    }
}
