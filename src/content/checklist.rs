//! Checklists, `content/checklists/<checklist>.yaml`: what to do, for each row of a rule table and each kind of reader.

use super::Conventions;
use super::collection::Collection;
use super::keyed::keyed;
use super::piece::Piece;
use super::rule::{Row, RuleTable, RuleTables};
use super::value::{Located, id, unique};
use super::yaml::{Form, FromYaml as _, HasForm, MappingReader, Node, Value, read_mapping};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::name::{ArticleId, ChecklistId, ColumnId, FactId, Locale, Localized, SectionId, TableId, VariantId};
use crate::source::SourceFiles;

/// The folder of the checklists.
pub(super) const FOLDER: &str = "content/checklists/";

keyed! {
    /// What to do, for each row of a rule table and each kind of reader.
    pub struct Checklist {
        given {
            /// Its id: the stem of its file.
            pub id: ChecklistId,
            /// Where problems with it as a whole are reported.
            pub file: FileId,
        }
        /// As lists and its page name it.
        pub title: Localized<String>,
        /// What it is for, in one sentence.
        pub summary: Option<Localized<String>> = None,
        /// The rule table that it depends on.
        pub table: Located<TableId>,
        /// The kinds of reader.
        pub variants: Vec<Variant> as variants,
        /// The parts, in their order.
        pub groups: Vec<Group>,
    }

    /// A kind of reader.
    pub struct Variant {
        /// Unique in its checklist; a part of addresses.
        pub id: Located<VariantId>,
        /// What the reader is told to be: "Individuals".
        pub label: Localized<String>,
    }

    /// A part of a checklist.
    pub struct Group {
        /// Its heading in the list.
        pub title: Localized<String>,
        /// The things to do, in the order in which they are shown.
        pub items: Vec<ChecklistItem> as items,
    }

    /// One thing to do.
    pub struct ChecklistItem {
        given {
            /// Where it stands.
            pub span: Span,
        }
        /// What to do; `{{column}}` stands for a cell of the row, `{{table.row.column}}` for one of any rule table.
        pub text: Localized<Vec<Piece>>,
        /// The kinds of reader that it is for; all, if empty.
        pub variants("for"): Vec<Located<VariantId>> = Vec::new(),
        /// What cells of the row have to say for it to be done.
        pub when: Vec<CellCondition> as conditions = Vec::new(),
        /// The article that tells more.
        pub see: Option<Located<ArticleId>> = None,
        /// The sections of the source catalogue that it states.
        pub sources: Vec<Located<SectionId>> [unless Sources] = Vec::new(),
        /// The facts that it states.
        pub facts: Vec<Located<FactId>> = Vec::new(),
    }
}

/// What a cell of the row has to say.
type CellCondition = (Located<ColumnId>, Located<String>);

/// A checklist is for so many kinds of reader: each row has a page for each of them, which leads to all others.
const MAX_VARIANTS: usize = 64;

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

    /// The sections of the source catalogue that its items state.
    pub fn sections(&self) -> impl Iterator<Item = &SectionId> {
        let items = self.groups.iter().flat_map(|group| &group.items);
        items.flat_map(|item| &item.sources).map(|section| &section.value)
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
                (Some(cell), wanted) => cell.id() == Some(wanted),
            }
        })
    }

    /// The text for a row.
    pub(crate) fn text_for(&self, tables: &RuleTables, table: &RuleTable, row: &Row, locale: Locale) -> String {
        let pieces = self.text.get(locale).iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Column(column) => table
                .column(&column.value)
                .and_then(|column| Some(tables.cell_text(row.cells[column].as_ref()?, locale)))
                .unwrap_or_default(),
            Piece::Cell(quote) => tables.quoted(quote, locale).unwrap_or_default(),
        });
        pieces.collect()
    }
}

/// Reads all checklists, in the order of their ids.
pub(crate) fn load(sources: &SourceFiles, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Checklist> {
    let folder = Collection { path: FOLDER, kind: "checklist" };
    let checklists = folder.read(sources, conventions, diagnostics, Checklist::take);
    checklists.iter().for_each(|checklist| checklist.check_variants(diagnostics));
    checklists
}

impl Checklist {
    /// Items are for kinds of reader that there are.
    fn check_variants(&self, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.variants.get(MAX_VARIANTS) {
            let count = self.variants.len();
            let message = format!("a checklist is for at most {MAX_VARIANTS} kinds of reader, this one for {count}");
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

fn variants(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Variant>> {
    Some(unique(Vec::read(node, diagnostics)?, "variants", |variant: &Variant| &variant.id, diagnostics))
}

fn items(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<ChecklistItem>> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let given = Some((fields.span(),));
        ChecklistItem::take(fields, given, diagnostics)
    };
    let items = node.list(diagnostics)?.iter().filter_map(|node| read_mapping(node, take, diagnostics));
    Some(items.collect())
}

impl HasForm for CellCondition {
    const FORM: Form = Form::Plain("what a cell says");
    const LIST: Form = Form::Plain("what cells say, by column");
}

fn conditions(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<CellCondition>> {
    let mut fields = node.fields(diagnostics)?;
    let conditions = fields.rest().filter_map(|(key, node)| {
        let name = node.of_key(key);
        let column = id(&name, diagnostics)?;
        let value = match &node.value {
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => node.text(diagnostics)?.to_owned(),
        };
        Some((column, Located { value, span: node.span }))
    });
    Some(conditions.collect())
}
