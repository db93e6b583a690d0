//! A guide: the articles that it leads through.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::ArticleLinkView;
use crate::content::{Article, Content, Guide};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct GuidePage<'c> {
    guide: &'c Guide,
}

#[derive(Debug, Serialize)]
struct GuideView {
    summary: Option<String>,
    steps: Vec<ArticleLinkView>,
    /// Whether their titles have their numbers.
    numbered: bool,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    content.guides.iter().map(|guide| GuidePage { guide }.shared()).collect()
}

impl Page for GuidePage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::guide(locale, &self.guide.id)
    }

    fn template(&self) -> &'static str {
        "guide.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.guide.file.into())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head = Head::new(context.text(&self.guide.title), context.optional_text(self.guide.summary.as_ref()))
            .below([], context);
        let steps = self.guide.steps.iter().filter_map(|step| context.content.article(&step.value));
        let steps: Vec<&Article> = steps.collect();
        let steps = ArticleLinkView::all(&steps, context);
        Ok(head.with_body(&GuideView {
            summary: context.optional_text(self.guide.summary.as_ref()),
            numbered: ArticleLinkView::are_numbered(&steps),
            steps,
        }))
    }
}
