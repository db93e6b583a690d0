//! How a finished site takes its place.

use std::io;
use std::path::PathBuf;

use cap_std::fs::Dir;

use super::destination::Destination;
use super::workspace::{ASIDE, SITE, Workspace};
use super::{WriteError, at};

/// Other builds may come first: so often the swap is tried again.
const ATTEMPTS: u32 = 1000;

/// Brings the new files of a site to the disk, so that a machine that loses power never shows a site without them. One call does
/// for all, and for the folders, what is not there yet.
#[cfg(target_os = "linux")]
pub(super) fn to_disk<'f>(site: &Dir, _: impl Iterator<Item = &'f String>) -> io::Result<()> {
    Ok(rustix::fs::syncfs(site.open(".")?)?)
}

/// Brings the new files of a site to the disk, so that a machine that loses power never shows a site without them.
#[cfg(not(target_os = "linux"))]
pub(super) fn to_disk<'f>(site: &Dir, new: impl Iterator<Item = &'f String>) -> io::Result<()> {
    use rayon::prelude::*;
    let new: Vec<_> = new.collect();
    new.par_iter().try_for_each(|file| site.open(file)?.sync_all())
}

/// Puts the site of a workspace into its place. What was there is in the workspace then: its path from there.
pub(super) fn publish(place: &Destination, workspace: &Workspace) -> Result<Option<PathBuf>, WriteError> {
    for attempt in 0..ATTEMPTS {
        let moved = match place.check()? {
            Some(found) => {
                found.copy_access(&workspace.site, &place.path)?;
                exchange(place, workspace, attempt).map(Some)
            }
            None => move_in(place, workspace).map(|()| None),
        };
        match moved {
            Ok(replaced) => {
                [&place.parent, &workspace.folder].into_iter().try_for_each(sync).map_err(at(&place.path))?;
                return Ok(replaced);
            }
            Err(error) if is_taken(&error) || error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&place.path)(error)),
        }
    }
    Err(at(&place.path)(io::Error::other("other builds replace it again and again")))
}

fn is_taken(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty)
}

/// Where there is no output folder yet.
fn move_in(place: &Destination, workspace: &Workspace) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{RenameFlags, renameat_with};
        match renameat_with(&workspace.folder, SITE, &place.parent, &place.name, RenameFlags::NOREPLACE) {
            Err(error) if is_unknown(error) => {}
            moved => return Ok(moved?),
        }
    }
    // A folder that is not empty is not replaced.
    workspace.folder.rename(SITE, &place.parent, &place.name)
}

/// Changes the places of two folders, in one step where the system knows it. Where the output folder is then, from the workspace.
fn exchange(place: &Destination, workspace: &Workspace, attempt: u32) -> io::Result<PathBuf> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{RenameFlags, renameat_with};
        match renameat_with(&workspace.folder, SITE, &place.parent, &place.name, RenameFlags::EXCHANGE) {
            Err(error) if is_unknown(error) => {}
            exchanged => return Ok(exchanged.map(|()| SITE.into())?),
        }
    }
    let name = format!("{ASIDE}{attempt}");
    workspace.folder.create_dir(&name)?;
    let aside = workspace.folder.open_dir(&name)?;
    place.parent.rename(&place.name, &aside, &place.name)?;
    let moved = workspace.folder.rename(SITE, &place.parent, &place.name);
    if moved.is_err() {
        match aside.rename(&place.name, &place.parent, &place.name) {
            // Another build published its site: this one is removed with the workspace.
            Err(error) if !is_taken(&error) => return Err(error),
            _ => {}
        }
    }
    moved.map(|()| PathBuf::from(name).join(&place.name))
}

/// Whether a file system lacks a way to rename.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn is_unknown(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    matches!(error, Errno::INVAL | Errno::NOSYS | Errno::NOTSUP)
}

/// Brings what was renamed in a folder to the disk.
fn sync(folder: &Dir) -> io::Result<()> {
    if cfg!(unix) { folder.open(".")?.sync_all() } else { Ok(()) }
}
