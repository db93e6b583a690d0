//! HTML in running text: pairs of tags become marks, and what is no tag for anybody is text.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::edit::{Edits, prefix_of};
use super::name::shown;
use super::open_tags::OpenTags;
use super::page::PageContext;
use super::ruby::{annotated, is_annotated};
use super::tag::{MarkupPiece, MarkupTag, pieces, unescaped};
use crate::markdown::{InlineElement, OPTIONS};

/// What shows nothing but icons is no longer, in bytes.
const LONGEST: usize = 16 << 10;
/// What elements of code and `<ruby>` hold is looked through if it is no longer, in bytes: they may stand in each other.
const LONGEST_CODE: usize = 2 << 10;
/// Attributes whose texts style sheets show.
const SHOWN: [&str; 3] = ["data-text", "data-label", "data-content"];

impl PageContext<'_> {
    /// A tag in running text.
    pub(super) fn inline(
        &mut self,
        html: &str,
        range: Range<usize>,
        (open, inside): (&mut OpenTags, &Inside),
        edits: &mut Edits<'_>,
    ) {
        let Some(tag) = MarkupTag::at(html) else {
            if html.starts_with("<!--") {
                self.comment(html);
            }
            return edits.replace(range, "");
        };
        let name = tag.name.to_ascii_lowercase();
        self.report_shown_attributes(&tag);
        if inside.cell && matches!(name.as_str(), "table" | "tr" | "td" | "th" | "thead" | "tbody") {
            let written = self.nested_table(&tag, &name, inside.cell_has_text);
            return edits.replace(range, written);
        }
        if inside.cell && matches!(name.as_str(), "br" | "p" | "li" | "div" | "ul" | "ol") {
            let begins_block = matches!(name.as_str(), "p" | "li" | "div") && !tag.is_closing;
            let ends_block = tag.is_closing && begins_text(&edits.text()[range.end..]);
            let parts = name == "br" || begins_block || ends_block;
            let written = if parts && inside.cell_has_text { "<br>" } else { "" };
            if edits.text()[range.clone()] != *written {
                edits.replace(range, written);
            }
            return;
        }
        if name == "br" {
            let written = line_break(edits.text(), &range, inside.heading);
            return edits.replace(range, &written);
        }
        // What nothing closes on its line, or would show nothing, is no tag, but stands for what readers are to fill in.
        let is_unpaired = || !open.has_pair(&tag, &edits.text()[range.end..]);
        if shows_nothing(&tag) || !tag.is_of_html() && !tag.is_component() && is_unpaired() {
            self.remarks.look("what looks like a tag is shown as text", html);
            let first = range.start..range.start + 1;
            return edits.replace(first, "\\<");
        }
        if matches!(name.as_str(), "img" | "iframe" | "video" | "audio" | "source" | "embed" | "object" | "input") {
            let written = self.embedded(&tag);
            return edits.replace(range, written.trim());
        }
        if tag.is_self_closing && tag.is_component() {
            let written = self.component_in_text(&tag);
            return edits.replace(range, &written);
        }
        if tag.is_void() || is_joined(&tag, edits.text(), &range) {
            return edits.replace(range, "");
        }
        if !tag.is_closing {
            return open.push(tag, range);
        }
        match open.close(&tag.name) {
            Some((begun, begin)) => self.pair(&begun, begin, range, edits),
            None => edits.replace(range, ""),
        }
    }

    /// A tag of a table within a cell: each of its rows is a line.
    fn nested_table(&mut self, tag: &MarkupTag, name: &str, cell_has_text: bool) -> &'static str {
        if name == "table" && !tag.is_closing {
            self.remarks.look("a table within a cell is shown line by line", "<table");
        }
        match name {
            "tr" if !tag.is_closing && cell_has_text => "<br>",
            "td" | "th" if tag.is_closing => " ",
            _ => "",
        }
    }

    /// A tag that nothing closes: where HTML has no such element, it stands for what readers are to fill in.
    pub(super) fn unclosed(&mut self, tag: &MarkupTag, range: Range<usize>, edits: &mut Edits<'_>) {
        if !tag.is_of_html() && shown(&tag.name) == tag.name {
            self.remarks.look("what looks like a tag is shown as text", &edits.text()[range.clone()]);
            edits.replace(range.start..range.start + 1, "\\<");
        } else {
            edits.replace(range, "");
        }
    }

    /// An element of running text, by the places of its two tags.
    fn pair(&mut self, tag: &MarkupTag, begin: Range<usize>, end: Range<usize>, edits: &mut Edits<'_>) {
        let text = edits.text();
        let inner = &text[begin.end..end.start];
        let name = tag.name.to_ascii_lowercase();
        let fits = !inner.is_empty() && inner.trim() == inner;
        if matches!(name.as_str(), "script" | "style" | "svg") {
            self.remarks.lost(format!("`<{name}>` is left out"), &text[begin.clone()]);
            return edits.replace(begin.start..end.end, "");
        }
        let marks = marks_of(tag, &name, inner);
        let is_short = inner.len() <= LONGEST_CODE;
        if fits && is_short && is_code_with_entities(&name, inner) {
            self.remarks.converted(format!("`<{name}>` was rewritten"), &text[begin.clone()]);
            return edits.replace(begin.start..end.end, &format!("`{}`", unescaped(inner)));
        }
        if is_code_name(&name)
            && is_short
            && inner.contains('<')
            && let Some(code) = self.code_of_pieces(inner)
        {
            self.remarks.converted(format!("`<{name}>` was rewritten"), &text[begin.clone()]);
            return edits.replace(begin.start..end.end, &code);
        }
        if name == "a"
            && let Some(target) = tag.attribute(&["href"])
            && is_without_text(inner)
        {
            self.remarks.lost(
                "what a style sheet shows of a link is left out: it is called by its address",
                &text[begin.clone()],
            );
            return edits.replace(begin.start..end.end, &format!("[](<{target}>)"));
        }
        if name == "ruby" && is_short && inner.contains("<rt") && marks.is_none() {
            self.report_lost_form(tag, &name, &text[begin.clone()]);
            return edits.replace(begin.start..end.end, &annotated(inner));
        }
        let aside = tag.attribute(&["title"]).filter(|_| name == "abbr" && fits);
        let marks = aside.map(|aside| (String::new(), format!(" ({aside})"))).or(marks);
        let target = tag.attribute(&["to", "href", "link"]).filter(|_| tag.is_component() && !inner.trim().is_empty());
        let marks = marks.or_else(|| target.map(|target| ("[".to_owned(), format!("](<{target}>)"))));
        let marks = marks.map(|marks| self.behind_link(marks, inner, &text[begin.clone()]));
        if marks.is_none() {
            self.report_lost_form(tag, &name, &text[begin.clone()]);
        } else if element(&name).is_none() {
            self.remarks.converted(format!("`<{name}>` was rewritten"), &text[begin.clone()]);
        }
        let (before, mut after) = marks.unwrap_or_default();
        if tag.is_component() && !inner.trim().is_empty() {
            after.push_str(&self.aside_of(tag));
        }
        for (place, mark) in [(begin, before), (end, after)] {
            // What stays is no HTML that is left to rewrite.
            if edits.text()[place.clone()] != mark {
                edits.replace(place, &mark);
            }
        }
    }

    /// The marks of a link; behind what it holds, if that is a link.
    fn behind_link(&mut self, (before, after): (String, String), inner: &str, written: &str) -> (String, String) {
        if before != "[" || !holds_link(inner) {
            return (before, after);
        }
        self.remarks.look("a link around another stands behind it", written);
        (String::new(), format!(" ([{after})"))
    }

    /// What an element for code holds, as code: links stand around their part of it, and other tags do not come along.
    fn code_of_pieces(&mut self, inner: &str) -> Option<String> {
        let (mut written, mut code, mut link) = (String::new(), String::new(), None);
        let flush = |code: &mut String, written: &mut String| {
            let text = unescaped(&std::mem::take(code));
            if !text.is_empty() {
                written.push_str(&format!("`{text}`"));
            }
        };
        for piece in pieces(inner) {
            match piece {
                MarkupPiece::Text(text) if text.contains(['`', '\n']) => return None,
                MarkupPiece::Text(text) => code.push_str(text),
                MarkupPiece::Comment(_) => return None,
                MarkupPiece::Tag(tag) if !tag.is_of_html() || tag.is_void() => return None,
                MarkupPiece::Tag(tag) if !tag.name.eq_ignore_ascii_case("a") => {
                    self.remarks.lost("marks in code are left out", &format!("<{}", tag.name));
                }
                MarkupPiece::Tag(tag) => {
                    flush(&mut code, &mut written);
                    match (tag.attribute(&["href"]), tag.is_closing) {
                        (_, true) => written.extend(link.take().map(|target| format!("](<{target}>)"))),
                        (Some(target), false) if link.is_none() => {
                            link = Some(target.to_owned());
                            written.push('[');
                        }
                        _ => {}
                    }
                }
            }
        }
        flush(&mut code, &mut written);
        (link.is_none() && !written.contains("``")).then_some(written)
    }

    /// Tells what a tag shows of its attributes by a style sheet.
    pub(super) fn report_shown_attributes(&mut self, tag: &MarkupTag) {
        for (name, value) in tag.attributes.iter().filter(|(name, _)| SHOWN.contains(&name.as_str())) {
            self.remarks
                .lost(format!("a text that a style sheet shows is left out: `{}`", value.replace('`', "'")), name);
        }
    }

    /// Tells that of an element of running text only what it holds is kept.
    fn report_lost_form(&mut self, tag: &MarkupTag, name: &str, written: &str) {
        match name {
            "sub" | "sup" | "mark" | "u" | "ins" | "small" | "ruby" | "rt" | "abbr" | "kbd" | "code" | "samp"
            | "tt" | "var" => {
                self.remarks.lost(format!("of `<{name}>` the text is kept, without its form"), written);
            }
            "a" => self.remarks.lost("a place to link to is left out: only headings are such", written),
            "span" if tag.attribute(&["id"]).is_some() => {
                self.remarks.lost("a place to link to is left out: only headings are such", written);
            }
            _ if !tag.is_of_html() => {
                let message =
                    format!("of the component `{}` what it holds was kept, without its looks", shown(&tag.name));
                self.remarks.look(message, written);
            }
            _ if tag.attributes.is_empty() => {}
            _ => self.remarks.lost(format!("of `<{name}>` the text is kept, without its looks"), written),
        }
    }
}

