//! What the template of a page sees.

use serde::Serialize;

use super::article::ArticleView;
use super::checklist::{ChecklistView, RowChecklistView};
use super::decision::{DecisionView, OutcomeView};
use super::guide::GuideView;
use super::lists::{
    ArticleLinkView, CategoryView, DecisionLinkView, ListLinkView, SourceView, TableLinkView, TermView,
};
use super::matrix::{MatrixPageView, MatrixView};
use super::rule::{RowView, TableView};
use super::search::FilterView;
use crate::content::Date;
use crate::name::Locale;

/// What holds for all pages in a language.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView<'p> {
    pub(super) title: &'p str,
    pub(super) description: &'p str,
    pub(super) base_url: &'p str,
    pub(super) as_of: String,
    pub(super) provider: &'p str,
    pub(super) confirm_with: &'p str,
    pub(super) feedback: Option<&'p str>,
    pub(super) home: String,
    pub(super) navigation: Vec<LinkView>,
    /// The questions that are offered before anything is searched for.
    pub(super) popular: Vec<LinkView>,
    pub(super) generator: &'static str,
}

/// The day of the oldest source that an answer rests on.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AgeView {
    /// For machines: `2018-11-19`.
    datetime: String,
    /// For readers: `19 November 2018`.
    date: String,
}

impl AgeView {
    pub(super) fn new(date: Date, locale: Locale) -> Self {
        Self { datetime: date.to_string(), date: date.in_words(locale) }
    }
}

/// A link to a page of the site.
#[derive(Debug, Serialize)]
pub(crate) struct LinkView {
    pub(super) title: String,
    pub(super) path: String,
    /// The language of the title, where it is not the page's.
    pub(super) lang: Option<&'static str>,
}

impl LinkView {
    pub(super) fn new(title: impl Into<String>, path: impl std::fmt::Display) -> Self {
        Self { title: title.into(), path: path.to_string(), lang: None }
    }
}

/// What every page has.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    pub(super) lang: &'static str,
    pub(super) locale: &'static str,
    pub(super) path: String,
    /// What leads to the root of the site.
    pub(super) root: String,
    pub(super) title: String,
    pub(super) description: String,
    /// The one address of what the page shows; none for pages that are not to be found.
    pub(super) canonical: Option<String>,
    pub(super) alternates: Vec<AlternateView>,
    pub(super) breadcrumbs: Vec<LinkView>,
    /// How old what it says is, where it answers something.
    pub(super) age: Option<AgeView>,
    /// What in it may have changed since.
    pub(super) volatile: Option<String>,
    pub(super) other: OtherLanguageView,
    pub(super) body: BodyView,
}

/// The page in a language, for search engines.
#[derive(Debug, Serialize)]
pub(super) struct AlternateView {
    pub(super) lang: &'static str,
    pub(super) href: String,
}

/// The page in the other language, for readers.
#[derive(Debug, Serialize)]
pub(super) struct OtherLanguageView {
    pub(super) lang: &'static str,
    pub(super) name: &'static str,
    pub(super) path: String,
    /// The anchors of this page that the other lacks, separated by spaces; `*` where the other is no translation of it.
    pub(super) lacks: String,
}

/// What is particular to a kind of page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum BodyView {
    Languages {
        choices: Vec<ChoiceView>,
    },
    /// That a page is not there, or cannot be had.
    Notice(NoticeView),
    Home {
        decisions: Vec<DecisionLinkView>,
        guides: Vec<ListLinkView>,
        categories: Vec<CategoryView>,
        tables: Vec<TableLinkView>,
    },
    Questions {
        categories: Vec<CategoryView>,
    },
    Search {
        filters: Vec<FilterView>,
        categories: Vec<CategoryView>,
    },
    Rules {
        tables: Vec<TableLinkView>,
    },
    Glossary {
        terms: Vec<TermView>,
    },
    Sources {
        sources: Vec<SourceView>,
    },
    Category {
        summary: String,
        articles: Vec<ArticleLinkView>,
    },
    Article(Box<ArticleView>),
    Table {
        summary: String,
        table: TableView,
    },
    Row(Box<RowView>),
    Guide(GuideView),
    Checklist(ChecklistView),
    RowChecklist(Box<RowChecklistView>),
    Decision(Box<DecisionView>),
    Matrix(MatrixView),
    MatrixCell(Box<MatrixPageView>),
    Redirect {
        to: String,
    },
}

impl BodyView {
    /// What a decision came to on the page.
    pub(super) fn outcome(&self) -> Option<&OutcomeView> {
        match self {
            Self::Decision(decision) => decision.outcome.as_ref(),
            Self::MatrixCell(cell) => cell.outcome.as_ref(),
            _ => None,
        }
    }
}

/// What the page says to readers of the other language.
#[derive(Debug, Serialize)]
pub(super) struct NoticeView {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) link: String,
    pub(super) path: String,
}

/// A language to choose.
#[derive(Debug, Serialize)]
pub(super) struct ChoiceView {
    pub(super) lang: &'static str,
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) path: String,
}
