//! The categories with their articles.

use serde::Serialize;

use super::link::LinkView;
use crate::site::page::context::Context;

/// A category, and articles of it.
#[derive(Debug, Serialize)]
pub(crate) struct CategoryView {
    id: String,
    #[serde(flatten)]
    link: LinkView,
    summary: Option<String>,
    articles: Vec<LinkView>,
}

impl CategoryView {
    /// All categories, each with its first articles: `most` of them.
    pub(crate) fn all(most: usize, context: Context<'_>) -> Vec<Self> {
        let categories = context.content.categories.iter().map(|category| {
            let articles = context.relations.articles_in(&category.id.value).iter().take(most);
            Self {
                id: category.id.value.to_string(),
                link: LinkView::to_category(category, context),
                summary: context.optional_text(category.summary.as_ref()),
                articles: articles.filter_map(|article| LinkView::to_article(article, context)).collect(),
            }
        });
        categories.collect()
    }
}