/// Whether an element of emphasis goes on where a tag ends it or begins it: `</b><b>`.
fn is_joined(tag: &MarkupTag, text: &str, range: &Range<usize>) -> bool {
    let name = &tag.name;
    let is_mark = matches!(name.as_str(), "b" | "strong" | "i" | "em" | "s" | "del");
    let (closing, opening) = (format!("</{name}>"), format!("<{name}>"));
    is_mark
        && match tag.is_closing {
            true => text[range.clone()] == closing && text[range.end..].starts_with(&opening),
            false => text[range.clone()] == opening && text[..range.start].ends_with(&closing),
        }
}

/// Whether a tag is of an element that shows nothing without attributes, and has none: `<source>`.
fn shows_nothing(tag: &MarkupTag) -> bool {
    let elements = " area base embed img input link meta object param source track ";
    let is_bare = tag.attributes.is_empty() && !tag.is_closing && !tag.is_self_closing;
    is_bare && elements.contains(&format!(" {} ", tag.name))
}

/// Whether the rest of a cell begins with something to read, and with no block.
fn begins_text(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let is_block = |tag: &MarkupTag| {
        let name = tag.name.to_ascii_lowercase();
        tag.is_closing
            || matches!(name.as_str(), "br" | "p" | "li" | "div" | "ul" | "ol" | "table" | "tr" | "td" | "th")
    };
    match MarkupTag::at(rest) {
        Some(tag) => !is_block(&tag),
        None => !rest.is_empty() && !rest.starts_with(['|', '\n']),
    }
}

