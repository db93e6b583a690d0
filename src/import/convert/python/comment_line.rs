//! Comments that stand before text on its line: CommonMark takes the line for HTML then, and Python-Markdown for Markdown.

use crate::import::convert::include::Inclusion;
use crate::import::convert::page::PageContext;
use crate::markdown::fence::{CodeLines, Fence, lead};

impl PageContext<'_> {
    /// Lines without the comments that stand before their texts.
    pub(super) fn without_comments_before_text(&mut self, lines: Vec<String>) -> Vec<String> {
        if !lines.iter().any(|line| line.contains("<!--")) {
            return lines;
        }
        let mut code = CodeLines::default();
        let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
        let mut written: Vec<String> = Vec::with_capacity(lines.len());
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            let found = comments_before(line).filter(|_| !held[at] && Inclusion::of(line).is_none());
            let next = lines.get(at + 1).filter(|next| is_text(next));
            at += 1;
            let Some((begin, comments, text)) = found else {
                written.push(line.clone());
                continue;
            };
            let text = match next.filter(|_| text.is_empty()) {
                // A comment alone parts paragraphs. Behind a mark it stands before the text below it.
                _ if text.is_empty() && begin.trim().is_empty() => None,
                Some(next) => {
                    at += 1;
                    Some(next.trim_start())
                }
                None => Some(text),
            };
            if text.is_some() {
                // Those that stand elsewhere are told of in an order of their own.
                comments.iter().for_each(|comment| self.remarks.lost("comments before text are left out", comment));
            }
            written.push(text.map_or_else(|| line.clone(), |text| format!("{begin}{text}")));
        }
        written
    }
}

/// What a line begins with before comments, those, and the text behind them.
fn comments_before(line: &str) -> Option<(&str, Vec<&str>, &str)> {
    let mut begin = lead(line).len();
    if line[begin..].starts_with(": ") {
        begin = line.len() - line[begin + 1..].trim_start().len();
    }
    let (begin, mut text) = line.split_at(begin);
    let mut comments = Vec::new();
    while let Some(length) = text.strip_prefix("<!--").and_then(|rest| Some(rest.find("-->")? + "<!---->".len())) {
        comments.push(&text[..length]);
        text = text[length..].trim_start();
    }
    (!comments.is_empty()).then_some((begin, comments, text))
}

/// Whether a line is text, and begins no block.
fn is_text(line: &str) -> bool {
    let text = line.trim_start();
    let begins_block = ["#", "<", "|", "!!!", "???", "===", "///", ": "].iter().any(|mark| text.starts_with(mark));
    !text.is_empty() && lead(line).trim().is_empty() && !begins_block && Fence::open(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_before_text() {
        for (line, found) in [
            ("<!-- c -->, as [H]", Some(("", 1, ", as [H]"))),
            (":   <!-- c --> <!-- d --> a", Some((":   ", 2, "a"))),
            ("- <!-- c -->", Some(("- ", 1, ""))),
            ("    <!-- c -->", Some(("    ", 1, ""))),
            ("a <!-- c -->", None),
            ("<!-- c", None),
        ] {
            let read = comments_before(line).map(|(begin, comments, text)| (begin, comments.len(), text));
            assert_eq!(read, found, "{line}");
        }
    }
}
