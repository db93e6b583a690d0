//! Rule tables: `content/rules/<table>.yaml`. Typed columns, cells in both languages, a citation per row.

use super::folder;
use super::id::{ColumnId, FactId, RowId, SectionId, TableId, ValueId};
use super::locale::{Locale, Localized};
use super::value::{
    Date, Located, Number, date, id, ids, localized, localized_or_same, number, things, web_address, yes_no,
};
use super::yaml::{self, Node, Value, wrong_type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::source::{SourceFile, Sources};

/// The folder of the rule tables.
const FOLDER: &str = "content/rules/";

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
}

/// All rule tables, by id.
#[derive(Clone, Debug, Default)]
pub struct RuleTables(Vec<RuleTable>);

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
    /// Text in both languages.
    Text,
    /// A number, with the unit that follows it.
    Number(Option<Unit>),
    /// Yes or no.
    YesNo,
    /// One of a closed list of values, each with its label.
    Enum(Vec<(ValueId, Localized<String>)>),
    /// A day.
    Date,
    /// An address of the web.
    Link,
    /// A row of another table.
    Reference(Located<TableId>),
    /// Several of one of the other kinds.
    List(Box<ColumnKind>),
}

/// The unit of a number.
#[derive(Clone, Debug)]
pub struct Unit {
    /// In Chinese, which has one form.
    pub zh: String,
    /// In English, after the number one.
    pub one: String,
    /// In English, after other numbers.
    pub other: String,
}

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
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text.
    Text(Localized<String>),
    /// A number.
    Number(Number),
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
        self.rows.iter().find(|row| row.id.value == *id)
    }

    /// The place of a column, by id.
    pub fn column(&self, id: &ColumnId) -> Option<usize> {
        self.columns.iter().position(|column| column.id.value == *id)
    }
}

impl RuleTables {
    /// The tables, in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, RuleTable> {
        self.0.iter()
    }

    /// A table, by id.
    pub fn get(&self, id: &TableId) -> Option<&RuleTable> {
        self.0.iter().find(|table| table.id == *id)
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
            (Cell::Number(number), _) => number.text.clone(),
            (Cell::YesNo(yes), _) => match (locale, yes) {
                (Locale::Zh, true) => "是".to_owned(),
                (Locale::Zh, false) => "否".to_owned(),
                (Locale::En, true) => "Yes".to_owned(),
                (Locale::En, false) => "No".to_owned(),
            },
            (Cell::Enum(value), ColumnKind::Enum(values)) => values
                .iter()
                .find(|(known, _)| known == value)
                .map_or_else(|| value.to_string(), |(_, label)| label.get(locale).clone()),
            (Cell::Enum(value), _) => value.to_string(),
            (Cell::Date(date), _) => date.to_string(),
            (Cell::Link { address, label }, _) => {
                label.as_ref().map_or_else(|| address.clone(), |label| label.get(locale).clone())
            }
            (Cell::Reference(row), kind) => self.reference_text(kind, &row.value, locale, depth),
            (Cell::List(items), ColumnKind::List(of)) => {
                let texts: Vec<String> = items.iter().map(|item| self.text_of(of, item, locale, depth)).collect();
                texts.join(if locale == Locale::Zh { "、" } else { ", " })
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

impl Unit {
    /// The unit by itself, after numbers other than one.
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.other,
        }
    }

    /// The unit after a number, with the space before it.
    pub fn after(&self, number: &Number, locale: Locale) -> String {
        match locale {
            Locale::Zh => format!(" {}", self.zh),
            Locale::En if (number.value - 1.0).abs() < f64::EPSILON => format!(" {}", self.one),
            Locale::En => format!(" {}", self.other),
        }
    }
}

/// Reads all rule tables, in the order of their ids.
pub(crate) fn load(sources: &Sources, diagnostics: &mut Diagnostics) -> RuleTables {
    RuleTables(folder(FOLDER, "rule table", sources, diagnostics, table))
}

