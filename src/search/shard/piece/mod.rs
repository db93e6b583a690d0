//! The pieces of an index: for each kind one module with a type of what it holds, which writes and reads it.
//!
//! | piece | module | holds |
//! |---|---|---|
//! | the head | `head` | what is known of the whole index, with which term each block begins, and where the pieces are |
//! | `b` | `block`, `entry` | the terms between two others, with all that is known of them |
//! | `p` | `postings` | the postings lists that are too long for their block |
//! | `t`, `g` | `positions` | the positions in answers, and of pairs of characters |
//! | `w` | `words` | the words that begin with a letter, for corrections |
//! | `x` | `questions` | which documents ask a whole question |
//! | `l` | `lengths` | how long documents are, which are translations of each other, and where their fragments are |
//! | `r` | `readings` | how characters are usually read |
//! | `d` | `fragment` | what is shown of a document |
//! | `n` | `topics` | what readers are told of topics that no document covers |
//! | `c` | `decision` | what is said of a decision in a language, and where its answers lead |
//!
//! All are written in [`wire`](super::wire), sorted terms in `terms`. Each but the head ends with its [`checksum()`].

mod block;
mod checksum;
mod decision;
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

pub use block::{TermBlock, write_block};
pub use checksum::{checksum, verified};
pub use entry::{Entry, PostingsList, Storage, sound_key};
pub use head::{Directory, IndexHeader, Location, Pack, Seal};
pub use lengths::{DOCUMENTS_PER_PIECE, Lengths};
pub use positions::{Positions, decode_positions, encode_positions};
pub use postings::{decode_postings, encode_postings};
pub use questions::Questions;
pub use readings::{CHARACTERS_PER_PIECE, Readings};
pub use topics::TopicTexts;
pub use words::Words;

use std::fmt;
use std::str::FromStr;

use crate::search::query::Field;

/// A piece of an index: what is fetched at once. Its name is a letter and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexPiece {
    /// A [block](TermBlock) of terms.
    Block(u32),
    /// The postings lists of a block that are too long to lie in it, one after the other.
    Postings(u32),
    /// The [positions](Positions) in answers of the terms of a block.
    Body(u32),
    /// The [positions](Positions) of the pairs of characters of a block.
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
    /// What readers are [told of topics](TopicTexts) that no document covers. There is one such piece, if any.
    Topics(u32),
    /// What is [said of a decision](crate::search::query::DecisionText) in a language: in all languages of the first, then of the next.
    Decision(u32),
}

impl IndexPiece {
    /// The letters of blocks and of fragments.
    pub(in crate::search) const BLOCK: char = 'b';
    pub(in crate::search) const FRAGMENT: char = 'd';

    /// What may belong to a block beside its terms, in the order in which it lies in its pack.
    pub fn of_block(block: u32) -> [Self; 3] {
        [Self::Postings(block), Self::Body(block), Self::Pairs(block)]
    }

    /// Whether it belongs to the block of the same number.
    pub(super) fn belongs_to_block(self) -> bool {
        Self::of_block(self.name().1).contains(&self)
    }

    /// The piece with the positions of a block in a field. `None` if those, if any, lie with the postings: positions in answers
    /// are many, and only phrases in quotation marks need them.
    pub fn positions(field: Field, block: u32) -> Option<Self> {
        match field {
            Field::Body => Some(Self::Body(block)),
            Field::Bigrams => Some(Self::Pairs(block)),
            _ => None,
        }
    }

    /// The piece that is named by a letter and a number.
    pub fn of(letter: char, number: u32) -> Option<Self> {
        let kind = match letter {
            Self::BLOCK => Self::Block,
            'p' => Self::Postings,
            't' => Self::Body,
            'g' => Self::Pairs,
            'w' => Self::Words,
            'x' => Self::Exact,
            'r' => Self::Readings,
            'l' => Self::Lengths,
            Self::FRAGMENT => Self::Fragment,
            'n' => Self::Topics,
            'c' => Self::Decision,
            _ => return None,
        };
        Some(kind(number))
    }

    /// The letter and the number that it is named by.
    pub fn name(self) -> (char, u32) {
        match self {
            Self::Block(number) => (Self::BLOCK, number),
            Self::Postings(number) => ('p', number),
            Self::Body(number) => ('t', number),
            Self::Pairs(number) => ('g', number),
            Self::Words(number) => ('w', number),
            Self::Exact(number) => ('x', number),
            Self::Readings(number) => ('r', number),
            Self::Lengths(number) => ('l', number),
            Self::Fragment(number) => (Self::FRAGMENT, number),
            Self::Topics(number) => ('n', number),
            Self::Decision(number) => ('c', number),
        }
    }
}

impl fmt::Display for IndexPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, number) = self.name();
        write!(f, "{letter}{number}")
    }
}

impl FromStr for IndexPiece {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let mut characters = name.chars();
        let letter = characters.next().ok_or(())?;
        Self::of(letter, characters.as_str().parse().map_err(|_| ())?).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_names() {
        for name in ["b0", "p1", "w25", "t3", "g4", "x5", "r6", "l7", "d4294967295", "n0", "c1"] {
            assert_eq!(name.parse::<IndexPiece>().unwrap().to_string(), name);
        }
        for wrong in ["", "b", "z1", "b-1", "12", "bb"] {
            assert!(wrong.parse::<IndexPiece>().is_err(), "{wrong}");
        }
    }
}
