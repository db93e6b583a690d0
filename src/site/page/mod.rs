//! The pages of the site: one file a kind of page.
//!
//! A kind is a type with all that is particular to it: its address, its languages, its template, and the views that the
//! template sees. What several kinds show stands in `part/`. To add a kind, write its file and its template, and name its
//! constructor in [`all`].

mod article;
mod category;
mod checklist;
mod context;
mod decision;
mod glossary;
mod guide;
mod head;
mod home;
mod languages;
mod list;
mod matrix;
mod matrix_cell;
mod notice;
mod part;
mod questions;
mod redirect;
mod row;
mod row_checklist;
mod rules;
mod search;
mod sources;
mod table;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::context::Context;
pub(crate) use self::head::Head;
pub(crate) use self::part::{AgeView, LinkView};
use super::address::Address;
use super::theme::View;
use crate::content::{Content, Date};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;

/// A page of the site, in all its languages.
pub(crate) trait Page: fmt::Debug + Send + Sync {
    /// The address at which readers of a language find it.
    fn address(&self, locale: Locale) -> Address;

    /// The template that shows it.
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

    /// The day on which what it says changed, for the site map.
    fn last_change(&self) -> Option<Date> {
        None
    }

    /// What stands around its body.
    fn head(&self, context: Context<'_>) -> Head;

    /// What its template sees as `body`.
    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>>;

    /// The one address, with the host, of what readers of a language are shown.
    fn canonical(&self, context: Context<'_>) -> Option<String> {
        let address = self.address(self.written_in(context.locale)?);
        self.is_indexed().then(|| format!("{}{address}", context.base_url))
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

    /// The page as the plan holds it.
    fn shared<'c>(self) -> Arc<dyn Page + 'c>
    where
        Self: Sized + 'c,
    {
        Arc::new(self)
    }
}

/// What is particular to a page, as its template sees it.
pub(crate) type Body = Box<dyn View>;

/// Pages of a kind.
pub(crate) type Pages<'c> = Vec<Arc<dyn Page + 'c>>;

/// All pages, in the order in which they are written and stand in the site map.
pub(crate) fn all(content: &Content) -> Pages<'_> {
    let kinds = [
        languages::pages,
        notice::pages,
        home::pages,
        questions::pages,
        search::pages,
        rules::pages,
        glossary::pages,
        sources::pages,
        category::pages,
        article::pages,
        // Each table is followed by its rows, each checklist by those for a row, each decision by its matrix and the cells.
        table::pages,
        guide::pages,
        checklist::pages,
        decision::pages,
        redirect::pages,
    ];
    kinds.into_iter().flat_map(|pages: fn(&Content) -> Pages<'_>| pages(content)).collect()
}
