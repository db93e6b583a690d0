//! From a file to a [`RuleTable`].

use std::sync::OnceLock;

use super::super::folder;
use super::super::language::{Counted, Languages};
use super::super::value::{
    date, id, ids, in_each_language, localized, localized_lists, localized_or_same, number, things, web_address, yes_no,
};
use super::super::yaml::{self, Node, Value, wrong_type};
use super::{Cell, Column, ColumnKind, EnumValues, Row, RuleTable, RuleTables, Unit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{Locales, Localized, TableId, ValueId};
use crate::source::{SourceFile, Sources};

/// The folder of the rule tables.
const FOLDER: &str = "content/rules/";

/// Reads all rule tables, in the order of their ids.
pub(crate) fn load(sources: &Sources, languages: &Languages, diagnostics: &mut Diagnostics) -> RuleTables {
    let read = |id, file: &_, diagnostics: &mut _| table(id, file, languages.locales(), diagnostics);
    let tables = folder(FOLDER, "rule table", sources, diagnostics, read);
    let places = tables.iter().enumerate().map(|(place, table)| (table.id.clone(), place)).collect();
    RuleTables { tables, places, languages: languages.clone() }
}

fn table(id: TableId, file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Option<RuleTable> {
    let root = yaml::parse(file, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    let pages = fields.optional("pages").and_then(|node| yes_no(node, diagnostics)).unwrap_or(false);
    let columns = fields.required("columns", diagnostics).map(|node| columns(node, diagnostics));
    let rows_node = fields.required("rows", diagnostics);
    fields.finish(diagnostics);
    let columns = columns?;
    let rows = rows_node.map(|node| rows(node, &columns, diagnostics))?;
    let places = rows.iter().enumerate().map(|(place, row)| (row.id.value.clone(), place)).collect();
    let (title, summary, row_ids) = (title?, summary?, OnceLock::new());
    Some(RuleTable { id, file: file.id, title, summary, pages, columns, rows, places, row_ids })
}

fn columns(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Column> {
    let mut columns = things(node, "columns", |column: &Column| &column.id, diagnostics, column);
    for column in &columns {
        if matches!(column.id.value.as_str(), "id" | "sources" | "facts" | "volatile") {
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
                Diagnostic::new(Code::MissingKey, span, "a list does not say what it is a list of")
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
        "enum" => ColumnKind::Enum(EnumValues::of(values(fields.required("values", diagnostics)?, diagnostics))),
        _ => {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, span, format!("`{name}` is not a type of column here"))
                    .suggest(name, KINDS),
            );
            return None;
        }
    })
}

pub(in crate::content) fn unit(node: &Node, diagnostics: &mut Diagnostics) -> Option<Unit> {
    let each = in_each_language(node, diagnostics, Counted::read);
    each.map(Unit)
}

pub(in crate::content) fn values(node: &Node, diagnostics: &mut Diagnostics) -> Vec<(ValueId, Localized<String>)> {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Vec::new();
    };
    fields
        .rest()
        .filter_map(|(key, node)| {
            let name = node.of_key(key);
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
    let volatile = fields.optional("volatile").and_then(|node| localized(node, diagnostics));
    let cells = columns
        .iter()
        .map(|column| {
            let name = column.id.value.as_str();
            let node = if column.optional { fields.optional(name) } else { fields.required(name, diagnostics) };
            node.and_then(|node| cell(node, &column.kind, diagnostics))
        })
        .collect();
    fields.finish(diagnostics);
    Some(Row { id: id?, cells, sources: sources?, facts, volatile })
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

fn enum_value(node: &Node, values: &EnumValues, diagnostics: &mut Diagnostics) -> Option<ValueId> {
    if let Value::Bool(value) = node.value {
        diagnostics
            .push(wrong_type(node, "one of the column's values").hint(format!("put quotes around it: '{value}'")));
        return None;
    }
    let text = node.text(diagnostics)?;
    let known = text.parse().ok().filter(|value| values.label(value).is_some());
    if known.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, format!("`{text}` is not a value of this column"))
                .suggest_of(text, values.ids()),
        );
    }
    known
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
        return texts(node, diagnostics);
    }
    let items = node.list(diagnostics)?;
    Some(items.iter().filter_map(|item| cell(item, of, diagnostics)).collect())
}

/// As many texts in each language.
fn texts(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
    let lists = localized_lists(node, diagnostics);
    let of = |locale| lists.get(locale).map_or(&[][..], Vec::as_slice);
    let first = of(node.locales.first());
    if node.locales.iter().any(|locale| of(locale).len() != first.len()) {
        let counts = node.locales.iter().map(|locale| format!("{} in `{locale}`", of(locale).len()));
        let message = format!("not as many texts in each language: {}", counts.collect::<Vec<_>>().join(", "));
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, message).hint("name the same things in each language"),
        );
        return None;
    }
    let texts = (0..first.len()).map(|place| Localized::from_fn(&node.locales, |locale| of(locale)[place].clone()));
    Some(texts.map(Cell::Text).collect())
}
