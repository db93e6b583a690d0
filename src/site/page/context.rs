//! What a page is made from.

use std::borrow::Cow;

use crate::content::{Content, Decision, Language};
use crate::name::{Locale, Localized, Target};
use crate::site::address::Address;
use crate::site::relations::Relations;
use crate::site::theme::Theme;

/// What a page is made from, for readers of a language.
#[derive(Clone, Copy)]
pub(crate) struct Context<'p> {
    pub(crate) content: &'p Content,
    pub(crate) relations: &'p Relations<'p>,
    /// The address that the site is published at, ending in `/`, if it is known.
    pub(crate) base_url: Option<&'p str>,
    pub(crate) theme: &'p Theme,
    /// The language of the readers.
    pub(crate) locale: Locale,
}

impl<'p> Context<'p> {
    /// The same for readers of another language.
    pub(crate) fn in_locale(self, locale: Locale) -> Self {
        Self { locale, ..self }
    }

    /// The language of the readers.
    pub(crate) fn language(self) -> &'p Language {
        self.content.languages.get(self.locale)
    }

    /// A text of the content.
    pub(crate) fn text(self, text: &Localized<String>) -> String {
        text.get(self.locale).clone()
    }

    /// A text of the content that may be left out.
    pub(crate) fn optional_text(self, text: Option<&Localized<String>>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    /// A word of the theme.
    pub(crate) fn message(self, key: &str) -> String {
        self.language().message(key).to_owned()
    }

    /// The path of a decision's diagram.
    pub(crate) fn diagram(self, decision: &Decision) -> Option<String> {
        self.relations.diagram(decision).map(str::to_owned)
    }

    /// What the target of a link is called.
    pub(crate) fn title(self, target: &Target) -> Option<String> {
        match target {
            Target::Page(page) => Some(self.message(page.name())),
            target => self.content.title(target, self.locale).map(Cow::into_owned),
        }
    }

    /// Where a link leads, from the root of the site; `None` for what is not of the site.
    pub(crate) fn path_to(self, target: &Target) -> Option<String> {
        Address::of_target(target, &self.content.tables, self.locale)
    }
}
