//! What files an index has, and what is known of all of it.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::search::query::Field;
use crate::search::query::wire::{Reader, Writer};

/// Counts the changes of how files are written.
const FORMAT: u64 = 5;

/// The positions of so many blocks lie in one file.
pub const TOGETHER: u32 = 8;
/// The lengths of at most so many documents lie in one file.
pub const LENGTHS: u32 = 4096;

/// An index has at most so many documents: who says more has not the files for them.
const MOST_DOCUMENTS: u32 = 1 << 22;
/// The terms of a file have at most so many bytes together, however short they are written.
pub(super) const MOST_TERM_BYTES: usize = 16 << 20;

/// A file of an index; its name is a letter and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// A block of terms.
    Block(u32),
    /// The long postings of a block.
    Postings(u32),
    /// Where the terms of some blocks stand in answers.
    Body(u32),
    /// Where the pairs of characters of some blocks stand.
    Pairs(u32),
    /// The words that begin with a letter of the alphabet.
    Words(u32),
    /// What documents are found by as a whole question.
    Exact(u32),
    /// How characters are usually read.
    Readings(u32),
    /// How many words the fields of some documents have.
    Lengths(u32),
    /// What is shown of a document.
    Fragment(u32),
    /// What readers are told of topics that no document covers. There is one such file, if any.
    Topics(u32),
}

impl File {
    /// The file with the positions of a block in a field. `None` if those, if any, lie with the postings: positions in answers
    /// are many, and only phrases in quotation marks need them.
    pub fn positions(field: Field, block: u32) -> Option<Self> {
        match field {
            Field::Body => Some(Self::Body(block / TOGETHER)),
            Field::Bigrams => Some(Self::Pairs(block / TOGETHER)),
            _ => None,
        }
    }

    /// The letter and the number that it is named by.
    pub fn name(self) -> (char, u32) {
        match self {
            Self::Block(number) => ('b', number),
            Self::Postings(number) => ('p', number),
            Self::Body(number) => ('t', number),
            Self::Pairs(number) => ('g', number),
            Self::Words(number) => ('w', number),
            Self::Exact(number) => ('x', number),
            Self::Readings(number) => ('r', number),
            Self::Lengths(number) => ('l', number),
            Self::Fragment(number) => ('d', number),
            Self::Topics(number) => ('n', number),
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, number) = self.name();
        write!(f, "{letter}{number}")
    }
}

impl FromStr for File {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let mut characters = name.chars();
        let kind = match characters.next() {
            Some('b') => Self::Block,
            Some('p') => Self::Postings,
            Some('t') => Self::Body,
            Some('g') => Self::Pairs,
            Some('w') => Self::Words,
            Some('x') => Self::Exact,
            Some('r') => Self::Readings,
            Some('l') => Self::Lengths,
            Some('d') => Self::Fragment,
            Some('n') => Self::Topics,
            _ => return Err(()),
        };
        characters.as_str().parse().map(kind).map_err(|_| ())
    }
}

/// What is known of a whole index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The codes of the languages, each with the numbers of its documents.
    pub languages: Vec<(String, Range<u32>)>,
    /// By field in the order of [`Field::WORDS`], how many words documents have on average.
    pub averages: [f32; Field::WORDS.len()],
    /// What all files of the index hold, as a number: no other index has files that end in the same [seals](seal).
    pub content: u32,
    /// How often all words of the dictionary are used, together.
    pub uses: u64,
    /// The number of files that whole questions are spread over.
    pub exact: u32,
    /// The numbers of the documents with which each file of lengths begins.
    pub lengths: Vec<u32>,
    /// With what the terms of each block begin, at least: no more of a text than tells it from the block before.
    pub blocks: Vec<String>,
}

