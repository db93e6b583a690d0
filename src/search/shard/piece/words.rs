//! The words that begin with a letter: what a mistyped word may have been meant to be.

use super::terms::{TermReader, TermWriter};
use crate::search::shard::wire::{Reader, Writer};

/// Words that begin with the same letter, `a` to `z`, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Ascending, each once.
    pub words: Vec<String>,
}

impl Words {
    /// Without the checksum, which the export adds.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let mut terms = TermWriter::default();
        self.words.iter().for_each(|word| terms.write(word, &mut writer));
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut terms = TermReader::default();
        let mut words = Vec::new();
        while !reader.is_done() {
            words.push(terms.read(&mut reader)?.to_owned());
        }
        Some(Self { words })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(words in prop::collection::btree_set("f[a-z]{1,5}", 0..20)) {
            let words = Words { words: words.into_iter().collect() };
            prop_assert_eq!(Words::read(&words.write()), Some(words));
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = Words::read(&bytes);
        }
    }
}
