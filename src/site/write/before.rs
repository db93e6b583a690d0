//! The site that stands in the output folder while a new one is made, and what of it stays: files that hold what they are to
//! hold, with their inodes and times.
//!
//! That a file holds the same is proved by reading it: a list of hashes and times could be wrong, because times can be set, and
//! every link that is made or removed changes the one that cannot be. A file that stays is linked into the new site just before
//! this takes its place, so a build that changes nothing links nothing; where links cannot be, it is copied with its time. No
//! file of the site before is ever written to: other names that somebody gave it keep what they name.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, Metadata, OpenOptions};
use rayon::prelude::*;

use super::access::Access;
use super::destination::ReplaceableFolder;
use super::manifest::{self, Manifest, Survey, WrittenFiles};
use super::{WriteError, at};
use crate::folder::absent;

/// So many bytes of a file are compared at once.
const BLOCK: usize = 32 << 10;

/// The site before.
#[derive(Debug)]
pub(super) struct Before {
    folder: Dir,
    listed: Manifest,
    survey: Survey,
    /// Of a file that is made now.
    access: Access,
    kept: BTreeMap<String, FileStamp>,
}

/// What stands where a file of the new site is going to be.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// A file that holds something else.
    Other,
    /// A file that holds the same, with another owner or mode than it would have if it was made now.
    Equal,
    /// A file that can stay.
    Same(FileStamp),
}

/// What of a file changes if somebody writes to it, or puts another in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileStamp {
    length: u64,
    modified: (i64, i64),
    /// Set by the system alone: when anything about the file changed, its names too.
    changed: (i64, i64),
}

impl Before {
    /// `access` is that of a file that is made now.
    pub(super) fn new(found: ReplaceableFolder, access: Access) -> Self {
        let ReplaceableFolder { folder, listed, survey, .. } = found;
        Self { folder, listed, survey, access, kept: BTreeMap::new() }
    }

    /// A site that was replaced.
    pub(super) fn replaced(folder: Dir, access: Access) -> io::Result<Self> {
        let listed = Manifest::read(&folder)?.unwrap_or_default();
        Ok(Self { folder, listed, survey: Survey::default(), access, kept: BTreeMap::new() })
    }

    /// Looks for a file of the new site.
    pub(super) fn look(&self, path: &str, bytes: &[u8]) -> Found {
        if path != manifest::NAME && !self.listed.has(path) {
            return Found::Nothing;
        }
        // What cannot be read is not known to hold the same.
        self.compare(path, |mut file, length| Ok(length == bytes.len() as u64 && holds(&mut file, bytes)?))
            .unwrap_or(Found::Other)
    }

    /// What a file holds that a build before wrote; `None` if it is not there, or has so many bytes or more.
    pub(super) fn read(&self, path: &str, limit: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = |file: File, length| {
            Ok(length < limit as u64 && file.take(length).read_to_end(&mut bytes)? as u64 == length)
        };
        let found = if self.listed.has(path) { self.compare(path, read).ok()? } else { Found::Nothing };
        matches!(found, Found::Same(_) | Found::Equal).then_some(bytes)
    }

    /// Looks for all files that a build before wrote, by their hashes. `None` if one of them is not there as it was written.
    pub(super) fn look_for_all(&self, written: &WrittenFiles) -> Option<Vec<FileStamp>> {
        let files: Vec<_> = written.iter().collect();
        let found = files.into_par_iter().map(|(path, hash)| {
            let has_hash = |file: File, _| Ok(blake3::Hasher::new().update_reader(file)?.finalize() == *hash);
            match self.compare(path, has_hash) {
                Ok(Found::Same(stamp)) if self.listed.has(path) => Some(stamp),
                _ => None,
            }
        });
        found.collect()
    }

    /// What stands at a path; `is_same` tells whether a file, and its length, are what is looked for.
    fn compare(&self, path: &str, is_same: impl FnOnce(File, u64) -> io::Result<bool>) -> io::Result<Found> {
        let mut options = OpenOptions::new();
        let Some(file) = absent(self.folder.open_with(path, options.read(true).follow(FollowSymlinks::No)))? else {
            return Ok(Found::Nothing);
        };
        let metadata = file.metadata()?;
        if !metadata.is_file() || !is_same(file, metadata.len())? {
            return Ok(Found::Other);
        }
        if Access::of(&metadata) != self.access {
            return Ok(Found::Equal);
        }
        Ok(Found::Same(FileStamp::of(&metadata)))
    }

    /// Lets a file stay.
    pub(super) fn keep(&mut self, path: String, stamp: FileStamp) {
        self.kept.insert(path, stamp);
    }

    /// Whether a file stays.
    pub(super) fn keeps(&self, path: &str) -> bool {
        self.kept.contains_key(path)
    }

    /// Whether this is the site in a folder.
    pub(super) fn is(&self, folder: &Dir) -> io::Result<bool> {
        let (own, other) = (self.folder.dir_metadata()?, folder.dir_metadata()?);
        Ok((own.dev(), own.ino()) == (other.dev(), other.ino()))
    }