impl Head {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(FORMAT);
        writer.number(self.content.into());
        writer.count(self.languages.len());
        for (code, documents) in &self.languages {
            writer.text(code);
            writer.number(documents.start.into());
            writer.number(documents.end.into());
        }
        self.averages.iter().for_each(|average| writer.number(average.to_bits().into()));
        writer.number(self.uses);
        writer.number(self.exact.into());
        writer.count(self.lengths.len());
        self.lengths.iter().for_each(|first| writer.number((*first).into()));
        writer.count(self.blocks.len());
        write_keys(&self.blocks, &mut writer);
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else, or of another version of Wenda. As many documents as it tells of
    /// have their lengths in as many files as it tells of: nobody makes room for more.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.number()? != FORMAT {
            return None;
        }
        let mut head = Self { content: reader.number32()?, ..Self::default() };
        let mut documents = 0;
        for _ in 0..reader.count()? {
            let (code, numbers) = (reader.text()?.to_owned(), reader.number32()?..reader.number32()?);
            if numbers.start != documents || !(numbers.start..=MOST_DOCUMENTS).contains(&numbers.end) {
                return None;
            }
            documents = numbers.end;
            head.languages.push((code, numbers));
        }
        for average in &mut head.averages {
            *average = Some(f32::from_bits(reader.number32()?)).filter(|average| average.is_finite())?;
        }
        head.uses = reader.number()?;
        head.exact = reader.number32()?;
        for _ in 0..reader.count()? {
            head.lengths.push(reader.number32()?);
        }
        let is_whole = (0..head.lengths.len()).try_fold(0, |end, file| {
            let numbers = head.measured_in(u32::try_from(file).ok()?)?;
            (numbers.start == end && (end..=end.saturating_add(LENGTHS)).contains(&numbers.end)).then_some(numbers.end)
        });
        if is_whole? != documents {
            return None;
        }
        let mut keys = Keys::default();
        for _ in 0..reader.count()? {
            head.blocks.push(keys.next(&mut reader)?.to_owned());
        }
        reader.is_done().then_some(head)
    }

    /// One more than the highest number of a document.
    pub fn documents(&self) -> u32 {
        self.languages.iter().map(|(_, documents)| documents.end).max().unwrap_or_default()
    }

    /// The documents of each language.
    pub fn documents_by_language(&self) -> Vec<Range<u32>> {
        self.languages.iter().map(|(_, documents)| documents.clone()).collect()
    }

    /// The block that a term stands in, if it stands in any.
    pub fn block_of(&self, term: &str) -> Option<u32> {
        let after = self.blocks.partition_point(|first| first.as_str() <= term);
        u32::try_from(after.checked_sub(1)?).ok()
    }

    /// The blocks that terms with a beginning may stand in.
    pub fn blocks_with(&self, prefix: &str) -> Range<u32> {
        let first = self.blocks.partition_point(|first| first.as_str() <= prefix).saturating_sub(1);
        let end = self.blocks.partition_point(|first| first.as_str() <= prefix || first.starts_with(prefix));
        u32::try_from(first).unwrap_or(u32::MAX)..u32::try_from(end).unwrap_or(u32::MAX)
    }

    /// The documents whose lengths are in a file.
    pub(super) fn measured_in(&self, file: u32) -> Option<Range<u32>> {
        let file = file as usize;
        Some(*self.lengths.get(file)?..self.lengths.get(file + 1).copied().unwrap_or(self.documents()))
    }

    /// The file of lengths that a document is in, and its place there.
    pub fn lengths_of(&self, document: u32) -> Option<(u32, usize)> {
        let file = self.lengths.partition_point(|first| *first <= document).checked_sub(1)?;
        Some((u32::try_from(file).ok()?, usize::try_from(document - self.lengths[file]).ok()?))
    }
}

/// A term after another, both in their order. Most differ in their first or second character alone, by which they go on: how far,
/// in one number; of others that number is 0, and what they share with the one before and what they have more follows.
pub(super) fn write_key(before: &str, key: &str, writer: &mut Writer) {
    if let Some((step, place)) = step(before, key) {
        writer.number((u64::from(step) << 1) - 1 + place as u64);
        return;
    }
    writer.number(0);
    let shared = before.bytes().zip(key.bytes()).take_while(|(a, b)| a == b).count();
    writer.count(shared);
    writer.bytes(&key.as_bytes()[shared..]);
}

/// Terms in their order, each after the one before.
pub fn write_keys<'k>(keys: impl IntoIterator<Item = &'k String>, writer: &mut Writer) {
    let mut before = "";
    for key in keys {
        write_key(before, key, writer);
        before = key;
    }
}

/// How far the last character of a term, its first or second, is from the one that stands there in the term before.
fn step(before: &str, key: &str) -> Option<(u32, usize)> {
    let last = key.chars().next_back()?;
    let begin = key.strip_suffix(last)?;
    let place = begin.chars().count();
    let known = before.strip_prefix(begin)?.chars().next()?;
    Some((u32::from(last).checked_sub(u32::from(known))?, place)).filter(|(step, place)| *step > 0 && *place < 2)
}

/// Terms as they are read, each after the one before.
#[derive(Default)]
pub(super) struct Keys {
    key: String,
    bytes: usize,
}

impl Keys {
    /// The next term.
    pub(super) fn next(&mut self, reader: &mut Reader<'_>) -> Option<&str> {
        read_key(&mut self.key, reader)?;
        self.bytes += self.key.len();
        (self.bytes <= MOST_TERM_BYTES).then_some(&self.key)
    }
}

/// The next term after another.
fn read_key(key: &mut String, reader: &mut Reader<'_>) -> Option<()> {
    let code = reader.number()?;
    if code > 0 {
        let mut known = key.char_indices().skip(usize::from(code % 2 == 0));
        let (at, character) = known.next()?;
        let step = u32::try_from(code.div_ceil(2)).ok()?;
        key.truncate(at);
        key.push(char::from_u32(u32::from(character).checked_add(step)?)?);
        return Some(());
    }
    let shared = usize::try_from(reader.number()?).ok()?;
    let mut bytes = std::mem::take(key).into_bytes();
    bytes.truncate(shared);
    bytes.extend_from_slice(reader.bytes()?);
    *key = String::from_utf8(bytes).ok()?;
    Some(())
}

/// FNV-1a, of 64 bits, gone on with.
fn hash(begun: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(begun, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}

const BEGIN: u64 = 0xCBF2_9CE4_8422_2325;

/// What a whole question is known by: long questions need not be carried around. 40 bits of a hash are kept.
pub fn exact_key(question: &str) -> u64 {
    hash(BEGIN, question.as_bytes()) >> 24
}

/// What a file of an index ends with: these bytes under this name in this index have this seal, and hardly any others.
pub fn seal(content: u32, file: File, bytes: &[u8]) -> [u8; 4] {
    let (letter, number) = file.name();
    let begun = [content, letter.into(), number].iter().fold(BEGIN, |begun, part| hash(begun, &part.to_be_bytes()));
    ((hash(begun, bytes) >> 32) as u32).to_be_bytes()
}

#[cfg(test)]
mod tests;
