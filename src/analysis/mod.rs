//! What Wenda knows of scripts and characters.

#[cfg(any(target_arch = "wasm32", test))]
mod cutter;
mod dictionary;
mod fold;
mod identifier;
mod normal;
#[cfg(not(target_arch = "wasm32"))]
mod number;
#[cfg(not(target_arch = "wasm32"))]
mod phrase;
mod pinyin;
mod question_kinds;
mod run;
mod segment;
mod stem;
mod stop_words;
mod token;
mod traditional;

pub use dictionary::Dictionary;
#[cfg(not(target_arch = "wasm32"))]
pub use dictionary::Neighbours;
pub use fold::{Folded, folded_alone};
pub use normal::{is_alphabetic, is_alphanumeric};
#[cfg(not(target_arch = "wasm32"))]
pub use number::{NumberSet, SaidNumbers, numbers};
pub use pinyin::syllables;
#[cfg(not(target_arch = "wasm32"))]
pub use pinyin::{is_read, readings};
pub use question_kinds::{is_negation, question_kinds};
pub use segment::{STEMMED_LANGUAGE, Segmenter, bigrams, bigrams_of, tokens_of, word_lengths};
pub use stem::stem;
#[cfg(not(target_arch = "wasm32"))]
pub use stop_words::has_content_words;
pub use stop_words::is_stop_word;
pub use token::{Token, TokenKind};
pub use traditional::{Conversion, Traditional};
#[cfg(not(target_arch = "wasm32"))]
pub use traditional::{general as traditional, traditional_words};

#[cfg(not(target_arch = "wasm32"))]
use crate::name::Script;

/// The Chinese characters that are in use today: the first block of unified ideographs. What is typed by its sound is one of
/// them.
pub const UNIFIED: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Puts something into its place among what is in order, unless it is there.
pub fn insert_sorted<T: Ord>(sorted: &mut Vec<T>, item: T) {
    if let Err(place) = sorted.binary_search(&item) {
        sorted.insert(place, item);
    }
}

/// Puts what is almost in order into it; what is equal stays as it stands.
pub fn sort_almost<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for next in 1..items.len() {
        let after = key(&items[next]);
        if after < key(&items[next - 1]) {
            let place = items[..next].partition_point(|item| key(item) <= after);
            items[place..=next].rotate_right(1);
        }
    }
}

/// Whether a character is a Chinese character: the unified ideographs with their extensions, and `〇`.
pub fn is_han(character: char) -> bool {
    matches!(u32::from(character),
        0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Whether a character is a mark of Chinese that is no letter or digit, and written in no other way.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{2012}'..='\u{2015}' | '\u{2018}'..='\u{201F}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}')
}

/// The script that a text is written in: what tells most of its language, kana and hangul before the Chinese characters that
/// stand among them.
#[cfg(not(target_arch = "wasm32"))]
pub fn script_of(text: &str) -> Script {
    if text.chars().any(is_kana) {
        Script::Japanese
    } else if text.chars().any(is_hangul) {
        Script::Korean
    } else if text.chars().any(is_han) {
        Script::Han
    } else {
        Script::Spaced
    }
}

/// Whether a character is kana: a letter of Japanese, or the mark that lengthens one.
pub fn is_kana(character: char) -> bool {
    matches!(u32::from(character), 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF)
}

/// Whether a character is a syllable of Korean.
pub fn is_hangul(character: char) -> bool {
    matches!(u32::from(character), 0xAC00..=0xD7A3)
}

/// Whether a text is made of the letters from `a` to `z`.
pub fn is_latin(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a character is set without spaces around it in Chinese: a Chinese character, or full-width punctuation.
pub fn is_full_width(character: char) -> bool {
    is_han(character) || matches!(u32::from(character), 0x2018..=0x201D | 0x2026 | 0x3001..=0x303F | 0xFF01..=0xFF60)
}

/// Whether a character has no width and stands for nothing: it hints at where lines may end, which way text runs, or how the
/// character before it is drawn.
pub fn is_ignorable(character: char) -> bool {
    matches!(u32::from(character),
        0xAD | 0x34F | 0x61C | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0xFE00..=0xFE0F | 0xFEFF | 0xE_0000..=0xE_0FFF)
}

/// Whether a text holds anything that can be seen: not only spaces, controls and characters without width.
pub fn is_visible(text: &str) -> bool {
    let is_invisible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || is_ignorable(character)
            || matches!(u32::from(character),
                0x115F..=0x1160 | 0x2800 | 0x3164 | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1_D173..=0x1_D17A)
    };
    !text.chars().all(is_invisible)
}

/// Whether a line end between two characters is no space to a reader: between two that are set without spaces.
pub fn joins_lines(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(is_full_width) && after.is_some_and(is_full_width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_are_told_from_others() {
        assert!("备案〇𠀀".chars().all(is_han));
        assert!(!"aé1、\u{FF0C}あ한".chars().any(is_han));
        assert!("\u{FF0C}。“”《》（）".chars().all(is_full_width));
    }
}
