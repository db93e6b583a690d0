//! Texts that are held in little memory.

/// A text, compressed for as little work as it takes to show one article.
#[derive(Clone, Debug)]
pub(super) struct PackedText(Box<[u8]>);

impl PackedText {
    pub(super) fn of(text: &str) -> Self {
        Self(lz4_flex::compress_prepend_size(text.as_bytes()).into())
    }

    /// The text as it was.
    pub(super) fn unpacked(&self) -> String {
        // What was packed here can be unpacked.
        let bytes = lz4_flex::decompress_size_prepended(&self.0).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_it_was() {
        for text in ["", "a", &"备案要多久？\n".repeat(1000)] {
            let packed = PackedText::of(text);
            assert_eq!(packed.unpacked(), text);
            assert!(packed.0.len() < 200);
        }
    }
}
