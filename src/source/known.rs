//! What is known of the files of a site from when they were read before: by that most need not be read again.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use rayon::prelude::*;

use super::SourceFiles;
use super::file::{FileBody, SourceFile};
use super::kept::{self, ListedFile, ListedFiles};
use super::list::{FileFault, KnownFolders};
use super::origin::{Origin, file_id};
use super::scope::ChangeScope;
use super::stamp::Stamp;
use crate::diagnostic::{Diagnostics, FileId};

/// The files of a site as they were when they were last read, or as the list beside the site has them.
///
/// A file that has not changed is not opened, and is the same file as before: the same `Arc`, with the same id. So is
/// one that was written again and holds what it held. What was made of a file can be kept with it, therefore, and found again by
/// its identity.
#[derive(Debug, Default)]
pub struct KnownFiles {
    /// In the order of their paths.
    files: Vec<KnownFile>,
    /// The files of the built-in theme in whose place the site has its own.
    replaced: Vec<Arc<SourceFile>>,
    /// What the list beside the site says, until the files were read.
    listed: ListedFiles,
    /// The folders that they were found in.
    folders: KnownFolders,
    /// All of them.
    sources: SourceFiles,
    /// How many ids were given.
    ids: usize,
}

/// A file that was read, or is known to be as it was.
#[derive(Clone, Debug)]
pub(super) struct KnownFile {
    file: Arc<SourceFile>,
    /// Where it is read from; `None` if it comes with the program, or is not there.
    location: Option<Arc<Path>>,
    /// What is wrong with it by itself.
    diagnostics: Diagnostics,
    /// By what it is known; `None` if a later change might not show.
    stamp: Option<Stamp>,
    /// Whether the list beside the site has it.
    is_listed: bool,
}

impl KnownFiles {
    /// What the list beside a site says.
    pub fn of_site(site: &Path) -> Self {
        Self { listed: kept::read(site), ..Self::default() }
    }

    /// Writes the list beside a site, if the one that is there has too few of the files, and nobody else is writing. Where it
    /// cannot be written, the next process reads more, and nothing else is lost.
    pub(crate) fn keep(&mut self, site: &Path) {
        /// So many more are read each time rather than that the list is written each time.
        const READ_AGAIN: usize = 256;
        let listable = |known: &KnownFile| Some((known.stamp?, known.file.hash)).filter(|_| known.is_faultless());
        let unlisted = self.files.iter().filter(|known| !known.is_listed && listable(known).is_some()).count();
        if unlisted <= self.files.len() / READ_AGAIN {
            return;
        }
        let listed = self.files.iter().filter_map(|known| {
            let (stamp, hash) = listable(known)?;
            Some((known.file.path.as_str(), ListedFile { stamp, hash }))
        });
        if kept::write(site, listed).is_ok_and(|is_written| is_written) {
            self.files.iter_mut().for_each(|known| known.is_listed = true);
        }
    }

    /// Takes what is known of the files that are there now, which are in the order of their paths, and gives an id to each.
    pub(super) fn take(&mut self, there: Vec<(String, Origin)>) -> Vec<FoundFile> {
        let mut before = std::mem::take(&mut self.files).into_iter().peekable();
        let known = there.into_iter().map(|(path, origin)| {
            while before.next_if(|known| known.file.path < path).is_some() {}
            let known = before.next_if(|known| known.file.path == path);
            let id = known.as_ref().map_or_else(|| self.new_id(), |known| known.file.id);
            FoundFile { id, path, origin, known }
        });
        known.collect()
    }

    /// Whether the files of a site are those that are known, by their names.
    pub(super) fn has_same_names(&self, site: &Path) -> bool {
        self.folders.are_as_they_were(site)
    }

    /// Whether they have the same names still, if nothing came and went but what is in the scope: editors put a new file in the
    /// place of the one that is saved.
    pub(super) fn keeps_names(&self, site: &Path, scope: &ChangeScope) -> bool {
        let is_kept = |path: &String| {
            let known = self.files.binary_search_by(|known| known.file.path.as_str().cmp(path));
            let is_known = known.is_ok_and(|place| self.files[place].location.is_some());
            // What is gone may have been a folder.
            let next = self.files.get(known.unwrap_or_else(|place| place));
            let held = next.and_then(|next| next.file.path.strip_prefix(path)?.strip_prefix('/')).is_some();
            match site.join(path).symlink_metadata() {
                Ok(found) => is_known && found.is_file(),
                Err(error) => !is_known && !held && error.kind() == io::ErrorKind::NotFound,
            }
        };
        let ChangeScope::Files(files) = scope else {
            return false;
        };
        self.folders.are_of(site) && files.iter().all(is_kept)
    }

    /// Reads what changed of files with the same names.
    pub(super) fn read_changed(&mut self, scope: &ChangeScope, moment: SystemTime) -> (SourceFiles, Diagnostics) {
        let known = self.files.par_iter().enumerate();
        let changed = known.filter(|(_, known)| !known.is_as_it_was(scope));
        let read = changed.map(|(place, known)| (place, self.read(FoundFile::again(known), moment)));
        for (place, read) in read.collect::<Vec<_>>() {
            if !Arc::ptr_eq(&read.file, &self.files[place].file) {
                self.sources.replace(place, Arc::clone(&read.file));
            }
            self.files[place] = read;
        }
        (self.sources.clone(), self.diagnostics())
    }

