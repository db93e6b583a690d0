//! Where the pieces of an index are: in which pack, and which of its bytes.
//!
//! Of most pieces the directory tells all. What belongs to a block beside its terms is told by the block, where a fragment is by
//! the lengths of its documents: whoever asks for one has these, and the directory, which every reader fetches, stays small.

use std::ops::Range;

use crate::search::shard::piece::IndexPiece;
use crate::search::shard::wire::{Reader, Writer};

/// A file of the index: pieces of one kind that follow each other, each compressed; after what belongs to them, if they are
/// blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// What it is called: a hash of all that it holds.
    pub name: u32,
    /// The letter of its pieces.
    pub letter: char,
    /// The numbers of its pieces.
    pub numbers: Range<u32>,
    /// Where each piece begins, and where the last one ends; of fragments nothing.
    pub offsets: Vec<u32>,
}

impl Pack {
    /// The bytes of a piece, if the directory knows them.
    fn range(&self, number: u32) -> Option<Range<u32>> {
        let place = number.checked_sub(self.numbers.start)? as usize;
        Some(*self.offsets.get(place)?..*self.offsets.get(place + 1)?)
    }
}

/// Where the pieces of an index are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// In the order of their letters, and of their pieces.
    pub packs: Vec<Pack>,
}

/// Where a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The name of its pack.
    pub pack: u32,
    /// Its bytes there.
    pub range: Range<u32>,
}

/// What a piece is known by, however many others are before its pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The name of the pack.
    pub pack: u32,
    /// The letter of the piece.
    pub letter: char,
    /// Its place among those of its letter in the pack.
    pub place: u32,
}

impl Directory {
    /// Without the names of the packs.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.count(self.packs.len());
        for pack in &self.packs {
            writer.varint(u32::from(pack.letter).into());
            writer.varint((pack.numbers.end - pack.numbers.start).into());
            pack.offsets.first().iter().for_each(|start| writer.varint((**start).into()));
            pack.offsets.windows(2).for_each(|piece| writer.varint((piece[1] - piece[0]).into()));
        }
    }

    /// Reads what was written. `None` if it is something else, or there are not as many names as packs.
    pub(super) fn read(reader: &mut Reader<'_>, names: &[u32]) -> Option<Self> {
        let mut directory = Self::default();
        if reader.count()? != names.len() {
            return None;
        }
        for name in names {
            let letter = char::from_u32(reader.varint32()?)?;
            let before = directory.packs.last().filter(|before| before.letter == letter);
            let first = before.map_or(0, |before| before.numbers.end);
            let numbers = first..first.checked_add(reader.varint32()?)?;
            let mut offsets = Vec::new();
            if letter != IndexPiece::FRAGMENT {
                let mut offset = reader.varint32()?;
                offsets.push(offset);
                for _ in numbers.clone() {
                    offset = offset.checked_add(reader.varint32()?)?;
                    offsets.push(offset);
                }
            }
            directory.packs.push(Pack { name: *name, letter, numbers, offsets });
        }
        directory.packs.is_sorted_by_key(|pack| (pack.letter, pack.numbers.start)).then_some(directory)
    }

    /// The pack that a piece is in.
    pub(in crate::search::shard) fn pack_of(&self, piece: IndexPiece) -> Option<&Pack> {
        let (letter, number) = piece.name();
        let letter = if piece.belongs_to_block() { IndexPiece::BLOCK } else { letter };
        let after = self.packs.partition_point(|pack| (pack.letter, pack.numbers.start) <= (letter, number));
        let pack = self.packs.get(after.checked_sub(1)?)?;
        (pack.letter == letter && pack.numbers.contains(&number)).then_some(pack)
    }

    /// Where a piece is, if no other piece has to tell.
    pub(in crate::search::shard) fn location(&self, piece: IndexPiece) -> Option<Location> {
        let pack = self.pack_of(piece).filter(|_| !piece.belongs_to_block())?;
        Some(Location { pack: pack.name, range: pack.range(piece.name().1)? })
    }

    /// What a piece is known by, if there is one.
    pub fn seal(&self, piece: IndexPiece) -> Option<Seal> {
        let pack = self.pack_of(piece)?;
        let (letter, number) = piece.name();
        Some(Seal { pack: pack.name, letter, place: number - pack.numbers.start })
    }
}
