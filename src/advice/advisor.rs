//! The decisions of a site, with all that replies name.

use std::sync::Arc;

use super::reply::Citation;
use crate::content::{Content, Date, Decision, DecisionRow, Languages, RuleTables};
use crate::name::{ArticleId, Locale, SectionId, Target};
use crate::site::address::Address;
use crate::source::SourceFiles;

/// Answers the decisions of a site. It shares the content, and may outlive whoever read it.
#[derive(Clone, Debug)]
pub struct Advisor {
    content: Arc<Content>,
    sources: SourceFiles,
}

impl Advisor {
    /// Answers the decisions of a site's content, which was read from `sources`.
    pub(crate) fn new(content: Arc<Content>, sources: SourceFiles) -> Self {
        Self { content, sources }
    }

    /// The decisions, in the order in which readers meet them.
    pub fn decisions(&self) -> &[Decision] {
        &self.content.decisions
    }

    /// A decision, by id.
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.content.decision(&id.parse().ok()?)
    }

    /// The languages that it answers in.
    pub fn languages(&self) -> &Languages {
        &self.content.languages
    }

    /// Where rows of a decision stand, as `path:line`.
    pub fn places_of(&self, decision: &Decision, rows: &[&DecisionRow]) -> Vec<String> {
        let file = self.sources.file(decision.file);
        let line = |row: &DecisionRow| file.position(row.span.range().start).0;
        rows.iter().map(|row| format!("{}:{}", file.path, line(row))).collect()
    }

    /// Whom readers ask whether an answer still holds.
    pub(super) fn confirm_with(&self, locale: Locale) -> Option<&str> {
        self.content.site.whom_to_ask().map(|whom| whom.get(locale).as_str())
    }

    /// The rule tables, whose cells explanations quote.
    pub(super) fn tables(&self) -> &RuleTables {
        &self.content.tables
    }

    /// The day of what rests on sections: that of the oldest of their sources.
    pub(super) fn as_of(&self, sections: &[&SectionId]) -> Option<Date> {
        self.content.as_of(sections.iter().copied())
    }

    pub(super) fn article<'a>(&'a self, id: &'a ArticleId, locale: Locale) -> Citation<'a> {
        Citation {
            kind: "article",
            id: id.as_str(),
            title: self.content.title(&Target::Article(id.clone(), None), locale).unwrap_or_default(),
            url: Address::article(locale, id).to_string(),
        }
    }

    pub(super) fn section<'a>(&'a self, id: &'a SectionId, locale: Locale) -> Citation<'a> {
        Citation {
            kind: "section",
            id: id.as_str(),
            title: self.content.title(&Target::Source(id.clone()), locale).unwrap_or_default(),
            url: Address::section(locale, id),
        }
    }
}
