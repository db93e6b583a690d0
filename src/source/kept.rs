//! The list of files that is kept beside a site: what each held, and by what it is known to hold it still.
//!
//! Like the index it is a cache that nobody trusts. One that is damaged, that another program wrote, or that came along with a
//! site is not used. It names only files that had settled before they were read ([`Stamp::is_settled`]), and in which nothing
//! was wrong, so that nothing of what there is to tell is lost with a file that is not read.

use std::collections::HashMap;
use std::path::Path;

use super::stamp::Stamp;
use crate::folder;
use crate::folder::cache::{CacheError, CacheFolder, PROGRAM, at};

/// The name of the list, and of one that is being written.
const LIST: &str = "files";
const NEW_LIST: &str = "files.new";
/// A list has at most so many bytes.
const LONGEST_LIST: u64 = 256 << 20;

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
    let list = CacheFolder::open(site)
        .and_then(|folder| Ok((folder::identity(&folder)?, folder::read(&folder, LIST, LONGEST_LIST)?)));
    list.ok().and_then(|(identity, list)| parse(&list, &identity)).unwrap_or_default()
}

fn parse(list: &[u8], identity: &str) -> Option<ListedFiles> {
    let (seal, mut rest) = list.split_first_chunk()?;
    if blake3::hash(rest) != blake3::Hash::from_bytes(*seal) {
        return None;
    }
    if text(&mut rest)? != PROGRAM || text(&mut rest)? != identity {
        return None;
    }
    let mut files = ListedFiles::with_capacity(rest.len() / 128);
    while !rest.is_empty() {
        let path = text(&mut rest)?;
        let (stamp, after) = rest.split_first_chunk()?;
        let (hash, after) = after.split_first_chunk()?;
        files.insert(path.to_owned(), ListedFile { stamp: Stamp::from_bytes(stamp), hash: *hash });
        rest = after;
    }
    Some(files)
}

/// Writes the list of a site in the place of the one that is there; not if another process is writing into the folder.
///
/// # Errors
/// If the folder cannot be written, or a link stands in it.
pub(super) fn write<'f>(site: &Path, files: impl Iterator<Item = (&'f str, ListedFile)>) -> Result<bool, CacheError> {
    let folder = CacheFolder::of_site(site)?;
    let Some(_lock) = folder.try_lock()? else {
        return Ok(false);
    };
    let mut list = vec![0; blake3::OUT_LEN];
    push_text(PROGRAM, &mut list);
    push_text(&at(&folder.path, folder::identity(&folder.dir))?, &mut list);
    for (path, ListedFile { stamp, hash }) in files {
        push_text(path, &mut list);
        list.extend(stamp.to_bytes());
        list.extend(hash);
    }
    let seal = blake3::hash(&list[blake3::OUT_LEN..]);
    list[..blake3::OUT_LEN].copy_from_slice(seal.as_bytes());
    let write = || {
        folder::write(&folder.dir, NEW_LIST, &list)?;
        if folder::look(&folder.dir, LIST)?.is_some_and(|found| found.is_dir()) {
            folder::remove(&folder.dir, LIST)?;
        }
        folder.dir.rename(NEW_LIST, &folder.dir, LIST)
    };
    at(&folder.path.join(LIST), write())?;
    Ok(true)
}

/// Takes a text from the front, after its length.
fn text<'l>(rest: &mut &'l [u8]) -> Option<&'l str> {
    let (length, after) = rest.split_first_chunk()?;
    let (text, after) = after.split_at_checked(u16::from_le_bytes(*length).into())?;
    *rest = after;
    std::str::from_utf8(text).ok()
}

/// Adds a text after its length. None is as long as to be cut: systems have shorter paths.
fn push_text(text: &str, list: &mut Vec<u8>) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    list.extend(length.to_le_bytes());
    list.extend(&text.as_bytes()[..usize::from(length)]);
}
