//! All that is known of a term, as it is written in its block.

use std::ops::Range;

use super::IndexPiece;
use super::positions::skip_positions;
use super::postings::skip_postings;
use super::terms::MAX_TERM_BYTES;
use crate::search::query::{
    DecisionPhrase, DocumentRanges, Expansion, Field, PositionedTerm, SynonymEntry, TopicPhrase,
};
use crate::search::shard::wire::{Reader, Writer};

/// All that is known of a term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Unique in the index.
    pub term: String,
    /// If it is a word of the dictionary, how often it is used.
    pub frequency: Option<u64>,
    /// If it is a character of the site, how it is usually read.
    pub reading: Option<String>,
    /// If it is a traditional word, what a [`Conversion`](crate::analysis::Conversion) tells of it.
    pub simplified: Option<String>,
    /// If it is a sound, the characters of the site that have it: as a syllable, or as a first letter.
    pub sounds: String,
    /// What has synonyms and begins with it.
    pub synonyms: Vec<SynonymEntry>,
    /// The phrases that are known by it, of topics that no document covers.
    pub topics: Vec<TopicPhrase>,
    /// The phrases that are known by it, of decisions and the values of their facts.
    pub decisions: Vec<DecisionPhrase>,
    /// Its postings lists, at most one a field, in the order of [`Field::ALL`].
    pub postings: Vec<PostingsList>,
}

/// The documents that hold a term in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingsList {
    /// Each at most once in an entry.
    pub field: Field,
    /// How many documents (the document frequency).
    pub documents: u32,
    /// Where the list is.
    pub storage: Storage,
    /// If a [file](IndexPiece::positions) of their own has the positions, their place among those of the block there.
    pub place: usize,
}

/// Where a postings list is, and after it the positions, if no [file](IndexPiece::positions) of their own has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In the block, as bytes.
    Block(Vec<u8>),
    /// In the file of the [long postings](IndexPiece::Postings) of the block.
    Long {
        /// With which of its bytes it begins.
        offset: usize,
        /// How many bytes it has.
        length: usize,
    },
}

/// The bits of what may be known of a term; what is known of most is in the first seven, which take one byte.
const WORD: u64 = 1 << 5;
const READING: u64 = 1 << 6;
const TRADITIONAL: u64 = 1 << 7;
const SOUND: u64 = 1 << 8;
const SYNONYM: u64 = 1 << 9;
const TOPIC: u64 = 1 << 14;
const DECISION: u64 = 1 << 15;

/// The bit of a field that holds a term.
fn bit(field: Field) -> u64 {
    let place = match field {
        Field::Bigrams => 0,
        Field::Body => 1,
        Field::Heading => 2,
        Field::Alias => 3,
        Field::Question => 4,
        Field::Syllables => 10,
        Field::Initials => 11,
        Field::Facet => 12,
        Field::Exact => 13,
    };
    1 << place
}

impl PostingsList {
    /// The place of the next list of a block among those with positions in the same file; `places` counts them for each of the
    /// two files.
    pub(in crate::search) fn next_place(field: Field, places: &mut [usize; 2]) -> usize {
        let Some(file) = IndexPiece::positions(field, 0) else {
            return 0;
        };
        let next = &mut places[usize::from(!matches!(file, IndexPiece::Body(_)))];
        let place = *next;
        *next += 1;
        place
    }
}

impl Entry {
    /// Its postings list in a field.
    pub fn postings_in(&self, field: Field) -> Option<&PostingsList> {
        self.postings.iter().find(|list| list.field == field)
    }

