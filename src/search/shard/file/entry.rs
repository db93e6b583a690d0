//! All that is known of a term, as it is written in its block.

use std::ops::Range;

use super::File;
use super::positions::skip_positions;
use super::postings::skip_postings;
use super::terms::MOST_TERM_BYTES;
use crate::search::query::{Among, Field, Meaning, PositionedTerm, Saying, TopicPhrase};
use crate::search::shard::wire::{Reader, Writer};

/// All that is known of a term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// If it is a word of the dictionary, how often it is used.
    pub frequency: Option<u64>,
    /// If it is a character of the site, how it is usually read.
    pub reading: Option<String>,
    /// If it is a traditional word, what it is in simplified Chinese.
    pub simplified: Option<String>,
    /// If it is a sound, the characters of the site that have it: as a syllable, or as a first letter.
    pub sounds: String,
    /// What readers say that begins with it.
    pub sayings: Vec<Saying>,
    /// The phrases that are known by it, of topics that no document covers.
    pub topics: Vec<TopicPhrase>,
    /// Its postings lists, at most one a field, in the order of [`Field::ALL`].
    pub postings: Vec<PostingsList>,
}

/// The documents that hold a term in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingsList {
    /// The field.
    pub field: Field,
    /// How many documents (the document frequency).
    pub documents: u32,
    /// Where the list is.
    pub storage: Storage,
    /// If a [file](File::positions) of their own has the positions, their place among those of the block there.
    pub place: usize,
}

