//! The only reader of a site's files: `content/`, `templates/`, `static/`, and the built-in theme below them.

mod built_in;
pub(crate) mod characters;
mod error;
mod file;
mod kept;
mod known;
mod list;
mod origin;
mod packed;
mod scope;
mod stamp;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use self::built_in::{BuiltInStatic, BuiltInTemplates};
pub use self::error::SourceError;
use self::file::is_of_article;
pub use self::file::{ARTICLE_FORMATS, FileBody, MAX_ASSET_BYTES, MAX_TEXT_BYTES, SourceFile};
use self::known::KnownFile;
pub use self::known::KnownFiles;
pub(crate) use self::list::is_hidden_name;
use self::list::{FileFault, KnownFolders, list};
use self::origin::Origin;
pub use self::scope::ChangeScope;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::progress::{RunningStage, Stage};

/// The files that every site has.
const REQUIRED: [&str; 1] = ["content/site.yaml"];

/// All files of a site, in the order of their paths. Copies share them.
#[derive(Clone, Debug, Default)]
pub struct SourceFiles {
    files: Arc<Vec<Arc<SourceFile>>>,
    /// The files of the built-in theme in whose place the site has its own.
    replaced: Arc<Vec<Arc<SourceFile>>>,
    /// The places of all of them by their ids: those of `replaced` follow those of `files`.
    places: Arc<Vec<u32>>,
}

/// Makes sure that there is a site in a folder.
///
/// # Errors
/// If it holds no content.
pub fn check_site(folder: &Path) -> Result<(), SourceError> {
    if folder.join("content").is_dir() { Ok(()) } else { Err(SourceError::NoSite(folder.to_owned())) }
}

impl SourceFiles {
    /// Reads the site in `folder`.
    ///
    /// Files that cannot be used become diagnostics. Fails only if there is no site, or its folders cannot be listed.
    pub fn read(folder: &Path) -> Result<(Self, Diagnostics), SourceError> {
        Self::read_again(
            folder,
            &mut KnownFiles::default(),
            &ChangeScope::Any,
            &RunningStage::unobserved(Stage::Reading),
        )
    }

    /// The same, but for files that are known to be as they were: those outside of `scope`, and those that look as they did. `stage`
    /// counts the files.
    pub fn read_again(
        folder: &Path,
        known: &mut KnownFiles,
        scope: &ChangeScope,
        stage: &RunningStage,
    ) -> Result<(Self, Diagnostics), SourceError> {
        // What is changed from now on is newer than this.
        Self::read_at(folder, known, (scope, stage), SystemTime::now())
    }

    fn read_at(
        folder: &Path,
        known: &mut KnownFiles,
        (scope, stage): (&ChangeScope, &RunningStage),
        moment: SystemTime,
    ) -> Result<(Self, Diagnostics), SourceError> {
        check_site(folder)?;
        if known.keeps_names(folder, scope) || known.has_same_names(folder) {
            return Ok(known.read_changed(scope, moment));
        }
        let listing = list(folder)?;
        let folders = KnownFolders::of(folder, &listing, moment);
        let found = listing.files;
        let has = |path: &str| found.binary_search_by(|listed| listed.path.as_str().cmp(path)).is_ok();
        let (replaced, built_in): (Vec<_>, Vec<_>) = built_in_files().partition(|(path, _)| has(path));
        // Where the whole folder was refused, all else follows from it.
        let missing: Vec<_> = REQUIRED.into_iter().filter(|path| !has(path) && !has("content")).collect();
        let mut all: Vec<(String, Origin)> = found.into_iter().map(Origin::of).collect();
        all.extend(built_in.into_iter().map(|(path, bytes)| (path, Origin::BuiltIn(bytes))));
        all.extend(missing.into_iter().map(|path| (path.to_owned(), Origin::Refused(FileFault::Missing))));
        all.sort_by(|a, b| a.0.cmp(&b.0));
        let found = known.take(all);
        stage.set_total(found.len());
        let read = found.into_par_iter().map(|found| {
            let read = known.read(found, moment);
            stage.advance(1);
            read
        });
        let read: Vec<KnownFile> = read.collect();
        Ok(known.know(read, replaced, folders))
    }

    /// The same files, of which one holds another text than on the disk. A file that is not there, or that is refused, stays away.
    #[must_use]
    pub(crate) fn with_text(mut self, path: &str, text: &str) -> Self {
        let place = self.files.iter().position(|file| file.path == path && !file.refused);
        if let Some(place) = place
            && let Ok(body) = file::as_body(path, text.as_bytes().to_vec())
        {
            let file = SourceFile::new(self.files[place].id, path.to_owned(), body);
            if file.hash != self.files[place].hash {
                self.replace(place, Arc::new(file));
            }
        }
        self
    }

    /// Puts a file in the place of another of the same name.
    fn replace(&mut self, place: usize, file: Arc<SourceFile>) {
        Arc::make_mut(&mut self.files)[place] = file;
    }

    fn of(files: Vec<Arc<SourceFile>>, replaced: Vec<Arc<SourceFile>>) -> Self {
        let ids = || files.iter().chain(&replaced).map(|file| file.id.0 as usize);
        let mut places = vec![u32::MAX; ids().max().map_or(0, |last| last + 1)];
        ids().zip(0..).for_each(|(id, place)| places[id] = place);
        Self { places: places.into(), files: files.into(), replaced: replaced.into() }
    }