    /// What is wrong with the files by themselves.
    fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        let faulty = self.files.iter().filter(|known| !known.diagnostics.is_empty());
        faulty.for_each(|known| diagnostics.append(known.diagnostics.clone()));
        diagnostics
    }

    /// The files of the built-in theme in whose place the site has its own. What comes with the program can be read.
    fn replaced(&mut self, there: Vec<(String, Cow<'static, [u8]>)>) -> Vec<Arc<SourceFile>> {
        let before = std::mem::take(&mut self.replaced);
        for (path, bytes) in there {
            let known = before.iter().find(|known| known.path == path).cloned();
            let file = known.unwrap_or_else(|| {
                Arc::new(Origin::BuiltIn(bytes).read(self.new_id(), path, &mut Diagnostics::default()).0)
            });
            self.replaced.push(file);
        }
        self.replaced.clone()
    }

    fn new_id(&mut self) -> FileId {
        self.ids += 1;
        file_id(self.ids - 1)
    }

    /// Reads a file, unless it is known to be as it was. The `moment` lies before all of this.
    pub(super) fn read(&self, found: FoundFile, moment: SystemTime) -> KnownFile {
        let FoundFile { id, path, origin, known } = found;
        let location = if let Origin::Disk(location) = &origin { Some(location.clone()) } else { None };
        let known = known.filter(|known| !known.file.was_changed());
        let mut before = None;
        match (&origin, known) {
            (Origin::BuiltIn(_), Some(known)) if known.file.built_in => return known,
            (Origin::Disk(location), known) => {
                let stamp = stamp_of(location);
                let known = known.filter(|known| !known.file.built_in && !known.file.refused);
                match known {
                    Some(known) if stamp.is_some() && known.stamp == stamp => return known,
                    known => before = known,
                }
                if let Some(listed) = self.listed.get(&path).filter(|listed| Some(listed.stamp) == stamp) {
                    let body = FileBody::OnDisk(location.clone());
                    let file = Arc::new(SourceFile::with_hash(id, path, body, listed.hash));
                    let location = Some(location.clone());
                    return KnownFile { file, location, diagnostics: Diagnostics::default(), stamp, is_listed: true };
                }
            }
            _ => {}
        }
        let mut diagnostics = Diagnostics::default();
        let (file, stamp) = origin.read(id, path, &mut diagnostics);
        let stamp = stamp.filter(|stamp| stamp.is_settled(moment));
        let read = KnownFile { file: Arc::new(file), location, diagnostics, stamp, is_listed: false };
        match before {
            Some(before) if before.holds_the_same(&read) => KnownFile { file: before.file, ..read },
            _ => read,
        }
    }

    /// Keeps what was read for the next time, with the folders that it was found in.
    pub(super) fn know(
        &mut self,
        files: Vec<KnownFile>,
        replaced: Vec<(String, Cow<'static, [u8]>)>,
        folders: KnownFolders,
    ) -> (SourceFiles, Diagnostics) {
        let all = files.iter().map(|known| Arc::clone(&known.file)).collect();
        self.sources = SourceFiles::of(all, self.replaced(replaced));
        (self.files, self.folders, self.listed) = (files, folders, ListedFiles::default());
        (self.sources.clone(), self.diagnostics())
    }
}

fn stamp_of(location: &Path) -> Option<Stamp> {
    fs::metadata(location).ok().and_then(|metadata| Stamp::of(&metadata))
}

/// A file that is there, and what was known of it.
pub(super) struct FoundFile {
    id: FileId,
    path: String,
    origin: Origin,
    known: Option<KnownFile>,
}

impl FoundFile {
    /// A file that was known, at the same place.
    fn again(known: &KnownFile) -> Self {
        let origin = known.location.clone().map_or(Origin::Refused(FileFault::Missing), Origin::Disk);
        Self { id: known.file.id, path: known.file.path.clone(), origin, known: Some(known.clone()) }
    }
}

impl KnownFile {
    /// Whether it need not be read, if its name is there. Nobody looks at what is outside of the scope, unless a change of it might
    /// not have shown when it was read.
    fn is_as_it_was(&self, scope: &ChangeScope) -> bool {
        let Some(location) = &self.location else {
            return true;
        };
        let is_settled = self.stamp.is_some() && !self.file.was_changed();
        is_settled && (!scope.holds(&self.file.path) || stamp_of(location) == self.stamp)
    }

    /// Whether nothing is wrong with it by itself, and its text stands there as it is.
    fn is_faultless(&self) -> bool {
        !self.file.built_in && !self.file.refused && !self.file.has_pictures && self.diagnostics.is_empty()
    }

    fn holds_the_same(&self, other: &Self) -> bool {
        self.is_faultless() && other.is_faultless() && self.file.hash == other.file.hash
    }
}
