//! Blocks, from the events of the parser. What each kind of block holds is read by the file that is named after it.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag};

use super::anchor::Anchors;
use super::container_line::OpenContainer;
use super::emphasis::Events;
use super::event::is_inline;
use super::footnote::{Footnotes, OpenNote};
use super::inline_context::InlineContext;
use super::place::first_line;
use super::reader::{Dialect, events};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{Alert, AlertKind, Block, Definition, Inline, Item, SyntaxTree, TableQuote};
use crate::name::Locale;
use crate::source::SourceFile;

/// Blocks may stand in blocks this deep.
pub(super) const MAX_NESTING: usize = 32;

/// A tree as it is built of the events of the parser.
pub(super) struct TreeBuilder<'a, 'd> {
    pub(super) file: &'a SourceFile,
    pub(super) locale: Locale,
    pub(super) has_formulas: bool,
    pub(super) events: Peekable<Events<'a>>,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Whether slips that leave the tree as it is are looked for.
    pub(super) lints: bool,
    pub(super) depth: usize,
    too_deep: bool,
    /// The box that the item being read begins with.
    pub(super) task: Option<bool>,
    /// What holds the blocks that are read, within the element that is.
    pub(super) open: Vec<OpenContainer>,
    /// The mark of the alert that the next quote begins with: `[!NOTE] `.
    pub(super) alert_mark: Option<Range<usize>>,
    pub(super) anchors: Anchors,
    pub(super) footnotes: Footnotes<'a>,
    /// Of each element of running text that is being read, the footnote that is open in it.
    pub(super) notes: Vec<Option<OpenNote>>,
}

impl<'a, 'd> TreeBuilder<'a, 'd> {
    /// A builder of what `events` of a file are.
    pub(super) fn new(
        file: &'a SourceFile,
        dialect: Dialect,
        events: Events<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            file,
            locale: dialect.locale,
            has_formulas: dialect.has_formulas,
            events: events.peekable(),
            diagnostics,
            lints: true,
            depth: 0,
            too_deep: false,
            task: None,
            open: Vec::new(),
            alert_mark: None,
            anchors: Anchors::default(),
            footnotes: Footnotes::default(),
            notes: Vec::new(),
        }
    }

    /// The same, of a file whose problems were told.
    pub(super) fn without_lints(self) -> Self {
        Self { lints: false, ..self }
    }

    /// The tree of the whole file.
    pub(super) fn tree(mut self) -> SyntaxTree<'a> {
        let blocks = self.blocks();
        SyntaxTree { blocks, footnotes: self.footnotes.paired(self.file, self.diagnostics) }
    }

    /// The blocks up to the end of the element that holds them.
    fn blocks(&mut self) -> Vec<Block<'a>> {
        let outer = std::mem::take(&mut self.open);
        let blocks = self.container_blocks();
        self.open = outer;
        blocks
    }

    /// The blocks up to the end of the element or the container that holds them.
    fn container_blocks(&mut self) -> Vec<Block<'a>> {
        let level = self.open.len();
        let mut blocks = Vec::new();
        while self.open.len() == level
            && let Some((event, range)) = self.events.peek().cloned()
        {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_inline(&tag) => blocks.push(self.plain()),
                Event::Start(Tag::HtmlBlock) => {
                    self.events.next();
                    self.skip_element();
                    self.html_block(range, &mut blocks);
                }
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
                    self.html_block(range, &mut blocks);
                }
                _ => blocks.push(self.plain()),
            }
        }
        blocks.shrink_to_fit();
        blocks
    }

    /// The blocks of a container, or nothing if it stands too deep.
    pub(super) fn nested_blocks(&mut self) -> Vec<Block<'a>> {
        self.depth += 1;
        let blocks = self.container_blocks();
        self.depth -= 1;
        blocks
    }

    /// A part of the file as running text.
    pub(super) fn inlines_of(&mut self, part: Range<usize>) -> Vec<Inline<'a>> {
        let text = self.file.text();
        let outer = std::mem::replace(&mut self.events, events(text, part.clone(), self.has_formulas).peekable());
        let inlines = match self.events.next() {
            None => Vec::new(),
            Some((Event::Start(Tag::Paragraph), _)) => self.inlines(InlineContext::Line),
            Some(_) => vec![Inline::Text(Cow::Borrowed(&text[part]))],
        };
        self.events = outer;
        inlines
    }

    /// A part of the file as blocks.
    pub(super) fn blocks_of(&mut self, part: Range<usize>) -> Vec<Block<'a>> {
        let events = events(self.file.text(), part, self.has_formulas).peekable();
        let outer = std::mem::replace(&mut self.events, events);
        let blocks = self.blocks();
        self.events = outer;
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
                let content = self.inlines(InlineContext::Paragraph);
                self.end();
                Some(self.paragraph(content, range))
            }
            Tag::Heading { level, .. } => Some(self.heading(level as u8, range)),
            Tag::BlockQuote(kind) => Some(self.quote(kind, range)),
            Tag::CodeBlock(kind) => Some(self.code(&kind, range)),
            Tag::DefinitionList => {
                let definitions = self.definitions();
                self.end();
                Some(Block::Definitions(definitions))
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
                self.footnotes.define(label.to_string(), blocks, range);
                None
            }
            _ => {
                self.skip_element();
                None
            }
        }
    }

    /// A quote, or an alert.
    fn quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) -> Block<'a> {
        let titled = if kind.is_none() { titled_alert(self.file.text(), &range) } else { None };
        self.alert_mark = titled.as_ref().map(|(_, mark)| mark.clone());
        let mut blocks = self.blocks();
        self.end();
        let (kind, title) = match (kind.map(alert), titled) {
            (None, None) => return Block::Quote(blocks),
            (Some(kind), _) => (kind, Vec::new()),
            (None, Some((kind, _))) => (kind, take_title(&mut blocks)),
        };
        Block::Alert(Box::new(Alert { kind, title, blocks }))
    }

    fn definitions(&mut self) -> Vec<Definition<'a>> {
        let mut definitions: Vec<Definition<'a>> = Vec::new();
        while let Some((Event::Start(tag), _)) = self.events.next_if(|(event, _)| matches!(event, Event::Start(_))) {
            let is_term = matches!(tag, Tag::DefinitionListTitle);
            let (term, meaning) =
                if is_term { (Some(self.inlines(InlineContext::Line)), None) } else { (None, Some(self.blocks())) };
            self.end();
            if let Some(definition) = definition_of(&mut definitions, is_term) {
                definition.terms.extend(term);
                definition.meanings.extend(meaning);
            }
        }
        definitions
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

    /// The text of a list item that is not set as a paragraph.
    fn plain(&mut self) -> Block<'a> {
        Block::Plain(self.inlines(InlineContext::Item))
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

    /// Whether a container would stand too deep, which is said once.
    pub(super) fn is_too_deep(&mut self, range: Range<usize>) -> bool {
        let is_too_deep = self.depth >= MAX_NESTING;
        if is_too_deep {
            self.report_depth(range);
        }
        is_too_deep
    }

    /// Passes over an element that stands too deep, and says so once.
    pub(super) fn refuse_depth(&mut self, range: Range<usize>) {
        self.skip_element();
        self.report_depth(range);
    }

    pub(super) fn report_depth(&mut self, range: Range<usize>) {
        if !std::mem::replace(&mut self.too_deep, true) {
            let range = first_line(range, self.file.text());
            let message = format!("blocks or marks are nested more than {MAX_NESTING} deep");
            self.error(Code::MarkdownNesting, range, message, "write it flatter");
        }
    }

    /// Passes over the rest of an element, however deep it is.
    pub(super) fn skip_element(&mut self) {
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
    pub(super) fn end(&mut self) {
        match self.events.next() {
            None | Some((Event::End(_), _)) => {}
            // The parser fills in the cells that rows lack up to a limit, and what follows then belongs to nothing.
            Some((_, range)) => {
                let range = first_line(range, self.file.text());
                let message = "what stands before this is no whole table: too many cells of its rows are left out";
                self.error(Code::MarkdownNesting, range, message, "write as many cells in each row as in the head");
            }
        }
    }

    pub(super) fn bad_quote(&mut self, quoted: &str, range: Range<usize>) {
        let message = format!("`{{{{{quoted}}}}}` is no quote of a rule table or a snippet");
        let hint = "a cell is quoted as `{{table.row.column}}`, a table, in a paragraph of its own, as `{{table}}` or `{{table: column, column}}`, a snippet as `{{snippets/id}}`";
        self.error(Code::BadQuote, range, message, hint);
    }

    pub(super) fn error(&mut self, code: Code, range: Range<usize>, message: impl Into<String>, hint: &str) {
        self.diagnostics.push(Diagnostic::new(code, self.file.span(range), message).hint(hint));
    }
}