    /// Reads what was not read because it is known, but for the texts of articles.
    pub(crate) fn hold(&self) {
        self.files.par_iter().filter(|file| !is_of_article(&file.path)).for_each(|file| file.hold());
    }

    /// The same files, of which some were not asked for anything yet: what these will hold goes with the copy.
    pub(crate) fn with_unheld(&self, some: impl IntoIterator<Item = FileId>) -> Self {
        let mut copy = self.clone();
        for id in some {
            let place = self.place(id);
            if let Some(FileBody::OnDisk(_)) = self.files.get(place).map(|file| &file.body) {
                let file = &mut Arc::make_mut(&mut copy.files)[place];
                *file = Arc::new(file.unheld());
            }
        }
        copy
    }

    /// Where a file stands in the order of the paths.
    pub(crate) fn place(&self, id: FileId) -> usize {
        self.places[id.0 as usize] as usize
    }

    /// Reports the files that held something else when they were read again.
    pub(crate) fn changed(&self) -> impl Iterator<Item = Diagnostic> {
        let changed = self.files.iter().filter(|file| file.was_changed());
        changed.map(|file| {
            let message = format!("`{}` was changed while it was read", file.path);
            Diagnostic::new(Code::Unreadable, file.id, message).hint("begin again, once it has been saved")
        })
    }

    /// Keeps the texts of articles, packed: they can be shown as they are now after they were written over.
    pub(crate) fn keep_texts(&self) {
        self.files.par_iter().for_each(|file| file.keep());
    }

    /// The paths of the files that are not what they were: those that came, went, or hold something else, in their order.
    pub fn changed_since<'s>(&'s self, before: &'s Self) -> Vec<&'s str> {
        let mut changed = Vec::new();
        let mut old = before.files.iter().map(|file| &**file).peekable();
        for file in self.files.iter() {
            while let Some(gone) = old.next_if(|old| old.path < file.path) {
                changed.push(gone.path.as_str());
            }
            let known = old.next_if(|old| old.path == file.path);
            if known.is_none_or(|known| (known.hash, known.refused) != (file.hash, file.refused)) {
                changed.push(&file.path);
            }
        }
        changed.extend(old.map(|gone| gone.path.as_str()));
        changed
    }

    /// Names all files by their ids, their paths and what they hold: whoever tells of files of the same name tells the same. `None`
    /// if one of them could not be used as it is.
    pub(crate) fn name(&self) -> Option<[u8; 32]> {
        let mut held = Vec::new();
        for file in self.files.iter().chain(self.replaced.iter()) {
            if file.refused || file.has_pictures {
                return None;
            }
            held.extend(file.id.0.to_le_bytes());
            held.push(file.built_in.into());
            held.extend((file.path.len() as u64).to_le_bytes());
            held.extend(file.path.as_bytes());
            held.extend(&file.hash);
        }
        Some(*blake3::hash(&held).as_bytes())
    }

    /// Reads what was not read because it is known, and holds none of it: whether all is what it is known to be.
    pub(crate) fn are_as_known(&self) -> bool {
        self.files.par_iter().all(|file| {
            file.open();
            !file.was_changed()
        })
    }

    /// Names what the files below a folder hold: the same for the same names and bytes only.
    pub fn fingerprint(&self, folder: &str) -> String {
        let mut held = Vec::new();
        for file in self.files.iter().filter(|file| file.path.starts_with(folder)) {
            held.extend((file.path.len() as u64).to_le_bytes());
            held.extend(file.path.as_bytes());
            held.extend(&file.hash);
        }
        // In one piece, for which the hash is fastest.
        blake3::hash(&held).to_hex().to_string()
    }

    /// A file by its id.
    ///
    /// # Panics
    /// If the id is from other sources.
    pub fn file(&self, id: FileId) -> &Arc<SourceFile> {
        let place = self.place(id);
        self.files.get(place).unwrap_or_else(|| &self.replaced[place - self.files.len()])
    }

    /// The file of the built-in theme in whose place the site has its own.
    pub fn replaced(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.replaced.iter().find(|file| file.path == path)
    }

    /// All files, in the order of their paths, with those that were refused.
    pub(crate) fn all(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().map(|file| &**file)
    }

    /// A file by its path, unless it was refused.
    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index]).filter(|file| !file.refused)
    }

    /// The files below a folder, which ends in `/`, in the order of their paths, without those that were refused.
    pub fn below<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s Arc<SourceFile>> {
        let start = self.files.partition_point(|file| file.path.as_str() < folder);
        self.files[start..].iter().take_while(move |file| file.path.starts_with(folder)).filter(|file| !file.refused)
    }
}

/// The theme that comes with Wenda; a site's own files take the place of its files one by one.
pub(crate) fn built_in_files() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    let templates = BuiltInTemplates::iter().map(|name| (format!("templates/{name}"), BuiltInTemplates::get(&name)));
    let assets = BuiltInStatic::iter().map(|name| (format!("static/{name}"), BuiltInStatic::get(&name)));
    templates.chain(assets).filter_map(|(path, file)| Some((path, file?.data)))
}
