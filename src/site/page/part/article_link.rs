//! Articles in a list, each with its summary.

use serde::Serialize;

use super::link::LinkView;
use super::summary::shorten;
use crate::content::Article;
use crate::site::page::context::Context;

/// An article in a list.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleLinkView {
    #[serde(flatten)]
    link: LinkView,
    summary: String,
}

impl ArticleLinkView {
    /// In the order of `articles`, without those that readers of the language are not shown.
    pub(crate) fn all(articles: &[&Article], context: Context<'_>) -> Vec<Self> {
        let links = articles.iter().filter_map(|article| {
            let summary = shorten(&article.text(context.locale)?.summary(context.content));
            Some(Self { link: LinkView::to_article(article, context)?, summary })
        });
        links.collect()
    }
}
