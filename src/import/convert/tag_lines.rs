//! Tags of components, each on a line of its own: what stands behind one on its line is text, or another tag.

use std::collections::BTreeSet;

use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::markdown::fence::CodeLines;

/// Lines on which the tags of components stand alone where these hold what is on other lines, outside of code.
pub(super) fn tags_apart(lines: &[&str]) -> Vec<String> {
    let closed = closed(lines);
    let mut apart = Vec::with_capacity(lines.len());
    let mut code = CodeLines::default();
    for line in lines {
        if code.holds(line) || !line.contains('<') {
            apart.push((*line).to_owned());
        } else {
            apart.extend(parts(line, &closed).into_iter().map(str::to_owned));
        }
    }
    apart
}

/// The names of components that any line closes.
fn closed(lines: &[&str]) -> BTreeSet<String> {
    let with_tags = lines.iter().filter(|line| line.contains("</"));
    let tags = with_tags.flat_map(|line| pieces(line)).filter_map(|piece| match piece {
        MarkupPiece::Tag(tag) if tag.is_closing && tag.is_component() => Some(tag.name),
        _ => None,
    });
    tags.collect()
}

/// The parts of a line: tags that it begins with, its text, and the tag that it ends with.
fn parts<'l>(line: &'l str, closed: &BTreeSet<String>) -> Vec<&'l str> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(tag) = MarkupTag::at(rest.trim_start())
        && tag.is_component()
        && closed.contains(&tag.name)
    {
        let length = rest.len() - rest.trim_start().len() + tag.length;
        let (written, after) = rest.split_at(length);
        let closes_here = after.contains(&format!("</{}>", tag.name));
        if tag.is_self_closing || after.trim().is_empty() || !tag.is_closing && closes_here {
            break;
        }
        parts.push(written);
        rest = after.trim_start();
    }
    match closing_at_end(rest) {
        Some((at, name)) if closed.contains(name) => parts.extend([rest[..at].trim_end(), &rest[at..]]),
        _ => parts.push(rest),
    }
    parts
}

/// Where the closing tag begins that ends a text and closes what begins before it, and its name.
fn closing_at_end(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let at = text.rfind("</").filter(|_| text.ends_with('>'))?;
    let name = text[at + 2..].strip_suffix('>')?;
    (!text[..at].trim().is_empty() && !text[..at].contains(&format!("<{name}"))).then_some((at, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_components_stand_alone() {
        for (text, apart) in [
            ("<Tab label=\"A\">text\n\nmore</Tab>", "<Tab label=\"A\">\ntext\n\nmore\n</Tab>"),
            ("<Tab>\n</Tab><Tab b=\"c\">\n</Tab> tail", "<Tab>\n</Tab>\n<Tab b=\"c\">\n</Tab>\ntail"),
            ("<hugo-a> <hugo-b>\nx\n</hugo-b> </hugo-a>", "<hugo-a>\n<hugo-b>\nx\n</hugo-b>\n</hugo-a>"),
            ("<Tab>in</Tab> line", "<Tab>in</Tab> line"),
            ("<pod-name> is text", "<pod-name> is text"),
            ("<b>x\n</b>y", "<b>x\n</b>y"),
            ("```\n<Tab>x\n```\n</Tab>", "```\n<Tab>x\n```\n</Tab>"),
        ] {
            assert_eq!(tags_apart(&text.lines().collect::<Vec<_>>()).join("\n"), apart);
        }
    }
}
