//! The list of the files of a site that Wenda wrote, which is one of them. What it does not name is somebody else's.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, OpenOptions};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The file that holds the list.
const NAME: &str = ".wenda-site";
const HEAD: &str = "Written by Wenda. The files listed here are replaced by its next build.\n";
/// A longer list is nobody's, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// Begins the list of a new site.
pub(super) fn create(site: &Dir) -> io::Result<File> {
    let mut manifest = site.open_with(NAME, OpenOptions::new().write(true).create_new(true))?;
    manifest.write_all(HEAD.as_bytes())?;
    Ok(manifest)
}

/// Adds names: paths from the folder, with `/` between their parts.
pub(super) fn append<'n>(manifest: &mut File, names: impl Iterator<Item = &'n str>) -> io::Result<()> {
    let names: String = names.map(|name| format!("{name}\n")).collect();
    manifest.write_all(names.as_bytes())
}

/// Writes the list in a defined order, so that two builds write the same bytes.
pub(super) fn rewrite(manifest: &mut File, names: &BTreeSet<String>) -> io::Result<()> {
    manifest.set_len(0)?;
    manifest.rewind()?;
    manifest.write_all(HEAD.as_bytes())?;
    append(manifest, names.iter().map(String::as_str))
}

/// The paths of all files of a site, with `/`: those that a build may remove.
#[derive(Debug)]
pub(super) struct Manifest(BTreeSet<String>);

impl Manifest {
    /// Reads the list in a folder. `None` if there is none, so that the folder is not one of Wenda's.
    pub(super) fn read(folder: &Dir) -> io::Result<Option<Self>> {
        let kind = match folder.symlink_metadata(NAME) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // Anything but a file might never end.
        if !kind.is_file() {
            return Ok(None);
        }
        let file = folder.open_with(NAME, OpenOptions::new().read(true).follow(FollowSymlinks::No))?;
        let mut text = Vec::new();
        file.take(MAX_BYTES).read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        Ok(text.strip_prefix(HEAD).map(|names| Self(names.lines().map(composed).collect())))
    }

    fn has(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// Whether a file below a folder is listed.
    fn has_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        self.0.range(start.clone()..).next().is_some_and(|name| name.starts_with(&start))
    }

    /// Something in `folder` that is not listed, by its path from there. Wenda makes files and folders, so anything else
    /// is somebody's, and a folder without files too, unless it is empty.
    pub(super) fn foreign_in(&self, folder: &Dir) -> io::Result<Option<PathBuf>> {
        self.foreign_below(folder, "")
    }

    fn foreign_below(&self, folder: &Dir, path: &str) -> io::Result<Option<PathBuf>> {
        for entry in folder.entries()? {
            let entry = entry?;
            let name = entry.file_name();
            let kind = entry.file_type()?;
            let below = joined(path, &name);
            let found = if kind.is_dir() {
                let inner = folder.open_dir_nofollow(&name)?;
                if self.has_below(&below) {
                    self.foreign_below(&inner, &below)?
                } else {
                    inner.entries()?.next().transpose()?.map(|entry| joined(&below, &entry.file_name()).into())
                }
            } else {
                let ours = kind.is_file() && (below == NAME || self.has(&below));
                (!ours).then(|| Path::new(path).join(&name))
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Removes what is listed from `folder`, the folders that are empty then, and the list last. What is not listed stays.
    ///
    /// Fails on what cannot be removed, after everything else was.
    pub(super) fn remove_from(&self, folder: &Dir) -> io::Result<()> {
        self.remove_below(folder, "")?;
        folder.remove_file(NAME)
    }

    fn remove_below(&self, folder: &Dir, path: &str) -> io::Result<()> {
        let mut failed = Ok(());
        let entries: Vec<_> = folder.entries()?.collect::<io::Result<_>>()?;
        for entry in entries {
            let name = entry.file_name();
            let kind = entry.file_type()?;
            let below = joined(path, &name);
            let removed = if kind.is_dir() {
                let emptied = match self.has_below(&below) {
                    true => folder.open_dir_nofollow(&name).and_then(|inner| self.remove_below(&inner, &below)),
                    false => Ok(()),
                };
                emptied.and_then(|()| folder.remove_dir(&name))
            } else if kind.is_file() && self.has(&below) {
                folder.remove_file(&name)
            } else if below == NAME {
                Ok(())
            } else {
                Err(io::Error::other(format!("`{below}` was not written by Wenda")))
            };
            failed = failed.and(removed);
        }
        failed
    }
}

/// The path of an entry from the folder that was begun with. Some file systems give names back in another form than they
/// were written in.
fn joined(path: &str, name: &OsStr) -> String {
    let name = composed(&name.to_string_lossy());
    if path.is_empty() { name } else { format!("{path}/{name}") }
}

fn composed(name: &str) -> String {
    if is_nfc(name) { name.to_owned() } else { name.nfc().collect() }
}
