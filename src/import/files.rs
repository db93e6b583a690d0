//! The files of a project that is imported: read one by one, within bounds, and never through a link that leads out of its folder.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;
use walkdir::{DirEntry, WalkDir};

use super::import_error::ImportError;
use super::remark::{Remark, RemarkKind};
use crate::diagnostic::is_control;
use crate::source::{MAX_ASSET_BYTES, MAX_TEXT_BYTES};

/// A folder with more files and folders is no project, but one that holds many, or the whole machine.
const MAX_ENTRIES: usize = 200_000;
/// Folders that hold what other tools made, and hidden ones that hold settings.
const PASSED_OVER: [&str; 4] = ["node_modules", "bower_components", "__pycache__", "venv"];
const HIDDEN_SETTINGS: [&str; 3] = [".vitepress", ".vuepress", ".snippets"];

/// The files of a project, by their paths from its folder.
#[derive(Debug, Default)]
pub(super) struct ProjectFiles {
    locations: BTreeMap<String, PathBuf>,
    /// What could not be taken.
    pub(super) remarks: Vec<Remark>,
}

impl ProjectFiles {
    /// Lists the files below a folder, as far as they lie on its disk.
    ///
    /// # Errors
    /// If there is no such folder, or it holds more than any project does.
    pub(super) fn list(folder: &Path) -> Result<Self, ImportError> {
        Self::list_at_most(folder, MAX_ENTRIES)
    }

    fn list_at_most(folder: &Path, most: usize) -> Result<Self, ImportError> {
        let unreadable = |error: io::Error| ImportError::Read(folder.to_owned(), error);
        let home = folder.canonicalize().map_err(unreadable)?;
        let disk = disk_of(&home.metadata().map_err(unreadable)?);
        let mut files = Self::default();
        let entries = WalkDir::new(&home).follow_links(false).same_file_system(true).sort_by_file_name().into_iter();
        let entries = entries.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
        for (count, entry) in entries.enumerate() {
            if count > most {
                return Err(ImportError::TooLarge(folder.to_owned(), most));
            }
            match entry {
                Ok(entry) => files.add(&entry, (&home, disk)),
                Err(error) => {
                    let path = error.path().and_then(|path| path.strip_prefix(&home).ok()).unwrap_or(Path::new("."));
                    files.refuse(&path.to_string_lossy(), format!("it cannot be read: {error}"));
                }
            }
        }
        Ok(files)
    }

    fn add(&mut self, entry: &DirEntry, (home, disk): (&Path, Option<u64>)) {
        let Some(path) = entry.path().strip_prefix(home).ok().and_then(Path::to_str) else {
            let path = entry.path().to_string_lossy();
            return self.refuse(&path, "its name is not UTF-8: rename it".to_owned());
        };
        let path: String = path.replace(std::path::MAIN_SEPARATOR, "/");
        if entry.path_is_symlink() {
            return self.add_link(entry, &path, home);
        }
        if entry.file_type().is_file() {
            self.locations.insert(path.nfc().collect(), entry.path().to_owned());
        } else if !entry.file_type().is_dir() {
            self.refuse(&path, "it is neither a file nor a folder".to_owned());
        } else if entry.metadata().is_ok_and(|found| disk_of(&found) != disk) {
            self.refuse(
                &path,
                "it lies on another disk, whose files are not taken: copy them into the project".to_owned(),
            );
        }
    }

    fn add_link(&mut self, entry: &DirEntry, path: &str, home: &Path) {
        match entry.path().canonicalize() {
            Ok(target) if !target.starts_with(home) => {
                self.refuse(path, format!("the link leads out of the project, to `{}`", target.display()));
            }
            Ok(target) if target.is_file() => {
                self.locations.insert(path.nfc().collect(), target);
            }
            Ok(target) if target.is_dir() => {
                self.refuse(path, "it is a link to a folder, whose files are taken where they stand".to_owned());
            }
            Ok(_) => self.refuse(path, "it is a link to what is neither a file nor a folder".to_owned()),
            Err(_) => self.refuse(path, "the link leads nowhere".to_owned()),
        }
    }

