//! The list of files that is kept beside a site: what each held, and by what it is known to hold it still.
//!
//! Like the index it is a cache that [nobody trusts](crate::folder::sealed). It names only files that had settled before they were read ([`Stamp::is_settled`]), and in which nothing
//! was wrong, so that nothing of what there is to tell is lost with a file that is not read.

use std::collections::HashMap;
use std::path::Path;

use super::stamp::Stamp;
use crate::folder::cache::{CacheError, PROGRAM};
use crate::folder::sealed::{self, push_text, take_text};

/// The name of the list.
const LIST: &str = "files";

/// A file of the list.
#[derive(Debug)]
pub(super) struct ListedFile {
    pub(super) stamp: Stamp,
    /// The hash of what it holds, as [`SourceFile`](super::SourceFile) has it.
    pub(super) hash: [u8; 32],
}

/// The list, by the paths of the files.
pub(super) type ListedFiles = HashMap<String, ListedFile>;

/// Reads the list of a site. Empty if there is none that can be used.
pub(super) fn read(site: &Path) -> ListedFiles {
    sealed::read(site, LIST, PROGRAM).and_then(|list| parse(&list)).unwrap_or_default()
}

fn parse(mut list: &[u8]) -> Option<ListedFiles> {
    let mut files = ListedFiles::with_capacity(list.len() / 128);
    while !list.is_empty() {
        let path = take_text(&mut list)?;
        let (stamp, after) = list.split_first_chunk()?;
        let (hash, after) = after.split_first_chunk()?;
        files.insert(path.to_owned(), ListedFile { stamp: Stamp::from_bytes(stamp), hash: *hash });
        list = after;
    }
    Some(files)
}

/// Writes the list of a site in the place of the one that is there; not if another process is writing into the folder.
///
/// # Errors
/// If the folder cannot be written, or a link stands in it.
pub(super) fn write<'f>(site: &Path, files: impl Iterator<Item = (&'f str, ListedFile)>) -> Result<bool, CacheError> {
    let mut list = Vec::new();
    for (path, ListedFile { stamp, hash }) in files {
        push_text(path, &mut list);
        list.extend(stamp.to_bytes());
        list.extend(hash);
    }
    sealed::write(site, LIST, PROGRAM, &list)
}
