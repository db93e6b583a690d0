//! What readers type finds what they mean, on the help center itself.

use std::path::Path;
use std::sync::OnceLock;

use wenda::content::{self, Locale};
use wenda::diagnostic::Diagnostics;
use wenda::index::{Document, DocumentKind, MemoryIndex, documents};
use wenda::query::{Field, Names, Postings, plan, rank};
use wenda::source::Sources;
use wenda::text::{Folded, Segmenter, bigrams};

use crate::support::ROOT;

struct Search {
    documents: Vec<Document>,
    names: Vec<Names>,
    segmenter: Segmenter,
    index: MemoryIndex,
}

impl Search {
    fn shipped() -> &'static Self {
        static SEARCH: OnceLock<Search> = OnceLock::new();
        SEARCH.get_or_init(|| {
            let (sources, mut diagnostics): (Sources, Diagnostics) = Sources::read(Path::new(ROOT)).unwrap();
            let content = content::load(&sources, &mut diagnostics).unwrap();
            let documents = documents(&content);
            let segmenter = Segmenter::new(content.dictionary.iter().map(String::as_str));
            let names = content.glossary.iter().map(|term| {
                let own = [&term.term.zh, &term.term.en].into_iter();
                own.chain(&term.synonyms.zh).chain(&term.synonyms.en).cloned().collect()
            });
            let names = names.collect();
            let index = MemoryIndex::new(&documents, &segmenter);
            Self { documents, names, segmenter, index }
        })
    }

    /// The ids of the articles that answer a query in a language, best first.
    fn articles(&self, query: &str, locale: Locale) -> Vec<&str> {
        let plan = plan(query, &self.names, &self.segmenter, &self.index);
        let document = |number: u32| &self.documents[number as usize];
        let hits = rank(&plan, &self.index, &|number| {
            document(number).kind == DocumentKind::Article && document(number).locale == locale
        });
        hits.iter().map(|hit| document(hit.document).id.as_str()).collect()
    }
}

#[test]
fn a_question_finds_its_article() {
    let search = Search::shipped();
    let articles = search.documents.iter().filter(|document| document.kind == DocumentKind::Article);
    for article in articles {
        let found = search.articles(&article.title, article.locale);
        assert_eq!(found.first(), Some(&article.id.as_str()), "{}", article.title);
    }
}

/// Whatever two Chinese characters stand together anywhere in an article, they find it; so does anything longer, which is
/// made of them.
#[test]
fn every_piece_of_an_article_finds_it() {
    let search = Search::shipped();
    for (number, document) in (0..).zip(&search.documents) {
        let passages = document.passages.iter().flat_map(|passage| [&passage.heading, &passage.text]);
        for text in passages.chain([&document.title]).chain(&document.aliases) {
            for pair in bigrams(&Folded::new(text)) {
                let postings = search.index.postings(Field::Bigrams, &pair.text);
                assert!(postings.iter().any(|posting| posting.document == number), "{} in {}", pair.text, document.id);
            }
        }
    }
    let found = search.articles("点对应的实例", Locale::Zh);
    assert!(!found.is_empty());
}

#[test]
fn readers_may_write_as_they_are_used_to() {
    let search = Search::shipped();
    for (query, locale, article) in [
        // As it stands, and with its words turned.
        ("香港服务器要备案吗", Locale::Zh, "hong-kong-server"),
        ("Hong Kong server filing", Locale::En, "hong-kong-server"),
        // In traditional characters, with the words of Taiwan, in full width.
        ("伺服器在香港，要不要備案", Locale::Zh, "hong-kong-server"),
        ("ＯＳＳ要备案吗", Locale::Zh, "oss"),
        // By sound, together and apart, and by first letters.
        ("zimingyu yuming", Locale::Zh, "subdomains"),
        ("mu bu", Locale::Zh, "backdrop"),
        ("jushita", Locale::Zh, "jushita"),
        // With a wrong character that sounds right, or letters in the wrong order.
        ("幕部怎么申请", Locale::Zh, "backdrop"),
        ("subdomian filing", Locale::En, "subdomains"),
        // In the other language's words.
        ("load balancer 怎么验证", Locale::Zh, "load-balancer"),
        // Not finished yet.
        ("jushi", Locale::Zh, "jushita"),
    ] {
        let found = search.articles(query, locale);
        let place = found.iter().position(|id| *id == article);
        assert!(place.is_some_and(|place| place < 3), "{query}: {:?}", &found[..found.len().min(5)]);
    }
}

#[test]
fn what_is_excluded_is_not_found() {
    let search = Search::shipped();
    assert!(search.articles("备案 -幕布", Locale::Zh).iter().all(|id| *id != "backdrop"));
    assert!(search.articles("幕布", Locale::Zh).contains(&"backdrop"));
}

#[test]
fn nothing_that_is_typed_ends_in_a_panic() {
    let search = Search::shipped();
    for query in [
        "",
        " ",
        "-",
        "--",
        "- -",
        "？",
        "\u{301}",
        "a\u{301}",
        "\u{0}",
        &"备".repeat(2_000),
        &"an".repeat(2_000),
        "\"",
        "🙂🙂",
    ] {
        let _found = search.articles(query, Locale::Zh);
    }
}
