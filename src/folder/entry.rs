//! What stands in a folder that was opened without following a link: it is found, read, written and removed.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, Metadata, OpenOptions};

/// Names a folder on its disk: the number of its inode and the moment in which it was made, where the system knows it.
///
/// Nobody can write such a name beforehand into an archive or a repository: whoever unpacks it makes a folder of another
/// moment. The number of the disk is no part of it, because it may change when the machine starts.
pub(crate) fn identity(folder: &Dir) -> io::Result<String> {
    let metadata = folder.dir_metadata()?;
    let made = metadata.created().ok().and_then(|time| time.into_std().duration_since(UNIX_EPOCH).ok());
    Ok(format!("{:x}.{:x}", metadata.ino(), made.unwrap_or_default().as_nanos()))
}

/// What stands under a name, be it a link; `None` for what is not there.
pub(crate) fn look(folder: &Dir, name: impl AsRef<Path>) -> io::Result<Option<Metadata>> {
    absent(folder.symlink_metadata(name))
}

/// `None` for what is not there.
pub(crate) fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

/// Opens a file that is there, and is a file: a link, or what never ends, is refused.
pub(crate) fn open(folder: &Dir, name: &str, options: &mut OpenOptions) -> io::Result<File> {
    if !folder.symlink_metadata(name)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file"));
    }
    folder.open_with(name, options.follow(FollowSymlinks::No))
}

/// Reads a file, if it has at most so many bytes.
pub(crate) fn read(folder: &Dir, name: &str, most: u64) -> io::Result<Vec<u8>> {
    let file = open(folder, name, OpenOptions::new().read(true))?;
    let length = file.metadata()?.len();
    if length > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than it can be"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // Those of the standard library read into memory that was not zeroed before.
    file.into_std().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file in the place of whatever is there.
pub(crate) fn write(folder: &Dir, name: &str, bytes: &[u8]) -> io::Result<()> {
    remove(folder, name)?;
    create(folder, name, bytes)
}

/// Writes a file that is not there, and the folders that it stands in.
pub(crate) fn create(folder: &Dir, path: &str, bytes: &[u8]) -> io::Result<()> {
    if let Some((above, _)) = path.rsplit_once('/') {
        folder.create_dir_all(above)?;
    }
    let mut options = OpenOptions::new();
    folder.open_with(path, options.write(true).create_new(true).follow(FollowSymlinks::No))?.write_all(bytes)
}

/// Removes what stands under a name, with all that is in it; of a link the link alone.
pub(crate) fn remove(folder: &Dir, name: impl AsRef<Path>) -> io::Result<()> {
    let name = name.as_ref();
    match look(folder, name)? {
        Some(found) if found.is_dir() => folder.remove_dir_all(name),
        Some(_) => folder.remove_file_or_symlink(name),
        None => Ok(()),
    }
}
