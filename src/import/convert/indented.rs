//! Code by indentation: it is put into fences first, so that no later step takes it for anything but code.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::edit::prefix_of;
use super::shortcode::closed_names;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use super::tag_lines::closed;
use crate::markdown::OPTIONS;
use crate::markdown::fence::{CodeLines, lead};

/// A tag takes no more lines.
const MAX_LINES: usize = 60;

/// What stands for the first line of a container.
const ITEM: &str = "-   x";

/// A block of code by its place among the lines: how many it takes, and what is written instead.
type FoundCode = BTreeMap<usize, (usize, Vec<String>)>;

/// Lines in which code by indentation stands in fences. What stands in components is left: its indentation is theirs.
pub(super) fn with_fences(lines: &[String]) -> Vec<String> {
    let mut found = code_of(lines);
    if found.is_empty() {
        return lines.to_vec();
    }
    let whole = lines.join("\n");
    let closed = (closed(&whole.lines().collect::<Vec<_>>()), closed_names(&whole));
    let mut fenced = Vec::with_capacity(lines.len() + 2 * found.len());
    let mut code = CodeLines::default();
    let (mut open, mut at) = (0_i64, 0);
    while at < lines.len() {
        if open <= 0
            && let Some((taken, block)) = found.remove(&at)
        {
            fenced.extend(block);
            at += taken;
            continue;
        }
        if !code.holds(&lines[at]) {
            let opened = opened(&lines[at], &closed) + i64::from(opens_over_lines(&lines[at..], &closed.0));
            open = (open + opened).max(0);
        }
        fenced.push(lines[at].clone());
        at += 1;
    }
    fenced
}

/// How many components a line opens and does not close.
fn opened(line: &str, (tags, shortcodes): &(BTreeSet<String>, HashSet<&str>)) -> i64 {
    if !line.contains('<') && !line.contains("{{") {
        return 0;
    }
    let steps = pieces(line).into_iter().map(|piece| match piece {
        MarkupPiece::Tag(tag) if tag.is_self_closing || !tags.contains(&tag.name) => 0,
        MarkupPiece::Tag(tag) if tag.is_closing => -1,
        MarkupPiece::Tag(_) => 1,
        _ => 0,
    });
    let written = line.split("{{").skip(1).filter(|rest| rest.starts_with(['<', '%']));
    let steps_of_shortcodes = written.map(|rest| {
        let rest = rest[1..].trim_start();
        let name = rest.strip_prefix('/').unwrap_or(rest).trim_start();
        let name = name.split([' ', '>', '%']).next().unwrap_or_default();
        i64::from(shortcodes.contains(name)) * if rest.starts_with('/') { -1 } else { 1 }
    });
    steps.sum::<i64>() + steps_of_shortcodes.sum::<i64>()
}

/// Whether the tag of a component begins on the first of some lines and ends on another.
fn opens_over_lines(lines: &[String], closed: &BTreeSet<String>) -> bool {
    let first = lines[0].trim_start();
    if !first.starts_with('<') || MarkupTag::at(first).is_some() {
        return false;
    }
    let whole = lines[..lines.len().min(MAX_LINES)].join("\n");
    let tag = MarkupTag::at(whole.trim_start());
    tag.is_some_and(|tag| !tag.is_closing && !tag.is_self_closing && closed.contains(&tag.name))
}

