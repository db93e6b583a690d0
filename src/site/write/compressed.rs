//! Texts as hosts send them: compressed, beside what they are made of (`index.html.br`, `index.html.gz`).

use std::io::{self, Read, Write};

use super::before::{Before, holds};
use crate::site::output::OutputFile;

/// The endings of files that are texts.
const TEXTS: [&str; 9] = ["html", "css", "js", "json", "md", "svg", "txt", "webmanifest", "xml"];
/// What has fewer bytes goes in one packet, however it is sent.
const LEAST: usize = 1_024;

/// A way to compress that browsers know.
#[derive(Clone, Copy, Debug)]
enum Compression {
    Brotli,
    Gzip,
}

/// The files beside one, by their paths: of a text that is long enough, one in each way. What the site before has of them is not
/// made again.
pub(super) fn beside(file: &OutputFile<'_>, before: Option<&Before>) -> Vec<OutputFile<'static>> {
    let OutputFile { path, bytes } = file;
    let is_text = path.rsplit_once('.').is_some_and(|(_, ending)| TEXTS.contains(&ending));
    if !is_text || bytes.len() < LEAST {
        return Vec::new();
    }
    let files = [Compression::Brotli, Compression::Gzip].into_iter().filter_map(|compression| {
        let path = format!("{path}.{}", compression.ending());
        let kept = before.and_then(|before| before.read(&path, bytes.len()));
        let kept = kept.filter(|kept| compression.is_of(kept, bytes));
        // Memory takes whatever is written to it.
        let compressed = kept.or_else(|| compression.compress(bytes).ok())?;
        (compressed.len() < bytes.len()).then(|| OutputFile { path, bytes: compressed.into() })
    });
    files.collect()
}

impl Compression {
    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// Compresses as well as it goes in some milliseconds a page: Brotli's last two steps take ten times as long for one byte in
    /// twenty.
    fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut compressed = Vec::new();
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: 9,
                    mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_TEXT,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
                Ok(compressed)
            }
            Self::Gzip => {
                // Without a name and a time, so that the same text is the same file.
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }

    /// Whether it is what bytes are when they are compressed.
    fn is_of(self, compressed: &[u8], bytes: &[u8]) -> bool {
        fn is_same(mut unpacked: impl Read, bytes: &[u8]) -> io::Result<bool> {
            Ok(holds(&mut unpacked, bytes)? && unpacked.read(&mut [0])? == 0)
        }
        let same = match self {
            Self::Brotli => is_same(brotli::Decompressor::new(compressed, 1 << 14), bytes),
            Self::Gzip => is_same(flate2::read::GzDecoder::new(compressed), bytes),
        };
        same.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_known_again() {
        let text = "a help center\n".repeat(200);
        for compression in [Compression::Brotli, Compression::Gzip] {
            let compressed = compression.compress(text.as_bytes()).unwrap();
            assert_eq!(compressed, compression.compress(text.as_bytes()).unwrap());
            assert!(compression.is_of(&compressed, text.as_bytes()));
            assert!(
                !compression.is_of(&compressed, &text.as_bytes()[1..]) && !compression.is_of(&compressed, b"a help")
            );
            assert!(!compression.is_of(&compressed[..compressed.len() / 2], text.as_bytes()));
            assert!(!compression.is_of(text.as_bytes(), text.as_bytes()));
        }
    }
}
