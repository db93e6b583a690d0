//! What a file that is loaded holds.

use std::rc::Rc;

use super::file::{File, IndexHeader, Lengths, Positions, TermBlock, Words};
use crate::search::query::Fragment;

#[derive(Debug)]
pub(super) enum LoadedFile {
    Block(TermBlock),
    Positions(Positions),
    Words(Words),
    Lengths(Lengths),
    Fragment(Rc<Fragment>),
    /// What is read where it is needed: of such a file a query needs little.
    Bytes(Vec<u8>),
}

impl LoadedFile {
    /// Reads a file. `None` if it is not what it should be.
    pub(super) fn read(file: File, bytes: &[u8], head: &IndexHeader) -> Option<Self> {
        Some(match file {
            File::Block(_) => Self::Block(TermBlock::read(bytes, &head.documents_by_language())?),
            File::Body(_) | File::Pairs(_) => Self::Positions(Positions::read(bytes)?),
            File::Words(_) => Self::Words(Words::read(bytes)?),
            File::Lengths(number) => {
                Self::Lengths(Lengths::read(bytes, head.documents_of_lengths_file(number)?.len())?)
            }
            File::Fragment(_) => Self::Fragment(Rc::new(Fragment::read(bytes)?)),
            File::Postings(_) | File::Exact(_) | File::Readings(_) | File::Topics(_) => Self::Bytes(bytes.to_vec()),
        })
    }
}
