//! What a piece that is loaded holds.

use std::rc::Rc;

use super::piece::{IndexHeader, IndexPiece, Lengths, Positions, TermBlock, Words};
use crate::search::query::{DecisionText, Fragment};

#[derive(Debug)]
pub(super) enum LoadedPiece {
    Block(TermBlock),
    Positions(Positions),
    Words(Words),
    Lengths(Lengths),
    Fragment(Rc<Fragment>),
    Decision(Rc<DecisionText>),
    /// What is read where it is needed: of such a piece a query needs little.
    Bytes(Vec<u8>),
}

impl LoadedPiece {
    /// Reads a piece. `None` if it is not what it should be.
    pub(super) fn read(piece: IndexPiece, bytes: &[u8], head: &IndexHeader) -> Option<Self> {
        Some(match piece {
            IndexPiece::Block(_) => Self::Block(TermBlock::read(bytes, &head.documents_by_language())?),
            IndexPiece::Body(_) | IndexPiece::Pairs(_) => Self::Positions(Positions::read(bytes)?),
            IndexPiece::Words(_) => Self::Words(Words::read(bytes)?),
            IndexPiece::Lengths(number) => {
                Self::Lengths(Lengths::read(bytes, head.documents_of_lengths(number)?.len())?)
            }
            IndexPiece::Fragment(_) => Self::Fragment(Rc::new(Fragment::read(bytes)?)),
            IndexPiece::Decision(_) => Self::Decision(Rc::new(DecisionText::read(bytes)?)),
            IndexPiece::Postings(_) | IndexPiece::Exact(_) | IndexPiece::Readings(_) | IndexPiece::Topics(_) => {
                Self::Bytes(bytes.to_vec())
            }
        })
    }
}
