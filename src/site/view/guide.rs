//! Guides, and where an article stands in them.

use serde::Serialize;

use super::lists::ArticleLinkView;
use super::{LinkView, Views};
use crate::content::{Article, Guide};
use crate::site::address::Address;

#[derive(Debug, Serialize)]
pub(super) struct GuideView {
    summary: String,
    steps: Vec<ArticleLinkView>,
}

/// A guide that leads through the article that is shown.
#[derive(Debug, Serialize)]
pub(super) struct StepView {
    title: String,
    path: String,
    /// Which step the article is, from 1.
    number: usize,
    /// How many steps there are.
    count: usize,
    previous: Option<LinkView>,
    next: Option<LinkView>,
}

impl Views<'_> {
    pub(super) fn guide(self, guide: &Guide) -> GuideView {
        let steps: Vec<&Article> = guide.steps.iter().filter_map(|step| self.content().article(&step.value)).collect();
        GuideView { summary: guide.summary.get(self.locale).clone(), steps: self.article_links(&steps) }
    }

    /// The steps that an article is.
    pub(super) fn steps(self, article: &Article) -> Vec<StepView> {
        let steps = self.plan.relations.guides_through(&article.id).iter().map(|&(guide, position)| {
            let step = |position: Option<usize>| {
                let id = &guide.steps.get(position?)?.value;
                self.link(self.content().article(id)?)
            };
            StepView {
                title: guide.title.get(self.locale).clone(),
                path: Address::guide(self.locale, &guide.id).to_string(),
                number: position + 1,
                count: guide.steps.len(),
                previous: step(position.checked_sub(1)),
                next: step(Some(position + 1)),
            }
        });
        steps.collect()
    }
}
