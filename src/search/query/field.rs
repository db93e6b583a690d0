//! The fields of a document, and the terms that they hold.

use crate::analysis::{Folded, is_alphanumeric};

/// A part of a document that is searched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The words of the question.
    Question,
    /// The words of the other ways to ask it.
    Alias,
    /// The words of the headings.
    Heading,
    /// The words of the answer.
    Body,
    /// How the Chinese of questions, other ways to ask and headings is read: `bei`, `an`.
    Syllables,
    /// The first letters of it: `b`, `a`.
    Initials,
    /// Every two Chinese characters that stand together, of everything.
    Bigrams,
    /// The whole question and every other way to ask it, each as one term.
    Exact,
    /// What filters go by: `lang:zh`, `category:domain`.
    Facet,
}

impl Field {
    /// All fields; those that hold words come first.
    pub const ALL: [Self; 9] = [
        Self::Question,
        Self::Alias,
        Self::Heading,
        Self::Body,
        Self::Syllables,
        Self::Initials,
        Self::Bigrams,
        Self::Exact,
        Self::Facet,
    ];

    /// The fields that hold words.
    pub const WORDS: [Self; 4] = [Self::Question, Self::Alias, Self::Heading, Self::Body];

    /// The fields that hold the words of what an author asks, and not of what he answers.
    pub const TITLES: [Self; 3] = [Self::Question, Self::Alias, Self::Heading];

    /// The name in an index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Alias => "alias",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Syllables => "syllables",
            Self::Initials => "initials",
            Self::Bigrams => "bigrams",
            Self::Exact => "exact",
            Self::Facet => "facet",
        }
    }

    /// Whether it matters where the terms of the field stand.
    pub fn has_positions(self) -> bool {
        !matches!(self, Self::Exact | Self::Facet)
    }
}

/// A text without what stands between its words: what makes two questions the same.
pub(crate) fn exact(folded: &Folded) -> String {
    folded.text().chars().filter(|character| is_alphanumeric(*character)).collect()
}

/// What a filter goes by: `product:hongkong` for `products` and `Hong Kong`.
#[cfg(not(target_arch = "wasm32"))]
pub fn facet(key: &str, value: &str) -> String {
    facet_of(&Folded::new(key), &Folded::new(value))
}

/// What a filter goes by, of what was folded already.
pub(super) fn facet_of(key: &Folded, value: &Folded) -> String {
    let key = key.text();
    let (stem, ending) = match key.strip_suffix("ies") {
        Some(stem) => (stem, "y"),
        None => (key.strip_suffix('s').unwrap_or(key), ""),
    };
    [stem, ending, ":", &exact(value)].concat()
}

/// The facet of documents that ask a kind of question.
pub(in crate::search) fn question_kind_facet(kind: &str) -> String {
    ["asks:", kind].concat()
}

/// What stands before the code of a language in the facet that all its documents have.
const LANGUAGE: &str = "lang:";

/// The facet that all documents of a language have, by its code.
pub(in crate::search) fn language_facet(code: &str) -> String {
    [LANGUAGE, code].concat()
}

/// The code of the language whose documents all have a facet, and no others.
pub(in crate::search) fn language_of_facet(facet: &str) -> Option<&str> {
    facet.strip_prefix(LANGUAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_the_same_however_they_are_written() {
        for (key, value) in [
            ("product", "hong_kong"),
            ("products", "Hong Kong"),
            ("PRODUCT", "hong-kong"),
            ("ｐｒｏｄｕｃｔ", "ＨｏｎｇＫｏｎｇ"),
        ] {
            assert_eq!(facet(key, value), "product:hongkong");
        }
        assert_eq!(facet("categories", "域名"), "category:域名");
        assert_eq!(facet("省份", "臺灣"), "省份:台湾");
    }
}
