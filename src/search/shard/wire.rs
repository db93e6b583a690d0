//! Numbers and texts as bytes: what all files of an index are written in.
//!
//! A number is a varint: it takes seven bits a byte, the lowest first; the highest bit tells whether more follow (LEB128). A
//! text is its length and its bytes. Whoever reads believes nothing: what does not fit reads as `None`.

/// Appends to bytes; cannot fail.
#[derive(Clone, Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// In 1 to 10 bytes (LEB128).
    pub fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Writes how many of something follow, or where something is.
    pub fn count(&mut self, count: usize) {
        self.varint(count as u64);
    }

    /// Writes bytes that tell their own length.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Writes bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.raw(bytes);
    }

    /// Its length in bytes, then UTF-8.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// What was written so far.
    pub fn written(&self) -> &[u8] {
        &self.0
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Stands somewhere in bytes that nobody vouches for: whatever does not fit reads as `None`.
#[derive(Clone, Debug)]
pub struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    /// Reads from the beginning.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// In 1 to 10 bytes (LEB128).
    pub fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut shift = 0;
        while shift < u64::BITS {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
        None
    }

    /// The same, of a number that is a small one as a rule: then without a call, where all is compiled for its size.
    #[inline(always)]
    pub fn short_varint(&mut self) -> Option<u64> {
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u64::from(*byte));
        }
        self.varint()
    }

    /// The same, of 32 bits.
    pub fn varint32(&mut self) -> Option<u32> {
        u32::try_from(self.varint()?).ok()
    }

    /// Reads how many of something follow. No more than there are bytes: each takes at least one.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok().filter(|count| *count <= self.0.len())
    }

    /// Reads so many bytes.
    pub fn raw(&mut self, length: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads bytes with their length.
    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.count()?;
        self.raw(length)
    }

    /// Its length in bytes, then UTF-8.
    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// What stands between here and where another reader of the same bytes is.
    pub fn until(&self, later: &Self) -> &'b [u8] {
        &self.0[..self.0.len().saturating_sub(later.0.len())]
    }

    /// What is left.
    pub fn rest(&self) -> &'b [u8] {
        self.0
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// FNV-1a of 64 bits, gone on with from an earlier hash if there is one.
pub fn fnv1a(begun: Option<u64>, bytes: &[u8]) -> u64 {
    let begun = begun.unwrap_or(0xCBF2_9CE4_8422_2325);
    bytes.iter().fold(begun, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(any::<u64>(), 0..20), text in r"\PC*") {
            let mut writer = Writer::default();
            writer.text(&text);
            numbers.iter().for_each(|number| writer.varint(*number));
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.text(), Some(text.as_str()));
            for number in numbers {
                prop_assert_eq!(reader.varint(), Some(number));
            }
            prop_assert!(reader.is_done() && reader.varint().is_none());
        }

        #[test]
        fn what_is_damaged_reads_as_nothing(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Reader::new(&bytes);
            while reader.text().is_some() {}
            let mut reader = Reader::new(&bytes);
            while reader.varint().is_some() {}
        }
    }
}
