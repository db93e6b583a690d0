//! What an engine gives back of a document.

use std::rc::Rc;
use std::sync::Arc;

use super::document_terms::DocumentTerms;
use crate::search::index::StoredDocument;
use crate::search::query::{Field, Fragment};
use crate::search::shard::wire::{Reader, Writer};

/// A document that may answer a query: by this it is ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatheredDocument {
    /// Names it in every version of the site.
    pub identity: u64,
    /// How many terms it has in each field of words.
    pub lengths: [u32; Field::WORDS.len()],
    /// Its terms.
    pub terms: DocumentTerms,
}

impl GatheredDocument {
    /// Writes the lengths of a document for [`Self::read`].
    pub fn write_lengths(lengths: &[u32; Field::WORDS.len()]) -> Vec<u8> {
        let mut writer = Writer::default();
        lengths.iter().for_each(|length| writer.varint(u64::from(*length)));
        writer.finish()
    }

    /// Reads what was stored of a document. `None` if it is something else.
    pub fn read(identity: u64, lengths: &[u8], terms: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(lengths);
        let mut read = [0; Field::WORDS.len()];
        for length in &mut read {
            *length = reader.varint32()?;
        }
        Some(Self { identity, lengths: read, terms: DocumentTerms::read(terms)? })
    }
}

/// What is shown of a document, as it is stored.
#[derive(Clone, Debug)]
pub struct ShownDocument(Arc<[u8]>);

impl ShownDocument {
    /// Of bytes that nobody vouches for.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    /// So many bytes of memory hold it.
    pub fn weight(&self) -> usize {
        self.0.len()
    }

    pub(super) fn fragment(&self) -> Option<Rc<Fragment>> {
        StoredDocument::read(&self.0).map(|stored| Rc::new(stored.fragment))
    }

    pub(super) fn sources(&self) -> Vec<String> {
        StoredDocument::read(&self.0).map(|stored| stored.sources).unwrap_or_default()
    }
}
