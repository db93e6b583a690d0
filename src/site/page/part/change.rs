//! What changed on a day.

use serde::Serialize;

use super::age::AgeView;
use super::link::LinkView;
use crate::content::Change;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// What changed on a day, and where.
#[derive(Debug, Serialize)]
pub(crate) struct DatedChangeView {
    id: String,
    day: AgeView,
    title: String,
    text: Option<String>,
    /// Its place on the page of all changes.
    path: String,
    touched: Vec<LinkView>,
}

impl DatedChangeView {
    /// Changes in their order.
    pub(crate) fn all<'c>(changes: impl IntoIterator<Item = &'c Change>, context: Context<'_>) -> Vec<Self> {
        let views = changes.into_iter().map(|change| Self {
            id: change.id.value.to_string(),
            day: AgeView::new(change.date, context.language()),
            title: context.text(&change.title),
            text: context.optional_text(change.text.as_ref()),
            path: Address::change(context.locale, &change.id.value),
            touched: touched_by(change, context),
        });
        views.collect()
    }
}

/// The articles and rows that a change touches.
pub(crate) fn touched_by(change: &Change, context: Context<'_>) -> Vec<LinkView> {
    let content = context.content;
    let articles = change.articles.iter().filter_map(|id| LinkView::to_article(content.article(&id.value)?, context));
    let rows = change.rows.iter().filter_map(|(table, row)| {
        let table = content.tables.get(table)?;
        Some(LinkView::to_row(table, table.row(&row.value)?, context))
    });
    articles.chain(rows).collect()
}
