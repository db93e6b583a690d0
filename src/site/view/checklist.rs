//! Checklists: the choice of one, and one for a row and a kind of reader.

use serde::Serialize;

use super::article::CitationView;
use super::{LinkView, Views};
use crate::content::{Checklist, Located, Row, RuleTable, Variant, each_once};
use crate::name::SectionId;
use crate::site::address::Address;

#[derive(Debug, Serialize)]
pub(super) struct ChecklistView {
    summary: String,
    rows: Vec<ChecklistRowView>,
}

#[derive(Debug, Serialize)]
struct ChecklistRowView {
    title: String,
    path: String,
    variants: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
pub(super) struct RowChecklistView {
    summary: String,
    groups: Vec<GroupView>,
    citations: Vec<CitationView>,
    /// The same checklist for the other kinds of reader.
    others: Vec<LinkView>,
    /// The page of the row.
    row: LinkView,
}

#[derive(Debug, Serialize)]
struct GroupView {
    title: String,
    items: Vec<ItemView>,
}

#[derive(Debug, Serialize)]
struct ItemView {
    text: String,
    see: Option<LinkView>,
}

impl Views<'_> {
    pub(super) fn checklist(self, checklist: &Checklist) -> ChecklistView {
        let table = self.content().tables.get(&checklist.table.value);
        let rows = table.map(|table| {
            let rows = table.rows.iter().map(|row| {
                let LinkView { title, path, .. } = self.row_link(table, row);
                ChecklistRowView { title, path, variants: self.variants(checklist, row) }
            });
            rows.collect()
        });
        ChecklistView { summary: checklist.summary.get(self.locale).clone(), rows: rows.unwrap_or_default() }
    }

    /// Links to a row's checklists, one for each kind of reader.
    pub(super) fn variants(self, checklist: &Checklist, row: &Row) -> Vec<LinkView> {
        let variants = checklist.variants.iter().map(|variant| {
            let address = Address::row_checklist(self.locale, &checklist.id, &row.id.value, &variant.id.value);
            LinkView::new(variant.label.get(self.locale).clone(), address)
        });
        variants.collect()
    }

    /// `Guangdong · Individuals · Filing checklist`
    pub(super) fn checklist_title(
        self,
        checklist: &Checklist,
        table: &RuleTable,
        row: &Row,
        variant: &Variant,
    ) -> String {
        let row = self.content().tables.row_name(table, row, self.locale);
        format!("{row} · {} · {}", variant.label.get(self.locale), checklist.title.get(self.locale))
    }

    pub(super) fn row_checklist(
        self,
        checklist: &Checklist,
        table: &RuleTable,
        row: &Row,
        variant: &Variant,
    ) -> RowChecklistView {
        let content = self.content();
        let mut cited: Vec<&Located<SectionId>> = Vec::new();
        let mut groups = Vec::new();
        for group in &checklist.groups {
            let mut items = Vec::new();
            for item in checklist.items(group, table, row, variant) {
                cited.extend(&item.sources);
                items.push(ItemView {
                    text: item.text_for(&content.tables, table, row, self.locale),
                    see: item.see.as_ref().and_then(|see| self.link(content.article(&see.value)?)),
                });
            }
            if !items.is_empty() {
                groups.push(GroupView { title: group.title.get(self.locale).clone(), items });
            }
        }
        let this = variant.label.get(self.locale);
        RowChecklistView {
            summary: checklist.summary.get(self.locale).clone(),
            groups,
            citations: self.citations(each_once(cited.into_iter().map(|section| &section.value)).into_iter()),
            others: self.variants(checklist, row).into_iter().filter(|link| link.title != *this).collect(),
            row: self.row_link(table, row),
        }
    }
}
