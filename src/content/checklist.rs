//! Checklists, `content/checklists/<checklist>.yaml`: what to do, for each row of a rule table and each kind of reader.

use super::folder;
use super::piece::{Piece, localized_pieces, quoted};
use super::rule::{Cell, Row, RuleTable, RuleTables};
use super::value::{Located, id, ids, localized, things};
use super::yaml::{self, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{
    ArticleId, ChecklistId, ColumnId, FactId, Locale, Locales, Localized, SectionId, TableId, VariantId,
};
use crate::source::{SourceFile, Sources};

/// What to do, for each row of a rule table and each kind of reader.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// Its id: the stem of its file.
    pub id: ChecklistId,
    /// Its file.
    pub file: FileId,
    /// Its title.
    pub title: Localized<String>,
    /// What it is for, in one sentence.
    pub summary: Localized<String>,
    /// The rule table that it depends on.
    pub table: Located<TableId>,
    /// The kinds of reader.
    pub variants: Vec<Variant>,
    /// The parts, in their order.
    pub groups: Vec<Group>,
}

/// A kind of reader.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its id.
    pub id: Located<VariantId>,
    /// Its name.
    pub label: Localized<String>,
}

/// A part of a checklist.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its title.
    pub title: Localized<String>,
    /// What to do.
    pub items: Vec<ChecklistItem>,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct ChecklistItem {
    /// What to do; `{{column}}` stands for a cell of the row, `{{table.row.column}}` for one of any rule table.
    pub text: Localized<Vec<Piece>>,
    /// The kinds of reader that it is for; all, if empty.
    pub variants: Vec<Located<VariantId>>,
    /// What cells of the row have to say for it to be done.
    pub when: Vec<(Located<ColumnId>, Located<String>)>,
    /// The article that tells more.
    pub see: Option<Located<ArticleId>>,
    /// The sections of the source catalogue that it states.
    pub sources: Vec<Located<SectionId>>,
    /// The facts that it states.
    pub facts: Vec<Located<FactId>>,
}

/// A checklist is for so many kinds of reader: each row has a page for each of them, which leads to all others.
const MOST_VARIANTS: usize = 64;

/// What `when` may ask of a cell of any kind.
pub(crate) const GIVEN: [&str; 2] = ["given", "missing"];

impl Checklist {
    /// The items of a group that a kind of reader has to do for a row.
    pub fn items<'c>(
        &'c self,
        group: &'c Group,
        table: &'c RuleTable,
        row: &'c Row,
        variant: &'c Variant,
    ) -> impl Iterator<Item = &'c ChecklistItem> {
        group.items.iter().filter(move |item| {
            let meant = item.variants.is_empty() || item.variants.iter().any(|named| named.value == variant.id.value);
            meant && item.applies_to(table, row)
        })
    }
}

impl ChecklistItem {
    /// Whether the row says what the item asks for.
    pub(crate) fn applies_to(&self, table: &RuleTable, row: &Row) -> bool {
        self.when.iter().all(|(column, wanted)| {
            let cell = table.column(&column.value).and_then(|column| row.cells[column].as_ref());
            match (cell, wanted.value.as_str()) {
                (None, wanted) => wanted == "missing",
                (Some(_), "given") => true,
                (Some(Cell::YesNo(yes)), wanted) => wanted == if *yes { "yes" } else { "no" },
                (Some(Cell::Enum(value)), wanted) => wanted == value.as_str(),
                _ => false,
            }
        })
    }

    /// The text for a row.
    pub(crate) fn text_for(&self, tables: &RuleTables, table: &RuleTable, row: &Row, locale: Locale) -> String {
        let pieces = self.text.get(locale).iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Column(column) => table
                .column(&column.value)
                .and_then(|column| Some(tables.cell_text(&table.columns[column], row.cells[column].as_ref()?, locale)))
                .unwrap_or_default(),
            Piece::Cell(quote) => quoted(quote, tables, locale),
        });
        pieces.collect()
    }
}

