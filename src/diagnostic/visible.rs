//! Characters that steer whatever shows a text, instead of being shown: a terminal takes ESC for the beginning of a command, and
//! directional overrides show a line in another order than the one it is read in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is a control character (C0, DEL, C1) that no text has a use for: tab, line feed and carriage return are.
pub fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether a character is not shown itself and changes how others are, or hides: directional marks, embeddings, overrides and
/// isolates, separators of lines, invisible operators, tags, a byte order mark.
///
/// The two joiners, U+200C and U+200D, are none: Persian, the languages of India and emoji are written with them.
pub fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0x00AD | 0x061C | 0x180E | 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF
        | 0xFFF9..=0xFFFB | 0xE_0000..=0xE_007F)
}

/// A text of one or more lines with all characters in sight: C0 as their pictures (`␛`), what else is not shown by number
/// (`\u{202e}`).
pub fn visible(text: &str) -> Cow<'_, str> {
    made_visible(text, |character| matches!(character, '\t' | '\n'))
}

/// A text that belongs on one line, such as the name of a file, with all characters in sight, line feeds and tabs too.
pub fn visible_on_a_line(text: &str) -> Cow<'_, str> {
    made_visible(text, |_| false)
}

fn made_visible(text: &str, harmless: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |character: char| !(character.is_control() || is_invisible(character)) || harmless(character);
    // Most texts are taken as they are.
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match u32::from(character) {
            _ if is_shown(character) => shown.push(character),
            number @ 0..0x20 => shown.extend(char::from_u32(0x2400 + number)),
            0x7F => shown.push('\u{2421}'),
            number => {
                let _infallible = write!(shown, "\\u{{{number:x}}}");
            }
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_shown_is_made_visible() {
        assert_eq!(visible("\u{1b}[31m红\u{7}\r\0\u{7f}"), "␛[31m红␇␍␀␡");
        assert_eq!(visible("a\u{9b}b\u{202e}c\u{200f}\u{feff}"), "a\\u{9b}b\\u{202e}c\\u{200f}\\u{feff}");
        assert_eq!(visible("a\tb\nc"), "a\tb\nc");
        assert_eq!(visible_on_a_line("a\tb\nc"), "a␉b␊c");
        for plain in ["备案 café C++ 👩‍💻", "می‌خواهم", "שלום"] {
            assert!(matches!(visible(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    proptest! {
        #[test]
        fn nothing_stays_out_of_sight(text in any::<String>()) {
            let shown = visible_on_a_line(&text).into_owned();
            prop_assert!(!shown.chars().any(|shown| shown.is_control() || is_invisible(shown)));
            prop_assert_eq!(visible_on_a_line(&shown), shown.as_str());
        }
    }
}
