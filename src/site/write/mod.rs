//! The finished site on disk: written beside its place, and swapped in whole.
//!
//! A build writes into a folder of its own beside the output folder. When all is there, and on the disk, the two folders
//! change places in one step, so that the output folder is complete at every moment, whatever kills the build. What the
//! output folder held before is then removed file by file, by the list that the build before left in it: a file that no
//! build wrote is never removed, and keeps the site from being replaced. Files that are the same in both are in both at that
//! moment, by links; if all are, nothing is done at all.
//!
//! Whatever lies in the folders that are met, nothing outside of them is touched: a folder is opened once, without
//! following links, and what is done in it is done through the open folder, which no path leads out of.

mod access;
#[cfg(target_os = "linux")]
mod attributes;
mod before;
mod changes;
mod changes_file;
mod compressed;
mod destination;
mod manifest;
mod record;
mod swap;
mod workspace;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cap_fs_ext::DirExt;
use rayon::prelude::*;

use self::access::Access;
use self::before::{Before, Found};
use self::destination::{Destination, ReplaceableFolder};
use self::workspace::Workspace;
use super::output::OutputFile;

pub use self::changes::Changes;
pub use self::changes_file::ChangesFile;
pub(crate) use self::destination::open_folder;
pub use self::manifest::WrittenFiles;
pub use self::record::{BuildKey, BuildRecord};

/// The site could not be written. The output folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output folder is not one that Wenda made.
    #[error("`{}` was not made by Wenda, so it is left alone: choose another folder with --out, or remove this one", .0.display())]
    Foreign(PathBuf),
    /// The output folder holds files that no build wrote.
    #[error("`{}` was not written by Wenda and would be lost: move it to `static/`, from where every build copies it", .0.display())]
    ForeignFile(PathBuf),
    /// The output folder has no place to be swapped into.
    #[error("`{}` cannot be an output folder: name a folder inside another one", .0.display())]
    NoParent(PathBuf),
    /// The output folder is a symbolic link.
    #[error("`{}` is a symbolic link, and the site would take its place: name the folder that it leads to with --out", .0.display())]
    Link(PathBuf),
    /// A symbolic link in the site leads the output out of the site.
    #[error("the symbolic link `{}` leads out of the site, to `{}`: if the output belongs there, name that folder with --out", link.display(), target.display())]
    LinkOut {
        /// The link.
        link: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// The output folder lies in a folder that the site is made of, or holds it.
    #[error("`{}` {how} `{folder}`, which the site is made of: choose another folder with --out", out.display())]
    FolderOverlap {
        /// The output folder.
        out: PathBuf,
        /// How the two lie.
        how: FolderOverlap,
        /// The folder that is read.
        folder: String,
    },
    /// The output folder lies in a site that Wenda wrote, of which the next build would not know it.
    #[error("`{}` lies in `{}`, a site that Wenda wrote: choose a folder outside of it with --out", out.display(), site.display())]
    WithinSite {
        /// The output folder.
        out: PathBuf,
        /// The folder of the site.
        site: PathBuf,
    },
    /// Another file system is mounted at the output folder, which therefore cannot be replaced.
    #[error("`{}` is a mount point, which no folder can take the place of: name a folder below it with --out, or mount the folder above it", .0.display())]
    MountPoint(PathBuf),
    /// The folder that takes the place of the output folder cannot be given its owner.
    #[error("`{}` belongs to another user or group, and a new folder cannot be given to them: build as its owner, or make it yours with chown", .0.display())]
    Owner(PathBuf),
    /// A file of the site before was changed while it was to stay.
    #[error("`{}` was changed while a site was made to take its place: build again", .0.display())]
    Changed(PathBuf),
    /// What changed cannot be told in a file of the site.
    #[error("`{}` belongs to `{}`: name a file elsewhere with --changes", file.display(), folder.display())]
    ChangesInside {
        /// The file that was named.
        file: PathBuf,
        /// The folder that it lies in, or is.
        folder: PathBuf,
    },
    /// What changed cannot be told in something that is no file.
    #[error("`{}` is no file that can be replaced: name another one with --changes, or `-` for the output", .0.display())]
    NoFile(PathBuf),
    /// The machine failed.
    #[error("cannot write `{}`: {error}", path.display())]
    Io {
        /// What could not be written, or the output folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}

/// How an output folder and a folder that is read lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderOverlap {
    /// The output folder lies in the other one, or is the same.
    Inside,
    /// The output folder holds the other one.
    Around,
}

impl fmt::Display for FolderOverlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inside => "belongs to",
            Self::Around => "holds",
        })
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    |error| WriteError::Io { path: path.to_owned(), error }
}

