//! The index as files for browsers: the same answers, from the few files that a query needs.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use wenda::search::index::Snapshot;
use wenda::search::query::{Topic, find};
use wenda::search::shard::{IndexHeader, IndexPiece, Shards, checksum};
use wenda::search::{Corpus, Document, Export, export};

use crate::fetching::{Browser, pieces, shown};
use crate::queries::queries;
use crate::searching::{help_center, shipped};

impl Browser {
    /// The shipped site, of which nothing was fetched yet.
    pub(crate) fn shipped() -> Self {
        static EXPORT: OnceLock<Export> = OnceLock::new();
        Self::open(EXPORT.get_or_init(|| export(shipped().snapshot()).unwrap()).clone()).unwrap()
    }

    /// How many bytes it fetched.
    pub(crate) fn bytes(&self) -> u32 {
        self.fetched.iter().map(|(_, range)| range.end - range.start).sum()
    }
}

/// The shipped site, with topics that it does not cover.
fn with_topics() -> &'static (Corpus, Snapshot) {
    static SITE: OnceLock<(Corpus, Snapshot)> = OnceLock::new();
    SITE.get_or_init(|| {
        let mut corpus = help_center().0.clone();
        let topic = |id: &str, asked: &[&str], unless: &[&str]| Topic {
            id: id.to_owned(),
            told: ["zh", "en"].map(|code| (code.to_owned(), format!("{id} {code}"), "？".to_owned())).to_vec(),
            asked: asked.iter().map(|phrase| (*phrase).to_owned()).collect(),
            unless: unless.iter().map(|phrase| (*phrase).to_owned()).collect(),
        };
        corpus.topics.extend([
            topic("comets", &["彗星", "comet filing", "备案 彗星 轨道", "備案 彈幕"], &["阿里云 彗星"]),
            topic("whales", &["whales", "鲸鱼 备案", "备案 年轮"], &[]),
        ]);
        let snapshot = Snapshot::in_memory(&corpus).unwrap();
        (corpus, snapshot)
    })
}

#[test]
fn a_browser_finds_what_the_terminal_finds() {
    let (corpus, snapshot) = with_topics();
    let mut browser = Browser::open(export(snapshot).unwrap()).unwrap();
    let queries = queries(corpus);
    assert!(queries.len() > 2_500, "{}", queries.len());
    for (number, query) in queries.iter().enumerate() {
        let languages = if number % 3 == 0 { ["en", "zh"] } else { ["zh", "en"] };
        let expected = find(query, &languages, 10, snapshot).unwrap();
        let found = browser.find(query, &languages, 10).unwrap();
        assert_eq!(shown(&found), shown(&expected), "`{query}` in {}", languages[0]);
    }
    assert_eq!(browser.kinds(), "bcdglnrtwx", "every kind of piece is of use");
}

/// What readers are told of a topic is fetched with the hits, and only where it is told.
#[test]
fn what_is_not_covered_is_told_in_a_browser() {
    let (_, snapshot) = with_topics();
    let export = export(snapshot).unwrap();
    let without = self::export(shipped().snapshot()).unwrap();
    for (query, topic) in [
        ("彗星要备案吗", Some("comets zh")),
        ("filing for comets", Some("comets zh")),
        ("轨道 备案 彗星", Some("comets zh")),
        ("阿里云彗星", None),
        ("彈幕 備案", Some("comets zh")),
        ("弹幕备案", Some("comets zh")),
        ("备案年轮", Some("whales zh")),
        ("a whale", Some("whales zh")),
        ("备案要多久", None),
        ("bei an", None),
    ] {
        let mut browser = Browser::open(export.clone()).unwrap();
        let found = browser.find(query, &["zh", "en"], 5).unwrap();
        assert_eq!(found.not_covered.as_ref().map(|topic| topic.title.as_str()), topic, "{query}");
        assert_eq!(shown(&found), shown(&find(query, &["zh", "en"], 5, snapshot).unwrap()), "{query}");
        let fetched = browser.fetched.iter().filter(|(piece, _)| matches!(piece, IndexPiece::Topics(_))).count();
        assert_eq!(fetched, usize::from(topic.is_some()), "{query}");
        let mut other = Browser::open(without.clone()).unwrap();
        other.find(query, &["zh", "en"], 5).unwrap();
        if topic.is_none() {
            let (pieces, others) = (browser.fetched.len(), other.fetched.len());
            assert!(
                browser.rounds <= other.rounds && pieces <= others + 1,
                "{query}: {pieces} pieces, {others} without"
            );
        }
    }
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
    let mut browser = Browser::open(export(&snapshot).unwrap()).unwrap();
    for query in ["备案", "bei an", "\"备案 服务器\"", "要备案吗", "filing", "for the filing"] {
        let expected = find(query, &["zh", "en"], 10, &snapshot).unwrap();
        assert_eq!(shown(&browser.find(query, &["zh", "en"], 10).unwrap()), shown(&expected), "`{query}`");
    }
    assert!(browser.fetched.iter().any(|(piece, _)| matches!(piece, IndexPiece::Postings(_))), "{:?}", browser.fetched);
}

