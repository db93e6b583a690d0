//! An article, and what it or a rule row cites.

use serde::Serialize;

use super::guide::StepView;
use super::{LinkView, Views};
use crate::content::{Article, TextReferents};
use crate::markdown::plain_text;
use crate::name::SectionId;
use crate::site::address::Address;

#[derive(Debug, Serialize)]
pub(super) struct ArticleView {
    /// The answer as HTML.
    html: String,
    /// The language that the answer is in.
    lang: &'static str,
    /// Whether it is shown in the other language for want of a translation.
    fallback: bool,
    headings: Vec<HeadingView>,
    about: Vec<LinkView>,
    related: Vec<LinkView>,
    /// The guides that lead through it.
    steps: Vec<StepView>,
    citations: Vec<CitationView>,
}

#[derive(Debug, Serialize)]
struct HeadingView {
    level: u8,
    anchor: String,
    title: String,
}

#[derive(Debug, Serialize)]
pub(super) struct CitationView {
    title: String,
    source: String,
    date: String,
    path: String,
}

impl Views<'_> {
    pub(super) fn article(self, article: &Article, html: String) -> ArticleView {
        let content = self.content();
        let text = article.text(self.locale);
        let locale = text.map_or(self.locale, |text| text.locale);
        let headings = text.map(|text| {
            let referents = TextReferents::of(text, content);
            let headings = text.outline.headings.iter().map(|heading| HeadingView {
                level: heading.level,
                anchor: heading.anchor.clone(),
                title: plain_text(&heading.content, &referents),
            });
            headings.collect()
        });
        let about = article.about.iter().filter_map(|(table, row)| {
            let table = content.tables.get(table)?;
            Some(self.row_link(table, table.row(&row.value)?))
        });
        let related = article.related.iter().filter_map(|id| self.link(content.article(&id.value)?));
        ArticleView {
            html,
            lang: locale.language_tag(),
            fallback: locale != self.locale,
            headings: headings.unwrap_or_default(),
            about: about.collect(),
            related: related.collect(),
            steps: self.steps(article),
            citations: self.citations(article.sources.iter().map(|section| &section.value)),
        }
    }

    pub(super) fn citations<'s>(self, sections: impl Iterator<Item = &'s SectionId>) -> Vec<CitationView> {
        let citations = sections.filter_map(|id| {
            let (source, section) = self.content().section(id)?;
            Some(CitationView {
                title: section.title.get(self.locale).clone(),
                source: source.title.get(self.locale).clone(),
                date: source.date.to_string(),
                path: Address::section(self.locale, id),
            })
        });
        citations.collect()
    }
}
