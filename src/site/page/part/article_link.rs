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
            let text = article.text(context.locale)?;
            let summary = shorten(&text.summary(context.content), text.locale, context);
            Some(Self { link: LinkView::to_article(article, context)?, summary })
        });
        links.collect()
    }

    /// Whether most titles tell which of them they are, from 1: `Step 2: …`.
    pub(crate) fn are_numbered(links: &[Self]) -> bool {
        let tells = |&(place, article): &(usize, &Self)| {
            let mut numbers = article.link.title.split(|character: char| !character.is_ascii_digit());
            numbers.any(|number| number == (place + 1).to_string())
        };
        links.iter().enumerate().filter(tells).count() * 2 > links.len()
    }
}
