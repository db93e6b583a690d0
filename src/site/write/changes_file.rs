//! The file that tells tools what a build changed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::destination::{lies_in, read_above, resolve};
use super::{WriteError, at};
use crate::folder::{look, replace};

/// A file, by its name and the open folder that it stands in.
#[derive(Debug)]
pub struct ChangesFile {
    parent: Dir,
    name: OsString,
    /// As it was named, for messages.
    path: PathBuf,
}

impl ChangesFile {
    /// The file at `path`, which tells of the output folder `out` of the site in the folder `site`.
    ///
    /// Fails if it would be a file of either, or is something else than a file.
    pub fn new(path: &Path, out: &Path, site: &Path) -> Result<Self, WriteError> {
        let name = path.file_name().ok_or_else(|| WriteError::NoFile(path.to_owned()))?.to_owned();
        let above = resolve(parent_of(path), site)?.path();
        let own = above.join(&name);
        let inside = |folder: &Path| WriteError::ChangesInside { file: path.to_owned(), folder: folder.to_owned() };
        if let Some(folder) = read_above(&own, site) {
            return Err(inside(Path::new(folder)));
        }
        if let Some(name) = out.file_name()
            && lies_in(&own, &resolve(parent_of(out), site)?.path(), name)
        {
            return Err(inside(out));
        }
        let parent = Dir::open_ambient_dir(&above, ambient_authority()).map_err(at(path))?;
        // A device would be lost, and a link leads where nobody named.
        if look(&parent, &name).map_err(at(path))?.is_some_and(|found| !found.is_file()) {
            return Err(WriteError::NoFile(path.to_owned()));
        }
        Ok(Self { parent, name, path: path.to_owned() })
    }

    /// Writes the file, whole or not at all, in the place of one that is there.
    pub fn write(&self, text: &str) -> Result<(), WriteError> {
        replace(&self.parent, &self.name, |output| output.write_all(text.as_bytes())).map_err(at(&self.path))
    }
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