/// The blocks of code by indentation among lines of Markdown.
fn code_of(lines: &[String]) -> FoundCode {
    let mut found = FoundCode::new();
    if !lines.iter().any(|line| line.contains("    ") || line.contains('\t')) {
        return found;
    }
    let (mut text, mut begins) = (String::new(), Vec::with_capacity(lines.len()));
    for line in lines {
        begins.push(text.len());
        match item(line) {
            Some(item) => text.push_str(&item),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    let line_at = |at: usize| begins.partition_point(|begin| *begin <= at).saturating_sub(1);
    let mut open: Option<(Range<usize>, String)> = None;
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => open = Some((0..0, String::new())),
            Event::Text(piece) => {
                if let Some((place, code)) = &mut open {
                    let start = if code.is_empty() { range.start } else { place.start };
                    *place = start..place.end.max(range.end);
                    code.push_str(&piece);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((place, code)) = open.take().filter(|(place, _)| place.start < place.end) {
                    let (first, last) = (line_at(place.start), line_at(place.end.saturating_sub(1)));
                    let before = &text[begins[first]..place.start];
                    if let Some(prefix) = prefix(before) {
                        found.insert(
                            first,
                            (last + 1 - first, block(&prefix, &with_containers(&code, &lines[first..]))),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What holds indented lines as an item of a list does, as that item.
fn item(line: &str) -> Option<String> {
    let indent = &line[..line.len() - line.trim_start().len()];
    let trimmed = line.trim_start();
    let holds = trimmed.starts_with("!!! ")
        || trimmed.starts_with("???")
        || trimmed.starts_with("===") && trimmed.contains('"');
    holds.then(|| format!("{indent}{ITEM}"))
}

/// Code with the first lines of containers as they were written.
fn with_containers(code: &str, lines: &[String]) -> String {
    let written = code.lines().zip(lines).map(|(code, line)| match code.strip_suffix(ITEM) {
        Some(indent) if item(line).is_some() => format!("{indent}{}\n", line.trim_start()),
        _ => format!("{code}\n"),
    });
    written.collect()
}

/// What the lines of a block begin with, by what stands before its code; `None` in a line that begins an item.
fn prefix(before: &str) -> Option<String> {
    if lead(before) != before || prefix_of(before, before.len()) != before {
        return None;
    }
    if let Some(prefix) = before.strip_suffix("    ") {
        return Some(prefix.to_owned());
    }
    let prefix = before.strip_suffix('\t').or_else(|| before.trim_end_matches(' ').strip_suffix('\t'))?;
    Some(prefix.trim_end_matches(' ').to_owned())
}

/// Code in a fence.
fn block(prefix: &str, code: &str) -> Vec<String> {
    let longest = code.split(|next| next != '`').map(str::len).max().unwrap_or(0);
    let fence = format!("{prefix}{}", "`".repeat(3.max(longest + 1)));
    let inner = code.trim_end_matches('\n').lines();
    let inner = inner.map(|line| format!("{prefix}{line}").trim_end().to_owned());
    std::iter::once(fence.clone()).chain(inner).chain([fence.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_by_indentation_stands_in_fences() {
        for (text, fenced) in [
            ("a\n\n    <b>\n\n      x\n\nb", "a\n\n```\n<b>\n\n  x\n```\n\nb"),
            ("a\n    b", "a\n    b"),
            ("- a\n\n      code\n\n  b", "- a\n\n  ```\n  code\n  ```\n\n  b"),
            ("- a\n\n    b", "- a\n\n    b"),
            ("> q\n>\n>     code", "> q\n>\n> ```\n> code\n> ```"),
            ("a\n\n\tcode\n", "a\n\n```\ncode\n```"),
            ("!!! note\n    a\n\n        code", "!!! note\n    a\n\n    ```\n    code\n    ```"),
            ("a:\n\n    !!! note\n        b\n    -   x", "a:\n\n```\n!!! note\n    b\n-   x\n```"),
            ("!!! note\n\n    a", "!!! note\n\n    a"),
            ("===! \"T\"\n\n    a", "===! \"T\"\n\n    a"),
            (
                "{{< tab >}}\n\n    a\n\n    {{< /tab >}}\n\nb\n\n    c",
                "{{< tab >}}\n\n    a\n\n    {{< /tab >}}\n\nb\n\n```\nc\n```",
            ),
            ("<Tab>\n\n    a\n</Tab>\n\n    ```", "<Tab>\n\n    a\n</Tab>\n\n````\n```\n````"),
            ("<Tab\n  a=\"b\"\n>\n\tc\n</Tab>\n\n    d", "<Tab\n  a=\"b\"\n>\n\tc\n</Tab>\n\n```\nd\n```"),
            ("```\n\n    a\n```", "```\n\n    a\n```"),
        ] {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            assert_eq!(with_fences(&lines).join("\n"), fenced, "{text}");
        }
    }
}
