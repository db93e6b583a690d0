//! Where the engine has its files: where nobody else can reach them, so that nothing that happens to a file on disk happens to a
//! query.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, FileHandle, FileSlice, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::kept::NamedFile;
use super::spool::{Spool, SpoolFolder};

/// The files of an index, as they were read or written.
#[derive(Clone, Debug)]
pub(super) struct PrivateDirectory {
    files: Arc<RwLock<HashMap<PathBuf, FileSlice>>>,
    spools: SpoolFolder,
}

impl PrivateDirectory {
    /// With some files. What is large of those that are written is laid into `spools`.
    pub(super) fn new(files: Vec<NamedFile<FileSlice>>, spools: SpoolFolder) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (PathBuf::from(name), bytes));
        Self { files: Arc::new(RwLock::new(files.collect())), spools }
    }

    /// Where it lays what is large.
    pub(super) fn spools(&self) -> SpoolFolder {
        self.spools.clone()
    }

    // Files are put in place whole.
    fn files(&self) -> RwLockReadGuard<'_, HashMap<PathBuf, FileSlice>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn files_to_change(&self) -> RwLockWriteGuard<'_, HashMap<PathBuf, FileSlice>> {
        self.files.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for PrivateDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.open_read(path)?))
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.files().get(path).cloned().ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let removed = self.files_to_change().remove(path);
        removed.map(drop).ok_or_else(|| DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.files().contains_key(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let mut files = self.files_to_change();
        if files.contains_key(path) {
            return Err(OpenWriteError::FileAlreadyExists(path.to_owned()));
        }
        files.insert(path.to_owned(), FileSlice::empty());
        let (path, files, spool) = (path.to_owned(), Arc::clone(&self.files), self.spools.begin());
        Ok(BufWriter::new(Box::new(NewFile { path, files, spool: Some(spool) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        Ok(self.open_read(path)?.read_bytes().map_err(failed)?.to_vec())
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files_to_change().insert(path.to_owned(), FileSlice::from(data.to_vec()));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Whoever reads it reloads it by hand.
        Ok(WatchHandle::empty())
    }
}

/// A file that is being written: it is empty until it is whole.
struct NewFile {
    path: PathBuf,
    files: Arc<RwLock<HashMap<PathBuf, FileSlice>>>,
    spool: Option<Spool>,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.spool.as_mut().map_or(Ok(0), |spool| spool.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for NewFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        if let Some(spool) = self.spool.take() {
            let file = spool.finish()?.into_file();
            self.files.write().unwrap_or_else(PoisonError::into_inner).insert(self.path.clone(), file);
        }
        Ok(())
    }
}
