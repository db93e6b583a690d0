//! What a kind of page is.

use std::fmt;
use std::sync::Arc;

use super::context::Context;
use super::head::PageParts;
use crate::content::Date;
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

/// A page of the site, in all its languages.
pub(crate) trait Page: fmt::Debug + Send + Sync {
    /// The address at which readers of a language find it.
    fn address(&self, locale: Locale) -> Address;

    /// The template that shows it, by its name in `templates/`: `row.html`.
    fn template(&self) -> &'static str;

    /// The language of what readers of a language are shown: theirs, or that of the original where a translation is missing.
    /// `None` if there is no page for them.
    fn written_in(&self, locale: Locale) -> Option<Locale> {
        Some(locale)
    }

    /// Whether search engines are to know it: not if it says nothing that is not better said elsewhere.
    fn is_indexed(&self) -> bool {
        true
    }

    /// What it is made of, for diagnostics; `None` if of the settings of the site.
    fn origin(&self) -> Option<Place> {
        None
    }

    /// Whether there is a file of Markdown beside it that says the same to readers of a language.
    fn has_twin(&self, _locale: Locale) -> bool {
        false
    }

    /// The day on which what it says changed, for the site map.
    fn last_change(&self, _context: Context<'_>) -> Option<Date> {
        None
    }

    /// What its template sees. Fails if a template of something within it does.
    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>>;

    /// The one address, with the host, of what readers of a language are shown; `None` if the host is not known.
    fn canonical(&self, context: Context<'_>) -> Option<String> {
        let address = self.address(self.written_in(context.locale)?);
        self.is_indexed().then_some(address.on(context.base_url?))
    }

    /// Where search engines send readers of a language, if it is written in theirs.
    fn alternate(&self, locale: Locale) -> Option<Address> {
        (self.is_indexed() && self.written_in(locale) == Some(locale)).then(|| self.address(locale))
    }

    /// Where search engines send readers of no language of the site; `None` for the page in its first language.
    fn default_alternate(&self) -> Option<Address> {
        None
    }

    /// The anchors that readers of one language find on it and readers of another do not.
    fn anchors_missing_in(&self, _locale: Locale, _seen_in: Locale) -> Vec<&str> {
        Vec::new()
    }

    /// Whether it is shown in place of other pages, at any address.
    fn is_shown_anywhere(&self) -> bool {
        false
    }

    /// Whether readers may keep its address for good: it does not come and go with the answers of a decision.
    fn is_lasting(&self) -> bool {
        !self.is_shown_anywhere()
    }

    /// The page as the plan holds it.
    fn shared<'c>(self) -> Arc<dyn Page + 'c>
    where
        Self: Sized + 'c,
    {
        Arc::new(self)
    }
}

/// Pages of a kind, in the order of the site map.
pub(crate) type Pages<'c> = Vec<Arc<dyn Page + 'c>>;
