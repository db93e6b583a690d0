//! Files of the browser's index, damaged: an answer or none, in memory that the files are worth.

use proptest::prelude::*;
use proptest::sample::select;
use wenda::index::{Export, Snapshot, export};

use crate::campaign::campaign;
use crate::memory::measured;
use crate::mutation::{damage, damages};
use crate::queries::{Browser, small};

/// Files of some kilobytes are read in so many bytes, whatever they promise.
const MOST_BYTES: usize = 16 << 20;

/// Asks for every kind of file.
const QUERIES: [&str; 7] =
    ["多少钱", "how much does it cost", "duo shao qian", "\"what does it cost\"", "prcie", "套餐 -试用", "方案"];

#[test]
fn shards() {
    let whole = export(&Snapshot::in_memory(small()).unwrap());
    let count = whole.files.len();
    // Most changes are of one file; the head, which is read first, is one of them. Two files may also change places.
    let inputs = (0..=count, damages(), prop::option::weighted(0.1, 0..count), select(&QUERIES[..]));
    campaign("shards", 6_000, &inputs, |(file, changes, other, query)| {
        let Export { mut head, mut files } = whole.clone();
        match (files.get_mut(file), other) {
            (Some(_), Some(other)) => {
                let bytes = files[other].1.clone();
                files[file].1 = bytes;
            }
            (Some((_, bytes)), None) => *bytes = damage(bytes, &changes),
            (None, _) => head = damage(&head, &changes),
        }
        let (_, bytes) = measured(|| {
            let mut browser = Browser::open(Export { head, files })?;
            browser.find(query, ["zh", "en"], 10)?;
            browser.find("cost", ["en", "zh"], 10)
        });
        prop_assert!(bytes <= MOST_BYTES, "{bytes} bytes");
        Ok(())
    });
}
