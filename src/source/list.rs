//! Which files a site has: links are followed as long as they stay within it.

use std::collections::HashMap;
use std::io;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::error::SourceError;
use super::stamp::Stamp;

/// The folders that a site is made of.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];
/// The folder of the search index.
const INDEX: &str = ".wenda";
/// A folder is read under so many names, which links give it. Links to links multiply.
pub(super) const MAX_NAMES: u32 = 16;

/// A file that was found and not yet read.
pub(super) struct DiscoveredFile {
    /// The path from the site folder.
    pub(super) path: String,
    pub(super) location: PathBuf,
    /// Why it cannot be read, if that is known already.
    pub(super) fault: Option<FileFault>,
}

/// Why a file is of no use.
pub(super) enum FileFault {
    Missing,
    Unreadable(String),
    TooLarge { bytes: u64, limit: u64 },
    NotUtf8 { valid_up_to: usize, text: String },
    Utf16,
    NameNotUtf8,
    TooManyNames,
    OutsideSite(PathBuf),
    IndexOutsideSite(PathBuf),
}

/// What was found in the folders of a site.
#[derive(Default)]
pub(super) struct Listing {
    /// In the order of their paths.
    pub(super) files: Vec<DiscoveredFile>,
    folders: Vec<PathBuf>,
    has_links: bool,
}

