//! The columns of a rule table.

use std::sync::Arc;

use super::super::each_language::in_each_language;
use super::super::keyed::keyed;
use super::super::language::PluralForms;
use super::super::value::{Located, id, localized_or_same};
use super::super::yaml::{Deferred, Form, FromYaml, HasForm, MappingReader, Node, read_mapping};
use super::cell::{ColumnKind, EnumValues, Unit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ColumnId, Localized, TableId, ValueId};

keyed! {
    /// What the cells below it hold, and what one that is left out means.
    pub struct Column {
        given {
            /// What its cells hold, or each of several in a cell.
            pub kind: ColumnKind,
            /// Whether a cell holds several.
            pub is_list: bool,
        }
        /// Its id, which is a key of every row.
        pub id: Located<ColumnId>,
        /// What stands above its cells, or before one that stands alone.
        pub label: Localized<String>,
        /// Whether a cell may be left out.
        pub optional: bool = false,
        /// What a cell that is left out means: "not stated". Without it, such a cell means nothing.
        pub empty: Option<Localized<String>> as localized_or_same = None,
    } and KindKeys<'static>, NumberColumnKeys | EnumColumnKeys | ReferenceColumnKeys

    /// What the cells of a column hold.
    struct KindKeys<'n> {
        /// `text`, `number`, `yes_no`, `enum`, `date`, `link`, `reference` or `list`.
        kind("type"): Deferred<'n, String>,
        /// In a list: what it is a list of.
        of: Option<Deferred<'n, String>> = None,
    }

    /// What a column of numbers says besides.
    struct NumberColumnKeys {
        /// Of numbers: the unit that follows them.
        unit: Option<Unit> = None,
    }

    /// What a column of a closed list says besides.
    struct EnumColumnKeys {
        /// Of `enum`: the values, each with its label.
        values: Vec<(ValueId, Localized<String>)> as values,
    }

    /// What a column of references says besides.
    struct ReferenceColumnKeys {
        /// Of `reference`: the table whose rows the cells name.
        table: Located<TableId>,
    }
}

/// Reads a column.
pub(super) fn column(node: &Node, diagnostics: &mut Diagnostics) -> Option<Column> {
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
