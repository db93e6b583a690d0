//! What changed when.

use serde::Serialize;

use super::context::Context;
use super::kind::Pages;
use super::list;
use super::part::DatedChangeView;
use crate::content::Content;
use crate::name::StandardPage;
use crate::site::theme::Body;

#[derive(Debug, Serialize)]
struct ChangesView {
    changes: Vec<DatedChangeView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    list::page(content, StandardPage::Changes, "changes.html", all)
}

fn all(context: Context<'_>) -> Body {
    Body::of(&ChangesView { changes: DatedChangeView::all(&context.content.changes, context) })
}
