//! HTML in Markdown: what Markdown can say becomes Markdown, of the rest the text is kept.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::component;
use super::edit::{Edits, prefix_of};
use super::page::PageContext;
use super::structure::is_balanced;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::import::files::name_of;
use crate::markdown::{InlineElement, OPTIONS};

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
        let mut open: Vec<(MarkupTag, Range<usize>)> = Vec::new();
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
                Event::Start(tag) => inside.enter(&tag),
                Event::End(tag) => {
                    inside.leave(tag);
                    if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item) {
                        // What was opened and not closed leaves no mark.
                        open.drain(..).for_each(|(_, range)| edits.replace(range, ""));
                    }
                }
                _ => {}
            }
        }
        edits.applied()
    }

    /// A block of HTML as Markdown.
    fn html_block(&mut self, html: &str) -> String {
        let found = pieces(html);
        let tags = || found.iter().filter_map(|piece| if let MarkupPiece::Tag(tag) = piece { Some(tag) } else { None });
        let has_structure = tags().any(|tag| STRUCTURE.contains(&tag.name.to_ascii_lowercase().as_str()));
        if has_structure && is_balanced(tags()) {
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
                MarkupPiece::Text(text) => {
                    markdown.push_str(&text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"))
                }
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
            "summary" => "\n\n**".to_owned(),
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
                    format!(
                        "of the component `{}` what it holds was kept, without its looks",
                        component::shown(&tag.name)
                    ),
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
    fn embedded(&mut self, tag: &MarkupTag) -> String {
        if tag.is_closing {
            return String::new();
        }
        let source = tag.attribute(&["src", "data-src", "data"]).unwrap_or_default().to_owned();
        let label =
            tag.attribute(&["alt", "title", "aria-label"]).unwrap_or_default().replace(['[', ']', '<', '>'], "");
        let shown = if label.is_empty() { name_of(&source).to_owned() } else { label };
        match tag.name.as_str() {
            _ if source.is_empty() => {
                if tag.name != "video" && tag.name != "audio" {
                    self.remarks.lost(format!("`<{}>` is left out", tag.name), &format!("<{}", tag.name));
                }
                String::new()
            }
            "img" => {
                if tag
                    .attributes
                    .iter()
                    .any(|(name, _)| matches!(name.as_str(), "width" | "height" | "style" | "align" | "class"))
                {
                    self.remarks.lost("sizes and places of images are left out", &source);
                }
                format!("![{shown}](<{source}>)")
            }
            name => {
                self.remarks.look(format!("`<{name}>` became a link to what it shows"), &source);
                format!("\n\n[{shown}](<{source}>)\n\n")
            }
        }
    }

    /// A tag in running text.
    fn inline(
        &mut self,
        html: &str,
        range: Range<usize>,
        (open, inside): (&mut Vec<(MarkupTag, Range<usize>)>, &Inside),
        edits: &mut Edits<'_>,
    ) {
        let Some(tag) = MarkupTag::at(html) else {
            if html.starts_with("<!--") {
                self.comment(html);
            }
            return edits.replace(range, "");
        };
        let name = tag.name.to_ascii_lowercase();
        if name == "br" {
            let after = &edits.text()[range.end..];
            let ends_line = after.trim_start_matches([' ', '\t']).starts_with('\n');
            let ends_block = after.trim_start_matches([' ', '\t', '\n', '>']).is_empty()
                || after.trim_start_matches([' ', '\t']).starts_with("\n\n");
            let written = match () {
                () if inside.line => " ".to_owned(),
                () if ends_block => String::new(),
                () if ends_line => "\\".to_owned(),
                () => format!("\\\n{}", prefix_of(edits.text(), range.start)),
            };
            return edits.replace(range, &written);
        }
        if matches!(name.as_str(), "img" | "iframe" | "video" | "audio" | "source" | "embed" | "object" | "input") {
            let written = self.embedded(&tag);
            return edits.replace(range, written.trim());
        }
        if !tag.is_of_html() && !tag.is_component() {
            self.remarks.look("what looks like a tag is shown as text", html);
            let first = range.start..range.start + 1;
            return edits.replace(first, "\\<");
        }
        if tag.is_self_closing && tag.is_component() {
            let written = self.component_in_text(&tag);
            return edits.replace(range, &written);
        }
        if tag.is_void() {
            return edits.replace(range, "");
        }
        if !tag.is_closing {
            return open.push((tag, range));
        }
        let Some(place) = open.iter().rposition(|(begun, _)| begun.name == tag.name) else {
            return edits.replace(range, "");
        };
        let (begun, begin) = open.remove(place);
        self.pair(&begun, begin, range, edits);
    }

    /// An element of running text, by the places of its two tags.
    fn pair(&mut self, tag: &MarkupTag, begin: Range<usize>, end: Range<usize>, edits: &mut Edits<'_>) {
        let text = edits.text();
        let inner = &text[begin.end..end.start];
        let name = tag.name.to_ascii_lowercase();
        let fits = !inner.is_empty() && inner.trim() == inner;
        let is_plain = !inner.contains(['`', '<', '&', '\\', '\n', '[']);
        let marks = match name.as_str() {
            "b" | "strong" if fits => Some(("**".to_owned(), "**".to_owned())),
            "i" | "em" | "cite" | "dfn" if fits => Some(("*".to_owned(), "*".to_owned())),
            "s" | "del" | "strike" if fits => Some(("~~".to_owned(), "~~".to_owned())),
            _ if fits && is_plain && !inner.contains(['*', '_', '~']) && element(&name).is_some() => {
                Some((format!("<{name}>"), format!("</{name}>")))
            }
            "code" | "kbd" | "samp" | "tt" | "var" if fits && is_plain => Some(("`".to_owned(), "`".to_owned())),
            "q" => Some(("“".to_owned(), "”".to_owned())),
            "summary" => Some(("**".to_owned(), "**".to_owned())),
            "a" => tag
                .attribute(&["href"])
                .filter(|_| !inner.trim().is_empty())
                .map(|target| ("[".to_owned(), format!("](<{target}>)"))),
            "script" | "style" => {
                self.remarks.lost(format!("`<{name}>` is left out"), &text[begin.clone()]);
                return edits.replace(begin.start..end.end, "");
            }
            _ => None,
        };
        let target = tag.attribute(&["to", "href", "link"]).filter(|_| tag.is_component() && !inner.trim().is_empty());
        let marks = marks.or_else(|| target.map(|target| ("[".to_owned(), format!("](<{target}>)"))));
        if marks.is_none() {
            let written = &text[begin.clone()];
            match name.as_str() {
                "sub" | "sup" | "mark" | "u" | "ins" | "small" | "ruby" | "rt" | "abbr" => {
                    self.remarks.lost(format!("of `<{name}>` the text is kept, without its form"), written);
                }
                "a" => self.remarks.lost("a place to link to is left out: only headings are such", written),
                _ if tag.is_component() => {
                    let message = format!(
                        "of the component `{}` what it holds was kept, without its looks",
                        component::shown(&tag.name)
                    );
                    self.remarks.look(message, written);
                }
                _ if tag.attributes.is_empty() => {}
                _ => self.remarks.lost(format!("of `<{name}>` the text is kept, without its looks"), written),
            }
        } else if element(&name).is_none() {
            self.remarks.converted(format!("`<{name}>` was rewritten"), &text[begin.clone()]);
        }
        let (before, after) = marks.unwrap_or_default();
        for (place, mark) in [(begin, before), (end, after)] {
            // What stays is no HTML that is left to rewrite.
            if edits.text()[place.clone()] != mark {
                edits.replace(place, &mark);
            }
        }
    }
}

/// The element of running text of a name, if articles may hold it.
fn element(name: &str) -> Option<InlineElement> {
    InlineElement::ALL.into_iter().find(|element| element.name() == name)
}

/// What a place stands in.
#[derive(Default)]
struct Inside {
    /// A heading or a cell, which has one line.
    line: bool,
}

impl Inside {
    fn enter(&mut self, tag: &Tag<'_>) {
        self.line |= matches!(tag, Tag::Heading { .. } | Tag::TableCell);
    }

    fn leave(&mut self, tag: TagEnd) {
        self.line &= !matches!(tag, TagEnd::Heading(_) | TagEnd::TableCell);
    }
}

/// A text in which what is left of HTML is text.
fn escaped_html(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let mut edits = Edits::of(&text);
        for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
            let name = text[range.clone()].trim_matches(['<', '/', '>']);
            if matches!(event, Event::Html(_)) || matches!(event, Event::InlineHtml(_)) && element(name).is_none() {
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
