//! Bytes that memory need not hold: what is beyond a bound lies in files without names, which nobody else can open, and which go
//! with whoever reads them.
//!
//! Where there can be no such files, or no room for them, memory holds all. A read that fails is remembered: what was made meanwhile
//! lacks something, so whoever made it asks [`SpoolFolder::check`] before it is used.

use std::fs::File;
use std::io::{self, Write};
use std::ops::{Deref, Range};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use cap_std::fs::Dir;
use tantivy::HasLen;
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};

use super::IndexError;
use crate::folder;

/// What is written to a folder may take so many bytes of memory together.
const HELD: usize = 64 << 20;
/// So many bytes are written to a file at once, and what has fewer is held.
const PART: usize = 1 << 20;

/// Where bytes are laid that memory need not hold.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct SpoolFolder(Arc<Spooling>);

/// What all that is laid into a folder has in common.
#[derive(Debug, Default)]
struct Spooling {
    /// `None` if memory holds all.
    folder: Option<Dir>,
    /// How many bytes memory holds at most, and how many make up a part.
    bounds: (usize, usize),
    /// How many bytes memory holds.
    held: AtomicUsize,
    /// Whether there can be no more files.
    is_full: AtomicBool,
    /// The first read that failed.
    failure: OnceLock<(io::ErrorKind, String)>,
}

impl SpoolFolder {
    /// How many bytes memory holds at most, and how many make up a part.
    pub(super) const BOUNDS: (usize, usize) = (HELD, PART);

    /// Lays bytes into a folder, if it can be written, within such bounds.
    pub(super) fn bounded(folder: Dir, bounds: (usize, usize)) -> Self {
        Self(Arc::new(Spooling { folder: Some(folder), bounds, ..Spooling::default() }))
    }

    /// Begins to write bytes.
    pub(in crate::search) fn begin(&self) -> Spool {
        Spool { folder: self.clone(), bytes: Vec::new(), laid: None }
    }

    /// Whether nothing is missing of what was read.
    pub(in crate::search) fn check(&self) -> Result<(), IndexError> {
        self.0.failure.get().map_or(Ok(()), |(kind, error)| Err(IndexError::Disk(io::Error::new(*kind, error.clone()))))
    }

    /// Whether so many bytes stay in memory.
    pub(super) fn holds(&self, bytes: u64) -> bool {
        self.0.folder.is_none() || bytes <= self.0.bounds.1 as u64
    }

    /// A new file; `None` if there can be none.
    fn file(&self) -> Option<File> {
        let file = self.0.folder.as_ref().filter(|_| !self.0.is_full.load(Ordering::Relaxed)).and_then(folder::unnamed);
        if file.is_none() {
            self.0.is_full.store(true, Ordering::Relaxed);
        }
        file
    }

    /// Whether memory holds more than it may, and need not.
    fn is_over(&self) -> bool {
        let Spooling { folder, bounds, held, is_full, .. } = &*self.0;
        folder.is_some() && held.load(Ordering::Relaxed) > bounds.0 && !is_full.load(Ordering::Relaxed)
    }
}

/// Bytes that are being written.
#[derive(Debug)]
pub(in crate::search) struct Spool {
    folder: SpoolFolder,
    bytes: Vec<u8>,
    /// The file, and how many bytes are in it.
    laid: Option<(File, usize)>,
}

impl Spool {
    /// The bytes, to be read.
    pub(in crate::search) fn finish(mut self) -> io::Result<SpooledBytes> {
        if self.laid.is_some() {
            self.lay()?;
        }
        Ok(match self.laid {
            None => SpooledBytes::from(self.bytes),
            Some((file, length)) => {
                SpooledBytes(FileSlice::new(Arc::new(SpooledFile { file, length, folder: self.folder })))
            }
        })
    }

