//! What is known of a text without reading it again: its question, its summary, its headings, and what it refers to.
//!
//! An outline holds little prose, the question, a summary and the headings, so that memory does not grow with the answers.

use std::collections::BTreeSet;

use crate::analysis::{SaidNumbers, numbers};
use crate::diagnostic::Span;
use crate::markdown::{
    Block, BlockPart, CellQuote, Heading, Image, Inline, SyntaxTree, TableQuote, TextSection, can_be_read,
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
    /// The headings of the answer, in order.
    pub headings: Vec<Heading<'static>>,
    /// The anchors of these headings, which links name.
    pub anchors: BTreeSet<String>,
    /// What the question, and each heading with what follows it, says; nothing of an article in one language.
    pub sections: Vec<TextSection>,
    /// The links, in order.
    pub links: Vec<OutlineLink>,
    /// The images, in order.
    pub images: Vec<Image>,
    /// The cells of rule tables that the answer quotes, in order.
    pub cells: Vec<CellQuote>,
    /// The rule tables that it quotes whole, in order.
    pub tables: Vec<TableQuote>,
    /// The numbers that it says in digits, each once, in the order in which they first stand there.
    pub digits: Vec<String>,
    /// Those that it says in digits or in words.
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

impl Outline {
    pub(super) fn of(question: &[Inline<'_>], question_span: Span, answer: &SyntaxTree<'_>) -> Self {
        let mut outline = Self {
            question: question.iter().map(Inline::to_static).collect(),
            question_span,
            summary: summary(answer).unwrap_or(question).iter().map(Inline::to_static).collect(),
            headings: answer.headings().map(Heading::to_static).collect(),
            anchors: answer.headings().map(|heading| heading.anchor.clone()).collect(),
            sections: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            cells: Vec::new(),
            tables: answer.quoted_tables().cloned().collect(),
            digits: Vec::new(),
            numbers: SaidNumbers::default(),
        };
        let mut written = String::new();
        for inline in answer.inlines() {
            match inline {
                Inline::Text(piece) | Inline::Code(piece) => {
                    written.push_str(piece);
                    written.push('\n');
                }
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
        let mut seen = BTreeSet::new();
        let digits = numbers(&written).into_iter().map(|(_, number)| number);
        outline.digits.extend(digits.filter(|number| seen.insert(*number)).map(str::to_owned));
        outline.numbers.add(&written);
        outline
    }

    /// Where a section begins, counted from that of the question.
    pub fn section_span(&self, place: usize) -> Span {
        let heading = place.checked_sub(1).and_then(|before| self.headings.get(before));
        heading.map_or(self.question_span, |heading| heading.span)
    }
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
