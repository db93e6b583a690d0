//! An index that lies on the disk answers, and is exported, as one in memory.

use crate::progress::{RunningStage, Stage};
use crate::search::index::{CacheKey, Snapshot, Store};
use crate::search::tests::{HELP_CENTER, corpus_of};
use crate::search::{Corpus, Export, export};

fn files(exported: &Export) -> (Vec<u8>, Vec<(u32, Vec<u8>)>) {
    let packs = exported.packs.iter().chain(&exported.whole);
    (exported.head.clone(), packs.map(|pack| (pack.name, pack.bytes.read().unwrap().to_vec())).collect())
}

fn in_memory(corpus: &Corpus) -> (Vec<u8>, Vec<(u32, Vec<u8>)>) {
    files(&export(&Snapshot::in_memory(corpus).unwrap()).unwrap())
}

#[test]
fn an_index_on_the_disk_is_as_one_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of_site(folder.path()).on_disk();
    let stage = RunningStage::unobserved(Stage::SearchIndex);
    let mut corpus = corpus_of(&HELP_CENTER);
    // New, then changed, and each time as it is read again.
    for version in ["first", "second"] {
        let key = CacheKey::of_content(version);
        let written = store.update(&corpus, &key, &stage, &|| ()).unwrap().unwrap();
        assert!(files(&export(&written).unwrap()) == in_memory(&corpus), "{version}");
        let read = store.open_on_disk(&key).unwrap();
        assert!(files(&export(&read).unwrap()) == in_memory(&corpus), "{version}, read again");
        corpus.documents[1].passages[0].text.push_str("又一句。");
    }
    // What is not as it was written is no index.
    let index = folder.path().join(".wenda/search");
    let stored = index.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let stored = stored.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "store")).unwrap();
    let mut bytes = std::fs::read(&stored).unwrap();
    bytes[5] ^= 1;
    std::fs::write(&stored, bytes).unwrap();
    assert!(store.open_on_disk(&CacheKey::of_content("second")).is_none());
}
