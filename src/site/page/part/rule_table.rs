//! Rule tables, or some of their rows and columns, and their cells.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::citation::CitationView;
use crate::content::{Cell, CellValue, Column, Row, RuleTable};
use crate::name::{ColumnId, Localized, Target};
use crate::site::address::Address;
use crate::site::page::context::Context;

/// So many columns can be read beside each other on a screen of 1,280 pixels.
const MOST_COLUMNS: usize = 9;

/// A table with more rows than this can be filtered and sorted.
pub(crate) const LONG_TABLE: usize = 12;

/// On phones, so many rows are cards if they do not fit beside each other, with more columns than the first number; and more
/// rows, up to a long table, with more columns than the second. Where a column takes sentences, all are with more than the first.
const FEW_ROWS: usize = 3;
const CARD_COLUMNS: (usize, usize) = (2, 4);

/// So many places in cards are told apart.
const MOST_PLACES: usize = 9;

/// A rule table, or some of its columns or rows.
#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    caption: String,
    /// Tells it from the other parts of its table.
    label: String,
    path: String,
    columns: Vec<String>,
    /// Whether each row is a card where there is no room for its columns.
    cards: bool,
    /// Where each column stands in cards, from 1: the name of the row, and then those whose cells differ most.
    places: Vec<usize>,
    rows: Vec<TableRowView>,
    /// Whether a row cites something.
    cited: bool,
    /// Of a long table, in how many parts it comes; none in parts that go on with it.
    filtered_parts: Option<usize>,
}

#[derive(Debug, Serialize)]
struct TableRowView {
    /// None in what goes on with a table.
    id: Option<String>,
    cells: Vec<CellView>,
    citations: Vec<CitationView>,
    /// What in it may have changed since.
    volatile: Option<String>,
}

/// A cell, or what stands in its place where it was left out.
#[derive(Debug, Serialize)]
pub(crate) struct CellView {
    /// `text`, `number`, `yes_no`, `enum`, `date`, `link`, `reference` or `list`.
    kind: &'static str,
    /// The value that a style or an order may depend on: of an enum, of yes and no, or a number.
    value: Option<String>,
    /// Whether the cell was left out.
    empty: bool,
    items: Vec<CellItemView>,
}

#[derive(Debug, Serialize)]
struct CellItemView {
    text: String,
    /// From the root of the site; none unless it leads to a page of it.
    path: Option<String>,
    /// In full; none unless it leads out of the site.
    href: Option<String>,
}

impl TableView {
    /// The given rows of a table, and the given columns, or else those in which the rows say something.
    pub(crate) fn of(table: &RuleTable, rows: &[&Row], columns: &[ColumnId], context: Context<'_>) -> Self {
        let shown: Vec<usize> = if columns.is_empty() {
            telling(table, rows)
        } else {
            columns.iter().filter_map(|column| table.column(column)).collect()
        };
        let mut view = Self::with(table, rows, &shown, context);
        view.warn(rows.iter().copied(), context);
        view
    }

    /// All of a table. One with more columns than fit a screen comes in several parts, each with the names of the rows: first
    /// what is said in a word, and then what takes sentences. None tells what is the [`common_warning`].
    pub(crate) fn parts(table: &RuleTable, context: Context<'_>) -> Vec<Self> {
        let mut parts = Self::parts_without_warnings(table, context);
        if common_warning(table).is_none() {
            parts.iter_mut().take(1).for_each(|first| first.warn(table.rows.iter(), context));
        }
        parts
    }

    fn parts_without_warnings(table: &RuleTable, context: Context<'_>) -> Vec<Self> {
        let rows: Vec<&Row> = table.rows.iter().collect();
        let shown = telling(table, &rows);
        if shown.len() <= MOST_COLUMNS {
            return vec![Self::with(table, &rows, &shown, context)];
        }
        let (long, short): (Vec<usize>, Vec<usize>) =
            shown[1..].iter().partition(|index| takes_sentences(&table.columns[**index]));
        let groups = [&short, &long].map(|columns| {
            let parts = columns.len().div_ceil(MOST_COLUMNS - 1).max(1);
            columns.chunks(columns.len().div_ceil(parts).max(1))
        });
        let groups = groups.into_iter().flatten();
        let parts = groups.enumerate().map(|(place, group)| {
            let columns: Vec<usize> = shown[..1].iter().chain(group).copied().collect();
            let mut part = Self::with(table, &rows, &columns, context);
            part.label = context.language().labelled(&part.caption, &context.language().list(&part.columns[1..]));
            // What is told of a row would stand in several cards.
            part.cards = false;
            if place > 0 {
                (part.cited, part.filtered_parts) = (false, None);
                part.rows.iter_mut().for_each(|row| row.id = None);
            }
            part
        });
        let mut parts: Vec<Self> = parts.collect();
        let count = parts.len();
        if let Some(first) = parts.first_mut() {
            first.filtered_parts = first.filtered_parts.map(|_| count);
        }
        parts
    }

