//! The files of search in the browser.

use std::io;

use super::address::Address;
use super::output::OutputFile;
use crate::search::index::SpooledBytes;
use crate::search::{Export, PackFile, compress};

/// So many files are in memory at once.
const BATCH: usize = 256;

/// A file of an index, which is read when it is asked for.
#[derive(Clone, Debug)]
pub struct SearchFile {
    /// Its path from the root of the site.
    pub path: String,
    /// What it holds.
    pub bytes: SpooledBytes,
}

impl SearchFile {
    fn read(&self) -> io::Result<OutputFile<'static>> {
        Ok(OutputFile { path: self.path.clone(), bytes: self.bytes.read()?.to_vec().into() })
    }

    /// Reads files, a batch at a time.
    pub fn batches(files: &[Self]) -> impl Iterator<Item = io::Result<Vec<OutputFile<'static>>>> {
        files.chunks(BATCH).map(|files| files.iter().map(Self::read).collect())
    }
}

/// The files of an index. Each but the manifest is named by what it holds, so that what did not change keeps its name, and what a
/// browser kept of an earlier index never answers for this one.
///
/// The manifest is the name of the file that holds all others, or 0 if there is none, the number of packs, the names of these
/// (each in four bytes, big-endian), and the head, compressed.
pub fn shards(export: Export) -> Vec<SearchFile> {
    let Export { head, packs, whole } = export;
    let whole_name = whole.as_ref().map_or(0, |whole| whole.name);
    let numbers = [whole_name, packs.len() as u32].into_iter().chain(packs.iter().map(|pack| pack.name));
    let mut manifest: Vec<u8> = numbers.flat_map(u32::to_be_bytes).collect();
    manifest.extend(compress(&head));
    let file = |PackFile { name, bytes }| SearchFile { path: Address::search_file(name), bytes };
    let mut files: Vec<SearchFile> = packs.into_iter().chain(whole).map(file).collect();
    files.push(SearchFile { path: Address::SEARCH_MANIFEST.to_owned(), bytes: manifest.into() });
    files
}
