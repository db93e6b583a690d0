//! HTML that has a structure of its own, such as tables and lists: a reader of HTML makes Markdown of it.

use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options as HtmlOptions};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::page::PageContext;
use super::reading::{Reading, mark_of};
use super::table::OpenTable;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::markdown::{InlineElement, OPTIONS};

/// Elements that are blocks, so that no link of Markdown can hold them.
const BLOCKS: [&str; 17] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "table",
    "section",
    "article",
    "figure",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

impl PageContext<'_> {
    /// HTML as Markdown, by a reader of HTML.
    pub(super) fn converted(&mut self, html: &str) -> String {
        let pieces = pieces(html);
        let mut reading = Reading::default();
        for (place, piece) in pieces.iter().enumerate() {
            match piece {
                MarkupPiece::Tag(tag) if reading.skips(tag) => reading.skipped = None,
                _ if reading.skipped.is_some() => {}
                MarkupPiece::Text(text) if reading.code.is_some() => reading.push_code(text),
                MarkupPiece::Tag(tag) if reading.code.is_some() => self.read_tag_of_code(tag, &mut reading),
                MarkupPiece::Text(text) => reading.text(text),
                MarkupPiece::Comment(comment) => self.comment(comment),
                MarkupPiece::Tag(tag) => self.read_tag(tag, &pieces[place + 1..], &mut reading),
            }
        }
        let options = HtmlOptions {
            hr_style: HrStyle::Dashes,
            br_style: BrStyle::Backslash,
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            ..HtmlOptions::default()
        };
        self.remarks.converted("blocks of HTML were rewritten", html);
        let converter = HtmlToMarkdown::builder().options(options).build();
        let markdown = converter.convert(&reading.clean).unwrap_or_else(|_| html.replace('<', "\\<"));
        reading.finished(&markdown)
    }

    /// A tag within a block of code: the end of it, or what only colours it.
    fn read_tag_of_code(&mut self, tag: &MarkupTag, reading: &mut Reading) {
        if tag.is_closing && tag.name.eq_ignore_ascii_case("pre") {
            if reading.in_cell {
                self.remarks.look("a block of code in a cell is shown line by line", "<pre");
            }
            reading.end_code();
        } else {
            reading.pass_tag_of_code(tag);
        }
    }

    /// Writes a tag as a reader of HTML is to see it. `after` is what follows it.
    fn read_tag(&mut self, tag: &MarkupTag, after: &[MarkupPiece<'_>], reading: &mut Reading) {
        let name = tag.name.to_ascii_lowercase();
        self.report_shown_attributes(tag);
        match name.as_str() {
            "script" | "style" | "svg" => {
                self.remarks.lost(format!("`<{name}>` is left out"), &format!("<{}", tag.name));
                reading.skipped = (!tag.is_self_closing && !tag.is_closing).then(|| tag.name.clone());
            }
            "iframe" | "video" | "audio" | "source" | "embed" | "object" | "input" if !tag.is_closing => {
                if let Some(source) = tag.attribute(&["src", "data"]) {
                    self.remarks.look(format!("`<{name}>` became a link to what it shows"), source);
                    reading.clean.push_str(&format!("<a href=\"{source}\">{}</a>", tag.label_of_source(source)));
                } else if name == "input" {
                    self.remarks.lost("`<input>` is left out", "<input");
                }
            }
            "rp" => reading.skipped = (!tag.is_closing).then(|| tag.name.clone()),
            "b" | "strong" | "i" | "em" if reading.in_code => {
                self.remarks.lost("marks in code are left out", &format!("<{}", tag.name));
            }
            "b" | "strong" | "i" | "em" | "s" | "del" => reading.mark(tag),
            "thead" | "tbody" | "tfoot" if reading.nested > 0 => {}
            "u" => self.remarks.lost("of `<u>` the text is kept, without its form", &format!("<{}", tag.name)),
            "abbr" if !tag.is_closing => reading.aside = tag.attribute(&["title"]).map(str::to_owned),
            "abbr" => {
                if let Some(aside) = reading.aside.take() {
                    reading.text(&format!(" ({})", aside.replace('<', "&lt;")));
                }
            }
            "code" | "samp" | "tt" | "var" => reading.code(tag.is_closing),
            _ if InlineElement::ALL.iter().any(|element| element.name() == name) => {
                if !reading.in_code {
                    reading.clean.extend(mark_of(&name, tag.is_closing));
                }
            }
            "a" => self.read_link(tag, after, reading),
            "img" => {
                self.report_looks(tag);
                reading.clean.push_str(&described(tag).as_html());
                reading.cell_has_text = true;
            }
            "td" | "th" | "tr" | "table" => self.read_tag_of_table(tag, after, reading),
            "br" | "p" | "li" | "div" | "ul" | "ol" if reading.in_cell => {
                // What follows a block stands below it, as what begins one does.
                if tag.is_closing || !matches!(name.as_str(), "ul" | "ol") {
                    reading.break_line();
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if reading.in_cell => self.read_heading_in_cell(tag, reading),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => reading.heading(tag),
            "dl" | "dt" | "dd" if !reading.in_cell => reading.definitions(tag),
            "pre" if !tag.is_closing => reading.begin_code(tag),
            _ if tag.is_component() && tag.is_self_closing => {
                let written = self.component_in_text(tag);
                if !written.is_empty() {
                    reading.clean.push_str(&format!("<code>{}</code>", written.trim_matches('`').replace('<', "&lt;")));
                }
            }
            _ => reading.clean.push_str(&tag.as_html()),
        }
    }

    fn read_heading_in_cell(&mut self, tag: &MarkupTag, reading: &mut Reading) {
        if tag.is_closing {
            reading.clean.push_str("</b>");
            reading.break_line();
        } else {
            self.remarks.look("a heading in a cell is shown in bold", &format!("<{}", tag.name));
            reading.break_line();
            reading.clean.push_str("<b>");
        }
    }

    /// A tag of a link: one that holds blocks stands below them.
    fn read_link(&mut self, tag: &MarkupTag, after: &[MarkupPiece<'_>], reading: &mut Reading) {
        if tag.is_closing {
            match reading.links.pop().flatten() {
                Some((target, label)) => {
                    let target = MarkupTag { attributes: vec![("href".to_owned(), target)], ..tag.opened() };
                    reading.clean.push_str(&format!("<p>{}{label}</a></p>", target.as_html()));
                }
                None => reading.link("</a>"),
            }
        } else if holds_blocks(after) {
            self.remarks.look("a link around blocks stands below them", &format!("<{}", tag.name));
            reading.links.push(tag.attribute(&["href"]).map(|target| (target.to_owned(), label_of(after))));
        } else {
            reading.links.push(None);
            reading.link(&tag.as_html());
        }
    }

    /// A tag of a table: Markdown has none without a row of headers, no cell that spans others, and no table in a cell.
    fn read_tag_of_table(&mut self, tag: &MarkupTag, after: &[MarkupPiece<'_>], reading: &mut Reading) {
        let name = tag.name.to_ascii_lowercase();
        for span in ["rowspan", "colspan"].into_iter().filter(|span| tag.attribute(&[span]).is_some_and(|of| of != "1"))
        {
            self.remarks
                .look("of cells of a table that span others the first holds the text, and the others are empty", span);
        }
        let is_nested = reading.nested > 0 || name == "table" && !tag.is_closing && reading.in_cell;
        if is_nested {
            return self.read_tag_of_nested_table(tag, &name, reading);
        }
        match (name.as_str(), tag.is_closing) {
            ("table", false) => {
                reading.table = OpenTable::default();
                let mut own = after.iter().take_while(|piece| !is_tag(piece, "table"));
                if !own.any(|piece| is_tag(piece, "th")) {
                    self.remarks.look("a table had no headers: its first row became them", "<table");
                }
            }
            ("tr", false) => reading.table.begin_row(),
            ("tr", true) => {
                let empty = reading.table.end_cell() + reading.table.pass_taken();
                reading.push_cells(empty);
            }
            ("td" | "th", false) => {
                let empty = reading.table.begin_cell(tag);
                reading.push_cells(empty);
                (reading.in_cell, reading.cell_has_text) = (true, false);
            }
            ("td" | "th", true) => reading.end_cell(),
            _ => {}
        }
        // The first row is that of the headers, and no other row has any.
        let name = match name.as_str() {
            "td" | "th" => if reading.table.row <= 1 { "th" } else { "td" }.to_owned(),
            _ => name,
        };
        reading.clean.push_str(&MarkupTag { name, ..tag.clone() }.as_html());
        if tag.is_closing && matches!(tag.name.to_ascii_lowercase().as_str(), "td" | "th") {
            let empty = reading.table.end_cell();
            reading.push_cells(empty);
        }
    }

    /// A tag of a table within a cell: each of its rows is a line.
    fn read_tag_of_nested_table(&mut self, tag: &MarkupTag, name: &str, reading: &mut Reading) {
        match (name, tag.is_closing) {
            ("table", false) => {
                self.remarks.look("a table within a cell is shown line by line", "<table");
                reading.nested += 1;
            }
            ("table", true) => reading.nested -= 1,
            ("tr", false) => reading.break_line(),
            ("td" | "th", true) => reading.clean.push(' '),
            _ => {}
        }
    }

    /// Tables and lists of HTML that blank lines part in several blocks: what stands between is Markdown, and becomes HTML first.
    pub(super) fn without_regions(&mut self, text: String) -> String {
        let mut edits = Edits::of(&text);
        let mut begun: Option<(String, usize, i64)> = None;
        let mut depth = 0_usize;
        let parser = Parser::new_ext(&text, OPTIONS);
        let definitions = parser.reference_definitions().iter();
        let definitions: String =
            definitions.map(|(_, definition)| format!("\n{}\n", &text[definition.span.clone()])).collect();
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::HtmlBlock) if depth == 0 => {
                    let html = &text[range.clone()];
                    for piece in pieces(html) {
                        let MarkupPiece::Tag(tag) = piece else {
                            continue;
                        };
                        let name = tag.name.to_ascii_lowercase();
                        let step = if tag.is_closing { -1 } else { 1 };
                        match &mut begun {
                            Some((open, start, count)) if *open == name => {
                                *count += step;
                                if *count == 0 {
                                    let region = *start..range.end;
                                    begun = None;
                                    if region.start < range.start {
                                        let written = as_html(&format!("{}\n{definitions}", &text[region.clone()]));
                                        edits.replace_block(region, &self.converted(&written));
                                    }
                                }
                            }
                            None if !tag.is_closing && matches!(name.as_str(), "table" | "ul" | "ol" | "dl") => {
                                begun = Some((name, range.start, 1));
                            }
                            _ => {}
                        }
                    }
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => depth -= 1,
                _ => {}
            }
        }
        edits.applied().unwrap_or_else(|| text.clone())
    }
}

/// Markdown as HTML.
pub(super) fn as_html(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, OPTIONS));
    html
}

