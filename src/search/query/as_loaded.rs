//! An index of which a part may not be loaded, asked as far as it is.

use std::cell::Cell;
use std::rc::Rc;

use super::{
    DecisionPhrase, Field, Fragment, Index, Lexicon, Lookup, PositionedTerm, Postings, RankingWeights, StoredFields,
    SynonymEntry, TopicPhrase,
};
use crate::analysis::{Folded, Token};

/// What was made of the part of an index that is loaded, where some of it was not. It is no result: nothing is ranked by it, and
/// it only tells what else to fetch beside what was lacking.
#[derive(Clone, Debug)]
pub struct Partial<T, N> {
    /// What was made; no caller of a search comes to it.
    pub(in crate::search) made: Box<T>,
    /// What was lacking.
    pub not_loaded: N,
}

/// Lookups that go on where something is not loaded, as if there were none: so all that is lacking is asked for at once, and not
/// one after the other. What is made of them is [`Partial`] then.
pub(in crate::search) struct AsLoaded<'i, I: Index> {
    index: &'i I,
    not_loaded: Cell<Option<I::NotLoaded>>,
}

impl<'i, I: Index> AsLoaded<'i, I> {
    pub(in crate::search) fn new(index: &'i I) -> Self {
        Self { index, not_loaded: Cell::default() }
    }

    pub(super) fn weights(&self) -> &'i RankingWeights {
        self.index.weights()
    }

    /// Whether all that was asked for so far was loaded.
    pub(super) fn is_whole(&self) -> bool {
        self.not_loaded.get().is_none()
    }

    /// What was made of all lookups, and whether that is whole.
    pub(in crate::search) fn finish<T>(self, made: T) -> Result<T, Partial<T, I::NotLoaded>> {
        match self.not_loaded.get() {
            None => Ok(made),
            Some(not_loaded) => Err(Partial { made: Box::new(made), not_loaded }),
        }
    }

    /// What a lookup tells. `None` also where it is not loaded, which is remembered.
    pub(in crate::search) fn loaded<T>(&self, lookup: Lookup<T, I>) -> Option<T> {
        lookup.map_err(|not_loaded| self.not_loaded.set(Some(not_loaded))).ok()
    }
}

impl<'i, I: Lexicon> AsLoaded<'i, I> {
    pub(super) fn fold(&self, text: &str) -> Folded {
        self.index.fold(text).unwrap_or_else(|Partial { made, not_loaded }| {
            self.not_loaded.set(Some(not_loaded));
            *made
        })
    }

    pub(super) fn tokens<'f>(&self, folded: &'f Folded) -> Vec<Token<'f>> {
        self.loaded(self.index.tokens(folded)).unwrap_or_default()
    }

    pub(super) fn reading(&self, character: char) -> Option<&'i str> {
        self.loaded(self.index.reading(character)).flatten()
    }

    pub(super) fn sounds(&self, character: char, sound: &str, field: Field) -> bool {
        self.loaded(self.index.sounds(character, sound, field)).unwrap_or_default()
    }

    pub(super) fn synonyms(&self, first: &str) -> &'i [SynonymEntry] {
        self.loaded(self.index.synonyms(first)).unwrap_or_default()
    }

    pub(super) fn topics(&self, first: &str) -> &'i [TopicPhrase] {
        self.loaded(self.index.topics(first)).unwrap_or_default()
    }

    pub(super) fn decisions(&self, first: &str) -> &'i [DecisionPhrase] {
        self.loaded(self.index.decisions(first)).unwrap_or_default()
    }
}

impl<I: StoredFields> AsLoaded<'_, I> {
    pub(super) fn fragment(&self, document: u32) -> Option<Rc<Fragment>> {
        self.loaded(self.index.fragment(document)).flatten()
    }
}

impl<I: Postings> AsLoaded<'_, I> {
    pub(super) fn holds(&self, field: Field, term: &str) -> bool {
        self.loaded(self.index.holds(field, term)).unwrap_or_default()
    }

    pub(super) fn terms(&self, field: Field, prefix: &str, most: usize) -> Vec<String> {
        self.loaded(self.index.terms(field, prefix, most)).unwrap_or_default()
    }

    pub(super) fn words(&self, letter: char) -> Vec<String> {
        self.loaded(self.index.words(letter)).unwrap_or_default()
    }

    /// Whether any document has terms, one after the other, in one of some fields.
    pub(super) fn has_anywhere(&self, terms: &[PositionedTerm], fields: &[Field]) -> bool {
        let all = 0..self.index.max_doc();
        fields.iter().any(|field| {
            let found = self.index.has_more_than(0, *field, terms);
            if found.is_err() {
                self.index.prefetch(*field, terms, all.clone(), true);
            }
            self.loaded(found).unwrap_or_default()
        })
    }
}
