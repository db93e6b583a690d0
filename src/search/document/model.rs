//! A document: what a search can find, as text.

use serde::{Deserialize, Serialize};

use crate::name::Locale;
use crate::search::query::DocumentKind;

/// Something that can be found, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Of what of the content it is made.
    pub kind: DocumentKind,
    /// Its id, unique in its kind and language.
    pub id: String,
    /// The language that it is in.
    pub locale: Locale,
    /// The place of its language among those of the site.
    pub language: u8,
    /// The path of its page from the root of the site.
    pub address: String,
    /// The day of the oldest source that it rests on, as `2018-11-19`, if it is known.
    pub as_of: Option<String>,
    /// What it belongs to, as readers are told: the title of a category or a table.
    pub group: Option<String>,
    /// The question that it answers, or its name.
    pub title: String,
    /// Other ways to ask for it.
    pub aliases: Vec<String>,
    /// What it says, by section.
    pub passages: Vec<Passage>,
    /// The sections of the source catalogue that it states.
    pub sources: Vec<String>,
    /// What filters go by, as [`facet`](crate::search::query::facet) writes it.
    pub facets: Vec<String>,
}

impl Document {
    /// Names it in every version of the site.
    pub fn identity(&self) -> u64 {
        identity(self.kind, &self.id, self.language)
    }

    /// All texts of it that are cut into words.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let passages = self.passages.iter().flat_map(|passage| [&passage.heading, &passage.text]);
        [&self.title].into_iter().chain(&self.aliases).chain(passages).map(String::as_str)
    }
}

/// The bits of an identity that name the language.
const LANGUAGE: u64 = 0xFF;

/// Names a document in every version of the site. The last bits are the place of its language: what goes before is the same in all.
pub(super) fn identity(kind: DocumentKind, id: &str, language: u8) -> u64 {
    let key = format!("{}/{id}", kind.name());
    hash(key.as_bytes()) << 1 & !LANGUAGE | u64::from(language)
}

/// What is the same in the identities of a document in all languages.
pub(in crate::search) fn translation_group(identity: u64) -> u64 {
    identity & !LANGUAGE
}

/// The place of the language of a document among those of the site, by its identity.
pub(in crate::search) fn language(identity: u64) -> u8 {
    (identity & LANGUAGE) as u8
}

/// The first bytes of a hash.
pub(in crate::search) fn hash(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A section of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The id of its heading; none for what stands before the first.
    pub anchor: Option<String>,
    /// Without marks; empty before the first heading.
    pub heading: String,
    /// Its text, a line for each block.
    pub text: String,
}
