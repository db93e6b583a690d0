//! Packs: the files of an index, each with some of its pieces.
//!
//! A reader fetches pieces, as ranges of packs, and of a host that sends no ranges whole packs. So packs are small, and their number
//! grows with the square root of that of the documents: between hosts, who pay by the file, and readers, who pay by the byte.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use rayon::prelude::*;

use super::compression::{Compressor, compress};
use super::cut::{cut, quantized};
use super::terms::BlockTerms;
use crate::search::index::{Spool, SpoolFolder, SpooledBytes};
use crate::search::shard::piece::{Directory, IndexPiece, Pack, Seal, checksum};
use crate::search::shard::wire::fnv1a;

/// An index that is no larger, compressed, is also written as one file, which readers fetch for times without network.
const SMALL: usize = 1 << 20;
/// One whose pieces have more bytes never is that small.
const MAX_SMALL: usize = 8 << 20;
/// So many packs are in memory at once.
const BATCH: usize = 128;

/// How large packs are, before they are compressed.
pub(super) struct PackSize {
    /// How many there are, by the square root of the number of documents.
    by_documents: f64,
    /// They are no smaller, in bytes, if there is enough for one.
    least: usize,
}

impl PackSize {
    /// Of blocks.
    pub(super) const BLOCKS: Self = Self { by_documents: 22.0, least: 16 << 10 };
    /// Of fragments.
    pub(super) const FRAGMENTS: Self = Self { by_documents: 12.0, least: 12 << 10 };
    /// Of all else, of which there is little.
    pub(super) const OTHERS: Self = Self { by_documents: 1.0, least: 8 << 10 };

    /// The most that packs hold of pieces with so many bytes together. They are three quarters full on average.
    fn target(&self, bytes: usize, documents: u32) -> usize {
        let packs = 0.75 * self.by_documents * f64::from(documents.max(1)).sqrt();
        quantized(bytes as f64 / packs).max(self.least)
    }
}

/// What a piece holds, before its checksum.
pub(super) enum RawPiece<'t> {
    Bytes(SpooledBytes),
    /// A block, with what [belongs](IndexPiece::of_block) to it.
    Block(BlockTerms<'t>),
}

/// A piece on its way into a pack.
pub(super) struct Unpacked<'t> {
    pub(super) piece: RawPiece<'t>,
    /// About how many bytes it has.
    pub(super) bytes: usize,
    /// A hash of what it is known by in every version of the site: where packs are cut depends on it.
    pub(super) key: u64,
}

impl Unpacked<'_> {
    /// A piece of bytes that is known by a text.
    pub(super) fn new(bytes: Vec<u8>, known_by: &str) -> Self {
        Self::spooled(SpooledBytes::from(bytes), fnv1a(None, known_by.as_bytes()))
    }

    /// A piece of bytes that is known by what has this hash.
    pub(super) fn spooled(bytes: SpooledBytes, key: u64) -> Self {
        Self { bytes: bytes.count(), piece: RawPiece::Bytes(bytes), key }
    }
}

/// Pieces that are going to be one file.
struct RawPack<'t> {
    /// The letter of the pieces.
    letter: char,
    /// The number of the first one.
    first: u32,
    pieces: Vec<RawPiece<'t>>,
}

/// A file of an index.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// As the directory names it.
    pub name: u32,
    /// Its pieces, each compressed.
    pub bytes: SpooledBytes,
}

fn hash(pack: &RawPack<'_>) -> io::Result<u32> {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(pack.letter.encode_utf8(&mut [0; 4]).as_bytes());
    for piece in &pack.pieces {
        match piece {
            RawPiece::Bytes(bytes) => part(&bytes.read()?),
            RawPiece::Block(block) => {
                let block = block.read()?;
                part(&block.write(&Default::default()));
                block.apart().iter().for_each(|bytes| part(bytes));
            }
        }
    }
    let [a, b, c, d, ..] = *hasher.finalize().as_bytes();
    Ok(u32::from_be_bytes([a, b, c, d]))
}

