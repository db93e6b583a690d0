//! The pages that list all of something: every site has them, and they differ in what they list.

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
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

/// The page that shows in a template what `list` makes.
pub(super) fn page<'c>(page: StandardPage, template: &'static str, list: fn(Context<'_>) -> Body) -> Pages<'c> {
    vec![ListPage { page, template, list }.shared()]
}

impl Page for ListPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, self.page)
    }

    fn template(&self) -> &'static str {
        self.template
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        Ok(PageParts { head: Head::standard(self.page, context), body: (self.list)(context) })
    }
}
