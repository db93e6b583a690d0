//! The decisions of a site, with all that replies name.

use std::collections::HashMap;

use super::reply::Citation;
use crate::content::{Content, Date, Decision, DecisionRow, RuleTables};
use crate::name::{ArticleId, DecisionId, Locale, Localized, SectionId};
use crate::site::address::Address;
use crate::source::Sources;

/// The decisions of a site, with what their outcomes cite.
#[derive(Clone, Debug)]
pub struct Advisor {
    decisions: Vec<Decision>,
    tables: RuleTables,
    articles: HashMap<ArticleId, Localized<String>>,
    sections: HashMap<SectionId, CitedSection>,
    /// The day of what cites no section.
    as_of: Date,
    /// Whom readers ask whether an answer still holds.
    confirm_with: Localized<String>,
    /// Where rows stand, as `path:line`, by the offset of the row in its decision's file.
    rows: HashMap<(DecisionId, u32), String>,
}

/// A section of the source catalogue, as far as answers tell of it.
#[derive(Clone, Debug)]
struct CitedSection {
    title: Localized<String>,
    /// The day that its source is from.
    date: Date,
}

impl Advisor {
    /// Takes over the decisions of a site.
    pub(crate) fn of(content: &Content, sources: &Sources) -> Self {
        let both =
            |make: &dyn Fn(Locale) -> Option<String>| Localized::from_fn(|locale| make(locale).unwrap_or_default());
        let articles = content
            .articles
            .iter()
            .map(|article| (article.id.clone(), both(&|locale| article.text(locale).map(|text| text.title(content)))));
        let sections = content.catalogue.iter().flat_map(|source| {
            let cited = |title: &Localized<String>| CitedSection { title: title.clone(), date: source.date };
            source.sections.iter().map(move |section| (section.id.clone(), cited(&section.title)))
        });
        let rows = content.decisions.iter().flat_map(|decision| {
            let file = sources.file(decision.file);
            let line_ends: Vec<usize> = file.text().match_indices('\n').map(|(end, _)| end).collect();
            decision.all_rows().map(move |row| {
                let line = line_ends.partition_point(|end| *end < row.span.range().start) + 1;
                ((decision.id.clone(), row.span.start), format!("{}:{line}", file.path))
            })
        });
        Self {
            decisions: content.decisions.clone(),
            tables: content.tables.clone(),
            articles: articles.collect(),
            sections: sections.collect(),
            as_of: content.site.as_of,
            confirm_with: content.site.confirm_with.clone(),
            rows: rows.collect(),
        }
    }

    /// The decisions, by id.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Where rows of a decision stand, as `path:line`.
    pub fn places_of(&self, decision: &Decision, rows: &[&DecisionRow]) -> Vec<String> {
        rows.iter().filter_map(|row| self.rows.get(&(decision.id.clone(), row.span.start)).cloned()).collect()
    }

    /// Whom readers ask whether an answer still holds.
    pub(super) fn confirm_with(&self, locale: Locale) -> &str {
        self.confirm_with.get(locale)
    }

    /// The rule tables, whose cells explanations quote.
    pub(super) fn tables(&self) -> &RuleTables {
        &self.tables
    }

    /// The day of what rests on sections: that of the oldest of their sources.
    pub(super) fn as_of(&self, sections: &[&SectionId]) -> Date {
        let dates = sections.iter().filter_map(|id| Some(self.sections.get(*id)?.date));
        dates.min().unwrap_or(self.as_of)
    }

    pub(super) fn article<'a>(&'a self, id: &'a ArticleId, locale: Locale) -> Citation<'a> {
        Citation {
            kind: "article",
            id: id.as_str(),
            title: self.articles.get(id).map_or("", |title| title.get(locale)),
            url: Address::article(locale, id).to_string(),
        }
    }

    pub(super) fn section<'a>(&'a self, id: &'a SectionId, locale: Locale) -> Citation<'a> {
        Citation {
            kind: "section",
            id: id.as_str(),
            title: self.sections.get(id).map_or("", |section| section.title.get(locale)),
            url: Address::section(locale, id),
        }
    }
}
