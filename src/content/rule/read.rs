//! From a file to a [`RuleTable`].

use std::sync::OnceLock;

use super::super::Conventions;
use super::super::collection::Collection;
use super::super::each_language::report_untranslated;
use super::super::language::Languages;
use super::super::value::{
    date, id, lint_lists, localized_lists, localized_or_same, number, unique, web_address, yes_no,
};
use super::super::yaml::{Expected, MappingReader, Node, Value, read_mapping, wrong_type};
use super::cell::{Cell, CellValue, ColumnKind, EnumValue, EnumValues};
use super::column::{Column, column};
use super::table::{FOLDER, Row, RuleTable, RuleTables, TableKeys};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{Localized, TableId};
use crate::source::SourceFiles;

/// Reads all rule tables, in the order of their ids.
pub(crate) fn load(
    sources: &SourceFiles,
    languages: &Languages,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> RuleTables {
    let folder = Collection { path: FOLDER, kind: "rule table" };
    let tables = folder.read(sources, conventions, diagnostics, table);
    RuleTables::of(tables, languages)
}

fn table(
    fields: &mut MappingReader<'_>,
    given: Option<(TableId, FileId)>,
    diagnostics: &mut Diagnostics,
) -> Option<RuleTable> {
    let given = TableKeys::take(fields, diagnostics).zip(given).map(|(TableKeys { columns, rows }, (id, file))| {
        let columns = TableColumns::read(columns.node, diagnostics);
        let rows = self::rows(rows.node, &columns, diagnostics);
        let places = rows.iter().enumerate().map(|(place, row)| (row.id.value.clone(), place)).collect();
        (id, file, columns.sound, rows, places, OnceLock::new())
    });
    RuleTable::take(fields, given, diagnostics)
}

/// The columns of a table, as its rows are read by them.
struct TableColumns<'n> {
    sound: Vec<Column>,
    /// The ids of the others: rows may have them for keys, and what their cells hold is not known.
    unsound: Vec<&'n str>,
}

impl<'n> TableColumns<'n> {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Self {
        let mut sound = Vec::new();
        let mut unsound = Vec::new();
        let columns = node.list(diagnostics);
        if columns.is_some_and(<[_]>::is_empty) {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, node.span, "a rule table has one column at least")
                    .hint("the first column names the rows: `- {id: name, type: text, label: …}`"),
            );
        }
        for node in columns.unwrap_or_default() {
            match (column(node, diagnostics), node.get("id").map(|id| &id.value)) {
                (Some(column), _) => sound.push(column),
                (None, Some(Value::Text(id) | Value::Number(id))) => unsound.push(id.as_str()),
                (None, _) => {}
            }
        }
        Self { sound: checked(sound, diagnostics), unsound }
    }
}

fn checked(columns: Vec<Column>, diagnostics: &mut Diagnostics) -> Vec<Column> {
    let mut columns = unique(columns, "columns", |column: &Column| &column.id, diagnostics);
    for column in &columns {
        if Row::KEYS.iter().any(|key| key.name == column.id.value.as_str()) {
            let message = format!("a column cannot be called `{}`", column.id.value);
            diagnostics
                .push(Diagnostic::new(Code::InvalidId, column.id.span, message).hint("every row has this key already"));
        }
    }
    if let Some(first) = columns.first_mut()
        && first.optional
    {
        let message = "the first column names the row, so none of its cells can be left out";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, first.id.span, message).hint("remove `optional`"));
    }
    columns
}

fn rows<'n>(node: &'n Node, columns: &'n TableColumns<'_>, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let rows = node.list(diagnostics).unwrap_or_default().iter();
    let rows = rows.filter_map(|node| row(node, columns, diagnostics)).collect();
    unique(rows, "rows", |row: &Row| &row.id, diagnostics)
}

fn row<'n>(node: &'n Node, columns: &'n TableColumns<'_>, diagnostics: &mut Diagnostics) -> Option<Row> {
    let take = |fields: &mut MappingReader<'n>, diagnostics: &mut Diagnostics| {
        columns.unsound.iter().for_each(|name| _ = fields.entry(name));
        let cells = columns.sound.iter().map(|column| {
            let name = column.id.value.as_str();
            let node = if column.optional { fields.optional(name) } else { fields.required(name, diagnostics) };
            node.and_then(|node| cell(node, column, diagnostics))
        });
        let cells = cells.collect();
        Row::take(fields, Some((cells,)), diagnostics)
    };
    read_mapping(node, take, diagnostics)
}

