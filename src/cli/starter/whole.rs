//! Writing a whole site: nobody finds half of it under its name, and one that was cut off is in nobody's way.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::write::{Files, write};
use crate::cli::failure::Failure;

/// What the name of a folder ends in, before a number, in which a site is begun.
const BEGUN: &str = ".wenda-init-";

/// Writes a site into a folder that is not there, or that holds nothing. What an earlier try left that was killed is nothing, and is
/// named.
///
/// # Errors
/// If something else is there, or it cannot be written: then nothing of it stands there.
pub(in crate::cli) fn write_whole(site: &Path, files: &Files) -> Result<Vec<String>, Failure> {
    let site = &site.components().collect::<PathBuf>();
    let shown = site.display();
    match fs::read_dir(site) {
        Ok(entries) => {
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            let names = names.collect::<io::Result<Vec<_>>>().map_err(|error| failed(site, error))?;
            let (left, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.starts_with(BEGUN));
            if !others.iter().all(|name| stands_there(site, name, files)) {
                let message = format!("`{shown}` is not empty: name a new folder; nothing was written");
                return Err(Failure::Usage(message));
            }
            write_within(site, files).map(|()| left)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => write_beside(site, files).map(|()| Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("`{shown}` is no folder: name a new one; nothing was written")))
        }
        Err(error) => Err(failed(site, error)),
    }
}

/// Writes a site beside its place, and then takes it there.
fn write_beside(site: &Path, files: &Files) -> Result<(), Failure> {
    let above = site.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(|error| failed(above, error))?;
    let begun = begin(above, files)?;
    fs::rename(&begun, site).map_err(|error| given_up(&begun, site, error))
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
            fs::rename(begun.join(name), &place).map_err(|error| given_up(&begun, &place, error))?;
        }
    }
    // What is left are files that an earlier try wrote.
    let _left = fs::remove_dir_all(&begun);
    Ok(())
}

/// Writes all files into a new folder of another, whose name begins with a dot.
fn begin(folder: &Path, files: &Files) -> Result<PathBuf, Failure> {
    let begun = folder.join(format!("{BEGUN}{}", std::process::id()));
    fs::create_dir(&begun).map_err(|error| failed(folder, error))?;
    write(&begun, files).inspect_err(|_| drop(fs::remove_dir_all(&begun)))?;
    Ok(begun)
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
