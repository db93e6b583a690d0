//! Blocks of HTML of MkDocs: they reach to their closing tags, whatever blank lines and indentation stand in them.

use super::tag::MarkupTag;
use crate::markdown::fence::CodeLines;

/// Elements that begin such a block.
const ELEMENTS: &str = " address article aside blockquote center details dl div fieldset figure footer form header main nav ol p section \
    table ul ";

/// Lines in which nothing of a block of HTML is indented: CommonMark would take it for code behind a blank line.
pub(super) fn without_indentation(lines: Vec<String>) -> Vec<String> {
    let mut code = CodeLines::default();
    let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
    let mut written = lines.clone();
    let mut at = 0;
    while at < lines.len() {
        let length = if held[at] { None } else { block(&lines[at..]) };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let is_plain = !lines[at..at + length].iter().any(|line| line.to_ascii_lowercase().contains("<pre"));
        if is_plain {
            for line in &mut written[at..at + length] {
                *line = line.trim_start().to_owned();
            }
        }
        at += length;
    }
    written
}

/// How many lines a block of HTML takes that begins with the first.
fn block(lines: &[String]) -> Option<usize> {
    let tag = MarkupTag::at(&lines[0])?;
    let name = tag.name.to_ascii_lowercase();
    let reads_markdown = tag.attributes.iter().any(|(name, _)| name == "markdown");
    if tag.is_closing || tag.is_self_closing || reads_markdown || !ELEMENTS.contains(&format!(" {name} ")) {
        return None;
    }
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut open = 0_usize;
    for (at, line) in lines.iter().take(MAX_LINES).enumerate() {
        let line = line.to_ascii_lowercase();
        let begins =
            |at: usize| line[at + opening.len()..].starts_with([' ', '>', '\t']) || line.len() == at + opening.len();
        open += line.match_indices(&opening).filter(|(at, _)| begins(*at)).count();
        open = open.saturating_sub(line.matches(&closing).count());
        if open == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// A block takes no more lines.
const MAX_LINES: usize = 400;

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
