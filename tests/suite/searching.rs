//! What readers type finds what they mean, on the help center itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use wenda::analysis::{Dictionary, Folded, Segmenter, bigrams};
use wenda::content::{self, JudgedQuery};
use wenda::name::Locale;
use wenda::progress::{RunningStage, Stage};
use wenda::search::index::Snapshot;
use wenda::search::query::{Alternative, DocumentKind, StoredFields as _, facet, plan, rank};
use wenda::search::{Corpus, Document, Figures, Finder, HitReply, JudgedResult, corpus, evaluate};
use wenda::source::SourceFiles;

use crate::support::{ROOT, Site, en, stderr, stdout, zh};

/// What the help center says, and the search of it.
pub(crate) fn help_center() -> &'static (Corpus, Finder) {
    static HELP_CENTER: OnceLock<(Corpus, Finder)> = OnceLock::new();
    HELP_CENTER.get_or_init(|| {
        let (sources, mut diagnostics) = SourceFiles::read(Path::new(ROOT)).unwrap();
        let content = content::load(&sources, &mut diagnostics).unwrap();
        let corpus = corpus(&content, &wenda::site::Address::of_subject).held();
        let finder = Finder::new(Snapshot::in_memory(&corpus).unwrap());
        (corpus, finder)
    })
}

pub(crate) fn shipped() -> &'static Finder {
    &help_center().1
}

/// All documents by their numbers.
fn documents() -> BTreeMap<u32, &'static Document> {
    let (corpus, finder) = help_center();
    let numbered = finder.snapshot().numbers().map(|number| {
        let shown = finder.snapshot().fragment(number).unwrap().unwrap();
        let is_it = |document: &&Document| {
            (document.kind, &document.id, document.locale.code()) == (shown.kind, &shown.id, shown.language.as_str())
        };
        (number, corpus.documents.iter().find(is_it).unwrap())
    });
    numbered.collect()
}

/// The articles that answer a query, best first.
fn articles(query: &str, locale: Option<Locale>) -> Vec<String> {
    let hits = shipped().find(query, locale, 30).hits;
    hits.into_iter().filter(|hit| hit.kind == DocumentKind::Article).map(|hit| hit.id).collect()
}

/// The numbers of all documents of a language that a query finds.
fn all_found(query: &str, locale: Locale) -> BTreeSet<u32> {
    let snapshot = shipped().snapshot();
    let mut plan = plan(query, snapshot).unwrap();
    plan.required.push(Alternative::facet(facet("lang", locale.code())));
    rank(&plan, usize::MAX, snapshot, &mut ()).unwrap().into_iter().map(|hit| hit.document).collect()
}

/// The mean, over the judged queries of a language or style, of one through the place of the first right article, must not fall
/// below what it was; a change of the ranking shows here what it breaks.
#[test]
fn readers_find_what_they_mean() {
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(ROOT)).unwrap();
    let content = content::load(&sources, &mut diagnostics).unwrap();
    let results = evaluate(content.evals.iter(), shipped(), &RunningStage::unobserved(Stage::Queries));
    let held_out = results.iter().filter(|result| result.judged.held_out).count();
    let unanswerable = results.iter().filter(|result| !result.is_answerable());
    let refused = unanswerable.clone().filter(|result| result.is_refused).count();
    assert!(results.len() >= 300 && held_out * 10 >= results.len() * 3 && unanswerable.count() >= 25);
    assert!(refused >= 40, "{refused}");
    let of = |is_of: &dyn Fn(&JudgedQuery) -> bool| results.iter().filter(move |result| is_of(result.judged)).collect();
    let in_language = |language: Option<Locale>| of(&|judged| judged.language == language);
    let in_style = |style: &str| of(&|judged| judged.style == style);
    for (kind, queries, least) in [
        ("zh", in_language(Some(zh())), 0.88),
        ("en", in_language(Some(en())), 0.86),
        ("mixed", in_language(None), 0.89),
        ("pinyin", in_style("pinyin"), 0.97),
        ("typo", in_style("typo"), 0.88),
        ("traditional", in_style("traditional"), 0.93),
    ] {
        let queries: Vec<&JudgedResult<'_>> = queries;
        let mean = Figures::of(queries.iter().copied()).mrr_at_10;
        assert!(mean >= least, "{kind}: {mean:.3}; `wenda eval` lists what does not come first");
    }
}

