//! A build's own folder, beside the output folder.
//!
//! It holds the site that is being written; after the swap, the one that was replaced. Its name says which folder it is on
//! this disk, which nobody can write beforehand: a folder that came with a site that somebody cloned has another identity
//! than its name says, and is left alone. While its build is alive, a file in it is locked.

use std::ffi::OsString;
use std::fs::TryLockError;
use std::io;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, DirBuilder, File, OpenOptions};

use super::manifest::Manifest;
use crate::folder::{absent, identity};

/// The names of all workspaces begin with this.
const PREFIX: &str = ".wenda-build-";
/// And those of workspaces that have no identity yet with this.
const NAMELESS: &str = ".wenda-build-new-";
/// The file that is locked while the build is alive.
const LOCK: &str = "lock";
/// The site that is written; after the swap, the one that was there before.
pub(super) const SITE: &str = "site";
/// The beginning of the names of folders that the output folder is moved to, if the file system cannot exchange two.
pub(super) const ASIDE: &str = "aside-";
/// So many workspaces are begun before the machine is said to have failed. Another build takes one for a leftover only in
/// the moment between its beginning and its lock.
const ATTEMPTS: u32 = 1000;

/// The folder of a build that is alive. Removed when it is dropped.
#[derive(Debug)]
pub(super) struct Workspace {
    parent: Dir,
    name: String,
    /// The folder itself.
    pub(super) folder: Dir,
    /// The site in it.
    pub(super) site: Dir,
    lock: Option<File>,
}

impl Workspace {
    /// Makes a new one in `parent`.
    pub(super) fn create(parent: &Dir) -> io::Result<Self> {
        for attempt in 0..ATTEMPTS {
            match Self::attempt(parent, &format!("{NAMELESS}{}-{attempt}", std::process::id())) {
                Ok(Some(workspace)) => return Ok(workspace),
                Ok(None) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("other builds remove its folder again and again"))
    }

    /// `None` if another build took it for a leftover.
    fn attempt(parent: &Dir, name: &str) -> io::Result<Option<Self>> {
        parent.create_dir_with(name, &private())?;
        let folder = parent.open_dir_nofollow(name)?;
        let lock = folder.open_with(LOCK, OpenOptions::new().write(true).create_new(true))?;
        if let Err(TryLockError::WouldBlock) = try_lock(&lock) {
            return Ok(None);
        }
        folder.create_dir(SITE)?;
        let site = folder.open_dir_nofollow(SITE)?;
        let full = format!("{PREFIX}{}-{}", identity(&folder)?, identity(&site)?);
        parent.rename(name, parent, &full)?;
        Ok(Some(Self { parent: parent.try_clone()?, name: full, folder, site, lock: Some(lock) }))
    }

    /// Removes it with what it holds. Files that no build wrote stay.
    pub(super) fn discard(mut self) -> io::Result<()> {
        self.remove()
    }

    fn remove(&mut self) -> io::Result<()> {
        let Some(lock) = self.lock.take() else {
            return Ok(());
        };
        let removed = remove(&self.parent, &self.name, &self.folder);
        drop(lock);
        removed
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // What could not be removed, the next build tries again.
        drop(self.remove());
    }
}

/// Removes the workspaces of builds that were killed. What cannot be removed is left: it harms nobody.
pub(super) fn remove_leftovers(parent: &Dir) {
    let Ok(entries) = parent.entries() else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(PREFIX) && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            drop(remove_leftover(parent, &name));
        }
    }
}

fn remove_leftover(parent: &Dir, name: &str) -> io::Result<()> {
    let folder = parent.open_dir_nofollow(name)?;
    let lock = match folder.open_with(LOCK, OpenOptions::new().write(true).follow(FollowSymlinks::No)) {
        Ok(lock) => lock,
        // Killed before the folder held anything, or after it did; a folder that holds something stays.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return parent.remove_dir(name),
        Err(error) => return Err(error),
    };
    // A build that is alive holds the lock; where files cannot be locked, nobody can tell.
    if try_lock(&lock).is_err() {
        return Ok(());
    }
    if name.starts_with(NAMELESS) {
        return remove_begun(parent, name, &folder);
    }
    if !name.starts_with(&format!("{PREFIX}{}-", identity(&folder)?)) {
        return Ok(());
    }
    restore(parent, &folder)?;
    remove(parent, name, &folder)
}

/// Removes a workspace that was killed before it had its name: it holds an empty lock and an empty folder at most.
fn remove_begun(parent: &Dir, name: &str, folder: &Dir) -> io::Result<()> {
    if folder.entries()?.count() > 2 || folder.symlink_metadata(LOCK)?.len() > 0 {
        return Ok(());
    }
    absent(folder.remove_dir(SITE))?;
    if folder.entries()?.count() > 1 {
        return Ok(());
    }
    folder.remove_file(LOCK)?;
    parent.remove_dir(name)
}

/// Removes a workspace whose lock is held.
fn remove(parent: &Dir, name: &str, folder: &Dir) -> io::Result<()> {
    remove_aside(folder)?;
    if let Some(site) = absent(folder.open_dir_nofollow(SITE))? {
        // A build fills no folder but this one, until it is swapped for one that may hold what is not Wenda's.
        if name.ends_with(&format!("-{}", identity(&site)?)) {
            folder.remove_dir_all(SITE)?;
        } else {
            remove_site(&site)?;
            folder.remove_dir(SITE)?;
        }
    }
    absent(folder.remove_file(LOCK))?;
    absent(parent.remove_dir(name))?;
    Ok(())
}

fn remove_site(site: &Dir) -> io::Result<()> {
    match Manifest::read(site)? {
        Some(listed) => listed.remove_from(site),
        None => Ok(()),
    }
}

/// The folders with an output folder that was moved aside.
fn aside(folder: &Dir) -> io::Result<Vec<OsString>> {
    let names = folder.entries()?.map(|entry| entry.map(|entry| entry.file_name()));
    let names: Vec<_> = names.collect::<io::Result<_>>()?;
    Ok(names.into_iter().filter(|name| name.to_string_lossy().starts_with(ASIDE)).collect())
}

/// Puts an output folder back that a build was killed over before another took its place.
fn restore(parent: &Dir, folder: &Dir) -> io::Result<()> {
    for aside in aside(folder)? {
        let aside = folder.open_dir_nofollow(aside)?;
        for entry in aside.entries()?.collect::<io::Result<Vec<_>>>()? {
            let name = entry.file_name();
            if absent(parent.symlink_metadata(&name))?.is_none() {
                aside.rename(&name, parent, &name)?;
            }
        }
    }
    Ok(())
}

fn remove_aside(folder: &Dir) -> io::Result<()> {
    for name in aside(folder)? {
        let aside = folder.open_dir_nofollow(&name)?;
        for entry in aside.entries()?.collect::<io::Result<Vec<_>>>()? {
            remove_site(&aside.open_dir_nofollow(entry.file_name())?)?;
            aside.remove_dir(entry.file_name())?;
        }
        folder.remove_dir(&name)?;
    }
    Ok(())
}

fn try_lock(lock: &File) -> Result<(), TryLockError> {
    lock.try_clone().map_err(TryLockError::Error)?.into_std().try_lock()
}

/// Nobody else is to see half a site.
fn private() -> DirBuilder {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "folders have modes on Unix only"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    cap_std::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}
