//! The full-width marks that the text of a link begins and ends with.

/// Brackets that stand in pairs.
const BRACKETS: [(char, char); 7] =
    [('（', '）'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('【', '】'), ('〔', '〕')];

/// What stands before the text of a link, that text, and what stands after it, of what is written in a link. Half of a full-width mark
/// is blank, and no link is seen to begin or end in a line below nothing. Brackets stay where they do not stand around all of the text.
pub(super) fn within_marks(html: &str) -> (&str, &str, &str) {
    let mut text = without_stops(html);
    let mut start = 0;
    while let Some((opening, inner)) = within_brackets(text) {
        start += opening.len_utf8();
        text = without_stops(inner);
    }
    if text.is_empty() { ("", html, "") } else { (&html[..start], text, &html[start + text.len()..]) }
}

fn without_stops(text: &str) -> &str {
    text.trim_end_matches(|mark| "，、。；：？！".contains(mark))
}

/// The bracket that a text begins with, and what stands between it and the last one, if they are a pair.
fn within_brackets(text: &str) -> Option<(char, &str)> {
    let (opening, closing) = BRACKETS.into_iter().find(|(opening, _)| text.starts_with(*opening))?;
    let inner = text.strip_prefix(opening)?.strip_suffix(closing)?;
    let mut depth = 0_usize;
    for mark in inner.chars() {
        depth = match mark {
            _ if mark == opening => depth + 1,
            _ if mark == closing => depth.checked_sub(1)?,
            _ => depth,
        };
    }
    (depth == 0).then_some((opening, inner))
}
