//! Rule tables, and what their cells say.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::super::keyed::keyed;
use super::super::language::Languages;
use super::super::value::Located;
use super::super::yaml::Deferred;
use super::cell::{Cell, CellValue};
use super::column::Column;
use crate::diagnostic::{Candidates, FileId};
use crate::name::{ColumnId, FactId, Locale, Localized, RowId, SectionId, TableId};

/// The folder of the rule tables.
pub(in crate::content) const FOLDER: &str = "content/rules/";

keyed! {
    /// What is true of each of several things, in typed columns; texts quote its cells.
    pub struct RuleTable {
        given {
            /// Its id: the stem of its file.
            pub id: TableId,
            /// Where problems with it as a whole are reported.
            pub file: FileId,
            /// The columns; the first names the row.
            pub columns: Vec<Column>,
            /// In the order of the file.
            pub rows: Vec<Row>,
            /// By id, the place of each in `rows`.
            places: HashMap<RowId, usize>,
            /// The ids of the rows, for whoever names one that is not there.
            row_ids: OnceLock<Candidates>,
        }
        /// As lists and its page name it.
        pub title: Localized<String>,
        /// What it tells, in one or two sentences.
        pub summary: Option<Localized<String>> = None,
        /// Whether each row has a page of its own, which collects all rules and articles about it.
        pub pages: bool = false,
    } and TableKeys<'static>

    /// What the file of a rule table holds.
    pub(super) struct TableKeys<'n> {
        /// The columns; the first one names the row.
        pub(super) columns: Deferred<'n, Vec<Column>>,
        /// The rows, each with a cell under the id of every column.
        pub(super) rows: Deferred<'n, Vec<Row>>,
    }

    /// One thing, with a cell for each column.
    pub struct Row {
        given {
            /// Its cells, in the order of the columns.
            pub cells: Vec<Option<Cell>>,
        }
        /// Unique in its table; a part of addresses.
        pub id: Located<RowId>,
        /// The sections of the source catalogue that it states.
        pub sources: Vec<Located<SectionId>> [unless Sources] = Vec::new(),
        /// The facts that its cells state.
        pub facts: Vec<Located<FactId>> [unless Facts] = Vec::new(),
        /// What in it may have changed since, and what to do about that.
        pub volatile: Option<Localized<String>> = None,
    }
}

/// All rule tables, by id.
#[derive(Clone, Debug)]
pub struct RuleTables {
    tables: Vec<RuleTable>,
    /// The languages of the site, in which cells are told.
    languages: Languages,
    /// By id, the place of each in `tables`.
    places: HashMap<TableId, usize>,
}

impl RuleTable {
    /// A row and its place, by id.
    pub fn row(&self, id: &RowId) -> Option<&Row> {
        self.places.get(id).map(|place| &self.rows[*place])
    }

    /// The ids of all rows.
    pub(crate) fn row_ids(&self) -> &Candidates {
        self.row_ids.get_or_init(|| Candidates::of(self.rows.iter().map(|row| row.id.value.as_str())))
    }

    /// The place of a column, by id.
    pub fn column(&self, id: &ColumnId) -> Option<usize> {
        self.columns.iter().position(|column| column.id.value == *id)
    }
}

impl RuleTables {
    pub(super) fn of(tables: Vec<RuleTable>, languages: &Languages) -> Self {
        let places = tables.iter().enumerate().map(|(place, table)| (table.id.clone(), place)).collect();
        Self { tables, places, languages: languages.clone() }
    }

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
    pub fn row_name(&self, row: &Row, locale: Locale) -> String {
        match row.cells.first() {
            Some(Some(cell)) => self.cell_text(cell, locale),
            _ => row.id.value.to_string(),
        }
    }

    /// What a row says: `短信验证码发出：至多 5 分钟；从什么时候算：转交管局之后`.
    pub fn row_text(&self, table: &RuleTable, row: &Row, locale: Locale) -> String {
        let language = self.languages.get(locale);
        let cells = table.columns.iter().zip(&row.cells).skip(1).filter_map(|(column, cell)| {
            let (label, cell) = (column.label.get(locale), cell.as_ref()?);
            let says = self.shown_text(cell, locale);
            Some(match cell {
                Cell::One(CellValue::Number(..)) => format!("{label} {says}"),
                _ => language.labelled(label, &says),
            })
        });
        let cells: Vec<String> = cells.collect();
        language.labelled(&self.row_name(row, locale), &language.clauses(&cells))
    }

    /// What a cell says, its numbers with their units.
    pub fn shown_text(&self, cell: &Cell, locale: Locale) -> String {
        let texts: Vec<String> = cell.values().iter().map(|value| self.shown_value(value, locale)).collect();
        self.languages.get(locale).list(&texts)
    }

    /// What a value says, a number with its unit.
    pub(crate) fn shown_value(&self, value: &CellValue, locale: Locale) -> String {
        match value {
            CellValue::Number(number, unit) => {
                self.languages.get(locale).quantity(number, unit.as_ref().map(|unit| unit.forms(locale)))
            }
            _ => self.text_of(value, locale, Self::DEPTH),
        }
    }

    /// What a cell says, without the units of numbers.
    pub fn cell_text(&self, cell: &Cell, locale: Locale) -> String {
        self.text_of_cell(cell, locale, Self::DEPTH)
    }

    /// Names of rows may be names of rows of other tables, at most this often.
    const DEPTH: usize = 4;

    fn text_of_cell(&self, cell: &Cell, locale: Locale, depth: usize) -> String {
        match cell {
            Cell::One(value) => self.text_of(value, locale, depth),
            Cell::List(values) => {
                let texts: Vec<String> = values.iter().map(|value| self.text_of(value, locale, depth)).collect();
                self.languages.get(locale).list(&texts)
            }
        }
    }

    fn text_of(&self, value: &CellValue, locale: Locale, depth: usize) -> String {
        match value {
            CellValue::Text(text) => text.get(locale).clone(),
            CellValue::Number(number, _) => number.to_string(),
            CellValue::YesNo(yes) => self.languages.get(locale).message(if *yes { "yes" } else { "no" }).to_owned(),
            CellValue::Enum(value) => value.label.get(locale).clone(),
            CellValue::Date(date) => date.to_string(),
            CellValue::Link { address, label } => {
                label.as_ref().map_or_else(|| address.clone(), |label| label.get(locale).clone())
            }
            CellValue::Reference(table, row) => {
                let named = || {
                    let cell = self.get(table)?.row(&row.value)?.cells.first()?.as_ref()?;
                    Some(self.text_of_cell(cell, locale, depth.checked_sub(1)?))
                };
                named().unwrap_or_else(|| row.value.to_string())
            }
        }
    }
}
