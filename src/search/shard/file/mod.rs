//! The files of an index: for each kind one module with a type of what it holds, which writes and reads it.
//!
//! | file | module | holds |
//! |---|---|---|
//! | the head | `head` | what is known of the whole index, and with which term each block begins |
//! | `b` | `block`, `entry` | the terms between two others, with all that is known of them |
//! | `p` | `postings` | the postings lists that are too long for their block |
//! | `t`, `g` | `positions` | the positions in answers, and of pairs of characters |
//! | `w` | `words` | the words that begin with a letter, for corrections |
//! | `x` | `questions` | which documents ask a whole question |
//! | `l` | `lengths` | how long documents are, and which are translations of each other |
//! | `r` | `readings` | how characters are usually read |
//! | `d` | `fragment` | what is shown of a document |
//! | `n` | `topics` | what readers are told of topics that no document covers |
//!
//! All are written in [`wire`](super::wire), sorted terms in `terms`. Each but the head ends with its [`checksum()`].

mod block;
mod checksum;
mod entry;
mod fragment;
mod head;
mod lengths;
mod positions;
mod postings;
mod questions;
mod readings;
mod terms;
mod topics;
mod words;

pub use block::TermBlock;
pub use checksum::{checksum, verified};
pub use entry::{Entry, PostingsList, Storage, sound_key};
pub use head::IndexHeader;
pub use lengths::{DOCUMENTS_PER_FILE, Lengths};
pub use positions::{BLOCKS_PER_FILE, Positions, decode_positions, encode_positions};
pub use postings::{decode_postings, encode_postings};
pub use questions::Questions;
pub use readings::{CHARACTERS_PER_FILE, Readings};
pub use topics::TopicTexts;
pub use words::Words;

use std::fmt;
use std::str::FromStr;

use crate::search::query::Field;

/// A file of an index; its name is a letter and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// A [block](TermBlock) of terms.
    Block(u32),
    /// The postings lists of a block that are too long to lie in it, one after the other.
    Postings(u32),
    /// The [positions](Positions) in answers of the terms of some blocks.
    Body(u32),
    /// The [positions](Positions) of the pairs of characters of some blocks.
    Pairs(u32),
    /// The [words](Words) that begin with a letter of the alphabet.
    Words(u32),
    /// [Whole questions](Questions), by their hash.
    Exact(u32),
    /// How characters are usually [read](Readings).
    Readings(u32),
    /// How [long](Lengths) some documents are.
    Lengths(u32),
    /// What is [shown](crate::search::query::Fragment) of a document.
    Fragment(u32),
    /// What readers are [told of topics](TopicTexts) that no document covers. There is one such file, if any.
    Topics(u32),
}

impl File {
    /// The file with the positions of a block in a field. `None` if those, if any, lie with the postings: positions in answers
    /// are many, and only phrases in quotation marks need them.
    pub fn positions(field: Field, block: u32) -> Option<Self> {
        match field {
            Field::Body => Some(Self::Body(block / BLOCKS_PER_FILE)),
            Field::Bigrams => Some(Self::Pairs(block / BLOCKS_PER_FILE)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names() {
        for name in ["b0", "p1", "w25", "t3", "g4", "x5", "r6", "l7", "d4294967295", "n0"] {
            assert_eq!(name.parse::<File>().unwrap().to_string(), name);
        }
        for wrong in ["", "b", "z1", "b-1", "12", "bb"] {
            assert!(wrong.parse::<File>().is_err(), "{wrong}");
        }
    }
}
