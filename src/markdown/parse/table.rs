//! Tables, and cells that none of their columns has room for.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::builder::TreeBuilder;
use super::inline_context::InlineContext;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Alignment, Table};

impl<'a> TreeBuilder<'a, '_> {
    /// The head and the rows of a table.
    pub(super) fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Table<'a> {
        let mut rows = Vec::new();
        while let Some((Event::Start(Tag::TableHead | Tag::TableRow), range)) = self.events.peek() {
            let range = range.clone();
            self.events.next();
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.peek() {
                self.events.next();
                cells.push(self.inlines(InlineContext::Line));
                self.end();
            }
            self.end();
            self.check_cells(range, alignments.len());
            rows.push(cells);
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { alignments: alignments.iter().copied().map(alignment).collect(), head, rows }
    }

    /// What stands in a row beyond its last column is shown nowhere.
    fn check_cells(&mut self, row: Range<usize>, columns: usize) {
        let line = self.file.text()[row.clone()].lines().next().unwrap_or_default();
        let cells = cells_of(line);
        if cells > columns {
            let message =
                format!("the row has {cells} cells, and the table {columns} columns: what is left over is not shown");
            let place = self.file.span(row.start..row.start + line.trim_end().len());
            self.diagnostics.push(Diagnostic::new(Code::NearMiss, place, message).hint(
                "give the head and the line below it as many cells, or write `\\|` where a bar is text, in code too",
            ));
        }
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Natural,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

/// How many cells a row has as it is written.
fn cells_of(line: &str) -> usize {
    let row = line.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bars: Vec<usize> = row.match_indices('|').map(|(at, _)| at).filter(|at| !is_escaped(row, *at)).collect();
    let ends = bars.last().is_some_and(|last| last + 1 == row.len());
    bars.len() + usize::from(!ends)
}

/// Whether a backslash stands before a byte.
fn is_escaped(row: &str, at: usize) -> bool {
    let before = &row[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn cells_are_counted_as_they_are_written() {
        for (line, cells) in [
            ("|a|b|", 2),
            ("a|b", 2),
            ("| a |", 1),
            ("|`x|y`|d|", 3),
            (r"|a\|b|c|", 2),
            (r"|a\\|b|", 2),
            ("|||", 2),
            ("a", 1),
        ] {
            assert_eq!(cells_of(line), cells, "{line}");
        }
    }
}
