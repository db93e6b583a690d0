//! Text in YAML that quotes cells of rule tables: `{{table.row.column}}`.

use super::value::{Located, localized};
use super::yaml::Node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{CellQuote, cell_path};
use crate::name::{ColumnId, Localized};

/// A piece of a text that may quote cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What stands before, between or after quotes; may be empty.
    Text(String),
    /// What a cell says of the row that the text is about.
    Column(Located<ColumnId>),
    /// What a cell of any rule table says.
    Cell(CellQuote),
}

/// Text in each language, in pieces.
pub(super) fn localized_pieces(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<Vec<Piece>>> {
    let text = localized(node, diagnostics)?;
    Some(text.map(|text| pieces(text, node, diagnostics)))
}

fn pieces(text: &str, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, quoted, after)) = quote(rest) {
        pieces.push(Piece::Text(before.to_owned()));
        let span = node.span;
        if let Some((table, row, column)) = cell_path(quoted) {
            pieces.push(Piece::Cell(CellQuote { table, row, column, span }));
        } else if let Ok(value) = quoted.trim().parse() {
            pieces.push(Piece::Column(Located { value, span }));
        } else {
            let message = format!("`{{{{{quoted}}}}}` does not name a cell");
            let hint = "a cell of the row is quoted by its column, `{{column}}`; one of another table as `{{table.row.column}}`";
            diagnostics.push(Diagnostic::new(Code::BadQuote, span, message).hint(hint));
        }
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}

/// What stands before, in and after the first `{{…}}`.
fn quote(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (quoted, after) = rest.split_once("}}")?;
    Some((before, quoted, after))
}
