//! Changes of a text at the places that a parser tells, applied at once.

use std::ops::Range;

use crate::markdown::fence::CodeLines;

/// What a line begins with before its text is no longer, in bytes.
const MAX_LEAD: usize = 256;

/// Changes of a text, none within another.
#[derive(Debug)]
pub(super) struct Edits<'t> {
    text: &'t str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'t> Edits<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, changes: Vec::new() }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Puts a text in the place of another.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        self.changes.push((range, with.to_owned()));
    }

    /// Puts blocks in the place of a block, within the quote or list that it stands in.
    pub(super) fn replace_block(&mut self, range: Range<usize>, with: &str) {
        let first = prefix_of(self.text, range.start);
        let own = line_before(self.text, range.start);
        let lines = single_blank_lines(with.trim_matches('\n'));
        let mut written = String::new();
        // The block before it ends here; not so in an item, which begins with it.
        if own.trim_matches(['>', ' ', '\t']).is_empty() {
            written.push('\n');
            written.push_str(&first);
        }
        for (place, line) in lines.iter().enumerate() {
            if place > 0 {
                written.push('\n');
                written.push_str(if line.is_empty() { first.trim_end() } else { &first });
            }
            written.push_str(line);
        }
        written.push('\n');
        written.push_str(first.trim_end());
        if self.text[range.clone()].ends_with('\n') {
            written.push('\n');
        }
        self.changes.push((range, written));
    }

    /// The text with all changes; `None` if there are none. Of two that overlap the first holds.
    pub(super) fn applied(self) -> Option<String> {
        self.joined(|_, _, _| "")
    }

    /// The same of a text that loses tags: what they kept apart still stands apart, and no text begins a block that began none.
    pub(super) fn applied_apart(self) -> Option<String> {
        self.joined(between)
    }

    /// The text with all changes, and between its pieces what `between` puts there.
    fn joined(mut self, between: impl Fn(&str, EditPiece<'_>, EditPiece<'_>) -> &'static str) -> Option<String> {
        if self.changes.is_empty() {
            return None;
        }
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut changed = String::with_capacity(self.text.len());
        let mut at = 0;
        let mut last = EditPiece { written: "", replaced: None };
        let mut push = |piece: EditPiece<'_>, last: EditPiece<'_>| {
            changed.push_str(between(&changed, last, piece));
            changed.push_str(piece.written);
        };
        for (range, with) in &self.changes {
            if range.start < at {
                continue;
            }
            let kept = EditPiece { written: &self.text[at..range.start], replaced: None };
            let new = EditPiece { written: with, replaced: Some(&self.text[range.clone()]) };
            for piece in [kept, new] {
                if piece.replaced.is_some() || !piece.written.is_empty() {
                    push(piece, last);
                    last = piece;
                }
            }
            at = range.end;
        }
        push(EditPiece { written: &self.text[at..], replaced: None }, last);
        Some(changed)
    }
}

/// A piece of a changed text: what is written, and what it replaces if it is a change.
#[derive(Clone, Copy)]
struct EditPiece<'t> {
    written: &'t str,
    replaced: Option<&'t str>,
}

impl EditPiece<'_> {
    /// Whether it stands for a tag, and whether that closes an element.
    fn tag(&self) -> Option<bool> {
        self.replaced.filter(|replaced| replaced.starts_with('<')).map(|replaced| replaced.starts_with("</"))
    }
}

/// What stands between a text and its next piece.
fn between(text: &str, last: EditPiece<'_>, next: EditPiece<'_>) -> &'static str {
    let Some(first) = next.written.chars().next() else {
        return "";
    };
    let rest = next.written.trim_start_matches(first);
    let closes = |mark: char| {
        let before = text.trim_end_matches(mark);
        let is_close = last.tag() != Some(false) || last.written.is_empty();
        before.len() < text.len() && is_close && before.ends_with(|last: char| !last.is_whitespace())
    };
    let opens = next.tag() != Some(true) && rest.chars().next().is_none_or(|next| !next.is_whitespace());
    match first {
        '`' if text.ends_with('`') => " ",
        '*' | '~' if next.tag().is_some() && opens && closes(first) => " ",
        '*' | '~' if closes(first) && rest.starts_with(|next: char| next.is_alphanumeric() || next == '`') => " ",
        _ if last.tag().is_some() && last.written.is_empty() && next.replaced.is_none() => escape(text, next.written),
        _ => "",
    }
}

/// The escape of a text that stands at the beginning of a line where something else stood, and would begin a block there.
pub(super) fn escape(before: &str, text: &str) -> &'static str {
    let line = line_before(before, before.len());
    if line.len() > MAX_LEAD || crate::markdown::fence::lead(line).len() < line.len() {
        return "";
    }
    let rest = text.trim_start_matches(['#', '-', '+', '*', '=', '>']);
    let follows = rest.chars().next().is_none_or(char::is_whitespace);
    let marks = &text[..text.len() - rest.len()];
    if text.starts_with('>') || text.starts_with(": ") || !marks.is_empty() && follows { "\\" } else { "" }
}

/// Lines of a text without blank lines that follow blank lines, outside of code.
pub(super) fn single_blank_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut code = CodeLines::default();
    let mut blank = true;
    for line in text.lines() {
        let is_blank = line.trim().is_empty();
        if code.holds(line) || !(is_blank && blank) {
            lines.push(line);
        }
        blank = is_blank;
    }
    lines
}

/// Lines of which those outside of code may be written otherwise.
pub(super) fn rewritten(lines: Vec<String>, mut rewrite: impl FnMut(&str) -> Option<String>) -> Vec<String> {
    let mut code = CodeLines::default();
    let written = lines.iter().map(|line| if code.holds(line) { None } else { rewrite(line) });
    let written: Vec<Option<String>> = written.collect();
    lines.into_iter().zip(written).map(|(line, written)| written.unwrap_or(line)).collect()
}

/// What stands on the line before a place.
fn line_before(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at]
}

/// What a line after that of a place begins with, to stand in the same quote and list.
pub(super) fn prefix_of(text: &str, at: usize) -> String {
    let before = line_before(text, at);
    let lead = crate::markdown::fence::lead(before);
    crate::markdown::fence::continuation(lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tags_kept_apart_stands_apart() {
        for (text, marks, apart) in [
            ("<s>`a`</s><s>`b`</s>", ["", ""], "`a` `b`"),
            ("<s>**a**</s><s>**b**</s>", ["", ""], "**a** **b**"),
            ("<s>a</s><s>b</s>", ["**", "**"], "**a** **b**"),
            ("`a`<s>b</s>", ["`", "`"], "`a` `b`"),
            ("<s># a</s>", ["", ""], "\\# a"),
            ("> <s>* a</s>", ["", ""], "> \\* a"),
            ("<s>*a* b</s>", ["", ""], "*a* b"),
            ("x <s># a</s>", ["", ""], "x # a"),
            ("**<s>*a*</s>**", ["", ""], "***a***"),
        ] {
            let mut edits = Edits::of(text);
            for (tag, mark) in [("<s>", marks[0]), ("</s>", marks[1])] {
                text.match_indices(tag).for_each(|(at, _)| edits.replace(at..at + tag.len(), mark));
            }
            assert_eq!(edits.applied_apart().as_deref(), Some(apart), "{text}");
        }
    }
}
