//! HTML: comments, which are left out, elements that can do no harm, and all else, which is refused.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::builder::{TreeBuilder, definition_of};
use super::container_line::OpenContainer;
use super::element::instead;
use super::event::is_inline;
use super::place::first_line;
use crate::diagnostic::Code;
use crate::markdown::{Block, Definition, Details};

impl<'a> TreeBuilder<'a, '_> {
    /// A block of HTML, after the blocks before it of the same element.
    pub(super) fn html_block(&mut self, range: Range<usize>, blocks: &mut Vec<Block<'a>>) {
        let range = self.trimmed(range);
        if self.takes_container(&range, blocks) {
            return;
        }
        let written = &self.file.text()[range.clone()];
        if self.takes_comment(&range) {
            if self.is_parted(&range, blocks.last()) {
                let message = "the comment parts in two what it stands in";
                let hint = "let it stand before that, or at the end of one of its lines";
                self.error(Code::RawHtml, range, message, hint);
            }
        } else if written == "</details>" && self.open.contains(&OpenContainer::Details) {
            let place = self.open.iter().rposition(|open| *open == OpenContainer::Details).unwrap_or_default();
            self.open.truncate(place);
        } else if let Some(head) = DetailsHead::of(written) {
            if !self.is_too_deep(first_line(range.clone(), self.file.text())) {
                let details = self.details(&head, &range);
                blocks.push(details);
            }
        } else if let Some(parts) = definitions(written) {
            blocks.push(Block::Definitions(self.definition_list(parts, range.start)));
        } else {
            self.refuse_html(range);
        }
    }

    /// `<details>`, with what its block of HTML holds, and what follows up to its end.
    fn details(&mut self, head: &DetailsHead, range: &Range<usize>) -> Block<'a> {
        let part = |part: &Range<usize>| range.start + part.start..range.start + part.end;
        self.depth += 1;
        let title = self.inlines_of(part(&head.title));
        let mut blocks = self.blocks_of(part(&head.body));
        self.depth -= 1;
        if !head.is_closed {
            blocks.extend(self.contained(OpenContainer::Details, first_line(range.clone(), self.file.text())));
        }
        Block::Details(Box::new(Details { title, blocks }))
    }

    fn definition_list(&mut self, parts: Vec<(bool, Range<usize>)>, start: usize) -> Vec<Definition<'a>> {
        let mut definitions: Vec<Definition<'a>> = Vec::new();
        for (is_term, part) in parts {
            let text = self.inlines_of(start + part.start..start + part.end);
            match definition_of(&mut definitions, is_term) {
                Some(definition) if is_term => definition.terms.push(text),
                Some(definition) => definition.meanings.push(vec![Block::Plain(text)]),
                None => {}
            }
        }
        definitions
    }

    /// Takes HTML that is one comment, which leaves nothing in the tree; some allow a problem.
    pub(super) fn takes_comment(&mut self, range: &Range<usize>) -> bool {
        let text = self.file.text();
        let comment = text[range.clone()].strip_prefix("<!--").and_then(|text| text.strip_suffix("-->"));
        let Some(comment) = comment.filter(|comment| !comment.contains("-->")) else {
            return false;
        };
        let is_allowance = comment.trim_start().starts_with("wenda-");
        !is_allowance || !comment.contains('\n') && self.diagnostics.allow(comment, self.file.span(range.clone()), text)
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
            (Some(Block::Quote(_) | Block::Alert(_)), Event::Start(Tag::BlockQuote(_))) => touches_both,
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

    pub(super) fn refuse_html(&mut self, range: Range<usize>) {
        let range = first_line(range, self.file.text());
        let written = &self.file.text()[range.clone()];
        let hint = match instead(written) {
            Some(instead) => format!("write {instead}; to show a `<` as it is, put it into `code`"),
            None => "use Markdown; to show a `<` as it is, put it into `code`".to_owned(),
        };
        self.error(Code::RawHtml, range, "this HTML is not allowed in articles", &hint);
    }
}

/// What a block of HTML that begins with `<details>` holds.
#[derive(Debug, PartialEq)]
struct DetailsHead {
    /// Within `<summary>`.
    title: Range<usize>,
    /// After it.
    body: Range<usize>,
    is_closed: bool,
}

impl DetailsHead {
    fn of(written: &str) -> Option<Self> {
        let rest = written.strip_prefix("<details>")?.trim_start();
        let at = |rest: &str| written.len() - rest.len();
        let (title, rest) = match rest.strip_prefix("<summary>") {
            Some(after) => {
                let length = after.find("</summary>")?;
                (at(after)..at(after) + length, after[length + "</summary>".len()..].trim_start())
            }
            None => (0..0, rest),
        };
        let (body, is_closed) = match rest.strip_suffix("</details>") {
            Some(body) => (body.trim_end(), true),
            None => (rest, false),
        };
        // What stands in quotes has marks between its lines.
        let is_plain = !body.contains("details>") && !body.contains("<summary>") && !body.contains("\n>");
        is_plain.then(|| Self { title, body: at(rest)..at(rest) + body.len(), is_closed })
    }
}

/// The terms and meanings of `<dl>`, in order; `true` for terms.
fn definitions(written: &str) -> Option<Vec<(bool, Range<usize>)>> {
    let inner = written.strip_prefix("<dl>")?.strip_suffix("</dl>")?;
    let end = "<dl>".len() + inner.len();
    let mut rest = inner.trim_start();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (is_term, after) = match rest.strip_prefix("<dt>") {
            Some(after) => (true, after),
            None => (false, rest.strip_prefix("<dd>")?),
        };
        let length = after.find(if is_term { "</dt>" } else { "</dd>" })?;
        let start = end - after.len();
        parts.push((is_term, start..start + length));
        rest = after[length + "</dt>".len()..].trim_start();
    }
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_taken_apart() {
        let head = |text: &str| {
            let head = DetailsHead::of(text)?;
            Some((text[head.title].to_owned(), text[head.body].to_owned(), head.is_closed))
        };
        let told = |title: &str, body: &str, closed| Some((title.to_owned(), body.to_owned(), closed));
        assert_eq!(head("<details>\n<summary>甲 **b**</summary>"), told("甲 **b**", "", false));
        assert_eq!(head("<details><summary>a</summary> b\nc </details>"), told("a", "b\nc", true));
        assert_eq!(head("<details>"), told("", "", false));
        assert_eq!(head("<details>x"), told("", "x", false));
        for other in ["<details open>", "<details><summary>a", "<details><details></details>", "<detail>"] {
            assert_eq!(head(other), None, "{other}");
        }
    }

    #[test]
    fn lists_of_definitions_are_taken_apart() {
        let text = "<dl>\n<dt>备案</dt>\n<dd>登记</dd><dd>b</dd>\n</dl>";
        let parts = definitions(text).unwrap().into_iter();
        let parts: Vec<_> = parts.map(|(is_term, part)| (is_term, &text[part])).collect();
        assert_eq!(parts, [(true, "备案"), (false, "登记"), (false, "b")]);
        assert_eq!(definitions("<dl><p></p></dl>"), None);
        assert_eq!(definitions("<dl></dl>"), None);
    }
}
