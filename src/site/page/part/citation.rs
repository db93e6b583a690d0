//! What is cited.

use serde::Serialize;

use crate::content::Language;
use crate::markdown::as_commonmark;
use crate::name::SectionId;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// A section of the source catalogue.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub(crate) struct CitationView {
    title: String,
    source: String,
    /// For machines: `2018-11-19`.
    date: String,
    /// For readers.
    day: String,
    path: String,
}

impl CitationView {
    /// It as a link of Markdown, in the words of pages; `root` leads to the root of the site.
    pub(crate) fn as_commonmark(&self, root: &str, language: &Language) -> String {
        let words = [("source", self.source.as_str()), ("section", &self.title)];
        let title = as_commonmark(&language.format_message("cited", &words));
        format!("[{title}]({root}{}) {}", self.path, self.date)
    }

    /// Sections in their order.
    pub(crate) fn all<'s>(sections: impl IntoIterator<Item = &'s SectionId>, context: Context<'_>) -> Vec<Self> {
        let citations = sections.into_iter().filter_map(|id| {
            let (source, section) = context.content.section(id)?;
            Some(Self {
                title: context.text(&section.title),
                source: context.text(&source.title),
                date: source.date.to_string(),
                day: context.language().date(source.date),
                path: Address::section(context.locale, id),
            })
        });
        citations.collect()
    }
}
