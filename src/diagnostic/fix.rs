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
    /// Whether it removes a comment, with its line if that holds nothing else.
    removes_comment: bool,
}

impl Fix {
    /// Replaces what stands at a span.
    pub(crate) fn new(span: Span, replacement: String) -> Self {
        Self { span, within: None, replacement, removes_comment: false }
    }

    /// Replaces a part of a value that stands at a span, if it stands there as it is.
    pub(crate) fn within(span: Span, value: &str, part: Range<usize>, replacement: String) -> Self {
        Self { span, within: Some((value.to_owned(), part)), replacement, removes_comment: false }
    }

    /// Removes the comment at a span.
    pub(crate) fn without_comment(span: Span) -> Self {
        Self { span, within: None, replacement: String::new(), removes_comment: true }
    }

    /// The file that it mends.
    pub fn file(&self) -> FileId {
        self.span.file
    }

    /// The bytes to replace in the text of the file, and what takes their place. `None` if they are not there, or more than once.
    pub fn edit<'f>(&'f self, text: &str) -> Option<(Range<usize>, &'f str)> {
        let range = self.span.range();
        let there = text.get(range.clone())?;
        if self.removes_comment {
            return Some((comment_range(range, text), &self.replacement));
        }
        let Some((value, part)) = &self.within else {
            return Some((range, &self.replacement));
        };
        let mut places = there.match_indices(value.as_str());
        let (at, _) = places.next()?;
        let start = range.start + at;
        places.next().is_none().then(|| (start + part.start..start + part.end, self.replacement.as_str()))
    }
}

/// What is removed with a comment: its line, or the spaces before it.
fn comment_range(comment: Range<usize>, text: &str) -> Range<usize> {
    let end = comment.start + text[comment.clone()].trim_end().len();
    let begin = text[..comment.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    if text[begin..comment.start].trim().is_empty() && text[end..line_end].trim().is_empty() {
        return begin..line_end;
    }
    text[..comment.start].trim_end_matches([' ', '\t']).len()..end
}
