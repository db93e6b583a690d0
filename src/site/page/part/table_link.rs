//! Rule tables in a list.

use serde::Serialize;

use super::link::LinkView;
use crate::content::RuleTable;
use crate::site::page::context::Context;

/// A rule table in a list.
#[derive(Debug, Serialize)]
pub(crate) struct TableLinkView {
    #[serde(flatten)]
    link: LinkView,
    summary: Option<String>,
    /// The pages of its rows; empty if they have none.
    rows: Vec<LinkView>,
}

impl TableLinkView {
    pub(crate) fn of(table: &RuleTable, context: Context<'_>) -> Self {
        Self {
            link: LinkView::to_table(table, context),
            summary: context.optional_text(table.summary.as_ref()),
            rows: LinkView::to_rows(table, context),
        }
    }

    /// In the order of their ids.
    pub(crate) fn all(context: Context<'_>) -> Vec<Self> {
        context.content.tables.iter().map(|table| Self::of(table, context)).collect()
    }
}