    /// Without the term. `languages` are the documents of each.
    pub fn write(&self, languages: &[Range<u32>], writer: &mut Writer) {
        let mut known = self.postings.iter().map(|list| bit(list.field)).sum::<u64>();
        known |= if self.frequency.is_some() { WORD } else { 0 };
        known |= if self.simplified.is_some() { TRADITIONAL } else { 0 };
        known |= if self.sounds.is_empty() { 0 } else { SOUND };
        known |= if self.synonyms.is_empty() { 0 } else { SYNONYM };
        known |= if self.topics.is_empty() { 0 } else { TOPIC };
        known |= if self.decisions.is_empty() { 0 } else { DECISION };
        known |= if self.reading.is_some() { READING } else { 0 };
        writer.varint(known);
        self.frequency.iter().for_each(|frequency| writer.varint(*frequency));
        self.reading.iter().chain(&self.simplified).for_each(|text| writer.text(text));
        if !self.sounds.is_empty() {
            writer.text(&self.sounds);
        }
        if !self.synonyms.is_empty() {
            writer.count(self.synonyms.len());
            self.synonyms.iter().for_each(|synonym| write_synonym(synonym, languages, writer));
        }
        if !self.topics.is_empty() {
            writer.count(self.topics.len());
            self.topics.iter().for_each(|phrase| write_topic_phrase(phrase, writer));
        }
        if !self.decisions.is_empty() {
            writer.count(self.decisions.len());
            self.decisions.iter().for_each(|phrase| write_decision_phrase(phrase, writer));
        }
        for list in &self.postings {
            let documents = u64::from(list.documents) << 1;
            match &list.storage {
                Storage::Block(bytes) => {
                    writer.varint(documents);
                    writer.raw(bytes);
                }
                Storage::Long { length, .. } => {
                    writer.varint(documents | 1);
                    writer.count(*length);
                }
            }
        }
    }
}

/// Reads the entries of a block, one after the other.
pub(super) struct EntryReader<'l> {
    languages: &'l [Range<u32>],
    /// Where the next long postings list begins.
    offset: usize,
    /// How many terms so far have positions in each of the two files.
    places: [usize; 2],
}

impl<'l> EntryReader<'l> {
    /// At the beginning of a block. `languages` are the documents of each.
    pub(super) fn new(languages: &'l [Range<u32>]) -> Self {
        Self { languages, offset: 0, places: [0; 2] }
    }

    /// Reads the entry of a term.
    pub(super) fn read(&mut self, term: &str, reader: &mut Reader<'_>) -> Option<Entry> {
        let known = reader.varint()?;
        let mut entry = Entry { term: term.to_owned(), ..Entry::default() };
        if known & WORD != 0 {
            entry.frequency = Some(reader.varint()?);
        }
        if known & READING != 0 {
            entry.reading = Some(reader.text()?.to_owned());
        }
        if known & TRADITIONAL != 0 {
            entry.simplified = Some(reader.text()?.to_owned());
        }
        if known & SOUND != 0 {
            reader.text()?.clone_into(&mut entry.sounds);
        }
        if known & SYNONYM != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.synonyms.push(read_synonym(term, self.languages, reader)?);
            }
        }
        if known & TOPIC != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.topics.push(read_topic_phrase(term, reader)?);
            }
        }
        if known & DECISION != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.decisions.push(read_decision_phrase(term, reader)?);
            }
        }
        for field in Field::ALL.into_iter().filter(|field| known & bit(*field) != 0) {
            entry.postings.push(self.read_postings(field, reader)?);
        }
        Some(entry)
    }

    fn read_postings(&mut self, field: Field, reader: &mut Reader<'_>) -> Option<PostingsList> {
        let documents = reader.varint()?;
        let is_long = documents & 1 == 1;
        let documents = u32::try_from(documents >> 1).ok()?;
        let file = IndexPiece::positions(field, 0);
        let storage = if is_long {
            let (offset, length) = (self.offset, usize::try_from(reader.varint()?).ok()?);
            self.offset = offset.checked_add(length)?;
            Storage::Long { offset, length }
        } else {
            let from = reader.clone();
            let positions = skip_postings(reader, documents)?;
            if file.is_none() && field.has_positions() {
                skip_positions(reader, positions)?;
            }
            Storage::Block(from.until(reader).to_vec())
        };
        let place = PostingsList::next_place(field, &mut self.places);
        Some(PostingsList { field, documents, storage, place })
    }
}

/// How many follow of what begins with the term of the entry, each of which repeats it.
fn read_repeats(term: &str, reader: &mut Reader<'_>) -> Option<usize> {
    reader.count().filter(|count| count.saturating_mul(term.len()) <= MAX_TERM_BYTES)
}

/// A phrase, position by position, without the term that it begins with, which its reader knows.
fn write_phrase(phrase: &[String], writer: &mut Writer) {
    writer.count(phrase.len().saturating_sub(1));
    phrase.iter().skip(1).for_each(|text| writer.text(text));
}

