//! That a page is not there, or cannot be had: what hosts and the service worker show in place of other pages.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

/// A page that is shown at any address.
#[derive(Debug)]
struct NoticePage {
    address: Address,
    template: &'static str,
    /// The word of the theme that it is called by.
    key: &'static str,
    /// The first language of the site.
    locale: Locale,
}

#[derive(Debug, Serialize)]
struct NoticeView {
    others: Vec<NoticeInOtherView>,
}

/// What the page, which is in one language, says to readers of another.
#[derive(Debug, Serialize)]
struct NoticeInOtherView {
    lang: String,
    title: String,
    text: String,
    /// What all questions are called.
    link: String,
    /// To try again.
    retry: String,
    path: String,
}

impl NoticeInOtherView {
    /// `key` names the title among the words of the theme; its text is `key_text`.
    fn new(key: &str, other: Context<'_>) -> Self {
        Self {
            lang: other.language().tag(),
            title: other.message(key),
            text: other.message(&format!("{key}_text")),
            link: other.message(StandardPage::Questions.name()),
            retry: other.message("search_retry"),
            path: Address::standard(other.locale, StandardPage::Questions).to_string(),
        }
    }
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    let locale = content.languages.locales().first();
    let not_found = NoticePage { address: Address::not_found(), template: "404.html", key: "not_found", locale };
    let offline = NoticePage { address: Address::offline(), template: "offline.html", key: "offline", locale };
    vec![not_found.shared(), offline.shared()]
}

impl Page for NoticePage {
    fn address(&self, _locale: Locale) -> Address {
        self.address.clone()
    }

    fn template(&self) -> &'static str {
        self.template
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

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head =
            Head::new(context.message(self.key), context.optional_text(context.content.site.description.as_ref()));
        let others = context.content.languages.locales().beside(context.locale);
        let others = others.map(|other| NoticeInOtherView::new(self.key, context.in_locale(other)));
        Ok(head.with_body(&NoticeView { others: others.collect() }))
    }
}