fn table(id: TableId, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<RuleTable> {
    let root = yaml::parse(file, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    let pages = fields.optional("pages").and_then(|node| yes_no(node, diagnostics)).unwrap_or(false);
    let columns = fields.required("columns", diagnostics).map(|node| columns(node, diagnostics));
    let rows_node = fields.required("rows", diagnostics);
    fields.finish(diagnostics);
    let columns = columns?;
    let rows = rows_node.map(|node| rows(node, &columns, diagnostics))?;
    Some(RuleTable { id, file: file.id, title: title?, summary: summary?, pages, columns, rows })
}

fn columns(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Column> {
    let mut columns = things(node, "columns", |column: &Column| &column.id, diagnostics, column);
    for column in &columns {
        if matches!(column.id.value.as_str(), "id" | "sources" | "facts") {
            let message = format!("a column cannot be called `{}`", column.id.value);
            diagnostics.push(
                Diagnostic::error(Code::InvalidId, column.id.span, message).hint("every row has this key already"),
            );
        }
    }
    if let Some(first) = columns.first_mut()
        && first.optional
    {
        let message = "the first column names the row, so none of its cells can be left out";
        diagnostics.push(Diagnostic::error(Code::InvalidValue, first.id.span, message).hint("remove `optional`"));
    }
    columns
}

fn column(node: &Node, diagnostics: &mut Diagnostics) -> Option<Column> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let label = fields.required("label", diagnostics).and_then(|node| localized(node, diagnostics));
    let kind_name = fields.required("type", diagnostics).and_then(|node| Some((node.text(diagnostics)?, node.span)));
    let of = fields.optional("of").and_then(|node| Some((node.text(diagnostics)?, node.span)));
    let kind = kind_name.and_then(|(name, span)| match (name, of) {
        ("list", Some((of, span))) => {
            Some(ColumnKind::List(Box::new(column_kind(of, span, &mut fields, diagnostics)?)))
        }
        ("list", None) => {
            diagnostics.push(
                Diagnostic::error(Code::MissingKey, span, "a list does not say what it is a list of")
                    .hint("add `of: text`, `of: enum`, `of: reference`, …"),
            );
            None
        }
        _ => column_kind(name, span, &mut fields, diagnostics),
    });
    let optional = fields.optional("optional").and_then(|node| yes_no(node, diagnostics)).unwrap_or(false);
    let empty = fields.optional("empty").and_then(|node| localized_or_same(node, diagnostics));
    fields.finish(diagnostics);
    Some(Column { id: id?, label: label?, kind: kind?, optional, empty })
}

fn column_kind<'n>(
    name: &str,
    span: Span,
    fields: &mut yaml::Fields<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<ColumnKind> {
    const KINDS: [&str; 8] = ["text", "number", "yes_no", "enum", "list", "date", "link", "reference"];
    Some(match name {
        "text" => ColumnKind::Text,
        "number" => ColumnKind::Number(fields.optional("unit").and_then(|node| unit(node, diagnostics))),
        "yes_no" => ColumnKind::YesNo,
        "date" => ColumnKind::Date,
        "link" => ColumnKind::Link,
        "reference" => {
            ColumnKind::Reference(fields.required("table", diagnostics).and_then(|node| id(node, diagnostics))?)
        }
        "enum" => ColumnKind::Enum(values(fields.required("values", diagnostics)?, diagnostics)),
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::InvalidValue, span, format!("`{name}` is not a type of column here"))
                    .suggest(name, KINDS),
            );
            return None;
        }
    })
}

pub(super) fn unit(node: &Node, diagnostics: &mut Diagnostics) -> Option<Unit> {
    let mut fields = node.fields(diagnostics)?;
    let zh = fields.required("zh", diagnostics).and_then(|node| Some(node.text(diagnostics)?.to_owned()));
    let en = fields.required("en", diagnostics).and_then(|node| {
        if let Value::Text(text) = &node.value {
            return Some((text.clone(), text.clone()));
        }
        let mut forms = node.fields(diagnostics)?;
        let one = forms.required("one", diagnostics).and_then(|node| Some(node.text(diagnostics)?.to_owned()));
        let other = forms.required("other", diagnostics).and_then(|node| Some(node.text(diagnostics)?.to_owned()));
        forms.finish(diagnostics);
        Some((one?, other?))
    });
    fields.finish_locales(diagnostics);
    let (one, other) = en?;
    Some(Unit { zh: zh?, one, other })
}