/// What is fetched first decides what is fetched next; a query is answered after few rounds, and from few pieces.
#[test]
fn a_query_needs_few_pieces() {
    let export = export(shipped().snapshot()).unwrap();
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
        let mut browser = Browser::open(export.clone()).unwrap();
        let language = if query.is_ascii() && query.contains(' ') { ["en", "zh"] } else { ["zh", "en"] };
        browser.find(query, &language, 5).unwrap();
        assert!(browser.rounds <= 5, "{query}: {} rounds", browser.rounds);
        assert!(browser.fetched.len() < 32, "{query}: {:?}", browser.fetched);
        assert!(browser.bytes() < 40_000, "{query}: {} bytes", browser.bytes());
    }
}

/// The same site gives the same files.
#[test]
fn files_are_the_same() {
    let once = export(shipped().snapshot()).unwrap();
    let again = export(shipped().snapshot()).unwrap();
    let files = |export: &Export| -> Vec<(u32, Vec<u8>)> {
        export.packs.iter().chain(&export.whole).map(|pack| (pack.name, pack.bytes.read().unwrap().to_vec())).collect()
    };
    assert_eq!((&once.head, files(&once)), (&again.head, files(&again)));
}

/// Who publishes anew need not send what did not change.
#[test]
fn an_edit_changes_few_files() {
    let corpus = &help_center().0;
    let names = |corpus: &Corpus| -> BTreeSet<u32> {
        export(&Snapshot::in_memory(corpus).unwrap()).unwrap().packs.iter().map(|pack| pack.name).collect()
    };
    let before = names(corpus);
    for document in [3, 40, 200] {
        let mut edited = corpus.clone();
        let passages = &mut edited.documents[document].passages;
        let passage = passages.iter_mut().max_by_key(|passage| passage.text.len()).unwrap();
        let end = passage.text.find('。').map_or(passage.text.len(), |end| end + "。".len());
        passage.text.insert_str(end, "请先看清楚。");
        let new = names(&edited).difference(&before).count();
        assert!(new <= 15 && before.len() > 100, "{new} of {} files are new", before.len());
    }
}

/// A piece that is damaged, stands under another name or belongs to another index is as good as one that is not there.
#[test]
fn a_file_that_is_not_the_one_that_was_written_is_refused() {
    let (corpus, snapshot) = with_topics();
    let once = export(snapshot).unwrap();
    let mut shards = Browser::open(once.clone()).unwrap().shards;
    let names: Vec<u32> = once.packs.iter().map(|pack| pack.name).collect();
    assert!(Shards::open(&once.head[1..], &names).is_none() && Shards::open(&once.head, &names[1..]).is_none());
    let mut fewer = corpus.clone();
    fewer.documents.pop();
    let other = pieces(&export(&Snapshot::in_memory(&fewer).unwrap()).unwrap());
    let once = pieces(&once);
    let mut seen = BTreeSet::new();
    for (number, (piece, bytes)) in once.iter().enumerate() {
        let kind = piece.name().0;
        if seen.contains(&kind) && number % 17 != 0 {
            continue;
        }
        seen.insert(kind);
        for end in [0, 3, bytes.len() / 2, bytes.len() - 1] {
            assert!(!shards.provide(*piece, &bytes[..end]), "{piece} cut after {end} bytes");
        }
        for place in (0..bytes.len()).step_by(bytes.len().div_ceil(50)) {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << (place % 8);
            assert!(!shards.provide(*piece, &damaged), "{piece} with byte {place} changed");
        }
        let [next, before] = [number + 1, number + once.len() - 1].map(|at| once[at % once.len()].0);
        assert!(!shards.provide(next, bytes) && !shards.provide(before, bytes), "{piece} under another name");
        // What did not change is the same in both.
        let of_other = other.iter().find(|(known, others)| known == piece && others != bytes);
        assert!(of_other.is_none_or(|(_, bytes)| !shards.provide(*piece, bytes)), "{piece} of another index");
        assert!(shards.provide(*piece, bytes), "{piece}");
    }
    assert_eq!(seen.into_iter().collect::<String>(), "bcdglnrtwx");
}

/// Reads any bytes with their checksum as a file: what a checksum fits is still not believed.
#[test]
fn nonsense_with_a_checksum_ends_in_an_answer() {
    let export = export(&with_topics().1).unwrap();
    let names: Vec<u32> = export.packs.iter().map(|pack| pack.name).collect();
    let directory = IndexHeader::read(&export.head, &names).unwrap().directory;
    let known: HashMap<IndexPiece, Vec<u8>> = pieces(&export).into_iter().collect();
    let mut seed = 7_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut accepted = 0;
    for _ in 0..20 {
        let mut shards = Shards::open(&export.head, &names).unwrap();
        for query in ["备案要多久", "\"实名认证\" 域名", "beian", "how long does it take", "bacckdroopp", "彗星"]
        {
            for _ in 0..12 {
                if find(query, &["zh", "en"], 10, &shards).is_ok() {
                    break;
                }
                for (piece, _) in shards.take_missing() {
                    let mut bytes = known.get(&piece).cloned().unwrap_or_default();
                    bytes.truncate(bytes.len().saturating_sub(4));
                    for _ in 0..random(3) {
                        let place = random(bytes.len().max(1));
                        let damage = random(256) as u8;
                        bytes.get_mut(place).into_iter().for_each(|byte| *byte = damage);
                    }
                    bytes.extend(directory.seal(piece).map(|seal| checksum(seal, &bytes)).into_iter().flatten());
                    accepted += usize::from(shards.provide(piece, &bytes));
                }
            }
        }
    }
    assert!(accepted > 20, "the readers behind the seal are reached: {accepted}");
}
