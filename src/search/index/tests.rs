//! An index that lies on the disk, or stays open, answers, and is exported, as one in memory.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::progress::{RunningStage, Stage};
use crate::search::index::{CacheKey, Snapshot, Store};
use crate::search::query::{Field, PositionedTerm, Postings as _, match_phrase};
use crate::search::tests::{HELP_CENTER, corpus_of};
use crate::search::{Corpus, Document, Documents, Export, export};

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

#[test]
fn how_many_documents_hold_something_is_told_as_it_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of_site(folder.path());
    let stage = RunningStage::unobserved(Stage::SearchIndex);
    let mut corpus = corpus_of(&HELP_CENTER);
    // Whole, and without a document that lists of terms still count.
    for version in ["whole", "less"] {
        let snapshot = store.update(&corpus, &CacheKey::of_content(version), &stage, &|| ()).unwrap().unwrap();
        for (field, words) in
            [(Field::Body, &["备案"][..]), (Field::Syllables, &["bei", "an"]), (Field::Initials, &["b", "a"])]
        {
            let terms: Vec<PositionedTerm> = words.iter().map(|word| (*word).to_owned()).zip(0..).collect();
            let Ok(counted) = match_phrase(&terms, field, 0..snapshot.max_doc(), &snapshot);
            assert!(!counted.is_empty(), "{words:?}");
            assert_eq!(snapshot.document_frequency(field, &terms), Ok(counted.len()), "{version}: {words:?}");
            for count in 0..=counted.len() {
                assert_eq!(snapshot.has_more_than(count, field, &terms), Ok(count < counted.len()), "{words:?}");
            }
        }
        corpus.documents.remove(0);
    }
}

/// Documents that are made of their titles and texts, which count how many were made.
struct CountedDocuments {
    all: Vec<Document>,
    made: AtomicUsize,
}

impl Documents for CountedDocuments {
    fn count(&self) -> usize {
        self.all.count()
    }

    fn identity(&self, place: usize) -> Option<u64> {
        self.all.identity(place)
    }

    fn made_of(&self, place: usize) -> Option<u64> {
        super::version(self.all.get(place).as_deref()?).ok()
    }

    fn get(&self, place: usize) -> Option<Cow<'_, Document>> {
        self.made.fetch_add(1, Ordering::Relaxed);
        self.all.get(place)
    }

    fn are_whole(&self) -> bool {
        true
    }
}

fn counted(corpus: &Corpus) -> Corpus<CountedDocuments> {
    let Corpus { documents, dictionary, synonyms, topics, decisions, base_url, confirm_with, locales } = corpus.clone();
    let documents = CountedDocuments { all: documents, made: AtomicUsize::new(0) };
    Corpus { documents, dictionary, synonyms, topics, decisions, base_url, confirm_with, locales }
}

#[test]
fn only_what_is_made_of_something_else_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let stage = RunningStage::unobserved(Stage::SearchIndex);
    let [again, open] = [Store::of_site(folder.path()), Store::of_site(folder.path()).staying_open()];
    let mut corpus = corpus_of(&HELP_CENTER);
    open.update(&counted(&corpus), &CacheKey::of_content("first"), &stage, &|| ()).unwrap();
    // Words that stood there already, then new ones; by who has the index open and by who reads it; and by the former, whose is
    // an older one then.
    let edits = [(&open, "备案。"), (&open, "鲲鹏展翅。"), (&again, "又一句。"), (&open, "再来一句。")];
    for (number, (store, text)) in edits.into_iter().enumerate() {
        corpus.documents[1].passages[0].text.push_str(text);
        let counted = counted(&corpus);
        let key = CacheKey::of_content(number.to_string());
        let written = store.update(&counted, &key, &stage, &|| ()).unwrap().unwrap();
        // Once to compare it, and once to write it.
        assert_eq!(counted.documents.made.load(Ordering::Relaxed), 2, "{text}");
        assert!(files(&export(&written).unwrap()) == in_memory(&corpus), "{text}");
        for read in [store, &again] {
            assert!(files(&export(&read.open_on_disk(&key).unwrap()).unwrap()) == in_memory(&corpus), "{text}, read");
        }
    }
}
