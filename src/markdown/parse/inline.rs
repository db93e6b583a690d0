//! Running text: marks, links, images, quotes of cells, and what a typist may have missed.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::{Builder, MAX_NESTING, is_inline_event};
use crate::content::Locale;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CellQuote, Image, Inline, Link, LinkFault, Target, plain_text};
use crate::source::characters;
use crate::text::half_width_punctuation;

impl<'a> Builder<'a, '_> {
    /// Inlines up to the end of the element that holds them, or up to the next block.
    pub(super) fn inlines(&mut self) -> Vec<Inline<'a>> {
        let mut inlines = Vec::new();
        let mut text: Option<Run<'a>> = None;
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline_event(event)) {
            if let Event::Text(piece) = event {
                text = Some(match text.take() {
                    Some(run) => run.and(piece, range, self.file.text()),
                    None => Run::new(piece, range, self.file.text()),
                });
                continue;
            }
            self.flush(&mut text, &mut inlines);
            match event {
                Event::Code(code) => inlines.push(Inline::Code(borrowed(code))),
                Event::TaskListMarker(checked) => self.task = Some(checked),
                Event::SoftBreak => inlines.push(Inline::SoftBreak),
                Event::HardBreak => inlines.push(Inline::HardBreak),
                Event::FootnoteReference(label) => inlines.push(self.footnote_reference(&label, range)),
                Event::InlineHtml(_) => self.refuse_html(range),
                Event::Start(tag) => inlines.extend(self.span_element(tag, range)),
                _ => {}
            }
        }
        self.flush(&mut text, &mut inlines);
        inlines.shrink_to_fit();
        inlines
    }

    /// An element of running text, or nothing if it stands too deep.
    fn span_element(&mut self, tag: Tag<'a>, range: Range<usize>) -> Vec<Inline<'a>> {
        if self.depth >= 2 * MAX_NESTING {
            self.refuse_depth(range);
            return Vec::new();
        }
        self.depth += 1;
        let content = self.inlines();
        self.depth -= 1;
        self.end();
        match tag {
            Tag::Emphasis => vec![Inline::Emphasis(content)],
            Tag::Strong => vec![Inline::Strong(content)],
            Tag::Strikethrough => vec![Inline::Strikethrough(content)],
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, content, range),
            Tag::Image { dest_url, .. } => self.image(&dest_url, &content, range),
            _ => content,
        }
    }

    fn link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        content: Vec<Inline<'a>>,
        range: Range<usize>,
    ) -> Vec<Inline<'a>> {
        let span = self.file.span(range.clone());
        self.examine_references(destination, &range);
        let target = match link_type {
            LinkType::Email => Ok(Target::External(format!("mailto:{destination}"))),
            _ => Target::parse(destination, &self.file.path),
        };
        match target {
            Ok(target) => vec![Inline::Link(Box::new(Link { target, content, span }))],
            Err(fault) => {
                self.link_fault(fault, destination, range);
                content
            }
        }
    }

    fn image(&mut self, destination: &str, content: &[Inline<'_>], range: Range<usize>) -> Vec<Inline<'a>> {
        let span = self.file.span(range.clone());
        let alternative = plain_text(content);
        self.examine_references(destination, &range);
        match Target::parse(destination, &self.file.path) {
            Ok(Target::File(path)) => {
                if alternative.trim().is_empty() {
                    let message = "the image has no description";
                    let hint = "say in the brackets what it shows, for readers who do not see it";
                    self.error(Code::InvalidValue, range, message, hint);
                }
                vec![Inline::Image(Box::new(Image { path, alternative, span }))]
            }
            Ok(_) => {
                let message = format!("`{destination}` is not an image of this site");
                self.error(
                    Code::UnknownLink,
                    range,
                    message,
                    "put the image beside the article and name it by its path",
                );
                Vec::new()
            }
            Err(fault) => {
                self.link_fault(fault, destination, range);
                Vec::new()
            }
        }
    }

    fn link_fault(&mut self, fault: LinkFault, destination: &str, range: Range<usize>) {
        let (code, message, hint) = match fault {
            LinkFault::Empty => (Code::UnknownLink, "the link leads nowhere".to_owned(), "name its target"),
            LinkFault::LeavesSite => (
                Code::LinkOutsideSite,
                format!("`{destination}` leads out of the content folder"),
                "put the file beside the article",
            ),
            LinkFault::Markdown => (
                Code::UnknownLink,
                format!("`{destination}` names a file of the sources"),
                "link to an article by its id: `article:the-id`; the link then stays in the reader's language",
            ),
            LinkFault::Scheme => (
                Code::UnknownLink,
                format!("`{destination}` is not a kind of link that is known"),
                "known here: `article:`, `category:`, `rule:`, `guide:`, `checklist:`, `decision:`, `term:`, `source:`, `page:`, `https:`, `http:`, `mailto:`, `tel:`, `#heading`, and paths of files",
            ),
            LinkFault::Id => (
                Code::InvalidId,
                format!("`{destination}` does not name an id"),
                "ids are lower-case letters, digits, `-`, `_` and `.`",
            ),
        };
        self.error(code, range, message, hint);
    }

    fn footnote_reference(&mut self, label: &str, range: Range<usize>) -> Inline<'a> {
        let known = self.references.iter().position(|(reference, _)| reference == label);
        Inline::Footnote(known.unwrap_or_else(|| {
            self.references.push((label.to_owned(), range));
            self.references.len() - 1
        }))
    }

    /// Ends a run of text: takes the quotes out of it, and looks at what a typist may have missed.
    fn flush(&mut self, text: &mut Option<Run<'a>>, inlines: &mut Vec<Inline<'a>>) {
        let Some(Run { text: run, range }) = text.take() else {
            return;
        };
        if let Cow::Owned(run) = &run {
            self.examine_references(run, &range);
        }
        self.lint(&run, &range);
        if !run.contains("{{") || is_table_quote(&run) {
            inlines.push(Inline::Text(run));
            return;
        }
        let mut rest = &*run;
        let mut source = range.start;
        while let Some(open) = rest.find("{{") {
            let Some(length) = rest[open..].find("}}") else {
                break;
            };
            if open > 0 {
                inlines.push(Inline::Text(part(&run, run.len() - rest.len()..run.len() - rest.len() + open)));
            }
            let quoted = &rest[open + 2..open + length];
            let span = self.find_in_source(&rest[open..open + length + 2], source, &range);
            source = span.end;
            match cell_path(quoted) {
                Some((table, row, column)) => inlines.push(Inline::Quote(Box::new(CellQuote {
                    table,
                    row,
                    column,
                    text: String::new(),
                    span: self.file.span(span),
                }))),
                None => self.bad_quote(quoted, span),
            }
            rest = &rest[open + length + 2..];
        }
        if !rest.is_empty() {
            inlines.push(Inline::Text(part(&run, run.len() - rest.len()..run.len())));
        }
    }

    /// Reports what references such as `&#27;` stand for, where no text may hold it.
    pub(super) fn examine_references(&mut self, text: &str, range: &Range<usize>) {
        let written = self.file.text().get(range.clone()).unwrap_or_default();
        characters::examine_escaped(text, written, self.file.span(range.clone()), self.diagnostics);
    }

    fn lint(&mut self, run: &str, range: &Range<usize>) {
        if run.contains("**") {
            let span = self.find_in_source("**", range.start, range);
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::UnmatchedEmphasis,
                    self.file.span(span),
                    "these asterisks are shown as they are",
                )
                .hint("emphasis that begins or ends with punctuation needs a space, or the punctuation outside of it"),
            );
        }
        if self.locale != Locale::Zh {
            return;
        }
        if let Some((offset, half, full)) = half_width_punctuation(run) {
            let after = run[offset..].chars().take(4).collect::<String>();
            let mut span = self.find_in_source(&after, range.start, range);
            span.end = span.start + half.len_utf8();
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::HalfWidthPunctuation,
                    self.file.span(span),
                    format!("`{half}` is half-width in Chinese text"),
                )
                .hint(format!("write `{full}`")),
            );
        }
    }

    /// Where `text` stands in the source of a run, from byte `from` on; the whole run if it was written otherwise.
    fn find_in_source(&self, text: &str, from: usize, range: &Range<usize>) -> Range<usize> {
        let source = self.file.text();
        let end = source.ceil_char_boundary(range.end);
        let from = source.floor_char_boundary(from.min(end));
        source[from..end].find(text).map_or(range.clone(), |at| from + at..from + at + text.len())
    }
}

