//! Documents: what a search can find, as text.

use serde::{Deserialize, Serialize};

use super::terms::{Analyzed, Searchable};
use crate::analysis::traditional_words;
use crate::name::Locale;
use crate::search::query::{self, DocumentKind, Fragment, Text};

/// Something that can be found, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// Its id, unique in its kind and language.
    pub id: String,
    /// The language that it is in.
    pub locale: Locale,
    /// The path of its page from the root of the site.
    pub address: String,
    /// The day of the oldest source that it rests on, as `2018-11-19`.
    pub as_of: String,
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
    /// What is searched of it.
    pub(super) fn searchable(&self) -> Searchable<'_> {
        Searchable {
            question: &self.title,
            aliases: &self.aliases,
            headings: self.passages.iter().map(|passage| passage.heading.as_str()).collect(),
            texts: self.passages.iter().map(|passage| passage.text.as_str()).collect(),
            facets: &self.facets,
        }
    }

    /// What is shown of it where it is found.
    pub(super) fn fragment(&self, analyzed: &Analyzed) -> Fragment {
        let texts = self.passages.iter().flat_map(|passage| [passage.heading.as_str(), passage.text.as_str()]);
        let text = |text: &String, words: &Vec<u8>| Text { text: text.clone(), words: words.clone() };
        let words = analyzed.headings.iter().zip(&analyzed.texts);
        let passages = self.passages.iter().zip(words).map(|(passage, (heading, body))| query::Passage {
            anchor: passage.anchor.clone(),
            heading: text(&passage.heading, heading),
            text: text(&passage.text, body),
        });
        Fragment {
            kind: self.kind,
            id: self.id.clone(),
            language: self.locale.to_string(),
            address: self.address.clone(),
            as_of: self.as_of.clone(),
            group: self.group.clone(),
            title: self.title.clone(),
            traditional: traditional_words(texts),
            passages: passages.collect(),
        }
    }
}

/// A section of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The id of its heading; none for what stands before the first.
    pub anchor: Option<String>,
    /// Its heading.
    pub heading: String,
    /// Its text, a line for each block.
    pub text: String,
}
