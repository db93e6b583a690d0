//! How characters that follow each other in Unicode are usually read: of those that the site does not write, in which queries
//! may be spelled wrong.

use crate::search::shard::wire::{Reader, Writer};

/// So many characters are read by each file.
pub const CHARACTERS_PER_PIECE: u32 = 512;

/// The usual readings of some characters: the syllables that occur, then by character one more than the place of its own, or 0.
/// They are read when one is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'b> {
    bytes: &'b [u8],
}

impl<'b> Readings<'b> {
    /// The readings of characters, in their order; as bytes.
    pub fn write(readings: &[Option<&str>]) -> Vec<u8> {
        let mut syllables: Vec<&str> = readings.iter().flatten().copied().collect();
        syllables.sort_unstable();
        syllables.dedup();
        let mut writer = Writer::default();
        writer.count(syllables.len());
        syllables.iter().for_each(|syllable| writer.text(syllable));
        for reading in readings {
            let place = reading.and_then(|reading| syllables.binary_search(&reading).ok());
            writer.count(place.map_or(0, |place| place + 1));
        }
        writer.finish()
    }

    /// What was written, to be read.
    pub fn read(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// How the character at a place is read.
    pub fn get(&self, place: usize) -> Option<&'b str> {
        let mut reader = Reader::new(self.bytes);
        let mut syllables = Vec::new();
        for _ in 0..reader.count()? {
            syllables.push(reader.text()?);
        }
        for _ in 0..place {
            reader.varint()?;
        }
        let syllable = usize::try_from(reader.varint()?).ok()?.checked_sub(1)?;
        syllables.get(syllable).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(readings in vec(prop::option::of("[a-d]{1,2}"), 0..20)) {
            let readings: Vec<Option<&str>> = readings.iter().map(Option::as_deref).collect();
            let bytes = Readings::write(&readings);
            let read = Readings::read(&bytes);
            for (place, reading) in readings.iter().enumerate() {
                prop_assert_eq!(read.get(place), *reading);
            }
            prop_assert_eq!(read.get(readings.len()), None);
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40), place in 0..40_usize) {
            let _ = Readings::read(&bytes).get(place);
        }
    }
}
