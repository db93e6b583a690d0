//! Changes of a text at the places that a parser tells, applied at once.

use std::ops::Range;

use crate::markdown::fence::CodeLines;

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
    pub(super) fn applied(mut self) -> Option<String> {
        if self.changes.is_empty() {
            return None;
        }
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut changed = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, with) in self.changes {
            if range.start < at {
                continue;
            }
            changed.push_str(&self.text[at..range.start]);
            changed.push_str(&with);
            at = range.end;
        }
        changed.push_str(&self.text[at..]);
        Some(changed)
    }
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
