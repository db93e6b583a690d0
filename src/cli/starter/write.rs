//! Writing files that are not there yet.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use crate::cli::failure::Failure;
use crate::folder::look;

/// What files hold, by their paths from a folder.
pub(in crate::cli) type Files = BTreeMap<String, String>;

/// Writes files below a folder, none of which may be there.
///
/// # Errors
/// If one is there, and then none is written; or if the folder cannot be written.
pub(in crate::cli) fn write(folder: &Path, files: &Files) -> Result<(), Failure> {
    let failed = |path: &str, error: io::Error| {
        Failure::Machine(format!("cannot write `{}`: {error}", folder.join(path).display()))
    };
    let opened = Dir::open_ambient_dir(folder, ambient_authority()).map_err(|error| failed("", error))?;
    for path in files.keys() {
        let found = match look(&opened, path) {
            // What is no folder holds nothing.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => None,
            found => found.map_err(|error| failed(path, error))?,
        };
        if found.is_some() {
            let path = folder.join(path);
            return Err(Failure::Usage(format!("`{}` is there already; nothing was written", path.display())));
        }
    }
    for (path, text) in files {
        write_file(&opened, path, text.as_bytes()).map_err(|error| failed(path, error))?;
    }
    Ok(())
}

/// Writes a file that is not there, and the folders that it stands in.
fn write_file(folder: &Dir, path: &str, bytes: &[u8]) -> io::Result<()> {
    if let Some((above, _)) = path.rsplit_once('/') {
        folder.create_dir_all(above)?;
    }
    let mut options = OpenOptions::new();
    folder.open_with(path, options.write(true).create_new(true).follow(FollowSymlinks::No))?.write_all(bytes)
}