/// Whether a link stands in a text that is not too long: it cannot stand in another.
fn holds_link(text: &str) -> bool {
    let is_link = |event: Event<'_>| match event {
        Event::Start(Tag::Link { link_type, .. }) => !matches!(link_type, LinkType::Autolink | LinkType::Email),
        _ => false,
    };
    text.len() <= LONGEST_CODE && (text.contains("<a ") || Parser::new_ext(text, OPTIONS).any(is_link))
}

/// The marks of Markdown before and after what an element holds.
fn marks_of(tag: &MarkupTag, name: &str, inner: &str) -> Option<(String, String)> {
    let fits = !inner.is_empty() && inner.trim() == inner;
    let is_plain = !inner.contains(['`', '<', '&', '\\', '\n', '[']);
    // Behind a backslash a mark is text, there as here.
    let marks = ['`', '<', '&', '\\', '\n', '[', '*', '_', '~'];
    let has_no_marks = element(name).is_some() && !without_escapes(inner).contains(marks);
    match name {
        "b" | "strong" if fits => Some(("**".to_owned(), "**".to_owned())),
        "i" | "em" | "cite" | "dfn" if fits => Some(("*".to_owned(), "*".to_owned())),
        "s" | "del" | "strike" if fits => Some(("~~".to_owned(), "~~".to_owned())),
        _ if fits && has_no_marks => Some((format!("<{name}>"), format!("</{name}>"))),
        "ruby" if fits && inner.len() <= LONGEST_CODE && is_annotated(inner) => {
            Some(("<ruby>".to_owned(), "</ruby>".to_owned()))
        }
        "code" | "kbd" | "samp" | "tt" | "var" if fits && is_plain => Some(("`".to_owned(), "`".to_owned())),
        "q" => Some(("“".to_owned(), "”".to_owned())),
        "summary" => Some(("**".to_owned(), "**".to_owned())),
        "a" => tag
            .attribute(&["href"])
            .filter(|_| !inner.trim().is_empty())
            .map(|target| ("[".to_owned(), format!("](<{target}>)"))),
        _ => None,
    }
}

