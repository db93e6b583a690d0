//! Writing a whole site: nobody finds half of it under its name, and one that was cut off is in nobody's way.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::write::{Files, write};
use crate::cli::failure::Failure;

/// What the name of a folder begins with, before two numbers, in which a site is begun.
const BEGUN: &str = ".wenda-init-";
/// So many names are tried for that folder: in a container, each run may have the number of the one before.
const ATTEMPTS: u32 = 1000;

/// Writes a site into a folder that is not there, or that holds nothing. What an earlier run left that was killed is nothing: its
/// folders are returned.
///
/// # Errors
/// If something else is there, or it cannot be written. Of a new folder nothing stands there then; in one that was there, what was
/// put into it stays, and the next run goes on from that.
pub(in crate::cli) fn write_whole(site: &Path, files: &Files) -> Result<Vec<PathBuf>, Failure> {
    let site = &site.components().collect::<PathBuf>();
    let shown = site.display();
    match names(site) {
        Ok(names) => {
            let (left, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.starts_with(BEGUN));
            if !others.iter().all(|name| stands_there(site, name, files)) {
                let message = format!("`{shown}` is not empty: name a new folder; nothing was written");
                return Err(Failure::Usage(message));
            }
            write_within(site, files).map(|()| left.iter().map(|name| site.join(name)).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => write_beside(site, files),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("`{shown}` is no folder: name a new one; nothing was written")))
        }
        Err(error) => Err(failed(site, error)),
    }
}

/// The names of what stands in a folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Writes a site beside its place, and then takes it there. What earlier runs left beside it is returned.
fn write_beside(site: &Path, files: &Files) -> Result<Vec<PathBuf>, Failure> {
    let above = site.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(|error| failed(above, error))?;
    // A folder may be written to that cannot be listed.
    let left = names(above).unwrap_or_default().into_iter().filter(|name| name.starts_with(BEGUN));
    let left = left.map(|name| above.join(name)).collect();
    let begun = begin(above, files)?;
    put(&begun, site).map_err(|error| given_up(&begun, site, error))?;
    Ok(left)
}

/// Writes a site in a folder of its place, which may be the one that somebody works in, and then takes it out of that: content
/// last, without which it is none.
fn write_within(site: &Path, files: &Files) -> Result<(), Failure> {
    let begun = begin(site, files)?;
    let mut names: Vec<&str> = files.keys().filter_map(|path| path.split('/').next()).collect();
    names.dedup();
    names.sort_by_key(|name| *name == "content");
    for name in names {
        let place = site.join(name);
        if !place.exists() {
            put(&begun.join(name), &place).map_err(|error| given_up(&begun, &place, error))?;
        }
    }
    // What is left are files that stand in their places too.
    let _left = fs::remove_dir_all(&begun);
    Ok(())
}

/// Writes all files into a new folder of another, whose name begins with a dot.
fn begin(folder: &Path, files: &Files) -> Result<PathBuf, Failure> {
    let begun = new_folder(folder).map_err(|error| failed(folder, error))?;
    write(&begun, files).inspect_err(|_| drop(fs::remove_dir_all(&begun)))?;
    Ok(begun)
}

fn new_folder(folder: &Path) -> io::Result<PathBuf> {
    for attempt in 0..ATTEMPTS {
        let new = folder.join(format!("{BEGUN}{}-{attempt}", std::process::id()));
        match fs::create_dir(&new) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|()| new),
        }
    }
    Err(io::Error::other(format!("remove the folders `{BEGUN}…` in it, which interrupted runs left")))
}

/// Puts a file or a folder into its place, where somebody may have made another meanwhile: that one stays as it is. A file
/// stands at both places then.
fn put(begun: &Path, place: &Path) -> io::Result<()> {
    if begun.is_dir() {
        // This replaces no file, and no folder that holds something.
        return fs::rename(begun, place);
    }
    match fs::hard_link(begun, place) {
        // Not every file system has such links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let text = fs::read(begun)?;
            let mut file = File::create_new(place)?;
            file.write_all(&text).inspect_err(|_| drop(fs::remove_file(place)))
        }
        linked => linked,
    }
}

/// Whether what stands under a name in a folder is what a site has there, byte for byte. Its content is never taken for that.
fn stands_there(site: &Path, name: &str, files: &Files) -> bool {
    let of_name = || files.iter().filter(|(path, _)| path.split('/').next() == Some(name));
    let is_written =
        |(path, text): (&String, &String)| fs::read(site.join(path)).is_ok_and(|found| found == text.as_bytes());
    let found = walkdir::WalkDir::new(site.join(name)).into_iter().filter(|entry| match entry {
        Ok(entry) => !entry.file_type().is_dir(),
        Err(_) => true,
    });
    name != "content" && of_name().next().is_some() && found.count() == of_name().count() && of_name().all(is_written)
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Machine(format!("cannot write `{}`: {error}", path.display()))
}

/// What was begun is in the way of nobody once it is gone. That it failed is told.
fn given_up(begun: &Path, place: &Path, error: io::Error) -> Failure {
    let _left = fs::remove_dir_all(begun);
    failed(place, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a container, each run may have the number of the one before.
    #[test]
    fn what_a_run_of_the_same_number_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let left = new_folder(folder.path()).unwrap();
        let new = new_folder(folder.path()).unwrap();
        assert!(left.is_dir() && new.is_dir() && left != new);
    }

    #[test]
    fn what_somebody_made_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["begun/content", "content"] {
            fs::create_dir_all(at(path)).unwrap();
            fs::write(at(path).join("site.yaml"), path).unwrap();
        }
        fs::write(at("begun/.gitignore"), "ours").unwrap();
        fs::write(at(".gitignore"), "mine").unwrap();
        for name in ["content", ".gitignore"] {
            assert!(put(&at("begun").join(name), &at(name)).is_err(), "{name}");
        }
        assert_eq!(fs::read_to_string(at("content/site.yaml")).unwrap(), "content");
        assert_eq!(fs::read_to_string(at(".gitignore")).unwrap(), "mine");
        put(&at("begun/.gitignore"), &at("new")).unwrap();
        put(&at("begun/content"), &at("other")).unwrap();
        assert_eq!(fs::read_to_string(at("new")).unwrap(), "ours");
        assert_eq!(fs::read_to_string(at("other/site.yaml")).unwrap(), "begun/content");
    }
}