/// Reads all checklists, in the order of their ids.
pub(crate) fn load(sources: &Sources, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Checklist> {
    folder("content/checklists/", "checklist", sources, diagnostics, |id, file, diagnostics| {
        checklist(id, file, locales, diagnostics)
    })
}

fn checklist(
    id: ChecklistId,
    file: &SourceFile,
    locales: &Locales,
    diagnostics: &mut Diagnostics,
) -> Option<Checklist> {
    let root = yaml::parse(file, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    let table = fields.required("table", diagnostics).and_then(|node| super::value::id(node, diagnostics));
    let variants = fields.required("variants", diagnostics).map(|node| variants(node, diagnostics));
    let groups = fields.required("groups", diagnostics).map(|node| groups(node, diagnostics));
    fields.finish(diagnostics);
    let checklist = Checklist {
        id,
        file: file.id,
        title: title?,
        summary: summary?,
        table: table?,
        variants: variants?,
        groups: groups?,
    };
    checklist.check_variants(diagnostics);
    Some(checklist)
}

impl Checklist {
    /// Items are for kinds of reader that there are.
    fn check_variants(&self, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.variants.get(MOST_VARIANTS) {
            let count = self.variants.len();
            let message = format!("a checklist is for at most {MOST_VARIANTS} kinds of reader, this one for {count}");
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, first.id.span, message)
                    .hint("every row has a page for each of them; put those together that do the same"),
            );
            return;
        }
        let known: Vec<&str> = self.variants.iter().map(|variant| variant.id.value.as_str()).collect();
        for named in self.groups.iter().flat_map(|group| &group.items).flat_map(|item| &item.variants) {
            if !known.contains(&named.value.as_str()) {
                let message = format!("the checklist has no variant `{}`", named.value);
                diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, named.span, message)
                        .suggest(named.value.as_str(), known.iter().copied()),
                );
            }
        }
    }
}

fn variants(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Variant> {
    things(node, "variants", |variant: &Variant| &variant.id, diagnostics, variant)
}

fn variant(node: &Node, diagnostics: &mut Diagnostics) -> Option<Variant> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let label = fields.required("label", diagnostics).and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    Some(Variant { id: id?, label: label? })
}

fn groups(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Group> {
    let groups = node.list(diagnostics).unwrap_or_default().iter().filter_map(|node| {
        let mut fields = node.fields(diagnostics)?;
        let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
        let items = fields.required("items", diagnostics).and_then(|node| {
            let items = node.list(diagnostics)?;
            Some(items.iter().filter_map(|node| item(node, diagnostics)).collect())
        });
        fields.finish(diagnostics);
        Some(Group { title: title?, items: items? })
    });
    groups.collect()
}

fn item(node: &Node, diagnostics: &mut Diagnostics) -> Option<ChecklistItem> {
    let mut fields = node.fields(diagnostics)?;
    let text = fields.required("text", diagnostics).and_then(|node| localized_pieces(node, diagnostics));
    let variants = fields.optional("for").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let when = fields.optional("when").map(|node| conditions(node, diagnostics)).unwrap_or_default();
    let see = fields.optional("see").and_then(|node| id(node, diagnostics));
    let sources = fields.required("sources", diagnostics).map(|node| ids(node, diagnostics));
    let facts = fields.optional("facts").map(|node| ids(node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    Some(ChecklistItem { text: text?, variants, when, see, sources: sources?, facts })
}

fn conditions(node: &Node, diagnostics: &mut Diagnostics) -> Vec<(Located<ColumnId>, Located<String>)> {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Vec::new();
    };
    let conditions = fields.rest().filter_map(|(key, node)| {
        let name = node.of_key(key);
        let column = id(&name, diagnostics)?;
        let value = match &node.value {
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => node.text(diagnostics)?.to_owned(),
        };
        Some((column, Located { value, span: node.span }))
    });
    conditions.collect()
}