pub(super) fn values(node: &Node, diagnostics: &mut Diagnostics) -> Vec<(ValueId, Localized<String>)> {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Vec::new();
    };
    fields
        .rest()
        .filter_map(|(key, node)| {
            let name = Node { value: Value::Text(key.name.clone()), span: key.span };
            Some((id(&name, diagnostics)?.value, localized_or_same(node, diagnostics)?))
        })
        .collect()
}

fn rows(node: &Node, columns: &[Column], diagnostics: &mut Diagnostics) -> Vec<Row> {
    things(node, "rows", |row: &Row| &row.id, diagnostics, |node, diagnostics| row(node, columns, diagnostics))
}

fn row(node: &Node, columns: &[Column], diagnostics: &mut Diagnostics) -> Option<Row> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let sources = fields.required("sources", diagnostics).map(|node| ids(node, diagnostics));
    let facts = fields.optional("facts").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let cells = columns
        .iter()
        .map(|column| {
            let name = column.id.value.as_str();
            let node = if column.optional { fields.optional(name) } else { fields.required(name, diagnostics) };
            node.and_then(|node| cell(node, &column.kind, diagnostics))
        })
        .collect();
    fields.finish(diagnostics);
    Some(Row { id: id?, cells, sources: sources?, facts })
}

fn cell(node: &Node, kind: &ColumnKind, diagnostics: &mut Diagnostics) -> Option<Cell> {
    match kind {
        ColumnKind::Text => localized_or_same(node, diagnostics).map(Cell::Text),
        ColumnKind::Number(_) => number(node, diagnostics).map(Cell::Number),
        ColumnKind::YesNo => yes_no(node, diagnostics).map(Cell::YesNo),
        ColumnKind::Date => date(node, diagnostics).map(|date| Cell::Date(date.value)),
        ColumnKind::Link => link(node, diagnostics),
        ColumnKind::Reference(_) => id(node, diagnostics).map(Cell::Reference),
        ColumnKind::Enum(values) => enum_value(node, values, diagnostics).map(Cell::Enum),
        ColumnKind::List(of) => list(node, of, diagnostics).map(Cell::List),
    }
}

fn enum_value(node: &Node, values: &[(ValueId, Localized<String>)], diagnostics: &mut Diagnostics) -> Option<ValueId> {
    if let Value::Bool(value) = node.value {
        diagnostics
            .push(wrong_type(node, "one of the column's values").hint(format!("put quotes around it: '{value}'")));
        return None;
    }
    let text = node.text(diagnostics)?;
    let known = values.iter().find(|(value, _)| value.as_str() == text);
    if known.is_none() {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, node.span, format!("`{text}` is not a value of this column"))
                .suggest(text, values.iter().map(|(value, _)| value.as_str())),
        );
    }
    known.map(|(value, _)| value.clone())
}

fn link(node: &Node, diagnostics: &mut Diagnostics) -> Option<Cell> {
    if let Value::Text(_) = node.value {
        return Some(Cell::Link { address: web_address(node, diagnostics)?, label: None });
    }
    let mut fields = node.fields(diagnostics)?;
    let address = fields.required("url", diagnostics).and_then(|node| web_address(node, diagnostics));
    let label = fields.optional("label").and_then(|node| localized_or_same(node, diagnostics));
    fields.finish(diagnostics);
    Some(Cell::Link { address: address?, label })
}

/// A list of texts is written once per language, so that each reads well in itself; other lists are written once.
fn list(node: &Node, of: &ColumnKind, diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
    if let (ColumnKind::Text, Value::Map(_)) = (of, &node.value) {
        let lists = super::value::localized_lists(node, diagnostics);
        if lists.zh.len() != lists.en.len() {
            let message = format!("{} texts in `zh`, {} in `en`", lists.zh.len(), lists.en.len());
            diagnostics.push(
                Diagnostic::error(Code::InvalidValue, node.span, message)
                    .hint("name the same things in both languages"),
            );
            return None;
        }
        let pairs = lists.zh.into_iter().zip(lists.en);
        return Some(pairs.map(|(zh, en)| Cell::Text(Localized { zh, en })).collect());
    }
    let items = node.list(diagnostics)?;
    Some(items.iter().filter_map(|item| cell(item, of, diagnostics)).collect())
}
