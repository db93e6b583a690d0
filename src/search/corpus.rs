//! What of the content can be found: the documents, and what is said in place of what they say.

use std::borrow::Cow;

use super::document::{Document, Documents, SiteDocuments, neighbours};
use super::named_decisions::named_decisions;
use super::query::{NamedDecision, SynonymRule, Topic};
use super::subject::AddressOf;
use crate::analysis::{Dictionary, Neighbours, Segmenter};
use crate::content::Content;
use crate::name::{ByLocale, Locale, Localized};

/// So many documents are handed on at once.
const BATCH: usize = 128;
/// The texts of so many documents are in memory at once: for each such lot a dictionary is made of the words that may occur.
const TEXTS_AT_ONCE: usize = 6 * BATCH;

/// Everything that an index is made of.
#[derive(Clone, Debug, Default)]
pub struct Corpus<D = Vec<Document>> {
    /// What can be found.
    pub documents: D,
    /// The words that are never cut apart.
    pub dictionary: Vec<String>,
    /// What readers say in place of what texts say.
    pub synonyms: Vec<SynonymRule>,
    /// What readers ask and no document answers.
    pub topics: Vec<Topic>,
    /// The decisions that readers ask.
    pub decisions: Vec<NamedDecision>,
    /// The address that the site is published at, ending in `/`.
    pub base_url: Option<String>,
    /// Whom readers ask whether what they found still holds.
    pub confirm_with: ByLocale<String>,
    /// The languages of the site, in their order.
    pub locales: Vec<Locale>,
}

/// What can be found of a site.
///
/// `address` tells where the page of each document is, from the root of the site.
pub fn corpus<'c>(content: &'c Content, address: AddressOf<'c>) -> Corpus<SiteDocuments<'c>> {
    let terms = content.glossary.iter().map(|term| {
        let names = term.term.iter().flat_map(|(locale, name)| {
            let synonyms = term.synonyms.get(locale).into_iter().flatten();
            [name].into_iter().chain(synonyms)
        });
        let names: Vec<String> = names.cloned().collect();
        SynonymRule { from: names.clone(), to: names }
    });
    let groups = content.synonyms.iter();
    let groups = groups.map(|group| SynonymRule { from: group.from.clone(), to: group.to.clone() });
    let topics = content.out_of_scope.iter().map(|topic| {
        let told = topic
            .title
            .iter()
            .map(|(locale, title)| (locale.to_string(), title.clone(), topic.text.get(locale).clone()));
        let [asked, unless] =
            [&topic.asked, &topic.unless].map(|phrases| phrases.values().flatten().cloned().collect());
        Topic { id: topic.id.value.to_string(), told: told.collect(), asked, unless }
    });
    let confirm_with = content.site.whom_to_ask().into_iter().flat_map(Localized::iter);
    Corpus {
        documents: SiteDocuments::new(content, address),
        dictionary: content.dictionary.clone(),
        synonyms: terms.chain(groups).collect(),
        topics: topics.collect(),
        decisions: named_decisions(content, address),
        base_url: content.site.base_url.clone(),
        confirm_with: confirm_with.map(|(locale, whom)| (locale, whom.clone())).collect(),
        locales: content.languages.locales().iter().collect(),
    }
}

impl<D: Documents> Corpus<D> {
    /// The words that texts are cut into, of those that may occur in texts with these neighbours. With them alone texts are cut
    /// as by all.
    pub(super) fn words_in(&self, neighbours: &Neighbours) -> Dictionary {
        Dictionary::of_texts(self.dictionary.iter().map(String::as_str), neighbours)
    }

    /// Hands on the documents at some places in their order, a batch at a time, with what cuts them into words. The texts of few
    /// are in memory at once. The neighbours of all their characters.
    ///
    /// # Errors
    /// If what takes them fails.
    pub(super) fn cut<E>(
        &self,
        places: &[usize],
        mut take: impl FnMut(&[Cow<'_, Document>], &Segmenter) -> Result<(), E>,
    ) -> Result<Neighbours, E> {
        let mut all = Neighbours::default();
        for places in places.chunks(TEXTS_AT_ONCE) {
            let documents = self.documents.at(places);
            let here = neighbours(&documents);
            let segmenter = Segmenter::new(&self.words_in(&here));
            all = all.and(here);
            documents.chunks(BATCH).try_for_each(|batch| take(batch, &segmenter))?;
        }
        Ok(all)
    }

    /// The same, with all documents at once.
    pub fn held(self) -> Corpus {
        let places: Vec<usize> = (0..self.documents.count()).collect();
        let documents = self.documents.at(&places).into_iter().map(Cow::into_owned).collect();
        Corpus {
            documents,
            dictionary: self.dictionary,
            synonyms: self.synonyms,
            topics: self.topics,
            decisions: self.decisions,
            base_url: self.base_url,
            confirm_with: self.confirm_with,
            locales: self.locales,
        }
    }
}