/// A site that is being written. Dropped before [`Staging::publish`], it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    place: Destination,
    workspace: Workspace,
    /// Of a file that is made now.
    access: Access,
    written: WrittenFiles,
    /// Where texts do not stand compressed, as something else does; `None` if no text is compressed.
    uncompressed: Option<HashSet<String>>,
    before: Option<Before>,
    changes: Changes,
}

/// A site that took its place.
#[derive(Debug)]
pub struct Published {
    /// Its files.
    pub files: WrittenFiles,
    /// Which of them are not what the site before had.
    pub changes: Changes,
    /// Why the site before could not be removed; the next build tries again.
    pub left: Option<io::Error>,
}

impl Staging {
    /// Begins a site that is going to be `out`, made of the site in the folder `site`. Files that hold the same in the site before
    /// stay.
    ///
    /// Fails if `out` cannot be replaced, or is something that Wenda did not make. Removes what builds that were killed
    /// left beside it.
    pub fn new(out: &Path, site: &Path) -> Result<Self, WriteError> {
        let (mut staging, found) = Self::begin(out, site)?;
        staging.before = found.map(|found| Before::new(found, staging.access));
        Ok(staging)
    }

    /// As [`Staging::new`], but no file of the site before stays, so that nothing depends on it.
    pub fn anew(out: &Path, site: &Path) -> Result<Self, WriteError> {
        Self::begin(out, site).map(|(staging, _)| staging)
    }

    fn begin(out: &Path, site: &Path) -> Result<(Self, Option<ReplaceableFolder>), WriteError> {
        let place = Destination::open(out, site)?;
        workspace::remove_leftovers(&place.parent);
        let found = place.check()?;
        let workspace = Workspace::create(&place.parent).map_err(at(out))?;
        if let Some(found) = &found {
            found.copy_access(&workspace.site, out)?;
        }
        let list = manifest::create(&workspace.site).map_err(at(out))?;
        let access = Access::of(&list.metadata().map_err(at(out))?);
        let (written, changes) = Default::default();
        Ok((Self { place, workspace, access, written, uncompressed: None, before: None, changes }, found))
    }

    /// Has texts that are written from now on stand there compressed, too, but where the site itself brings a file.
    pub fn compress_texts(&mut self, brought: impl IntoIterator<Item = String>) {
        self.uncompressed = Some(brought.into_iter().collect());
    }

    /// Writes files below the site that is being made, and the folders that they stand in.
    pub fn write(&mut self, mut files: Vec<OutputFile<'_>>) -> Result<(), WriteError> {
        if let Some(taken) = &self.uncompressed {
            let made = files.par_iter().flat_map_iter(|file| compressed::beside(file, self.before.as_ref()));
            let made: Vec<_> = made.filter(|file| !taken.contains(&file.path)).collect();
            files.extend(made);
        }
        self.written.add_all(&files);
        let new = match &mut self.before {
            Some(before) => keep_same(before, files, &mut self.changes),
            None => files,
        };
        self.create(&new)
    }

    /// Lets the whole site before stay, if it is what a build before wrote. `false` if it is not, and then nothing is done.
    pub fn keep_all(&mut self, files: &WrittenFiles) -> bool {
        let Some(before) = &mut self.before else {
            return false;
        };
        let Some(stamps) = before.look_for_all(files) else {
            return false;
        };
        files.paths().zip(stamps).for_each(|(path, stamp)| before.keep(path.clone(), stamp));
        self.written = files.clone();
        true
    }

