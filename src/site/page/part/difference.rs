//! What is particular about a row: where it differs from most of its table.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::rule_table::takes_sentences;
use crate::content::{Cell, Column, Row, RuleTable};
use crate::name::Locale;
use crate::site::page::context::Context;

/// Of fewer rows, there are no most.
const FEWEST_ROWS: usize = 4;

/// What most rows of a table say, in each language; found out once for all of them.
#[derive(Debug, Default)]
pub(crate) struct UsualCells(Mutex<HashMap<Locale, Arc<[Option<String>]>>>);

impl UsualCells {
    /// The text of most cells of each column, if there is one.
    fn of(&self, table: &RuleTable, context: Context<'_>) -> Arc<[Option<String>]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let usual = known.entry(context.locale).or_insert_with(|| {
            let columns = table.columns.iter().enumerate();
            let texts = columns.map(|(index, column)| {
                said_by_most(table.rows.iter().map(|row| said(column, row.cells[index].as_ref(), context)))
            });
            texts.collect()
        });
        Arc::clone(usual)
    }
}

/// What readers see in a cell.
fn said(column: &Column, cell: Option<&Cell>, context: Context<'_>) -> String {
    match cell {
        Some(cell) => context.content.tables.shown_text(cell, context.locale),
        None => said_of_empty(column, context).to_owned(),
    }
}

fn said_of_empty<'c>(column: &'c Column, context: Context<'_>) -> &'c str {
    column.empty.as_ref().map_or("—", |text| text.get(context.locale))
}

/// In one or two sentences, where a row is unlike most rows of its table, and in how many points it is like them. Columns in which
/// no cell is that of most rows are not compared; where that is all of them, there is nothing to tell.
pub(crate) fn difference_from_most(
    (table, row): (&RuleTable, &Row),
    usual: &UsualCells,
    context: Context<'_>,
) -> Option<String> {
    if table.rows.len() < FEWEST_ROWS {
        return None;
    }
    let language = context.language();
    let mut unlike = Vec::new();
    let mut alike = 0;
    let usual = usual.of(table, context);
    for ((column, cell), most) in table.columns.iter().zip(&row.cells).zip(&*usual).skip(1) {
        let Some(most) = most else {
            continue;
        };
        let own = said(column, cell.as_ref(), context);
        if own == *most {
            alike += 1;
            continue;
        }
        let label = context.text(&column.label);
        // Sentences stand below, and are too long to be compared here.
        unlike.push(if takes_sentences(column) {
            label
        } else if most == said_of_empty(column, context) {
            language.labelled(&label, &own)
        } else {
            language.labelled(&label, &language.format_message("row_most", &[("text", &own), ("most", most)]))
        });
    }
    let key = match (unlike.len(), alike) {
        (0, 0) => return None,
        (0, _) => "row_usual",
        (_, 0) => "row_unlike",
        _ => "row_partly_unlike",
    };
    let cells = language.clauses(&unlike);
    Some(language.format_message(key, &[("count", &alike.to_string()), ("cells", &cells)]))
}

/// The text that more than half of all are.
fn said_by_most(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for text in texts {
        all += 1;
        *counts.entry(text).or_default() += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > all).map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_are_more_than_half() {
        let most = |texts: &[&str]| said_by_most(texts.iter().map(|text| (*text).to_owned()));
        assert_eq!(most(&["a", "b", "a"]).as_deref(), Some("a"));
        assert_eq!(most(&["a", "b", "a", "b"]), None);
        assert_eq!(most(&["a", "b", "a", "c"]), None);
    }
}
