//! A category with its articles.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{ArticleLinkView, LinkView};
use crate::content::{Category, Content};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct CategoryPage<'c> {
    category: &'c Category,
}

#[derive(Debug, Serialize)]
struct CategoryPageView {
    summary: Option<String>,
    articles: Vec<ArticleLinkView>,
    sections: Vec<LinkView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    content.categories.iter().map(|category| CategoryPage { category }.shared()).collect()
}

impl Page for CategoryPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::category(locale, &self.category.id.value)
    }

    fn template(&self) -> &'static str {
        "category.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.category.id.span.into())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head = Head::new(context.text(&self.category.title), context.optional_text(self.category.summary.as_ref()))
            .below(LinkView::above(self.category, context), context);
        let articles = context.relations.articles_in(&self.category.id.value);
        Ok(head.with_body(&CategoryPageView {
            summary: context.optional_text(self.category.summary.as_ref()),
            articles: ArticleLinkView::all(articles, context),
            sections: LinkView::to_sections(self.category, context),
        }))
    }
}
