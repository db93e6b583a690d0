//! Shards in memory: an index of which some pieces are loaded.

use std::cell::RefCell;
use std::rc::Rc;

use super::loaded::LoadedPiece;
use super::piece::{Entry, IndexHeader, IndexPiece, Lengths, Location, TermBlock, TopicTexts, verified};
use crate::analysis::insert_sorted;
use crate::search::query::{DecisionText, Fragment, Index, Lookup, NotCovered, StoredFields};

/// An index of which some pieces are loaded. Those that are asked for and are not are listed, to be fetched.
#[derive(Debug, Default)]
pub struct Shards {
    pub(super) head: IndexHeader,
    /// In the order of the pieces.
    pieces: Vec<(IndexPiece, LoadedPiece)>,
    /// In their order.
    missing: RefCell<Vec<IndexPiece>>,
}

/// That a piece is not loaded yet; which ones, [`Shards::take_missing`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

impl Shards {
    /// An index of which only the head is loaded, with the names of its packs. `None` if that is none, or one of another version of
    /// Wenda.
    pub fn open(head: &[u8], names: &[u32]) -> Option<Self> {
        Some(Self { head: IndexHeader::read(head, names)?, ..Self::default() })
    }

    /// The pieces that were asked for since this was last asked, and are not loaded; each with where it is. What no file has is not
    /// among them.
    pub fn take_missing(&self) -> Vec<(IndexPiece, Location)> {
        let mut missing = self.missing.take();
        // Where a fragment is, the lengths of its document tell.
        for place in 0..missing.len() {
            if let IndexPiece::Fragment(document) = missing[place]
                && self.lengths_of(document).is_err()
            {
                missing.extend(self.missing.take());
            }
        }
        let mut located = Vec::new();
        for piece in missing {
            located.extend(self.location(piece).map(|location| (piece, location)));
        }
        // What was asked for to know that is among them.
        self.missing.take();
        located
    }

    /// Where a piece is.
    fn location(&self, piece: IndexPiece) -> Option<Location> {
        let (number, pack) = (piece.name().1, self.head.directory.pack_of(piece)?);
        let range = match piece {
            IndexPiece::Fragment(document) => {
                let (lengths, place) = self.lengths_of(document).ok()??;
                let first = place.checked_sub((document - pack.numbers.start) as usize)?;
                let start = lengths
                    .fragments
                    .get(first..place)?
                    .iter()
                    .try_fold(0, |sum: u32, length| sum.checked_add(*length))?;
                start..start.checked_add(*lengths.fragments.get(place)?)?
            }
            _ => match IndexPiece::of_block(number).into_iter().position(|known| known == piece) {
                Some(kind) => self.block(number).ok()??.apart[kind].clone(),
                None => return self.head.directory.location(piece),
            },
        };
        Some(Location { pack: pack.name, range })
    }

    /// Takes a piece that was fetched. Whether it is what it should be: its checksum is that of this piece of this index.
    pub fn provide(&mut self, piece: IndexPiece, bytes: &[u8]) -> bool {
        let read = |bytes| LoadedPiece::read(piece, bytes, &self.head);
        let seal = self.head.directory.seal(piece);
        let Some(loaded) = seal.and_then(|seal| verified(seal, bytes)).and_then(read) else {
            return false;
        };
        match self.place_of(piece) {
            Ok(place) => self.pieces[place].1 = loaded,
            Err(place) => self.pieces.insert(place, (piece, loaded)),
        }
        true
    }

    /// What a piece holds.
    pub(super) fn load(&self, piece: IndexPiece) -> Result<&LoadedPiece, NotLoaded> {
        match self.place_of(piece) {
            Ok(place) => Ok(&self.pieces[place].1),
            Err(_) => {
                self.request(piece);
                Err(NotLoaded)
            }
        }
    }

    /// What a piece holds that is read where it is needed.
    pub(super) fn bytes(&self, piece: IndexPiece) -> Result<&[u8], NotLoaded> {
        match self.load(piece)? {
            LoadedPiece::Bytes(bytes) => Ok(bytes),
            _ => Ok(&[]),
        }
    }

    /// The codes of all languages, that of the reader first.
    pub fn languages_for<'s>(&'s self, reader: &'s str) -> Vec<&'s str> {
        let mut languages = vec![reader];
        languages.extend(self.head.languages.iter().map(|(code, _)| code.as_str()).filter(|code| *code != reader));
        languages
    }

    /// Asks for a piece that will be needed.
    pub(super) fn request(&self, piece: IndexPiece) {
        if self.place_of(piece).is_err() {
            insert_sorted(&mut self.missing.borrow_mut(), piece);
        }
    }

    /// Its place among those that are loaded, or the one that it will have there.
    fn place_of(&self, piece: IndexPiece) -> Result<usize, usize> {
        self.pieces.binary_search_by_key(&piece, |(piece, _)| *piece)
    }

    pub(super) fn block(&self, number: u32) -> Result<Option<&TermBlock>, NotLoaded> {
        match self.load(IndexPiece::Block(number))? {
            LoadedPiece::Block(block) => Ok(Some(block)),
            _ => Ok(None),
        }
    }

    /// What is known of a term.
    pub(super) fn entry(&self, term: &str) -> Result<Option<&Entry>, NotLoaded> {
        let Some(number) = self.head.block_of(term) else {
            return Ok(None);
        };
        Ok(self.block(number)?.and_then(|block| block.get(term)))
    }

    /// The lengths of a document and of those after it in the same piece, from its place there on.
    pub(super) fn lengths_of(&self, document: u32) -> Result<Option<(&Lengths, usize)>, NotLoaded> {
        let Some((piece, place)) = self.head.lengths_of(document) else {
            return Ok(None);
        };
        match self.load(IndexPiece::Lengths(piece))? {
            LoadedPiece::Lengths(lengths) => Ok(Some((lengths, place))),
            _ => Ok(None),
        }
    }
}

impl Index for Shards {
    type NotLoaded = NotLoaded;
}

impl StoredFields for Shards {
    fn translation_group(&self, document: u32) -> Lookup<u64, Self> {
        let group = self.lengths_of(document)?.and_then(|(lengths, place)| lengths.groups.get(place));
        Ok(group.copied().unwrap_or_default().into())
    }

    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self> {
        match self.load(IndexPiece::Fragment(document))? {
            LoadedPiece::Fragment(fragment) => Ok(Some(Rc::clone(fragment))),
            _ => Ok(None),
        }
    }

    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self> {
        Ok(TopicTexts::read(self.bytes(IndexPiece::Topics(0))?).get(topic, language))
    }

    fn decision(&self, decision: u32, language: &str) -> Lookup<Option<Rc<DecisionText>>, Self> {
        let languages = &self.head.languages;
        let Some(place) = languages.iter().position(|(code, _)| code == language) else {
            return Ok(None);
        };
        let number = u64::from(decision) * languages.len() as u64 + place as u64;
        match self.load(IndexPiece::Decision(u32::try_from(number).unwrap_or(u32::MAX)))? {
            LoadedPiece::Decision(text) => Ok(Some(Rc::clone(text))),
            _ => Ok(None),
        }
    }
}
