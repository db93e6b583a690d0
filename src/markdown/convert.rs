//! Texts of a tree, written otherwise.

use std::borrow::Cow;

use super::tree::{Block, Inline, SyntaxTree};

impl SyntaxTree<'_> {
    /// Puts something else in the place of each piece of text; code, addresses, anchors and names of files stay.
    pub(crate) fn convert_texts(&mut self, convert: &dyn Fn(&str) -> String) {
        blocks(&mut self.blocks, convert);
        self.footnotes.iter_mut().for_each(|footnote| blocks(&mut footnote.blocks, convert));
    }
}

fn blocks(all: &mut [Block<'_>], convert: &dyn Fn(&str) -> String) {
    for block in all {
        match block {
            Block::Heading(heading) => inlines(&mut heading.content, convert),
            Block::Paragraph(content) | Block::Plain(content) => inlines(content, convert),
            Block::Quote(content) => blocks(content, convert),
            Block::Alert(alert) => {
                inlines(&mut alert.title, convert);
                blocks(&mut alert.blocks, convert);
            }
            Block::Details(details) => {
                inlines(&mut details.title, convert);
                blocks(&mut details.blocks, convert);
            }
            Block::Tabs(tabs) => {
                for tab in tabs {
                    inlines(&mut tab.title, convert);
                    blocks(&mut tab.blocks, convert);
                }
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter_mut().for_each(|term| inlines(term, convert));
                    definition.meanings.iter_mut().for_each(|meaning| blocks(meaning, convert));
                }
            }
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(&mut item.blocks, convert)),
            Block::Table(table) => {
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| inlines(cell, convert));
            }
            Block::Code(_) | Block::Break | Block::RuleTable(_) => {}
        }
    }
}

fn inlines(all: &mut [Inline<'_>], convert: &dyn Fn(&str) -> String) {
    for inline in all {
        match inline {
            Inline::Text(text) => *text = Cow::Owned(convert(text)),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Element(_, content) => inlines(content, convert),
            Inline::Link(link) => inlines(&mut link.content, convert),
            Inline::Image(image) => image.alternative = convert(&image.alternative),
            Inline::Code(_)
            | Inline::Formula(_)
            | Inline::SoftBreak
            | Inline::HardBreak
            | Inline::Footnote(_)
            | Inline::Quote(_)
            | Inline::Snippet(_) => {}
        }
    }
}
