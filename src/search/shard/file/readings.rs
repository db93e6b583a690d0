//! How characters that follow each other in Unicode are usually read: of those that the site does not write, in which queries
//! may be spelled wrong.

use crate::search::shard::wire::{Reader, Writer};

/// So many characters are read by each file.
pub const CHARACTERS_PER_FILE: u32 = 512;

/// The usual readings of some characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// The syllables that occur, in their order.
    syllables: Vec<String>,
    /// By character, one more than the place of its syllable; 0 if it has none.
    characters: Vec<u32>,
}

impl Readings {
    /// The readings of characters, in their order.
    pub fn new(readings: &[Option<&str>]) -> Self {
        let mut syllables: Vec<&str> = readings.iter().flatten().copied().collect();
        syllables.sort_unstable();
        syllables.dedup();
        let place = |reading: &Option<&str>| reading.and_then(|reading| syllables.binary_search(&reading).ok());
        let characters = readings.iter().map(|reading| place(reading).map_or(0, |place| place as u32 + 1)).collect();
        Self { syllables: syllables.into_iter().map(str::to_owned).collect(), characters }
    }

    /// How the character at a place is read.
    pub fn get(&self, place: usize) -> Option<&str> {
        let syllable = self.characters.get(place)?.checked_sub(1)?;
        self.syllables.get(syllable as usize).map(String::as_str)
    }

    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.count(self.syllables.len());
        self.syllables.iter().for_each(|syllable| writer.text(syllable));
        self.characters.iter().for_each(|syllable| writer.number((*syllable).into()));
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut readings = Self::default();
        for _ in 0..reader.count()? {
            readings.syllables.push(reader.text()?.to_owned());
        }
        while !reader.is_done() {
            readings.characters.push(reader.number32()?);
        }
        Some(readings)
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
            let written = Readings::new(&readings);
            let read = Readings::read(&written.write());
            prop_assert_eq!(read.as_ref(), Some(&written));
            for (place, reading) in readings.iter().enumerate() {
                prop_assert_eq!(written.get(place), *reading);
            }
            prop_assert_eq!(written.get(readings.len()), None);
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40)) {
            if let Some(read) = Readings::read(&bytes) {
                let _: Vec<Option<&str>> = (0..40).map(|place| read.get(place)).collect();
            }
        }
    }
}
