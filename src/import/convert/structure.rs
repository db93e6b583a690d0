//! HTML that has a structure of its own, such as tables and lists: a reader of HTML makes Markdown of it.

use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options as HtmlOptions};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::page::PageContext;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use crate::import::files::name_of;
use crate::markdown::OPTIONS;

impl PageContext<'_> {
    /// HTML as Markdown, by a reader of HTML.
    pub(super) fn converted(&mut self, html: &str) -> String {
        let mut clean = String::new();
        let mut skipped: Option<String> = None;
        for piece in pieces(html) {
            match &piece {
                MarkupPiece::Tag(tag) if skipped.as_deref() == Some(tag.name.as_str()) && tag.is_closing => {
                    skipped = None
                }
                _ if skipped.is_some() => {}
                MarkupPiece::Text(text) => clean.push_str(text),
                MarkupPiece::Comment(comment) => self.comment(comment),
                MarkupPiece::Tag(tag) => match tag.name.to_ascii_lowercase().as_str() {
                    "script" | "style" | "svg" => {
                        self.remarks.lost(format!("`<{}>` is left out", tag.name), &format!("<{}", tag.name));
                        skipped = (!tag.is_self_closing && !tag.is_closing).then(|| tag.name.clone());
                    }
                    "iframe" | "video" | "audio" | "source" | "embed" | "object" | "input" if !tag.is_closing => {
                        if let Some(source) = tag.attribute(&["src", "data"]) {
                            self.remarks.look(format!("`<{}>` became a link to what it shows", tag.name), source);
                            clean.push_str(&format!("<a href=\"{source}\">{}</a>", name_of(source)));
                        } else if tag.name == "input" {
                            self.remarks.lost("`<input>` is left out", "<input");
                        }
                    }
                    "td" | "th" if tag.attribute(&["rowspan", "colspan"]).is_some_and(|span| span != "1") => {
                        self.remarks.look("cells of a table that span others stand in one place", &tag.name);
                        clean.push_str(&tag.as_html());
                    }
                    "sub" | "sup" | "mark" | "u" | "ins" | "small" => {
                        self.remarks.lost(
                            format!("of `<{}>` the text is kept, without its form", tag.name),
                            &format!("<{}", tag.name),
                        );
                    }
                    _ if tag.is_component() && tag.is_self_closing => {
                        let written = self.component_in_text(tag);
                        clean.push_str(&format!("<code>{}</code>", written.trim_matches('`').replace('<', "&lt;")));
                    }
                    _ => clean.push_str(&tag.as_html()),
                },
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
        converter.convert(&clean).unwrap_or_else(|_| html.replace('<', "\\<"))
    }

    /// Tables and lists of HTML that blank lines part in several blocks: what stands between is Markdown, and becomes HTML first.
    pub(super) fn without_regions(&mut self, text: String) -> String {
        let mut edits = Edits::of(&text);
        let mut begun: Option<(String, usize, i64)> = None;
        let mut depth = 0_usize;
        for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
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
                                        let written = as_html(&text[region.clone()]);
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
fn as_html(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, OPTIONS));
    html
}

/// Whether each tag that is opened is closed.
pub(super) fn is_balanced<'t>(tags: impl Iterator<Item = &'t MarkupTag>) -> bool {
    let mut open: Vec<String> = Vec::new();
    for tag in tags.filter(|tag| !tag.is_void()) {
        let name = tag.name.to_ascii_lowercase();
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
