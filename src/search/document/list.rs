//! Documents by their places.

use std::borrow::Cow;

use rayon::prelude::*;

use super::model::Document;
use crate::analysis::{Folded, Neighbours};

/// Documents by their places, held or made when they are asked for.
pub trait Documents: Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// What names the document at a place in every version of the site; `None` past the last.
    fn identity(&self, place: usize) -> Option<u64>;

    /// Names what the document at a place is made of: as long as that is the same, so is the document. `None` if it is not known.
    fn made_of(&self, place: usize) -> Option<u64>;

    /// The document at a place; `None` past the last.
    fn get(&self, place: usize) -> Option<Cow<'_, Document>>;

    /// Whether none that was asked for lacks a text, as one does that was changed since the site was read.
    fn are_whole(&self) -> bool;

    /// The documents at some places, in their order. They are made on all cores.
    fn at(&self, places: &[usize]) -> Vec<Cow<'_, Document>> {
        places.par_iter().filter_map(|place| self.get(*place)).collect()
    }
}

impl Documents for Vec<Document> {
    fn count(&self) -> usize {
        self.len()
    }

    fn identity(&self, place: usize) -> Option<u64> {
        <[Document]>::get(self, place).map(Document::identity)
    }

    fn made_of(&self, _: usize) -> Option<u64> {
        None
    }

    fn get(&self, place: usize) -> Option<Cow<'_, Document>> {
        <[Document]>::get(self, place).map(Cow::Borrowed)
    }

    fn are_whole(&self) -> bool {
        true
    }
}

/// The characters of documents, as neighbours.
pub(in crate::search) fn neighbours(documents: &[Cow<'_, Document>]) -> Neighbours {
    let parts = documents.par_iter().fold(Neighbours::default, |mut neighbours, document| {
        document.texts().for_each(|text| Folded::new(text).texts().for_each(|text| neighbours.add(text)));
        neighbours
    });
    parts.reduce(Neighbours::default, Neighbours::and)
}
