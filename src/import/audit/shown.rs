//! What readers of a new page see: its words, and the addresses that it leads to.

use std::collections::HashSet;

use super::words::{PageWords, WordKind};
use crate::import::letters::letters;
use crate::markdown::{self, Block, BlockPart, Dialect, Inline};
use crate::name::Target;
use crate::source::SourceFile;

/// A page of the new site.
#[derive(Debug, Default)]
pub(super) struct ShownPage {
    pub(super) words: PageWords,
    /// Other sites' addresses, without the marks between their letters.
    pub(super) addresses: HashSet<String>,
}

impl ShownPage {
    /// What is shown of a text.
    pub(super) fn of(text: &str, dialect: Dialect) -> Self {
        let file = SourceFile::in_memory("content/faq/a/a.md", text);
        let tree = markdown::parse_again(&file, dialect);
        let mut page = Self::default();
        page.blocks(&tree.blocks);
        tree.footnotes.iter().for_each(|footnote| page.blocks(&footnote.blocks));
        page
    }

    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            for part in block.parts() {
                match part {
                    BlockPart::Text(content) => self.inlines(content),
                    BlockPart::Code(code) => self.words.push_text(code, 0, WordKind::Code),
                    BlockPart::Blocks(blocks) => self.blocks(blocks),
                }
                self.words.part();
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline<'_>]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.words.push_text(text, 0, WordKind::Text),
                Inline::Code(text) => self.words.push_text(text, 0, WordKind::Code),
                Inline::Formula(formula) => self.words.push_apart(&formula.tex, (0, 0)),
                Inline::Image(image) => {
                    self.words.push_apart(&image.alternative, (0, 0));
                    self.addresses.insert(letters_of_address(image.source.as_str()));
                }
                Inline::Link(link) => {
                    if let Target::External(address) = &link.target {
                        self.addresses.insert(letters_of_address(address));
                    }
                    self.inlines(&link.content);
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Element(_, content) => self.inlines(content),
                Inline::SoftBreak | Inline::HardBreak => self.words.part(),
                Inline::Footnote(_) | Inline::Quote(_) | Inline::Snippet(_) => {}
            }
        }
    }
}

/// The letters and digits of an address, which its ways of writing have in common.
pub(super) fn letters_of_address(address: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
    letters(&decoded)
}
