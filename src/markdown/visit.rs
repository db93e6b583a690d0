//! Walks through a [`Document`].

use super::{Block, Document, Heading, Inline, TableQuote, plain_text};

impl<'s> Document<'s> {
    /// All blocks, outer ones first, footnotes last.
    pub(crate) fn blocks(&self) -> Vec<&Block<'s>> {
        fn collect<'d, 's>(blocks: &'d [Block<'s>], all: &mut Vec<&'d Block<'s>>) {
            for block in blocks {
                all.push(block);
                match block {
                    Block::Quote { blocks, .. } => collect(blocks, all),
                    Block::List { items, .. } => items.iter().for_each(|item| collect(&item.blocks, all)),
                    _ => {}
                }
            }
        }
        let mut all = Vec::new();
        collect(&self.blocks, &mut all);
        self.footnotes.iter().for_each(|footnote| collect(&footnote.blocks, &mut all));
        all
    }

    /// All inlines, outer ones first, footnotes last.
    pub(crate) fn inlines(&self) -> Vec<&Inline<'s>> {
        fn collect<'d, 's>(inlines: &'d [Inline<'s>], all: &mut Vec<&'d Inline<'s>>) {
            for inline in inlines {
                all.push(inline);
                match inline {
                    Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                        collect(content, all);
                    }
                    Inline::Link(link) => collect(&link.content, all),
                    _ => {}
                }
            }
        }
        let mut all = Vec::new();
        for block in self.blocks() {
            match block {
                Block::Heading(heading) => collect(&heading.content, &mut all),
                Block::Paragraph(content) | Block::Plain(content) => collect(content, &mut all),
                Block::Table(table) => {
                    table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| collect(cell, &mut all));
                }
                _ => {}
            }
        }
        all
    }

    /// The text of each block, without marks; footnotes last.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for block in self.blocks() {
            match block {
                Block::Heading(heading) => lines.push(plain_text(&heading.content)),
                Block::Paragraph(content) | Block::Plain(content) => lines.push(plain_text(content)),
                Block::Table(table) => {
                    lines.extend(table.head.iter().chain(table.rows.iter().flatten()).map(|cell| plain_text(cell)));
                }
                Block::Code { text, .. } => lines.push(text.to_string()),
                _ => {}
            }
        }
        lines
    }

    /// The rule tables that it quotes whole.
    pub(crate) fn quoted_tables(&self) -> impl Iterator<Item = &TableQuote> {
        self.blocks()
            .into_iter()
            .filter_map(|block| if let Block::RuleTable(quote) = block { Some(&**quote) } else { None })
    }

    /// The headings of all levels, in order.
    pub fn headings(&self) -> impl Iterator<Item = &Heading<'s>> {
        self.blocks.iter().filter_map(|block| if let Block::Heading(heading) = block { Some(&**heading) } else { None })
    }

    /// Calls `visit` with every inline, outer ones first, footnotes last.
    pub(crate) fn visit_inlines(&mut self, visit: &mut dyn FnMut(&mut Inline<'s>)) {
        visit_blocks(&mut self.blocks, visit);
        for footnote in &mut self.footnotes {
            visit_blocks(&mut footnote.blocks, visit);
        }
    }
}

fn visit_blocks<'s>(blocks: &mut [Block<'s>], visit: &mut dyn FnMut(&mut Inline<'s>)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => visit_inlines(&mut heading.content, visit),
            Block::Paragraph(content) | Block::Plain(content) => visit_inlines(content, visit),
            Block::Quote { blocks, .. } => visit_blocks(blocks, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| visit_blocks(&mut item.blocks, visit)),
            Block::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| visit_inlines(cell, visit));
            }
            Block::Code { .. } | Block::Break | Block::RuleTable(_) => {}
        }
    }
}

/// Calls `visit` with every inline, outer ones first.
pub(crate) fn visit_inlines<'s>(inlines: &mut [Inline<'s>], visit: &mut dyn FnMut(&mut Inline<'s>)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                visit_inlines(content, visit);
            }
            Inline::Link(link) => visit_inlines(&mut link.content, visit),
            _ => {}
        }
    }
}