    fn create(&self, files: &[OutputFile<'_>]) -> Result<(), WriteError> {
        let mut folders: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
        for file in files {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or((".", &file.path));
            folders.entry(folder).or_default().push((name, &file.bytes));
        }
        // Threads that write into one folder would wait for each other.
        folders.into_par_iter().try_for_each(|(path, files)| {
            let site = &self.workspace.site;
            let folder = site.create_dir_all(path).and_then(|()| site.open_dir(path));
            let folder = folder.map_err(at(&self.place.path.join(path)))?;
            files.into_iter().try_for_each(|(name, bytes)| {
                let write = || folder.create(name)?.write_all(bytes);
                write().map_err(at(&self.place.path.join(path).join(name)))
            })
        })
    }

    /// Puts the site in its place. If the site before is the same, that stays in it.
    ///
    /// Fails with [`WriteError::Changed`] if somebody changed, while the site was written, what was to stay: whoever makes it
    /// [anew](Self::anew) will not meet this.
    pub fn publish(mut self) -> Result<Published, WriteError> {
        let out = self.place.path.clone();
        self.finish_list().map_err(at(&out))?;
        if let Some(before) = &self.before
            && !before.is_as_it_was().map_err(at(&out))?
        {
            return Err(WriteError::Changed(out));
        }
        let changes = if self.is_in_place().map_err(at(&out))? { Changes::default() } else { self.replace(&out)? };
        Ok(Published { files: self.written, changes, left: self.workspace.discard().err() })
    }

    /// Completes the list, or keeps that of the site before if it is the same.
    fn finish_list(&mut self) -> io::Result<()> {
        let list = manifest::text(&self.written);
        let site = &self.workspace.site;
        if let Some(before) = &mut self.before
            && let Found::Same(stamp) = before.look(manifest::NAME, list.as_bytes())
        {
            before.keep(manifest::NAME.to_owned(), stamp);
            return site.remove_file(manifest::NAME);
        }
        site.write(manifest::NAME, list)
    }

    /// Whether the site before is this one to the last file, and still in its place, so that nothing is to be done.
    fn is_in_place(&self) -> io::Result<bool> {
        let Some(before) = &self.before else {
            return Ok(false);
        };
        if !before.keeps_all(&self.written) {
            return Ok(false);
        }
        let folder = &self.workspace.site;
        folder.create_dir(manifest::NAME)?;
        let access = Access::of(&folder.open_dir(manifest::NAME)?.dir_metadata()?);
        folder.remove_dir(manifest::NAME)?;
        let stands = self.place.folder()?.map_or(Ok(false), |folder| before.is(&folder))?;
        Ok(stands && before.is_tidy(access))
    }

    fn replace(&mut self, out: &Path) -> Result<Changes, WriteError> {
        if let Some(before) = &self.before {
            before.put_into(&self.workspace.site, out)?;
        }
        let is_new = |path: &&String| !self.before.as_ref().is_some_and(|before| before.keeps(path));
        swap::to_disk(&self.workspace.site, self.written.paths().filter(is_new)).map_err(at(out))?;
        match swap::publish(&self.place, &self.workspace)? {
            Some(replaced) => self.changes_since(&replaced).map_err(at(out)),
            None => Ok(Changes::all_of(&self.written)),
        }
    }

    /// What changed since a site that was replaced, which is in the workspace now.
    fn changes_since(&mut self, replaced: &Path) -> io::Result<Changes> {
        let folder = self.workspace.folder.open_dir_nofollow(replaced)?;
        match self.before.take() {
            Some(before) if before.is(&folder)? => {
                let mut changes = std::mem::take(&mut self.changes);
                changes.finish(&before, &self.written);
                Ok(changes)
            }
            // Another build came first.
            _ => {
                let before = Before::replaced(folder, self.access)?;
                Ok(Changes::between(&before, &self.workspace.site, &self.written))
            }
        }
    }
}

/// Lets those files stay that hold the same, and gives the others back.
fn keep_same<'c>(before: &mut Before, files: Vec<OutputFile<'c>>, changes: &mut Changes) -> Vec<OutputFile<'c>> {
    let found: Vec<_> = files.par_iter().map(|file| before.look(&file.path, &file.bytes)).collect();
    let mut new = Vec::new();
    for (file, found) in files.into_iter().zip(found) {
        changes.add(&file.path, &found);
        match found {
            Found::Same(stamp) => before.keep(file.path, stamp),
            _ => new.push(file),
        }
    }
    new
}
