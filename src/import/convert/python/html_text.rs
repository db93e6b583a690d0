//! Elements whose attribute `markdown` says that they hold Markdown: a reader of HTML is to see what that makes.

use pulldown_cmark::{Event, Parser, Tag};

use crate::import::convert::container::dedented;
use crate::import::convert::edit::Edits;
use crate::import::convert::page::PageContext;
use crate::import::convert::structure::as_html;
use crate::import::convert::tag::{MarkupPiece, MarkupTag, pieces};
use crate::markdown::OPTIONS;

/// So many bytes of what links by name lead to are read again for the elements of a page, in all.
const MAX_READ: usize = 1 << 26;

impl PageContext<'_> {
    /// A text whose blocks of HTML hold no Markdown any more; `None` if they held none.
    pub(super) fn with_markdown_of_html(&mut self, text: &str) -> Option<String> {
        if !text.contains(" markdown") {
            return None;
        }
        let parser = Parser::new_ext(text, OPTIONS);
        let definitions = parser.reference_definitions().iter();
        let definitions: String =
            definitions.map(|(_, definition)| format!("\n{}\n", &text[definition.span.clone()])).collect();
        let elements = text.matches(" markdown").count();
        let definitions = if definitions.len() * elements > MAX_READ { "" } else { &definitions };
        let mut edits = Edits::of(text);
        for (event, range) in parser.into_offset_iter() {
            if event == Event::Start(Tag::HtmlBlock) {
                for (begin, end) in held_markdown(&text[range.clone()]) {
                    let inner = range.start + begin..range.start + end;
                    let lines: Vec<String> = text[inner.clone()].lines().map(str::to_owned).collect();
                    let markdown = self.without_marks(dedented(&lines).join("\n").trim());
                    edits.replace(inner, &on_lines_of_html(&as_html(&format!("{markdown}\n{definitions}"))));
                }
            }
        }
        edits.applied()
    }
}

/// Where the elements of a block of HTML begin and end that hold Markdown, but for those that hold such elements.
fn held_markdown(html: &str) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    // The element that may hold Markdown: its name, where it begins, and how many of its name are open in it.
    let mut open: Option<(String, usize, usize)> = None;
    for piece in pieces(html) {
        let begin = at;
        at += match &piece {
            MarkupPiece::Text(text) | MarkupPiece::Comment(text) => text.len(),
            MarkupPiece::Tag(tag) => tag.length,
        };
        let MarkupPiece::Tag(tag) = piece else {
            continue;
        };
        if holds_markdown(&tag) {
            open = Some((tag.name, at, 0));
        } else if let Some((name, inner, depth)) = &mut open
            && *name == tag.name
        {
            match (tag.is_closing, *depth) {
                (true, 0) => {
                    found.push((*inner, begin));
                    open = None;
                }
                (true, _) => *depth -= 1,
                (false, _) => *depth += usize::from(!tag.is_self_closing),
            }
        }
    }
    found
}

fn holds_markdown(tag: &MarkupTag) -> bool {
    let is_asked = tag.attributes.iter().any(|(name, value)| name == "markdown" && value != "0");
    is_asked && !tag.is_closing && !tag.is_self_closing
}

/// HTML that ends no block: without blank lines, and of a single paragraph what that holds.
fn on_lines_of_html(html: &str) -> String {
    let html = html.trim();
    let paragraph = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    let html = paragraph.filter(|inner| !inner.contains("<p>")).unwrap_or(html);
    if html.contains("<pre") { html.to_owned() } else { html.replace('\n', " ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_elements_hold_markdown() {
        for (html, inner) in [
            ("<td markdown>*a*</td><td>*b*</td>", vec!["*a*"]),
            ("<tr markdown=\"1\"><td markdown=\"span\">a <td>b</td> c</td></tr>", vec!["a <td>b</td> c"]),
            ("<dt markdown=\"0\">a</dt><dd markdown='block'>b", vec![]),
        ] {
            let found: Vec<&str> = held_markdown(html).into_iter().map(|(begin, end)| &html[begin..end]).collect();
            assert_eq!(found, inner, "{html}");
        }
    }
}