/// A pack as a file, as the directory knows it, and its pieces with their checksums.
struct SealedPack {
    /// Its pieces, each compressed.
    file: Vec<u8>,
    entry: Pack,
    pieces: Vec<(IndexPiece, Vec<u8>)>,
}

/// A pack on its way into its file.
struct Sealing<'c> {
    compressor: &'c mut Compressor,
    pack: SealedPack,
}

impl RawPack<'_> {
    /// Ties all pieces to the name of the pack, and puts them one after the other; before blocks what belongs to them, so that
    /// these can tell where it is.
    fn seal(self, name: u32, compressor: &mut Compressor) -> io::Result<SealedPack> {
        let (letter, first) = (self.letter, self.first);
        let entry = Pack { name, letter, numbers: first..first + self.pieces.len() as u32, offsets: Vec::new() };
        let pack = SealedPack { file: Vec::new(), entry, pieces: Vec::new() };
        let mut sealing = Sealing { compressor, pack };
        let mut last = Vec::new();
        for (place, piece) in (0..).zip(self.pieces) {
            last.push(match piece {
                RawPiece::Bytes(bytes) => bytes.read()?.to_vec(),
                RawPiece::Block(block) => {
                    let block = block.read()?;
                    let mut apart = [const { 0..0 }; 3];
                    for ((kind, bytes), range) in
                        IndexPiece::of_block(first + place).into_iter().zip(block.apart()).zip(&mut apart)
                    {
                        let start = sealing.bytes();
                        if !bytes.is_empty() {
                            sealing.add(kind, place, bytes);
                        }
                        *range = start..sealing.bytes();
                    }
                    block.write(&apart)
                }
            });
        }
        let mut offsets = vec![sealing.bytes()];
        for (place, bytes) in (0..).zip(last) {
            if let Some(piece) = IndexPiece::of(letter, first + place) {
                sealing.add(piece, place, bytes);
            }
            offsets.push(sealing.bytes());
        }
        sealing.pack.entry.offsets = offsets;
        Ok(sealing.pack)
    }
}

impl Sealing<'_> {
    /// How many bytes the file has so far.
    fn bytes(&self) -> u32 {
        self.pack.file.len() as u32
    }

    /// Adds a piece, whose place is the one among those of its letter in the pack.
    fn add(&mut self, piece: IndexPiece, place: u32, mut bytes: Vec<u8>) {
        bytes.extend(checksum(Seal { pack: self.pack.entry.name, letter: piece.name().0, place }, &bytes));
        self.pack.file.extend(self.compressor.compress(&bytes));
        self.pack.pieces.push((piece, bytes));
    }
}

/// All packs of an index so far.
pub(super) struct Packs {
    documents: u32,
    names: BTreeSet<u32>,
    entries: Vec<Pack>,
    /// The names of files, and where their bytes are in the spool.
    files: Vec<(u32, Range<usize>)>,
    spool: Spool,
    /// How many bytes were written to it.
    spooled: usize,
    /// All pieces one after the other, unless they are too many to be one file.
    whole: Option<Vec<u8>>,
}

impl Packs {
    /// No packs yet, of an index of so many documents.
    pub(super) fn new(documents: u32, spools: &SpoolFolder) -> Self {
        let whole = Some(Vec::new());
        // No pack is called what stands for none.
        let names = BTreeSet::from([0]);
        let spool = spools.begin();
        Self { documents, names, entries: Vec::new(), files: Vec::new(), spool, spooled: 0, whole }
    }