fn read_phrase(first: &str, reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let mut phrase = vec![first.to_owned()];
    for _ in 0..reader.count()? {
        phrase.push(reader.text()?.to_owned());
    }
    Some(phrase)
}

fn write_topic_phrase(phrase: &TopicPhrase, writer: &mut Writer) {
    writer.varint(u64::from(phrase.topic) << 1 | u64::from(phrase.is_covered));
    write_pieces(&phrase.pieces, writer);
}

fn read_topic_phrase(first: &str, reader: &mut Reader<'_>) -> Option<TopicPhrase> {
    let code = reader.varint()?;
    let pieces = read_pieces(first, reader)?;
    Some(TopicPhrase { topic: u32::try_from(code >> 1).ok()?, is_covered: code & 1 == 1, pieces })
}

fn write_decision_phrase(phrase: &DecisionPhrase, writer: &mut Writer) {
    writer.varint(u64::from(phrase.decision) << 1 | u64::from(phrase.value.is_some()));
    if let Some((fact, value)) = phrase.value {
        writer.varint(fact.into());
        writer.varint(value.into());
    }
    write_pieces(&phrase.pieces, writer);
}

fn read_decision_phrase(first: &str, reader: &mut Reader<'_>) -> Option<DecisionPhrase> {
    let code = reader.varint32()?;
    let value = if code & 1 == 1 { Some((reader.varint32()?, reader.varint32()?)) } else { None };
    Some(DecisionPhrase { decision: code >> 1, value, pieces: read_pieces(first, reader)? })
}

/// The pieces of a phrase, without the text that the first begins with, which its reader knows.
fn write_pieces(pieces: &[Vec<String>], writer: &mut Writer) {
    let (first, others) = pieces.split_first().unzip();
    write_phrase(first.map(Vec::as_slice).unwrap_or_default(), writer);
    let others = others.unwrap_or_default();
    writer.count(others.len());
    for piece in others {
        writer.text(piece.first().map(String::as_str).unwrap_or_default());
        write_phrase(piece, writer);
    }
}

fn read_pieces(first: &str, reader: &mut Reader<'_>) -> Option<Vec<Vec<String>>> {
    let mut pieces = vec![read_phrase(first, reader)?];
    for _ in 0..reader.count()? {
        let first = reader.text()?;
        pieces.push(read_phrase(first, reader)?);
    }
    Some(pieces)
}

fn write_synonym(synonym: &SynonymEntry, languages: &[Range<u32>], writer: &mut Writer) {
    write_phrase(&synonym.from, writer);
    writer.count(synonym.to.len());
    for Expansion { terms, documents } in &synonym.to {
        let mut code = terms.len();
        for range in [&documents.titles, &documents.bodies] {
            // Where it may stand is told by languages, each a bit.
            for language in languages {
                code = code << 1 | usize::from(range.start <= language.start && language.end <= range.end);
            }
        }
        writer.count(code);
        for (place, (term, position)) in terms.iter().enumerate() {
            writer.text(term);
            if place > 0 {
                writer.varint((*position).into());
            }
        }
    }
}

fn read_synonym(first: &str, languages: &[Range<u32>], reader: &mut Reader<'_>) -> Option<SynonymEntry> {
    let from = read_phrase(first, reader)?;
    let mut to = Vec::new();
    for _ in 0..reader.count()? {
        let mut code = reader.varint()?;
        let mut next = || {
            let mut range: Option<Range<u32>> = None;
            for language in languages.iter().rev() {
                if code & 1 == 1 {
                    let end = range.map_or(language.end, |later| later.end);
                    range = Some(language.start..end);
                }
                code >>= 1;
            }
            range.unwrap_or_default()
        };
        let [bodies, titles] = [next(), next()];
        let mut terms: Vec<PositionedTerm> = Vec::new();
        for place in 0..code {
            terms.push((reader.text()?.to_owned(), if place > 0 { reader.varint32()? } else { 0 }));
        }
        to.push(Expansion { terms, documents: DocumentRanges { titles, bodies } });
    }
    Some(SynonymEntry { from, to })
}

/// The entry that knows the characters with a sound. What is a letter may be a syllable or the first letter of one: `a`.
pub fn sound_key(sound: &str, is_syllable: bool) -> String {
    [sound, if is_syllable && sound.len() == 1 { "'" } else { "" }].concat()
}
