//! Writing files that are not there yet.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::cli::failure::Failure;
use crate::folder::{create, look};

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
        create(&opened, path, text.as_bytes()).map_err(|error| failed(path, error))?;
    }
    Ok(())
}
