//! How the cells of rule tables changed, and who quotes them.

use std::collections::BTreeSet;

use super::change::{CellChange, CellTexts, TableChange};
use crate::content::{Content, Row, RuleTable};
use crate::markdown::{CellQuote, TableQuote};
use crate::name::{ColumnId, Locale, RowId};

/// How the rule tables of both versions changed, with those that only one has.
pub(super) fn compare(old: &Content, new: &Content) -> Vec<TableChange> {
    let gone = old.tables.iter().filter(|table| new.tables.get(&table.id).is_none());
    let both = new.tables.iter().filter_map(|table| compare_table(old.tables.get(&table.id), table, (old, new)));
    both.chain(gone.map(|table| TableChange { is_gone: true, ..TableChange::of(table.id.as_str()) })).collect()
}

fn compare_table(was: Option<&RuleTable>, is: &RuleTable, versions: (&Content, &Content)) -> Option<TableChange> {
    let mut change = TableChange::of(is.id.as_str());
    let Some(was) = was else {
        return Some(TableChange { is_new: true, ..change });
    };
    let ids = |table: &RuleTable| table.rows.iter().map(|row| row.id.value.clone()).collect::<BTreeSet<RowId>>();
    let (before, after) = (ids(was), ids(is));
    change.added = after.difference(&before).map(ToString::to_string).collect();
    change.removed = before.difference(&after).map(ToString::to_string).collect();
    for row in &is.rows {
        if let Some(old_row) = was.row(&row.id.value) {
            change.cells.extend(compare_row((was, old_row), (is, row), versions));
        }
    }
    let is_same = change.added.is_empty() && change.removed.is_empty() && change.cells.is_empty();
    (!is_same).then_some(change)
}

fn compare_row(
    (was, old_row): (&RuleTable, &Row),
    (is, row): (&RuleTable, &Row),
    (old, new): (&Content, &Content),
) -> Vec<CellChange> {
    let new_columns = is.columns.iter().map(|column| &column.id.value);
    let gone = was.columns.iter().map(|column| &column.id.value).filter(|id| is.column(id).is_none());
    let columns = new_columns.chain(gone).filter_map(|column| {
        let text = |content: &Content, table: &RuleTable, row: &Row, locale: Locale| {
            let cell = row.cells.get(table.column(column)?)?.as_ref()?;
            content.languages.locales().contains(locale).then(|| content.tables.cell_text(cell, locale))
        };
        let mut told: Vec<CellTexts> = Vec::new();
        for locale in new.languages.locales().iter() {
            let (from, to) = (text(old, was, old_row, locale), text(new, is, row, locale));
            // A language that was not there is no change of the cell.
            let is_told = from != to && old.languages.locales().contains(locale);
            if is_told && !told.iter().any(|known| known.from == from && known.to == to) {
                told.push(CellTexts { lang: locale.to_string(), from, to });
            }
        }
        let quoted_by = quoted_by(new, is, row, column.as_str());
        let change = CellChange { row: row.id.value.to_string(), column: column.to_string(), told, quoted_by };
        (!change.told.is_empty()).then_some(change)
    });
    columns.collect()
}

/// The articles that quote a cell, by itself or with its table.
fn quoted_by(content: &Content, table: &RuleTable, row: &Row, column: &str) -> Vec<String> {
    let quoting = content.articles.iter().filter(|article| {
        article.texts.values().any(|text| {
            let is_cell = |quote: &CellQuote| {
                quote.table == table.id && quote.row == row.id.value && quote.column.as_str() == column
            };
            let shows = |shown: &ColumnId| shown.as_str() == column;
            let is_shown = |quote: &TableQuote| {
                quote.table == table.id && (quote.columns.is_empty() || quote.columns.iter().any(shows))
            };
            text.outline.cells.iter().any(is_cell) || text.outline.tables.iter().any(is_shown)
        })
    });
    quoting.map(|article| article.id.to_string()).collect()
}
