//! Rule tables: `content/rules/<table>.yaml`. Typed columns, cells in each language, a citation per row.

mod quote;
mod read;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::decimal::Decimal;
use super::language::{Counted, Languages};
use super::value::{Date, Located};
use crate::diagnostic::{FileId, Known};
use crate::name::{ColumnId, FactId, Locale, Localized, RowId, SectionId, TableId, ValueId};
pub(super) use quote::{check_quote, unknown_column, unknown_row, unknown_table};
pub(super) use read::{load, unit, values};

/// A rule table.
#[derive(Clone, Debug)]
pub struct RuleTable {
    /// Its id: the stem of its file.
    pub id: TableId,
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub title: Localized<String>,
    /// What it tells, in one or two sentences.
    pub summary: Localized<String>,
    /// Whether each row has a page of its own, which collects all rules and articles about it.
    pub pages: bool,
    /// The columns; the first names the row.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The place of each row.
    places: HashMap<RowId, usize>,
    /// The ids of the rows, for whoever names one that is not there.
    row_ids: OnceLock<Known>,
}

/// All rule tables, by id.
#[derive(Clone, Debug)]
pub struct RuleTables {
    tables: Vec<RuleTable>,
    /// The languages of the site, in which cells are told.
    languages: Languages,
    /// The place of each table.
    places: HashMap<TableId, usize>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its id.
    pub id: Located<ColumnId>,
    /// Its head.
    pub label: Localized<String>,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether a cell may be left out.
    pub optional: bool,
    /// What a cell that is left out means: "not stated". Without it, such a cell means nothing.
    pub empty: Option<Localized<String>>,
}

/// What the cells of a column hold.
#[derive(Clone, Debug)]
pub enum ColumnKind {
    /// Text in each language.
    Text,
    /// A number, with the unit that follows it.
    Number(Option<Unit>),
    /// Yes or no.
    YesNo,
    /// One of a closed list of values.
    Enum(EnumValues),
    /// A day.
    Date,
    /// An address of the web.
    Link,
    /// A row of another table.
    Reference(Located<TableId>),
    /// Several of one of the other kinds.
    List(Box<ColumnKind>),
}

/// A closed list of values, each with its label.
#[derive(Clone, Debug)]
pub struct EnumValues {
    /// In their order.
    values: Vec<(ValueId, Localized<String>)>,
    /// The place of each value.
    places: HashMap<ValueId, usize>,
    /// Their ids, for whoever names one that is not there.
    ids: OnceLock<Known>,
}

/// The unit of a number, in the forms that each language has for numbers.
#[derive(Clone, Debug)]
pub struct Unit(Localized<Counted>);

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: Located<RowId>,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Option<Cell>>,
    /// The sections of the source catalogue that it states.
    pub sources: Vec<Located<SectionId>>,
    /// The facts that its cells state.
    pub facts: Vec<Located<FactId>>,
    /// What in it may have changed since, and what to do about that.
    pub volatile: Option<Localized<String>>,
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text.
    Text(Localized<String>),
    /// A number.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// One of the column's values.
    Enum(ValueId),
    /// A day.
    Date(Date),
    /// An address, with the text that stands for it.
    Link {
        /// The address.
        address: String,
        /// What to show instead of it.
        label: Option<Localized<String>>,
    },
    /// A row of the column's table.
    Reference(Located<RowId>),
    /// Several cells.
    List(Vec<Cell>),
}

impl RuleTable {
    /// A row and its place, by id.
    pub fn row(&self, id: &RowId) -> Option<&Row> {
        self.places.get(id).map(|place| &self.rows[*place])
    }

    /// The ids of all rows.
    pub(crate) fn row_ids(&self) -> &Known {
        self.row_ids.get_or_init(|| Known::of(self.rows.iter().map(|row| row.id.value.as_str())))
    }

    /// The place of a column, by id.
    pub fn column(&self, id: &ColumnId) -> Option<usize> {
        self.columns.iter().position(|column| column.id.value == *id)
    }
}

