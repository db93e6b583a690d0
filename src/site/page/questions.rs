//! The index of all questions.

use serde::Serialize;

use super::context::Context;
use super::kind::Pages;
use super::list;
use super::part::CategoryView;
use crate::content::Content;
use crate::name::StandardPage;
use crate::site::theme::Body;

#[derive(Debug, Serialize)]
struct QuestionsView {
    categories: Vec<CategoryView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    list::page(content, StandardPage::Questions, "questions.html", all)
}

fn all(context: Context<'_>) -> Body {
    Body::of(&QuestionsView { categories: CategoryView::all(context) })
}