#[test]
fn a_question_finds_its_article() {
    for document in documents().into_values().filter(|document| document.kind == DocumentKind::Article) {
        let found = articles(&document.title, Some(document.locale));
        assert_eq!(found.first(), Some(&document.id), "{}", document.title);
        for alias in &document.aliases {
            let found = articles(alias, Some(document.locale));
            assert!(found.iter().take(3).any(|id| *id == document.id), "{alias}: {:?}", &found[..found.len().min(5)]);
        }
    }
}

/// Whatever two Chinese characters stand together anywhere, in whatever words a dictionary sees them, they find what they
/// stand in; and so does anything longer.
#[test]
fn every_piece_of_a_text_finds_it() {
    let mut holding: HashMap<String, BTreeSet<(Locale, u32)>> = HashMap::new();
    let mut longer: Vec<(String, Locale, u32)> = Vec::new();
    for (number, document) in documents() {
        let passages = document.passages.iter().flat_map(|passage| [&passage.heading, &passage.text]);
        for text in passages.chain([&document.title]).chain(&document.aliases) {
            let folded = Folded::new(text);
            let pairs = bigrams(&folded);
            for (place, pair) in pairs.iter().enumerate().filter(|(_, pair)| pair.text.chars().count() == 2) {
                holding.entry(pair.text.to_string()).or_default().insert((document.locale, number));
                // A piece of some length now and then, by no pattern that the texts have.
                if (place * 31 + text.len()) % 61 == 0 {
                    let next = pairs[place..].iter().zip(pair.positions.start..).skip(1);
                    let next =
                        next.take_while(|(next, position)| next.positions.start == *position).take(1 + place % 10);
                    let rest = next.filter_map(|(next, _)| next.text.chars().last());
                    let run: String = pair.text.chars().chain(rest).collect();
                    longer.push((run, document.locale, number));
                }
            }
        }
    }
    assert!(holding.len() > 5_000 && longer.len() > 500, "{} {}", holding.len(), longer.len());
    for locale in [zh(), en()] {
        for (pair, documents) in &holding {
            let expected: BTreeSet<u32> =
                documents.iter().filter(|(of, _)| *of == locale).map(|(_, number)| *number).collect();
            if !expected.is_empty() {
                let found = all_found(pair, locale);
                assert!(expected.is_subset(&found), "{pair} in {locale}");
            }
        }
        for (piece, _, number) in longer.iter().filter(|(_, of, _)| *of == locale) {
            assert!(all_found(piece, locale).contains(number), "{piece}");
        }
    }
}

/// Queries are cut with a dictionary of the words that occur; the texts must be cut by it as by the whole one.
#[test]
fn texts_are_cut_alike_by_the_words_that_occur() {
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(ROOT)).unwrap();
    let content = content::load(&sources, &mut diagnostics).unwrap();
    let words = content.dictionary.iter().map(String::as_str);
    let whole = Segmenter::new(&Dictionary::with_words(words));
    let pruned = shipped().snapshot().vocabulary().segmenter();
    for document in documents().into_values() {
        for text in document.texts() {
            let folded = Folded::new(text);
            assert_eq!(whole.tokens(&folded), pruned.tokens(&folded), "{text}");
        }
    }
}

