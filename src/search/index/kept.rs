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
use std::io;

use cap_std::fs::Dir;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::CacheKey;
use crate::folder;

/// The name of the list, and of one that is being written.
const LIST: &str = "meta.json";
const NEW_LIST: &str = "meta.json.new";
/// A list has at most so many bytes.
const LONGEST_LIST: u64 = 16 << 20;

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
}

/// A file by its name.
pub(super) type NamedFile<B> = (String, B);
/// An index as it was read.
pub(super) type KeptIndex = (IndexMetadata, Vec<NamedFile<Vec<u8>>>);

#[derive(Serialize, Deserialize)]
struct IndexManifest {
    metadata: IndexMetadata,
    /// The identity of the folder.
    folder: String,
    files: Vec<ManifestEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ManifestEntry {
    name: String,
    bytes: u64,
    hash: String,
}

/// A list as it is written.
#[derive(Serialize, Deserialize)]
struct SealedManifest {
    hash: String,
    list: IndexManifest,
}

impl ManifestEntry {
    fn of(name: &str, bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes).to_hex().to_string();
        Self { name: name.to_owned(), bytes: bytes.len() as u64, hash }
    }
}

fn hash_of(list: &IndexManifest) -> io::Result<String> {
    Ok(blake3::hash(&serde_json::to_vec(list)?).to_hex().to_string())
}

/// Reads the index in a folder, if its cache key fits. `None` if there is none, or it is not as it was written.
///
/// Fails if a file of it cannot be read, maybe because another process replaced the index meanwhile.
pub(super) fn read(dir: &Dir, fits: impl Fn(&CacheKey) -> bool) -> io::Result<Option<KeptIndex>> {
    if folder::look(dir, LIST)?.is_none() {
        return Ok(None);
    }
    let Ok(SealedManifest { hash, list }) = serde_json::from_slice(&folder::read(dir, LIST, LONGEST_LIST)?) else {
        return Ok(None);
    };
    if !fits(&list.metadata.cache_key) || list.folder != folder::identity(dir)? || hash != hash_of(&list)? {
        return Ok(None);
    }
    let files: Vec<NamedFile<Vec<u8>>> = list
        .files
        .par_iter()
        .map(|listed| Ok((listed.name.clone(), folder::read(dir, &listed.name, listed.bytes)?)))
        .collect::<io::Result<_>>()?;
    let is_whole =
        files.par_iter().zip(&list.files).all(|((name, bytes), listed)| ManifestEntry::of(name, bytes) == *listed);
    Ok(is_whole.then_some((list.metadata, files)))
}

/// Writes an index into a folder, in the place of the one that is there. Files that are `known` to be there already are not
/// written again, and what belongs to no index is removed.
pub(super) fn write<B: AsRef<[u8]> + Sync>(
    dir: &Dir,
    metadata: IndexMetadata,
    files: &[NamedFile<B>],
    known: &[String],
) -> io::Result<()> {
    for (name, bytes) in files.iter().filter(|(name, _)| !known.contains(name)) {
        folder::write(dir, name, bytes.as_ref())?;
    }
    let files: Vec<ManifestEntry> =
        files.par_iter().map(|(name, bytes)| ManifestEntry::of(name, bytes.as_ref())).collect();
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
    Ok(())
}