/// Where a postings list is, and after it the positions, if no [file](File::positions) of their own has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In the block, as bytes.
    Block(Vec<u8>),
    /// In the file of the [long postings](File::Postings) of the block.
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
const SAYING: u64 = 1 << 9;
const TOPIC: u64 = 1 << 14;

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
        let Some(file) = File::positions(field, 0) else {
            return 0;
        };
        let next = &mut places[usize::from(!matches!(file, File::Body(_)))];
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

    /// `languages` are the documents of each.
    pub(super) fn write(&self, languages: &[Range<u32>], writer: &mut Writer) {
        let mut known = self.postings.iter().map(|list| bit(list.field)).sum::<u64>();
        known |= if self.frequency.is_some() { WORD } else { 0 };
        known |= if self.simplified.is_some() { TRADITIONAL } else { 0 };
        known |= if self.sounds.is_empty() { 0 } else { SOUND };
        known |= if self.sayings.is_empty() { 0 } else { SAYING };
        known |= if self.topics.is_empty() { 0 } else { TOPIC };
        known |= if self.reading.is_some() { READING } else { 0 };
        writer.number(known);
        self.frequency.iter().for_each(|frequency| writer.number(*frequency));
        self.reading.iter().chain(&self.simplified).for_each(|text| writer.text(text));
        if !self.sounds.is_empty() {
            writer.text(&self.sounds);
        }
        if !self.sayings.is_empty() {
            writer.count(self.sayings.len());
            self.sayings.iter().for_each(|saying| write_saying(saying, languages, writer));
        }
        if !self.topics.is_empty() {
            writer.count(self.topics.len());
            self.topics.iter().for_each(|phrase| write_topic_phrase(phrase, writer));
        }
        for list in &self.postings {
            let documents = u64::from(list.documents) << 1;
            match &list.storage {
                Storage::Block(bytes) => {
                    writer.number(documents);
                    writer.raw(bytes);
                }
                Storage::Long { length, .. } => {
                    writer.number(documents | 1);
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
        let known = reader.number()?;
        let mut entry = Entry { term: term.to_owned(), ..Entry::default() };
        if known & WORD != 0 {
            entry.frequency = Some(reader.number()?);
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
        if known & SAYING != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.sayings.push(read_saying(term, self.languages, reader)?);
            }
        }
        if known & TOPIC != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.topics.push(read_topic_phrase(term, reader)?);
            }
        }
        for field in Field::ALL.into_iter().filter(|field| known & bit(*field) != 0) {
            entry.postings.push(self.read_postings(field, reader)?);
        }
        Some(entry)
    }

    fn read_postings(&mut self, field: Field, reader: &mut Reader<'_>) -> Option<PostingsList> {
        let documents = reader.number()?;
        let is_long = documents & 1 == 1;
        let documents = u32::try_from(documents >> 1).ok()?;
        let file = File::positions(field, 0);
        let storage = if is_long {
            let (offset, length) = (self.offset, usize::try_from(reader.number()?).ok()?);
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
    reader.count().filter(|count| count.saturating_mul(term.len()) <= MOST_TERM_BYTES)
}

/// What is said, unit by unit, without the entry's own term, which it begins with.
fn write_said(said: &[String], writer: &mut Writer) {
    writer.count(said.len().saturating_sub(1));
    said.iter().skip(1).for_each(|unit| writer.text(unit));
}

fn read_said(first: &str, reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let mut said = vec![first.to_owned()];
    for _ in 0..reader.count()? {
        said.push(reader.text()?.to_owned());
    }
    Some(said)
}

fn write_topic_phrase(phrase: &TopicPhrase, writer: &mut Writer) {
    writer.number(u64::from(phrase.topic) << 1 | u64::from(phrase.is_covered));
    let (first, others) = phrase.pieces.split_first().unzip();
    write_said(first.map(Vec::as_slice).unwrap_or_default(), writer);
    let others = others.unwrap_or_default();
    writer.count(others.len());
    for piece in others {
        writer.text(piece.first().map(String::as_str).unwrap_or_default());
        write_said(piece, writer);
    }
}

fn read_topic_phrase(first: &str, reader: &mut Reader<'_>) -> Option<TopicPhrase> {
    let code = reader.number()?;
    let mut pieces = vec![read_said(first, reader)?];
    for _ in 0..reader.count()? {
        let first = reader.text()?;
        pieces.push(read_said(first, reader)?);
    }
    Some(TopicPhrase { topic: u32::try_from(code >> 1).ok()?, is_covered: code & 1 == 1, pieces })
}

fn write_saying(saying: &Saying, languages: &[Range<u32>], writer: &mut Writer) {
    write_said(&saying.said, writer);
    writer.count(saying.meant.len());
    for Meaning { terms, among } in &saying.meant {
        let mut code = terms.len();
        for among in [&among.asked, &among.answered] {
            // Where it may stand is told by languages, each a bit.
            for documents in languages {
                code = code << 1 | usize::from(among.start <= documents.start && documents.end <= among.end);
            }
        }
        writer.count(code);
        for (place, (term, unit)) in terms.iter().enumerate() {
            writer.text(term);
            if place > 0 {
                writer.number((*unit).into());
            }
        }
    }
}

fn read_saying(first: &str, languages: &[Range<u32>], reader: &mut Reader<'_>) -> Option<Saying> {
    let said = read_said(first, reader)?;
    let mut meant = Vec::new();
    for _ in 0..reader.count()? {
        let mut code = reader.number()?;
        let mut next = || {
            let mut among: Option<Range<u32>> = None;
            for documents in languages.iter().rev() {
                if code & 1 == 1 {
                    let end = among.map_or(documents.end, |later| later.end);
                    among = Some(documents.start..end);
                }
                code >>= 1;
            }
            among.unwrap_or_default()
        };
        let [answered, asked] = [next(), next()];
        let mut terms: Vec<PositionedTerm> = Vec::new();
        for place in 0..code {
            terms.push((reader.text()?.to_owned(), if place > 0 { reader.number32()? } else { 0 }));
        }
        meant.push(Meaning { terms, among: Among { asked, answered } });
    }
    Some(Saying { said, meant })
}

/// The entry that knows the characters with a sound. What is a letter may be a syllable or the first letter of one: `a`.
pub fn sound_key(sound: &str, is_syllable: bool) -> String {
    [sound, if is_syllable && sound.len() == 1 { "'" } else { "" }].concat()
}
