//! Files of the browser's index, damaged, some of them with a checksum that fits all the same: an answer or none, in
//! memory that the files are worth.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use wenda::search::index::Snapshot;
use wenda::search::shard::{File, IndexHeader, checksum};
use wenda::search::{Corpus, Document, Export, export};

use crate::campaign::campaign;
use crate::fetching::Browser;
use crate::memory::measured;
use crate::mutation::{Damage, damage, damages};
use crate::queries::small;

/// Files of some kilobytes are read in so many bytes, whatever they promise.
const MAX_BYTES: usize = 16 << 20;

/// Ask for every kind of file.
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

/// What is done to a file that a query fetches, or to the head.
#[derive(Clone, Debug)]
struct Change {
    /// Which file, as a part of all of them, in 65,536ths.
    file: u16,
    damages: Vec<Damage>,
    /// Another file, whose bytes are put in its place first.
    other: Option<u16>,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = (any::<u16>(), damages(), prop::option::weighted(0.1, any::<u16>()));
    vec(one.prop_map(|(file, damages, other)| Change { file, damages, other }), 1..4)
}

/// The small site, with one article so often that postings are long, which lie apart.
fn repetitive() -> Corpus {
    let mut corpus = small().clone();
    let often = corpus.documents[0].clone();
    corpus.documents.extend((0..450).map(|copy| Document { id: format!("{}-{copy}", often.id), ..often.clone() }));
    corpus
}

/// What a query fetches.
fn fetched(whole: &Export, query: &str) -> Vec<File> {
    let mut browser = Browser::open(whole.clone()).unwrap();
    browser.find(query, &["zh", "en"], 10).unwrap();
    browser.fetched
}

/// An index after changes of files that are `asked` for. A file whose checksum does not fit is refused at once; what is
/// behind it is reached with one that does.
fn changed(whole: &Export, asked: &[File], changes: &[Change], has_checksum: bool) -> Export {
    let Export { mut head, mut files } = whole.clone();
    let place_of = |part: u16| {
        let file = asked.get(usize::from(part) * (asked.len() + 1) / 65_536)?;
        whole.files.iter().position(|(known, _)| known == file)
    };
    for Change { file, damages, other } in changes {
        let Some(place) = place_of(*file) else {
            head = damage(&head, damages);
            continue;
        };
        if let Some(other) = other.and_then(place_of) {
            files[place].1 = whole.files[other].1.clone();
        }
        let bytes = &mut files[place].1;
        let checksum = bytes.split_off(bytes.len().saturating_sub(4));
        *bytes = damage(bytes, damages);
        bytes.extend(checksum);
    }
    if has_checksum && let Some(IndexHeader { content, .. }) = IndexHeader::read(&head) {
        for (file, bytes) in &mut files {
            bytes.truncate(bytes.len().saturating_sub(4));
            bytes.extend(checksum(content, *file, bytes));
        }
    }
    Export { head, files }
}

fn run(target: &str, usual: u64, corpus: &Corpus, kinds_of_files: &str) {
    let whole = export(&Snapshot::in_memory(corpus).unwrap());
    let asked = QUERIES.map(|query| (query, fetched(&whole, query)));
    let kinds: BTreeSet<char> = asked.iter().flat_map(|(_, files)| files).map(|file| file.name().0).collect();
    assert_eq!(kinds.into_iter().collect::<String>(), kinds_of_files, "every kind of file is asked for");
    // What is as it was has its checksum again: the readers behind it are reached.
    let untouched = changed(&whole, &asked[0].1, &[], true);
    assert!((untouched.head, untouched.files) == (whole.head.clone(), whole.files.clone()));
    assert!(measured(|| std::hint::black_box(vec![0_u8; 1 << 20])).1 >= 1 << 20, "what is taken is counted");
    let inputs = (0..asked.len(), changes(), any::<bool>());
    campaign(target, usual, &inputs, |(query, changes, has_checksum)| {
        let (query, asked) = &asked[query];
        let export = changed(&whole, asked, &changes, has_checksum);
        let (_, bytes) = measured(|| {
            let mut browser = Browser::open(export)?;
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
