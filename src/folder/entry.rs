//! What stands in a folder that was opened without following a link: it is found, read, written and removed.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, Metadata, OpenOptions};

/// So many names are tried for a file that is going to take the place of another.
const ATTEMPTS: u32 = 1000;

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
    open_new(folder, name)?.write_all(bytes)
}

/// Begins a file in the place of whatever is there.
pub(crate) fn open_new(folder: &Dir, name: &str) -> io::Result<File> {
    remove(folder, name)?;
    let mut options = OpenOptions::new();
    folder.open_with(name, options.read(true).write(true).create_new(true).follow(FollowSymlinks::No))
}

/// A file in a folder that has no name: nobody else can open it, and it goes when it is closed. `None` if there can be none.
#[cfg(target_os = "linux")]
pub(crate) fn unnamed(folder: &Dir) -> Option<std::fs::File> {
    use rustix::fs::{Mode, OFlags, openat};

    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    Some(openat(folder, ".", flags, Mode::RUSR | Mode::WUSR).ok()?.into())
}

/// Files have names here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn unnamed(_: &Dir) -> Option<std::fs::File> {
    None
}

/// Writes a file that is not there, and the folders that it stands in.
pub(crate) fn create(folder: &Dir, path: &str, bytes: &[u8]) -> io::Result<()> {
    if let Some((above, _)) = path.rsplit_once('/') {
        folder.create_dir_all(above)?;
    }
    let mut options = OpenOptions::new();
    folder.open_with(path, options.write(true).create_new(true).follow(FollowSymlinks::No))?.write_all(bytes)
}

/// Puts what `write` writes in the place of a file, whole or not at all, and on the disk before it stands there. It has the mode
/// of the file that was there, and its owner and group as far as the system lets it. A link is replaced, not followed.
pub(crate) fn replace<E: From<io::Error>>(
    folder: &Dir,
    path: impl AsRef<Path>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let path = path.as_ref();
    let before = look(folder, path)?.filter(Metadata::is_file);
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        folder.create_dir_all(above)?;
    }
    let (new, file) = begin(folder, path)?;
    let replaced = fill(file, before.as_ref(), write).and_then(|()| Ok(folder.rename(&new, folder, path)?));
    if replaced.is_err() {
        // That it failed is told already.
        let _left = folder.remove_file(&new);
    }
    replaced
}

/// A new file beside the place of another, hidden to whoever reads the folder meanwhile.
fn begin(folder: &Dir, path: &Path) -> io::Result<(PathBuf, File)> {
    for attempt in 0..ATTEMPTS {
        let new = path.with_file_name(format!(".wenda-{}-{attempt}", std::process::id()));
        match folder.open_with(&new, OpenOptions::new().write(true).create_new(true).follow(FollowSymlinks::No)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return Ok((new, opened?)),
        }
    }
    Err(io::Error::other("others write it again and again"))
}

fn fill<E: From<io::Error>>(
    file: File,
    before: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    if let Some(before) = before {
        copy_access(before, &file)?;
    }
    let mut output = BufWriter::new(file);
    write(&mut output)?;
    let file = output.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}

/// Why nothing can be written at a path: where a link leads out of the folder, or is named from the root, that is told.
pub(crate) fn explained(folder: &Dir, path: &str, error: io::Error) -> io::Error {
    // The system itself gives its errors a number.
    if error.kind() != io::ErrorKind::PermissionDenied || error.raw_os_error().is_some() {
        return error;
    }
    let parts = path.match_indices('/').map(|(end, _)| &path[..end]).chain([path]);
    let mut links = parts.filter(|part| folder.symlink_metadata(part).is_ok_and(|found| found.is_symlink()));
    match links.next() {
        Some(link) => {
            let instead = if link == path { "what it leads to" } else { "the folder" };
            io::Error::other(format!(
                "`{link}` is a symbolic link out of the folder that is written to, or one with an absolute path, and nothing is written \
                 through such a link: put {instead} itself there"
            ))
        }
        None => error,
    }
}

#[cfg(unix)]
fn copy_access(before: &Metadata, file: &File) -> io::Result<()> {
    use cap_std::fs::MetadataExt as _;
    use rustix::fs::{Gid, Mode, Uid, fchmod, fchown};

    let now = file.metadata()?;
    if (before.uid(), before.gid()) != (now.uid(), now.gid()) {
        // Not everybody may give files away.
        let _kept = fchown(file, Some(Uid::from_raw(before.uid())), Some(Gid::from_raw(before.gid())));
    }
    Ok(fchmod(file, Mode::from_raw_mode(before.mode()))?)
}

/// Files have no owner and no mode here.
#[cfg(not(unix))]
fn copy_access(_: &Metadata, _: &File) -> io::Result<()> {
    Ok(())
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

#[cfg(test)]
mod tests {
    use cap_std::ambient_authority;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        let names = || dir.entries().unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
        replace(&dir, "a.txt", |output| output.write_all(b"old")).unwrap();
        let failed = replace(&dir, "a.txt", |output| {
            output.write_all(b"new")?;
            Err(io::Error::other("full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "full");
        assert_eq!(read(&dir, "a.txt", 9).unwrap(), b"old");
        assert_eq!(names(), ["a.txt"], "nothing is left over");
        replace(&dir, "b/c.txt", |output| output.write_all(b"new")).unwrap();
        assert_eq!(dir.read("b/c.txt").unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("other.txt"), "other").unwrap();
        std::os::unix::fs::symlink("other.txt", folder.path().join("a.txt")).unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        replace(&dir, "a.txt", |output| output.write_all(b"new")).unwrap();
        assert_eq!(read(&dir, "a.txt", 9).unwrap(), b"new");
        assert_eq!(read(&dir, "other.txt", 9).unwrap(), b"other");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_nothing_is_written_through_is_told_with_what_to_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        std::os::unix::fs::symlink("/nowhere", folder.path().join("way")).unwrap();
        let told = |path| explained(&dir, path, io::ErrorKind::PermissionDenied.into()).to_string();
        assert!(told("way/a.txt").contains("`way` is a symbolic link out of the folder"), "{}", told("way/a.txt"));
        assert!(told("way/a.txt").ends_with("put the folder itself there"), "{}", told("way/a.txt"));
        assert!(told("way").ends_with("put what it leads to itself there"), "{}", told("way"));
        assert!(!told("a.txt").contains("link"), "{}", told("a.txt"));
    }
}
