//! The cells of a table of HTML, of which some span others.

use super::tag::MarkupTag;

/// A cell spans no more rows or columns.
const MAX_SPAN: usize = 100;

/// Where the next cell of a table stands.
#[derive(Default)]
pub(super) struct OpenTable {
    /// The row, counted from 1.
    pub(super) row: usize,
    column: usize,
    /// Of each column, how many rows a cell above still takes.
    taken: Vec<usize>,
    /// How many columns the cell that is open takes behind its own.
    behind: usize,
}

impl OpenTable {
    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        (self.row, self.column, self.behind) = (self.row + 1, 0, 0);
    }

    /// Begins a cell, and returns how many empty ones stand before it.
    pub(super) fn begin_cell(&mut self, tag: &MarkupTag) -> usize {
        let before = self.end_cell() + self.pass_taken();
        let span = |name| tag.attribute(&[name]).and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
        let (columns, rows) = (span("colspan"), span("rowspan"));
        self.taken.resize(self.taken.len().max(self.column + columns), 0);
        self.taken[self.column..self.column + columns].fill(rows - 1);
        self.column += columns;
        self.behind = columns - 1;
        before
    }

    /// Ends a cell, and returns how many empty ones stand behind it.
    pub(super) fn end_cell(&mut self) -> usize {
        std::mem::take(&mut self.behind)
    }

    /// Passes the columns that cells above take, and returns how many they are.
    pub(super) fn pass_taken(&mut self) -> usize {
        let from = self.column;
        while let Some(rows) = self.taken.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.column += 1;
        }
        self.column - from
    }
}
