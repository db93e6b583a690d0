//! An index as files in a folder: a list of them, and the files that it names.
//!
//! The list holds the cache key of the index, a hash of each file under its name, a hash of itself, and the identity of the
//! folder. Whatever is damaged, exchanged or left over does not fit it. It is no proof against somebody who writes a list
//! himself, as anybody can who knows how: that is what the identity is for. An index that came with a site that somebody
//! cloned or unpacked stands in a folder that was made on this machine, in a moment that its list cannot name. Whoever can
//! write into the folder afterwards can write into the content as well.
//!
//! The list is replaced in one step, after all files that it names are there.

use std::ffi::OsStr;
use std::io::{self, Read, Write};

use cap_std::fs::{Dir, OpenOptions};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::HasLen;
use tantivy::directory::FileSlice;

use super::CacheKey;
use super::spool::SpoolFolder;
use crate::folder;

/// The name of the list, and of one that is being written.
const LIST: &str = "meta.json";
const NEW_LIST: &str = "meta.json.new";
/// A list has at most so many bytes.
const LONGEST_LIST: u64 = 16 << 20;

/// Files are copied in parts of so many bytes.
const PART: usize = 1 << 20;

/// What is known of an index beside its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexMetadata {
    pub(super) cache_key: CacheKey,
    /// Names the words that the site adds to the dictionary.
    pub(super) words: String,
    /// The engine's own account of its files.
    pub(super) engine: String,
    /// The file with what queries need beside the engine's.
    pub(super) analysis: String,
    /// The file that names what documents were made of.
    pub(super) origins: String,
}

/// A file by its name.
pub(super) type NamedFile<B> = (String, B);
/// A file as it was listed, and what it holds.
pub(super) type KeptFile = (ManifestEntry, FileSlice);
/// An index as it was read, with the hash of its list.
pub(super) type KeptIndex = (String, IndexMetadata, Vec<KeptFile>);

#[derive(Serialize, Deserialize)]
struct IndexManifest {
    metadata: IndexMetadata,
    /// The identity of the folder.
    folder: String,
    files: Vec<ManifestEntry>,
}

/// What the list says of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestEntry {
    pub(super) name: String,
    bytes: u64,
    hash: String,
}

/// A list as it is written.
#[derive(Serialize, Deserialize)]
struct SealedManifest {
    hash: String,
    list: IndexManifest,
}

/// Writes a file in the place of whatever is there, part by part.
fn write_file(dir: &Dir, name: &str, bytes: &FileSlice) -> io::Result<ManifestEntry> {
    let mut file = folder::open_new(dir, name)?;
    let mut hasher = blake3::Hasher::new();
    for start in (0..bytes.len()).step_by(PART) {
        let part = bytes.slice(start..bytes.len().min(start + PART)).read_bytes()?;
        hasher.update(&part);
        file.write_all(&part)?;
    }
    Ok(ManifestEntry { name: name.to_owned(), bytes: bytes.len() as u64, hash: hasher.finalize().to_hex().to_string() })
}

fn hash_of(list: &IndexManifest) -> io::Result<String> {
    Ok(blake3::hash(&serde_json::to_vec(list)?).to_hex().to_string())
}

/// Reads the index in a folder, if its cache key fits. `None` if there is none, or it is not as it was written.
///
/// What is large of it is laid into `spools`.
///
/// Fails if a file of it cannot be read, maybe because another process replaced the index meanwhile.
pub(super) fn read(dir: &Dir, spools: &SpoolFolder, fits: impl Fn(&CacheKey) -> bool) -> io::Result<Option<KeptIndex>> {
    if folder::look(dir, LIST)?.is_none() {
        return Ok(None);
    }
    let Ok(SealedManifest { hash, list }) = serde_json::from_slice(&folder::read(dir, LIST, LONGEST_LIST)?) else {
        return Ok(None);
    };
    if !fits(&list.metadata.cache_key) || list.folder != folder::identity(dir)? || hash != hash_of(&list)? {
        return Ok(None);
    }
    let files =
        list.files.par_iter().map(|listed| Ok(read_file(dir, listed, spools)?.map(|file| (listed.clone(), file))));
    let files: Option<Vec<KeptFile>> = files.collect::<io::Result<_>>()?;
    Ok(files.map(|files| (hash, list.metadata, files)))
}

/// Reads a file that is listed. `None` if it is another.
fn read_file(dir: &Dir, listed: &ManifestEntry, spools: &SpoolFolder) -> io::Result<Option<FileSlice>> {
    let (bytes, hash) = if spools.holds(listed.bytes) {
        let bytes = folder::read(dir, &listed.name, listed.bytes)?;
        let hash = blake3::hash(&bytes);
        (FileSlice::from(bytes), hash)
    } else {
        let mut file = folder::open(dir, &listed.name, OpenOptions::new().read(true))?.into_std().take(listed.bytes);
        let (mut spool, mut hasher) = (spools.begin(), blake3::Hasher::new());
        let mut part = vec![0; PART];
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                break;
            }
            hasher.update(&part[..read]);
            spool.write_all(&part[..read])?;
        }
        (spool.finish()?.into_file(), hasher.finalize())
    };
    let is_it = bytes.len() as u64 == listed.bytes && hash.to_hex().as_str() == listed.hash;
    Ok(is_it.then_some(bytes))
}

/// The hash that the list in a folder gives itself; `None` if there is none. What it names was not looked at.
pub(super) fn seal(dir: &Dir) -> io::Result<Option<String>> {
    if folder::look(dir, LIST)?.is_none() {
        return Ok(None);
    }
    let sealed = serde_json::from_slice(&folder::read(dir, LIST, LONGEST_LIST)?);
    Ok(sealed.ok().map(|SealedManifest { hash, .. }| hash))
}

/// Writes an index into a folder, in the place of the one that is there. Files that are `known` to be there already are not
/// written again, and what belongs to no index is removed. The hash of the list, and what it says of the files.
pub(super) fn write(
    dir: &Dir,
    metadata: IndexMetadata,
    files: &[NamedFile<FileSlice>],
    known: &[ManifestEntry],
) -> io::Result<(String, Vec<ManifestEntry>)> {
    let written = files.par_iter().map(|(name, bytes)| match known.iter().find(|known| known.name == *name) {
        Some(known) => Ok(known.clone()),
        None => write_file(dir, name, bytes),
    });
    let files: Vec<ManifestEntry> = written.collect::<io::Result<_>>()?;
    let list = IndexManifest { metadata, folder: folder::identity(dir)?, files };
    let sealed = SealedManifest { hash: hash_of(&list)?, list };
    folder::write(dir, NEW_LIST, &serde_json::to_vec(&sealed)?)?;
    if folder::look(dir, LIST)?.is_some_and(|found| found.is_dir()) {
        folder::remove(dir, LIST)?;
    }
    dir.rename(NEW_LIST, dir, LIST)?;
    for entry in dir.entries()? {
        let name = entry?.file_name();
        let is_listed = |listed: &ManifestEntry| OsStr::new(&listed.name) == name;
        if name != LIST && !sealed.list.files.iter().any(is_listed) {
            folder::remove(dir, &name)?;
        }
    }
    Ok((sealed.hash, sealed.list.files))
}
