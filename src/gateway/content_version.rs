//! A version of the content, with what is remembered of it.

use std::sync::Arc;

use super::cache::Cache;
use crate::export::mysql::VersionTables;
use crate::search::external::{EngineCatalog, GatheredDocument, ShownDocument, TermField, TermFrequencies, TokenQuery};

/// The identities of documents that were found, and whether there are no others.
pub(super) type FoundIdentities = (Arc<[u64]>, bool);

/// A version of the content, with what is remembered of it. All of it is forgotten with the version.
#[derive(Debug)]
pub(super) struct ContentVersion {
    /// Counts the versions that this gateway opened. Content that comes back has another: what a node had of it then, it need not
    /// have now.
    pub(super) number: u64,
    pub(super) catalog: EngineCatalog,
    pub(super) tables: VersionTables,
    /// Answers by what was asked: query, language, and how many results.
    pub(super) replies: Cache<String, Arc<str>>,
    pub(super) documents: Cache<u64, Arc<GatheredDocument>>,
    pub(super) shown: Cache<u64, ShownDocument>,
    pub(super) frequencies: Cache<(TermField, String), TermFrequencies>,
    pub(super) terms: Cache<(TermField, String, usize), Arc<[String]>>,
    pub(super) counts: Cache<TokenQuery, usize>,
    /// Which documents a query found, and whether these are all.
    pub(super) found: Cache<(TokenQuery, usize), FoundIdentities>,
}

impl ContentVersion {
    /// Remembers so many bytes of it.
    pub(super) fn new(number: u64, catalog: EngineCatalog, tables: VersionTables, memory: usize) -> Self {
        let part = |sixteenths: usize| memory / 16 * sixteenths;
        Self {
            number,
            catalog,
            tables,
            replies: Cache::new(part(2)),
            documents: Cache::new(part(8)),
            shown: Cache::new(part(2)),
            frequencies: Cache::new(part(1)),
            terms: Cache::new(part(1)),
            counts: Cache::new(part(1)),
            found: Cache::new(part(1)),
        }
    }
}
