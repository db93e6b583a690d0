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
    /// The level of its heading, where that of a category is 2: sections stand below what they are in.
    level: usize,
}

impl CategoryView {
    /// All categories and their sections, each with its articles.
    pub(crate) fn all(context: Context<'_>) -> Vec<Self> {
        Self::to(usize::MAX, usize::MAX, context)
    }

    /// All categories, each with its first articles: `most` of them.
    pub(crate) fn without_sections(most: usize, context: Context<'_>) -> Vec<Self> {
        Self::to(0, most, context)
    }

    fn to(depth: usize, most: usize, context: Context<'_>) -> Vec<Self> {
        let categories = context.content.categories.iter().filter(|category| category.id.value.depth() <= depth);
        let categories = categories.map(|category| {
            let articles = context.relations.articles_in(&category.id.value).iter().take(most);
            Self {
                id: category.id.value.to_string(),
                link: LinkView::to_category(category, context),
                summary: context.optional_text(category.summary.as_ref()),
                articles: articles.filter_map(|article| LinkView::to_article(article, context)).collect(),
                level: (2 + category.id.value.depth()).min(6),
            }
        });
        categories.collect()
    }
}
