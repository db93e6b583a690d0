//! A browser that has of an index what it fetched.

use std::collections::HashMap;
use std::io::Read as _;
use std::ops::Range;

use flate2::read::ZlibDecoder;
use wenda::search::Export;
use wenda::search::query::{DecisionCard, NotCovered, SearchResults, find};
use wenda::search::shard::{IndexPiece, Location, Shards};

/// No query waits for pieces more often.
const MAX_ROUNDS: usize = 12;

/// A browser, and the packs that it can fetch from.
pub(crate) struct Browser {
    packs: HashMap<u32, Vec<u8>>,
    /// What takes the place of pieces as they come.
    pub(crate) instead: HashMap<IndexPiece, Vec<u8>>,
    pub(crate) shards: Shards,
    /// What it fetched, in this order, each with its place in its pack.
    pub(crate) fetched: Vec<(IndexPiece, Range<u32>)>,
    /// How many times it waited for pieces.
    pub(crate) rounds: usize,
}

impl Browser {
    /// Nothing was fetched yet. `None` if the head is none.
    pub(crate) fn open(Export { head, packs, .. }: Export) -> Option<Self> {
        let names: Vec<u32> = packs.iter().map(|pack| pack.name).collect();
        let shards = Shards::open(&head, &names)?;
        let packs = packs.into_iter().map(|pack| (pack.name, pack.bytes.read().unwrap().to_vec())).collect();
        Some(Self { packs, instead: HashMap::new(), shards, fetched: Vec::new(), rounds: 0 })
    }

    /// The kinds of pieces that it fetched, by their letters.
    pub(crate) fn kinds(&self) -> String {
        let kinds: std::collections::BTreeSet<char> = self.fetched.iter().map(|(piece, _)| piece.name().0).collect();
        kinds.into_iter().collect()
    }

    /// Answers a query, fetching what is missing.
    ///
    /// # Errors
    /// If a piece is not there or not what it should be, or if the query never has all it needs.
    pub(crate) fn find(&mut self, query: &str, languages: &[&str], limit: usize) -> Result<SearchResults, String> {
        for _ in 0..=MAX_ROUNDS {
            if let Ok(answer) = find(query, languages, limit, &self.shards) {
                return Ok(answer);
            }
            self.rounds += 1;
            for (piece, location) in self.shards.take_missing() {
                let bytes = match self.instead.get(&piece) {
                    Some(bytes) => bytes.clone(),
                    None => self.read(piece, &location)?,
                };
                if !self.shards.provide(piece, &bytes) {
                    return Err(format!("{piece} is not what it should be"));
                }
                self.fetched.push((piece, location.range));
            }
        }
        Err(format!("`{query}` never has all it needs"))
    }

    fn read(&self, piece: IndexPiece, Location { pack, range }: &Location) -> Result<Vec<u8>, String> {
        let pack = self.packs.get(pack).ok_or_else(|| format!("the pack of {piece} is not there"))?;
        let compressed = pack.get(range.start as usize..range.end as usize);
        let compressed = compressed.ok_or_else(|| format!("{piece} is beyond the end of its pack"))?;
        let mut bytes = Vec::new();
        // What comes is damaged in some tests: then as much of it as can be read.
        drop(ZlibDecoder::new(compressed).read_to_end(&mut bytes));
        Ok(bytes)
    }
}

/// All pieces of a small index, with their checksums.
pub(crate) fn pieces(export: &Export) -> Vec<(IndexPiece, Vec<u8>)> {
    let mut whole = Vec::new();
    let packed = export.whole.as_ref().unwrap().bytes.read().unwrap();
    ZlibDecoder::new(&packed[..]).read_to_end(&mut whole).unwrap();
    let mut rest = whole.as_slice();
    let mut pieces = Vec::new();
    while let [name_length, a, b, c, d, after @ ..] = rest {
        let (name, after) = after.split_at(usize::from(*name_length));
        let (bytes, after) = after.split_at(u32::from_be_bytes([*a, *b, *c, *d]) as usize);
        pieces.push((std::str::from_utf8(name).unwrap().parse().unwrap(), bytes.to_vec()));
        rest = after;
    }
    pieces
}

/// A kind, an id, a language, an anchor, a snippet.
type Shown = (&'static str, String, String, Option<String>, String);

/// What is shown above the hits: what is not covered, the decision that was asked, and whether no hit answers.
type Above = (Option<NotCovered>, Option<DecisionCard>, bool);

/// What a reader sees of an answer: how many hits there are, what is above them, some of the hits and the suggestions, the corrections.
pub(crate) fn shown(answer: &SearchResults) -> (usize, Above, Vec<Shown>, Vec<String>) {
    let hits = answer.hits.iter().chain(&answer.suggestions).map(|found| {
        let fragment = &found.fragment;
        let anchor = found.anchor().map(str::to_owned);
        (fragment.kind.name(), fragment.id.clone(), fragment.language.clone(), anchor, found.snippet.to_html())
    });
    let above = (answer.not_covered.clone(), answer.decision.clone(), answer.no_answer);
    (answer.total, above, hits.collect(), answer.corrections.clone())
}
