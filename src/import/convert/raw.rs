//! Blocks of HTML of MkDocs: they reach to their closing tags, whatever blank lines and indentation stand in them.

use std::collections::BTreeMap;

use super::tag::MarkupTag;
use crate::markdown::fence::CodeLines;

/// Elements that begin such a block.
const ELEMENTS: &str = " address article aside blockquote center details dl div fieldset figure footer form header main nav ol p section \
    table ul ";

/// A block takes no more lines.
const MAX_LINES: usize = 400;

/// Lines in which nothing of a block of HTML is indented: CommonMark would take it for code behind a blank line.
pub(super) fn without_indentation(lines: Vec<String>) -> Vec<String> {
    let mut code = CodeLines::default();
    let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
    let lower: Vec<String> = lines.iter().map(|line| line.to_ascii_lowercase()).collect();
    let mut depths = BTreeMap::new();
    let mut written = lines.clone();
    let mut at = 0;
    while at < lines.len() {
        let name = if held[at] { None } else { opened(&lines[at]) };
        let length = name.and_then(|name| {
            let depths = depths.entry(name).or_insert_with_key(|name| depths_of(name, &lower));
            let mut behind = depths[at + 1..].iter().take(MAX_LINES);
            behind.position(|depth| *depth <= depths[at]).map(|last| last + 1)
        });
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let is_plain = !lower[at..at + length].iter().any(|line| line.contains("<pre"));
        if is_plain {
            for line in &mut written[at..at + length] {
                *line = line.trim_start().to_owned();
            }
        }
        at += length;
    }
    written
}

/// The name of the element whose block begins on a line.
fn opened(line: &str) -> Option<String> {
    let tag = MarkupTag::at(line)?;
    let name = tag.name.to_ascii_lowercase();
    let reads_markdown = tag.attributes.iter().any(|(name, _)| name == "markdown");
    let is_block = !tag.is_closing && !tag.is_self_closing && !reads_markdown;
    (is_block && ELEMENTS.contains(&format!(" {name} "))).then_some(name)
}

/// How many more elements of a name are opened than closed before each of some lines in lower case, and behind the last.
fn depths_of(name: &str, lines: &[String]) -> Vec<i64> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut depth = 0;
    let mut depths = vec![depth];
    for line in lines {
        let begins = |at: usize| {
            let behind = &line[at + opening.len()..];
            behind.is_empty() || behind.starts_with([' ', '>', '\t'])
        };
        depth += count(line.match_indices(&opening).filter(|(at, _)| begins(*at)).count());
        depth -= count(line.matches(&closing).count());
        depths.push(depth);
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_no_code() {
        for (text, plain) in [
            (
                "<div>\n    <i>a</i>\n\n    <a\n        b>\n</div>\n\n    c",
                "<div>\n<i>a</i>\n\n<a\nb>\n</div>\n\n    c",
            ),
            ("<div>\n\n    open", "<div>\n\n    open"),
            ("<div markdown>\n\n    a\n</div>", "<div markdown>\n\n    a\n</div>"),
            ("<div><pre>\n    a</pre>\n</div>", "<div><pre>\n    a</pre>\n</div>"),
            ("```\n<div>\n    a\n</div>\n```", "```\n<div>\n    a\n</div>\n```"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(without_indentation(lines).join("\n"), plain, "{text}");
        }
    }
}
