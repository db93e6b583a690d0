//! The finished site on disk: written beside its place, and swapped in whole.
//!
//! A build writes into a folder of its own beside the output folder. When all is there, the two folders change places in
//! one step, so that the output folder is complete at every moment, whatever kills the build. What the output folder held
//! before is then removed file by file, by the list that the build before left in it: a file that no build wrote is never
//! removed, and keeps the site from being replaced.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::render::OutputFile;

/// Lists the files of a site that Wenda wrote; locked while a build is at work on it.
const MANIFEST: &str = ".wenda-site";
const MANIFEST_HEAD: &str = "Written by Wenda. The files listed here are replaced by its next build.\n";

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
    /// The machine failed.
    #[error("cannot write `{}`: {error}", path.display())]
    Io {
        /// What was written.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}

fn at(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    |error| WriteError::Io { path: path.to_owned(), error }
}

/// A site that is being written. Dropped before [`Staging::publish`], it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    folder: PathBuf,
    /// Held locked, so that other builds know that this one is alive.
    manifest: File,
    written: BTreeSet<String>,
    published: bool,
}

impl Staging {
    /// Begins a site that is going to be `out`.
    ///
    /// Fails if `out` is something that Wenda did not make. Removes what builds that were killed left beside it.
    pub fn new(out: &Path) -> Result<Self, WriteError> {
        let name = out.file_name().ok_or_else(|| WriteError::NoParent(out.to_owned()))?.to_string_lossy().into_owned();
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(at(&parent))?;
        check_replaceable(out)?;
        let prefix = format!(".{name}.wenda-");
        remove_leftovers(&parent, &prefix);
        let folder = create_beside(&parent, &prefix)?;
        let manifest_path = folder.join(MANIFEST);
        let open = || {
            let mut manifest = File::options().read(true).write(true).create_new(true).open(&manifest_path)?;
            manifest.lock()?;
            manifest.write_all(MANIFEST_HEAD.as_bytes())?;
            Ok(manifest)
        };
        let manifest = open().map_err(at(&manifest_path))?;
        Ok(Self { out: out.to_owned(), folder, manifest, written: BTreeSet::new(), published: false })
    }

    /// Writes files.
    pub fn write(&mut self, files: Vec<OutputFile<'_>>) -> Result<(), WriteError> {
        // The list comes before the files, so that whatever was written can be recognized and removed.
        let names: String = files.iter().map(|file| format!("{}\n", file.path)).collect();
        self.manifest.write_all(names.as_bytes()).map_err(at(&self.folder))?;
        let folders: BTreeSet<PathBuf> =
            files.iter().filter_map(|file| self.folder.join(&file.path).parent().map(Path::to_owned)).collect();
        for folder in &folders {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        files.par_iter().try_for_each(|file| {
            let path = self.folder.join(&file.path);
            fs::write(&path, &file.bytes).map_err(at(&path))
        })?;
        self.written.extend(files.into_iter().map(|file| file.path));
        Ok(())
    }

    /// Puts the site in its place. Returns how many files it has.
    pub fn publish(mut self) -> Result<usize, WriteError> {
        self.sort_manifest().map_err(at(&self.folder))?;
        check_replaceable(&self.out)?;
        if self.out.exists() {
            exchange(&self.folder, &self.out).map_err(at(&self.out))?;
            self.published = true;
            remove_site(&self.folder);
        } else {
            fs::rename(&self.folder, &self.out).map_err(at(&self.out))?;
            self.published = true;
        }
        Ok(self.written.len())
    }

    /// The list in a defined order, so that two builds write the same bytes.
    fn sort_manifest(&mut self) -> io::Result<()> {
        self.manifest.set_len(0)?;
        self.manifest.rewind()?;
        let names: String = self.written.iter().map(|name| format!("{name}\n")).collect();
        self.manifest.write_all(MANIFEST_HEAD.as_bytes())?;
        self.manifest.write_all(names.as_bytes())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.published {
            remove_site(&self.folder);
        }
    }
}

/// Changes the places of two folders in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Some file systems cannot.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            exchange_in_steps(new, old)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_steps(new, old)
}

/// Changes the places of two folders where the system has no single step for it.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

/// Makes sure that nothing would be lost if `out` were replaced.
fn check_replaceable(out: &Path) -> Result<(), WriteError> {
    let metadata = match fs::symlink_metadata(out) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(out)(error)),
    };
    if !metadata.is_dir() {
        return Err(WriteError::Foreign(out.to_owned()));
    }
    let Some(listed) = read_manifest(out) else {
        let is_empty = fs::read_dir(out).map_err(at(out))?.next().is_none();
        return if is_empty { Ok(()) } else { Err(WriteError::Foreign(out.to_owned())) };
    };
    for entry in WalkDir::new(out).min_depth(1) {
        let entry = entry.map_err(|error| at(out)(error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = parts.join("/");
        if name != MANIFEST && !listed.contains(&name) {
            return Err(WriteError::ForeignFile(entry.path().to_owned()));
        }
    }
    Ok(())
}

/// The files that a build wrote into `folder`; `None` if the folder is not one of Wenda's.
fn read_manifest(folder: &Path) -> Option<BTreeSet<String>> {
    let mut text = String::new();
    File::open(folder.join(MANIFEST)).ok()?.read_to_string(&mut text).ok()?;
    let names = text.strip_prefix(MANIFEST_HEAD)?;
    Some(names.lines().map(str::to_owned).collect())
}

/// A new, empty folder.
fn create_beside(parent: &Path, prefix: &str) -> Result<PathBuf, WriteError> {
    let process = std::process::id();
    for attempt in 0_u32.. {
        let folder = parent.join(format!("{prefix}{process}-{attempt}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(at(&folder)(error)),
        }
    }
    Err(WriteError::NoParent(parent.to_owned()))
}

/// Removes the folders of builds that were killed. What cannot be removed is left: it harms nobody.
fn remove_leftovers(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_dir || !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let folder = entry.path();
        match File::open(folder.join(MANIFEST)) {
            // A build that is alive holds the lock.
            Ok(manifest) if !matches!(manifest.try_lock(), Err(TryLockError::WouldBlock)) => remove_site(&folder),
            Ok(_) => {}
            // Killed before its list was written: there can be nothing in it, and a folder that holds something stays.
            Err(_) => drop(fs::remove_dir(&folder)),
        }
    }
}

/// Removes the files that Wenda wrote into a folder, the folders that are empty then, and the list last.
fn remove_site(folder: &Path) {
    let Some(listed) = read_manifest(folder) else {
        return;
    };
    for name in &listed {
        let safe = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if safe {
            drop(fs::remove_file(folder.join(name)));
        }
    }
    for entry in WalkDir::new(folder).min_depth(1).contents_first(true).into_iter().flatten() {
        if entry.file_type().is_dir() {
            drop(fs::remove_dir(entry.path()));
        }
    }
    let rest = fs::read_dir(folder).map_or(0, Iterator::count);
    if rest <= 1 {
        drop(fs::remove_file(folder.join(MANIFEST)));
        drop(fs::remove_dir(folder));
    }
}
