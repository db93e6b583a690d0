//! `<ruby>`: text with how it is read.

use super::tag::{MarkupPiece, pieces};

/// Whether what `<ruby>` holds is text with how it is read.
pub(super) fn is_annotated(inner: &str) -> bool {
    let found = pieces(inner);
    let are_known = found.iter().all(|piece| match piece {
        MarkupPiece::Tag(tag) => tag.name == "rt",
        MarkupPiece::Text(text) => !text.contains(['`', '<', '\\', '\n', '[', '*', '_', '~']),
        MarkupPiece::Comment(_) => false,
    });
    are_known && inner.contains("<rt>")
}

/// What `<ruby>` holds, with how it is read in brackets, or as `<ruby>` again if that is plain text.
pub(super) fn annotated(inner: &str) -> String {
    let (mut plain, mut in_brackets, mut skips) = (String::new(), String::new(), false);
    for piece in pieces(inner) {
        match piece {
            MarkupPiece::Tag(tag) if tag.name == "rp" => skips = !tag.is_closing,
            MarkupPiece::Tag(tag) if tag.name == "rt" => {
                plain.push_str(if tag.is_closing { "</rt>" } else { "<rt>" });
                in_brackets.push_str(if tag.is_closing { ")" } else { " (" });
            }
            MarkupPiece::Text(text) if !skips => {
                plain.push_str(text);
                in_brackets.push_str(text);
            }
            _ => {}
        }
    }
    if is_annotated(plain.trim()) { format!("<ruby>{}</ruby>", plain.trim()) } else { in_brackets }
}
