//! Shards in memory: an index of which some files are there.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::block::{Block, Entry, Held, Spread, read_postings, sound_key};
use super::head::{File, Head, TOGETHER, exact_key, seal};
use super::shard::{Shard, find_exact, find_reading};
use crate::analysis::{Dictionary, Folded, Segmenter, Token, Traditional, UNIFIED, bigrams, insert_sorted, is_han};
use crate::search::query::wire::Reader;
use crate::search::query::{
    Documents, Field, Fragment, Lexicon, NotCovered, Postings, Saying, Term, TopicPhrase, read_topic,
};

/// An index of which some files are there.
///
/// What a query needs and is not there is noted. A query asks for one kind of thing after the other, and what is asked for
/// next depends on what was found before: of what is missing, only the first kind is worth fetching.
#[derive(Debug, Default)]
pub struct Shards {
    head: Head,
    /// In the order of the files.
    files: Vec<(File, Shard)>,
    missing: RefCell<Missing>,
}

/// What is missing, and when it was asked for.
#[derive(Debug, Default)]
struct Missing {
    step: Option<Step>,
    files: Vec<File>,
    /// What is worth fetching whatever else is missing.
    always: Vec<File>,
}

/// What a query asks for, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// What is known of all that it says, by which it is folded and cut into words.
    Words,
    /// What its words may be instead, and where all of it stands.
    Terms,
    /// What is shown of the documents, and told of what none covers.
    Fragments,
}

/// So many characters are read by each file of readings.
pub const READINGS: u32 = 512;

impl Shards {
    /// An index of which only the head is there. `None` if that is none, or one of another version of Wenda.
    pub fn open(head: &[u8]) -> Option<Self> {
        Some(Self { head: Head::read(head)?, ..Self::default() })
    }

    /// Forgets what queries so far lacked.
    pub fn begin(&self) {
        self.missing.take();
    }

    /// The files that the query lacked.
    pub fn missing(&self) -> Vec<File> {
        let missing = self.missing.borrow();
        [missing.files.as_slice(), &missing.always].concat()
    }

    /// Takes a file that was fetched. Whether it is what it should be: sealed as this file of this index.
    pub fn provide(&mut self, file: File, bytes: &[u8]) -> bool {
        self.take(file, bytes).is_some()
    }

    fn take(&mut self, file: File, bytes: &[u8]) -> Option<()> {
        let (bytes, sealed) = bytes.split_last_chunk()?;
        if *sealed != seal(self.head.content, file, bytes) {
            return None;
        }
        let shard = Shard::read(file, bytes, &self.head)?;
        match self.files.binary_search_by_key(&file, |(file, _)| *file) {
            Ok(place) => self.files[place].1 = shard,
            Err(place) => self.files.insert(place, (file, shard)),
        }
        Some(())
    }

    fn miss(&self, step: Step, file: File) {
        let mut missing = self.missing.borrow_mut();
        if missing.step.is_none_or(|first| step < first) {
            missing.step = Some(step);
            missing.files.clear();
        }
        if missing.step == Some(step) {
            insert_sorted(&mut missing.files, file);
        }
    }

    fn known(&self, file: File) -> Option<&Shard> {
        let place = self.files.binary_search_by_key(&file, |(file, _)| *file).ok()?;
        Some(&self.files[place].1)
    }

    /// What a file holds; if it is not there, that is noted.
    fn get(&self, step: Step, file: File) -> Option<&Shard> {
        let known = self.known(file);
        if known.is_none() {
            self.miss(step, file);
        }
        known
    }

