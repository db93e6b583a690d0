//! Places as lines and columns.

use crate::diagnostic::Place;
use crate::source::SourceFiles;

/// A piece of a text, by lines and columns that count from 1; columns are counted in characters, and the end is the place after
/// the last one.
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Region {
    /// The region of a place; a file as a whole has none.
    pub(super) fn of(place: Place, sources: &SourceFiles) -> Option<Self> {
        let Place::Text(span) = place else {
            return None;
        };
        let file = sources.file(span.file);
        let (line, column) = file.position(span.range().start);
        let (end_line, end_column) = file.position(span.range().end);
        Some(Self { line, column, end_line, end_column })
    }
}
