//! The dialog of search, which scripts fetch when a reader is about to search: no other page need hold it.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct SearchDialogPage;

/// Nothing but what all pages in a language have: a dialog narrows nothing down.
#[derive(Debug, Serialize)]
struct SearchDialogView {}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![SearchDialogPage.shared()]
}

impl Page for SearchDialogPage {
    fn address(&self, locale: Locale) -> Address {
        Address::search_dialog(locale)
    }

    fn template(&self) -> &'static str {
        "search-dialog.html"
    }

    fn is_indexed(&self) -> bool {
        false
    }

    fn is_lasting(&self) -> bool {
        false
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        Ok(Head::standard(StandardPage::Search, context).with_body(&SearchDialogView {}))
    }
}
