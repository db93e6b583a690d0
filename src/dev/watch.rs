//! Changes of the site folder: what happened, and when it is whole.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher, WatcherKind};

use crate::source::{ChangeScope, is_hidden_name};

/// What was written and closed is whole. Whoever saves several files at once has so long from one to the next.
const NEXT: Duration = Duration::from_millis(4);
/// Editors write a file in several steps, and take one away before they put another in its place: what may be such a step counts
/// once the folder was quiet for so long. Systems that do not tell of closed files know nothing else.
const QUIET: Duration = Duration::from_millis(40);
/// A folder that is never quiet is read all the same after so long.
const PATIENCE: Duration = Duration::from_secs(1);
/// The folders that a site is made of.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Watches the folders that a site is made of, and only those: what a build writes beside them is no change.
pub(super) struct SiteWatcher {
    folder: PathBuf,
    watcher: RecommendedWatcher,
    watched: Vec<PathBuf>,
    signs: Receiver<Sign>,
    rest: RestSignal,
}

/// What tells that a site may be other than it was.
#[derive(Debug)]
enum Sign {
    /// The system tells it.
    Event(notify::Result<notify::Event>),
    /// Nobody does: there is time to look.
    Rest,
}

/// By this a watcher is told that there is time to look whether anything was changed of which nobody tells, as on the disk of another
/// machine.
#[derive(Clone, Debug)]
pub(super) struct RestSignal(Sender<Sign>);

impl RestSignal {
    /// Has the site looked at, once nothing happens in its folders.
    pub(super) fn send(&self) {
        // When the server ends, nobody looks.
        let _unsent = self.0.send(Sign::Rest);
    }
}

/// What happened since the site was last read.
#[derive(Debug, Default)]
struct FolderChanges {
    /// Whether there is any.
    any: bool,
    /// The files that may be written to further, or are put in place of what was taken away.
    unfinished: HashSet<PathBuf>,
    /// The files that were not there before, such as one that is written beside another to be put in its place.
    new: HashSet<PathBuf>,
    /// Whether folders came or went.
    of_folders: bool,
    /// The files that it may have happened to.
    scope: ChangeScope,
}

impl SiteWatcher {
    /// Begins to watch.
    pub(super) fn of(folder: &Path) -> Result<Self, notify::Error> {
        let (sender, signs) = mpsc::channel();
        let rest = RestSignal(sender.clone());
        // Whoever reads the site opens thousands of files.
        let is_told = |event: &notify::Result<notify::Event>| {
            !event.as_ref().is_ok_and(|event| event.kind.is_access() && !is_closed(event.kind))
        };
        let tell = move |event| {
            if is_told(&event) {
                drop(sender.send(Sign::Event(event)))
            }
        };
        let watcher = notify::recommended_watcher(tell)?;
        let folder = folder.canonicalize().map_err(notify::Error::io)?;
        let mut changes = Self { folder, watcher, watched: Vec::new(), signs, rest };
        // The folder itself, to notice when one of its folders comes or goes.
        changes.watcher.watch(&changes.folder, RecursiveMode::NonRecursive)?;
        changes.watch_folders();
        Ok(changes)
    }

    /// By what it is told that there is time to look.
    pub(super) fn rest_signal(&self) -> RestSignal {
        self.rest.clone()
    }

    /// Waits for the next change, and until it is whole. Returns when it began, and what it may have changed; `None` if there can be
    /// none any more.
    pub(super) fn wait(&mut self) -> Option<(Instant, ChangeScope)> {
        let mut changes = FolderChanges::default();
        while !changes.any {
            let sign = self.signs.recv().ok()?;
            changes.see(sign, &self.folder);
        }
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.signs.recv_timeout(if changes.unfinished.is_empty() { NEXT } else { QUIET }) {
                Ok(sign) => changes.see(sign, &self.folder),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        // It takes a walk through all of them.
        if changes.of_folders {
            self.watch_folders();
        }
        // Other systems tell of folders, or tell late.
        let is_told_by_file = RecommendedWatcher::kind() == WatcherKind::Inotify;
        Some((began, if is_told_by_file { changes.scope } else { ChangeScope::Any }))
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
}

impl FolderChanges {
    fn see(&mut self, sign: Sign, site: &Path) {
        match sign {
            Sign::Event(event) => self.add(event, site),
            Sign::Rest => (self.any, self.scope) = (true, ChangeScope::Any),
        }
    }

    fn add(&mut self, event: notify::Result<notify::Event>, site: &Path) {
        let Some(notify::Event { kind, paths, .. }) = event.ok().filter(|event| !event.need_rescan()) else {
            // Events were lost.
            (self.any, self.of_folders, self.scope) = (true, true, ChangeScope::Any);
            return;
        };
        if kind.is_access() && !is_closed(kind) {
            return;
        }
        for (place, path) in paths.into_iter().enumerate() {
            let Some(folder) = FOLDERS.iter().map(|name| site.join(name)).find(|folder| path.starts_with(folder))
            else {
                continue;
            };
            let mut names = path.strip_prefix(site).unwrap_or(&path).iter();
            if names.any(|name| is_hidden_name(&name.to_string_lossy())) {
                continue;
            }
            self.any = true;
            let of_folder = path == folder || concerns_folder(&kind, &path);
            self.of_folders |= of_folder;
            let named = path.strip_prefix(site).ok().and_then(Path::to_str).filter(|_| !of_folder);
            self.scope.extend(named.map_or(ChangeScope::Any, ChangeScope::of_file));
            let is_whole = match kind {
                EventKind::Modify(ModifyKind::Name(RenameMode::To)) => true,
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if place == 1 => true,
                // What comes and goes leaves nothing to wait for.
                EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) => self.new.contains(&path),
                EventKind::Modify(ModifyKind::Metadata(_)) => continue,
                _ => is_closed(kind),
            };
            if matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(RenameMode::To))) {
                self.new.insert(path.clone());
            }
            if is_whole {
                self.unfinished.remove(&path);
            } else {
                self.unfinished.insert(path);
            }
        }
    }
}

