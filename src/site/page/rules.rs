//! The list of rule tables.

use serde::Serialize;

use super::part::TableLinkView;
use super::{Body, Context, Head, Page, Pages};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct RulesPage;

#[derive(Debug, Serialize)]
struct RulesView {
    tables: Vec<TableLinkView>,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![RulesPage.shared()]
}

impl Page for RulesPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, StandardPage::Rules)
    }

    fn template(&self) -> &'static str {
        "rules.html"
    }

    fn head(&self, context: Context<'_>) -> Head {
        Head::standard(StandardPage::Rules, context)
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        Ok(Box::new(RulesView { tables: TableLinkView::all(context) }))
    }
}