impl RuleTables {
    /// The languages that their cells are told in.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The tables, in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, RuleTable> {
        self.tables.iter()
    }

    /// A table, by id.
    pub fn get(&self, id: &TableId) -> Option<&RuleTable> {
        self.places.get(id).map(|place| &self.tables[*place])
    }

    /// The name of a row: what its first cell says.
    pub fn row_name(&self, table: &RuleTable, row: &Row, locale: Locale) -> String {
        match (table.columns.first(), row.cells.first()) {
            (Some(column), Some(Some(cell))) => self.cell_text(column, cell, locale),
            _ => row.id.value.to_string(),
        }
    }

    /// What a cell says, without the unit of a number.
    pub fn cell_text(&self, column: &Column, cell: &Cell, locale: Locale) -> String {
        self.text_of_kind(&column.kind, cell, locale)
    }

    /// What a cell of a kind says, without the unit of a number.
    pub(crate) fn text_of_kind(&self, kind: &ColumnKind, cell: &Cell, locale: Locale) -> String {
        self.text_of(kind, cell, locale, Self::DEPTH)
    }

    /// Names of rows may be names of rows of other tables, at most this often.
    const DEPTH: usize = 4;

    fn text_of(&self, kind: &ColumnKind, cell: &Cell, locale: Locale, depth: usize) -> String {
        match (cell, kind) {
            (Cell::Text(text), _) => text.get(locale).clone(),
            (Cell::Number(number), _) => number.to_string(),
            (Cell::YesNo(yes), _) => self.languages.get(locale).word(if *yes { "yes" } else { "no" }).to_owned(),
            (Cell::Enum(value), ColumnKind::Enum(values)) => {
                values.label(value).map_or_else(|| value.to_string(), |label| label.get(locale).clone())
            }
            (Cell::Enum(value), _) => value.to_string(),
            (Cell::Date(date), _) => date.to_string(),
            (Cell::Link { address, label }, _) => {
                label.as_ref().map_or_else(|| address.clone(), |label| label.get(locale).clone())
            }
            (Cell::Reference(row), kind) => self.reference_text(kind, &row.value, locale, depth),
            (Cell::List(items), ColumnKind::List(of)) => {
                let texts: Vec<String> = items.iter().map(|item| self.text_of(of, item, locale, depth)).collect();
                self.languages.get(locale).list(&texts)
            }
            (Cell::List(_), _) => String::new(),
        }
    }

    fn reference_text(&self, kind: &ColumnKind, row: &RowId, locale: Locale, depth: usize) -> String {
        let named = || {
            let ColumnKind::Reference(table) = kind else {
                return None;
            };
            let table = self.get(&table.value)?;
            let cell = table.row(row)?.cells.first()?.as_ref()?;
            Some(self.text_of(&table.columns.first()?.kind, cell, locale, depth.checked_sub(1)?))
        };
        named().unwrap_or_else(|| row.to_string())
    }
}

impl EnumValues {
    pub(super) fn of(values: Vec<(ValueId, Localized<String>)>) -> Self {
        let places = values.iter().enumerate().map(|(place, (id, _))| (id.clone(), place)).collect();
        Self { values, places, ids: OnceLock::new() }
    }

    /// The label of a value; `None` if it is not in the list.
    pub fn label(&self, id: &ValueId) -> Option<&Localized<String>> {
        self.places.get(id).map(|place| &self.values[*place].1)
    }

    /// The ids of all values.
    pub(crate) fn ids(&self) -> &Known {
        self.ids.get_or_init(|| Known::of(self.values.iter().map(|(id, _)| id.as_str())))
    }
}

impl Unit {
    /// The unit by itself, after numbers other than one.
    pub fn name(&self, locale: Locale) -> &str {
        self.0.get(locale).other()
    }

    /// The forms that it has for numbers.
    pub fn forms(&self, locale: Locale) -> &Counted {
        self.0.get(locale)
    }
}
