//! The index of all questions.

use serde::Serialize;

use super::part::CategoryView;
use super::{Body, Context, Head, Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct QuestionsPage;

#[derive(Debug, Serialize)]
struct QuestionsView {
    categories: Vec<CategoryView>,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![QuestionsPage.shared()]
}

impl Page for QuestionsPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, StandardPage::Questions)
    }

    fn template(&self) -> &'static str {
        "questions.html"
    }

    fn head(&self, context: Context<'_>) -> Head {
        Head::standard(StandardPage::Questions, context)
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        Ok(Box::new(QuestionsView { categories: CategoryView::all(usize::MAX, context) }))
    }
}