#[test]
fn readers_may_write_as_they_are_used_to() {
    for (query, locale, article) in [
        // As it stands, and with its words turned.
        ("香港服务器要备案吗", zh(), "hong-kong-server"),
        ("Hong Kong server filing", en(), "hong-kong-server"),
        // In traditional characters, with the words of Taiwan, in full width.
        ("伺服器在香港，要不要備案", zh(), "hong-kong-server"),
        ("ＯＳＳ要备案吗", zh(), "oss"),
        // By sound, together and apart, and by first letters.
        ("zimingyu yuming", zh(), "subdomains"),
        ("mu bu", zh(), "backdrop"),
        ("yumingheyanmeitongguo", zh(), "domain-verification-failed"),
        ("ymhymtg", zh(), "domain-verification-failed"),
        // With a wrong character that sounds right, or letters in the wrong order.
        ("幕部怎么申请", zh(), "backdrop"),
        ("subdomian filing", en(), "subdomains"),
        // In the other language's words.
        ("load balancer 怎么验证", zh(), "load-balancer"),
        ("负载均衡", en(), "load-balancer"),
        // Not finished yet.
        ("jushi", zh(), "jushita"),
        ("jushit", zh(), "jushita"),
        ("backdr", en(), "backdrop"),
    ] {
        let found = articles(query, Some(locale));
        let place = found.iter().position(|id| *id == article);
        assert!(place.is_some_and(|place| place < 3), "{query}: {:?}", &found[..found.len().min(5)]);
    }
}

#[test]
fn a_move_to_here_is_no_move_from_here() {
    for (to_here, from_here) in [
        ("从别家转到这里", "从这里转到别家"),
        ("网站从腾讯云搬到阿里云", "网站从阿里云搬到腾讯云"),
        ("从华为云迁入", "迁出到华为云"),
        ("from Tencent Cloud to Alibaba Cloud", "from Alibaba Cloud to Tencent Cloud"),
        ("moving from another provider to Aliyun", "moving from Aliyun to another provider"),
    ] {
        let first = |query: &str| articles(query, None).into_iter().next();
        assert_eq!(first(to_here).as_deref(), Some("filed-elsewhere-moving-in"), "{to_here}");
        assert_eq!(first(from_here).as_deref(), Some("move-to-another-provider"), "{from_here}");
    }
}

#[test]
fn the_language_of_a_query_is_seen() {
    for (query, locale) in [
        ("备案", zh()),
        ("ECS 要备案吗", zh()),
        ("beian liucheng", zh()),
        ("yuming bu zai wo mingxia", zh()),
        ("ymhy", zh()),
        ("do I need to file", en()),
        ("subdomian need registraton?", en()),
        ("can the site change its name", en()),
        ("CDN", en()),
        ("", en()),
    ] {
        assert_eq!(shipped().locale_of(query), Some(locale), "{query}");
    }
}

#[test]
fn operators_narrow_what_is_found() {
    let found = articles("备案 -幕布", None);
    assert!(!found.is_empty() && found.iter().all(|id| *id != "backdrop"));
    assert!(articles("幕布", None).contains(&"backdrop".to_owned()));
    let phrase = articles("\"按量付费\"", None);
    assert!(phrase.contains(&"pay-as-you-go".to_owned()) && !phrase.contains(&"hong-kong-server".to_owned()));
    assert!(!articles("\"量按费付\" 按量付费", None).is_empty(), "a phrase that is nowhere is text");
    let kinds = |query: &str| -> BTreeSet<String> {
        let hits = shipped().find(query, Some(zh()), 100).hits;
        hits.into_iter().filter_map(|hit| hit.category).collect()
    };
    assert_eq!(kinds("category:domains 实名").len(), 1);
    assert_eq!(kinds("category:domains 实名"), kinds("category:域名 实名"));
    let about = |query: &str| shipped().find(query, Some(en()), 100).hits;
    let shanghai = about("province:shanghai photo");
    assert!(shanghai.iter().any(|hit| hit.id == "shanghai-app"), "{:?}", ids(&shanghai));
    assert!(shanghai.iter().all(|hit| hit.id != "provinces/hunan"));
    let ecs = about("product:ecs");
    assert!(ecs.iter().any(|hit| hit.id == "products/ecs"), "a filter alone lists what it holds: {:?}", ids(&ecs));
    assert_eq!(ids(&ecs), ids(&about("products:ECS")));
    assert!(!about("time:10 minutes").is_empty(), "a colon alone makes no filter");
}

