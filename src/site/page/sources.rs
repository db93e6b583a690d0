//! The sources, with who states what they say.

use serde::Serialize;

use super::context::Context;
use super::kind::Pages;
use super::list;
use super::part::LinkView;
use crate::content::{Content, Section, Source};
use crate::name::StandardPage;
use crate::site::address::Address;
use crate::site::theme::Body;

#[derive(Debug, Serialize)]
struct SourcesView {
    sources: Vec<SourceView>,
}

#[derive(Debug, Serialize)]
struct SourceView {
    id: String,
    title: String,
    /// For machines: `2018-11-19`.
    date: String,
    /// For readers.
    day: String,
    /// Those that something states.
    sections: Vec<SectionView>,
}

#[derive(Debug, Serialize)]
struct SectionView {
    anchor: String,
    title: String,
    stated_by: Vec<LinkView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    list::page(content, StandardPage::Sources, "sources.html", all)
}

fn all(context: Context<'_>) -> Body {
    let sources = context.content.catalogue.iter().filter_map(|source| SourceView::of(source, context));
    Body::of(&SourcesView { sources: sources.collect() })
}

impl SourceView {
    /// A source, if something states it.
    fn of(source: &Source, context: Context<'_>) -> Option<Self> {
        let sections: Vec<SectionView> =
            source.sections.iter().filter_map(|section| SectionView::of(section, context)).collect();
        (!sections.is_empty()).then(|| Self {
            id: source.id.to_string(),
            title: context.text(&source.title),
            date: source.date.to_string(),
            day: context.language().date(source.date),
            sections,
        })
    }
}

impl SectionView {
    /// A section, if something states it.
    fn of(section: &Section, context: Context<'_>) -> Option<Self> {
        let (articles, rows) = context.relations.stating(&section.id);
        let mut stated_by: Vec<LinkView> =
            articles.iter().filter_map(|article| LinkView::to_article(article, context)).collect();
        for (table, _) in rows {
            let link = LinkView::to_table(table, context);
            if stated_by.iter().all(|other| other.path != link.path) {
                stated_by.push(link);
            }
        }
        // What no article and no row states is listed all the same where something cites it.
        if stated_by.is_empty() {
            let (checklists, decisions) = context.relations.resting_on(&section.id);
            stated_by.extend(checklists.iter().map(|checklist| LinkView::to_checklist(checklist, context)));
            stated_by.extend(decisions.iter().map(|decision| LinkView::to_decision(decision, context)));
        }
        (!stated_by.is_empty()).then(|| Self {
            anchor: Address::section_anchor(&section.id),
            title: context.text(&section.title),
            stated_by,
        })
    }
}
