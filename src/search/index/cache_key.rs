//! By what an index is known to be the one that would be made today.

use serde::{Deserialize, Serialize};

use crate::folder::cache::PROGRAM;
use crate::source::SourceFiles;

/// Counts the changes of how an index is kept.
const FORMAT: u32 = 11;

/// What an index was made of, and with what. One with another key than today's is not used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheKey {
    /// How it is kept.
    pub(super) format: u32,
    /// The program that cut it into terms, with its dictionary and tables.
    pub(super) analyzer: String,
    /// All that stands in the folder `content/`, and the words of the theme, some of which documents say: what yes is called, or
    /// a category without a name.
    pub(super) content: String,
}

impl CacheKey {
    /// The key of an index that this program makes of a site.
    pub fn of(sources: &SourceFiles) -> Self {
        Self::of_content(["content/", "templates/strings."].map(|part| sources.fingerprint(part)).concat())
    }

    /// The key of an index that this program makes of content, which a text names.
    pub fn of_content(content: impl Into<String>) -> Self {
        Self { format: FORMAT, analyzer: PROGRAM.to_owned(), content: content.into() }
    }

    /// Names the content.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Whether an index was made by the same program, maybe of other content.
    pub(super) fn is_of_same_program(&self, other: &Self) -> bool {
        self.format == other.format && self.analyzer == other.analyzer
    }
}
