//! All that is known of words, in memory.

use std::convert::Infallible;

use super::{
    DecisionPhrase, Field, Index, Lexicon, Lookup, NamedDecision, NamedDecisions, Partial, SynonymEntry, SynonymMap,
    SynonymRule, Topic, TopicPhrase, Topics,
};
use crate::analysis::{Dictionary, Folded, Segmenter, Token, UNIFIED, is_read, readings};

/// The words of a site, with all that is known of characters.
#[derive(Debug)]
pub struct Vocabulary {
    dictionary: Dictionary,
    segmenter: Segmenter,
    synonym_rules: Vec<SynonymRule>,
    synonym_map: SynonymMap,
    topics: Topics,
    decisions: NamedDecisions,
}

impl Vocabulary {
    /// With words, with synonyms, and with what readers ask and no document answers.
    pub fn new(dictionary: Dictionary, synonym_rules: Vec<SynonymRule>, topics: Vec<Topic>) -> Self {
        let segmenter = Segmenter::new(&dictionary);
        let synonym_map = SynonymMap::new(&synonym_rules, &segmenter);
        let topics = Topics::new(topics, &segmenter);
        Self { dictionary, segmenter, synonym_rules, synonym_map, topics, decisions: NamedDecisions::default() }
    }

    /// The same with decisions that queries may ask.
    pub fn with_decisions(mut self, decisions: Vec<NamedDecision>) -> Self {
        self.decisions = NamedDecisions::new(decisions, &self.synonym_rules, &self.segmenter);
        self
    }

    /// The words that texts and queries are cut into, each with how often it is used.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Cuts texts into words.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// The synonym rules, as they were given.
    pub fn synonym_rules(&self) -> &[SynonymRule] {
        &self.synonym_rules
    }

    /// The same, by what they begin with.
    pub fn synonym_map(&self) -> &SynonymMap {
        &self.synonym_map
    }

    /// What readers ask and no document answers.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// The decisions that queries may ask.
    pub fn decisions(&self) -> &NamedDecisions {
        &self.decisions
    }
}

impl Index for Vocabulary {
    type NotLoaded = Infallible;
}

impl Lexicon for Vocabulary {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Infallible>> {
        Ok(Folded::new(text))
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        Ok(self.segmenter.tokens(folded))
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        Ok(readings(character).first().copied().filter(|_| UNIFIED.contains(&character)))
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        Ok(is_read(character, |reading| match field {
            Field::Initials => reading.starts_with(sound),
            _ => reading == sound,
        }))
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        Ok(self.synonym_map.beginning_with(first))
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Ok(self.topics.phrases(first))
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        Ok(self.decisions.phrases(first))
    }
}
