//! Character references, such as `&#27;`: what they stand for is looked at as if it stood there.

use std::ops::Range;

use super::builder::TreeBuilder;
use crate::diagnostic::is_control;
use crate::source::characters;

impl TreeBuilder<'_, '_> {
    /// Whether a piece of text refers to a control character, which is reported and left out.
    pub(super) fn refuses_reference(&mut self, piece: &str, range: &Range<usize>) -> bool {
        let refuses = piece.contains(is_control);
        if refuses {
            self.examine_references(piece, range);
        }
        refuses
    }

    /// Reports what a text may not hold and does not hold as it is written; of marks of direction those that nothing closes.
    pub(super) fn examine_references(&mut self, text: &str, range: &Range<usize>) {
        let written = self.file.text().get(range.clone()).unwrap_or_default();
        characters::examine_escaped(text, written, self.file.span(range.clone()), self.diagnostics);
    }
}
