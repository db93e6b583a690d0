//! Lists: of categories, articles, rule tables, terms and sources.

use serde::Serialize;

use super::{LinkView, Views, shorten};
use crate::content::{Article, Row, RuleTable};
use crate::name::Target;
use crate::site::address::Address;

#[derive(Debug, Serialize)]
pub(super) struct CategoryView {
    id: String,
    title: String,
    summary: String,
    path: String,
    articles: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
pub(super) struct ArticleLinkView {
    title: String,
    summary: String,
    path: String,
    lang: Option<&'static str>,
}

/// A guide or a checklist.
#[derive(Debug, Serialize)]
pub(super) struct ListLinkView {
    title: String,
    summary: String,
    path: String,
}

/// A decision, with the table of all its answers.
#[derive(Debug, Serialize)]
pub(super) struct DecisionLinkView {
    title: String,
    summary: String,
    path: String,
    matrix: Option<LinkView>,
}

#[derive(Debug, Serialize)]
pub(super) struct TableLinkView {
    title: String,
    summary: String,
    path: String,
    /// The pages of its rows.
    rows: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
pub(super) struct TermView {
    id: String,
    term: String,
    other: String,
    other_lang: &'static str,
    definition: String,
    synonyms: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceView {
    id: String,
    title: String,
    date: String,
    sections: Vec<SectionView>,
}

#[derive(Debug, Serialize)]
struct SectionView {
    anchor: String,
    title: String,
    stated_by: Vec<LinkView>,
}

impl Views<'_> {
    /// The guides, and after them the checklists.
    pub(super) fn guides(self) -> Vec<ListLinkView> {
        let guides = self.content().guides.iter().map(|guide| ListLinkView {
            title: guide.title.get(self.locale).clone(),
            summary: guide.summary.get(self.locale).clone(),
            path: Address::guide(self.locale, &guide.id).to_string(),
        });
        let checklists = self.content().checklists.iter().map(|checklist| ListLinkView {
            title: checklist.title.get(self.locale).clone(),
            summary: checklist.summary.get(self.locale).clone(),
            path: Address::checklist(self.locale, &checklist.id).to_string(),
        });
        guides.chain(checklists).collect()
    }

    /// The decisions.
    pub(super) fn decisions(self) -> Vec<DecisionLinkView> {
        let decisions = self.content().decisions.iter().map(|decision| DecisionLinkView {
            title: decision.title.get(self.locale).clone(),
            summary: decision.summary.get(self.locale).clone(),
            path: Address::decision(self.locale, &decision.id).to_string(),
            matrix: decision.matrix.as_ref().map(|matrix| {
                LinkView::new(matrix.title.get(self.locale).clone(), Address::matrix(self.locale, &decision.id))
            }),
        });
        decisions.collect()
    }

    /// The categories, each with its first articles.
    pub(super) fn categories(self, most: Option<usize>) -> Vec<CategoryView> {
        let categories = self.content().categories.iter().map(|category| {
            let articles = self.plan.relations.articles_in(&category.id.value);
            CategoryView {
                id: category.id.value.to_string(),
                title: category.title.get(self.locale).clone(),
                summary: category.summary.get(self.locale).clone(),
                path: Address::category(self.locale, &category.id.value).to_string(),
                articles: articles
                    .iter()
                    .take(most.unwrap_or(usize::MAX))
                    .filter_map(|article| self.link(article))
                    .collect(),
            }
        });
        categories.collect()
    }

    pub(super) fn link(self, article: &Article) -> Option<LinkView> {
        let text = article.text(self.locale)?;
        Some(LinkView {
            title: text.title(self.content()),
            path: Address::article(self.locale, &article.id).to_string(),
            lang: (text.locale != self.locale).then_some(text.locale.language_tag()),
        })
    }

    pub(super) fn article_links(self, articles: &[&Article]) -> Vec<ArticleLinkView> {
        let links = articles.iter().filter_map(|article| {
            let text = article.text(self.locale)?;
            Some(ArticleLinkView {
                title: text.title(self.content()),
                summary: shorten(&text.summary(self.content())),
                path: Address::article(self.locale, &article.id).to_string(),
                lang: (text.locale != self.locale).then_some(text.locale.language_tag()),
            })
        });
        links.collect()
    }

    pub(super) fn tables(self) -> Vec<TableLinkView> {
        let tables = self.content().tables.iter().map(|table| TableLinkView {
            title: table.title.get(self.locale).clone(),
            summary: table.summary.get(self.locale).clone(),
            path: Address::table(self.locale, &table.id).to_string(),
            rows: self.row_links(table),
        });
        tables.collect()
    }

    /// Links to the pages of a table's rows, if they have any.
    pub(super) fn row_links(self, table: &RuleTable) -> Vec<LinkView> {
        let rows = table.rows.iter().filter(|_| table.pages);
        rows.map(|row| self.row_link(table, row)).collect()
    }

    pub(super) fn row_link(self, table: &RuleTable, row: &Row) -> LinkView {
        let target = Target::Row(table.id.clone(), row.id.value.clone());
        let name = self.content().tables.row_name(table, row, self.locale);
        LinkView::new(name, self.plan.path_to(&target, self.locale).unwrap_or_default())
    }

    pub(super) fn terms(self) -> Vec<TermView> {
        let other = self.locale.other();
        let terms = self.content().glossary.iter().map(|term| TermView {
            id: term.id.value.to_string(),
            term: term.term.get(self.locale).clone(),
            other: term.term.get(other).clone(),
            other_lang: other.language_tag(),
            definition: term.definition.get(self.locale).clone(),
            synonyms: term.synonyms.get(self.locale).clone(),
        });
        terms.collect()
    }

    /// The sections that something states, by source.
    pub(super) fn sources(self) -> Vec<SourceView> {
        let sources = self.content().catalogue.iter().map(|source| {
            let sections = source.sections.iter().filter_map(|section| {
                let (articles, rows) = self.plan.relations.stating(&section.id);
                let mut stated_by: Vec<LinkView> = articles.iter().filter_map(|article| self.link(article)).collect();
                for (table, _) in rows {
                    let path = Address::table(self.locale, &table.id).to_string();
                    if stated_by.iter().all(|link| link.path != path) {
                        stated_by.push(LinkView::new(table.title.get(self.locale).clone(), path));
                    }
                }
                (!stated_by.is_empty()).then(|| SectionView {
                    anchor: Address::section_anchor(&section.id),
                    title: section.title.get(self.locale).clone(),
                    stated_by,
                })
            });
            SourceView {
                id: source.id.to_string(),
                title: source.title.get(self.locale).clone(),
                date: source.date.to_string(),
                sections: sections.collect(),
            }
        });
        sources.filter(|source| !source.sections.is_empty()).collect()
    }
}
