//! That there is no network: the page that the service worker shows in place of others.

use super::part::NoticeView;
use super::{Body, Context, Head, Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::Locale;
use crate::site::address::Address;

#[derive(Debug)]
struct OfflinePage {
    /// The first language of the site.
    locale: Locale,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    let [locale, _] = content.site.locales;
    vec![OfflinePage { locale }.shared()]
}

impl Page for OfflinePage {
    fn address(&self, _locale: Locale) -> Address {
        Address::offline()
    }

    fn template(&self) -> &'static str {
        "offline.html"
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
        Head::new(context.word("offline"), context.text(&context.content.site.description))
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        Ok(Box::new(NoticeView::new("offline", context)))
    }
}
