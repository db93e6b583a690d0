//! The index as files for browsers: the same answers, from the few files that a query needs.

use std::collections::{BTreeSet, HashMap};

use wenda::browser::{File, Shards};
use wenda::index::{Document, Export, Snapshot, export};
use wenda::query::{Answer, find};

use crate::queries::queries;
use crate::searching::{help_center, shipped};

/// A browser: it has what it fetched.
struct Browser {
    files: HashMap<File, Vec<u8>>,
    shards: Shards,
    fetched: Vec<File>,
    /// How many times it waited for files.
    rounds: usize,
}

impl Browser {
    fn open(Export { head, files }: Export) -> Self {
        Self {
            files: files.into_iter().collect(),
            shards: Shards::open(&head).unwrap(),
            fetched: Vec::new(),
            rounds: 0,
        }
    }

    /// Answers a query, fetching what is missing.
    fn find(&mut self, query: &str, languages: [&str; 2], limit: usize) -> Answer {
        for _ in 0..12 {
            self.shards.begin();
            if let Some(answer) = find(query, languages, limit, &self.shards) {
                return answer;
            }
            self.rounds += 1;
            let missing = self.shards.missing();
            assert!(!missing.is_empty());
            for file in missing {
                let bytes = self.files.get(&file).unwrap_or_else(|| panic!("{file} is asked for and not there"));
                assert!(self.shards.provide(file, bytes), "{file}");
                self.fetched.push(file);
            }
        }
        panic!("`{query}` never has all it needs");
    }
}

type Shown = (&'static str, String, String, Option<String>, String);

/// What a reader sees of an answer.
fn shown(answer: &Answer) -> (usize, Vec<Shown>, Vec<String>) {
    let hits = answer.hits.iter().chain(&answer.suggestions).map(|found| {
        let fragment = &found.fragment;
        let anchor = found.anchor().map(str::to_owned);
        (fragment.kind.name(), fragment.id.clone(), fragment.language.clone(), anchor, found.snippet.to_html())
    });
    (answer.total, hits.collect(), answer.corrections.clone())
}

#[test]
fn a_browser_finds_what_the_terminal_finds() {
    let snapshot = shipped().snapshot();
    let mut browser = Browser::open(export(snapshot));
    let queries = queries(&help_center().0);
    assert!(queries.len() > 2_500, "{}", queries.len());
    for (number, query) in queries.iter().enumerate() {
        let languages = if number % 3 == 0 { ["en", "zh"] } else { ["zh", "en"] };
        let expected = find(query, languages, 10, snapshot).unwrap();
        let found = browser.find(query, languages, 10);
        assert_eq!(shown(&found), shown(&expected), "`{query}` in {}", languages[0]);
    }
    let asked: BTreeSet<char> = browser.fetched.iter().map(|file| file.name().0).collect();
    assert_eq!(asked.into_iter().collect::<String>(), "bdglrtwx", "every kind of file is of use");
}

/// What more documents hold than a block takes lies apart, and is found there.
#[test]
fn what_many_documents_hold_is_found() {
    let corpus = &help_center().0;
    let mut many = corpus.clone();
    for copy in 1..3 {
        let numbered = |document: &Document| Document { id: format!("{}-{copy}", document.id), ..document.clone() };
        many.documents.extend(corpus.documents.iter().map(numbered));
    }
    let snapshot = Snapshot::in_memory(&many).unwrap();
    let mut browser = Browser::open(export(&snapshot));
    for query in ["备案", "bei an", "\"备案 服务器\"", "要备案吗", "filing", "for the filing"] {
        let expected = find(query, ["zh", "en"], 10, &snapshot).unwrap();
        assert_eq!(shown(&browser.find(query, ["zh", "en"], 10)), shown(&expected), "`{query}`");
    }
    assert!(browser.fetched.iter().any(|file| matches!(file, File::Postings(_))), "{:?}", browser.fetched);
}

/// What is fetched first decides what is fetched next; a query is answered after few rounds, and from few files.
#[test]
fn a_query_needs_few_files() {
    let export = export(shipped().snapshot());
    let typed = [
        "备案要多久",
        "how long does it take",
        "beian",
        "網域過戶",
        "加速服务节点在海外",
        "bakdrop photo",
        "幕步怎么领",
    ];
    for query in typed {
        let mut browser = Browser::open(export.clone());
        let language = if query.is_ascii() && query.contains(' ') { ["en", "zh"] } else { ["zh", "en"] };
        browser.find(query, language, 5);
        assert!(browser.rounds <= 5, "{query}: {} rounds", browser.rounds);
        assert!(browser.fetched.len() < 32, "{query}: {:?}", browser.fetched);
        let bytes: usize = browser.fetched.iter().map(|file| wenda::index::compress(&browser.files[file]).len()).sum();
        assert!(bytes < 40_000, "{query}: {bytes} bytes");
    }
}

/// The same site gives the same files, and a file that is damaged is as good as one that is not there.
#[test]
fn files_are_the_same_and_damage_is_seen() {
    let once = export(shipped().snapshot());
    let again = export(shipped().snapshot());
    assert_eq!((&once.head, &once.files), (&again.head, &again.files));
    let mut shards = Shards::open(&once.head).unwrap();
    assert!(Shards::open(&once.head[1..]).is_none());
    for (file, bytes) in once.files.iter().step_by(17) {
        if matches!(file, File::Block(_) | File::Lengths(_) | File::Fragment(_)) {
            assert!(!shards.provide(*file, &bytes[..bytes.len() - 1]), "{file}");
        }
    }
}
