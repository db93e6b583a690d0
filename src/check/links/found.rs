//! Where the site links to other sites.

use std::collections::BTreeMap;

use url::Url;

use crate::content::{CellValue, Content};
use crate::diagnostic::{FileId, Place, Span};
use crate::name::Target;
use crate::source::SourceFiles;

/// An address of another site, and where this one links to it.
#[derive(Debug)]
pub(super) struct LinkedAddress {
    /// In its normal form, without what follows `#`, which hosts are not told.
    pub(super) address: String,
    pub(super) places: Vec<Place>,
}

/// The addresses of all other sites that this one links to, but for those that the site wants unchecked, in order.
pub(super) fn linked_addresses(content: &Content, sources: &SourceFiles) -> Vec<LinkedAddress> {
    let mut found = Addresses { content, sources, places: BTreeMap::new() };
    let in_articles = content.articles.iter().flat_map(|article| article.texts.values());
    let in_snippets = content.snippets.iter().flat_map(|snippet| snippet.texts.values());
    for text in in_articles.chain(in_snippets).filter(|text| !text.is_derived()) {
        for link in text.outline.links.iter().filter(|link| text.outline.is_own(link.span)) {
            found.add_target(&link.target, link.span);
        }
    }
    for link in content.site.navigation.iter().chain(&content.site.footer) {
        found.add_target(&link.to.value, link.to.span);
    }
    for redirect in &content.redirects {
        found.add_target(&redirect.to.value, redirect.to.span);
    }
    for row in content.tables.iter().flat_map(|table| &table.rows) {
        for value in row.cells.iter().flatten().flat_map(|cell| cell.values()) {
            if let CellValue::Link { address, .. } = value {
                found.add_after(address, row.id.span);
            }
        }
    }
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    for fact in sections.flat_map(|section| &section.facts) {
        fact.url.iter().for_each(|address| found.add_after(address, fact.id.span));
    }
    found.places.into_iter().map(|(address, places)| LinkedAddress { address, places }).collect()
}

/// Whether nobody is to ask for an address. Addresses are compared in their normal form, if they have one.
fn is_unchecked(url: &Url, content: &Content) -> bool {
    let unchecked = content.site.links.iter().flat_map(|links| &links.unchecked);
    let normal = |begin: &str| {
        let normal = Url::parse(begin).map_or_else(|_| begin.to_owned(), String::from);
        // What ends within the name of a host gets no slash.
        let has_path = begin.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?']));
        if has_path { normal } else { normal.trim_end_matches('/').to_owned() }
    };
    unchecked.into_iter().any(|begin| url.as_str().starts_with(&normal(begin)))
}

struct Addresses<'c> {
    content: &'c Content,
    sources: &'c SourceFiles,
    places: BTreeMap<String, Vec<Place>>,
}

impl Addresses<'_> {
    fn add_target(&mut self, target: &Target, span: Span) {
        if let Target::External(address) = target {
            self.add(address, span.into());
        }
    }

    /// Adds an address that stands in a file after something else.
    fn add_after(&mut self, address: &str, after: Span) {
        let place = self.first_after(address, after.file, after.range().start);
        self.add(address, place.unwrap_or(after).into());
    }

    fn first_after(&self, address: &str, file: FileId, start: usize) -> Option<Span> {
        let file = self.sources.file(file);
        let at = start + file.text().get(start..)?.find(address)?;
        Some(file.span(at..at + address.len()))
    }

    fn add(&mut self, address: &str, place: Place) {
        let is_own = self.content.site.base_url.as_ref().is_some_and(|base| address.starts_with(base.as_str()));
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if let Some(mut url) = url.filter(|url| !is_own && !is_unchecked(url, self.content)) {
            url.set_fragment(None);
            self.places.entry(url.into()).or_default().push(place);
        }
    }
}