    fn bytes(&self, step: Step, file: File) -> Option<&[u8]> {
        match self.get(step, file)? {
            Shard::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn block(&self, step: Step, number: u32) -> Option<&Block> {
        match self.get(step, File::Block(number))? {
            Shard::Block(block) => Some(block),
            _ => None,
        }
    }

    fn entry(&self, term: &str, step: Step) -> Option<&Entry> {
        self.block(step, self.head.block_of(term)?)?.get(term)
    }

    fn held(&self, field: Field, term: &str) -> Option<&Held> {
        self.entry(term, Step::Terms)?.held_in(field)
    }

    /// The postings of a term, with what comes after them.
    fn bytes_of<'s>(&'s self, term: &str, held: &'s Held) -> Option<&'s [u8]> {
        match &held.postings {
            Spread::Here(bytes) => Some(bytes),
            Spread::There(offset, length) => {
                let file = File::Postings(self.head.block_of(term)?);
                self.bytes(Step::Terms, file)?.get(*offset..offset.checked_add(*length)?)
            }
        }
    }

    /// A number of a document, from a column of its file of lengths.
    fn number_of(&self, document: u32, column: usize) -> u32 {
        self.column(document, column).and_then(|numbers| numbers.first().copied()).unwrap_or_default()
    }

    /// A column of a file of lengths, from a document on.
    fn column(&self, document: u32, column: usize) -> Option<&[u32]> {
        let (file, place) = self.head.lengths_of(document)?;
        match self.known(File::Lengths(file)) {
            Some(Shard::Lengths(columns)) => columns.get(column)?.get(place..).filter(|numbers| !numbers.is_empty()),
            _ => {
                insert_sorted(&mut self.missing.borrow_mut().always, File::Lengths(file));
                None
            }
        }
    }

    fn exact(&self, question: &str) -> Vec<(u32, u32)> {
        let key = exact_key(question);
        let file = || u32::try_from(key.checked_rem(self.head.exact.into())?).ok();
        let bytes = file().and_then(|file| self.bytes(Step::Words, File::Exact(file)));
        bytes.and_then(|bytes| find_exact(bytes, key)).unwrap_or_default()
    }

    /// The documents of a language: a facet that all of them hold needs no postings.
    fn language(&self, facet: &str) -> Option<Range<u32>> {
        let code = facet.strip_prefix("lang:")?;
        self.head.languages.iter().find(|(known, _)| known == code).map(|(_, documents)| documents.clone())
    }

    /// Whether there may be longer terms that begin so.
    fn may_go_on(&self, prefix: &str) -> bool {
        let may = || {
            let number = self.head.block_of(prefix)?;
            let next = self.block(Step::Words, number).and_then(|block| block.after(prefix));
            // After the last term here comes what the next block begins with; of terms that go on, also before this one is here.
            let next = next.map(|entry| &entry.term).or_else(|| self.head.blocks.get(number as usize + 1))?;
            Some(next.starts_with(prefix))
        };
        may().unwrap_or_default()
    }

    /// The words of the dictionary that a text may be cut into.
    fn words(&self, text: &str) -> Dictionary {
        let mut words = Vec::new();
        for run in text.split(|character| !is_han(character)) {
            for (start, _) in run.char_indices() {
                let ends = run[start..].char_indices().map(|(at, character)| start + at + character.len_utf8());
                for end in ends {
                    let word = &run[start..end];
                    if let Some(uses) = self.entry(word, Step::Words).and_then(|entry| entry.uses) {
                        insert_sorted(&mut words, (word.to_owned(), usize::try_from(uses).unwrap_or_default()));
                    }
                    if !self.may_go_on(word) {
                        break;
                    }
                }
            }
        }
        Dictionary::of_words(words, usize::try_from(self.head.uses).unwrap_or_default())
    }
}

impl Traditional for Shards {
    fn longest(&self, text: &str) -> Option<(usize, &str)> {
        let mut longest = None;
        for (at, character) in text.char_indices() {
            let word = &text[..at + character.len_utf8()];
            if let Some(simplified) = self.entry(word, Step::Words).and_then(|entry| entry.simplified.as_deref()) {
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
    fn fold(&self, text: &str) -> Folded {
        Folded::by(text, self)
    }

    fn tokens(&self, folded: &Folded) -> Vec<Token> {
        let words = self.words(folded.text());
        let tokens = Segmenter::new(&words).tokens(folded);
        for token in tokens.iter().chain(&bigrams(folded)) {
            self.entry(&token.text, Step::Words);
        }
        // Cut by some of its words a text would ask for terms that are none.
        if self.is_whole() { tokens } else { Vec::new() }
    }

    fn reading(&self, character: char) -> Option<&str> {
        if let Some(entry) = self.entry(character.encode_utf8(&mut [0; 4]), Step::Terms)
            && entry.reading.is_some()
        {
            return entry.reading.as_deref();
        }
        if !UNIFIED.contains(&character) {
            return None;
        }
        let place = u32::from(character) - u32::from(*UNIFIED.start());
        find_reading(self.bytes(Step::Terms, File::Readings(place / READINGS))?, (place % READINGS) as usize)
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> bool {
        let is_syllable = field == Field::Syllables;
        self.entry(&sound_key(sound, is_syllable), Step::Terms).is_some_and(|entry| entry.sounds.contains(character))
    }

    fn sayings(&self, first: &str) -> &[Saying] {
        self.entry(first, Step::Terms).map(|entry| entry.sayings.as_slice()).unwrap_or_default()
    }

    fn topics(&self, first: &str) -> &[TopicPhrase] {
        self.entry(first, Step::Terms).map(|entry| entry.topics.as_slice()).unwrap_or_default()
    }
}

impl Postings for Shards {
    fn documents(&self) -> u32 {
        self.head.documents()
    }

    fn order(&self, document: u32) -> u64 {
        document.into()
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Vec<u32> {
        let mut lengths = Vec::with_capacity(documents.len());
        for document in documents.clone() {
            // A file holds many: those that were taken with one before are done.
            if document - documents.start < lengths.len() as u32 {
                continue;
            }
            let known = self.column(document, 1 + field as usize).unwrap_or(&[0]);
            lengths.extend(known.iter().take((documents.end - document) as usize));
        }
        lengths
    }

    fn average_length(&self, field: Field) -> f32 {
        self.head.averages.get(field as usize).copied().unwrap_or_default()
    }

    fn holds(&self, field: Field, term: &str) -> bool {
        match field {
            Field::Exact => !self.exact(term).is_empty(),
            Field::Facet if self.language(term).is_some() => true,
            _ => self.held(field, term).is_some(),
        }
    }

    fn frequencies(&self, field: Field, term: &str, among: Range<u32>) -> Vec<(u32, u32)> {
        let mut found = match field {
            Field::Exact => self.exact(term),
            Field::Facet if let Some(documents) = self.language(term) => {
                // Those that are found will be weighed by their lengths.
                for first in self.head.lengths.iter().filter(|first| documents.contains(first)) {
                    self.column(*first, 0);
                }
                documents.map(|document| (document, 1)).collect()
            }
            _ => {
                let read = |held: &Held| read_postings(&mut Reader::new(self.bytes_of(term, held)?), held.documents);
                self.held(field, term).and_then(read).unwrap_or_default()
            }
        };
        found.retain(|(document, _)| among.contains(document));
        found
    }

    fn positions(&self, field: Field, term: &str, among: &[u32]) -> Vec<(u32, u32)> {
        let all = || {
            let held = self.held(field, term)?;
            let mut reader = Reader::new(self.bytes_of(term, held)?);
            let postings = read_postings(&mut reader, held.documents)?;
            let block = self.head.block_of(term)?;
            if let Some(file) = File::positions(field, block) {
                let Shard::Positions(blocks) = self.get(Step::Terms, file)? else {
                    return None;
                };
                reader = Reader::new(blocks.get((block % TOGETHER) as usize)?.get(held.place)?);
            }
            let mut found = Vec::new();
            let mut among = among.iter().peekable();
            for (document, times) in postings {
                while among.next_if(|wanted| **wanted < document).is_some() {}
                let is_wanted = among.peek() == Some(&&document);
                let mut position: u32 = 0;
                for _ in 0..times {
                    position = position.checked_add(reader.number32()?)?;
                    if is_wanted {
                        found.push((document, position));
                    }
                }
            }
            Some(found)
        };
        all().unwrap_or_default()
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Vec<String> {
        let mut terms = Vec::new();
        for number in self.head.blocks_with(prefix) {
            let entries = self.block(Step::Terms, number).map(|block| block.with_prefix(prefix)).unwrap_or_default();
            for entry in entries {
                if terms.len() < most && entry.held_in(field).is_some() {
                    terms.push(entry.term.clone());
                }
            }
        }
        terms
    }

    fn words(&self, letter: char) -> Vec<String> {
        let file = u32::from(letter).checked_sub(u32::from('a')).map(File::Words);
        match file.and_then(|file| self.get(Step::Terms, file)) {
            Some(Shard::Words(words)) => words.clone(),
            _ => Vec::new(),
        }
    }

    fn expect(&self, field: Field, terms: &[Term]) {
        let held: Vec<Option<&Held>> = terms.iter().map(|(term, _)| self.held(field, term)).collect();
        // Where one is nowhere, nobody reads where the others are.
        if held.iter().all(Option::is_some) {
            for ((term, _), held) in terms.iter().zip(held.into_iter().flatten()) {
                self.bytes_of(term, held);
            }
        }
    }
}

impl Documents for Shards {
    fn thing(&self, document: u32) -> u64 {
        self.number_of(document, 0).into()
    }

    fn fragment(&self, document: u32) -> Option<Rc<Fragment>> {
        match self.get(Step::Fragments, File::Fragment(document))? {
            Shard::Fragment(fragment) => Some(Rc::clone(fragment)),
            _ => None,
        }
    }

    fn topic(&self, topic: u32, language: &str) -> Option<NotCovered> {
        read_topic(self.bytes(Step::Fragments, File::Topics(0))?, topic, language)
    }

    fn is_whole(&self) -> bool {
        let missing = self.missing.borrow();
        missing.step.is_none() && missing.always.is_empty()
    }
}
