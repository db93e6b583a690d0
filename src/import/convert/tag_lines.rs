//! Tags of components, each on a line of its own: what stands behind one on its line is text, or another tag.

use std::collections::BTreeSet;

use super::name::{is_of_tabs, plain_name};
use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::markdown::fence::{CodeLines, lead};

/// Lines on which the tags of components stand alone where these hold what is on other lines, outside of code.
pub(super) fn tags_apart(lines: &[&str]) -> Vec<String> {
    let closed = closed(lines);
    let mut apart = Vec::with_capacity(lines.len());
    let mut code = CodeLines::default();
    for line in lines {
        if code.holds(line) || !line.contains('<') {
            apart.push((*line).to_owned());
        } else {
            let indent = &line[..line.len() - line.trim_start().len()];
            for piece in tabs_apart(line, &closed) {
                let parts = parts(piece, &closed).into_iter();
                apart.extend(
                    parts.map(|part| if part == *line { part.to_owned() } else { format!("{indent}{}", part.trim()) }),
                );
            }
        }
    }
    apart
}

/// The names of components that any line closes.
pub(super) fn closed(lines: &[&str]) -> BTreeSet<String> {
    let with_tags = lines.iter().filter(|line| line.contains("</"));
    let tags = with_tags.flat_map(|line| pieces(line)).filter_map(|piece| match piece {
        MarkupPiece::Tag(tag) if tag.is_closing && holds_lines(&tag) => Some(tag.name),
        _ => None,
    });
    tags.collect()
}

/// Whether a tag is one of a component, or of an element that is treated as one.
fn holds_lines(tag: &MarkupTag) -> bool {
    tag.is_component() || tag.name.eq_ignore_ascii_case("details")
}

/// The pieces of a line between and of the tags of tabs, which stand alone wherever they are.
fn tabs_apart<'l>(line: &'l str, closed: &BTreeSet<String>) -> Vec<&'l str> {
    // In a quotation or a list each line would need its marks.
    if !lead(line).trim().is_empty() {
        return vec![line];
    }
    let mut apart = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(open) = line[at..].find('<').map(|open| at + open) {
        at = open + 1;
        let is_code = line[..open].matches('`').count() % 2 == 1;
        if let Some(tag) = MarkupTag::at(&line[open..]).filter(|_| !is_code)
            && closed.contains(&tag.name)
            && is_of_tabs(&plain_name(&tag.name))
        {
            at = open + tag.length;
            apart.extend([&line[begin..open], &line[open..at]]);
            begin = at;
        }
    }
    apart.push(&line[begin..]);
    if apart.len() > 1 {
        apart.retain(|piece| !piece.trim().is_empty());
    }
    apart
}

/// The parts of a line: tags that it begins with, its text, and the tag that it ends with.
fn parts<'l>(line: &'l str, closed: &BTreeSet<String>) -> Vec<&'l str> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(tag) = MarkupTag::at(rest.trim_start())
        && holds_lines(&tag)
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
    (lead(text).len() < at && !text[..at].contains(&format!("<{name}"))).then_some((at, name))
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
            ("<Foo>in</Foo> line", "<Foo>in</Foo> line"),
            ("<pod-name> is text", "<pod-name> is text"),
            ("<b>x\n</b>y", "<b>x\n</b>y"),
            ("> <Tab>\n> x\n> </Tab>", "> <Tab>\n> x\n> </Tab>"),
            ("<details><summary>S</summary>\nx</details>", "<details>\n<summary>S</summary>\nx\n</details>"),
            (
                "  at <Tabs><TabItem value=\"a\">A</TabItem><TabItem>B</TabItem></Tabs>",
                "  at\n  <Tabs>\n  <TabItem value=\"a\">\n  A\n  </TabItem>\n  <TabItem>\n  B\n  </TabItem>\n  </Tabs>",
            ),
            ("`<Tabs>` is closed by `</Tabs>`", "`<Tabs>` is closed by `</Tabs>`"),
            ("```\n<Tab>x\n```\n</Tab>", "```\n<Tab>x\n```\n</Tab>"),
        ] {
            assert_eq!(tags_apart(&text.lines().collect::<Vec<_>>()).join("\n"), apart);
        }
    }
}
