//! Synonyms: which words of a query stand for which of the texts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::token_positions::TokenPositions;
use super::{DocumentRanges, Lexicon, PositionedTerm};
#[cfg(not(target_arch = "wasm32"))]
use crate::analysis::{Folded, Segmenter, Token};
use crate::analysis::{TokenKind, is_han};

/// Words, and those that are looked for where one of them is said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
pub struct SynonymRule {
    /// What readers say, in any language.
    pub from: Vec<String>,
    /// What is looked for instead, in any language.
    pub to: Vec<String>,
}

/// Something that readers say, with what it may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynonymEntry {
    /// What is said, by what stands at each of its positions.
    pub from: Vec<String>,
    /// What is looked for instead.
    pub to: Vec<Expansion>,
}

/// Something that a query is expanded by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// Terms that stand one after the other, each with its position from the first.
    pub terms: Vec<PositionedTerm>,
    /// The documents in which it may stand: all, unless an index knows better.
    pub documents: DocumentRanges,
}

/// Synonym rules, ready to be found in queries.
#[derive(Clone, Debug, Default)]
pub struct SynonymMap {
    /// By what stands first in it.
    entries: BTreeMap<String, Vec<SynonymEntry>>,
}

/// Something with synonyms in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SynonymMatch<'t> {
    pub(super) positions: Range<u32>,
    pub(super) expansions: Vec<&'t Expansion>,
}

impl SynonymMap {
    /// Of rules. `segmenter` cuts their texts into words.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(rules: &[SynonymRule], segmenter: &Segmenter) -> Self {
        let mut map = Self::default();
        for rule in rules {
            let to = rule
                .to
                .iter()
                .map(|text| phrase(&segmenter.tokens(&Folded::new(text))))
                .filter(|terms| !terms.is_empty());
            let to: Vec<_> = to.map(|terms| Expansion { terms, documents: DocumentRanges::ALL }).collect();
            for text in &rule.from {
                let from = TokenPositions::of(&segmenter.tokens(&Folded::new(text))).into_phrase();
                if let Some(first) = from.first() {
                    map.entries.entry(first.clone()).or_default().push(SynonymEntry { from, to: to.clone() });
                }
            }
        }
        map
    }

    /// What has synonyms and begins with a text at its first position.
    pub fn beginning_with(&self, first: &str) -> &[SynonymEntry] {
        self.entries.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// All that has synonyms, by what it begins with.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[SynonymEntry])> {
        self.entries.iter().map(|(first, entries)| (first.as_str(), entries.as_slice()))
    }
}

/// What in a query has synonyms; of what lies within each other the longest.
pub(super) fn synonym_matches<'t>(
    query: &TokenPositions<'_>,
    lexicon: &AsLoaded<'t, impl Lexicon>,
) -> Vec<SynonymMatch<'t>> {
    let mut found: Vec<(Range<u32>, &SynonymEntry)> = Vec::new();
    for (place, text) in query.texts() {
        for entry in lexicon.synonyms(text) {
            found.extend(query.phrase_at(place, &entry.from).map(|positions| (positions, entry)));
        }
    }
    // What is said instead of a traditional word, and is longer or shorter.
    for token in
        query.tokens().iter().filter(|token| token.kind == TokenKind::Variant && token.text.chars().all(is_han))
    {
        let first: String = token.text.chars().take(1).collect();
        let entries = lexicon.synonyms(&first).iter().filter(|entry| entry.from.concat() == token.text);
        found.extend(entries.map(|entry| (token.positions.clone(), entry)));
    }
    let within =
        |inner: &Range<u32>, outer: &Range<u32>| inner != outer && outer.start <= inner.start && inner.end <= outer.end;
    let longest: Vec<_> =
        found.iter().filter(|(positions, _)| !found.iter().any(|(other, _)| within(positions, other))).collect();
    let mut matches: Vec<SynonymMatch<'_>> = Vec::new();
    for (positions, entry) in longest {
        let expansions = entry.to.iter();
        match matches.iter_mut().find(|known| known.positions == *positions) {
            Some(known) => known.expansions.extend(expansions),
            None => matches.push(SynonymMatch { positions: positions.clone(), expansions: expansions.collect() }),
        }
    }
    matches
}

/// The longest words of a text, one after the other, each with its position from the first; words of letters by their stems.
#[cfg(not(target_arch = "wasm32"))]
fn phrase(tokens: &[Token<'_>]) -> Vec<(String, u32)> {
    let mut terms: Vec<(String, u32)> = Vec::new();
    let mut end = 0;
    for token in tokens {
        if token.positions.start >= end {
            end = token.positions.end;
            terms.push((token.text.to_string(), token.positions.start));
        } else if let Some((last, position)) = terms.last_mut()
            && *position == token.positions.start
            && token.kind == TokenKind::Stem
        {
            last.replace_range(.., &token.text);
        }
    }
    let first = terms.first().map_or(0, |(_, position)| *position);
    terms.into_iter().map(|(term, position)| (term, position - first)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Dictionary, Folded};
    use crate::search::query::Vocabulary;

    #[test]
    fn what_is_said_is_found_where_words_begin_and_end() {
        let rule = |from: &[&str], to: &[&str]| SynonymRule {
            from: from.iter().map(|word| (*word).to_owned()).collect(),
            to: to.iter().map(|word| (*word).to_owned()).collect(),
        };
        let rules = [
            rule(&["网址", "web address"], &["域名", "domain names"]),
            rule(&["站"], &["网站"]),
            rule(&["号"], &["备案号"]),
            rule(&["address"], &["地址"]),
        ];
        let vocabulary = Vocabulary::new(Dictionary::with_words(["备案服务号"]), rules.to_vec(), Vec::new());
        let found = |query: &str| -> Vec<String> {
            let folded = Folded::new(query);
            let Ok(tokens) = vocabulary.tokens(&folded);
            let matches = synonym_matches(&TokenPositions::of(&tokens), &AsLoaded::new(&vocabulary));
            let expansions = matches.iter().flat_map(|one| &one.expansions);
            expansions
                .map(|expansion| expansion.terms.iter().map(|(term, _)| term.as_str()).collect::<Vec<_>>().join(" "))
                .collect()
        };
        assert_eq!(found("我的網址"), ["域名", "domain name"]);
        assert_eq!(found("Web Addresses!"), ["域名", "domain name"], "of two that overlap, the longer");
        assert_eq!(found("my address"), ["地址"]);
        assert_eq!(found("网站"), [""; 0], "within a word it is another word");
        assert_eq!(found("这个站"), ["网站"]);
        assert_eq!(found("备案服务号"), [""; 0]);
        assert_eq!(found("web, address"), ["地址"], "a mark parts words");
    }
}