    /// Lays what memory holds into the file. If there is no room for it, memory holds all.
    fn lay(&mut self) -> io::Result<()> {
        let Some((mut file, length)) = self.laid.take().or_else(|| Some((self.folder.file()?, 0))) else {
            return Ok(());
        };
        let held = &self.folder.0.held;
        if file.write_all(&self.bytes).is_ok() {
            held.fetch_sub(self.bytes.len(), Ordering::Relaxed);
            self.laid = Some((file, length + self.bytes.len()));
            self.bytes = Vec::new();
            return Ok(());
        }
        self.folder.0.is_full.store(true, Ordering::Relaxed);
        let mut all = vec![0; length];
        read_at(&file, &mut all, 0)?;
        held.fetch_add(length, Ordering::Relaxed);
        all.append(&mut self.bytes);
        self.bytes = all;
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.folder.0.held.fetch_add(bytes.len(), Ordering::Relaxed);
        if self.bytes.len() >= self.folder.0.bounds.1 && (self.laid.is_some() || self.folder.is_over()) {
            self.lay()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes that are read when they are asked for.
#[derive(Clone, Debug)]
pub struct SpooledBytes(FileSlice);

impl SpooledBytes {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Reads them.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn read(&self) -> io::Result<impl Deref<Target = [u8]> + use<>> {
        self.0.read_bytes()
    }

    /// Some of them.
    pub(in crate::search) fn slice(&self, range: Range<usize>) -> Self {
        Self(self.0.slice(range))
    }

    /// The same, as the engine reads files.
    pub(super) fn into_file(self) -> FileSlice {
        self.0
    }
}

impl From<Vec<u8>> for SpooledBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(FileSlice::from(bytes))
    }
}

/// A file whose bytes are read where they are asked for.
#[derive(Debug)]
struct SpooledFile {
    file: File,
    length: usize,
    folder: SpoolFolder,
}

impl HasLen for SpooledFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for SpooledFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        match read_at(&self.file, &mut bytes, range.start as u64) {
            Ok(()) => Ok(OwnedBytes::new(bytes)),
            Err(error) => {
                // The engine takes what cannot be read for what is not there.
                self.folder.0.failure.get_or_init(|| (error.kind(), error.to_string()));
                Err(error)
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// No file is laid here.
#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use cap_std::ambient_authority;
    use proptest::prelude::*;

    use super::*;

    fn folder() -> (tempfile::TempDir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        (folder, dir)
    }

    #[test]
    fn a_file_of_a_spool_has_no_name() {
        let (folder, dir) = folder();
        let spools = SpoolFolder::bounded(dir, (50_000, 1_000));
        let mut spool = spools.begin();
        let bytes: Vec<u8> = (0..300_000).map(|place| (place % 251) as u8).collect();
        bytes.chunks(777).for_each(|part| spool.write_all(part).unwrap());
        assert!(spool.laid.is_some() && spool.bytes.len() <= 1_000);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        let read = spool.finish().unwrap();
        assert_eq!(spools.0.held.load(Ordering::Relaxed), 0);
        assert!(*read.read().unwrap() == bytes);
        assert!(read.slice(5..5).read().unwrap().is_empty());
        proptest!(|((start, length) in (0..200_000_usize, 0..100_000_usize))| {
            let part = read.slice(start..start + length).read().unwrap();
            prop_assert!(*part == bytes[start..start + length]);
        });
    }

    #[test]
    fn memory_holds_no_more_than_it_may_in_all_spools_together() {
        let (_folder, dir) = folder();
        let spools = SpoolFolder::bounded(dir, (10_000, 100));
        let mut all: Vec<Spool> = (0..50).map(|_| spools.begin()).collect();
        for _ in 0..100 {
            all.iter_mut().for_each(|spool| spool.write_all(&[7; 90]).unwrap());
        }
        let held: usize = all.iter().map(|spool| spool.bytes.len()).sum();
        assert!(held <= 10_000 + 50 * 200, "{held} bytes");
        assert!(all.into_iter().all(|spool| *spool.finish().unwrap().read().unwrap() == [7; 9_000]));
    }

    #[test]
    fn without_room_memory_holds_all() {
        // Where nothing can be written, there can be no file.
        let nowhere = Dir::open_ambient_dir("/proc/self/fd", ambient_authority()).unwrap();
        for spools in [SpoolFolder::bounded(nowhere, (0, 1)), SpoolFolder::default()] {
            let mut spool = spools.begin();
            (0..12).for_each(|_| spool.write_all(&[7; 100]).unwrap());
            assert!(spool.laid.is_none());
            assert!(*spool.finish().unwrap().read().unwrap() == [7; 1_200]);
        }
        // A file that takes no more is given up, with what it holds.
        let (_folder, dir) = folder();
        let spools = SpoolFolder::bounded(dir, (0, 1));
        let mut spool = spools.begin();
        spool.write_all(b"first").unwrap();
        let (file, length) = spool.laid.take().unwrap();
        let read_only = File::open(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file))).unwrap();
        spool.laid = Some((read_only, length));
        spool.write_all(b" and second").unwrap();
        assert!(spool.laid.is_none() && spools.file().is_none());
        assert!(*spool.finish().unwrap().read().unwrap() == *b"first and second");
    }

    #[test]
    fn a_read_that_fails_is_remembered() {
        let (_folder, dir) = folder();
        let spools = SpoolFolder::bounded(dir, (0, 1));
        let mut spool = spools.begin();
        spool.write_all(b"some").unwrap();
        let (file, _) = spool.laid.as_ref().unwrap();
        file.set_len(2).unwrap();
        let laid = spool.finish().unwrap();
        spools.check().unwrap();
        assert!(laid.read().is_err());
        assert!(spools.check().is_err());
    }
}
