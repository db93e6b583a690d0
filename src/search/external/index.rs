//! An index of which what was asked for is here.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::catalog::EngineCatalog;
use super::gathered::{GatheredDocument, ShownDocument};
use super::lookup::{EngineLookup, FoundDocuments};
use super::statistics::TermFrequencies;
use super::token::TermField;
use super::token_query::TokenQuery;
use crate::analysis::{Folded, Token};
use crate::name::Locale;
use crate::search::IndexedSite;
use crate::search::document::translation_group;
use crate::search::query::{
    DecisionPhrase, DecisionText, Field, Fragment, Index, Lexicon, Lookup, NotCovered, Partial, StoredFields,
    SynonymEntry, TopicPhrase, Vocabulary,
};

/// An index that holds, for one query, what was asked of an engine. What is lacking is listed, to be asked for and
/// provided; then the query is answered anew.
#[derive(Debug)]
pub struct EngineIndex<'c> {
    pub(super) catalog: &'c EngineCatalog,
    /// So many documents are ranked at most, in each language.
    pub(super) most: usize,
    pub(super) documents: Vec<Arc<GatheredDocument>>,
    /// What is known of the documents that the plan in hand allows.
    pub(super) scope: Cell<PlanScope>,
    frequencies: BTreeMap<(TermField, String), TermFrequencies>,
    terms: BTreeMap<(TermField, String, usize), Vec<String>>,
    counts: BTreeMap<TokenQuery, usize>,
    /// Which queries for documents were answered; whether with all there are.
    gathered: BTreeMap<(TokenQuery, usize), bool>,
    shown: BTreeMap<u64, Option<ShownDocument>>,
    missing: RefCell<BTreeSet<EngineLookup>>,
}

/// Which of the documents that a plan is about are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PlanScope {
    /// The best.
    #[default]
    Best,
    /// All that have any of what tells what is asked.
    Answering,
    /// All that the plan allows.
    Allowed,
}

/// That an engine is to be asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotGathered;

impl<'c> EngineIndex<'c> {
    /// Over a version of the content; at most so many documents of a language are ranked.
    pub fn new(catalog: &'c EngineCatalog, most: usize) -> Self {
        Self {
            catalog,
            most,
            documents: Vec::new(),
            scope: Cell::default(),
            frequencies: BTreeMap::new(),
            terms: BTreeMap::new(),
            counts: BTreeMap::new(),
            gathered: BTreeMap::new(),
            shown: BTreeMap::new(),
            missing: RefCell::default(),
        }
    }

    /// What was asked for since this was last asked, and is not here; in a defined order.
    pub fn take_missing(&self) -> Vec<EngineLookup> {
        self.missing.take().into_iter().collect()
    }

    /// Takes in how many documents of each language a term stands.
    pub fn provide_frequency(&mut self, field: TermField, key: String, documents: TermFrequencies) {
        self.frequencies.insert((field, key), documents);
    }

    /// Takes terms.
    pub fn provide_terms(&mut self, field: TermField, prefix: String, most: usize, terms: Vec<String>) {
        self.terms.insert((field, prefix, most), terms);
    }

    /// Takes a number of documents.
    pub fn provide_count(&mut self, query: TokenQuery, documents: usize) {
        self.counts.insert(query, documents);
    }

    /// Takes documents.
    pub fn provide_documents(&mut self, query: TokenQuery, most: usize, found: &FoundDocuments) {
        self.gathered.insert((query, most), found.is_all);
        for document in &found.documents {
            if self.documents.iter().all(|known| known.identity != document.identity) {
                self.documents.push(Arc::clone(document));
            }
        }
    }

    /// Takes what is shown of a document; `None` if the engine has it not.
    pub fn provide_shown(&mut self, identity: u64, shown: Option<ShownDocument>) {
        self.shown.insert(identity, shown);
    }

    pub(super) fn request<T>(&self, lookup: EngineLookup) -> Lookup<T, Self> {
        self.missing.borrow_mut().insert(lookup);
        Err(NotGathered)
    }

    /// In how many documents of each language a term stands that is listed by a key.
    pub(super) fn listed_counts(&self, field: TermField, key: &str) -> Lookup<&[u32], Self> {
        let listed = (field, key.to_owned());
        match self.frequencies.get(&listed) {
            Some(documents) => Ok(documents),
            None => self.request(EngineLookup::Frequency(listed.0, listed.1)),
        }
    }

    pub(super) fn listed(&self, field: TermField, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        match self.terms.get(&(field, prefix.to_owned(), most)) {
            Some(terms) => Ok(terms.clone()),
            None => self.request(EngineLookup::Terms(field, prefix.to_owned(), most)),
        }
    }

    pub(super) fn counted(&self, query: TokenQuery) -> Lookup<usize, Self> {
        match self.counts.get(&query) {
            Some(count) => Ok(*count),
            None => self.request(EngineLookup::Count(query)),
        }
    }

    /// Gathers documents, and tells whether they are all there are.
    pub(super) fn gathered(&self, query: TokenQuery, most: usize) -> Lookup<bool, Self> {
        let asked = (query, most);
        match self.gathered.get(&asked) {
            Some(is_all) => Ok(*is_all),
            None => self.request(EngineLookup::Documents(asked.0, asked.1)),
        }
    }

    pub(super) fn document(&self, document: u32) -> Option<&GatheredDocument> {
        self.documents.get(document as usize).map(Arc::as_ref)
    }

    fn shown_of(&self, document: u32) -> Lookup<Option<&ShownDocument>, Self> {
        let Some(document) = self.document(document) else {
            return Ok(None);
        };
        match self.shown.get(&document.identity) {
            Some(shown) => Ok(shown.as_ref()),
            None => self.request(EngineLookup::Shown(document.identity)),
        }
    }
}

impl Index for EngineIndex<'_> {
    type NotLoaded = NotGathered;
}

/// What is here always answers.
fn here<T>(lookup: Lookup<T, Vocabulary>) -> T {
    let Ok(answer) = lookup;
    answer
}

impl Lexicon for EngineIndex<'_> {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, NotGathered>> {
        Ok(Folded::new(text))
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        Ok(here(self.catalog.vocabulary().tokens(folded)))
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        Ok(here(self.catalog.vocabulary().reading(character)))
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        Ok(here(self.catalog.vocabulary().sounds(character, sound, field)))
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        Ok(here(self.catalog.vocabulary().synonyms(first)))
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Ok(here(Lexicon::topics(self.catalog.vocabulary(), first)))
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        Ok(here(Lexicon::decisions(self.catalog.vocabulary(), first)))
    }
}

impl StoredFields for EngineIndex<'_> {
    fn translation_group(&self, document: u32) -> Lookup<u64, Self> {
        Ok(self.document(document).map_or(0, |document| translation_group(document.identity)))
    }

    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self> {
        Ok(self.shown_of(document)?.and_then(ShownDocument::fragment))
    }

    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self> {
        Ok(self.catalog.vocabulary().topics().told(topic, language))
    }

    fn decision(&self, decision: u32, language: &str) -> Lookup<Option<Rc<DecisionText>>, Self> {
        Ok(self.catalog.vocabulary().decisions().told(decision, language).cloned().map(Rc::new))
    }
}

impl IndexedSite for EngineIndex<'_> {
    fn locales(&self) -> &[Locale] {
        self.catalog.locales()
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.catalog.vocabulary()
    }

    fn sources(&self, document: u32) -> Vec<String> {
        self.shown_of(document).ok().flatten().map(ShownDocument::sources).unwrap_or_default()
    }
}
