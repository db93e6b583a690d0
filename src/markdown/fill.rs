//! Trees with the snippets in them that they quote.
//!
//! A tree says only which snippets it quotes. Whoever shows it has it filled in: a new tree, in which each quote that is a paragraph
//! of its own is replaced by the blocks of its snippet, and each within running text by the one paragraph that its snippet is.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::tree::{
    Alert, Block, Definition, Details, Footnote, Heading, Inline, Item, Link, SnippetQuote, SyntaxTree, Table,
};
use crate::name::{SnippetId, Target};

/// What snippets bring into one text, their characters and 32 for each block and each piece of running text, is at most 1 MiB.
const MAX_FILLED: usize = 1 << 20;

/// A tree that was filled in, and what could not be.
#[derive(Debug, Default)]
pub struct FilledTree {
    /// The tree; what could not be filled in is left out.
    pub tree: SyntaxTree<'static>,
    /// The quotes that nothing stands for, in order.
    pub unfilled: Vec<Unfilled>,
}

/// A quote that nothing stands for.
#[derive(Clone, Debug)]
pub struct Unfilled {
    /// The quote.
    pub quote: SnippetQuote,
    /// Why that is so.
    pub reason: UnfilledReason,
}

/// Why nothing stands for a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfilledReason {
    /// There is no such snippet in the language of the text.
    NotThere,
    /// It stands within running text, and its snippet is more than a paragraph.
    SeveralBlocks,
    /// The text would become too long.
    TooLong,
}

impl SyntaxTree<'_> {
    /// The tree with the snippets that it quotes, whose trees are filled in themselves.
    pub(crate) fn filled<'t>(
        &'t self,
        snippet: &'t dyn Fn(&SnippetId) -> Option<&'t SyntaxTree<'static>>,
    ) -> FilledTree {
        let mut filler = Filler {
            snippet,
            tree: self,
            within: None,
            anchors: self.anchors().map(str::to_owned).collect(),
            renamed: HashMap::new(),
            footnotes: Vec::new(),
            places: HashMap::new(),
            room: MAX_FILLED,
            unfilled: Vec::new(),
        };
        let blocks = filler.blocks(&self.blocks);
        let mut footnotes = Vec::new();
        // A footnote may refer to another.
        while let Some((tree, within, footnote)) = filler.footnotes.get(footnotes.len()).copied() {
            (filler.tree, filler.within) = (tree, within);
            let blocks = filler.blocks(&footnote.blocks);
            footnotes.push(Footnote { label: footnote.label.clone(), blocks });
        }
        FilledTree { tree: SyntaxTree { blocks, footnotes }, unfilled: filler.unfilled }
    }
}

