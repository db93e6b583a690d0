//! What loaded blocks tell of words.

use super::piece::{CHARACTERS_PER_PIECE, Entry, IndexPiece, Readings, sound_key};
use super::shards::{NotLoaded, Shards};
use crate::analysis::{
    Conversion, Dictionary, Folded, Segmenter, Token, Traditional, UNIFIED, bigrams, insert_sorted, is_han,
};
use crate::search::query::{
    AsLoaded, DecisionPhrase, Field, Lexicon, Lookup, Partial, SynonymEntry, TopicPhrase, compounds,
};

/// The entries that folding and cutting a text asks for: all of them, even after the first that is not loaded, so that few
/// rounds of fetching have them all. What is made of them is partial unless all were loaded.
struct Entries<'s> {
    shards: &'s Shards,
    lookups: AsLoaded<'s, Shards>,
}

impl<'s> Entries<'s> {
    fn of(shards: &'s Shards) -> Self {
        Self { shards, lookups: AsLoaded::new(shards) }
    }

    fn get(&self, term: &str) -> Option<&'s Entry> {
        self.lookups.loaded(self.shards.entry(term)).flatten()
    }

    /// Whether there may be longer terms that begin so.
    fn may_go_on(&self, prefix: &str) -> bool {
        let Some(number) = self.shards.head.block_of(prefix) else {
            return false;
        };
        let next = self.lookups.loaded(self.shards.block(number)).flatten().and_then(|block| block.after(prefix));
        // After the last term here comes what the next block begins with; of terms that go on, also before this one is loaded.
        let next = next.map(|entry| &entry.term).or_else(|| self.shards.head.block_starts.get(number as usize + 1));
        next.is_some_and(|next| next.starts_with(prefix))
    }

    /// The words of the dictionary that a text, and what else stands for words of it, may be cut into.
    fn words(&self, folded: &Folded) -> Dictionary {
        let mut words = Vec::new();
        for run in folded.texts().flat_map(|text| text.split(|character| !is_han(character))) {
            for (start, _) in run.char_indices() {
                let ends = run[start..].char_indices().map(|(at, character)| start + at + character.len_utf8());
                for end in ends {
                    let word = &run[start..end];
                    if let Some(frequency) = self.get(word).and_then(|entry| entry.frequency) {
                        insert_sorted(&mut words, (word.to_owned(), usize::try_from(frequency).unwrap_or_default()));
                    }
                    if !self.may_go_on(word) {
                        break;
                    }
                }
            }
        }
        Dictionary::of_words(words, usize::try_from(self.shards.head.word_frequencies).unwrap_or_default())
    }
}

impl Traditional for Entries<'_> {
    fn longest(&self, text: &str, kind: Conversion) -> Option<(usize, &str)> {
        let mut longest = None;
        for (at, character) in text.char_indices() {
            let word = &text[..at + character.len_utf8()];
            let told = self.get(word).and_then(|entry| entry.simplified.as_deref());
            if let Some(simplified) = told.and_then(|told| kind.of(told)) {
                longest = Some((word.len(), simplified));
            }
            if !self.may_go_on(word) {
                break;
            }
        }
        longest
    }
}

impl Lexicon for Shards {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, NotLoaded>> {
        let entries = Entries::of(self);
        let made = Folded::by(text, &entries);
        entries.lookups.finish(made)
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        let entries = Entries::of(self);
        let tokens = Segmenter::new(&entries.words(folded)).tokens(folded);
        // What ranking looks up, too: even cut by some of its words, most of a text is cut right.
        for token in tokens.iter().chain(&bigrams(folded)).chain(&compounds(&tokens)) {
            entries.get(&token.text);
        }
        entries.lookups.finish(tokens).map_err(|partial| partial.not_loaded)
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        let entry = self.entry(character.encode_utf8(&mut [0; 4]))?;
        if let Some(reading) = entry.and_then(|entry| entry.reading.as_deref()) {
            return Ok(Some(reading));
        }
        if !UNIFIED.contains(&character) {
            return Ok(None);
        }
        let place = u32::from(character) - u32::from(*UNIFIED.start());
        let readings = Readings::read(self.bytes(IndexPiece::Readings(place / CHARACTERS_PER_PIECE))?);
        Ok(readings.get((place % CHARACTERS_PER_PIECE) as usize))
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        let entry = self.entry(&sound_key(sound, field == Field::Syllables))?;
        Ok(entry.is_some_and(|entry| entry.sounds.chars().any(|known| known == character)))
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        Ok(self.entry(first)?.map(|entry| entry.synonyms.as_slice()).unwrap_or_default())
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Ok(self.entry(first)?.map(|entry| entry.topics.as_slice()).unwrap_or_default())
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        Ok(self.entry(first)?.map(|entry| entry.decisions.as_slice()).unwrap_or_default())
    }
}
