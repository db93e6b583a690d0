//! Comments, which the parser passes over: those that allow a problem are found in the text.

use std::ops::Range;

use super::node::{Node, Value};
use crate::diagnostic::{ALLOW, Diagnostics};
use crate::source::SourceFile;

/// Takes the comments of a file that allow a problem, up to the byte `end`. `root` is what the file holds.
pub(super) fn read_comments(root: &Node, file: &SourceFile, end: usize, diagnostics: &mut Diagnostics) {
    let text = &file.text()[..end];
    if !text.contains(ALLOW) {
        return;
    }
    let mut texts = Vec::new();
    ranges_of_texts(root, &mut texts);
    texts.sort_by_key(|range| range.start);
    for (at, _) in text.match_indices(ALLOW) {
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let Some(before) = text[line..at].trim_end().strip_suffix('#') else {
            continue;
        };
        let start = line + before.len();
        let in_text = texts[..texts.partition_point(|range| range.start <= start)].last();
        if !before.is_empty() && !before.ends_with([' ', '\t']) || in_text.is_some_and(|range| start < range.end) {
            continue;
        }
        let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        let comment = &text[start + 1..line_end];
        let span = file.span(start..start + 1 + comment.trim_end().len());
        diagnostics.allow(comment, span, file.text());
    }
}

/// Where texts and keys stand: what looks like a comment there is none.
fn ranges_of_texts(node: &Node, ranges: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Text(_) => ranges.push(node.span.range()),
        Value::List(items) => items.iter().for_each(|item| ranges_of_texts(item, ranges)),
        Value::Map(entries) => {
            for (key, value) in entries {
                ranges.push(key.span.range());
                ranges_of_texts(value, ranges);
            }
        }
        Value::Null(_) | Value::Bool(_) | Value::Number(_) | Value::Empty => {}
    }
}