fn cell(node: &Node, column: &Column, diagnostics: &mut Diagnostics) -> Option<Cell> {
    if column.is_list {
        list(node, &column.kind, diagnostics).map(Cell::List)
    } else {
        value(node, &column.kind, diagnostics).map(Cell::One)
    }
}

fn value(node: &Node, kind: &ColumnKind, diagnostics: &mut Diagnostics) -> Option<CellValue> {
    match kind {
        ColumnKind::Text => localized_or_same(node, diagnostics).map(CellValue::Text),
        ColumnKind::Number(unit) => number(node, diagnostics).map(|number| CellValue::Number(number, unit.clone())),
        ColumnKind::YesNo => yes_no(node, diagnostics).map(CellValue::YesNo),
        ColumnKind::Date => date(node, diagnostics).map(CellValue::Date),
        ColumnKind::Link => link(node, diagnostics),
        ColumnKind::Reference(table) => id(node, diagnostics).map(|row| CellValue::Reference(table.value.clone(), row)),
        ColumnKind::Enum(values) => enum_value(node, values, diagnostics).map(CellValue::Enum),
    }
}

fn enum_value(node: &Node, values: &EnumValues, diagnostics: &mut Diagnostics) -> Option<EnumValue> {
    if let Value::Bool(value) = node.value {
        diagnostics.push(wrong_type(node, Expected::ColumnValue).hint(format!("put quotes around it: '{value}'")));
        return None;
    }
    let text = node.text(diagnostics)?;
    let known = text.parse().ok().and_then(|id| values.get(&id));
    if known.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, format!("`{text}` is not a value of this column"))
                .suggest_of(text, values.ids()),
        );
    }
    known.cloned()
}

fn link(node: &Node, diagnostics: &mut Diagnostics) -> Option<CellValue> {
    if let Value::Text(_) = node.value {
        return Some(CellValue::Link { address: web_address(node, diagnostics)?, label: None });
    }
    let mut fields = node.fields(diagnostics)?;
    let address = fields.required("url", diagnostics).and_then(|node| web_address(node, diagnostics));
    let label = fields.optional("label").and_then(|node| localized_or_same(node, diagnostics));
    fields.finish(diagnostics);
    Some(CellValue::Link { address: address?, label })
}

/// A list of texts is written once per language, so that each reads well in itself; other lists are written once.
fn list(node: &Node, of: &ColumnKind, diagnostics: &mut Diagnostics) -> Option<Vec<CellValue>> {
    if let (ColumnKind::Text, Value::Map(_)) = (of, &node.value) {
        return texts(node, diagnostics);
    }
    let items = node.list(diagnostics)?;
    Some(items.iter().filter_map(|item| value(item, of, diagnostics)).collect())
}

/// As many texts in each language.
fn texts(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<CellValue>> {
    let lists = localized_lists(node, diagnostics);
    lint_lists(node, diagnostics);
    let (conventions, locales) = (&node.conventions, node.conventions.locales());
    let lacking = conventions.written().filter(|locale| node.get(locale.code()).is_none());
    let lacking = lacking.filter_map(|locale| Some((locale, lists.nearest(locale)?.0)));
    report_untranslated(&lacking.collect::<Vec<_>>(), (conventions, node.span), diagnostics);
    let of = |locale| lists.nearest(locale).map_or(&[][..], |(_, list)| list.as_slice());
    let first = of(locales.first());
    if locales.iter().any(|locale| of(locale).len() != first.len()) {
        let counts = locales.iter().map(|locale| format!("{} in `{locale}`", of(locale).len()));
        let message = format!("not as many texts in each language: {}", counts.collect::<Vec<_>>().join(", "));
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, message).hint("name the same things in each language"),
        );
        return None;
    }
    let texts = (0..first.len()).map(|place| Localized::from_fn(locales, |locale| of(locale)[place].clone()));
    Some(texts.map(CellValue::Text).collect())
}
