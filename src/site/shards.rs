//! The files of search in the browser.

use super::address::Address;
use super::compression::compress;
use super::output::OutputFile;
use crate::search::Export;
use crate::search::shard::File;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rayon::prelude::*;

/// An index that is no larger, compressed, is also written as one file, which readers fetch for times without network.
const SMALL: usize = 1 << 20;
/// The name of the file with all others.
const WHOLE: &str = "all";

/// The files of an index, compressed. They lie in a folder named by all that they hold, so that what a browser kept of an
/// earlier index never answers for this one; the manifest, which alone keeps its name, says which folder it is.
///
/// Names by the content of each single file would be longer than most of the files.
pub fn shards<'c>(export: &Export) -> Vec<OutputFile<'c>> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&export.head);
    for (file, bytes) in &export.files {
        hasher.update(file.to_string().as_bytes());
        hasher.update(bytes);
    }
    let folder = hasher.finalize().to_hex()[..16].to_owned();
    let binary =
        |name: &str, bytes: Vec<u8>| OutputFile { path: Address::search_file(&folder, name), bytes: bytes.into() };
    let mut files: Vec<OutputFile<'c>> =
        export.files.par_iter().map(|(file, bytes)| binary(&file.to_string(), compress(bytes))).collect();
    let is_small = files.iter().map(|file| file.bytes.len()).sum::<usize>() <= SMALL;
    if is_small {
        files.push(binary(WHOLE, compress(&whole(&export.files))));
    }
    let manifest = serde_json::json!({
        "folder": folder,
        "head": BASE64_STANDARD.encode(compress(&export.head)),
        "whole": is_small.then_some(WHOLE),
    });
    files.push(OutputFile::text(Address::SEARCH_MANIFEST, manifest.to_string()));
    files
}

/// All files one after the other, each after its name: the lengths of both (one byte, four bytes), the name, the bytes.
fn whole(files: &[(File, Vec<u8>)]) -> Vec<u8> {
    let mut whole = Vec::new();
    for (file, bytes) in files {
        let name = file.to_string();
        whole.push(name.len() as u8);
        whole.extend((bytes.len() as u32).to_be_bytes());
        whole.extend(name.as_bytes());
        whole.extend(bytes);
    }
    whole
}
