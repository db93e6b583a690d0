//! All that is known of words, in memory.

use std::convert::Infallible;

use super::{Field, Index, Lexicon, Lookup, Partial, Saying, Synonyms, Thesaurus, Topic, TopicPhrase, Topics};
use crate::analysis::{Dictionary, Folded, Segmenter, Token, UNIFIED, is_read, readings};

/// The words of a site, with all that is known of characters.
#[derive(Debug)]
pub struct Vocabulary {
    dictionary: Dictionary,
    segmenter: Segmenter,
    synonyms: Vec<Synonyms>,
    thesaurus: Thesaurus,
    topics: Topics,
}

impl Vocabulary {
    /// With words, with what readers say for others, and with what they ask and no document answers.
    pub fn new(dictionary: Dictionary, synonyms: Vec<Synonyms>, topics: Vec<Topic>) -> Self {
        let segmenter = Segmenter::new(&dictionary);
        let tokens = |text: &str| segmenter.tokens(&Folded::new(text));
        let thesaurus = Thesaurus::new(&synonyms, &tokens);
        let topics = Topics::new(topics, &tokens);
        Self { dictionary, segmenter, synonyms, thesaurus, topics }
    }

    /// The words.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Cuts texts into words.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// What readers say for others, as it was given.
    pub fn synonyms(&self) -> &[Synonyms] {
        &self.synonyms
    }

    /// The same, by what it begins with.
    pub fn thesaurus(&self) -> &Thesaurus {
        &self.thesaurus
    }

    /// What readers ask and no document answers.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }
}

impl Index for Vocabulary {
    type NotLoaded = Infallible;
}

impl Lexicon for Vocabulary {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Infallible>> {
        Ok(Folded::new(text))
    }

    fn tokens(&self, folded: &Folded) -> Lookup<Vec<Token>, Self> {
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

    fn sayings(&self, first: &str) -> Lookup<&[Saying], Self> {
        Ok(self.thesaurus.sayings(first))
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Ok(self.topics.phrases(first))
    }
}
