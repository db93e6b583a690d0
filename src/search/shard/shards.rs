//! Shards in memory: an index of which some files are there.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::file::{
    Block, CHARACTERS_PER_FILE, Entry, File, Head, Lengths, PostingsList, Questions, Storage, decode_positions,
    decode_postings, sound_key, unseal,
};
use super::shard::Shard;
use super::wire::Reader;
use crate::analysis::{Dictionary, Folded, Segmenter, Token, Traditional, UNIFIED, bigrams, insert_sorted, is_han};
use crate::search::query::{Documents, Field, Fragment, Lexicon, NotCovered, Postings, Saying, Term, TopicPhrase};

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
        let shard = Shard::read(file, unseal(self.head.content, file, bytes)?, &self.head)?;
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

    fn block(&self, step: Step, number: u32) -> Option<&Block> {
        match self.get(step, File::Block(number))? {
            Shard::Block(block) => Some(block),
            _ => None,
        }
    }

    fn entry(&self, term: &str, step: Step) -> Option<&Entry> {
        self.block(step, self.head.block_of(term)?)?.get(term)
    }

    fn list(&self, field: Field, term: &str) -> Option<&PostingsList> {
        self.entry(term, Step::Terms)?.postings_in(field)
    }

    /// The bytes of a postings list of a term, with what comes after them.
    fn bytes_of<'s>(&'s self, term: &str, list: &'s PostingsList) -> Option<&'s [u8]> {
        match list.storage {
            Storage::Block(ref bytes) => Some(bytes),
            Storage::Long { offset, length } => {
                match self.get(Step::Terms, File::Postings(self.head.block_of(term)?))? {
                    Shard::Postings(long) => long.get(offset, length),
                    _ => None,
                }
            }
        }
    }

    /// The lengths of a document, from its place on.
    fn lengths_of(&self, document: u32) -> Option<(&Lengths, usize)> {
        let (file, place) = self.head.lengths_of(document)?;
        match self.known(File::Lengths(file)) {
            Some(Shard::Lengths(lengths)) => Some((lengths, place)),
            _ => {
                insert_sorted(&mut self.missing.borrow_mut().always, File::Lengths(file));
                None
            }
        }
    }

    /// The documents that ask a whole question.
    fn asking(&self, question: &str) -> Vec<(u32, u32)> {
        let hash = Questions::hash(question);
        let file = hash.checked_rem(self.head.question_files.into()).and_then(|file| u32::try_from(file).ok());
        match file.and_then(|file| self.get(Step::Words, File::Exact(file))) {
            Some(Shard::Questions(questions)) => questions.get(hash).unwrap_or_default().to_vec(),
            _ => Vec::new(),
        }
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
            let next = next.map(|entry| &entry.term).or_else(|| self.head.block_starts.get(number as usize + 1))?;
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
                    if let Some(frequency) = self.entry(word, Step::Words).and_then(|entry| entry.frequency) {
                        insert_sorted(&mut words, (word.to_owned(), usize::try_from(frequency).unwrap_or_default()));
                    }
                    if !self.may_go_on(word) {
                        break;
                    }
                }
            }
        }
        Dictionary::of_words(words, usize::try_from(self.head.word_frequencies).unwrap_or_default())
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
        match self.get(Step::Terms, File::Readings(place / CHARACTERS_PER_FILE))? {
            Shard::Readings(readings) => readings.get((place % CHARACTERS_PER_FILE) as usize),
            _ => None,
        }
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
            let rest =
                self.lengths_of(document).and_then(|(known, place)| known.words.get(field as usize)?.get(place..));
            let rest = rest.filter(|rest| !rest.is_empty()).unwrap_or(&[0]);
            lengths.extend(rest.iter().take((documents.end - document) as usize));
        }
        lengths
    }

    fn average_length(&self, field: Field) -> f32 {
        self.head.average_lengths.get(field as usize).copied().unwrap_or_default()
    }

    fn holds(&self, field: Field, term: &str) -> bool {
        match field {
            Field::Exact => !self.asking(term).is_empty(),
            Field::Facet if self.language(term).is_some() => true,
            _ => self.list(field, term).is_some(),
        }
    }

    fn frequencies(&self, field: Field, term: &str, among: Range<u32>) -> Vec<(u32, u32)> {
        let mut found = match field {
            Field::Exact => self.asking(term),
            Field::Facet if let Some(documents) = self.language(term) => {
                // Those that are found will be weighed by their lengths.
                for first in self.head.lengths_files.iter().filter(|first| documents.contains(first)) {
                    self.lengths_of(*first);
                }
                documents.map(|document| (document, 1)).collect()
            }
            _ => {
                let read =
                    |list: &PostingsList| decode_postings(&mut Reader::new(self.bytes_of(term, list)?), list.documents);
                self.list(field, term).and_then(read).unwrap_or_default()
            }
        };
        found.retain(|(document, _)| among.contains(document));
        found
    }

    fn positions(&self, field: Field, term: &str, among: &[u32]) -> Vec<(u32, u32)> {
        let all = || {
            let list = self.list(field, term)?;
            let mut reader = Reader::new(self.bytes_of(term, list)?);
            let postings = decode_postings(&mut reader, list.documents)?;
            let block = self.head.block_of(term)?;
            if let Some(file) = File::positions(field, block) {
                let Shard::Positions(positions) = self.get(Step::Terms, file)? else {
                    return None;
                };
                reader = Reader::new(positions.get(block, list.place)?);
            }
            decode_positions(&mut reader, &postings, among)
        };
        all().unwrap_or_default()
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Vec<String> {
        let mut terms = Vec::new();
        for number in self.head.blocks_with(prefix) {
            let entries = self.block(Step::Terms, number).map(|block| block.with_prefix(prefix)).unwrap_or_default();
            for entry in entries {
                if terms.len() < most && entry.postings_in(field).is_some() {
                    terms.push(entry.term.clone());
                }
            }
        }
        terms
    }

    fn words(&self, letter: char) -> Vec<String> {
        let file = u32::from(letter).checked_sub(u32::from('a')).map(File::Words);
        match file.and_then(|file| self.get(Step::Terms, file)) {
            Some(Shard::Words(words)) => words.words.clone(),
            _ => Vec::new(),
        }
    }

    fn expect(&self, field: Field, terms: &[Term]) {
        let lists: Vec<Option<&PostingsList>> = terms.iter().map(|(term, _)| self.list(field, term)).collect();
        // Where one is nowhere, nobody reads where the others are.
        if lists.iter().all(Option::is_some) {
            for ((term, _), list) in terms.iter().zip(lists.into_iter().flatten()) {
                self.bytes_of(term, list);
            }
        }
    }
}

impl Documents for Shards {
    fn thing(&self, document: u32) -> u64 {
        let group = self.lengths_of(document).and_then(|(lengths, place)| lengths.groups.get(place));
        group.copied().unwrap_or_default().into()
    }

    fn fragment(&self, document: u32) -> Option<Rc<Fragment>> {
        match self.get(Step::Fragments, File::Fragment(document))? {
            Shard::Fragment(fragment) => Some(Rc::clone(fragment)),
            _ => None,
        }
    }

    fn topic(&self, topic: u32, language: &str) -> Option<NotCovered> {
        match self.get(Step::Fragments, File::Topics(0))? {
            Shard::Topics(topics) => topics.get(topic, language),
            _ => None,
        }
    }

    fn is_whole(&self) -> bool {
        let missing = self.missing.borrow();
        missing.step.is_none() && missing.always.is_empty()
    }
}
