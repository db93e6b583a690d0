//! What stands around the body of a page.

use serde::Serialize;

use super::context::Context;
use super::part::{AgeView, LinkView};
use crate::content::Date;
use crate::name::{Localized, StandardPage};
use crate::site::theme::Body;

/// What stands around the body of a page.
#[derive(Debug, Serialize)]
pub(crate) struct Head {
    title: String,
    /// What search engines show of it, if it is told.
    description: Option<String>,
    /// The pages above it, from the first page of the site.
    breadcrumbs: Vec<LinkView>,
    /// How old what it says is, where it answers something.
    age: Option<AgeView>,
    /// What in it may have changed since.
    volatile: Option<String>,
}

/// A page as its template sees it.
pub(crate) struct PageParts {
    pub(crate) head: Head,
    /// What is particular to the page.
    pub(crate) body: Body,
}

impl Head {
    /// The head of a page that only leads to others.
    pub(crate) fn new(title: String, description: impl Into<Option<String>>) -> Self {
        Self { title, description: description.into(), breadcrumbs: Vec::new(), age: None, volatile: None }
    }

    /// The head of a page that stands for the whole site.
    pub(crate) fn of_site(context: Context<'_>) -> Self {
        let site = &context.content.site;
        Self::new(context.text(&site.title), context.optional_text(site.description.as_ref()))
    }

    /// The head of a page of the site as a whole: what it is called, and what it is for, are words of the theme.
    pub(crate) fn standard(page: StandardPage, context: Context<'_>) -> Self {
        let description = context.message(&format!("{}_description", page.name()));
        Self::new(context.message(page.name()), description).below([], context)
    }

    /// Below the first page of the site, and below some others.
    pub(crate) fn below(mut self, others: impl IntoIterator<Item = LinkView>, context: Context<'_>) -> Self {
        self.breadcrumbs.push(LinkView::to_standard(StandardPage::Home, context));
        self.breadcrumbs.extend(others);
        self
    }

    /// With the day of the oldest source among all that it shows, if it is known.
    pub(crate) fn dated(mut self, date: Option<Date>, context: Context<'_>) -> Self {
        self.age = date.map(|date| AgeView::new(date, context.language()));
        self
    }

    /// With a warning of what may have changed since.
    pub(crate) fn warning(mut self, volatile: Option<&Localized<String>>, context: Context<'_>) -> Self {
        self.volatile = context.optional_text(volatile);
        self
    }

    /// The page that it is the head of; `body` is what is particular to it.
    pub(crate) fn with_body(self, body: &impl Serialize) -> PageParts {
        PageParts { head: self, body: Body::of(body) }
    }
}
