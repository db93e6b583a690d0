//! Blocks: all that is known of the terms between two others.

use std::ops::Range;

use super::head::{File, Keys, MOST_TERM_BYTES, write_key};
use crate::search::query::wire::{Reader, Writer};
use crate::search::query::{Among, Field, Meaning, Saying, Term, TopicPhrase};

/// The terms of a block, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    entries: Vec<Entry>,
}

/// All that is known of a term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// If it is a word of the dictionary, how often it is used.
    pub uses: Option<u64>,
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
    /// The documents that hold it, by field.
    pub held: Vec<Held>,
}

/// The documents that hold a term in a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The field.
    pub field: Field,
    /// How many documents.
    pub documents: u32,
    /// Their postings, and after these the positions, if [no file](File::positions) of their own has them.
    pub postings: Spread,
    /// The place of the positions among those of their block in that file.
    pub place: usize,
}

/// Where bytes are.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    /// Here.
    Here(Vec<u8>),
    /// In the file of long postings, at an offset, of a length.
    There(usize, usize),
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

impl Block {
    /// A block of entries, which must be in the order of their terms; as bytes. `languages` are the documents of each.
    pub fn write<'e>(entries: impl IntoIterator<Item = &'e Entry>, languages: &[Range<u32>]) -> Vec<u8> {
        let mut writer = Writer::default();
        let mut before = "";
        for entry in entries {
            write_key(before, &entry.term, &mut writer);
            entry.write(languages, &mut writer);
            before = &entry.term;
        }
        writer.finish()
    }

    /// Reads what was written, with the same languages. `None` if it is something else.
    pub fn read(bytes: &[u8], languages: &[Range<u32>]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut block = Self::default();
        let mut keys = Keys::default();
        let mut offset = 0;
        let mut places = [0; 2];
        while !reader.is_done() {
            let term = keys.next(&mut reader)?;
            block.entries.push(Entry::read(term, languages, &mut reader, &mut offset, &mut places)?);
        }
        Some(block)
    }

    /// The entry of a term.
    pub fn get(&self, term: &str) -> Option<&Entry> {
        let place = self.entries.binary_search_by(|entry| entry.term.as_str().cmp(term)).ok()?;
        self.entries.get(place)
    }

    /// The entry of the first term after a text.
    pub fn after(&self, text: &str) -> Option<&Entry> {
        self.entries.get(self.entries.partition_point(|entry| entry.term.as_str() <= text))
    }

    /// The entries of the terms that begin so.
    pub fn with_prefix(&self, prefix: &str) -> &[Entry] {
        let rest = &self.entries[self.entries.partition_point(|entry| entry.term.as_str() < prefix)..];
        &rest[..rest.partition_point(|entry| entry.term.starts_with(prefix))]
    }
}

impl Entry {
    /// The documents that hold it in a field.
    pub fn held_in(&self, field: Field) -> Option<&Held> {
        self.held.iter().find(|held| held.field == field)
    }

    fn write(&self, languages: &[Range<u32>], writer: &mut Writer) {
        let mut known = self.held.iter().map(|held| bit(held.field)).sum::<u64>();
        known |= if self.uses.is_some() { WORD } else { 0 };
        known |= if self.simplified.is_some() { TRADITIONAL } else { 0 };
        known |= if self.sounds.is_empty() { 0 } else { SOUND };
        known |= if self.sayings.is_empty() { 0 } else { SAYING };
        known |= if self.topics.is_empty() { 0 } else { TOPIC };
        known |= if self.reading.is_some() { READING } else { 0 };
        writer.number(known);
        self.uses.iter().for_each(|uses| writer.number(*uses));
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
        for held in &self.held {
            let documents = u64::from(held.documents) << 1;
            match &held.postings {
                Spread::Here(bytes) => {
                    writer.number(documents);
                    writer.raw(bytes);
                }
                Spread::There(_, length) => {
                    writer.number(documents | 1);
                    writer.count(*length);
                }
            }
        }
    }

