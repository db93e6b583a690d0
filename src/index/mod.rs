//! What can be found: documents made of the content, and the index that holds their terms.
//!
//! A [`Store`] keeps the index of a site on disk and brings it up to date; a [`Snapshot`] is the index as it is at one
//! moment, and what queries are ranked over.

mod document;
mod engine;
mod export;
mod kept;
mod schema;
mod snapshot;
mod stamp;
mod store;
mod terms;

use std::io;
use std::path::PathBuf;

pub use document::{Document, Found, Passage, documents};
pub use export::{Export, compress, export};
pub use snapshot::Snapshot;
pub use stamp::Stamp;
pub use store::Store;

use crate::content::Localized;
use crate::query::{Synonyms, Topic};

/// Everything that an index is made of.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// What can be found.
    pub documents: Vec<Document>,
    /// The words that are never cut apart.
    pub dictionary: Vec<String>,
    /// What readers say in place of what texts say.
    pub synonyms: Vec<Synonyms>,
    /// What readers ask and no document answers.
    pub topics: Vec<Topic>,
    /// The address that the site is published at, ending in `/`.
    pub base_url: String,
    /// Whom readers ask whether what they found still holds.
    pub confirm_with: Localized<String>,
}

/// The index could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file of it.
    #[error("cannot write the search index at `{}`: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A link stands where the index is kept.
    #[error("`{}` is a link, and the search index is kept in the site itself: remove the link", .0.display())]
    Link(PathBuf),
    /// The index engine.
    #[error("the search index failed: {0}")]
    Engine(String),
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(error.to_string())
    }
}
