//! Bytes that memory need not hold: beyond a bound they lie in a file without a name, which nobody else can open, and which goes
//! with whoever reads it.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cap_std::fs::Dir;
use tantivy::HasLen;
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};

use crate::folder;

/// What has no more bytes is held in memory.
const HELD: usize = 8 << 20;
/// So many bytes are written to a file at once.
const BUFFER: usize = 1 << 20;
/// Numbers the files of this process.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Where bytes are laid that memory need not hold.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct SpoolFolder(Option<Arc<Dir>>);

impl SpoolFolder {
    /// Where that can be written, in a folder.
    pub(super) fn new(folder: Dir) -> Self {
        Self(Some(Arc::new(folder)))
    }

    /// Begins to write bytes.
    pub(in crate::search) fn begin(&self) -> Spool {
        Spool { folder: self.clone(), bytes: Vec::new(), file: None }
    }

    /// Whether so many bytes stay in memory.
    pub(super) fn holds(&self, bytes: u64) -> bool {
        self.0.is_none() || bytes <= HELD as u64
    }

    /// A new file, which has no name any more; `None` if there cannot be one: then memory holds all.
    fn file(&self) -> Option<File> {
        let dir = self.0.as_ref()?;
        let name = format!("spool-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let file = folder::open_new(dir, &name).ok()?;
        folder::absent(dir.remove_file(&name)).ok()?;
        Some(file.into_std())
    }
}

/// Bytes that are being written.
#[derive(Debug)]
pub(in crate::search) struct Spool {
    folder: SpoolFolder,
    bytes: Vec<u8>,
    file: Option<File>,
}

impl Spool {
    /// The bytes, to be read.
    pub(in crate::search) fn finish(self) -> io::Result<SpooledBytes> {
        let Self { bytes, file, .. } = self;
        let Some(mut file) = file else {
            return Ok(SpooledBytes::from(bytes));
        };
        file.write_all(&bytes)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(SpooledBytes(FileSlice::new(Arc::new(SpooledFile { file, length }))))
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
    pub fn read(&self) -> io::Result<Vec<u8>> {
        Ok(self.0.read_bytes()?.to_vec())
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

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && self.bytes.len() + bytes.len() > HELD {
            self.file = self.folder.file();
        }
        if let Some(file) = &mut self.file
            && self.bytes.len() + bytes.len() > BUFFER
        {
            file.write_all(&self.bytes)?;
            self.bytes = Vec::new();
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file whose bytes are read where they are asked for.
#[derive(Debug)]
struct SpooledFile {
    file: File,
    length: usize,
}

impl HasLen for SpooledFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for SpooledFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, start)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, start) = (&mut bytes[read..], start + read as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use cap_std::ambient_authority;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_of_a_spool_has_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        let spools = SpoolFolder::new(dir);
        let mut spool = spools.begin();
        let bytes: Vec<u8> = (0..HELD + 3 * BUFFER).map(|place| (place % 251) as u8).collect();
        bytes.chunks(77_777).for_each(|part| spool.write_all(part).unwrap());
        assert!(spool.file.is_some() && spool.bytes.len() <= BUFFER);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        let read = spool.finish().unwrap();
        assert!(read.read().unwrap() == bytes);
        assert!(read.slice(5..5).read().unwrap().is_empty());
        let parts = (0..HELD - 200_000, 0..200_000_usize);
        proptest!(|((start, length) in parts)| {
            let part = read.slice(start..start + length).read().unwrap();
            prop_assert!(part == bytes[start..start + length]);
        });
    }

    #[test]
    fn few_bytes_are_held_and_without_a_folder_all() {
        let mut spool = SpoolFolder::default().begin();
        let part = vec![7; BUFFER];
        (0..12).for_each(|_| spool.write_all(&part).unwrap());
        assert!(spool.file.is_none());
        assert_eq!(spool.finish().unwrap().count(), 12 * BUFFER);
    }
}
