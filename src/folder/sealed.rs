//! Files of `.wenda/` that nobody trusts: each holds a hash of itself, who made it and the identity of its folder. One that is
//! damaged, that somebody else made, or that came along with a site is not used. Who makes is the program, or, for what another
//! version of it may read, a name of the form.

use std::path::Path;

use super::cache::{CacheError, CacheFolder, at};
use super::entry;

/// A longer file is nobody's, in bytes.
const LONGEST: u64 = 256 << 20;

/// What a file in the folder beside a site holds; `None` if there is none that can be used.
pub(crate) fn read(site: &Path, name: &str, maker: &str) -> Option<Vec<u8>> {
    let folder = CacheFolder::open(site).ok()?;
    let bytes = entry::read(&folder, name, LONGEST).ok()?;
    let (seal, mut rest) = bytes.split_first_chunk()?;
    if blake3::hash(rest) != blake3::Hash::from_bytes(*seal) {
        return None;
    }
    if take_text(&mut rest)? != maker || take_text(&mut rest)? != entry::identity(&folder).ok()? {
        return None;
    }
    Some(rest.to_vec())
}

/// Writes a file into the folder beside a site, in the place of one that is there; not if another process is writing into the
/// folder.
///
/// # Errors
/// If the folder cannot be written, or a link stands in it.
pub(crate) fn write(site: &Path, name: &str, maker: &str, content: &[u8]) -> Result<bool, CacheError> {
    let folder = CacheFolder::of_site(site)?;
    let Some(_lock) = folder.try_lock()? else {
        return Ok(false);
    };
    let mut bytes = vec![0; blake3::OUT_LEN];
    push_text(maker, &mut bytes);
    push_text(&at(&folder.path, entry::identity(&folder.dir))?, &mut bytes);
    bytes.extend(content);
    let seal = blake3::hash(&bytes[blake3::OUT_LEN..]);
    bytes[..blake3::OUT_LEN].copy_from_slice(seal.as_bytes());
    let new = format!("{name}.new");
    let write = || {
        entry::write(&folder.dir, &new, &bytes)?;
        if entry::look(&folder.dir, name)?.is_some_and(|found| found.is_dir()) {
            entry::remove(&folder.dir, name)?;
        }
        folder.dir.rename(&new, &folder.dir, name)
    };
    at(&folder.path.join(name), write())?;
    Ok(true)
}

/// Takes a text from the front, after its length.
pub(crate) fn take_text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let (length, after) = rest.split_first_chunk()?;
    let (text, after) = after.split_at_checked(u16::from_le_bytes(*length).into())?;
    *rest = after;
    std::str::from_utf8(text).ok()
}

/// Adds a text after its length. None is as long as to be cut: systems have shorter paths.
pub(crate) fn push_text(text: &str, bytes: &mut Vec<u8>) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    bytes.extend(length.to_le_bytes());
    bytes.extend(&text.as_bytes()[..usize::from(length)]);
}
