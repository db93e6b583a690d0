//! Quotes of rule tables: what the cell says that is quoted, and what is told of a table, row or column that is not there.

use super::table::{FOLDER, RuleTable, RuleTables};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::CellQuote;
use crate::name::{Locale, RowId, TableId};

impl RuleTables {
    /// What the cell that is quoted says; `None` if there is nothing to quote.
    pub(in crate::content) fn quoted(&self, quote: &CellQuote, locale: Locale) -> Option<String> {
        let table = self.get(&quote.table)?;
        let column = table.column(&quote.column)?;
        let cell = table.row(&quote.row)?.cells[column].as_ref()?;
        Some(self.cell_text(cell, locale))
    }
}

/// Reports a quote of which there is nothing to quote.
pub(in crate::content) fn check_quote(quote: &CellQuote, tables: &RuleTables) -> Result<(), Box<Diagnostic>> {
    let table = tables.get(&quote.table).ok_or_else(|| unknown_table(tables, &quote.table, quote.span))?;
    let row = table.row(&quote.row).ok_or_else(|| unknown_row(table, &quote.row, quote.span))?;
    let column = table.column(&quote.column).ok_or_else(|| unknown_column(table, quote.column.as_str(), quote.span))?;
    row.cells[column].as_ref().map(|_| ()).ok_or_else(|| {
        let message =
            format!("the row `{}` of `{}` says nothing in the column `{}`", quote.row, quote.table, quote.column);
        let unknown = Diagnostic::new(Code::UnknownCell, quote.span, message);
        unknown.hint("quote another cell, or fill this one").expected_in(rule_file(&quote.table)).into()
    })
}

pub(in crate::content) fn unknown_column(table: &RuleTable, column: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownCell, span, format!("the rule table `{}` has no column `{column}`", table.id))
        .suggest(column, table.columns.iter().map(|column| column.id.value.as_str()))
        .expected_in(rule_file(&table.id))
}

pub(in crate::content) fn unknown_table(tables: &RuleTables, id: &TableId, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownRule, span, format!("there is no rule table `{id}`"))
        .suggest(id.as_str(), tables.iter().map(|table| table.id.as_str()))
        .expected_in(rule_file(id))
}

fn rule_file(id: &TableId) -> String {
    format!("{FOLDER}{id}.yaml")
}

pub(in crate::content) fn unknown_row(table: &RuleTable, id: &RowId, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownRule, span, format!("the rule table `{}` has no row `{id}`", table.id))
        .suggest_of(id.as_str(), table.row_ids())
        .expected_in(rule_file(&table.id))
}