/// Finds all files of the site in `folder`.
pub(super) fn list(folder: &Path) -> Result<Listing, SourceError> {
    let mut found = Listing::default();
    for top in FOLDERS {
        match link_fault(folder, top) {
            Some(fault) => found.files.push(refused(folder, top, fault)),
            None if folder.join(top).is_dir() => list_below(folder, top, &mut found)?,
            None => found.folders.push(folder.join(top)),
        }
    }
    // Nothing is read from there, and nothing is written through a link: the index is not kept.
    found.files.extend(index_link(folder).map(|target| refused(folder, INDEX, FileFault::IndexOutsideSite(target))));
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The folders of a site, by which the names of its files are known to be those that were found in them.
#[derive(Debug, Default)]
pub(super) struct KnownFolders {
    /// `None` if nothing is known.
    site: Option<PathBuf>,
    /// Each with its stamp; `None` if it is not there. None at all if one of them changed shortly before.
    folders: Vec<(PathBuf, Option<Stamp>)>,
}

impl KnownFolders {
    /// Those of a site that was listed after a `moment`. Nothing is known of a site with links: what these lead to changes without
    /// the folders that they stand in.
    pub(super) fn of(site: &Path, listing: &Listing, moment: SystemTime) -> Self {
        if listing.has_links || listing.files.iter().any(|file| file.fault.is_some()) {
            return Self::default();
        }
        let known = listing.folders.iter().map(|folder| match folder.symlink_metadata() {
            Ok(found) if found.is_dir() => {
                let stamp = Stamp::of(&found).filter(|stamp| stamp.is_settled(moment))?;
                Some((folder.clone(), Some(stamp)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some((folder.clone(), None)),
            _ => None,
        });
        Self { site: Some(site.to_owned()), folders: known.collect::<Option<_>>().unwrap_or_default() }
    }

    /// Whether they are those of a site, and whoever watches them sees all that happens there.
    pub(super) fn are_of(&self, site: &Path) -> bool {
        self.site.as_deref() == Some(site) && !site.join(INDEX).is_symlink()
    }

    /// Whether the files of a site have the names that were found.
    pub(super) fn are_as_they_were(&self, site: &Path) -> bool {
        let is_as_it_was = |(folder, stamp): &(PathBuf, Option<Stamp>)| match (folder.symlink_metadata(), stamp) {
            (Ok(found), Some(stamp)) => Stamp::of(&found).is_some_and(|found| found == *stamp),
            (Err(error), None) => error.kind() == io::ErrorKind::NotFound,
            _ => false,
        };
        self.are_of(site) && !self.folders.is_empty() && self.folders.iter().all(is_as_it_was)
    }
}

fn refused(folder: &Path, top: &str, fault: FileFault) -> DiscoveredFile {
    DiscoveredFile { path: top.to_owned(), location: folder.join(top), fault: Some(fault) }
}

/// Finds all files below `folder/top`, following links that stay in it.
fn list_below(folder: &Path, top: &str, found: &mut Listing) -> Result<(), SourceError> {
    let io = |path: &Path, error| SourceError::Io { path: path.to_owned(), error };
    let walked = folder.join(top);
    let home = walked.canonicalize().map_err(|error| io(&walked, error))?;
    // In this order, the paths of all are almost sorted already.
    let mut entries = WalkDir::new(&walked).follow_links(true).sort_by_file_name().into_iter();
    let mut names = FolderVisits::default();
    while let Some(entry) = entries.next() {
        found.has_links |= entry.as_ref().is_ok_and(DirEntry::path_is_symlink);
        let (location, fault) = match &entry {
            Ok(entry) if is_hidden(entry) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            Ok(entry) => match leaves(entry, &home) {
                Some(target) => {
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    (entry.path().to_owned(), Some(FileFault::OutsideSite(target)))
                }
                None if entry.file_name().to_str().is_none() => {
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    (entry.path().to_owned(), Some(FileFault::NameNotUtf8))
                }
                None if entry.file_type().is_file() => (entry.path().to_owned(), None),
                // A pipe might never end.
                None if !entry.file_type().is_dir() => (
                    entry.path().to_owned(),
                    Some(FileFault::Unreadable("it is neither a file nor a folder".to_owned())),
                ),
                None => match names.count(entry) {
                    ..=MAX_NAMES => {
                        found.folders.push(entry.path().to_owned());
                        continue;
                    }
                    count => {
                        entries.skip_current_dir();
                        // Told once.
                        if count > MAX_NAMES + 1 {
                            continue;
                        }
                        (entry.path().to_owned(), Some(FileFault::TooManyNames))
                    }
                },
            },
            // A link that leads nowhere: some editors leave one beside what they work on.
            Err(error) if error.depth() > 0 && error.path().is_some_and(is_hidden_path) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(&walked).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                (path, Some(FileFault::Unreadable(reason)))
            }
        };
        let path = source_path(location.strip_prefix(folder).unwrap_or(&location));
        found.files.push(DiscoveredFile { path, location, fault });
    }
    Ok(())
}

/// A path with `/` on every system.
fn source_path(relative: &Path) -> String {
    match relative.to_str() {
        Some(path) if MAIN_SEPARATOR == '/' => path.to_owned(),
        _ => {
            let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            parts.join("/")
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    is_hidden_name(&name) && (entry.depth() > 0 || !name.starts_with('.'))
}

fn is_hidden_path(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_hidden_name(&name.to_string_lossy()))
}

/// Editors and systems leave hidden files and backups; `.well-known` is part of a site.
pub(crate) fn is_hidden_name(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known") || name.ends_with('~')
}

/// Why one of a site's own folders is of no use, if it is a symbolic link: it leads to a folder within the site that is not
/// hidden, or nowhere.
fn link_fault(site: &Path, top: &str) -> Option<FileFault> {
    let link = site.join(top);
    if !link.is_symlink() {
        return None;
    }
    let (home, target) = match (site.canonicalize(), link.canonicalize()) {
        (Ok(home), Ok(target)) => (home, target),
        (Err(error), _) | (_, Err(error)) => return Some(FileFault::Unreadable(error.to_string())),
    };
    let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    match target.strip_prefix(&home) {
        Ok(within) if !within.as_os_str().is_empty() && !within.components().any(is_hidden) => None,
        _ => Some(FileFault::OutsideSite(target)),
    }
}

/// Where the folder of the index leads, if it is a symbolic link out of the site.
fn index_link(site: &Path) -> Option<PathBuf> {
    let link = site.join(INDEX);
    let named = link.read_link().ok()?;
    match (site.canonicalize(), link.canonicalize()) {
        (Ok(home), Ok(target)) if target.starts_with(&home) => None,
        (_, Ok(target)) => Some(target),
        (_, Err(_)) => Some(named),
    }
}

/// How often each folder was met, once links are.
#[derive(Default)]
struct FolderVisits {
    links: bool,
    met: HashMap<PathBuf, u32>,
}

impl FolderVisits {
    /// How often a folder was met, with this time.
    fn count(&mut self, entry: &DirEntry) -> u32 {
        self.links |= entry.path_is_symlink();
        // Most sites have no links, and every folder one name.
        if !self.links {
            return 1;
        }
        let Ok(folder) = entry.path().canonicalize() else {
            return 1;
        };
        let met = self.met.entry(folder).or_default();
        *met += 1;
        *met
    }
}

/// Where a symbolic link leads, if that is outside `home`.
fn leaves(entry: &DirEntry, home: &Path) -> Option<PathBuf> {
    if !entry.path_is_symlink() || entry.depth() == 0 {
        return None;
    }
    let target = entry.path().canonicalize().ok()?;
    (!target.starts_with(home)).then_some(target)
}
