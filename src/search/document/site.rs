//! The documents of a site, made when they are asked for.

use std::borrow::Cow;

use rayon::prelude::*;

use super::list::Documents;
use super::model::{Document, hash, identity};
use super::text::document_of;
use crate::content::Content;
use crate::name::Locale;
use crate::search::subject::{AddressOf, Subject};

/// Everything that can be found of a site, in every language: articles, rule rows, decisions. Each is made when it is asked for, as
/// memory may not hold the texts of all.
#[derive(Clone)]
pub struct SiteDocuments<'c> {
    content: &'c Content,
    address: AddressOf<'c>,
    /// In the order in which browsers number them: so no postings list of the index need be sorted again for them.
    listed: Vec<ListedSubject<'c>>,
}

/// What a document will be about.
#[derive(Clone)]
struct ListedSubject<'c> {
    /// The place of its language among those of the site.
    language: u8,
    identity: u64,
    subject: Subject<'c>,
    locale: Locale,
}

impl<'c> SiteDocuments<'c> {
    /// `address` tells where the page of each is, from the root of the site.
    pub(in crate::search) fn new(content: &'c Content, address: AddressOf<'c>) -> Self {
        let in_locale = |(language, locale): (u8, Locale)| {
            let rows =
                content.tables.iter().flat_map(|table| table.rows.iter().map(move |row| Subject::Row(table, row)));
            let articles =
                content.articles.iter().filter(move |article| !article.draft && article.texts.get(locale).is_some());
            let subjects = articles.map(|article| Subject::Article(article)).chain(rows);
            subjects.chain(content.decisions.iter().map(Subject::Decision)).map(move |subject| {
                let identity = identity(subject.kind(), &subject.id(), language);
                ListedSubject { language, identity, subject, locale }
            })
        };
        let mut listed: Vec<_> = (0..).zip(content.languages.locales().iter()).flat_map(in_locale).collect();
        listed.sort_unstable_by_key(|listed| (listed.language, listed.identity));
        Self { content, address, listed }
    }
}

impl Documents for SiteDocuments<'_> {
    fn count(&self) -> usize {
        self.listed.len()
    }

    fn identity(&self, place: usize) -> Option<u64> {
        Some(self.listed.get(place)?.identity)
    }

    fn made_of(&self, place: usize) -> Option<u64> {
        let article = match self.listed.get(place)?.subject {
            Subject::Article(article) => Some(article),
            Subject::Row(..) | Subject::Decision(_) => None,
        };
        self.content.made_of(article).map(|made_of| hash(&made_of))
    }

    fn get(&self, place: usize) -> Option<Cow<'_, Document>> {
        let ListedSubject { language, subject, locale, .. } = *self.listed.get(place)?;
        let address = (self.address)(subject, locale);
        Some(Cow::Owned(Document { language, address, ..document_of(subject, locale, self.content)? }))
    }

    fn are_whole(&self) -> bool {
        self.content.articles.par_iter().all(|article| article.texts.values().all(|text| !text.was_changed()))
    }
}
