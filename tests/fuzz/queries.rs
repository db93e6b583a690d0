//! Queries, whatever is typed: an answer, the same natively and from the files of a browser, for work that the query is worth.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wenda::analysis::{Folded, Token};
use wenda::content;
use wenda::search::corpus;
use wenda::search::index::Snapshot;
use wenda::search::query::{
    DecisionPhrase, DecisionText, Field, Fragment, Index, Lexicon, Lookup, NotCovered, Partial, Postings, StoredFields,
    SynonymEntry, TopicPhrase, find,
};
use wenda::search::{Corpus, export};
use wenda::source::SourceFiles;

use crate::campaign::campaign;
use crate::fetching::{Browser, shown};
use crate::hostile::MARKERS;
use crate::mutation::{QUERY, TROUBLE, mutate, mutations};
use crate::seeds::SMALL;
use crate::support::{ROOT, write};

/// What can be found of a site.
fn corpus_of(folder: &Path) -> Corpus {
    let (sources, mut diagnostics) = SourceFiles::read(folder).unwrap();
    corpus(&content::load(&sources, &mut diagnostics).unwrap(), &wenda::site::Address::of_subject).held()
}

/// What can be found of the small site.
pub(crate) fn small() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &SMALL);
        corpus_of(folder.path())
    })
}

/// An index that counts what a query makes it do: calls, and what they give.
struct Counted<'i> {
    index: &'i Snapshot,
    work: Cell<usize>,
}

impl Counted<'_> {
    fn all<T>(&self, given: Result<Vec<T>, Infallible>) -> Result<Vec<T>, Infallible> {
        let Ok(given) = given;
        self.work.set(self.work.get() + 1 + given.len());
        Ok(given)
    }

    fn one<T>(&self, given: T) -> T {
        self.work.set(self.work.get() + 1);
        given
    }
}

impl Index for Counted<'_> {
    type NotLoaded = Infallible;
}

impl Lexicon for Counted<'_> {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Infallible>> {
        self.work.set(self.work.get() + text.len());
        self.index.fold(text)
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        self.all(self.index.tokens(folded))
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        self.one(self.index.reading(character))
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        self.one(self.index.sounds(character, sound, field))
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        let Ok(synonyms) = self.index.synonyms(first);
        self.work.set(self.work.get() + 1 + synonyms.len());
        Ok(synonyms)
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        let Ok(topics) = self.index.topics(first);
        self.work.set(self.work.get() + 1 + topics.len());
        Ok(topics)
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        let Ok(decisions) = self.index.decisions(first);
        self.work.set(self.work.get() + 1 + decisions.len());
        Ok(decisions)
    }
}

impl Postings for Counted<'_> {
    fn max_doc(&self) -> u32 {
        self.one(self.index.max_doc())
    }

    fn tie_breaker(&self, document: u32) -> u64 {
        self.one(self.index.tie_breaker(document))
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        self.all(self.index.lengths(field, documents))
    }

    fn average_length(&self, field: Field) -> f32 {
        self.one(self.index.average_length(field))
    }

    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self> {
        self.one(self.index.holds(field, term))
    }

    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        self.all(self.index.frequencies(field, term, candidates))
    }

    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        self.all(self.index.positions(field, term, candidates))
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        self.all(self.index.terms(field, prefix, most))
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        self.all(self.index.words(letter))
    }
}

impl StoredFields for Counted<'_> {
    fn translation_group(&self, document: u32) -> Lookup<u64, Self> {
        self.one(self.index.translation_group(document))
    }

    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self> {
        self.one(self.index.fragment(document))
    }

    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self> {
        self.one(self.index.topic(topic, language))
    }

    fn decision(&self, decision: u32, language: &str) -> Lookup<Option<Rc<DecisionText>>, Self> {
        self.one(self.index.decision(decision, language))
    }
}

/// What somebody may type, or paste: a title, changed, or pieces of anything.
pub(crate) fn typed(corpus: &Corpus) -> impl Strategy<Value = String> + use<> {
    let mut titles: Vec<String> = Vec::new();
    for document in &corpus.documents {
        titles.push(document.title.clone());
        titles.extend(document.aliases.iter().cloned());
        titles.extend(document.passages.iter().map(|passage| passage.heading.clone()));
    }
    let changed = (select(titles), mutations(QUERY)).prop_map(|(title, changes)| mutate(&title, &changes, 6_000));
    let piece = prop_oneof![6 => select(QUERY), 1 => select(TROUBLE), 1 => select(MARKERS)];
    let joined = vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let repeated =
        (select(QUERY), 1..2_000_usize).prop_map(|(piece, times)| piece.repeat(times.min(6_000 / piece.len())));
    prop_oneof![6 => changed, 6 => joined, 1 => repeated, 1 => any::<String>()]
}

/// For each character of a query, and whatever it holds, an index of so many documents does at most so much.
fn most_work(query: &str, documents: u32) -> usize {
    (query.chars().count() + 10) * (documents as usize + 100) * 60
}

fn run(target: &str, usual: u64, corpus: &Corpus) {
    let snapshot = Snapshot::in_memory(corpus).unwrap();
    let browser = RefCell::new(Browser::open(export(&snapshot).unwrap()).unwrap());
    let inputs = (typed(corpus), select(&[["zh", "en"], ["en", "zh"]][..]), 0..12_usize);
    campaign(target, usual, &inputs, |(query, languages, limit)| {
        let counted = Counted { index: &snapshot, work: Cell::new(0) };
        let Ok(answer) = find(&query, &languages, limit, &counted);
        let (work, most) = (counted.work.get(), most_work(&query, snapshot.max_doc()));
        prop_assert!(work <= most, "{work} steps, {most} at most");
        let found = browser.borrow_mut().find(&query, &languages, limit).map_err(TestCaseError::fail)?;
        prop_assert_eq!(shown(&found), shown(&answer));
        Ok(())
    });
}

#[test]
fn queries_of_a_small_site() {
    run("queries_of_a_small_site", 4_000, small());
}

#[test]
fn queries_of_the_help_center() {
    run("queries_of_the_help_center", 600, &corpus_of(Path::new(ROOT)));
}
