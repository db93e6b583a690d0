//! What stands in a rule table: the types of columns, and cells, which tell what they are without their column.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::super::decimal::Decimal;
use super::super::language::PluralForms;
use super::super::value::{Date, Located};
use crate::diagnostic::Candidates;
use crate::name::{Locale, Localized, RowId, TableId, ValueId};

/// What the cells of a column hold, each one or several of it.
#[derive(Clone, Debug)]
pub enum ColumnKind {
    /// Text in each language.
    Text,
    /// A number, with the unit that follows it.
    Number(Option<Arc<Unit>>),
    /// `yes` or `no`.
    YesNo,
    /// One of a closed list of values.
    Enum(EnumValues),
    /// A day, written year-month-day.
    Date,
    /// An address of the web, which may have a text to show instead of it.
    Link,
    /// A row of another table.
    Reference(Located<TableId>),
}

/// A closed list of values, each with its label.
#[derive(Clone, Debug)]
pub struct EnumValues {
    /// In the order of the file.
    values: Vec<EnumValue>,
    /// By id, the place of each in `values`.
    places: HashMap<ValueId, usize>,
    /// Their ids, for whoever names one that is not there.
    ids: OnceLock<Candidates>,
}

/// A value of a closed list.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// What cells name it by, unique in its column.
    pub id: ValueId,
    /// What readers see in its place.
    pub label: Arc<Localized<String>>,
}

/// The unit of a number, in the forms that each language has for numbers.
#[derive(Clone, Debug)]
pub struct Unit(pub(super) Localized<PluralForms>);

/// What a row says in a column, with all that it takes to show it.
#[derive(Clone, Debug)]
pub enum Cell {
    /// That of a column which is no list.
    One(CellValue),
    /// Those of a column of lists, in the order of the file.
    List(Vec<CellValue>),
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub enum CellValue {
    /// In each language.
    Text(Localized<String>),
    /// As it was written; the unit follows it.
    Number(Decimal, Option<Arc<Unit>>),
    /// `yes` or `no` in the file.
    YesNo(bool),
    /// One of the column's values.
    Enum(EnumValue),
    /// Written year-month-day.
    Date(Date),
    /// An address, with the text that stands for it.
    Link {
        /// In full: `https://example.com/`.
        address: String,
        /// What to show instead of it.
        label: Option<Localized<String>>,
    },
    /// The table, and the row of it that the cell names.
    Reference(TableId, Located<RowId>),
}

impl Cell {
    /// All that stands in it, in order.
    pub fn values(&self) -> &[CellValue] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(values) => values,
        }
    }

    /// The id of its one value, of a closed list or of `yes` and `no`.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::One(CellValue::Enum(value)) => Some(value.id.as_str()),
            Self::One(CellValue::YesNo(yes)) => Some(if *yes { "yes" } else { "no" }),
            _ => None,
        }
    }
}

impl ColumnKind {
    /// What `type` of a column, or `of` of one of lists, may be.
    pub(super) const NAMES: [&str; 7] = ["text", "number", "yes_no", "enum", "date", "link", "reference"];

    /// What `type` of a column calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number(_) => "number",
            Self::YesNo => "yes_no",
            Self::Enum(_) => "enum",
            Self::Date => "date",
            Self::Link => "link",
            Self::Reference(_) => "reference",
        }
    }
}

impl EnumValues {
    pub(super) fn of(values: Vec<(ValueId, Localized<String>)>) -> Self {
        let places = values.iter().enumerate().map(|(place, (id, _))| (id.clone(), place)).collect();
        let values = values.into_iter().map(|(id, label)| EnumValue { id, label: Arc::new(label) });
        Self { values: values.collect(), places, ids: OnceLock::new() }
    }

    /// A value; `None` if it is not in the list.
    pub fn get(&self, id: &ValueId) -> Option<&EnumValue> {
        self.places.get(id).map(|place| &self.values[*place])
    }

    /// The ids of all values.
    pub(crate) fn ids(&self) -> &Candidates {
        self.ids.get_or_init(|| Candidates::of(self.values.iter().map(|value| value.id.as_str())))
    }
}

impl Unit {
    /// The unit by itself, after numbers other than one.
    pub fn name(&self, locale: Locale) -> &str {
        self.0.get(locale).other()
    }

    /// The forms that it has for numbers.
    pub fn forms(&self, locale: Locale) -> &PluralForms {
        self.0.get(locale)
    }
}