/// A text without the marks that stand behind a backslash, up to what is no escape.
fn without_escapes(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        let escapes = next == '\\' && rest.clone().next().is_some_and(|after| after.is_ascii_punctuation());
        if escapes {
            rest.next();
        } else {
            written.push(next);
            // Another element is none, and looked through by itself.
            if next == '<' {
                break;
            }
        }
    }
    written
}

/// Whether HTML holds nothing but space and elements without a text, such as icons.
fn is_without_text(html: &str) -> bool {
    // Links within links would be looked through again and again.
    let is_small = html.len() <= LONGEST && !html.contains("<a");
    is_small
        && !html.trim().is_empty()
        && pieces(html).iter().all(|piece| match piece {
            MarkupPiece::Text(text) => text.trim().is_empty(),
            MarkupPiece::Comment(_) => true,
            MarkupPiece::Tag(tag) => tag.is_of_html() && !tag.is_void(),
        })
}

/// What stands for `<br>` at a place.
fn line_break(text: &str, range: &Range<usize>, in_heading: bool) -> String {
    let after = &text[range.end..];
    let line = after.trim_start_matches([' ', '\t']);
    let ends_block = after.trim_start_matches([' ', '\t', '\n', '>']).is_empty() || line.starts_with("\n\n");
    match () {
        () if in_heading => " ".to_owned(),
        () if ends_block => String::new(),
        () if line.starts_with('\n') => "\\".to_owned(),
        () => format!("\\\n{}", prefix_of(text, range.start)),
    }
}

fn is_code_name(name: &str) -> bool {
    matches!(name, "code" | "kbd" | "samp" | "tt" | "var")
}

/// Whether what an element holds is code in which entities stand for characters.
fn is_code_with_entities(name: &str, inner: &str) -> bool {
    is_code_name(name) && inner.contains('&') && !inner.contains(['`', '<', '\\', '\n', '['])
}

/// The element of running text of a name, if articles may hold it.
pub(super) fn element(name: &str) -> Option<InlineElement> {
    InlineElement::ALL.into_iter().find(|element| element.name() == name)
}

/// What a place stands in.
#[derive(Default)]
pub(super) struct Inside {
    /// A heading, which has one line.
    heading: bool,
    /// A cell, which has one line, too.
    cell: bool,
    /// Whether there is text before the place in its cell.
    cell_has_text: bool,
}

impl Inside {
    pub(super) fn enter(&mut self, tag: &Tag<'_>) {
        self.heading |= matches!(tag, Tag::Heading { .. });
        if *tag == Tag::TableCell {
            (self.cell, self.cell_has_text) = (true, false);
        }
    }

    pub(super) fn pass(&mut self, text: &str) {
        self.cell_has_text |= !text.trim().is_empty();
    }

    pub(super) fn leave(&mut self, tag: TagEnd) {
        self.heading &= !matches!(tag, TagEnd::Heading(_));
        self.cell &= tag != TagEnd::TableCell;
    }
}
