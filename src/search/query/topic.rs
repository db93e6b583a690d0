//! What people ask and no document answers: said before anything that was found.

use std::cmp::Reverse;
#[cfg(not(target_arch = "wasm32"))]
use std::collections::BTreeMap;

use super::Lexicon;
use super::as_loaded::AsLoaded;
use super::token_positions::TokenPositions;
use crate::analysis::insert_sorted;
#[cfg(not(target_arch = "wasm32"))]
use crate::analysis::{Folded, Segmenter};

/// What people ask and no document answers.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Topic {
    /// As in `out_of_scope.yaml`.
    pub id: String,
    /// By the code of a language, its title and what readers are told.
    pub told: Vec<(String, String, String)>,
    /// Phrases, in any language: who says all pieces of one, which spaces part, asks about it.
    pub asked: Vec<String>,
    /// Phrases in the same form: who says one asks about something else.
    pub unless: Vec<String>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Topic {
    /// The texts of its phrases.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().chain(&self.unless).map(String::as_str)
    }
}

/// A phrase of a topic, as queries are compared with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicPhrase {
    /// The topic, by its number.
    pub topic: u32,
    /// Whether who says it asks about something else.
    pub is_covered: bool,
    /// What is said, in any order; each piece by what stands at each of its positions. The first text of the first is what the
    /// phrase is known by.
    pub pieces: Vec<Vec<String>>,
}

/// What a reader is told of a topic that no document covers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize))]
pub struct NotCovered {
    /// The id of the topic.
    pub id: String,
    /// In the reader's language.
    pub title: String,
    /// That it is not covered, and where to ask.
    pub text: String,
}

