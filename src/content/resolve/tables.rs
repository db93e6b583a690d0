//! References between rule tables, and the quotes of their cells.

use crate::content::citation::check_section;
use crate::content::referents::{MAX_QUOTED, first_beyond_room};
use crate::content::rule::{check_quote, unknown_column, unknown_row, unknown_table};
use crate::content::{ArticleText, Cell, CellValue, ColumnKind, Content, RuleTable, RuleTables};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// References between tables, and citations.
pub(super) fn check_tables(content: &Content, diagnostics: &mut Diagnostics) {
    for table in content.tables.iter() {
        for column in &table.columns {
            if let ColumnKind::Reference(named) = &column.kind
                && content.tables.get(&named.value).is_none()
            {
                diagnostics.push(unknown_table(&content.tables, &named.value, named.span));
            }
        }
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if let (ColumnKind::Reference(named), Some(cell)) = (&column.kind, cell)
                    && let Some(target) = content.tables.get(&named.value)
                {
                    check_references(cell, target, diagnostics);
                }
            }
            for section in &row.sources {
                check_section(content, &section.value, section.span, diagnostics);
            }
        }
    }
}

fn check_references(cell: &Cell, target: &RuleTable, diagnostics: &mut Diagnostics) {
    for value in cell.values() {
        if let CellValue::Reference(_, row) = value
            && target.row(&row.value).is_none()
        {
            diagnostics.push(unknown_row(target, &row.value, row.span));
        }
    }
}

/// The cells and tables that a text quotes are there.
pub(super) fn check_quotes(text: &ArticleText, tables: &RuleTables, diagnostics: &mut Diagnostics) {
    for quote in text.quoted_cells().into_iter().filter(|quote| text.outline.is_own(quote.span)) {
        if let Err(diagnostic) = check_quote(quote, tables) {
            diagnostics.push(*diagnostic);
        }
    }
    for quote in text.outline.tables.iter().filter(|quote| text.outline.is_own(quote.span)) {
        let Some(table) = tables.get(&quote.table) else {
            diagnostics.push(unknown_table(tables, &quote.table, quote.span));
            continue;
        };
        for column in quote.columns.iter().filter(|column| table.column(column).is_none()) {
            diagnostics.push(unknown_column(table, column.as_str(), quote.span));
        }
    }
}

/// A text does not become too long by what it quotes.
pub(super) fn check_room(text: &ArticleText, content: &Content, diagnostics: &mut Diagnostics) {
    if let Some(span) = first_beyond_room(text, content) {
        let message = format!("what the text quotes up to here has more than {} MiB", MAX_QUOTED >> 20);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).hint("quote less, or split the article"));
    }
}
