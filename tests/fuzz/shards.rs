//! Pieces of the browser's index, damaged, some of them with a checksum that fits all the same: an answer or none, in
//! memory that the files are worth.

use std::collections::{BTreeSet, HashMap};

use proptest::collection::vec;
use proptest::prelude::*;
use wenda::search::index::Snapshot;
use wenda::search::shard::{IndexHeader, IndexPiece, checksum};
use wenda::search::{Corpus, Document, Export, export};

use crate::campaign::campaign;
use crate::fetching::{Browser, pieces};
use crate::memory::measured;
use crate::mutation::{Damage, damage, damages};
use crate::queries::small;

/// Pieces of some kilobytes are read in so many bytes, whatever they promise.
const MAX_BYTES: usize = 16 << 20;

/// Ask for every kind of piece.
const QUERIES: [&str; 9] = [
    "多少钱",
    "how much does it cost",
    "duo shao qian",
    "\"what does it cost\"",
    "\"fourteen days\"",
    "prcie",
    "套餐 -试用",
    "方案",
    "kind:article \"多少钱\"",
];

/// What is done to a piece that a query fetches, or to the head.
#[derive(Clone, Debug)]
struct Change {
    /// Which piece, as a part of all of them, in 65,536ths.
    piece: u16,
    damages: Vec<Damage>,
    /// Another piece, whose bytes are put in its place first.
    other: Option<u16>,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = (any::<u16>(), damages(), prop::option::weighted(0.1, any::<u16>()));
    vec(one.prop_map(|(piece, damages, other)| Change { piece, damages, other }), 1..4)
}

/// The small site, with one article so often that postings are long, which lie apart.
fn repetitive() -> Corpus {
    let mut corpus = small().clone();
    let often = corpus.documents[0].clone();
    corpus.documents.extend((0..450).map(|copy| Document { id: format!("{}-{copy}", often.id), ..often.clone() }));
    corpus
}

/// What a query fetches.
fn fetched(whole: &Export, query: &str) -> Browser {
    let mut browser = Browser::open(whole.clone()).unwrap();
    browser.find(query, &["zh", "en"], 10).unwrap();
    browser
}

/// An index, with what takes the place of some of its pieces.
type Changed = (Export, HashMap<IndexPiece, Vec<u8>>);

/// An index after changes of pieces that are `asked` for. A piece whose checksum does not fit is refused at once; what is
/// behind it is reached with one that does.
fn changed(
    (whole, all): (&Export, &HashMap<IndexPiece, Vec<u8>>),
    asked: &[IndexPiece],
    changes: &[Change],
    has_checksum: bool,
) -> Changed {
    let mut export = whole.clone();
    let mut instead = HashMap::new();
    let chosen = |part: u16| asked.get(usize::from(part) * (asked.len() + 1) / 65_536).copied();
    for Change { piece, damages, other } in changes {
        let Some(piece) = chosen(*piece) else {
            export.head = damage(&export.head, damages);
            continue;
        };
        let source = other.and_then(chosen).unwrap_or(piece);
        let mut bytes = instead.get(&source).unwrap_or(&all[&source]).clone();
        let checksum = bytes.split_off(bytes.len().saturating_sub(4));
        bytes = damage(&bytes, damages);
        bytes.extend(checksum);
        instead.insert(piece, bytes);
    }
    let names: Vec<u32> = export.packs.iter().map(|pack| pack.name).collect();
    if has_checksum && let Some(IndexHeader { directory, .. }) = IndexHeader::read(&export.head, &names) {
        for (piece, bytes) in &mut instead {
            bytes.truncate(bytes.len().saturating_sub(4));
            bytes.extend(directory.seal(*piece).map(|seal| checksum(seal, bytes)).into_iter().flatten());
        }
    }
    (export, instead)
}

fn run(target: &str, usual: u64, corpus: &Corpus, kinds: &str) {
    let whole = export(&Snapshot::in_memory(corpus).unwrap()).unwrap();
    let all: HashMap<IndexPiece, Vec<u8>> = pieces(&whole).into_iter().collect();
    let asked = QUERIES.map(|query| (query, fetched(&whole, query)));
    let known: BTreeSet<char> =
        asked.iter().flat_map(|(_, browser)| browser.kinds().chars().collect::<Vec<_>>()).collect();
    assert_eq!(known.into_iter().collect::<String>(), kinds, "every kind of piece is asked for");
    let asked =
        asked.map(|(query, browser)| (query, browser.fetched.into_iter().map(|(piece, _)| piece).collect::<Vec<_>>()));
    // What is as it was has its checksum again: the readers behind it are reached.
    let same = Change { piece: 0, damages: Vec::new(), other: None };
    let (_, untouched) = changed((&whole, &all), &asked[0].1, &[same], true);
    assert!(untouched.len() == 1 && untouched.iter().all(|(piece, bytes)| all[piece] == *bytes));
    assert!(measured(|| std::hint::black_box(vec![0_u8; 1 << 20])).1 >= 1 << 20, "what is taken is counted");
    let inputs = (0..asked.len(), changes(), any::<bool>());
    campaign(target, usual, &inputs, |(query, changes, has_checksum)| {
        let (query, asked) = &asked[query];
        let (export, instead) = changed((&whole, &all), asked, &changes, has_checksum);
        let (_, bytes) = measured(|| {
            let mut browser = Browser::open(export)?;
            browser.instead = instead;
            browser.find(query, &["zh", "en"], 10).ok()?;
            browser.find("cost", &["en", "zh"], 10).ok()
        });
        prop_assert!(bytes <= MAX_BYTES, "{bytes} bytes");
        Ok(())
    });
}

#[test]
fn shards() {
    run("shards", 4_000, small(), "bdglrtwx");
}

#[test]
fn shards_with_long_postings() {
    run("shards_with_long_postings", 400, &repetitive(), "bdglprtwx");
}
