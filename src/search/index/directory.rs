//! Where the engine has its files: in memory, so that nothing that happens to a file on disk happens to a query.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, FileHandle, FileSlice, OwnedBytes, RamDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::kept::NamedFile;

/// The files that an index was loaded from, as they were read, and those that are written since.
#[derive(Clone, Debug)]
pub(super) struct MemoryDirectory {
    loaded: Arc<RwLock<HashMap<PathBuf, OwnedBytes>>>,
    written: RamDirectory,
}

impl MemoryDirectory {
    /// With some files. They are not copied.
    pub(super) fn new(files: Vec<NamedFile<Vec<u8>>>) -> Self {
        let loaded = files.into_iter().map(|(name, bytes)| (PathBuf::from(name), OwnedBytes::new(bytes)));
        Self { loaded: Arc::new(RwLock::new(loaded.collect())), written: RamDirectory::create() }
    }

    fn loaded(&self, path: &Path) -> Option<OwnedBytes> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    /// Forgets a file that was loaded. Whether there was one.
    fn forget(&self, path: &Path) -> bool {
        self.loaded.write().unwrap_or_else(PoisonError::into_inner).remove(path).is_some()
    }
}

impl Directory for MemoryDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.open_read(path)?))
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        match self.loaded(path) {
            Some(bytes) => Ok(FileSlice::new(Arc::new(bytes))),
            None => self.written.open_read(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        if self.forget(path) { Ok(()) } else { self.written.delete(path) }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.loaded(path).is_some() || self.written.exists(path)?)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.loaded(path) {
            Some(_) => Err(OpenWriteError::FileAlreadyExists(path.to_owned())),
            None => self.written.open_write(path),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.loaded(path).map_or_else(|| self.written.atomic_read(path), |bytes| Ok(bytes.to_vec()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.written.atomic_write(path, data)?;
        self.forget(path);
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.written.watch(watch_callback)
    }
}
