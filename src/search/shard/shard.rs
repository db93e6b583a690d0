//! What the files of an index hold.

use std::rc::Rc;

use super::block::{Block, read_postings};
use super::head::{File, Head, Keys};
use crate::search::query::wire::Reader;
use crate::search::query::{Field, Fragment};

/// What a file holds.
#[derive(Debug)]
pub(super) enum Shard {
    /// The terms of a block.
    Block(Block),
    /// What is read where it is needed.
    Bytes(Vec<u8>),
    /// By block, the positions of each of its terms.
    Positions(Vec<Vec<Vec<u8>>>),
    /// What begins with a letter.
    Words(Vec<String>),
    /// What each document is about, then the lengths of its fields in the order of [`Field::WORDS`].
    Lengths(Vec<Vec<u32>>),
    /// What is shown of a document.
    Fragment(Rc<Fragment>),
}

impl Shard {
    /// Reads a file. `None` if it is not what it should be.
    pub(super) fn read(file: File, bytes: &[u8], head: &Head) -> Option<Self> {
        Some(match file {
            File::Block(_) => Self::Block(Block::read(bytes, &head.documents_by_language())?),
            File::Postings(_) | File::Exact(_) | File::Readings(_) | File::Topics(_) => Self::Bytes(bytes.to_vec()),
            File::Body(_) | File::Pairs(_) => Self::Positions(read_positions(bytes)?),
            File::Words(_) => Self::Words(read_words(bytes)?),
            File::Lengths(number) => Self::Lengths(read_lengths(bytes, head.measured_in(number)?.len())?),
            File::Fragment(_) => Self::Fragment(Rc::new(Fragment::read(bytes)?)),
        })
    }
}

fn read_positions(bytes: &[u8]) -> Option<Vec<Vec<Vec<u8>>>> {
    let mut blocks = Vec::new();
    for block in read_list(bytes)? {
        blocks.push(read_list(block)?.into_iter().map(<[u8]>::to_vec).collect());
    }
    Some(blocks)
}

fn read_list(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut reader = Reader::new(bytes);
    let mut list = Vec::new();
    while !reader.is_done() {
        list.push(reader.bytes()?);
    }
    Some(list)
}

fn read_words(bytes: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader::new(bytes);
    let mut words = Vec::new();
    let mut keys = Keys::default();
    while !reader.is_done() {
        words.push(keys.next(&mut reader)?.to_owned());
    }
    Some(words)
}

/// Reads the lengths of so many documents.
fn read_lengths(bytes: &[u8], documents: usize) -> Option<Vec<Vec<u32>>> {
    let mut reader = Reader::new(bytes);
    let count = reader.count().filter(|count| *count == documents)?;
    let mut columns = Vec::new();
    for place in 0..=Field::WORDS.len() {
        let mut column = Vec::new();
        let mut before: u32 = 0;
        for _ in 0..count {
            let number = reader.number32()?;
            // What documents are about is written as what it is more than that of the one before.
            before = if place == 0 { before.checked_add(number)? } else { number };
            column.push(before);
        }
        columns.push(column);
    }
    reader.is_done().then_some(columns)
}

/// The documents that ask a question, by its key.
pub(super) fn find_exact(bytes: &[u8], key: u64) -> Option<Vec<(u32, u32)>> {
    let mut reader = Reader::new(bytes);
    while !reader.is_done() {
        let known = reader.number()?;
        let documents = reader.number32()?;
        let postings = reader.bytes()?;
        if known == key {
            return read_postings(&mut Reader::new(postings), documents);
        }
    }
    None
}

/// How the character at a place of a file of readings is read.
pub(super) fn find_reading(bytes: &[u8], place: usize) -> Option<&str> {
    let mut reader = Reader::new(bytes);
    let mut sounds = Vec::new();
    for _ in 0..reader.count()? {
        sounds.push(reader.text()?);
    }
    for _ in 0..place {
        reader.number()?;
    }
    // No reading is 0.
    let sound = usize::try_from(reader.number()?).ok()?.checked_sub(1)?;
    sounds.get(sound).copied()
}
