//! The files of search in the browser: how many there are of each kind, and what queries fetch of them.
//!
//! ```sh
//! cargo bench --bench files -- DIR   # the help center in a folder
//! ```

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use flate2::read::ZlibDecoder;
use wenda::pipeline::Session;
use wenda::search::query::find;
use wenda::search::shard::{IndexHeader, Location, Shards};
use wenda::search::{Export, PackFile, compress, export};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).expect("a folder is named");
    let loaded = Session::new(Path::new(&folder)).load().expect("there is a site");
    let index = loaded.index(&|| ()).expect("memory suffices").expect("the site has content");
    let snapshot = index.snapshot;
    let export = export(&snapshot).expect("memory suffices");
    let names: Vec<u32> = export.packs.iter().map(|pack| pack.name).collect();
    let head = IndexHeader::read(&export.head, &names).expect("it was just written");
    let manifest = compress(&export.head).len() + 4 * names.len();
    println!("manifest {manifest} bytes");
    print_packs(&export, &head);
    // Queries as people type them: pieces of titles and of texts.
    let mut seed = 1_u64;
    let mut below = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % limit.max(1) as u64) as usize
    };
    let mut totals = Vec::new();
    let mut by_kind: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    let finder = wenda::search::Finder::new(snapshot);
    let documents: Vec<u32> = finder.snapshot().numbers().collect();
    let read = |pack: &PackFile| (pack.name, pack.bytes.read().expect("the disk works").to_vec());
    let packs: BTreeMap<u32, Vec<u8>> = export.packs.iter().map(read).collect();
    for _ in 0..200 {
        let document = documents[below(documents.len())];
        let Ok(Some(fragment)) = wenda::search::query::StoredFields::fragment(finder.snapshot(), document) else {
            continue;
        };
        let text: Vec<char> = match below(2) {
            0 => fragment.title.chars().collect(),
            _ => fragment.passages[below(fragment.passages.len())].text.text.chars().collect(),
        };
        if text.is_empty() {
            continue;
        }
        let start = below(text.len());
        let query: String = text[start..].iter().take(3 + below(7)).collect();
        let mut shards = Shards::open(&export.head, &names).expect("it was just written");
        let (mut bytes, mut rounds, mut fetched) = (0, 0, 0);
        let mut whole = std::collections::BTreeSet::new();
        while find(&query, &["zh", "en"], 5, &shards).is_err() {
            rounds += 1;
            for (piece, Location { pack, range }) in shards.take_missing() {
                bytes += range.len();
                fetched += 1;
                whole.insert(pack);
                let kind = by_kind.entry(piece.name().0).or_default();
                *kind = (kind.0 + 1, kind.1 + range.len());
                let mut plain = Vec::new();
                let range = range.start as usize..range.end as usize;
                ZlibDecoder::new(&packs[&pack][range]).read_to_end(&mut plain).expect("it was compressed");
                assert!(shards.provide(piece, &plain));
            }
        }
        let packs: usize = whole.iter().map(|pack| packs[pack].len()).sum();
        totals.push([bytes, packs, fetched, rounds]);
    }
    print_queries(&totals, &by_kind);
}

fn print_packs(export: &Export, head: &IndexHeader) {
    let mut kinds: BTreeMap<char, (usize, usize, usize)> = BTreeMap::new();
    for (pack, file) in head.directory.packs.iter().zip(&export.packs) {
        let kind = kinds.entry(pack.letter).or_default();
        *kind = (kind.0 + 1, kind.1 + pack.numbers.len(), kind.2 + file.bytes.count());
    }
    for (kind, (packs, pieces, bytes)) in &kinds {
        println!("{kind} {packs:>6} packs {pieces:>6} pieces {bytes:>9} bytes, {:>6} a pack", bytes / packs);
    }
    println!(
        "all {:>6} packs {:>9} bytes",
        export.packs.len(),
        export.packs.iter().map(|pack| pack.bytes.count()).sum::<usize>()
    );
}

fn print_queries(totals: &[[usize; 4]], by_kind: &BTreeMap<char, (usize, usize)>) {
    for (place, name) in ["bytes", "bytes without ranges", "pieces", "rounds"].into_iter().enumerate() {
        let mut values: Vec<usize> = totals.iter().map(|total| total[place]).collect();
        values.sort_unstable();
        println!("{name}: median {}, mean {}", values[values.len() / 2], values.iter().sum::<usize>() / values.len());
    }
    for (kind, (count, bytes)) in by_kind {
        println!(
            "{kind}: {:.2} files, {:.0} bytes a query",
            *count as f64 / totals.len() as f64,
            *bytes as f64 / totals.len() as f64
        );
    }
}
