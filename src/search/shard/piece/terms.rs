//! Sorted terms, each written by what it has more than the one before (front coding).
//!
//! Most Chinese terms differ from the one before in their first or second character alone: how far that character is on, and
//! which of the two it is, takes one number. Of others that number is 0; the bytes that they share with the one before and those
//! that they have more follow.

use crate::search::shard::wire::{Reader, Writer};

/// The terms of a file have at most so many bytes together, however short they are written.
pub(super) const MAX_TERM_BYTES: usize = 16 << 20;

/// Writes terms, which must come in their order.
#[derive(Default)]
pub(super) struct TermWriter<'t> {
    before: &'t str,
}

impl<'t> TermWriter<'t> {
    /// Writes the next term.
    pub(super) fn write(&mut self, term: &'t str, writer: &mut Writer) {
        let before = std::mem::replace(&mut self.before, term);
        if let Some((step, place)) = step(before, term) {
            writer.varint((u64::from(step) << 1) - 1 + place as u64);
            return;
        }
        writer.varint(0);
        let shared = before.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
        writer.count(shared);
        writer.bytes(&term.as_bytes()[shared..]);
    }
}

/// How far the last character of a term, its first or second, is from the one that stands there in the term before.
fn step(before: &str, term: &str) -> Option<(u32, usize)> {
    let last = term.chars().next_back()?;
    let begin = term.strip_suffix(last)?;
    let place = begin.chars().count();
    let known = before.strip_prefix(begin)?.chars().next()?;
    Some((u32::from(last).checked_sub(u32::from(known))?, place)).filter(|(step, place)| *step > 0 && *place < 2)
}

/// Reads terms.
#[derive(Default)]
pub(super) struct TermReader {
    term: String,
    bytes: usize,
}

impl TermReader {
    /// Reads the next term.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<&str> {
        read_after(&mut self.term, reader)?;
        self.bytes += self.term.len();
        (self.bytes <= MAX_TERM_BYTES).then_some(&self.term)
    }
}

/// Turns a term into the next one.
fn read_after(term: &mut String, reader: &mut Reader<'_>) -> Option<()> {
    let code = reader.varint()?;
    if code > 0 {
        let mut known = term.char_indices().skip(usize::from(code % 2 == 0));
        let (at, character) = known.next()?;
        let step = u32::try_from(code.div_ceil(2)).ok()?;
        term.truncate(at);
        term.push(char::from_u32(u32::from(character).checked_add(step)?)?);
        return Some(());
    }
    let shared = usize::try_from(reader.varint()?).ok()?;
    let mut bytes = std::mem::take(term).into_bytes();
    bytes.truncate(shared);
    bytes.extend_from_slice(reader.bytes()?);
    *term = String::from_utf8(bytes).ok()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_bytes_are_no_terms_without_end() {
        // A long term, and many that share all of it.
        let mut writer = Writer::default();
        writer.varint(0);
        writer.count(0);
        writer.text(&"a".repeat(1 << 16));
        for _ in 0..1 << 16 {
            writer.varint(0);
            writer.count(1 << 16);
            writer.text("");
        }
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let mut terms = TermReader::default();
        let read = std::iter::from_fn(|| terms.read(&mut reader).map(str::len)).count();
        assert_eq!(read, MAX_TERM_BYTES >> 16);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(terms in prop::collection::btree_set("[ab备案域名]{0,4}", 0..40)) {
            let mut writer = Writer::default();
            let mut next = TermWriter::default();
            terms.iter().for_each(|term| next.write(term, &mut writer));
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            let mut read = TermReader::default();
            for term in &terms {
                prop_assert_eq!(read.read(&mut reader), Some(term.as_str()));
            }
            prop_assert!(reader.is_done());
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..20), before in "[a备]{0,2}") {
            let mut term = before;
            let _ = read_after(&mut term, &mut Reader::new(&bytes));
        }
    }
}
