//! A checklist: the choice of a row and a kind of reader.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::LinkView;
use super::row_checklist;
use crate::content::{Checklist, Content};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct ChecklistPage<'c> {
    checklist: &'c Checklist,
}

#[derive(Debug, Serialize)]
struct ChecklistView {
    summary: Option<String>,
    rows: Vec<ChecklistRowView>,
}

#[derive(Debug, Serialize)]
struct ChecklistRowView {
    #[serde(flatten)]
    link: LinkView,
    variants: Vec<LinkView>,
}

/// The checklists, each followed by those for a row.
pub(super) fn pages(content: &Content) -> Pages<'_> {
    let checklists = content.checklists.iter().flat_map(|checklist| {
        let table = content.tables.get(&checklist.table.value);
        let of_rows = table.into_iter().flat_map(move |table| row_checklist::pages(checklist, table));
        std::iter::once(ChecklistPage { checklist }.shared()).chain(of_rows)
    });
    checklists.collect()
}

impl Page for ChecklistPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::checklist(locale, &self.checklist.id)
    }

    fn template(&self) -> &'static str {
        "checklist.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.checklist.file.into())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head =
            Head::new(context.text(&self.checklist.title), context.optional_text(self.checklist.summary.as_ref()))
                .below([], context);
        let table = context.content.tables.get(&self.checklist.table.value);
        let rows = table.into_iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
        let views = rows.map(|(table, row)| {
            let variants = LinkView::to_row_checklists(self.checklist, row, context);
            ChecklistRowView { link: LinkView::to_row(table, row, context), variants }
        });
        Ok(head.with_body(&ChecklistView {
            summary: context.optional_text(self.checklist.summary.as_ref()),
            rows: views.collect(),
        }))
    }
}
