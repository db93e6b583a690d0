//! What search offers before anything is typed: popular questions, and filters.

use serde::Serialize;

use super::{LinkView, Views, Words};
use crate::search::query::facet;

/// What results can be narrowed down to, one choice of several.
#[derive(Debug, Serialize)]
pub(super) struct FilterView {
    /// The name in the address of the page: `category`, or the id of a rule table.
    name: String,
    label: String,
    choices: Vec<ChoiceView>,
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    id: String,
    label: String,
    /// What is added to the query: `product:ecs`.
    facet: String,
}

impl Views<'_> {
    /// The questions that are offered before anything is searched for.
    pub(super) fn popular(self) -> Vec<LinkView> {
        let popular = &self.content().site.popular;
        popular
            .iter()
            .filter_map(|id| self.content().article(&id.value))
            .filter_map(|article| self.link(article))
            .collect()
    }

    /// By category, and by each rule table whose rows have pages: those are what articles are about.
    pub(super) fn filters(self, words: &Words<'_>) -> Vec<FilterView> {
        let choice =
            |key: &str, id: &str, label: String| ChoiceView { id: id.to_owned(), label, facet: facet(key, id) };
        let category = FilterView {
            name: "category".to_owned(),
            label: words(self.locale, "category"),
            choices: self
                .content()
                .categories
                .iter()
                .map(|category| choice("category", category.id.value.as_str(), category.title.get(self.locale).clone()))
                .collect(),
        };
        let tables = self.content().tables.iter().filter(|table| table.pages).map(|table| FilterView {
            name: table.id.to_string(),
            // The head of the names says what the rows are, in a word.
            label: table.columns.first().map_or(&table.title, |column| &column.label).get(self.locale).clone(),
            choices: table
                .rows
                .iter()
                .map(|row| {
                    let name = self.content().tables.row_name(table, row, self.locale);
                    choice(table.id.as_str(), row.id.value.as_str(), name)
                })
                .collect(),
        });
        std::iter::once(category).chain(tables).collect()
    }
}
