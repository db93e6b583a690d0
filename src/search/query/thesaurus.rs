//! Words that mean the same: what readers say, and what texts say.

use std::collections::BTreeMap;
use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::unit::{Units, is_stem};
use super::{Among, Lexicon, PositionedTerm};
use crate::analysis::Token;

/// Words, and the words that texts have in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
pub struct Synonyms {
    /// What readers say, in any language.
    pub said: Vec<String>,
    /// What it means, in any language: what is looked for.
    pub meant: Vec<String>,
}

/// Something that readers say, unit by unit, with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// What is said.
    pub said: Vec<String>,
    /// What it means.
    pub meant: Vec<Meaning>,
}

/// Something that a saying means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Terms that stand one after the other, each with the units from the first.
    pub terms: Vec<PositionedTerm>,
    /// Where it may stand: anywhere, unless an index knows better.
    pub among: Among,
}

/// Synonyms, ready to be found in queries.
#[derive(Clone, Debug, Default)]
pub struct Thesaurus {
    sayings: BTreeMap<String, Vec<Saying>>,
}

/// Something that a query says, with what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention<'t> {
    pub(super) units: Range<u32>,
    pub(super) meanings: Vec<&'t Meaning>,
}

impl Thesaurus {
    /// Reads groups of synonyms. `tokens` cuts a text into words.
    pub fn new(synonyms: &[Synonyms], tokens: &dyn Fn(&str) -> Vec<Token>) -> Self {
        let mut thesaurus = Self::default();
        for synonyms in synonyms {
            let meant = synonyms.meant.iter().map(|meant| phrase(&tokens(meant)));
            let meant = meant.filter(|terms| !terms.is_empty());
            let meant: Vec<_> = meant.map(|terms| Meaning { terms, among: Among::ALL }).collect();
            for said in &synonyms.said {
                let said = Units::of(&tokens(said)).into_said();
                if let Some(first) = said.first() {
                    let sayings = thesaurus.sayings.entry(first.clone()).or_default();
                    sayings.push(Saying { said, meant: meant.clone() });
                }
            }
        }
        thesaurus
    }

    /// What readers say that begins with a unit.
    pub fn sayings(&self, first: &str) -> &[Saying] {
        self.sayings.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// Everything that readers say, by its first unit.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[Saying])> {
        self.sayings.iter().map(|(first, sayings)| (first.as_str(), sayings.as_slice()))
    }
}

/// What a query mentions; of mentions within each other the longest.
pub(super) fn mentions<'t>(tokens: &[Token], lexicon: &AsLoaded<'t, impl Lexicon>) -> Vec<Mention<'t>> {
    let units = Units::of(tokens);
    let mut found: Vec<(Range<u32>, &Saying)> = Vec::new();
    for (place, text) in units.texts() {
        for saying in lexicon.sayings(text) {
            found.extend(units.said_at(place, &saying.said).map(|units| (units, saying)));
        }
    }
    let within =
        |inner: &Range<u32>, outer: &Range<u32>| inner != outer && outer.start <= inner.start && inner.end <= outer.end;
    let longest: Vec<_> =
        found.iter().filter(|(units, _)| !found.iter().any(|(other, _)| within(units, other))).collect();
    let mut mentions: Vec<Mention<'_>> = Vec::new();
    for (units, saying) in longest {
        let meanings = saying.meant.iter();
        match mentions.iter_mut().find(|mention| mention.units == *units) {
            Some(mention) => mention.meanings.extend(meanings),
            None => mentions.push(Mention { units: units.clone(), meanings: meanings.collect() }),
        }
    }
    mentions
}

/// The longest words of a text, one after the other, each with the units from the first; words of letters by their stems.
fn phrase(tokens: &[Token]) -> Vec<(String, u32)> {
    let mut terms: Vec<(String, u32)> = Vec::new();
    let mut end = 0;
    for token in tokens {
        if token.units.start >= end {
            end = token.units.end;
            terms.push((token.text.clone(), token.units.start));
        } else if let Some((last, unit)) = terms.last_mut()
            && *unit == token.units.start
            && is_stem(last, &token.text)
        {
            last.clone_from(&token.text);
        }
    }
    let first = terms.first().map_or(0, |(_, unit)| *unit);
    terms.into_iter().map(|(term, unit)| (term, unit - first)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Dictionary, Folded};
    use crate::search::query::Vocabulary;

    #[test]
    fn what_is_said_is_found_where_words_begin_and_end() {
        let group = |said: &[&str], meant: &[&str]| Synonyms {
            said: said.iter().map(|word| (*word).to_owned()).collect(),
            meant: meant.iter().map(|word| (*word).to_owned()).collect(),
        };
        let synonyms = [
            group(&["网址", "web address"], &["域名", "domain names"]),
            group(&["站"], &["网站"]),
            group(&["号"], &["备案号"]),
            group(&["address"], &["地址"]),
        ];
        let vocabulary = Vocabulary::new(Dictionary::with_words(["备案服务号"]), synonyms.to_vec(), Vec::new());
        let meant = |query: &str| -> Vec<String> {
            let Ok(tokens) = vocabulary.tokens(&Folded::new(query));
            let mentions = mentions(&tokens, &AsLoaded::new(&vocabulary));
            let meanings = mentions.iter().flat_map(|mention| &mention.meanings);
            meanings
                .map(|meaning| meaning.terms.iter().map(|(term, _)| term.as_str()).collect::<Vec<_>>().join(" "))
                .collect()
        };
        assert_eq!(meant("我的網址"), ["域名", "domain name"]);
        assert_eq!(meant("Web Addresses!"), ["域名", "domain name"], "of two that overlap, the longer");
        assert_eq!(meant("my address"), ["地址"]);
        assert_eq!(meant("网站"), [""; 0], "within a word it is another word");
        assert_eq!(meant("这个站"), ["网站"]);
        assert_eq!(meant("备案服务号"), [""; 0]);
        assert_eq!(meant("web, address"), ["地址"], "a mark parts words");
    }
}