    /// `offset` is where the next long postings begin; `places` count the positions in each of their files.
    fn read(
        term: &str,
        languages: &[Range<u32>],
        reader: &mut Reader<'_>,
        offset: &mut usize,
        places: &mut [usize; 2],
    ) -> Option<Self> {
        let known = reader.number()?;
        let mut entry = Self { term: term.to_owned(), ..Self::default() };
        if known & WORD != 0 {
            entry.uses = Some(reader.number()?);
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
                entry.sayings.push(read_saying(term, languages, reader)?);
            }
        }
        if known & TOPIC != 0 {
            for _ in 0..read_repeats(term, reader)? {
                entry.topics.push(read_topic_phrase(term, reader)?);
            }
        }
        for field in Field::ALL.into_iter().filter(|field| known & bit(*field) != 0) {
            let documents = reader.number()?;
            let is_there = documents & 1 == 1;
            let documents = u32::try_from(documents >> 1).ok()?;
            let file = File::positions(field, 0);
            let postings = if is_there {
                let length = usize::try_from(reader.number()?).ok()?;
                let begin = *offset;
                *offset = offset.checked_add(length)?;
                Spread::There(begin, length)
            } else {
                let from = reader.clone();
                let positions = skip_postings(reader, documents)?;
                if file.is_none() && field.has_positions() {
                    (0..positions).try_for_each(|_| reader.number().map(drop))?;
                }
                Spread::Here(from.until(reader).to_vec())
            };
            let mut place = 0;
            if let Some(file) = file {
                let next = if matches!(file, File::Body(_)) { &mut places[0] } else { &mut places[1] };
                place = *next;
                *next += 1;
            }
            entry.held.push(Held { field, documents, postings, place });
        }
        Some(entry)
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
        let mut terms: Vec<Term> = Vec::new();
        for place in 0..code {
            terms.push((reader.text()?.to_owned(), if place > 0 { reader.number32()? } else { 0 }));
        }
        meant.push(Meaning { terms, among: Among { asked, answered } });
    }
    Some(Saying { said, meant })
}

/// Documents in the order of their numbers, each with how often, as bytes.
pub fn write_postings(postings: impl IntoIterator<Item = (u32, u32)>) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut before = 0;
    for (document, times) in postings {
        // Most documents hold most of their terms once.
        let step = u64::from(document - before) << 1;
        if times == 1 {
            writer.number(step);
        } else {
            writer.number(step | 1);
            writer.number(times.into());
        }
        before = document;
    }
    writer.finish()
}

/// Skips so many documents, and tells how many positions they have.
fn skip_postings(reader: &mut Reader<'_>, documents: u32) -> Option<u64> {
    let mut positions: u64 = 0;
    for _ in 0..documents {
        let times = if reader.number()? & 1 == 0 { 1 } else { reader.number()? };
        positions = positions.checked_add(times)?;
    }
    Some(positions)
}

/// Reads what was written; so many documents.
pub(super) fn read_postings(reader: &mut Reader<'_>, documents: u32) -> Option<Vec<(u32, u32)>> {
    // No more than there are bytes.
    let mut postings = Vec::with_capacity(reader.rest().len().min(documents as usize));
    let mut document: u32 = 0;
    for _ in 0..documents {
        let step = reader.small_number()?;
        document = document.checked_add(u32::try_from(step >> 1).ok()?)?;
        postings.push((document, if step & 1 == 0 { 1 } else { reader.number32()? }));
    }
    Some(postings)
}

/// The entry that knows the characters with a sound. What is a letter may be a syllable or the first letter of one: `a`.
pub fn sound_key(sound: &str, is_syllable: bool) -> String {
    [sound, if is_syllable && sound.len() == 1 { "'" } else { "" }].concat()
}

#[cfg(test)]
mod tests;
