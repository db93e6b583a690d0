//! The files of search in the browser.

use super::address::Address;
use super::output::OutputFile;
use crate::search::{Export, PackFile, compress};

/// The files of an index. Each but the manifest is named by what it holds, so that what did not change keeps its name, and what a
/// browser kept of an earlier index never answers for this one.
///
/// The manifest is the name of the file that holds all others, or 0 if there is none, the number of packs, the names of these
/// (each in four bytes, big-endian), and the head, compressed.
pub fn shards<'c>(export: Export) -> Vec<OutputFile<'c>> {
    let Export { head, packs, whole } = export;
    let whole_name = whole.as_ref().map_or(0, |whole| whole.name);
    let numbers = [whole_name, packs.len() as u32].into_iter().chain(packs.iter().map(|pack| pack.name));
    let mut manifest: Vec<u8> = numbers.flat_map(u32::to_be_bytes).collect();
    manifest.extend(compress(&head));
    let file = |PackFile { name, bytes }| OutputFile { path: Address::search_file(name), bytes: bytes.into() };
    let mut files: Vec<OutputFile<'c>> = packs.into_iter().chain(whole).map(file).collect();
    files.push(OutputFile { path: Address::SEARCH_MANIFEST.to_owned(), bytes: manifest.into() });
    files
}
