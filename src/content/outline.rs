//! What is known of a text without reading it again: its question, its summary, its headings, and what it refers to.
//!
//! An outline holds little prose, the question, a summary and the headings, so that memory does not grow with the answers.

use crate::analysis::SaidNumbers;
use crate::diagnostic::Span;
use crate::markdown::{
    Block, BlockPart, CellQuote, Heading, Image, Inline, SnippetQuote, SyntaxTree, TableQuote, TextSection,
    can_be_read, inlines_within, sections,
};
use crate::name::Target;

/// What is known of a text.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The question: the first-level heading.
    pub question: Vec<Inline<'static>>,
    /// Where the question stands.
    pub question_span: Span,
    /// The first paragraph of the answer; what stands in a list, a quote or a table where there is none, and the question where
    /// nothing of it can be read.
    pub summary: Vec<Inline<'static>>,
    /// The headings of the answer, in order, those of snippets that it quotes among them.
    pub headings: Vec<Heading<'static>>,
    /// The places of these in the order of their anchors.
    by_anchor: Box<[u32]>,
    /// The anchors of headings that stand within other blocks, and so in no list of contents; in order.
    inner_anchors: Box<[String]>,
    /// What the question, and each heading with what follows it, says; nothing of an article in one language.
    pub sections: Vec<TextSection>,
    /// The links, in order, and in what follows, too, those of snippets that the answer quotes.
    pub links: Vec<OutlineLink>,
    /// The images, in order.
    pub images: Vec<Image>,
    /// The cells of rule tables that the answer quotes, in order.
    pub cells: Vec<CellQuote>,
    /// The rule tables that it quotes whole, in order.
    pub tables: Vec<TableQuote>,
    /// The snippets that question and answer quote themselves, in order.
    pub snippets: Vec<SnippetQuote>,
    /// Whether it holds formulas.
    pub has_formulas: bool,
    /// The numbers that the answer says, but for those of snippets; nothing of an article in one language.
    pub numbers: SaidNumbers,
}

/// A link of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineLink {
    /// Where it leads, as it is written.
    pub target: Target,
    /// Whether the title of the target stands for its text.
    pub titled: bool,
    /// Where it stands.
    pub span: Span,
}

/// A text as it is written, with snippets quoted.
pub(super) struct WrittenTree<'w, 's> {
    pub(super) question: &'w [Inline<'s>],
    /// Where the question stands, or else the first line.
    pub(super) begins: Span,
    pub(super) answer: &'w SyntaxTree<'s>,
    /// Whether there is a text in another language, too.
    pub(super) is_translated: bool,
}

impl Outline {
    /// That of a text, of which question and answer are `filled` in.
    pub(super) fn of(written: &WrittenTree<'_, '_>, question: &[Inline<'_>], answer: &SyntaxTree<'_>) -> Self {
        let sections = if written.is_translated { sections(written.question, written.answer) } else { Vec::new() };
        let asked = inlines_within(written.question);
        let asked = asked.into_iter().filter_map(|inline| match inline {
            Inline::Snippet(quote) => Some((**quote).clone()),
            _ => None,
        });
        let inlines = written.answer.inlines();
        let headings: Vec<_> = answer.headings().map(Heading::to_static).collect();
        let by_anchor = by_anchor(&headings);
        let is_inner = |anchor: &&str| place_of(anchor, &headings, &by_anchor).is_none();
        let mut inner_anchors: Box<[String]> = answer.anchors().filter(is_inner).map(str::to_owned).collect();
        inner_anchors.sort_unstable();
        let mut outline = Self {
            question: question.iter().map(Inline::to_static).collect(),
            question_span: written.begins,
            summary: summary(answer).unwrap_or(question).iter().map(Inline::to_static).collect(),
            headings,
            by_anchor,
            inner_anchors,
            sections,
            links: Vec::new(),
            images: Vec::new(),
            cells: Vec::new(),
            tables: answer.quoted_tables().cloned().collect(),
            snippets: asked.chain(written.answer.snippet_quotes().cloned()).collect(),
            has_formulas: inlines.iter().any(|inline| matches!(inline, Inline::Formula(_))),
            numbers: if written.is_translated { said_numbers(&inlines) } else { SaidNumbers::default() },
        };
        for inline in answer.inlines() {
            match inline {
                Inline::Link(link) => outline.links.push(OutlineLink {
                    target: link.target.clone(),
                    titled: link.content.is_empty(),
                    span: link.span,
                }),
                Inline::Image(image) => outline.images.push((**image).clone()),
                Inline::Quote(quote) => outline.cells.push((**quote).clone()),
                _ => {}
            }
        }
        outline.shrink();
        outline
    }

    /// Gives back the room that nothing needs.
    fn shrink(&mut self) {
        self.headings.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.links.shrink_to_fit();
        self.images.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.snippets.shrink_to_fit();
    }

    /// Whether a heading has an anchor, which links name: one that stands within another block, too.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        place_of(anchor, &self.headings, &self.by_anchor).is_some()
            || self.inner_anchors.binary_search_by(|known| known.as_str().cmp(anchor)).is_ok()
    }