/// Whether each tag that is opened is closed, of those that are `asked` for.
pub(super) fn is_balanced<'t>(tags: impl Iterator<Item = &'t MarkupTag>, asked: impl Fn(&str) -> bool) -> bool {
    let mut open: Vec<String> = Vec::new();
    for tag in tags.filter(|tag| !tag.is_void()) {
        let name = tag.name.to_ascii_lowercase();
        if !asked(&name) {
            continue;
        }
        if !tag.is_closing {
            open.push(name);
        } else if let Some(place) = open.iter().rposition(|begun| *begun == name) {
            open.truncate(place);
        } else {
            return false;
        }
    }
    // What HTML lets be closed by what follows.
    open.iter().all(|name| {
        matches!(name.as_str(), "p" | "li" | "td" | "th" | "tr" | "dd" | "dt" | "option" | "tbody" | "thead")
    })
}

/// An image with a description: its title, if it has no other.
fn described(image: &MarkupTag) -> MarkupTag {
    let mut image = image.clone();
    let title = image.attribute(&["title"]).filter(|_| image.attribute(&["alt"]).is_none()).map(str::to_owned);
    if let Some(title) = title {
        image.attributes.retain(|(name, _)| !matches!(name.to_ascii_lowercase().as_str(), "alt" | "title"));
        image.attributes.push(("alt".to_owned(), title));
    }
    image
}

fn is_tag(piece: &MarkupPiece<'_>, name: &str) -> bool {
    matches!(piece, MarkupPiece::Tag(tag) if tag.name.eq_ignore_ascii_case(name))
}

/// What stands before the end of the link that pieces are in.
fn in_link<'p, 'h>(after: &'p [MarkupPiece<'h>]) -> impl Iterator<Item = &'p MarkupPiece<'h>> {
    after.iter().take_while(|piece| !is_tag(piece, "a"))
}

fn holds_blocks(after: &[MarkupPiece<'_>]) -> bool {
    in_link(after).any(|piece| BLOCKS.iter().any(|block| is_tag(piece, block)))
}

/// The first text of a link, or what describes its image.
fn label_of(after: &[MarkupPiece<'_>]) -> String {
    let text = in_link(after).find_map(|piece| match piece {
        MarkupPiece::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    });
    let described = || {
        in_link(after).find_map(|piece| match piece {
            MarkupPiece::Tag(tag) => tag.attribute(&["alt", "title"]),
            _ => None,
        })
    };
    text.or_else(described).unwrap_or_default().to_owned()
}