    fn refuse(&mut self, path: &str, reason: String) {
        self.remarks.push(Remark::of_file(RemarkKind::Lost, path, reason));
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.locations.contains_key(path)
    }

    /// The paths of all, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.locations.keys().map(String::as_str)
    }

    /// The paths below a folder; all, if it is empty.
    pub(super) fn below<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f str> {
        self.paths().filter(move |path| {
            folder.is_empty() || path.strip_prefix(folder).is_some_and(|below| below.starts_with('/'))
        })
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// If it cannot be read, or is longer than Wenda reads: the message says so.
    pub(super) fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, String> {
        let location = self.locations.get(path).ok_or_else(|| "there is no such file".to_owned())?;
        let unreadable = |error: io::Error| format!("it cannot be read: {error}");
        let file = File::open(location).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        if length > limit {
            return Err(format!("it holds {length} bytes; at most {limit} are read"));
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }

    /// The bytes of a file that is copied.
    pub(super) fn asset(&self, path: &str) -> Result<Vec<u8>, String> {
        self.bytes(path, MAX_ASSET_BYTES)
    }

    /// The text of a file, with `\n` at the end of its lines, and whether it held control characters, which are left out.
    pub(super) fn text(&self, path: &str) -> Result<(String, bool), String> {
        let bytes = self.bytes(path, MAX_TEXT_BYTES)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            format!("it is not UTF-8 from byte {at} on: save it in that encoding")
        })?;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // No YAML holds the last two, which are no characters.
        let refused =
            |character: char| matches!(character, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') || is_control(character);
        let had_control = text.trim_start_matches('\u{FEFF}').contains(refused);
        Ok((text.replace(refused, ""), had_control))
    }

    /// The text of a file of settings, if there is one that can be read.
    pub(super) fn settings(&self, path: &str) -> Option<String> {
        if self.has(path) { self.text(path).ok().map(|(text, _)| text) } else { None }
    }

    /// The shortest of the paths that `is_it` tells of, then the first.
    pub(super) fn nearest(&self, is_it: impl Fn(&str) -> bool) -> Option<&str> {
        self.paths().filter(|path| is_it(path)).min_by_key(|path| (path.matches('/').count(), path.len()))
    }

    /// The first of some files that is there.
    pub(super) fn first<'p>(&self, paths: impl IntoIterator<Item = &'p str>) -> Option<&'p str> {
        paths.into_iter().find(|path| self.has(path))
    }
}

/// The disk that a file or folder lies on, where the system tells.
#[cfg(unix)]
fn disk_of(found: &Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(found))
}

/// The system does not tell.
#[cfg(not(unix))]
fn disk_of(_: &Metadata) -> Option<u64> {
    None
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_hidden = name.starts_with('.') && !HIDDEN_SETTINGS.contains(&&*name);
    is_hidden || entry.file_type().is_dir() && PASSED_OVER.contains(&&*name)
}

/// A path within the project, named from a folder of it: `..` leads up, and not out. `None` if it leads out.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder that a file stands in; empty for the project's own.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a file without its folder.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a path is a name, or ends with it.
pub(super) fn is_named(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// A path without the ending of a Markdown file, if it has one.
pub(super) fn without_ending(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    matches!(ending.to_ascii_lowercase().as_str(), "md" | "mdx" | "markdown").then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_too_many_files_is_no_project() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.md", "c.md"] {
            std::fs::write(folder.path().join(name), "# A").unwrap();
        }
        assert_eq!(ProjectFiles::list_at_most(folder.path(), 3).unwrap().paths().count(), 3);
        let told = ProjectFiles::list_at_most(folder.path(), 2).unwrap_err().to_string();
        assert!(told.ends_with("holds more than 2 files and folders: name the folder of the project"), "{told}");
    }
}
