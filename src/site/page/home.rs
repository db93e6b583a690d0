//! The first page in a language: where readers go from.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{CategoryView, LinkView, TableLinkView};
use crate::content::{Content, Decision};
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

/// So many articles of each category are shown.
const MAX_ARTICLES: usize = 6;

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
    #[serde(flatten)]
    link: LinkView,
    summary: Option<String>,
    matrix: Option<LinkView>,
}

/// A guide or a checklist.
#[derive(Debug, Serialize)]
struct GuideLinkView {
    #[serde(flatten)]
    link: LinkView,
    summary: Option<String>,
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

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let head = Head::of_site(context);
        let content = context.content;
        let guides = content.guides.iter().map(|guide| GuideLinkView {
            link: LinkView::to_guide(guide, context),
            summary: context.optional_text(guide.summary.as_ref()),
        });
        let checklists = content.checklists.iter().map(|checklist| GuideLinkView {
            link: LinkView::to_checklist(checklist, context),
            summary: context.optional_text(checklist.summary.as_ref()),
        });
        Ok(head.with_body(&HomeView {
            decisions: content.decisions.iter().map(|decision| DecisionLinkView::of(decision, context)).collect(),
            guides: guides.chain(checklists).collect(),
            categories: CategoryView::all(MAX_ARTICLES, context),
            tables: TableLinkView::all(context),
        }))
    }
}

impl DecisionLinkView {
    fn of(decision: &Decision, context: Context<'_>) -> Self {
        Self {
            link: LinkView::to_decision(decision, context),
            summary: context.optional_text(decision.summary.as_ref()),
            matrix: decision.matrix.as_ref().map(|matrix| LinkView::to_matrix(decision, matrix, context)),
        }
    }
}
