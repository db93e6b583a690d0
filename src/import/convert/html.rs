//! HTML in Markdown: what Markdown can say becomes Markdown, of the rest the text is kept.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::inline::{Inside, element};
use super::name::shown;
use super::open_tags::OpenTags;
use super::page::PageContext;
use super::structure::is_balanced;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::markdown::OPTIONS;

/// What a rewriting brings forth may hold HTML again.
const ROUNDS: usize = 4;
/// Elements whose content has a form of its own, which only a reader of HTML tells.
const STRUCTURE: [&str; 8] = ["table", "ul", "ol", "dl", "pre", "blockquote", "select", "svg"];

impl PageContext<'_> {
    /// A text without HTML.
    pub(super) fn without_html(&mut self, text: String) -> String {
        let mut text = self.without_regions(text);
        for _ in 0..ROUNDS {
            match self.html_round(&text) {
                Some(changed) => text = changed,
                None => return text,
            }
        }
        escaped_html(&text)
    }

    /// Rewrites all HTML that stands in a text; `None` if there is none.
    fn html_round(&mut self, text: &str) -> Option<String> {
        let mut edits = Edits::of(text);
        let mut open = OpenTags::default();
        let mut inside = Inside::default();
        let mut block: Option<(Range<usize>, String)> = None;
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            match event {
                Event::Start(Tag::HtmlBlock) => block = Some((range, String::new())),
                Event::Html(piece) => match &mut block {
                    Some((_, html)) => html.push_str(&piece),
                    None => edits.replace(range, ""),
                },
                Event::End(TagEnd::HtmlBlock) => {
                    if let Some((range, html)) = block.take() {
                        let markdown = self.html_block(&html);
                        edits.replace_block(range, &markdown);
                    }
                }
                Event::InlineHtml(piece) => self.inline(&piece, range, (&mut open, &inside), &mut edits),
                Event::Text(text) | Event::Code(text) => inside.pass(&text),
                Event::Start(tag) => inside.enter(&tag),
                Event::End(tag) => {
                    inside.leave(tag);
                    if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item) {
                        open.take_all().for_each(|(tag, range)| self.unclosed(&tag, range, &mut edits));
                    }
                }
                _ => {}
            }
        }
        edits.applied_apart()
    }

    /// A block of HTML as Markdown.
    fn html_block(&mut self, html: &str) -> String {
        let found = pieces(html);
        let tags = || found.iter().filter_map(|piece| if let MarkupPiece::Tag(tag) = piece { Some(tag) } else { None });
        let has_structure = tags().any(|tag| is_structure(&tag.name.to_ascii_lowercase()));
        // A reader of HTML knows what browsers make of the rest.
        if has_structure && is_balanced(tags(), is_structure) {
            if !is_balanced(tags(), |_| true) {
                self.remarks.look("malformed HTML was read as browsers read it", html);
            }
            return self.converted(html);
        }
        let is_plain = tags().all(|tag| tag.is_of_html() && !matches!(tag.name.as_str(), "details" | "summary"));
        if is_plain && !self.is_mdx() && is_balanced(tags(), |_| true) {
            return self.converted(html);
        }
        let mut markdown = String::new();
        let mut links: Vec<Option<String>> = Vec::new();
        let mut skipped: Option<String> = None;
        for piece in &found {
            match piece {
                MarkupPiece::Tag(tag) if skipped.as_deref() == Some(tag.name.as_str()) && tag.is_closing => {
                    skipped = None
                }
                _ if skipped.is_some() => {}
                MarkupPiece::Text(text) => push_lines(text, &mut markdown),
                MarkupPiece::Comment(comment) => self.comment(comment),
                MarkupPiece::Tag(tag)
                    if matches!(tag.name.to_ascii_lowercase().as_str(), "script" | "style" | "svg") =>
                {
                    self.remarks.lost(format!("`<{}>` is left out", tag.name), &format!("<{}", tag.name));
                    skipped = (!tag.is_self_closing && !tag.is_closing).then(|| tag.name.clone());
                }
                MarkupPiece::Tag(tag) => markdown.push_str(&self.tag_in_block(tag, &mut links)),
            }
        }
        markdown
    }

    /// A tag of a block whose other tags stand elsewhere, or that holds only running text.
    fn tag_in_block(&mut self, tag: &MarkupTag, links: &mut Vec<Option<String>>) -> String {
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "a" if tag.is_closing => match links.pop().flatten() {
                Some(target) => format!("](<{target}>)"),
                None => String::new(),
            },
            "a" => {
                let target = tag.attribute(&["href"]).map(str::to_owned);
                let begin = if target.is_some() { "[" } else { "" };
                links.push(target);
                begin.to_owned()
            }
            "summary" if tag.is_closing => "**\n\n".to_owned(),
            "summary" => {
                self.remarks.look("`<details>` that stands in other HTML is shown open, after its summary", "<summary");
                "\n\n**".to_owned()
            }
            "b" | "strong" => "**".to_owned(),
            "i" | "em" => "*".to_owned(),
            "code" | "kbd" | "samp" | "tt" => "`".to_owned(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !tag.is_closing => {
                format!("\n\n{} ", "#".repeat(name[1..].parse().unwrap_or(2)))
            }
            "br" => "\\\n".to_owned(),
            "hr" => "\n\n---\n\n".to_owned(),
            "li" if !tag.is_closing => "\n- ".to_owned(),
            "td" | "th" if !tag.is_closing => " ".to_owned(),
            "img" | "iframe" | "video" | "audio" | "source" | "embed" | "object" | "input" => self.embedded(tag),
            _ if tag.is_of_html() => {
                let is_inline = matches!(
                    name.as_str(),
                    "span" | "font" | "small" | "sub" | "sup" | "u" | "ins" | "mark" | "label" | "abbr" | "time"
                );
                (if is_inline { "" } else { "\n\n" }).to_owned()
            }
            _ if tag.is_closing => "\n\n".to_owned(),
            _ if tag.is_self_closing => format!("\n\n{}\n\n", self.component_in_text(tag)),
            _ => {
                self.remarks.look(
                    format!("of the component `{}` what it holds was kept, without its looks", shown(&tag.name)),
                    &format!("<{}", tag.name),
                );
                "\n\n".to_owned()
            }
        }
    }

    pub(super) fn comment(&mut self, comment: &str) {
        if !comment.contains("more") || comment.len() > 16 {
            self.remarks.lost("comments are left out", comment);
        }
    }

    /// What is shown from elsewhere: an image, or a link to it.
    pub(super) fn embedded(&mut self, tag: &MarkupTag) -> String {
        if tag.is_closing {
            return String::new();
        }
        let source = tag.attribute(&["src", "data-src", "data"]).unwrap_or_default().to_owned();
        let shown = tag.label_of_source(&source);
        match tag.name.as_str() {
            _ if source.is_empty() => {
                if tag.name != "video" && tag.name != "audio" {
                    self.remarks.lost(format!("`<{}>` is left out", tag.name), &format!("<{}", tag.name));
                }
                String::new()
            }
            "img" => {
                self.report_looks(tag);
                format!("![{shown}](<{source}>)")
            }
            name => {
                self.remarks.look(format!("`<{name}>` became a link to what it shows"), &source);
                format!("\n\n[{shown}](<{source}>)\n\n")
            }
        }
    }

    /// Tells what of an image does not come along.
    pub(super) fn report_looks(&mut self, tag: &MarkupTag) {
        let is_look = |name: &str| matches!(name, "width" | "height" | "style" | "align" | "class");
        if tag.attributes.iter().any(|(name, _)| is_look(name)) {
            let source = tag.attribute(&["src", "data-src"]).unwrap_or_default();
            self.remarks.lost("sizes and places of images are left out", source);
        }
    }
}

fn is_structure(name: &str) -> bool {
    STRUCTURE.contains(&name)
}

/// Adds a text whose lines are not indented.
fn push_lines(text: &str, markdown: &mut String) {
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            markdown.push('\n');
        }
        let begins = markdown.is_empty() || markdown.ends_with('\n');
        markdown.push_str(if begins { line.trim_start() } else { line });
    }
}

/// A text in which what is left of HTML is text.
fn escaped_html(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let mut edits = Edits::of(&text);
        for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
            let name = text[range.clone()].trim_matches(['<', '/', '>']);
            if matches!(event, Event::Html(_))
                || matches!(event, Event::InlineHtml(_)) && name != "br" && element(name).is_none()
            {
                let marks: Vec<usize> =
                    text[range.clone()].match_indices('<').map(|(at, _)| range.start + at).collect();
                marks.into_iter().for_each(|at| edits.replace(at..at, "\\"));
            }
        }
        match edits.applied() {
            Some(changed) => text = changed,
            None => break,
        }
    }
    text
}