/// Text that is read piece by piece, and where it stands.
struct Run<'s> {
    text: Cow<'s, str>,
    range: Range<usize>,
}

impl<'s> Run<'s> {
    /// A run of one piece, borrowed if it stands in the source as it is.
    fn new(piece: CowStr<'s>, range: Range<usize>, source: &'s str) -> Self {
        let text = match source.get(range.clone()) {
            Some(text) if text == &*piece => Cow::Borrowed(text),
            _ => Cow::Owned(piece.into_string()),
        };
        Self { text, range }
    }

    /// The run with another piece at its end; still borrowed if both stand in the source as one.
    fn and(self, piece: CowStr<'s>, range: Range<usize>, source: &'s str) -> Self {
        let follows = self.range.end == range.start && source.get(range.clone()) == Some(&*piece);
        let text = match self.text {
            Cow::Borrowed(_) if follows => Cow::Borrowed(&source[self.range.start..range.end]),
            text => Cow::Owned(text.into_owned() + &piece),
        };
        Self { text, range: self.range.start..range.end }
    }
}

/// A part of a text, borrowed if the text is.
fn part<'s>(text: &Cow<'s, str>, range: Range<usize>) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

fn borrowed(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        text => Cow::Owned(text.into_string()),
    }
}

/// Whether a run is `{{table}}` or `{{table: columns}}` and nothing else, to be looked at as a paragraph.
fn is_table_quote(run: &str) -> bool {
    let run = run.trim();
    run.starts_with("{{")
        && run.find("}}") == Some(run.len() - 2)
        && cell_path::<String, String, String>(&run[2..run.len() - 2]).is_none()
}

/// The table, row and column that a quote of a cell names: `table.row.column`.
pub(crate) fn cell_path<T, R, C>(quoted: &str) -> Option<(T, R, C)>
where
    T: std::str::FromStr,
    R: std::str::FromStr,
    C: std::str::FromStr,
{
    let mut parts = quoted.trim().split('.');
    let path = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(path)
}
