//! The list of rule tables.

use serde::Serialize;

use super::part::TableLinkView;
use super::{Body, Context, Pages, list};
use crate::content::Content;
use crate::name::StandardPage;

#[derive(Debug, Serialize)]
struct RulesView {
    tables: Vec<TableLinkView>,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    list::page(StandardPage::Rules, "rules.html", all)
}

fn all(context: Context<'_>) -> Body {
    Box::new(RulesView { tables: TableLinkView::all(context) })
}
