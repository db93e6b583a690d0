//! What every file but the head ends with, so that no damaged file, none of another index and none under another name is believed.

use super::File;
use crate::search::shard::wire::fnv1a;

/// The checksum of a file: these bytes under this name in this index (the [content](super::IndexHeader::content) of its head)
/// have it, and hardly any others.
pub fn checksum(content: u32, file: File, bytes: &[u8]) -> [u8; 4] {
    let (letter, number) = file.name();
    let name = [content, letter.into(), number];
    let hash = name.iter().fold(fnv1a(None, &[]), |hash, part| fnv1a(Some(hash), &part.to_be_bytes()));
    ((fnv1a(Some(hash), bytes) >> 32) as u32).to_be_bytes()
}

/// What a file holds before its checksum. `None` if that does not fit.
pub fn verified(content: u32, file: File, checked: &[u8]) -> Option<&[u8]> {
    let (bytes, last) = checked.split_last_chunk()?;
    (*last == checksum(content, file, bytes)).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_checksum_fits_one_file_of_one_index() {
        let checked = [b"bytes".as_slice(), &checksum(1, File::Block(0), b"bytes")].concat();
        assert_eq!(verified(1, File::Block(0), &checked), Some(b"bytes".as_slice()));
        for (content, file) in [(2, File::Block(0)), (1, File::Block(1)), (1, File::Fragment(0))] {
            assert_eq!(verified(content, file, &checked), None);
        }
        let of = |bytes: &[u8]| checksum(1, File::Block(0), bytes);
        assert_ne!(of(b"bytes"), of(b"bytet"));
        assert_ne!(of(b"bytes"), of(b"bytes\0"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_verified(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = verified(7, File::Block(0), &bytes);
            let checked = [bytes.as_slice(), &checksum(7, File::Block(0), &bytes)].concat();
            prop_assert_eq!(verified(7, File::Block(0), &checked), Some(bytes.as_slice()));
        }
    }
}
