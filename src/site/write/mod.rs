//! The finished site on disk: written beside its place, and swapped in whole.
//!
//! A build writes into a folder of its own beside the output folder. When all is there, and on the disk, the two folders
//! change places in one step, so that the output folder is complete at every moment, whatever kills the build. What the
//! output folder held before is then removed file by file, by the list that the build before left in it: a file that no
//! build wrote is never removed, and keeps the site from being replaced.
//!
//! Whatever lies in the folders that are met, nothing outside of them is touched: a folder is opened once, without
//! following links, and what is done in it is done through the open folder, which no path leads out of.

#[cfg(target_os = "linux")]
mod attributes;
mod destination;
mod manifest;
mod swap;
mod workspace;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cap_std::fs::File;
use rayon::prelude::*;

use self::destination::Destination;
use self::workspace::Workspace;
use super::output::OutputFile;

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
    /// A symbolic link in the site leads the output folder out of the site.
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
    /// Another file system is mounted at the output folder, which therefore cannot be replaced.
    #[error("`{}` is a mount point, which no folder can take the place of: name a folder below it with --out, or mount the folder above it", .0.display())]
    MountPoint(PathBuf),
    /// The folder that takes the place of the output folder cannot be given its owner.
    #[error("`{}` belongs to another user or group, and a new folder cannot be given to them: build as its owner, or make it yours with chown", .0.display())]
    Owner(PathBuf),
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
    manifest: File,
    written: BTreeSet<String>,
}

/// A site that took its place.
#[derive(Debug)]
pub struct Published {
    /// How many files it has.
    pub files: usize,
    /// Why the site before it could not be removed; the next build tries again.
    pub left: Option<io::Error>,
}

impl Staging {
    /// Begins a site that is going to be `out`, made of the site in the folder `site`.
    ///
    /// Fails if `out` cannot be replaced, or is something that Wenda did not make. Removes what builds that were killed
    /// left beside it.
    pub fn new(out: &Path, site: &Path) -> Result<Self, WriteError> {
        let place = Destination::open(out, site)?;
        workspace::remove_leftovers(&place.parent);
        let found = place.check()?;
        let workspace = Workspace::create(&place.parent).map_err(at(out))?;
        if let Some(found) = &found {
            found.copy_access(&workspace.site, out)?;
        }
        let manifest = manifest::create(&workspace.site).map_err(at(out))?;
        Ok(Self { place, workspace, manifest, written: BTreeSet::new() })
    }

    /// Writes files below the site that is being made, and the folders that they stand in.
    pub fn write(&mut self, files: Vec<OutputFile<'_>>) -> Result<(), WriteError> {
        // The list comes before the files, so that whatever was written can be recognized and removed.
        let names = files.iter().map(|file| file.path.as_str());
        manifest::append(&mut self.manifest, names).map_err(at(&self.place.path))?;
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| Path::new(&file.path).parent()).collect();
        for folder in folders {
            self.workspace.site.create_dir_all(folder).map_err(at(&self.place.path.join(folder)))?;
        }
        files.par_iter().try_for_each(|file| {
            let write = || self.workspace.site.create(&file.path)?.write_all(&file.bytes);
            write().map_err(at(&self.place.path.join(&file.path)))
        })?;
        self.written.extend(files.into_iter().map(|file| file.path));
        Ok(())
    }

    /// Puts the site in its place.
    pub fn publish(mut self) -> Result<Published, WriteError> {
        let path = &self.place.path;
        manifest::rewrite(&mut self.manifest, &self.written).map_err(at(path))?;
        swap::to_disk(&self.workspace.site, &self.written).map_err(at(path))?;
        swap::publish(&self.place, &self.workspace)?;
        Ok(Published { files: self.written.len(), left: self.workspace.discard().err() })
    }
}