/// Topics, ready to be found in queries.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, Default)]
pub struct Topics {
    topics: Vec<Topic>,
    phrases: BTreeMap<String, Vec<TopicPhrase>>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Topics {
    /// Reads topics; what is earlier counts before what is later. `segmenter` cuts texts into words.
    pub fn new(topics: Vec<Topic>, segmenter: &Segmenter) -> Self {
        let said = |phrase: &str| -> Vec<Vec<String>> {
            let tokens = |folded: Folded| TokenPositions::of(&segmenter.tokens(&folded)).into_phrase();
            let pieces = phrase.split_whitespace().map(|piece| tokens(Folded::new(piece)));
            pieces.filter(|piece| !piece.is_empty()).collect()
        };
        let mut all: Vec<TopicPhrase> = Vec::new();
        for (number, topic) in (0..).zip(&topics) {
            let asked = topic.asked.iter().map(|phrase| (phrase, false));
            let phrases = asked.chain(topic.unless.iter().map(|phrase| (phrase, true)));
            let phrases = phrases
                .map(|(phrase, is_covered)| TopicPhrase { topic: number, is_covered, pieces: said(phrase) })
                .filter(|phrase| !phrase.pieces.is_empty());
            all.extend(phrases);
        }
        let mut begin: BTreeMap<String, usize> = BTreeMap::new();
        for first in all.iter().flat_map(|phrase| &phrase.pieces).filter_map(|piece| piece.first()) {
            *begin.entry(first.clone()).or_default() += 1;
        }
        let mut phrases: BTreeMap<String, Vec<TopicPhrase>> = BTreeMap::new();
        for mut phrase in all {
            // Known by the piece that tells it best from others: the word that all topics have in common is in every query.
            let common = |piece: &Vec<String>| piece.first().and_then(|first| begin.get(first)).copied();
            let rarest = (0..phrase.pieces.len()).min_by_key(|place| common(&phrase.pieces[*place]));
            phrase.pieces[..=rarest.unwrap_or_default()].rotate_right(1);
            if let Some(first) = phrase.pieces.first().and_then(|piece| piece.first()) {
                phrases.entry(first.clone()).or_default().push(phrase);
            }
        }
        Self { topics, phrases }
    }

    /// The topics, as they were given.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The phrases that are known by a text.
    pub fn phrases(&self, first: &str) -> &[TopicPhrase] {
        self.phrases.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// All phrases, by the text that they are known by.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[TopicPhrase])> {
        self.phrases.iter().map(|(first, phrases)| (first.as_str(), phrases.as_slice()))
    }

    /// What readers of a language are told of a topic.
    pub fn told(&self, topic: u32, language: &str) -> Option<NotCovered> {
        let Topic { id, told, .. } = self.topics.get(topic as usize)?;
        let (_, title, text) = told.iter().find(|(code, _, _)| code == language)?.clone();
        Some(NotCovered { id: id.clone(), title, text })
    }
}

/// The topic that a query asks about: the one of which it says the phrase of the most pieces; of several, the first.
pub(super) fn asked_about(query: &TokenPositions<'_>, lexicon: &AsLoaded<'_, impl Lexicon>) -> Option<u32> {
    let mut said: Vec<&TopicPhrase> = Vec::new();
    for first in query.distinct_texts() {
        let phrases = lexicon.topics(first).iter();
        said.extend(phrases.filter(|phrase| phrase.pieces.iter().all(|piece| query.contains_phrase(piece))));
    }
    let mut covered: Vec<u32> = Vec::new();
    said.iter().filter(|phrase| phrase.is_covered).for_each(|phrase| insert_sorted(&mut covered, phrase.topic));
    let asked = said.iter().filter(|phrase| !phrase.is_covered && covered.binary_search(&phrase.topic).is_err());
    asked.map(|phrase| (Reverse(phrase.pieces.len()), phrase.topic)).min().map(|(_, topic)| topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Dictionary, Folded};
    use crate::search::query::Vocabulary;

    fn topics() -> Vec<Topic> {
        let topic = |id: &str, asked: &[&str], unless: &[&str]| Topic {
            id: id.to_owned(),
            told: vec![("zh".to_owned(), format!("{id}？"), "请问别处。".to_owned())],
            asked: asked.iter().map(|phrase| (*phrase).to_owned()).collect(),
            unless: unless.iter().map(|phrase| (*phrase).to_owned()).collect(),
        };
        vec![
            topic("apps", &["小程序", "app 备案", "mobile apps", "app store"], &["阿里云 app"]),
            topic("fees", &["备案 费用", "要钱", "c++"], &[]),
            topic("app-fees", &["app 费用", "备案 app 费用", "？"], &["免费"]),
        ]
    }

    #[test]
    fn a_topic_is_asked_about_by_all_words_of_a_phrase() {
        let vocabulary = Vocabulary::new(Dictionary::with_words(["小程序"]), Vec::new(), topics());
        for (query, topic) in [
            ("微信小程序怎么弄", Some("apps")),
            ("備案我的APP", Some("apps")),
            ("备案", None),
            ("app", None),
            // Stems count as the word, and pieces need not stand together.
            ("Mobile App", Some("apps")),
            ("a store for my apps", Some("apps")),
            ("storing apps", Some("apps")),
            // Where words begin and end only.
            ("备案需要钱吗", None),
            ("备案要钱吗", Some("fees")),
            ("happy store", None),
            ("网站备案的费用", Some("fees")),
            ("备费用案", None),
            // What shows that the question is about something else.
            ("阿里云app备案", None),
            // The phrase of the most pieces, then the first topic.
            ("app 费用", Some("app-fees")),
            ("app 备案 费用", Some("app-fees")),
            ("app 备案 费用 免费", Some("apps")),
            ("小程序要钱", Some("apps")),
            ("c++", Some("fees")),
            ("？", None),
            ("", None),
        ] {
            let folded = Folded::new(query);
            let Ok(tokens) = vocabulary.tokens(&folded);
            let asked = asked_about(&TokenPositions::of(&tokens), &AsLoaded::new(&vocabulary));
            let id = asked.map(|topic| topics()[topic as usize].id.clone());
            assert_eq!(id.as_deref(), topic, "{query}");
        }
    }

    #[test]
    fn a_phrase_is_known_by_what_few_others_have() {
        let vocabulary = Vocabulary::new(Dictionary::with_words([]), Vec::new(), topics());
        let known: Vec<&str> = vocabulary.topics().all().map(|(first, _)| first).collect();
        assert_eq!(known, ["c++", "mobil", "store", "免", "备", "小", "要", "费", "阿"]);
    }
}
