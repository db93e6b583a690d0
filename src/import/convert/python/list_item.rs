//! Items of lists: Python-Markdown finds their bodies four columns to the right of the list, whatever their marks and texts take.

use crate::markdown::fence::CodeLines;

/// What a block is indented by within another.
const STEP: usize = 4;

/// An item of a list.
struct ListItem {
    /// Its line, and how its mark and its text stand in it.
    line: usize,
    mark: String,
    text: usize,
    /// The column that marks of its list may begin at.
    base: usize,
    /// The column of its text, from which CommonMark takes its body.
    column: usize,
    /// Whether its body stands elsewhere than CommonMark looks for it.
    is_moved: bool,
}

/// A block that holds others.
struct OpenBlock {
    /// The column that what it holds begins at.
    inner: usize,
    /// Which item it is, if it is one.
    item: Option<usize>,
}

/// Lines in which each item begins at such a column that its body is one for CommonMark, too.
pub(super) fn with_bodies(mut lines: Vec<String>) -> Vec<String> {
    let items = items_of(&lines);
    for item in items.iter().filter(|item| item.is_moved) {
        let line = &mut lines[item.line];
        let spaces = STEP.saturating_sub(item.mark.len()).max(1);
        *line = format!("{}{}{}{}", " ".repeat(item.base), item.mark, " ".repeat(spaces), &line[item.text..]);
    }
    lines
}

fn items_of(lines: &[String]) -> Vec<ListItem> {
    let (mut items, mut open): (Vec<ListItem>, Vec<OpenBlock>) = (Vec::new(), Vec::new());
    let mut code = CodeLines::default();
    let (mut begins, mut was_code) = (true, false);
    for (at, line) in lines.iter().enumerate() {
        let is_code = code.holds(line);
        let is_first = is_code && !was_code;
        let follows_code = was_code && !is_code;
        was_code = is_code;
        let text = line.trim_start();
        if text.is_empty() || is_code && !is_first {
            begins |= !is_code;
            continue;
        }
        let mark = mark(text).filter(|_| !is_code);
        let holds = !is_code && holds_blocks(text);
        if begins || follows_code || is_first || mark.is_some() || holds {
            let column = columns(&line[..line.len() - text.len()]);
            while open.last().is_some_and(|block| block.inner > column) {
                open.pop();
            }
            let base = open.last().map_or(0, |block| block.inner);
            let is_block = column - base < STEP;
            note_moved(&open, column, is_block, &mut items);
            if let Some(mark) = mark.filter(|_| is_block) {
                let item = ListItem::new(at, line, mark, base);
                if item.is_moved {
                    open.iter().filter_map(|block| block.item).for_each(|outer| items[outer].is_moved = true);
                }
                open.push(OpenBlock { inner: base + STEP, item: Some(items.len()) });
                items.push(item);
            } else if holds && is_block {
                open.push(OpenBlock { inner: column + STEP, item: None });
            }
        }
        begins = text.starts_with('#');
    }
    items
}

/// Notes which items do not hold for CommonMark a block that begins at a column, with those that they stand in.
fn note_moved(open: &[OpenBlock], column: usize, is_block: bool, items: &mut [ListItem]) {
    let reaches = |item: usize, items: &[ListItem]| items[item].column > column;
    let is_far = |item: usize, items: &[ListItem]| items[item].column + STEP <= column && is_block;
    let last = open.last().and_then(|block| block.item).filter(|item| is_far(*item, items));
    let deepest = open.iter().filter_map(|block| block.item).filter(|item| reaches(*item, items)).chain(last).max();
    for item in open.iter().filter_map(|block| block.item).filter(|item| Some(*item) <= deepest) {
        items[item].is_moved = true;
    }
}

impl ListItem {
    fn new(line: usize, written: &str, mark: &str, base: usize) -> Self {
        let rest = written.trim_start();
        let text = rest[mark.len()..].trim_start();
        let (behind, text) = (written.len() - rest.len() + mark.len(), written.len() - text.len());
        let (end, column) = (columns(&written[..behind]), columns(&written[..text]));
        // What is further away is code of an item that begins beside its mark.
        let is_code = column - end > STEP;
        Self { line, mark: mark.to_owned(), text, base, column, is_moved: is_code }
    }
}

/// The mark of the item that a text is.
fn mark(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'.' if digits > 0 => digits + 1,
        b'-' | b'*' | b'+' if digits == 0 => 1,
        _ => return None,
    };
    let rest = &text[length..];
    // Three such marks are a line across the page.
    let is_rule = digits == 0 && rest.bytes().all(|next| next == text.as_bytes()[0] || next == b' ');
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty() && !is_rule).then(|| &text[..length])
}

/// Whether a text begins a block that holds what is indented below it.
fn holds_blocks(text: &str) -> bool {
    let is_tab = text.starts_with("===") && text.contains('"');
    let is_note = text.starts_with("[^") && text.contains("]:");
    is_tab || is_note || text.starts_with("!!! ") || text.starts_with("???") || text.starts_with(": ")
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, next| if next == '\t' { (column / STEP + 1) * STEP } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_items_are_found_by_both() {
        for (text, written) in [
            (
                "  1.  a\n\n  2.  b:\n\n    ```\n    c\n    ```\n\n    - d",
                "  1.  a\n\n2.  b:\n\n    ```\n    c\n    ```\n\n    - d",
            ),
            ("-    a\n\n    b", "-   a\n\n    b"),
            ("-      a", "-   a"),
            ("- a\n\n      b", "-   a\n\n      b"),
            ("- a\n      - b\n          - c", "-   a\n      - b\n          - c"),
            ("- a\n  - b\n    - c\n      - d\n\n        e", "- a\n  - b\n    - c\n      - d\n\n        e"),
            ("1. a\n   - b\n     - c\n\n       d", "1. a\n   - b\n     - c\n\n       d"),
            ("!!! note\n\n      1.  a\n\n        b", "!!! note\n\n    1.  a\n\n        b"),
            ("- a\n\n    b\n\n        c", "- a\n\n    b\n\n        c"),
            ("```\n  1.  a\n\n    b\n```", "```\n  1.  a\n\n    b\n```"),
            ("- - -\n\n    b", "- - -\n\n    b"),
            ("  1.  a\n    b", "  1.  a\n    b"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_bodies(lines).join("\n"), written, "{text}");
        }
    }
}
