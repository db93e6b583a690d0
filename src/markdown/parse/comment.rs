//! HTML, which is refused, and the one form of comment that is taken.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::builder::TreeBuilder;
use super::event::is_inline;
use super::place::first_line;
use crate::diagnostic::Code;
use crate::markdown::{Block, Inline};

impl<'a> TreeBuilder<'a, '_> {
    /// A block of HTML, after the block `before` of the same element: a comment that allows a problem, or refused.
    pub(super) fn html_block(&mut self, range: Range<usize>, before: Option<&Block<'a>>) {
        let comment = self.trimmed(range);
        if !self.takes_comment(&comment) {
            self.refuse_html(comment);
        } else if self.is_parted(&comment, before) {
            let message = "the comment parts in two what it stands in";
            let hint = "let it stand before that, or at the end of one of its lines";
            self.error(Code::RawHtml, comment, message, hint);
        }
    }

    /// HTML in running text, after `before`: a comment that allows a problem, or refused.
    pub(super) fn html_inline(&mut self, range: Range<usize>, before: &mut [Inline<'a>]) {
        if !self.takes_comment(&range) {
            self.refuse_html(range);
        } else if let Some(Inline::Text(text)) = before.last_mut()
            && self.file.text()[range.end..].chars().next().is_none_or(char::is_whitespace)
        {
            // The space before the comment belongs to it.
            *text = match std::mem::take(text) {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
                Cow::Owned(text) => Cow::Owned(text.trim_end().to_owned()),
            };
        }
    }

    /// Takes HTML that is one comment, on one line, which allows a problem. It leaves nothing in the tree.
    fn takes_comment(&mut self, range: &Range<usize>) -> bool {
        let text = self.file.text();
        let comment = text[range.clone()].strip_prefix("<!--").and_then(|text| text.strip_suffix("-->"));
        comment.is_some_and(|comment| {
            !comment.contains("-->")
                && !comment.contains('\n')
                && self.diagnostics.allow(comment, self.file.span(range.clone()), text)
        })
    }

    /// Whether what stands before a comment would go on after it without the comment: a block of HTML ends what stands before it.
    fn is_parted(&mut self, comment: &Range<usize>, before: Option<&Block<'a>>) -> bool {
        /// So many comments are taken for what stands between two blocks.
        const MAX_TOGETHER: usize = 32;
        let text = self.file.text();
        let Some((next, after)) = self.events.peek() else {
            return false;
        };
        let lines_before = text[..comment.start].rsplit('\n').skip(1).map(|line| line.trim_matches(['>', ' ', '\t']));
        let line_before = lines_before.take(MAX_TOGETHER).find(|line| !line.starts_with("<!--"));
        let touches_both = line_before.is_some_and(|line| !line.is_empty())
            && text.get(comment.end..after.start).is_some_and(|between| between.matches('\n').count() <= 1);
        match (before, next) {
            (Some(Block::List { .. }), Event::Start(Tag::List(_))) => true,
            (Some(Block::Quote { .. }), Event::Start(Tag::BlockQuote(_))) => touches_both,
            (
                Some(Block::Paragraph(_) | Block::Plain(_) | Block::Table(_) | Block::RuleTable(_)),
                Event::Start(tag),
            ) => touches_both && (is_inline(tag) || matches!(tag, Tag::Paragraph)),
            (Some(Block::Plain(_)), next) => {
                touches_both && !matches!(next, Event::End(_) | Event::Rule | Event::Html(_))
            }
            _ => false,
        }
    }

    /// A range without the space around its text.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let written = &self.file.text()[range.clone()];
        let start = range.start + written.len() - written.trim_start().len();
        start..start + written.trim().len()
    }

    fn refuse_html(&mut self, range: Range<usize>) {
        let range = first_line(range, self.file.text());
        let hint = "use Markdown; to show a `<` as it is, put it into `code`";
        self.error(Code::RawHtml, range, "HTML is not allowed in articles", hint);
    }
}
