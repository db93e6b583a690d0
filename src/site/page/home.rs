//! The first page in a language: where readers go from.

use serde::Serialize;

use super::part::{CategoryView, TableLinkView};
use super::{Body, Context, Head, LinkView, Page, Pages};
use crate::content::{Content, Decision};
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, Localized, StandardPage};
use crate::site::address::Address;

/// So many articles of each category are shown.
const MOST_ARTICLES: usize = 6;

#[derive(Debug)]
struct HomePage;

#[derive(Debug, Serialize)]
struct HomeView {
    decisions: Vec<DecisionLinkView>,
    guides: Vec<GuideLinkView>,
    categories: Vec<CategoryView>,
    tables: Vec<TableLinkView>,
}

/// A decision, with the table of all its answers.
#[derive(Debug, Serialize)]
struct DecisionLinkView {
    title: String,
    summary: String,
    path: String,
    matrix: Option<LinkView>,
}

/// A guide or a checklist.
#[derive(Debug, Serialize)]
struct GuideLinkView {
    title: String,
    summary: String,
    path: String,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![HomePage.shared()]
}

impl Page for HomePage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, StandardPage::Home)
    }

    fn template(&self) -> &'static str {
        "home.html"
    }

    /// Readers of no language choose one.
    fn default_alternate(&self) -> Option<Address> {
        Some(Address::root())
    }

    fn head(&self, context: Context<'_>) -> Head {
        Head::of_site(context)
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        let content = context.content;
        let guides = content.guides.iter().map(|guide| {
            let address = Address::guide(context.locale, &guide.id);
            GuideLinkView::new((&guide.title, &guide.summary), &address, context)
        });
        let checklists = content.checklists.iter().map(|checklist| {
            let address = Address::checklist(context.locale, &checklist.id);
            GuideLinkView::new((&checklist.title, &checklist.summary), &address, context)
        });
        Ok(Box::new(HomeView {
            decisions: content.decisions.iter().map(|decision| DecisionLinkView::of(decision, context)).collect(),
            guides: guides.chain(checklists).collect(),
            categories: CategoryView::all(MOST_ARTICLES, context),
            tables: TableLinkView::all(context),
        }))
    }
}

impl DecisionLinkView {
    fn of(decision: &Decision, context: Context<'_>) -> Self {
        Self {
            title: context.text(&decision.title),
            summary: context.text(&decision.summary),
            path: Address::decision(context.locale, &decision.id).to_string(),
            matrix: decision.matrix.as_ref().map(|matrix| LinkView::to_matrix(decision, matrix, context)),
        }
    }
}

impl GuideLinkView {
    fn new(
        (title, summary): (&Localized<String>, &Localized<String>),
        address: &Address,
        context: Context<'_>,
    ) -> Self {
        Self { title: context.text(title), summary: context.text(summary), path: address.to_string() }
    }
}