    /// Tells of each row what in it may have changed since.
    fn warn<'r>(&mut self, rows: impl Iterator<Item = &'r Row>, context: Context<'_>) {
        let views = self.rows.iter_mut().zip(rows);
        views.for_each(|(view, row)| view.volatile = context.optional_text(row.volatile.as_ref()));
    }

    fn with(table: &RuleTable, rows: &[&Row], shown: &[usize], context: Context<'_>) -> Self {
        let columns: Vec<String> = shown.iter().map(|&index| context.text(&table.columns[index].label)).collect();
        let views: Vec<TableRowView> = rows.iter().map(|row| TableRowView::of(table, row, shown, context)).collect();
        let has_sentences = shown.iter().skip(1).any(|&index| takes_sentences(&table.columns[index]));
        let least = if has_sentences || rows.len() <= FEW_ROWS { CARD_COLUMNS.0 } else { CARD_COLUMNS.1 };
        Self {
            caption: context.text(&table.title),
            label: context.text(&table.title),
            path: Address::table(context.locale, &table.id).to_string(),
            cards: columns.len() > least && (rows.len() <= LONG_TABLE || has_sentences),
            places: places(table, shown, &views),
            columns,
            rows: views,
            cited: rows.iter().any(|row| !row.sources.is_empty()),
            filtered_parts: (rows.len() > LONG_TABLE).then_some(1),
        }
    }
}

/// What may have changed in all rows of a table alike: it is told of the table.
pub(crate) fn common_warning(table: &RuleTable) -> Option<&Localized<String>> {
    let first = table.rows.first()?.volatile.as_ref()?;
    table.rows.iter().all(|row| row.volatile.as_ref() == Some(first)).then_some(first)
}

/// Whether cells of a column hold more than a word.
pub(super) fn takes_sentences(column: &Column) -> bool {
    column.is_list || column.kind.name() == "text"
}

/// Where each column stands in cards, from 1, so that the cards of a table are all in one order: the first one, and then the
/// others by how many different things their cells say, the most first, and in the order of the author where that is alike.
/// Sentences hardly ever are the same: they come after words and numbers that differ, and before what all rows say alike.
fn places(table: &RuleTable, shown: &[usize], rows: &[TableRowView]) -> Vec<usize> {
    let columns = shown.len();
    let order_of = |&column: &usize| {
        let said = rows.iter().map(|row| row.cells[column].text()).collect::<BTreeSet<_>>().len();
        (said < 2, takes_sentences(&table.columns[shown[column]]), Reverse(said))
    };
    let mut order: Vec<usize> = (0..columns).collect();
    order[1.min(columns)..].sort_by_key(order_of);
    let mut places = vec![1; columns];
    order.iter().enumerate().for_each(|(place, &column)| places[column] = MOST_PLACES.min(place + 1));
    places
}

/// The columns in which some rows say something: any other is of no use to a reader.
fn telling(table: &RuleTable, rows: &[&Row]) -> Vec<usize> {
    let says = |index: &usize| *index == 0 || rows.iter().any(|row| row.cells[*index].is_some());
    (0..table.columns.len()).filter(says).collect()
}

impl TableView {
    /// Whether it begins a table that can be filtered and sorted.
    pub(crate) fn is_long(&self) -> bool {
        self.filtered_parts.is_some()
    }

    /// The texts of its cells, row by row, the heads of the columns first.
    pub(crate) fn texts(&self) -> Vec<Vec<String>> {
        let rows = self.rows.iter().map(|row| row.cells.iter().map(CellView::text).collect());
        std::iter::once(self.columns.clone()).chain(rows).collect()
    }
}

impl TableRowView {
    fn of(table: &RuleTable, row: &Row, columns: &[usize], context: Context<'_>) -> Self {
        let cells = columns.iter().map(|&index| {
            let mut cell = CellView::of(&table.columns[index], row.cells[index].as_ref(), context);
            if index == 0 && table.pages {
                let path = Address::row(context.locale, &table.id, &row.id.value).to_string();
                cell.items.iter_mut().for_each(|item| item.path = Some(path.clone()));
            }
            cell
        });
        Self {
            id: Some(row.id.value.to_string()),
            cells: cells.collect(),
            citations: CitationView::all(row.sources.iter().map(|section| &section.value), context),
            volatile: None,
        }
    }
}

impl CellView {
    pub(crate) fn of(column: &Column, cell: Option<&Cell>, context: Context<'_>) -> Self {
        let kind = if column.is_list { "list" } else { column.kind.name() };
        let Some(cell) = cell else {
            let text = column.empty.as_ref().map_or("—", |text| text.get(context.locale)).to_owned();
            let items = vec![CellItemView { text, path: None, href: None }];
            return Self { kind, value: None, empty: true, items };
        };
        let items = cell.values().iter().map(|value| CellItemView::of(value, context)).collect();
        let value = match cell {
            Cell::One(CellValue::Number(number, _)) => Some(number.to_string()),
            _ => cell.id().map(str::to_owned),
        };
        Self { kind, value, empty: false, items }
    }

    /// What it says, without links.
    pub(crate) fn text(&self) -> String {
        self.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl CellItemView {
    fn of(value: &CellValue, context: Context<'_>) -> Self {
        let text = context.content.tables.shown_value(value, context.locale);
        let mut view = Self { text, path: None, href: None };
        match value {
            CellValue::Reference(table, row) => {
                view.path = context.path_to(&Target::Row(table.clone(), row.value.clone()));
            }
            CellValue::Link { address, .. } => view.href = Some(address.clone()),
            _ => {}
        }
        view
    }
}
