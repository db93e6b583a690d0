//! What documents are about.

use crate::content::{Article, Decision, Row, RuleTable};
use crate::name::Locale;
use crate::search::query::DocumentKind;

/// What of the content a document is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'c> {
    /// An article.
    Article(&'c Article),
    /// A row of a rule table.
    Row(&'c RuleTable, &'c Row),
    /// A decision.
    Decision(&'c Decision),
}

impl Subject<'_> {
    /// The kind of document that is about it.
    pub(super) fn kind(self) -> DocumentKind {
        match self {
            Self::Article(article) if article.is_page() => DocumentKind::Page,
            Self::Article(_) => DocumentKind::Article,
            Self::Row(..) => DocumentKind::Rule,
            Self::Decision(_) => DocumentKind::Decision,
        }
    }

    /// The id of the document that is about it.
    pub(super) fn id(self) -> String {
        match self {
            Self::Article(article) => article.id.to_string(),
            Self::Row(table, row) => format!("{}/{}", table.id, row.id.value),
            Self::Decision(decision) => decision.id.to_string(),
        }
    }
}

/// Tells where the page of what is found is, from the root of the site.
pub(super) type AddressOf<'a> = &'a (dyn Fn(Subject<'_>, Locale) -> String + Sync);
