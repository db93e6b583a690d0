//! What stands around the body of a page.

use serde::Serialize;
use serde_json::Value;

use super::context::Context;
use super::part::{AgeView, DatedChangeView, LinkView};
use crate::content::{Change, Date};
use crate::name::{Localized, StandardPage};
use crate::site::address::Address;
use crate::site::structured_data;
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
    /// What its authors tell of changes in it, the latest first.
    changes: Vec<DatedChangeView>,
    /// The feed of these.
    feed: Option<String>,
    /// What it tells search engines of itself, beside where it stands.
    #[serde(skip)]
    data: Vec<Value>,
}

/// A page as its template sees it.
pub(crate) struct PageParts {
    pub(crate) head: Head,
    /// What is particular to the page.
    pub(crate) body: Body,
    /// What it says as Markdown.
    pub(crate) twin: Option<String>,
}

impl Head {
    /// The head of a page that only leads to others.
    pub(crate) fn new(title: String, description: impl Into<Option<String>>) -> Self {
        Self {
            title,
            description: description.into(),
            breadcrumbs: Vec::new(),
            age: None,
            volatile: None,
            changes: Vec::new(),
            feed: None,
            data: Vec::new(),
        }
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

    /// With what changed.
    pub(crate) fn changed(mut self, changes: &[&Change], context: Context<'_>) -> Self {
        self.changes = DatedChangeView::all(changes.iter().copied(), context);
        self
    }

    /// With a feed of what changed, if anything did and addresses in full are known.
    pub(crate) fn with_feed(mut self, feed: String, context: Context<'_>) -> Self {
        self.feed = (context.base_url.is_some() && !self.changes.is_empty()).then_some(feed);
        self
    }

    /// Telling search engines something of itself.
    pub(crate) fn telling(mut self, data: Value) -> Self {
        self.data.push(data);
        self
    }

    /// What the page is called.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// What stands above the text: how old it is, and what in it may have changed.
    pub(crate) fn notices(&self, context: Context<'_>) -> Vec<String> {
        let age = self.age.as_ref().map(|age| age.told(context));
        let volatile =
            self.volatile.as_ref().map(|text| context.language().labelled(&context.message("volatile"), text));
        age.into_iter().chain(volatile).collect()
    }

    /// Takes what it tells search engines, where the page stands among others, too.
    pub(crate) fn take_data(&mut self, context: Context<'_>) -> Vec<Value> {
        let mut data = std::mem::take(&mut self.data);
        if let Some(base_url) = context.base_url.filter(|_| !self.breadcrumbs.is_empty()) {
            let above =
                self.breadcrumbs.iter().map(|link| (link.title.as_str(), Address::of_path_on(&link.path, base_url)));
            data.push(structured_data::breadcrumbs(above, &self.title));
        }
        data
    }

    /// The page that it is the head of; `body` is what is particular to it.
    pub(crate) fn with_body(self, body: &impl Serialize) -> PageParts {
        PageParts { head: self, body: Body::of(body), twin: None }
    }
}