    /// Whether all files of the new site stay, and the list.
    pub(super) fn keeps_all(&self, written: &WrittenFiles) -> bool {
        self.keeps(manifest::NAME) && self.kept.keys().filter(|path| *path != manifest::NAME).eq(written.paths())
    }

    /// Whether it has no folders but those of its files, each with the owner and the mode that one has that is made now.
    pub(super) fn is_tidy(&self, folder: Access) -> bool {
        !self.survey.has_empty_folder && self.survey.folders.iter().all(|access| *access == folder)
    }

    /// Whether all files that stay are as they were when they were looked for.
    pub(super) fn is_as_it_was(&self) -> io::Result<bool> {
        self.by_folder()
            .into_par_iter()
            .map(|(path, files)| {
                let Some(folder) = absent(open(&self.folder, path))? else {
                    return Ok(false);
                };
                for (name, stamp) in files {
                    if !stamp.is_of(&folder, name)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            })
            .try_reduce(|| true, |one, other| Ok(one && other))
    }

    /// Puts the files that stay into the new site. `out` is the output folder, for messages.
    ///
    /// Fails if somebody changed them since they were looked for.
    pub(super) fn put_into(&self, site: &Dir, out: &Path) -> Result<(), WriteError> {
        self.by_folder().into_par_iter().try_for_each(|(path, files)| {
            let changed = || WriteError::Changed(out.to_owned());
            site.create_dir_all(path).map_err(at(&out.join(path)))?;
            let new = open(site, path).map_err(at(&out.join(path)))?;
            let old = absent(open(&self.folder, path)).map_err(at(&out.join(path)))?.ok_or_else(changed)?;
            files.into_iter().try_for_each(|(name, stamp)| {
                if put(&old, &new, name, stamp).map_err(at(&out.join(path).join(name)))? {
                    Ok(())
                } else {
                    Err(changed())
                }
            })
        })
    }

    /// The files that stay, by the folders that they stand in.
    fn by_folder(&self) -> Vec<(&str, Vec<(&str, &FileStamp)>)> {
        let mut folders: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (path, stamp) in &self.kept {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            folders.entry(folder).or_default().push((name, stamp));
        }
        folders.into_iter().collect()
    }

    /// The files that stand here, and not in the new site.
    pub(super) fn removed(&self, written: &WrittenFiles) -> Vec<String> {
        let is_there = |name: &&String| self.folder.symlink_metadata(name).is_ok_and(|found| found.is_file());
        self.listed.missing_from(written).filter(is_there).cloned().collect()
    }
}

impl FileStamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use cap_std::fs::MetadataExt as _;
        Self {
            length: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        use cap_std::time::SystemTime;
        use std::time::UNIX_EPOCH;
        let since = |time: io::Result<SystemTime>| {
            let since = time.ok().and_then(|time| time.into_std().duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
            (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), i64::from(since.subsec_nanos()))
        };
        Self { length: metadata.len(), modified: since(metadata.modified()), changed: since(metadata.created()) }
    }

    /// Whether a file is as it was.
    fn is_of(&self, folder: &Dir, name: &str) -> io::Result<bool> {
        let found = absent(folder.symlink_metadata(name))?;
        Ok(found.is_some_and(|found| found.is_file() && Self::of(&found) == *self))
    }
}

/// Whether what is read begins with bytes.
pub(super) fn holds(file: &mut impl Read, bytes: &[u8]) -> io::Result<bool> {
    let mut block = [0; BLOCK];
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = file.read(&mut block)?;
        let Some((compared, next)) = rest.split_at_checked(length) else {
            return Ok(false);
        };
        if length == 0 || compared != &block[..length] {
            return Ok(false);
        }
        rest = next;
    }
    Ok(true)
}

/// Puts a file into another folder, under the name that it has. `false` if it is not as it was.
fn put(old: &Dir, new: &Dir, name: &str, stamp: &FileStamp) -> io::Result<bool> {
    let put = match old.hard_link(name, new, name) {
        Ok(()) => new.symlink_metadata(name)?,
        Err(_) => match absent(copy(old, new, name))? {
            Some(copied) => copied,
            None => return Ok(false),
        },
    };
    // A link is another moment in which the file was changed.
    Ok(put.is_file() && FileStamp { changed: stamp.changed, ..FileStamp::of(&put) } == *stamp)
}

/// Copies a file, which the file system may do without a second copy of its bytes, and gives the new one its time.
fn copy(old: &Dir, new: &Dir, name: &str) -> io::Result<Metadata> {
    let from = old.open_with(name, OpenOptions::new().read(true).follow(FollowSymlinks::No))?;
    let metadata = from.metadata()?;
    let mut to = new.open_with(name, OpenOptions::new().write(true).create_new(true))?.into_std();
    io::copy(&mut from.into_std(), &mut to)?;
    to.set_modified(metadata.modified()?.into_std())?;
    if !cfg!(target_os = "linux") {
        to.sync_all()?;
    }
    Ok(metadata)
}

/// A folder below another one.
fn open(folder: &Dir, path: &str) -> io::Result<Dir> {
    folder.open_dir(if path.is_empty() { "." } else { path })
}
