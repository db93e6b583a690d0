//! A rule table.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{LinkView, TableView, common_warning};
use super::row;
use crate::content::{Content, RuleTable};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct TablePage<'c> {
    table: &'c RuleTable,
}

#[derive(Debug, Serialize)]
struct TablePageView {
    summary: Option<String>,
    tables: Vec<TableView>,
    has_long_table: bool,
}

/// The rule tables, each followed by its rows.
pub(super) fn pages(content: &Content) -> Pages<'_> {
    let tables = content.tables.iter();
    tables.flat_map(|table| std::iter::once(TablePage { table }.shared()).chain(row::pages(table))).collect()
}

impl Page for TablePage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::table(locale, &self.table.id)
    }

    fn template(&self) -> &'static str {
        "table.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.table.file.into())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let cited = self.table.rows.iter().flat_map(|row| &row.sources).map(|section| &section.value);
        let head = Head::new(context.text(&self.table.title), context.optional_text(self.table.summary.as_ref()))
            .below([LinkView::to_standard(StandardPage::Rules, context)], context)
            .dated(context.content.as_of(cited), context)
            .warning(common_warning(self.table), context);
        let tables = TableView::parts(self.table, context);
        Ok(head.with_body(&TablePageView {
            summary: context.optional_text(self.table.summary.as_ref()),
            has_long_table: tables.iter().any(TableView::is_long),
            tables,
        }))
    }
}
