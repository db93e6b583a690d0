//! Search; without scripts, the index of all questions.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::CategoryView;
use crate::content::{Content, RuleTable};
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::search::query::facet;
use crate::site::address::Address;

#[derive(Debug)]
struct SearchPage;

#[derive(Debug, Serialize)]
struct SearchView {
    filters: Vec<FilterView>,
    categories: Vec<CategoryView>,
}

/// What results can be narrowed down to, one choice of several.
#[derive(Debug, Serialize)]
struct FilterView {
    /// The name in the address of the page: `category`, or the id of a rule table.
    name: String,
    label: String,
    choices: Vec<FilterChoiceView>,
}

#[derive(Debug, Serialize)]
struct FilterChoiceView {
    id: String,
    label: String,
    /// What is added to the query: `product:ecs`.
    facet: String,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![SearchPage.shared()]
}

impl Page for SearchPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, StandardPage::Search)
    }

    fn template(&self) -> &'static str {
        "search.html"
    }

    fn is_indexed(&self) -> bool {
        false
    }

    /// Results are narrowed down by category, and by each rule table whose rows have pages: those are what articles are about.
    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head = Head::standard(StandardPage::Search, context);
        let tables = context.content.tables.iter().filter(|table| table.pages);
        let filters = std::iter::once(FilterView::by_category(context))
            .chain(tables.map(|table| FilterView::by_row(table, context)));
        Ok(head.with_body(&SearchView { filters: filters.collect(), categories: CategoryView::all(context) }))
    }
}

impl FilterView {
    fn by_category(context: Context<'_>) -> Self {
        let choices = context.content.categories.iter().map(|category| {
            FilterChoiceView::new("category", category.id.value.as_str(), context.text(&category.title))
        });
        Self { name: "category".to_owned(), label: context.message("category"), choices: choices.collect() }
    }

    fn by_row(table: &RuleTable, context: Context<'_>) -> Self {
        let choices = table.rows.iter().map(|row| {
            let name = context.content.tables.row_name(row, context.locale);
            FilterChoiceView::new(table.id.as_str(), row.id.value.as_str(), name)
        });
        // The head of the names says what the rows are, in a word.
        let label = table.columns.first().map_or(&table.title, |column| &column.label);
        Self { name: table.id.to_string(), label: context.text(label), choices: choices.collect() }
    }
}

impl FilterChoiceView {
    fn new(filter: &str, id: &str, label: String) -> Self {
        Self { id: id.to_owned(), label, facet: facet(filter, id) }
    }
}
