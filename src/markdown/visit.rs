//! Walks through a [`SyntaxTree`].

use std::borrow::Cow;

use super::plain::{AsWritten, Referents, plain_text};
use super::tree::{Block, Details, Heading, Inline, Link, SnippetQuote, SyntaxTree, TableQuote};
use crate::analysis::is_visible;

/// A part of a block.
pub(crate) enum BlockPart<'d, 's> {
    /// Running text.
    Text(&'d [Inline<'s>]),
    /// Code, or the name of a block of it.
    Code(&'d str),
    /// Blocks within it.
    Blocks(&'d [Block<'s>]),
}

impl<'s> Block<'s> {
    /// What it holds, in the order in which it is read. Rule tables that are quoted are not written here.
    pub(crate) fn parts(&self) -> Vec<BlockPart<'_, 's>> {
        match self {
            Self::Heading(heading) => vec![BlockPart::Text(&heading.content)],
            Self::Paragraph(content) | Self::Plain(content) => vec![BlockPart::Text(content)],
            Self::Code(code) => {
                code.title.as_deref().into_iter().chain([code.text.as_str()]).map(BlockPart::Code).collect()
            }
            Self::Quote(blocks) => vec![BlockPart::Blocks(blocks)],
            Self::Alert(alert) => vec![BlockPart::Text(&alert.title), BlockPart::Blocks(&alert.blocks)],
            Self::Details(details) => details.parts().into(),
            Self::Tabs(tabs) => tabs.iter().flat_map(Details::parts).collect(),
            Self::Definitions(definitions) => definitions
                .iter()
                .flat_map(|definition| {
                    let terms = definition.terms.iter().map(|term| BlockPart::Text(term));
                    terms.chain(definition.meanings.iter().map(|meaning| BlockPart::Blocks(meaning)))
                })
                .collect(),
            Self::List { items, .. } => items.iter().map(|item| BlockPart::Blocks(&item.blocks)).collect(),
            Self::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).map(|cell| BlockPart::Text(cell)).collect()
            }
            Self::Break | Self::RuleTable(_) => Vec::new(),
        }
    }
}

impl<'s> Details<'s> {
    fn parts(&self) -> [BlockPart<'_, 's>; 2] {
        [BlockPart::Text(&self.title), BlockPart::Blocks(&self.blocks)]
    }
}

impl<'s> SyntaxTree<'s> {
    /// All blocks, outer ones first, footnotes last.
    pub(crate) fn blocks(&self) -> Vec<&Block<'s>> {
        fn collect<'d, 's>(blocks: &'d [Block<'s>], all: &mut Vec<&'d Block<'s>>) {
            for block in blocks {
                all.push(block);
                for part in block.parts() {
                    if let BlockPart::Blocks(blocks) = part {
                        collect(blocks, all);
                    }
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
        let mut all = Vec::new();
        for block in self.blocks() {
            for part in block.parts() {
                if let BlockPart::Text(content) = part {
                    collect_inlines(content, &mut all);
                }
            }
        }
        all
    }

    /// The text of each block, without marks; footnotes last.
    pub(crate) fn lines(&self, referents: &dyn Referents) -> Vec<String> {
        let mut lines = Vec::new();
        for block in self.blocks() {
            for part in block.parts() {
                match part {
                    BlockPart::Text(content) => lines.push(plain_text(content, referents)),
                    BlockPart::Code(code) => lines.push(code.to_owned()),
                    BlockPart::Blocks(_) => {}
                }
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

    /// The snippets that it quotes.
    pub(crate) fn snippet_quotes(&self) -> impl Iterator<Item = &SnippetQuote> {
        self.inlines()
            .into_iter()
            .filter_map(|inline| if let Inline::Snippet(quote) = inline { Some(&**quote) } else { None })
    }

    /// The anchors of all headings, those within other blocks too.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks().into_iter();
        blocks
            .filter_map(|block| if let Block::Heading(heading) = block { Some(heading.anchor.as_str()) } else { None })
    }

    /// The headings of all levels, in order, but for those within other blocks.
    pub fn headings(&self) -> impl Iterator<Item = &Heading<'s>> {
        self.blocks.iter().filter_map(|block| if let Block::Heading(heading) = block { Some(&**heading) } else { None })
    }
}

/// All of some inlines and those within them, outer ones first.
pub(crate) fn inlines_within<'d, 's>(inlines: &'d [Inline<'s>]) -> Vec<&'d Inline<'s>> {
    let mut all = Vec::new();
    collect_inlines(inlines, &mut all);
    all
}

/// Whether anything of inlines can be read: a quote and the title of a target can, whatever they are.
pub(crate) fn can_be_read(inlines: &[Inline<'_>]) -> bool {
    let refers = |inline: &Inline<'_>| match inline {
        Inline::Quote(_) | Inline::Snippet(_) => true,
        Inline::Link(link) => link.content.is_empty(),
        _ => false,
    };
    is_visible(&plain_text(inlines, &AsWritten)) || inlines_within(inlines).into_iter().any(refers)
}

fn collect_inlines<'d, 's>(inlines: &'d [Inline<'s>], all: &mut Vec<&'d Inline<'s>>) {
    for inline in inlines {
        all.push(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Element(_, content) => {
                collect_inlines(content, all);
            }
            Inline::Link(link) => collect_inlines(&link.content, all),
            _ => {}
        }
    }
}

impl Inline<'_> {
    /// The same, whatever becomes of the file that it was read from.
    pub(crate) fn to_static(&self) -> Inline<'static> {
        let all = |inlines: &[Inline<'_>]| inlines.iter().map(Inline::to_static).collect();
        match self {
            Self::Text(text) => Inline::Text(Cow::Owned(text.to_string())),
            Self::Code(text) => Inline::Code(Cow::Owned(text.to_string())),
            Self::Emphasis(content) => Inline::Emphasis(all(content)),
            Self::Strong(content) => Inline::Strong(all(content)),
            Self::Strikethrough(content) => Inline::Strikethrough(all(content)),
            Self::Element(element, content) => Inline::Element(*element, all(content)),
            Self::Link(link) => Inline::Link(Box::new(Link {
                target: link.target.clone(),
                content: all(&link.content),
                span: link.span,
            })),
            Self::Image(image) => Inline::Image(image.clone()),
            Self::SoftBreak => Inline::SoftBreak,
            Self::HardBreak => Inline::HardBreak,
            Self::Footnote(footnote) => Inline::Footnote(*footnote),
            Self::Quote(quote) => Inline::Quote(quote.clone()),
            Self::Formula(formula) => Inline::Formula(formula.clone()),
            Self::Snippet(quote) => Inline::Snippet(quote.clone()),
        }
    }
}

impl Heading<'_> {
    /// The same, whatever becomes of the file that it was read from.
    pub(crate) fn to_static(&self) -> Heading<'static> {
        Heading {
            level: self.level,
            anchor: self.anchor.clone(),
            named: self.named,
            content: self.content.iter().map(Inline::to_static).collect(),
            span: self.span,
        }
    }
}
