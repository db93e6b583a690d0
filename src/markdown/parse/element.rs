//! Elements of HTML in running text.

use std::borrow::Cow;
use std::ops::Range;

use super::builder::{MAX_NESTING, TreeBuilder};
use super::inline_context::InlineContext;
use crate::diagnostic::Code;
use crate::markdown::{Inline, InlineElement};

/// A tag without attributes.
struct HtmlTag {
    name: String,
    is_end: bool,
}

impl HtmlTag {
    fn of(written: &str) -> Option<Self> {
        let inner = written.strip_prefix('<')?.strip_suffix('>')?;
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let name = inner.trim_end_matches('/').trim_end();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name.then(|| Self { name: name.to_ascii_lowercase(), is_end })
    }
}

/// Elements that are taken beside [`InlineElement`]: some have a mark in Markdown, some stand where blocks do.
const ALLOWED: [&str; 7] = ["br", "del", "details", "summary", "dl", "dt", "dd"];

/// The Markdown to write instead of an element that is refused.
pub(super) fn instead(written: &str) -> Option<&'static str> {
    let name = written.trim_start_matches(['<', '/']);
    let end = name.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    if ALLOWED.contains(&name.as_str()) || InlineElement::ALL.iter().any(|element| element.name() == name) {
        return Some("the element without attributes, and close it where it stands");
    }
    Some(match name.as_str() {
        "a" => "`[text](https://…)`; a heading gets its own address by `## … {#id}`",
        "img" | "picture" => "`![what it shows](image.png)`",
        "b" | "strong" => "`**…**`",
        "i" | "em" => "`*…*`",
        "s" | "strike" => "`~~…~~`",
        "code" | "tt" | "samp" => "backticks around it",
        "pre" => "a line of three backticks before and after it",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "`## …`",
        "ul" | "li" | "ol" => "`- …` or `1. …` on each line",
        "table" | "thead" | "tbody" | "tr" | "td" | "th" => "a table: `| … | … |`",
        "blockquote" => "`> …`",
        "hr" => "`---`",
        "p" | "div" | "section" | "span" | "center" | "font" | "u" | "big" => {
            "the text without it, with blank lines between paragraphs"
        }
        "video" | "audio" | "iframe" | "embed" | "object" => "a link to it: `[text](https://…)`",
        _ => return None,
    })
}

impl<'a> TreeBuilder<'a, '_> {
    /// HTML in running text, after `before`. Whether it ends the element `within` which the text stands.
    pub(super) fn html_inline(
        &mut self,
        range: Range<usize>,
        within: Option<&str>,
        before: &mut Vec<Inline<'a>>,
    ) -> bool {
        let text = self.file.text();
        if self.takes_comment(&range) {
            if let Some(Inline::Text(last)) = before.last_mut()
                && text[range.end..].chars().next().is_none_or(char::is_whitespace)
            {
                // The space before the comment belongs to it.
                *last = match std::mem::take(last) {
                    Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
                    Cow::Owned(text) => Cow::Owned(text.trim_end().to_owned()),
                };
            }
            return false;
        }
        match HtmlTag::of(&text[range.clone()]) {
            Some(tag) if tag.is_end && within == Some(tag.name.as_str()) => return true,
            Some(tag) if tag.name == "rt" && within != Some("ruby") => {
                let hint = "write `<ruby>备<rt>bèi</rt></ruby>`";
                self.error(Code::RawHtml, range, "`<rt>` stands in no `<ruby>`", hint);
            }
            Some(tag) if !tag.is_end => before.extend(self.element(&tag.name, range)),
            _ => self.refuse_html(range),
        }
        false
    }

    /// An element whose start was read, or nothing if it is refused.
    fn element(&mut self, name: &str, start: Range<usize>) -> Option<Inline<'a>> {
        let element = InlineElement::ALL.into_iter().find(|element| element.name() == name);
        match (name, element) {
            ("br", _) => Some(Inline::HardBreak),
            ("del", _) => Some(Inline::Strikethrough(self.element_content(name, start))),
            (_, Some(element)) => Some(Inline::Element(element, self.element_content(name, start))),
            _ => {
                self.refuse_html(start);
                None
            }
        }
    }

    /// What an element holds, up to its end tag.
    fn element_content(&mut self, name: &str, start: Range<usize>) -> Vec<Inline<'a>> {
        if self.depth >= 2 * MAX_NESTING {
            self.report_depth(start);
            return Vec::new();
        }
        self.depth += 1;
        let (content, is_closed) = self.inlines_within(InlineContext::Element, Some(name));
        self.depth -= 1;
        if !is_closed {
            let message = format!("`<{name}>` is not closed where it stands");
            let hint = format!("write `</{name}>` in the same paragraph, and within the same marks");
            self.error(Code::RawHtml, start, message, &hint);
        }
        content
    }
}
