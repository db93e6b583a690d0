//! The root of the site: the choice of a language, or in a site of one language the way to its home.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct LanguagesPage {
    /// The first language of the site.
    locale: Locale,
}

#[derive(Debug, Serialize)]
struct LanguagesView {
    choices: Vec<LanguageView>,
}

#[derive(Debug, Serialize)]
struct LanguageView {
    lang: String,
    name: String,
    title: String,
    description: Option<String>,
    path: String,
}

/// The root of a site that has one language.
#[derive(Debug)]
struct RootPage;

#[derive(Debug, Serialize)]
struct RootView {
    to: String,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    let locales = content.languages.locales();
    match locales.only() {
        Some(_) => vec![RootPage.shared()],
        None => vec![LanguagesPage { locale: locales.first() }.shared()],
    }
}

impl Page for RootPage {
    fn address(&self, _locale: Locale) -> Address {
        Address::root()
    }

    fn template(&self) -> &'static str {
        "redirect.html"
    }

    fn is_indexed(&self) -> bool {
        false
    }

    fn canonical(&self, context: Context<'_>) -> Option<String> {
        Some(format!("{}{}", context.base_url?, Address::standard(context.locale, StandardPage::Home)))
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let to = Address::standard(context.locale, StandardPage::Home).to_string();
        Ok(Head::of_site(context).with_body(&RootView { to }))
    }
}

impl Page for LanguagesPage {
    fn address(&self, _locale: Locale) -> Address {
        Address::root()
    }

    fn template(&self) -> &'static str {
        "languages.html"
    }

    fn written_in(&self, locale: Locale) -> Option<Locale> {
        (locale == self.locale).then_some(locale)
    }

    /// Readers of a language have nothing to choose.
    fn alternate(&self, locale: Locale) -> Option<Address> {
        Some(Address::standard(locale, StandardPage::Home))
    }

    fn default_alternate(&self) -> Option<Address> {
        Some(Address::root())
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head = Head::of_site(context);
        let site = &context.content.site;
        let choices = context.content.languages.iter().map(|language| LanguageView {
            lang: language.tag(),
            name: language.name(),
            title: site.title.get(language.locale).clone(),
            description: context.in_locale(language.locale).optional_text(site.description.as_ref()),
            path: Address::standard(language.locale, StandardPage::Home).to_string(),
        });
        Ok(head.with_body(&LanguagesView { choices: choices.collect() }))
    }
}
