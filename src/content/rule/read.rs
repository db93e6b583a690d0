//! From a file to a [`RuleTable`].

use std::sync::{Arc, OnceLock};

use super::super::keyed::keyed;
use super::super::language::{Languages, PluralForms};
use super::super::value::{
    Located, date, id, in_each_language, localized_lists, localized_or_same, number, unique, web_address, yes_no,
};
use super::super::yaml::{Deferred, Form, FromYaml, HasForm, MappingReader, Node, Value, read_mapping, wrong_type};
use super::super::{Collection, Conventions};
use super::{Cell, CellValue, Column, ColumnKind, EnumValue, EnumValues, Row, RuleTable, RuleTables, Unit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{Localized, TableId, ValueId};
use crate::source::SourceFiles;

/// The folder of the rule tables.
pub(in crate::content) const FOLDER: &str = "content/rules/";

keyed! {
    /// What the file of a rule table holds.
    pub(super) struct TableKeys<'n> {
        /// The columns; the first one names the row.
        columns: Deferred<'n, Vec<Column>>,
        /// The rows, each with a cell under the id of every column.
        rows: Deferred<'n, Vec<Row>>,
    }
}

/// Reads all rule tables, in the order of their ids.
pub(crate) fn load(
    sources: &SourceFiles,
    languages: &Languages,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> RuleTables {
    let folder = Collection { path: FOLDER, kind: "rule table" };
    let tables = folder.read(sources, conventions, diagnostics, table);
    let places = tables.iter().enumerate().map(|(place, table)| (table.id.clone(), place)).collect();
    RuleTables { tables, places, languages: languages.clone() }
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
        for node in node.list(diagnostics).unwrap_or_default() {
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

keyed! {
    /// What the cells of a column hold.
    pub(super) struct KindKeys<'n> {
        /// `text`, `number`, `yes_no`, `enum`, `date`, `link`, `reference` or `list`.
        kind("type"): Deferred<'n, String>,
        /// In a list: what it is a list of.
        of: Option<Deferred<'n, String>> = None,
    }

    /// What a column of numbers says besides.
    pub(super) struct NumberColumnKeys {
        /// Of numbers: the unit that follows them.
        unit: Option<Unit> = None,
    }

    /// What a column of a closed list says besides.
    pub(super) struct EnumColumnKeys {
        /// Of `enum`: the values, each with its label.
        values: Vec<(ValueId, Localized<String>)> as values,
    }

    /// What a column of references says besides.
    pub(super) struct ReferenceColumnKeys {
        /// Of `reference`: the table whose rows the cells name.
        table: Located<TableId>,
    }
}

fn column(node: &Node, diagnostics: &mut Diagnostics) -> Option<Column> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let kind = kind(fields, diagnostics);
        if kind.is_none() {
            // Which of these belong to the type is not known.
            let of_types = [NumberColumnKeys::KEYS, EnumColumnKeys::KEYS, ReferenceColumnKeys::KEYS];
            of_types.into_iter().flatten().for_each(|key| _ = fields.optional(key.name));
        }
        Column::take(fields, kind, diagnostics)
    };
    read_mapping(node, take, diagnostics)
}

/// What the cells hold, and whether each holds several of it.
fn kind(fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics) -> Option<(ColumnKind, bool)> {
    let KindKeys { kind, of } = KindKeys::take(fields, diagnostics)?;
    if kind.node.text(diagnostics)? != "list" {
        return Some((kind_of_value(kind.node, fields, diagnostics)?, false));
    }
    let Some(of) = of else {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, kind.node.span, "a list does not say what it is a list of")
                .hint("add `of: text`, `of: enum`, `of: reference`, …"),
        );
        return None;
    };
    Some((kind_of_value(of.node, fields, diagnostics)?, true))
}

fn kind_of_value(node: &Node, fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics) -> Option<ColumnKind> {
    let name = node.text(diagnostics)?;
    Some(match name {
        "text" => ColumnKind::Text,
        "number" => ColumnKind::Number(NumberColumnKeys::take(fields, diagnostics)?.unit.map(Arc::new)),
        "yes_no" => ColumnKind::YesNo,
        "date" => ColumnKind::Date,
        "link" => ColumnKind::Link,
        "reference" => ColumnKind::Reference(ReferenceColumnKeys::take(fields, diagnostics)?.table),
        "enum" => ColumnKind::Enum(EnumValues::of(EnumColumnKeys::take(fields, diagnostics)?.values)),
        _ => {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, node.span, format!("`{name}` is not a type of column here"))
                    .suggest(name, ColumnKind::NAMES.into_iter().chain(["list"])),
            );
            return None;
        }
    })
}

/// The values of a closed list; what is no mapping, and was reported, has none.
pub(in crate::content) fn values(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(ValueId, Localized<String>)>> {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Some(Vec::new());
    };
    let values = fields.rest().filter_map(|(key, node)| {
        let name = node.of_key(key);
        Some((id(&name, diagnostics)?.value, localized_or_same(node, diagnostics)?))
    });
    Some(values.collect())
}

impl HasForm for (ValueId, Localized<String>) {
    const FORM: Form = Form::Plain("a label");
    const LIST: Form = Form::Plain("labels by value");
}

impl HasForm for Unit {
    const FORM: Form = Form::Plain("a unit in each language");
}

impl<'n> FromYaml<'n> for Unit {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let each = in_each_language(node, diagnostics, PluralForms::read);
        each.map(Unit)
    }
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
        diagnostics
            .push(wrong_type(node, "one of the column's values").hint(format!("put quotes around it: '{value}'")));
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
    let of = |locale| lists.get(locale).map_or(&[][..], Vec::as_slice);
    let first = of(node.conventions.locales().first());
    if node.conventions.locales().iter().any(|locale| of(locale).len() != first.len()) {
        let counts = node.conventions.locales().iter().map(|locale| format!("{} in `{locale}`", of(locale).len()));
        let message = format!("not as many texts in each language: {}", counts.collect::<Vec<_>>().join(", "));
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, message).hint("name the same things in each language"),
        );
        return None;
    }
    let texts = (0..first.len())
        .map(|place| Localized::from_fn(node.conventions.locales(), |locale| of(locale)[place].clone()));
    Some(texts.map(CellValue::Text).collect())
}