    /// The anchors of all headings, those within other blocks last.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let of_headings = self.by_anchor.iter().map(|place| self.headings[*place as usize].anchor.as_str());
        of_headings.chain(self.inner_anchors.iter().map(String::as_str))
    }

    /// Whether something stands in the text itself, and not in a snippet that it quotes.
    pub(crate) fn is_own(&self, place: Span) -> bool {
        place.file == self.question_span.file
    }

    /// The headings that stand in the text itself, of which its sections are made.
    pub(crate) fn own_headings(&self) -> impl Iterator<Item = &Heading<'static>> {
        self.headings.iter().filter(|heading| self.is_own(heading.span))
    }

    /// Where a section begins, counted from that of the question.
    pub fn section_span(&self, place: usize) -> Span {
        let heading = place.checked_sub(1).and_then(|before| self.own_headings().nth(before));
        heading.map_or(self.question_span, |heading| heading.span)
    }
}

/// The places of headings in the order of their anchors. No text has as many as there are places.
fn by_anchor(headings: &[Heading<'_>]) -> Box<[u32]> {
    let mut places: Box<[u32]> = (0..).take(headings.len()).collect();
    places.sort_unstable_by_key(|place| headings[*place as usize].anchor.as_str());
    places
}

/// The place of the heading that has an anchor.
fn place_of(anchor: &str, headings: &[Heading<'_>], by_anchor: &[u32]) -> Option<usize> {
    let found = by_anchor.binary_search_by(|place| headings[*place as usize].anchor.as_str().cmp(anchor));
    found.ok().map(|found| by_anchor[found] as usize)
}

fn said_numbers(inlines: &[&Inline<'_>]) -> SaidNumbers {
    let mut said = String::new();
    for inline in inlines {
        if let Inline::Text(piece) | Inline::Code(piece) = inline {
            said.push_str(piece);
            said.push('\n');
        }
    }
    SaidNumbers::of(&said)
}

fn summary<'d, 's>(answer: &'d SyntaxTree<'s>) -> Option<&'d [Inline<'s>]> {
    let mut paragraphs = answer.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(content) => Some(content.as_slice()),
        _ => None,
    });
    paragraphs.find(|content| can_be_read(content)).or_else(|| answer.blocks.iter().find_map(first_text))
}

/// The first text within a block that can be read.
fn first_text<'d, 's>(block: &'d Block<'s>) -> Option<&'d [Inline<'s>]> {
    if let Block::Heading(_) = block {
        return None;
    }
    block.parts().into_iter().find_map(|part| match part {
        BlockPart::Text(content) => Some(content).filter(|text| can_be_read(text)),
        BlockPart::Blocks(blocks) => blocks.iter().find_map(first_text),
        BlockPart::Code(_) => None,
    })
}
