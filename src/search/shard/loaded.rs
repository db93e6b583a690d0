//! What a file that is loaded holds.

use std::rc::Rc;

use super::file::{Block, File, Head, Lengths, LongPostings, Positions, Questions, Readings, TopicTexts, Words};
use crate::search::query::Fragment;

/// What a file holds.
#[derive(Debug)]
pub(super) enum LoadedFile {
    Block(Block),
    Postings(LongPostings),
    Positions(Positions),
    Words(Words),
    Questions(Questions),
    Readings(Readings),
    Lengths(Lengths),
    Fragment(Rc<Fragment>),
    Topics(TopicTexts),
}

impl LoadedFile {
    /// Reads a file. `None` if it is not what it should be.
    pub(super) fn read(file: File, bytes: &[u8], head: &Head) -> Option<Self> {
        Some(match file {
            File::Block(_) => Self::Block(Block::read(bytes, &head.documents_by_language())?),
            File::Body(_) | File::Pairs(_) => Self::Positions(Positions::read(bytes)?),
            File::Words(_) => Self::Words(Words::read(bytes)?),
            File::Lengths(number) => {
                Self::Lengths(Lengths::read(bytes, head.documents_of_lengths_file(number)?.len())?)
            }
            File::Fragment(_) => Self::Fragment(Rc::new(Fragment::read(bytes)?)),
            File::Postings(_) | File::Exact(_) | File::Readings(_) | File::Topics(_) => {
                // What is read where it is needed.
                let bytes = bytes.to_vec();
                match file {
                    File::Postings(_) => Self::Postings(LongPostings::read(bytes)),
                    File::Exact(_) => Self::Questions(Questions::read(bytes)),
                    File::Readings(_) => Self::Readings(Readings::read(bytes)),
                    _ => Self::Topics(TopicTexts::read(bytes)),
                }
            }
        })
    }
}
