//! A checklist for a row of a rule table and a kind of reader.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{CitationView, LinkView};
use crate::content::{Checklist, ChecklistItem, Group, Row, RuleTable, Variant, deduplicated};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::{Locale, SectionId};
use crate::site::address::Address;

#[derive(Debug)]
struct RowChecklistPage<'c> {
    checklist: &'c Checklist,
    table: &'c RuleTable,
    row: &'c Row,
    variant: &'c Variant,
}

#[derive(Debug, Serialize)]
struct RowChecklistView {
    /// What the checklist is called, whatever it is for.
    checklist: String,
    /// What it is for: `Guangdong · Individuals`.
    of: String,
    summary: Option<String>,
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

/// A checklist for each row of its table and each kind of reader.
pub(super) fn pages<'c>(checklist: &'c Checklist, table: &'c RuleTable) -> Pages<'c> {
    let rows = table.rows.iter().flat_map(|row| checklist.variants.iter().map(move |variant| (row, variant)));
    rows.map(|(row, variant)| RowChecklistPage { checklist, table, row, variant }.shared()).collect()
}

impl Page for RowChecklistPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::row_checklist(locale, &self.checklist.id, &self.row.id.value, &self.variant.id.value)
    }

    fn template(&self) -> &'static str {
        "row-checklist.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.checklist.file.into())
    }

    /// It is called `Guangdong · Individuals · Filing checklist`.
    fn is_lasting(&self) -> bool {
        false
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let row = LinkView::to_row(self.table, self.row, context);
        let checklist = LinkView::to_checklist(self.checklist, context);
        let variant = self.variant.label.get(context.locale);
        let of = format!("{} · {variant}", row.title);
        let title = format!("{of} · {}", checklist.title);
        let name = checklist.title.clone();
        let head = Head::new(title, context.optional_text(self.checklist.summary.as_ref()))
            .below([checklist, row.clone()], context)
            .dated(context.content.as_of(self.cited()), context)
            .warning(self.row.volatile.as_ref(), context);
        let groups = self.checklist.groups.iter().map(|group| GroupView {
            title: context.text(&group.title),
            items: self.items(group).map(|item| self.item(item, context)).collect(),
        });
        let others = self.checklist.variants.iter().zip(LinkView::to_row_checklists(self.checklist, self.row, context));
        let others = others.filter(|(variant, _)| variant.id.value != self.variant.id.value);
        Ok(head.with_body(&RowChecklistView {
            checklist: name,
            of,
            summary: context.optional_text(self.checklist.summary.as_ref()),
            groups: groups.filter(|group| !group.items.is_empty()).collect(),
            citations: CitationView::all(deduplicated(self.cited()), context),
            others: others.map(|(_, link)| link).collect(),
            row,
        }))
    }
}

impl<'c> RowChecklistPage<'c> {
    /// The items of a group that are for the row and the reader.
    fn items(&self, group: &'c Group) -> impl Iterator<Item = &'c ChecklistItem> {
        self.checklist.items(group, self.table, self.row, self.variant)
    }

    fn cited(&self) -> impl Iterator<Item = &'c SectionId> {
        let items = self.checklist.groups.iter().flat_map(|group| self.items(group));
        items.flat_map(|item| &item.sources).map(|section| &section.value)
    }

    fn item(&self, item: &ChecklistItem, context: Context<'_>) -> ItemView {
        let content = context.content;
        let see = item.see.as_ref().and_then(|see| content.article(&see.value));
        ItemView {
            text: item.text_for(&content.tables, self.table, self.row, context.locale),
            see: see.and_then(|article| LinkView::to_article(article, context)),
        }
    }
}
