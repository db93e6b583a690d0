//! Tags of running text alone on a line: CommonMark takes what follows them for HTML, and Python-Markdown for Markdown.

use crate::import::convert::tag::{MarkupPiece, pieces};
use crate::markdown::fence::CodeLines;

/// The elements that Python-Markdown takes for blocks.
const BLOCKS: &str = " address article aside blockquote body canvas center colgroup dd details div dl dt fieldset figcaption figure footer \
    form group h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main map math menu nav noscript object ol option \
    output p pre progress script search section style summary svg table tbody td textarea tfoot th thead tr ul video ";

/// Lines in which the tags that stand alone at the beginning of a paragraph stand on the line of its text.
pub(super) fn with_elements_in_text(lines: Vec<String>) -> Vec<String> {
    let mut code = CodeLines::default();
    let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
    let are_tags: Vec<bool> = lines.iter().zip(&held).map(|(line, held)| !held && is_of_tags(line)).collect();
    // Where nothing but HTML follows in the paragraph, it is read as HTML.
    let mut text_follows = vec![false; lines.len()];
    for at in (1..lines.len()).rev().filter(|at| !lines[*at].trim().is_empty()) {
        text_follows[at - 1] = text_follows[at] || !held[at] && !are_tags[at];
    }
    let mut written: Vec<String> = Vec::with_capacity(lines.len());
    let mut is_begun = false;
    for (at, line) in lines.iter().enumerate() {
        if is_begun && let Some(last) = written.last_mut() {
            last.push(' ');
            last.push_str(line.trim_start());
        } else {
            written.push(line.clone());
        }
        let begins = is_begun || at == 0 || lines[at - 1].trim().is_empty();
        is_begun = begins && are_tags[at] && text_follows[at] && !held[at + 1];
    }
    written
}

/// Whether a line holds tags of running text, and nothing else.
fn is_of_tags(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('<')
        && pieces(line).iter().all(|piece| match piece {
            MarkupPiece::Tag(tag) => {
                tag.is_of_html() && !BLOCKS.contains(&format!(" {} ", tag.name.to_ascii_lowercase()))
            }
            MarkupPiece::Text(text) => text.trim().is_empty(),
            MarkupPiece::Comment(_) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_running_text_stand_beside_it() {
        for (text, written) in [
            ("<small>\n  **a**\n</small>", "<small> **a**\n</small>"),
            ("x\n\n<a href=\"b\">\n<b>\nc", "x\n\n<a href=\"b\"> <b> c"),
            ("<a href=\"b\">\n<img src=\"c\">\n</a>", "<a href=\"b\">\n<img src=\"c\">\n</a>"),
            ("<div>\n*a*\n</div>", "<div>\n*a*\n</div>"),
            ("a\n<b>\nc", "a\n<b>\nc"),
            ("<b>\n\nc", "<b>\n\nc"),
            ("```\n<b>\nc\n```", "```\n<b>\nc\n```"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_elements_in_text(lines).join("\n"), written, "{text}");
        }
    }
}
