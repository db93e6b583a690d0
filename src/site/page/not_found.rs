//! That there is nothing at an address: the page that hosts show in its place.

use super::part::NoticeView;
use super::{Body, Context, Head, Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct NotFoundPage {
    /// The first language of the site.
    locale: Locale,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    let [locale, _] = content.site.locales;
    vec![NotFoundPage { locale }.shared()]
}

impl Page for NotFoundPage {
    fn address(&self, _locale: Locale) -> Address {
        Address::not_found()
    }

    fn template(&self) -> &'static str {
        "404.html"
    }

    fn written_in(&self, locale: Locale) -> Option<Locale> {
        (locale == self.locale).then_some(locale)
    }

    fn is_indexed(&self) -> bool {
        false
    }

    fn is_shown_anywhere(&self) -> bool {
        true
    }

    fn head(&self, context: Context<'_>) -> Head {
        Head::new(context.word("not_found"), context.text(&context.content.site.description))
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        Ok(Box::new(NoticeView::new("not_found", context)))
    }
}
