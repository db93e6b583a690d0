//! Names of links that stand apart from their texts, by a space or the end of a line: `[text] [name]`.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::import::convert::edit::Edits;
use crate::markdown::OPTIONS;

/// The text of a link is no longer, in bytes.
const LONGEST: usize = 1 << 10;

/// A text in which names of links that are defined stand directly behind the texts; `None` if they do.
pub(super) fn with_joined_names(text: &str) -> Option<String> {
    let mut edits = Edits::of(text);
    // Where the last link ends that has a name or an address already.
    let mut end = 0;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let (Event::Start(Tag::Link { link_type, .. }) | Event::Start(Tag::Image { link_type, .. })) = event else {
            continue;
        };
        let is_name = link_type == LinkType::Shortcut && text[range.clone()].starts_with('[');
        match gap_before(text, range.start).filter(|gap| is_name && gap.start > end) {
            Some(gap) => {
                edits.replace(gap, "");
                end = range.end;
            }
            None if link_type != LinkType::Shortcut => end = range.end,
            None => {}
        }
    }
    edits.applied()
}

/// What stands between a name and the text before it, if that may be the text of a link.
fn gap_before(text: &str, at: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    let line = before.trim_end_matches([' ', '\t', '>']);
    let before = line.strip_suffix('\n').filter(|line| line.ends_with(']')).or_else(|| before.strip_suffix(' '))?;
    let inner = before.strip_suffix(']')?;
    let near = &inner[inner.ceil_char_boundary(inner.len().saturating_sub(LONGEST))..];
    let mut open = 0_usize;
    let mut marks = near.char_indices().rev().filter(|(_, next)| matches!(next, '[' | ']'));
    let begin = marks.find_map(|(at, next)| {
        match next {
            ']' => open += 1,
            _ if open == 0 => return Some(at),
            _ => open -= 1,
        }
        None
    })?;
    let (outside, label) = (&near[..begin], &near[begin + 1..]);
    // A box to tick, a footnote, the kind of an alert, and what stands behind a backslash are no texts of links.
    let is_box = matches!(label, "" | " " | "x" | "X");
    let is_text = !is_box && !label.starts_with(['^', '!']) && !label.contains("\n\n");
    (is_text && !label.ends_with('\\') && !outside.ends_with('\\')).then_some(before.len()..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_behind_texts() {
        let joined = |text: &str| {
            let text = format!("{text}\n\n[n]: https://example.com\n[m]: https://example.com/m");
            with_joined_names(&text).map(|text| text.split("\n\n[n]:").next().unwrap_or_default().to_owned())
        };
        for (text, written) in [
            ("A [b c]\n[n], d", Some("A [b c][n], d")),
            ("A [b *c*] [n] and [n]", Some("A [b *c*][n] and [n]")),
            ("- A ![b]\n  [n]", Some("- A ![b][n]")),
            ("> [b]\n> [n]", Some("> [b][n]")),
            ("[n] [m] [n]", Some("[n][m] [n]")),
            ("[b][m] [n]", None),
            ("[b](c) [n]", None),
            ("- [ ] [n]", None),
            ("a[^1] [n]", None),
            ("> [!TIP] [n]", None),
            ("[b]  [n]", None),
            ("[b]\n\n[n]", None),
            ("`[b] [n]` \\[b] [n]", None),
            ("[b] [none]", None),
        ] {
            assert_eq!(joined(text).as_deref(), written, "{text}");
        }
    }
}
