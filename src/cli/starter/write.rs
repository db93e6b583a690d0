//! Writing files that are not there yet.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::cli::failure::Failure;
use crate::folder::{create, explained, look, remove};

/// What files hold, by their paths from a folder.
pub(in crate::cli) type Files = BTreeMap<String, String>;

/// Writes files below a folder, none of which may be there.
///
/// # Errors
/// If one is there, or cannot be written: then none is.
pub(in crate::cli) fn write(folder: &Path, files: &Files) -> Result<(), Failure> {
    let failed = |path: &str, error: io::Error| {
        Failure::Machine(format!("cannot write `{}`: {error}", folder.join(path).display()))
    };
    let opened = Dir::open_ambient_dir(folder, ambient_authority()).map_err(|error| failed("", error))?;
    for path in files.keys() {
        let found = match look(&opened, path) {
            // What is no folder holds nothing.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => None,
            found => found.map_err(|error| failed(path, explained(&opened, path, error)))?,
        };
        if found.is_some() {
            let path = folder.join(path);
            return Err(Failure::Usage(format!("`{}` is there already; nothing was written", path.display())));
        }
    }
    let mut begun = Vec::new();
    for (path, text) in files {
        let created = create(&opened, path, text.as_bytes());
        let is_ours = !created.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists);
        begun.extend(is_ours.then_some(path));
        if let Err(error) = created {
            // What is there by half would be in the way of the next try. That it failed is told already.
            begun.into_iter().for_each(|path| drop(remove(&opened, path)));
            return Err(failed(path, explained(&opened, path, error)));
        }
    }
    Ok(())
}

/// Removes the files that were written just now.
///
/// # Errors
/// If one cannot be removed.
pub(in crate::cli) fn take_back(folder: &Path, files: &Files) -> Result<(), Failure> {
    let failed = |error| Failure::Machine(format!("cannot remove what was written to `{}`: {error}", folder.display()));
    let opened = Dir::open_ambient_dir(folder, ambient_authority()).map_err(failed)?;
    files.keys().try_for_each(|path| remove(&opened, path)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_file_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("b"), "no folder").unwrap();
        let files = [("a.md", "a"), ("b/c.md", "c")].map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert!(write(folder.path(), &Files::from(files)).is_err());
        assert!(!folder.path().join("a.md").exists());
        assert_eq!(std::fs::read_to_string(folder.path().join("b")).unwrap(), "no folder");
    }
}