/// The definition that the next term or meaning belongs to: a term after meanings begins another.
pub(super) fn definition_of<'d, 'a>(
    definitions: &'d mut Vec<Definition<'a>>,
    is_term: bool,
) -> Option<&'d mut Definition<'a>> {
    if definitions.last().is_none_or(|last| is_term && !last.meanings.is_empty()) {
        definitions.push(Definition::default());
    }
    definitions.last_mut()
}

/// The alert that a quote is by `[!NOTE] Title`, and where that mark stands with the space after it.
fn titled_alert(text: &str, quote: &Range<usize>) -> Option<(AlertKind, Range<usize>)> {
    let line = first_line(quote.clone(), text);
    let written = &text[line.clone()];
    let rest = written.trim_start().strip_prefix('>')?.trim_start();
    let (name, title) = rest.strip_prefix("[!")?.split_once(']')?;
    let kind = AlertKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))?;
    let begins = title.len() - title.trim_start().len();
    let start = line.start + written.len() - rest.len();
    (begins > 0 && !title.trim().is_empty()).then(|| (kind, start..start + rest.len() - title.len() + begins))
}

/// Takes the first line out of blocks.
fn take_title<'a>(blocks: &mut Vec<Block<'a>>) -> Vec<Inline<'a>> {
    let Some(Block::Paragraph(content)) = blocks.first_mut() else {
        return Vec::new();
    };
    let end = content.iter().position(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak));
    let rest = content.split_off(end.unwrap_or(content.len()));
    let title = std::mem::replace(content, rest.into_iter().skip(1).collect());
    if content.is_empty() {
        blocks.remove(0);
    }
    title
}

fn alert(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}