/// Whether a file was written and is whole.
fn is_closed(kind: EventKind) -> bool {
    kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// Whether a folder may have come or gone.
fn concerns_folder(kind: &EventKind, path: &Path) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => path.is_dir(),
        EventKind::Remove(kind) => *kind != notify::event::RemoveKind::File,
        EventKind::Modify(_) | EventKind::Access(_) => false,
        EventKind::Any | EventKind::Other => true,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, MetadataKind, RemoveKind};

    use super::*;

    /// Whether what happened to files of a site is a change, and whether one waits longer for more.
    fn after(events: &[(EventKind, &[&str])]) -> (bool, bool) {
        let mut changes = FolderChanges::default();
        for (kind, paths) in events {
            let event = paths.iter().fold(notify::Event::new(*kind), |event, path| event.add_path(path.into()));
            changes.add(Ok(event), Path::new("/site"));
        }
        (changes.any, !changes.unfinished.is_empty())
    }

    /// What events may have changed.
    fn scope(events: impl IntoIterator<Item = notify::Event>) -> ChangeScope {
        let mut changes = FolderChanges::default();
        events.into_iter().for_each(|event| changes.add(Ok(event), Path::new("/site")));
        assert!(changes.any);
        changes.scope
    }

    #[test]
    fn what_changed_is_known_unless_folders_came_or_events_were_lost() {
        let event = |kind, path: &str| notify::Event::new(kind).add_path(path.into());
        let written = |path| event(EventKind::Modify(ModifyKind::Data(DataChange::Any)), path);
        let removed = |kind| event(EventKind::Remove(kind), "/site/content/faq/c");
        let (a, b) = (written("/site/content/faq/a.md"), written("/site/static/图/b.png"));
        let both = ["content/faq/a.md", "static/图/b.png"].map(str::to_owned);
        assert_eq!(scope([a.clone(), b, a.clone()]), ChangeScope::Files(both.into()));
        assert_eq!(scope([a.clone(), removed(RemoveKind::Folder)]), ChangeScope::Any);
        assert_eq!(scope([removed(RemoveKind::Folder), a.clone()]), ChangeScope::Any);
        assert_eq!(scope([a, written("/site/content")]), ChangeScope::Any);
        let mut changes = FolderChanges::default();
        changes.see(Sign::Rest, Path::new("/site"));
        assert_eq!((changes.any, changes.of_folders, changes.scope), (true, false, ChangeScope::Any));
        let lost = notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(scope([lost]), ChangeScope::Any);
    }

    #[test]
    fn a_file_that_was_closed_is_whole() {
        const ARTICLE: &[&str] = &["/site/content/faq/a.md"];
        const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
        const RENAMED: fn(RenameMode) -> EventKind = |mode| EventKind::Modify(ModifyKind::Name(mode));
        assert_eq!(after(&[(WRITTEN, ARTICLE)]), (true, true));
        assert_eq!(after(&[(WRITTEN, ARTICLE), (WRITTEN, ARTICLE), (CLOSED, ARTICLE)]), (true, false));
        assert_eq!(after(&[(EventKind::Access(AccessKind::Read), ARTICLE)]), (false, false));
        assert_eq!(after(&[(WRITTEN, &["/site/.wenda/search/a"])]), (false, false));
        let touched = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        assert_eq!(after(&[(touched, ARTICLE)]), (true, false));
        assert_eq!(after(&[(WRITTEN, &["/site/content/faq/.a.md.swp"])]), (false, false));
        // Vim lays the file aside, writes a new one, and removes the old one.
        let aside = (RENAMED(RenameMode::From), ARTICLE);
        assert_eq!(after(&[aside]), (true, true));
        assert_eq!(after(&[aside, (EventKind::Create(CreateKind::File), ARTICLE)]), (true, true));
        assert_eq!(after(&[aside, (EventKind::Create(CreateKind::File), ARTICLE), (CLOSED, ARTICLE)]), (true, false));
        assert_eq!(after(&[(EventKind::Remove(RemoveKind::File), ARTICLE)]), (true, true));
        let old: &[&str] = &["/site/content/faq/a.md.old"];
        let laid_aside = [aside, (RENAMED(RenameMode::To), old), (RENAMED(RenameMode::Both), &[ARTICLE[0], old[0]])];
        assert_eq!(after(&laid_aside), (true, true));
        let written = [(EventKind::Create(CreateKind::File), ARTICLE), (CLOSED, ARTICLE)];
        let removed = [(EventKind::Remove(RemoveKind::File), old)];
        assert_eq!(after(&[&laid_aside[..], &written, &removed].concat()), (true, false));
        // Others write a file beside it, and put that in its place.
        let beside = [(EventKind::Create(CreateKind::File), old), (WRITTEN, old), (CLOSED, old)];
        let put = [
            (RENAMED(RenameMode::From), old),
            (RENAMED(RenameMode::To), ARTICLE),
            (RENAMED(RenameMode::Both), &[old[0], ARTICLE[0]]),
        ];
        assert_eq!(after(&[&beside[..], &put].concat()), (true, false));
    }
}
