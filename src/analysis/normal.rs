//! What Unicode says of characters: which are letters, digits and marks; and of texts their compatibility forms in lower case,
//! without the accents of Latin letters (NFKC, lower case, NFD, without marks, NFKC again).
//!
//! The browser brings the tables for this with it; they would be half of the engine.

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;

    pub(in crate::analysis) fn normal(piece: &str) -> String {
        let lower = piece.nfkc().flat_map(char::to_lowercase);
        let mut follows_latin = false;
        let without_accents = lower.nfd().filter(|character| {
            let is_accent = follows_latin && matches!(character, '\u{300}'..='\u{36F}');
            if !is_accent {
                follows_latin = matches!(character, 'a'..='z' | '\u{DF}'..='\u{24F}');
            }
            !is_accent
        });
        without_accents.nfkc().collect()
    }

    pub(in crate::analysis) fn combines(character: char) -> bool {
        is_combining_mark(character)
    }

    /// Whether a character is a letter, in any script.
    pub fn is_alphabetic(character: char) -> bool {
        character.is_alphabetic()
    }

    /// Whether a character is a letter, a digit or another number.
    pub fn is_alphanumeric(character: char) -> bool {
        character.is_alphanumeric()
    }
}

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "functions of the browser cannot be called otherwise")]
mod tables {
    #[link(wasm_import_module = "text")]
    unsafe extern "C" {
        /// Writes the normal form of a text to `out` and returns its length; 0 if it does not fit.
        fn normalize(text: *const u8, length: usize, out: *mut u8, room: usize) -> usize;
        /// What a character is: the sum of 1 for a combining mark, 2 for a letter, 4 for a number.
        fn character_class(character: u32) -> u32;
    }
    const MARK: u32 = 1;
    const LETTER: u32 = 2;
    const NUMBER: u32 = 4;

    /// No character becomes longer than that in bytes: U+FDFA, of 3, becomes 33.
    const LONGEST: usize = 18;

    pub(in crate::analysis) fn normal(piece: &str) -> String {
        let mut out = vec![0; piece.len() * LONGEST];
        // SAFETY: the browser reads the bytes of the text and writes no more than there is room for.
        let length = unsafe { normalize(piece.as_ptr(), piece.len(), out.as_mut_ptr(), out.len()) };
        out.truncate(length);
        String::from_utf8(out).unwrap_or_default()
    }

    fn is_any(character: char, classes: u32) -> bool {
        // SAFETY: a number goes out, a number comes back.
        (unsafe { character_class(u32::from(character)) }) & classes != 0
    }

    pub(in crate::analysis) fn combines(character: char) -> bool {
        is_any(character, MARK)
    }

    /// Whether a character is a letter, in any script.
    pub fn is_alphabetic(character: char) -> bool {
        if character.is_ascii() { character.is_ascii_alphabetic() } else { is_any(character, LETTER) }
    }

    /// Whether a character is a letter, a digit or another number.
    pub fn is_alphanumeric(character: char) -> bool {
        if character.is_ascii() { character.is_ascii_alphanumeric() } else { is_any(character, LETTER | NUMBER) }
    }
}

pub(super) use tables::{combines, normal};
pub use tables::{is_alphabetic, is_alphanumeric};
