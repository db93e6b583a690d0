//! From Markdown to a [`Document`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::{
    Alert, Alignment, Block, CellQuote, Document, Footnote, Heading, Image, Inline, Item, Link, LinkFault, Table,
    TableQuote, Target, plain_text,
};
use crate::content::Locale;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourceFile;
use crate::text::half_width_punctuation;

/// Blocks may stand in blocks this deep.
const MAX_NESTING: usize = 32;

/// Parses a Markdown file written in `locale`.
///
/// What is refused or malformed becomes a diagnostic and is left out of the tree.
pub fn parse<'s>(file: &'s SourceFile, locale: Locale, diagnostics: &mut Diagnostics) -> Document<'s> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut builder = Builder {
        file,
        locale,
        events: Parser::new_ext(file.text(), options).into_offset_iter().peekable(),
        diagnostics,
        depth: 0,
        too_deep: false,
        task: None,
        anchors: BTreeSet::new(),
        references: Vec::new(),
        definitions: BTreeMap::new(),
    };
    let blocks = builder.blocks();
    let footnotes = builder.footnotes();
    Document { blocks, footnotes }
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

struct Builder<'a, 'd> {
    file: &'a SourceFile,
    locale: Locale,
    events: Peekable<OffsetIter<'a>>,
    diagnostics: &'d mut Diagnostics,
    depth: usize,
    too_deep: bool,
    /// The box that the item being read begins with.
    task: Option<bool>,
    anchors: BTreeSet<String>,
    /// The labels of footnotes, in the order of the first reference, with where that stands.
    references: Vec<(String, Range<usize>)>,
    definitions: BTreeMap<String, (Vec<Block<'a>>, Range<usize>)>,
}

impl<'a> Builder<'a, '_> {
    /// The blocks up to the end of the element that holds them.
    fn blocks(&mut self) -> Vec<Block<'a>> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek().cloned() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_inline(&tag) => blocks.push(self.plain()),
                Event::Start(tag) => {
                    self.events.next();
                    if let Some(block) = self.nested(tag, range) {
                        blocks.push(block);
                    }
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::Break);
                }
                Event::Html(_) => {
                    self.events.next();
                    self.refuse_html(range);
                }
                _ => blocks.push(self.plain()),
            }
        }
        blocks.shrink_to_fit();
        blocks
    }

    /// A block that begins with `tag`, or nothing if it stands too deep.
    fn nested(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<Block<'a>> {
        if self.depth >= MAX_NESTING {
            self.refuse_depth(range);
            return None;
        }
        self.depth += 1;
        let block = self.block(tag, range);
        self.depth -= 1;
        block
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<Block<'a>> {
        match tag {
            Tag::Paragraph => {
                let content = self.inlines();
                self.end();
                Some(self.paragraph(content, range))
            }
            Tag::Heading { level, id, .. } => {
                let content = self.inlines();
                self.end();
                let anchor = self.anchor(id.as_deref(), &content, &range);
                let span = self.file.span(first_line(range, self.file.text()));
                Some(Block::Heading(Box::new(Heading {
                    level: level as u8,
                    anchor,
                    named: id.is_some(),
                    content,
                    span,
                })))
            }
            Tag::BlockQuote(kind) => {
                let blocks = self.blocks();
                self.end();
                Some(Block::Quote { alert: kind.map(alert), blocks })
            }
            Tag::CodeBlock(kind) => {
                let mut text = String::new();
                while let Some((Event::Text(piece), _)) =
                    self.events.next_if(|(event, _)| matches!(event, Event::Text(_)))
                {
                    text.push_str(&piece);
                }
                self.end();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                Some(Block::Code { language, text })
            }
            Tag::List(start) => {
                let items = self.items();
                self.end();
                Some(Block::List { start, items })
            }
            Tag::Table(alignments) => {
                let table = self.table(&alignments);
                self.end();
                Some(Block::Table(Box::new(table)))
            }
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks();
                self.end();
                self.definitions.insert(label.to_string(), (blocks, range));
                None
            }
            Tag::HtmlBlock => {
                self.skip_element();
                self.refuse_html(range);
                None
            }
            _ => {
                self.skip_element();
                None
            }
        }
    }

    fn items(&mut self) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        let outer = self.task.take();
        while let Some((Event::Start(Tag::Item), _)) = self.events.peek() {
            self.events.next();
            let blocks = self.blocks();
            self.end();
            items.push(Item { checked: self.task.take(), blocks });
        }
        self.task = outer;
        items
    }

    fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Table<'a> {
        let mut rows = Vec::new();
        while let Some((Event::Start(Tag::TableHead | Tag::TableRow), _)) = self.events.peek() {
            self.events.next();
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.peek() {
                self.events.next();
                cells.push(self.inlines());
                self.end();
            }
            self.end();
            rows.push(cells);
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { alignments: alignments.iter().copied().map(alignment).collect(), head, rows }
    }

    /// The text of a list item that is not set as a paragraph.
    fn plain(&mut self) -> Block<'a> {
        Block::Plain(self.inlines())
    }

    /// Inlines up to the end of the element that holds them, or up to the next block.
    fn inlines(&mut self) -> Vec<Inline<'a>> {
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
                "known here: `article:`, `category:`, `rule:`, `guide:`, `checklist:`, `term:`, `source:`, `page:`, `https:`, `http:`, `mailto:`, `tel:`, `#heading`, and paths of files",
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

    /// Pairs references and definitions.
    fn footnotes(&mut self) -> Vec<Footnote<'a>> {
        let mut definitions = std::mem::take(&mut self.definitions);
        let references = std::mem::take(&mut self.references);
        let mut footnotes = Vec::new();
        for (label, range) in references {
            let blocks = definitions.remove(&label).map(|(blocks, _)| blocks).unwrap_or_else(|| {
                let message = format!("the footnote `{label}` is not defined");
                self.error(Code::Footnote, range, message, &format!("add `[^{label}]: …` at the end of the article"));
                Vec::new()
            });
            footnotes.push(Footnote { label, blocks });
        }
        for (label, (_, range)) in definitions {
            let message = format!("nothing refers to the footnote `{label}`");
            let span = self.file.span(first_line(range, self.file.text()));
            self.diagnostics.push(
                Diagnostic::warning(Code::Footnote, span, message)
                    .hint(format!("refer to it by `[^{label}]`, or remove it")),
            );
        }
        footnotes
    }

    /// A paragraph, or the rule table that stands alone in it.
    fn paragraph(&mut self, content: Vec<Inline<'a>>, range: Range<usize>) -> Block<'a> {
        let quoted = match content.as_slice() {
            [Inline::Text(text)] => text
                .trim()
                .strip_prefix("{{")
                .and_then(|text| text.strip_suffix("}}"))
                .filter(|text| !text.contains("}}")),
            _ => None,
        };
        let Some(quoted) = quoted else {
            return Block::Paragraph(content);
        };
        let (table, columns) = quoted.split_once(':').unwrap_or((quoted, ""));
        let columns = columns.split(',').map(str::trim).filter(|column| !column.is_empty());
        let columns: Option<Vec<_>> = columns.map(|column| column.parse().ok()).collect();
        match (table.trim().parse(), columns) {
            (Ok(table), Some(columns)) => {
                Block::RuleTable(Box::new(TableQuote { table, columns, span: self.file.span(range) }))
            }
            _ => {
                self.bad_quote(quoted, range);
                Block::Paragraph(Vec::new())
            }
        }
    }

    /// Ends a run of text: takes the quotes out of it, and looks at what a typist may have missed.
    fn flush(&mut self, text: &mut Option<Run<'a>>, inlines: &mut Vec<Inline<'a>>) {
        let Some(Run { text: run, range }) = text.take() else {
            return;
        };
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

    /// The id of a heading: as its author gave it, or made of its text.
    fn anchor(&mut self, given: Option<&str>, content: &[Inline<'_>], range: &Range<usize>) -> String {
        if let Some(given) = given {
            if !self.anchors.insert(given.to_owned()) {
                let message = format!("two headings have the id `{given}`");
                self.error(Code::DuplicateId, range.clone(), message, "give one of them another id");
            }
            return given.to_owned();
        }
        let slug = slug(&plain_text(content));
        let anchor = std::iter::once(slug.clone())
            .chain((2..).map(|number| format!("{slug}-{number}")))
            .find(|anchor| !self.anchors.contains(anchor))
            .unwrap_or(slug);
        self.anchors.insert(anchor.clone());
        anchor
    }

    /// Passes over an element that stands too deep, and says so once.
    fn refuse_depth(&mut self, range: Range<usize>) {
        self.skip_element();
        if !std::mem::replace(&mut self.too_deep, true) {
            let range = first_line(range, self.file.text());
            let message = format!("blocks or marks are nested more than {MAX_NESTING} deep");
            self.error(Code::MarkdownNesting, range, message, "write it flatter");
        }
    }

    /// Passes over the rest of an element, however deep it is.
    fn skip_element(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Passes the end of an element.
    fn end(&mut self) {
        let passed = self.events.next();
        debug_assert!(matches!(passed, None | Some((Event::End(_), _))), "elements are balanced: {passed:?}");
    }

    fn refuse_html(&mut self, range: Range<usize>) {
        let range = first_line(range, self.file.text());
        let hint = "use Markdown; to show a `<` as it is, put it into `code`";
        self.error(Code::RawHtml, range, "HTML is not allowed in articles", hint);
    }

    fn bad_quote(&mut self, quoted: &str, range: Range<usize>) {
        let message = format!("`{{{{{quoted}}}}}` is not a quote of a rule table");
        let hint = "a cell is quoted as `{{table.row.column}}`, a table, in a paragraph of its own, as `{{table}}` or `{{table: column, column}}`";
        self.error(Code::BadQuote, range, message, hint);
    }

    fn error(&mut self, code: Code, range: Range<usize>, message: impl Into<String>, hint: &str) {
        self.diagnostics.push(Diagnostic::error(code, self.file.span(range), message).hint(hint));
    }
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

/// Whether a run is `{{table}}` or `{{table: columns}}` and nothing else, to be looked at as a paragraph.
fn is_table_quote(run: &str) -> bool {
    let run = run.trim();
    run.starts_with("{{")
        && run.find("}}") == Some(run.len() - 2)
        && cell_path::<String, String, String>(&run[2..run.len() - 2]).is_none()
}

/// A readable id: letters and digits of any script in lower case, everything else a hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

fn first_line(range: Range<usize>, text: &str) -> Range<usize> {
    let line = text.get(range.clone()).and_then(|text| text.lines().next()).map_or(0, str::len);
    range.start..range.start + line
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_inline_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline(tag),
        Event::End(TagEnd::HtmlBlock) | Event::End(_) | Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Natural,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn anchors_are_readable_in_any_script() {
        assert_eq!(slug("什么时候要备案？"), "什么时候要备案");
        assert_eq!(slug("ECS 与 NAT 网关（2 种）"), "ecs-与-nat-网关-2-种");
        assert_eq!(slug("What you need: a server!"), "what-you-need-a-server");
        assert_eq!(slug("？！"), "section");
    }
}
