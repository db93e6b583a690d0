//! The index of all questions.

use serde::Serialize;

use super::part::CategoryView;
use super::{Body, Context, Pages, list};
use crate::content::Content;
use crate::name::StandardPage;

#[derive(Debug, Serialize)]
struct QuestionsView {
    categories: Vec<CategoryView>,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    list::page(StandardPage::Questions, "questions.html", all)
}

fn all(context: Context<'_>) -> Body {
    Box::new(QuestionsView { categories: CategoryView::all(usize::MAX, context) })
}