fn ids(hits: &[HitReply]) -> BTreeSet<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[test]
fn rules_and_decisions_are_found_too() {
    let kinds = |query: &str| -> Vec<(DocumentKind, String)> {
        let hits = shipped().find(query, None, 10).hits;
        hits.into_iter().map(|hit| (hit.kind, hit.id)).collect()
    };
    assert!(kinds("杭州 网安代码").iter().any(|(kind, _)| *kind == DocumentKind::Rule));
    assert!(kinds("kind:decision 备案").contains(&(DocumentKind::Decision, "filing".to_owned())));
}

#[test]
fn a_hit_shows_the_section_that_answers() {
    let hits = shipped().find("取消接入 名额", Some(zh()), 5).hits;
    let hit = hits.iter().find(|hit| hit.anchor.is_some()).expect("an answer below a heading");
    let html = hit.snippet.to_html();
    assert!(html.contains("<mark>") && html.matches("<mark>").count() == html.matches("</mark>").count(), "{html}");
    for hit in &hits {
        for mark in &hit.snippet.marks {
            assert!(!hit.snippet.text[mark.clone()].trim().is_empty());
        }
    }
}

#[test]
fn nothing_that_is_typed_ends_in_a_panic() {
    let long = ["备".repeat(2_000), "an".repeat(2_000), "a ".repeat(500), "\"".repeat(99)];
    let odd = [
        "",
        " ",
        "-",
        "--",
        "- -",
        "？",
        "\u{301}",
        "a\u{301}",
        "\u{0}",
        "\"",
        "🙂🙂",
        ":",
        "a:",
        ":a",
        "-\"",
        "“”",
        "category:",
    ];
    for query in odd.into_iter().chain(long.iter().map(String::as_str)) {
        for locale in [None, Some(zh()), Some(en())] {
            let reply = shipped().find(query, locale, 3);
            assert!(reply.hits.len() <= 3);
        }
    }
}

#[test]
fn where_nothing_is_found_something_is_offered() {
    let reply = shipped().find("bacckdroopp", Some(en()), 10);
    assert_eq!((reply.total, reply.corrections), (0, vec!["backdrop".to_owned()]));
    assert!(!reply.suggestions.is_empty());
    let reply = shipped().find("category:domains -域名 -备案 zzzzqqqq 幕布", Some(zh()), 10);
    assert!(reply.hits.is_empty() && !reply.suggestions.is_empty());
}

#[test]
fn the_terminal_shows_what_was_found() {
    let site = Site::small();
    let search = |arguments: &[&str]| site.wenda(&[&["search"], arguments].concat());
    let output = search(&["cost"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("before you act.\n\nWhat does it cost?"), "{text}");
    assert!(text.contains("/en/faq/price/") && !text.contains('\u{1b}'), "{text}");
    assert!(site.path().join(".wenda/.gitignore").exists());

    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = search(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    let reply = json(&["what", "does", "it", "cost"]);
    assert_eq!((&reply["query"], &reply["lang"]), (&"what does it cost".into(), &"en".into()));
    let hit = &reply["hits"][0];
    let named: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["kind", "id", "lang", "url", "as_of", "title", "anchor", "snippet", "score", "sources"] {
        assert!(named.contains(&key), "{key}");
    }
    assert_eq!((&hit["kind"], &hit["id"], &hit["url"]), (&"article".into(), &"price".into(), &"en/faq/price/".into()));
    assert_eq!(json(&["price", "--limit", "1"])["hits"].as_array().unwrap().len(), 1);
    assert_eq!(json(&["price", "--lang", "zh"])["lang"], "zh");

    let output = search(&["zzzz"]);
    assert!(output.status.success() && stdout(&output).contains("Nothing found for “zzzz”"), "{}", stdout(&output));
    for wrong in [&[][..], &["price", "--lang", "fr"], &["price", "--limit", "0"], &["price", "--site", "nowhere"]] {
        assert_eq!(search(wrong).status.code(), Some(2), "{wrong:?}");
    }
    site.write("content/faq/categories.yaml", "not: [a list");
    site.remove("content/site.yaml");
    assert_eq!(search(&["price"]).status.code(), Some(1));
}
