//! Values in a script.

/// A text, between quotation marks.
pub(super) fn text(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    for character in text.chars() {
        match character {
            '\'' => literal.push_str("''"),
            '\\' => literal.push_str("\\\\"),
            '\0' => literal.push_str("\\0"),
            // Some clients take it for the end of the script.
            '\u{1a}' => literal.push_str("\\Z"),
            _ => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

/// A text that may be lacking.
pub(super) fn optional(value: Option<&str>) -> String {
    value.map_or_else(|| "NULL".to_owned(), text)
}

/// Bytes, in hexadecimal digits.
pub(super) fn bytes(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut literal = String::with_capacity(2 * bytes.len() + 3);
    literal.push_str("X'");
    for byte in bytes {
        literal.push(char::from(DIGITS[usize::from(byte >> 4)]));
        literal.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    literal.push('\'');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_text_but_its_end() {
        assert_eq!(text("it's \\' 备\0\u{1a}\n"), "'it''s \\\\'' 备\\0\\Z\n'");
        assert_eq!((optional(None), optional(Some(""))), ("NULL".to_owned(), "''".to_owned()));
        assert_eq!(bytes(&[0, 0x2f, 0xff]), "X'002fff'");
    }
}