/// Copies a tree.
struct Filler<'t> {
    snippet: &'t dyn Fn(&SnippetId) -> Option<&'t SyntaxTree<'static>>,
    /// What is copied.
    tree: &'t SyntaxTree<'t>,
    /// The snippet that it is; `None` of the text itself.
    within: Option<&'t SnippetId>,
    /// The anchors of the headings so far. Those of the text itself are taken before any of a snippet.
    anchors: HashSet<String>,
    /// The anchors of the snippet that is copied, each with the one that it has here.
    renamed: HashMap<&'t str, String>,
    /// The footnotes that were referred to, each in its tree.
    footnotes: Vec<(&'t SyntaxTree<'t>, Option<&'t SnippetId>, &'t Footnote<'t>)>,
    places: HashMap<(Option<&'t SnippetId>, usize), usize>,
    /// How much more snippets may bring.
    room: usize,
    unfilled: Vec<Unfilled>,
}

impl<'t> Filler<'t> {
    fn blocks(&mut self, blocks: &'t [Block<'t>]) -> Vec<Block<'static>> {
        let mut filled = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block {
                Block::Paragraph(content) | Block::Plain(content) => match content.as_slice() {
                    [Inline::Snippet(quote)] => {
                        let blocks = self.of_snippet(quote, |filler, tree| Some(filler.blocks(&tree.blocks)));
                        filled.extend(match (block, blocks.unwrap_or_default()) {
                            (Block::Plain(_), mut blocks) => match blocks.as_mut_slice() {
                                [Block::Paragraph(content)] => vec![Block::Plain(std::mem::take(content))],
                                _ => blocks,
                            },
                            (_, blocks) => blocks,
                        });
                    }
                    _ => filled.push(self.block(block)),
                },
                _ => filled.push(self.block(block)),
            }
        }
        filled
    }

    /// What a snippet is copied to.
    fn of_snippet<T>(
        &mut self,
        quote: &'t SnippetQuote,
        copy: impl FnOnce(&mut Self, &'t SyntaxTree<'t>) -> Option<T>,
    ) -> Option<T> {
        let reason = match (self.snippet)(&quote.snippet) {
            None => UnfilledReason::NotThere,
            Some(tree) => {
                let outer = (std::mem::replace(&mut self.tree, tree), self.within.replace(&quote.snippet));
                let renamed = tree.anchors().map(|anchor| (anchor, self.free_anchor(anchor))).collect();
                let renamed = std::mem::replace(&mut self.renamed, renamed);
                let copied = if self.room == 0 { None } else { copy(self, tree) };
                (self.tree, self.within) = outer;
                self.renamed = renamed;
                match copied {
                    _ if self.room == 0 => UnfilledReason::TooLong,
                    Some(copied) => return Some(copied),
                    None => UnfilledReason::SeveralBlocks,
                }
            }
        };
        self.unfilled.push(Unfilled { quote: quote.clone(), reason });
        None
    }

    /// Takes the room of a piece of a snippet.
    fn take_room(&mut self, text: &str) {
        if self.within.is_some() {
            self.room = self.room.saturating_sub(text.len() + 32);
        }
    }

    fn block(&mut self, block: &'t Block<'t>) -> Block<'static> {
        self.take_room("");
        match block {
            Block::Heading(heading) => Block::Heading(Box::new(self.heading(heading))),
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            Block::Plain(content) => Block::Plain(self.inlines(content)),
            Block::Code(code) => {
                self.take_room(&code.text);
                Block::Code(code.clone())
            }
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks)),
            Block::Alert(alert) => Block::Alert(Box::new(Alert {
                kind: alert.kind,
                title: self.inlines(&alert.title),
                blocks: self.blocks(&alert.blocks),
            })),
            Block::Details(details) => Block::Details(Box::new(self.details(details))),
            Block::Tabs(tabs) => Block::Tabs(tabs.iter().map(|tab| self.details(tab)).collect()),
            Block::Definitions(definitions) => {
                let copied = definitions.iter().map(|definition| Definition {
                    terms: definition.terms.iter().map(|term| self.inlines(term)).collect(),
                    meanings: definition.meanings.iter().map(|meaning| self.blocks(meaning)).collect(),
                });
                Block::Definitions(copied.collect())
            }
            Block::List { start, items } => {
                let items = items.iter().map(|item| Item { checked: item.checked, blocks: self.blocks(&item.blocks) });
                Block::List { start: *start, items: items.collect() }
            }
            Block::Table(table) => {
                let head = table.head.iter().map(|cell| self.inlines(cell)).collect();
                let rows = table.rows.iter().map(|row| row.iter().map(|cell| self.inlines(cell)).collect()).collect();
                Block::Table(Box::new(Table { alignments: table.alignments.clone(), head, rows }))
            }
            Block::Break => Block::Break,
            Block::RuleTable(quote) => Block::RuleTable(quote.clone()),
        }
    }

    /// The anchor of a heading of a snippet: if it is taken, with a number.
    fn free_anchor(&mut self, anchor: &str) -> String {
        let mut free = anchor.to_owned();
        let mut number = 0_usize;
        while !self.anchors.insert(free.clone()) {
            number += 1;
            free = format!("{anchor}-{number}");
        }
        free
    }

    /// A heading; one of a snippet whose anchor is taken has another.
    fn heading(&mut self, heading: &'t Heading<'t>) -> Heading<'static> {
        let anchor = self.renamed.get(heading.anchor.as_str()).unwrap_or(&heading.anchor).clone();
        let (level, named, span) = (heading.level, heading.named, heading.span);
        Heading { level, anchor, named, content: self.inlines(&heading.content), span }
    }

    fn details(&mut self, details: &'t Details<'t>) -> Details<'static> {
        Details { title: self.inlines(&details.title), blocks: self.blocks(&details.blocks) }
    }

    fn inlines(&mut self, inlines: &'t [Inline<'t>]) -> Vec<Inline<'static>> {
        let mut filled = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Snippet(quote) => {
                    let running = self.of_snippet(quote, |filler, tree| match tree.blocks.as_slice() {
                        [Block::Paragraph(content)] => Some(filler.inlines(content)),
                        _ => None,
                    });
                    filled.extend(running.unwrap_or_default());
                }
                inline => filled.push(self.inline(inline)),
            }
        }
        filled
    }

    fn inline(&mut self, inline: &'t Inline<'t>) -> Inline<'static> {
        match inline {
            Inline::Text(text) | Inline::Code(text) => self.take_room(text),
            _ => self.take_room(""),
        }
        match inline {
            Inline::Emphasis(content) => Inline::Emphasis(self.inlines(content)),
            Inline::Strong(content) => Inline::Strong(self.inlines(content)),
            Inline::Strikethrough(content) => Inline::Strikethrough(self.inlines(content)),
            Inline::Element(element, content) => Inline::Element(*element, self.inlines(content)),
            Inline::Link(link) => {
                let content = without_links(self.inlines(&link.content));
                let target = match &link.target {
                    // A snippet means its own headings.
                    Target::Anchor(anchor) => {
                        Target::Anchor(self.renamed.get(anchor.as_str()).unwrap_or(anchor).clone())
                    }
                    target => target.clone(),
                };
                Inline::Link(Box::new(Link { target, content, span: link.span }))
            }
            Inline::Footnote(index) => match self.tree.footnotes.get(*index) {
                Some(footnote) => {
                    let next = self.footnotes.len();
                    let place = *self.places.entry((self.within, *index)).or_insert(next);
                    if place == next {
                        self.footnotes.push((self.tree, self.within, footnote));
                    }
                    Inline::Footnote(place)
                }
                None => Inline::Text(Cow::Borrowed("")),
            },
            other => other.to_static(),
        }
    }
}

/// Running text in a link: links in it are their texts.
fn without_links(inlines: Vec<Inline<'static>>) -> Vec<Inline<'static>> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Link(link) => out.extend(link.content),
            Inline::Emphasis(content) => out.push(Inline::Emphasis(without_links(content))),
            Inline::Strong(content) => out.push(Inline::Strong(without_links(content))),
            Inline::Strikethrough(content) => out.push(Inline::Strikethrough(without_links(content))),
            Inline::Element(element, content) => out.push(Inline::Element(element, without_links(content))),
            Inline::Footnote(_) => {}
            other => out.push(other),
        }
    }
    out
}
