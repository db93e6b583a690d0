//! The text of inlines without marks, and what it takes from other files.

use std::borrow::Cow;

use super::tree::{CellQuote, Inline, Link};
use crate::analysis::joins_lines;
use crate::name::Target;

/// What other files say of that to which a text refers.
pub trait Referents {
    /// What a quoted cell says; `None` if there is no such cell.
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>>;
    /// The title of a link's target, which stands for the text that the link lacks; `None` if the target has none.
    fn title(&self, target: &Target) -> Option<Cow<'_, str>>;
}

/// A text by itself: nothing is known of other files.
pub(crate) struct AsWritten;

impl Referents for AsWritten {
    fn cell(&self, _quote: &CellQuote) -> Option<Cow<'_, str>> {
        None
    }

    fn title(&self, _target: &Target) -> Option<Cow<'_, str>> {
        None
    }
}

/// The text of inlines, without marks: what a reader would read aloud.
pub fn plain_text(inlines: &[Inline<'_>], referents: &dyn Referents) -> String {
    let mut out = String::new();
    write_plain(inlines, referents, &mut out);
    out
}

fn write_plain(inlines: &[Inline<'_>], referents: &dyn Referents, out: &mut String) {
    for (index, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Element(_, content) => {
                write_plain(content, referents, out);
            }
            Inline::Link(link) => match title(link, referents) {
                Some(title) => out.push_str(&title),
                None => write_plain(&link.content, referents, out),
            },
            Inline::Formula(formula) => out.push_str(&formula.tex),
            Inline::Image(image) => out.push_str(&image.alternative),
            Inline::SoftBreak => {
                if !joins(out.chars().next_back(), &inlines[index + 1..], referents) {
                    out.push(' ');
                }
            }
            Inline::HardBreak => out.push(' '),
            Inline::Footnote(_) | Inline::Snippet(_) => {}
            Inline::Quote(quote) => out.push_str(&referents.cell(quote).unwrap_or_default()),
        }
    }
}

/// The title that stands for the text of a link.
pub(super) fn title<'r>(link: &Link<'_>, referents: &'r dyn Referents) -> Option<Cow<'r, str>> {
    link.content.is_empty().then(|| referents.title(&link.target)).flatten()
}

/// Whether a line end between what was written and what follows is no space: between two full-width characters.
pub(super) fn joins(before: Option<char>, after: &[Inline<'_>], referents: &dyn Referents) -> bool {
    joins_lines(before, first_character(after, referents))
}

/// So many inlines are looked at for their first character: a row of images has none.
const LOOK_AHEAD: usize = 16;

fn first_character(inlines: &[Inline<'_>], referents: &dyn Referents) -> Option<char> {
    inlines.iter().take(LOOK_AHEAD).find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.chars().next(),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Element(_, content) => first_character(content, referents),
        Inline::Link(link) => match title(link, referents) {
            Some(title) => title.chars().next(),
            None => first_character(&link.content, referents),
        },
        Inline::Formula(formula) => formula.tex.chars().next(),
        Inline::Quote(quote) => referents.cell(quote)?.chars().next(),
        Inline::Image(_) | Inline::SoftBreak | Inline::HardBreak | Inline::Footnote(_) | Inline::Snippet(_) => None,
    })
}
