//! The list of the files of a site that Wenda wrote, which is one of them. What it does not name is somebody else's.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, DirEntry, File, OpenOptions};
use rayon::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::access::Access;
use crate::site::output::OutputFile;

/// The file that holds the list.
pub(super) const NAME: &str = ".wenda-site";
const HEAD: &str = "Written by Wenda. The files listed here are replaced by its next build.\n";
/// A longer list is nobody's, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// Makes the list of a new site, with nothing on it yet.
pub(super) fn create(site: &Dir) -> io::Result<File> {
    let mut manifest = site.open_with(NAME, OpenOptions::new().write(true).create_new(true))?;
    manifest.write_all(HEAD.as_bytes())?;
    Ok(manifest)
}

/// The files of a site without the list, by their paths with `/`, each with the hash of what it holds (BLAKE3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenFiles(BTreeMap<String, [u8; 32]>);

impl WrittenFiles {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn add(&mut self, path: String, hash: [u8; 32]) {
        self.0.insert(path, hash);
    }

    pub(super) fn add_all(&mut self, files: &[OutputFile<'_>]) {
        let hashed = files.par_iter().map(|file| (file.path.clone(), *blake3::hash(&file.bytes).as_bytes()));
        self.0.extend(hashed.collect::<Vec<_>>());
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// In the order of their paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &[u8; 32])> {
        self.0.iter()
    }

    /// In their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

/// The list of so many files, in a defined order, so that two builds write the same bytes.
pub(super) fn text(files: &WrittenFiles) -> String {
    let mut text = HEAD.to_owned();
    for name in files.paths() {
        text.push_str(name);
        text.push('\n');
    }
    text
}

/// The paths of all files of a site, with `/`: those that a build may remove.
#[derive(Debug, Default)]
pub(super) struct Manifest(BTreeSet<String>);

/// What stands in a folder beside listed files.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Something that is not listed, by its path from there.
    pub(super) foreign: Option<PathBuf>,
    /// Whether a folder is empty, which builds leave none.
    pub(super) has_empty_folder: bool,
    /// Who owns the folders, and who may do what in them: few answers for all.
    pub(super) folders: BTreeSet<Access>,
}

impl Survey {
    fn and(mut self, other: Self) -> Self {
        self.foreign = self.foreign.or(other.foreign);
        self.has_empty_folder |= other.has_empty_folder;
        self.folders.extend(other.folders);
        self
    }
}

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
        Ok(text.strip_prefix(HEAD).map(|names| Self(names.lines().map(|name| composed(name).into_owned()).collect())))
    }

    /// Whether a file is listed, by its path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains(&*composed(path))
    }

    /// Whether a file below a folder is listed.
    fn has_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        self.0.range(start.clone()..).next().is_some_and(|name| name.starts_with(&start))
    }

    /// Those that are not among some `files`, without the list itself. A path that leads anywhere but down is nobody's.
    pub(super) fn missing_from<'m>(&'m self, files: &'m WrittenFiles) -> impl Iterator<Item = &'m String> {
        let leads_down = |name: &str| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        self.0.iter().filter(move |name| !files.has(name) && *name != NAME && leads_down(name))
    }

    /// Looks at everything in `folder`. Wenda makes files and folders, so anything else is somebody's, and a folder without files
    /// too, unless it is empty.
    pub(super) fn survey(&self, folder: &Dir) -> io::Result<Survey> {
        self.survey_below(folder, "")
    }

    fn survey_below(&self, folder: &Dir, path: &str) -> io::Result<Survey> {
        let entries: Vec<_> = folder.entries()?.collect::<io::Result<_>>()?;
        let surveys = entries.par_iter().map(|entry| self.survey_entry(folder, path, entry));
        surveys.try_reduce(Survey::default, |one, other| Ok(one.and(other)))
    }

    fn survey_entry(&self, folder: &Dir, path: &str, entry: &DirEntry) -> io::Result<Survey> {
        let name = entry.file_name();
        let kind = entry.file_type()?;
        let below = joined(path, &name);
        if !kind.is_dir() {
            let is_ours = kind.is_file() && (below == NAME || self.has(&below));
            let foreign = (!is_ours).then(|| Path::new(path).join(&name));
            return Ok(Survey { foreign, ..Survey::default() });
        }
        let inner = folder.open_dir_nofollow(&name)?;
        let own = Survey { folders: [Access::of(&inner.dir_metadata()?)].into(), ..Survey::default() };
        if self.has_below(&below) {
            return Ok(own.and(self.survey_below(&inner, &below)?));
        }
        let foreign = inner.entries()?.next().transpose()?;
        let foreign = foreign.map(|entry| PathBuf::from(joined(&below, &entry.file_name())));
        Ok(Survey { has_empty_folder: foreign.is_none(), foreign, ..own })
    }

    /// Removes what is listed from `folder`, the folders that are empty then, and the list last. What is not listed stays.
    ///
    /// Fails on what cannot be removed, after everything else was.
    pub(super) fn remove_from(&self, folder: &Dir) -> io::Result<()> {
        self.remove_below(folder, "")?;
        folder.remove_file(NAME)
    }

    fn remove_below(&self, folder: &Dir, path: &str) -> io::Result<()> {
        let entries: Vec<_> = folder.entries()?.collect::<io::Result<_>>()?;
        entries.par_iter().map(|entry| self.remove_entry(folder, path, entry)).reduce(|| Ok(()), Result::and)
    }

    fn remove_entry(&self, folder: &Dir, path: &str, entry: &DirEntry) -> io::Result<()> {
        let name = entry.file_name();
        let kind = entry.file_type()?;
        let below = joined(path, &name);
        if kind.is_dir() {
            if self.has_below(&below) {
                self.remove_below(&folder.open_dir_nofollow(&name)?, &below)?;
            }
            folder.remove_dir(&name)
        } else if kind.is_file() && self.has(&below) {
            folder.remove_file(&name)
        } else if below == NAME {
            Ok(())
        } else {
            Err(io::Error::other(format!("`{below}` was not written by Wenda")))
        }
    }
}

/// The path of an entry from the folder that was begun with. Some file systems give names back in another form than they
/// were written in.
fn joined(path: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let name = composed(&name);
    if path.is_empty() { name.into_owned() } else { format!("{path}/{name}") }
}

fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}
