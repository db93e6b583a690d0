//! What mends a problem, without a person who looks at it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::place::{FileId, Span};

/// A piece of a file to replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    span: Span,
    /// Where the piece is a part of a value that stands at the span: the value, and the part.
    within: Option<(String, Range<usize>)>,
    replacement: String,
}

impl Fix {
    /// Replaces what stands at a span.
    pub(crate) fn new(span: Span, replacement: String) -> Self {
        Self { span, within: None, replacement }
    }

    /// Replaces a part of a value that stands at a span, if it stands there as it is.
    pub(crate) fn within(span: Span, value: &str, part: Range<usize>, replacement: String) -> Self {
        Self { span, within: Some((value.to_owned(), part)), replacement }
    }

    /// The file that it mends.
    pub fn file(&self) -> FileId {
        self.span.file
    }

    /// The bytes to replace in the text of the file, and what takes their place. `None` if they are not there, or more than once.
    pub fn edit<'f>(&'f self, text: &str) -> Option<(Range<usize>, &'f str)> {
        let range = self.span.range();
        let there = text.get(range.clone())?;
        let Some((value, part)) = &self.within else {
            return Some((range, &self.replacement));
        };
        let mut places = there.match_indices(value.as_str());
        let (at, _) = places.next()?;
        let start = range.start + at;
        places.next().is_none().then(|| (start + part.start..start + part.end, self.replacement.as_str()))
    }
}
