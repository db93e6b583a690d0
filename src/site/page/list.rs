//! The pages that list all of something, where there is some: they differ in what they list.

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;
use crate::site::theme::Body;

/// A page that lists all of something.
#[derive(Debug)]
struct ListPage {
    page: StandardPage,
    template: &'static str,
    list: fn(Context<'_>) -> Body,
}

/// The page that shows in a template what `list` makes; none if there is nothing to show.
pub(super) fn page<'c>(
    content: &'c Content,
    page: StandardPage,
    template: &'static str,
    list: fn(Context<'_>) -> Body,
) -> Pages<'c> {
    let there = content.has_page(page).then(|| ListPage { page, template, list }.shared());
    there.into_iter().collect()
}

impl Page for ListPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, self.page)
    }

    fn template(&self) -> &'static str {
        self.template
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        Ok(PageParts { head: Head::standard(self.page, context), body: (self.list)(context), twin: None })
    }
}
