//! The folder beside a site in which what can be made again is kept: `.wenda/`.
//!
//! No link leads out of it: where one stands in the way, nothing is kept. Whoever writes holds its lock; what is read may have
//! been damaged, exchanged or brought along with the site, and is held to what it says of itself.

use std::fs::TryLockError;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use super::entry;

/// Names the program: everything that it is made of has a part in what it makes of a site.
pub(crate) const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("WENDA_PROGRAM"));

/// Its name, and in it that of the file that is locked by whoever writes.
const FOLDER: &str = ".wenda";
const LOCK: &str = "lock";
/// Keeps all of it out of repositories.
const IGNORE: &str = ".gitignore";

/// The folder, or one in it, that is written to.
pub(crate) struct CacheFolder {
    pub(crate) dir: Dir,
    pub(crate) path: PathBuf,
}

/// Nothing can be kept.
#[derive(Debug)]
pub(crate) enum CacheError {
    /// The machine failed, at a file or folder.
    Io(PathBuf, io::Error),
    /// A link stands where something is kept.
    Link(PathBuf),
}

impl CacheFolder {
    /// The one beside a site, to be read. It may not be there.
    pub(crate) fn open(site: &Path) -> io::Result<Dir> {
        Dir::open_ambient_dir(site, ambient_authority())?.open_dir_nofollow(FOLDER)
    }

    /// The one beside a site, to be written to. Made if it is not there.
    pub(crate) fn of_site(site: &Path) -> Result<Self, CacheError> {
        let dir = at(site, Dir::open_ambient_dir(site, ambient_authority()))?;
        Self { dir, path: site.to_owned() }.within(FOLDER)
    }

    /// A folder in this one. Made if it is not there.
    pub(crate) fn within(&self, name: &str) -> Result<Self, CacheError> {
        let path = self.path.join(name);
        if !self.has(name)? {
            match self.dir.create_dir(name) {
                // Another process was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => at(&path, made)?,
            }
        }
        Ok(Self { dir: at(&path, self.dir.open_dir_nofollow(name))?, path })
    }

    /// Whether something stands under a name. A link is refused.
    fn has(&self, name: &str) -> Result<bool, CacheError> {
        let path = self.path.join(name);
        match at(&path, entry::look(&self.dir, name))? {
            Some(found) if found.is_symlink() => Err(CacheError::Link(path)),
            found => Ok(found.is_some()),
        }
    }

    /// Makes a file that holds a text, unless there is one.
    fn provide(&self, name: &str, text: &str) -> Result<(), CacheError> {
        if self.has(name)? {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        match self.dir.open_with(name, options.write(true).create_new(true)) {
            Ok(mut file) => at(&self.path.join(name), file.write_all(text.as_bytes())),
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => at(&self.path.join(name), Err(error)),
        }
    }

    /// Keeps other processes from writing as long as the file is open. `wait` is called if another one is doing that.
    pub(crate) fn lock(&self, wait: &dyn Fn()) -> Result<std::fs::File, CacheError> {
        match self.lock_file()? {
            (file, true) => Ok(file),
            (file, false) => {
                wait();
                at(&self.path.join(LOCK), file.lock())?;
                Ok(file)
            }
        }
    }

    /// The same, if no other process is writing.
    pub(crate) fn try_lock(&self) -> Result<Option<std::fs::File>, CacheError> {
        let (file, is_locked) = self.lock_file()?;
        Ok(is_locked.then_some(file))
    }

    /// The file that is locked, and whether it is.
    fn lock_file(&self) -> Result<(std::fs::File, bool), CacheError> {
        // Nothing in here is worth keeping with the site.
        self.provide(IGNORE, "*\n")?;
        self.provide(LOCK, "")?;
        let path = self.path.join(LOCK);
        let file = at(&path, entry::open(&self.dir, LOCK, OpenOptions::new().write(true)))?.into_std();
        match file.try_lock() {
            Ok(()) => Ok((file, true)),
            Err(TryLockError::WouldBlock) => Ok((file, false)),
            Err(TryLockError::Error(error)) => Err(CacheError::Io(path, error)),
        }
    }
}

/// Adds to what the machine says where it said it.
pub(crate) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, CacheError> {
    result.map_err(|error| CacheError::Io(path.to_owned(), error))
}
