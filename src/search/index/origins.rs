//! What the documents of an index were made of.

use std::collections::HashMap;

use tantivy::directory::FileSlice;

use crate::search::Documents;

/// Names what documents were made of, by their identity: what is made of the same need not be made to know that it is the same.
#[derive(Debug, Default)]
pub(super) struct Origins(HashMap<u64, u64>);

/// How many bytes tell of a document: its identity, and what it was made of.
const ENTRY: usize = 16;

impl Origins {
    /// Those of documents, as far as they are known.
    pub(super) fn of(documents: &impl Documents) -> Self {
        let known =
            (0..documents.count()).filter_map(|place| Some((documents.identity(place)?, documents.made_of(place)?)));
        Self(known.collect())
    }

    /// They as a file.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut entries: Vec<[u64; 2]> = self.0.iter().map(|(identity, made_of)| [*identity, *made_of]).collect();
        entries.sort_unstable();
        entries.as_flattened().iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// Reads what was written. Of a file that cannot be read nothing is known.
    pub(super) fn read(file: &FileSlice) -> Self {
        let bytes = file.read_bytes().map(|bytes| bytes.to_vec()).unwrap_or_default();
        let entries = bytes.chunks_exact(ENTRY).filter_map(|entry| {
            let (identity, made_of) = entry.split_at(ENTRY / 2);
            Some((u64::from_be_bytes(identity.try_into().ok()?), u64::from_be_bytes(made_of.try_into().ok()?)))
        });
        Self(entries.collect())
    }

    /// Whether the document at a place is made of the same as the one with its identity was.
    pub(super) fn is_of_same(&self, documents: &impl Documents, place: usize) -> bool {
        let known = documents.identity(place).and_then(|identity| self.0.get(&identity));
        known.is_some() && documents.made_of(place).as_ref() == known
    }
}
