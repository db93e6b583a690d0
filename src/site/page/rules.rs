//! The list of rule tables.

use serde::Serialize;

use super::context::Context;
use super::kind::Pages;
use super::list;
use super::part::TableLinkView;
use crate::content::Content;
use crate::name::StandardPage;
use crate::site::theme::Body;

#[derive(Debug, Serialize)]
struct RulesView {
    tables: Vec<TableLinkView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    list::page(content, StandardPage::Rules, "rules.html", all)
}

fn all(context: Context<'_>) -> Body {
    Body::of(&RulesView { tables: TableLinkView::all(context) })
}
