//! What every piece ends with, so that no damaged one, none of another index and none in the place of another is believed.

use super::Seal;
use crate::search::shard::wire::fnv1a;

/// The checksum of a piece: these bytes under this seal have it, and hardly any others.
pub fn checksum(seal: Seal, bytes: &[u8]) -> [u8; 4] {
    let name = [seal.pack, seal.letter.into(), seal.place];
    let hash = name.iter().fold(fnv1a(None, &[]), |hash, part| fnv1a(Some(hash), &part.to_be_bytes()));
    ((fnv1a(Some(hash), bytes) >> 32) as u32).to_be_bytes()
}

/// What a piece holds before its checksum. `None` if that does not fit.
pub fn verified(seal: Seal, checked: &[u8]) -> Option<&[u8]> {
    let (bytes, last) = checked.split_last_chunk()?;
    (*last == checksum(seal, bytes)).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEAL: Seal = Seal { pack: 1, letter: 'b', place: 0 };

    #[test]
    fn a_checksum_fits_one_piece_of_one_pack() {
        let checked = [b"bytes".as_slice(), &checksum(SEAL, b"bytes")].concat();
        assert_eq!(verified(SEAL, &checked), Some(b"bytes".as_slice()));
        for other in [Seal { pack: 2, ..SEAL }, Seal { place: 1, ..SEAL }, Seal { letter: 'd', ..SEAL }] {
            assert_eq!(verified(other, &checked), None);
        }
        assert_ne!(checksum(SEAL, b"bytes"), checksum(SEAL, b"bytet"));
        assert_ne!(checksum(SEAL, b"bytes"), checksum(SEAL, b"bytes\0"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_verified(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = verified(SEAL, &bytes);
            let checked = [bytes.as_slice(), &checksum(SEAL, &bytes)].concat();
            prop_assert_eq!(verified(SEAL, &checked), Some(bytes.as_slice()));
        }
    }
}
