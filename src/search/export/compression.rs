//! How files are compressed that hosts may not compress: the index of search, and its engine.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The next levels take twice the time, and save one byte of a hundred.
const LEVEL: u32 = 6;

/// Compresses a file, as all browsers decompress it that decompress at all: zlib's format (`deflate`), which ends in a checksum.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    // Memory takes whatever is written to it.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}
