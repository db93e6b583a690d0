//! Places as editors have them: lines and columns from 0, columns in UTF-16.

use std::ops::Range;

use lsp_types::Position;

/// The byte at a position of a text; the nearest that there is.
pub(super) fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let mut units = 0;
    for (at, character) in line.char_indices() {
        if units >= position.character as usize {
            return start + at;
        }
        units += character.len_utf16();
    }
    start + line.len()
}

/// The range of some bytes of a text.
pub(super) fn range(text: &str, bytes: Range<usize>) -> lsp_types::Range {
    lsp_types::Range { start: position(text, bytes.start), end: position(text, bytes.end) }
}

fn position(text: &str, byte: usize) -> Position {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    Position { line: number(line), character: number(column) }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_as_editors_count_them() {
        let text = "a\n备😀x\n";
        for (byte, line, character) in [(0, 0, 0), (1, 0, 1), (2, 1, 0), (5, 1, 1), (9, 1, 3), (10, 1, 4), (11, 2, 0)] {
            let place = Position { line, character };
            assert_eq!((position(text, byte), offset(text, place)), (place, byte));
        }
        assert_eq!(offset(text, Position { line: 9, character: 9 }), text.len());
        assert_eq!(offset(text, Position { line: 0, character: 9 }), 1);
    }
}
