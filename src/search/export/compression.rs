//! How files are compressed that hosts may not compress: the index of search, and its engine.

use flate2::{Compress, Compression, FlushCompress};

/// The next levels take twice the time, and save one byte of a hundred.
const LEVEL: u32 = 6;

/// Compresses files, one after the other, as all browsers decompress them that decompress at all: zlib's format (`deflate`), which
/// ends in a checksum.
pub(super) struct Compressor(Compress);

impl Compressor {
    /// One that may compress many: to begin takes as long as a small file.
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), true))
    }

    /// Compresses a file.
    pub(super) fn compress(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        // More than what cannot be compressed takes.
        let mut compressed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
        // Where there is room for all, nothing fails.
        drop(self.0.compress_vec(bytes, &mut compressed, FlushCompress::Finish));
        compressed
    }
}

/// Compresses a file.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    Compressor::new().compress(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_compressed_is_whole(files: Vec<Vec<u8>>, repeated in 1..5_000_usize) {
            let mut compressor = Compressor::new();
            for file in files.into_iter().chain([b"ab".repeat(repeated)]) {
                let mut read = Vec::new();
                ZlibDecoder::new(compressor.compress(&file).as_slice()).read_to_end(&mut read).unwrap();
                prop_assert_eq!(read, file);
            }
        }
    }

    #[test]
    fn what_cannot_be_compressed_is_whole() {
        // The output of a generator, which has no pattern that deflate knows.
        let mut state = 1_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .take(1 << 20)
        .collect();
        let mut read = Vec::new();
        ZlibDecoder::new(compress(&noise).as_slice()).read_to_end(&mut read).unwrap();
        assert!(read == noise);
    }
}