    /// Adds all pieces of a letter, in runs that share no pack. How many bytes each piece has then, compressed.
    pub(super) fn add(&mut self, letter: char, size: &PackSize, runs: Vec<Vec<Unpacked<'_>>>) -> io::Result<Vec<u32>> {
        let bytes = runs.iter().flatten().map(|piece| piece.bytes).sum();
        // What is too much for one file anyway, memory need not hold twice.
        self.whole = self.whole.take().filter(|_| bytes <= 2 * MAX_SMALL);
        let target = size.target(bytes, self.documents);
        let mut first = 0;
        let groups = runs.into_iter().flat_map(|run| cut(run, target, |piece| piece.bytes, |_, piece| piece.key));
        let packs = groups.map(|pieces| {
            let pack = RawPack { letter, first, pieces: pieces.into_iter().map(|unpacked| unpacked.piece).collect() };
            first += pack.pieces.len() as u32;
            pack
        });
        let mut packs: Vec<RawPack<'_>> = packs.collect();
        let mut lengths = Vec::new();
        while !packs.is_empty() {
            let rest = packs.split_off(packs.len().min(BATCH));
            let hashes: Vec<u32> = packs.par_iter().map(hash).collect::<io::Result<_>>()?;
            let names: Vec<u32> = hashes.into_iter().map(|hash| self.name(hash)).collect();
            let named = names.into_par_iter().zip(packs);
            let sealed = named.map_init(Compressor::new, |compressor, (name, pack)| pack.seal(name, compressor));
            let sealed: Vec<SealedPack> = sealed.collect::<io::Result<_>>()?;
            for SealedPack { file, entry, pieces } in sealed {
                lengths.extend(entry.offsets.windows(2).map(|piece| piece[1] - piece[0]));
                self.lay(entry.name, &file)?;
                self.entries.push(entry);
                self.keep(&pieces);
            }
            packs = rest;
        }
        Ok(lengths)
    }

    /// Lays a file where memory need not hold it.
    fn lay(&mut self, name: u32, bytes: &[u8]) -> io::Result<()> {
        let start = self.spooled;
        self.spooled += bytes.len();
        self.spool.write_all(bytes)?;
        self.files.push((name, start..self.spooled));
        Ok(())
    }

    /// A name that no other pack has: a hash, or the next one that is free.
    fn name(&mut self, hash: u32) -> u32 {
        let mut name = hash;
        while !self.names.insert(name) {
            name = name.wrapping_add(1);
        }
        name
    }

    /// Keeps pieces for the one file with all of them: each after its name, and the lengths of both (one byte, four bytes).
    fn keep(&mut self, pieces: &[(IndexPiece, Vec<u8>)]) {
        self.whole = self.whole.take().filter(|whole| whole.len() <= MAX_SMALL);
        let Some(whole) = &mut self.whole else { return };
        for (piece, bytes) in pieces {
            let name = piece.to_string();
            whole.push(name.len() as u8);
            whole.extend((bytes.len() as u32).to_be_bytes());
            whole.extend(name.as_bytes());
            whole.extend(bytes);
        }
    }

    /// The directory of all packs, these, and the one file with all pieces if it is small.
    pub(super) fn finish(mut self) -> io::Result<(Directory, Vec<PackFile>, Option<PackFile>)> {
        let whole = self.whole.take().filter(|whole| whole.len() <= MAX_SMALL).map(|whole| {
            let [a, b, c, d, ..] = *blake3::hash(&whole).as_bytes();
            PackFile { name: self.name(u32::from_be_bytes([a, b, c, d])), bytes: compress(&whole).into() }
        });
        let whole = whole.filter(|whole| whole.bytes.count() <= SMALL);
        let bytes = self.spool.finish()?;
        let files = self.files.into_iter().map(|(name, range)| PackFile { name, bytes: bytes.slice(range) });
        let mut packs: Vec<(Pack, PackFile)> = self.entries.into_iter().zip(files).collect();
        packs.sort_by_key(|(entry, _)| (entry.letter, entry.numbers.start));
        let (mut entries, files): (Vec<Pack>, Vec<PackFile>) = packs.into_iter().unzip();
        // Where fragments are, the lengths of their documents tell.
        entries.iter_mut().filter(|entry| entry.letter == IndexPiece::FRAGMENT).for_each(|entry| entry.offsets.clear());
        Ok((Directory { packs: entries }, files, whole))
    }
}
