//! What running text stands in.

/// What running text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InlineContext {
    Paragraph,
    Item,
    /// A heading or a cell, which is one line.
    Line,
    /// An element of running text.
    Element,
    /// The text of a link.
    Label,
}

impl InlineContext {
    /// Whether a line of it could have been a block.
    pub(super) fn has_lines(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item)
    }
}
