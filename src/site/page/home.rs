//! The first page in a language: where readers go from.

use serde::Serialize;
use serde_json::Value;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{CategoryView, LinkView, TableLinkView};
use crate::content::{Content, Decision, DecisionFact, FactKind, RuleTable};
use crate::decision::Next;
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;
use crate::site::structured_data;

/// So many articles of each category are shown, where the site does not say which are popular.
const MAX_ARTICLES: usize = 6;

#[derive(Debug)]
struct HomePage;

#[derive(Debug, Serialize)]
struct HomeView {
    /// The first decision, which is answered from here.
    start: Option<StartView>,
    /// What else leads through something: decisions, guides and checklists.
    guides: Vec<GuideLinkView>,
    categories: Vec<CategoryView>,
    /// The tables whose rows have pages, except those whose rows are chosen from at the start.
    tables: Vec<TableLinkView>,
}

/// A decision, with what it asks first.
#[derive(Debug, Serialize)]
struct StartView {
    #[serde(flatten)]
    link: LinkView,
    summary: Option<String>,
    /// The table of all answers.
    matrix: Option<LinkView>,
    facts: Vec<StartFactView>,
}

/// A fact, with the values to choose from.
#[derive(Debug, Serialize)]
struct StartFactView {
    id: String,
    label: String,
    choices: Vec<StartChoiceView>,
}

#[derive(Debug, Serialize)]
struct StartChoiceView {
    value: String,
    label: String,
}

/// A decision, a guide or a checklist.
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
        let head = match context.base_url {
            Some(base_url) => head.telling(web_site(base_url, context)),
            None => head,
        };
        let content = context.content;
        let start = content.decisions.first();
        let asked = start.map(asked_first).unwrap_or_default();
        let chosen_from = |table: &&RuleTable| {
            let of_table = |fact: &&DecisionFact| matches!(&fact.kind, FactKind::Rows(of) if of.value == table.id);
            asked.iter().any(of_table)
        };
        let tables = content.tables.iter().filter(|table| table.pages && !chosen_from(table));
        Ok(head.with_body(&HomeView {
            start: start.map(|decision| StartView::of(decision, &asked, context)),
            guides: GuideLinkView::all(context),
            categories: CategoryView::without_sections(
                if content.site.popular.is_empty() { MAX_ARTICLES } else { 0 },
                context,
            ),
            tables: tables.map(|table| TableLinkView::of(table, context)).collect(),
        }))
    }
}

/// What search engines are told of the site.
fn web_site(base_url: &str, context: Context<'_>) -> Value {
    let full = |page| format!("{base_url}{}", Address::standard(context.locale, page));
    let name = context.text(&context.content.site.title);
    structured_data::web_site(&name, &full(StandardPage::Home), &full(StandardPage::Search), &context.language().tag())
}

/// The facts that a decision is begun with: those of its table of all answers, or else the one that it asks first.
fn asked_first(decision: &Decision) -> Vec<&DecisionFact> {
    let mut places = match (&decision.matrix, decision.walk.states().first().map(|state| &state.next)) {
        (Some(matrix), _) => vec![matrix.rows, matrix.columns],
        (None, Some(Next::Question { fact, .. })) => vec![*fact],
        (None, _) => Vec::new(),
    };
    places.sort_unstable();
    places.into_iter().map(|place| &decision.facts[place]).collect()
}

impl StartView {
    fn of(decision: &Decision, asked: &[&DecisionFact], context: Context<'_>) -> Self {
        Self {
            link: LinkView::to_decision(decision, context),
            summary: context.optional_text(decision.summary.as_ref()),
            matrix: decision.matrix.as_ref().map(|matrix| LinkView::to_matrix(decision, matrix, context)),
            facts: asked.iter().map(|fact| StartFactView::of(fact, context)).collect(),
        }
    }
}

impl StartFactView {
    fn of(fact: &DecisionFact, context: Context<'_>) -> Self {
        let choices = fact
            .values
            .iter()
            .map(|value| StartChoiceView { value: value.id.to_string(), label: context.text(&value.label) });
        Self { id: fact.id.value.to_string(), label: context.text(&fact.label), choices: choices.collect() }
    }
}

impl GuideLinkView {
    /// The decisions after the first, the guides and the checklists.
    fn all(context: Context<'_>) -> Vec<Self> {
        let content = context.content;
        let decisions = content.decisions.iter().skip(1).map(|decision| Self {
            link: LinkView::to_decision(decision, context),
            summary: context.optional_text(decision.summary.as_ref()),
        });
        let guides = content.guides.iter().map(|guide| Self {
            link: LinkView::to_guide(guide, context),
            summary: context.optional_text(guide.summary.as_ref()),
        });
        let checklists = content.checklists.iter().map(|checklist| Self {
            link: LinkView::to_checklist(checklist, context),
            summary: context.optional_text(checklist.summary.as_ref()),
        });
        decisions.chain(guides).chain(checklists).collect()
    }
}
