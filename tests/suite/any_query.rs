//! Any string is a query: none ends in a panic, and none takes longer than its length explains.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wenda::search::Finder;
use wenda::search::query::{MAX_CHARACTERS, find, is_chinese};

use crate::fetching::{Browser, shown};
use crate::searching::{help_center, shipped};
use crate::support::{Site, stderr, stdout};

/// What queries are made of: operators, marks of all kinds, words and sounds that the site knows, and what it cannot know.
const PIECES: [&str; 40] = [
    "\"",
    "“",
    "”",
    "「",
    "」",
    "『",
    "＂",
    "'",
    "-",
    "--",
    ":",
    "：",
    "::",
    " ",
    "\u{3000}",
    "\t",
    "\n",
    "\0",
    "备",
    "备案",
    "網域",
    "的",
    "category",
    "product:ecs",
    "lang:zh",
    "beian",
    "enen",
    "zhuang",
    "fwh",
    "filing",
    "servers",
    "E-1024",
    "v7.5.0",
    "c++",
    "①㍿",
    "ﷺ",
    "e\u{301}\u{301}",
    "\u{202E}",
    "👩\u{200D}👩",
    "\u{10FFFF}",
];

fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => r"\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_string_is_a_query(query in query()) {
        let reply = shipped().find(&query, None, 10);
        for hit in &reply.hits {
            prop_assert!(!hit.snippet.to_html().contains('\n'));
        }
    }

    #[test]
    fn any_string_is_a_query_in_a_browser(query in query()) {
        let snapshot = shipped().snapshot();
        let expected = find(&query, &["zh", "en"], 5, snapshot).unwrap();
        let found = Browser::shipped().find(&query, &["zh", "en"], 5).unwrap();
        prop_assert_eq!(shown(&found), shown(&expected), "{:?}", query);
    }
}

/// What is typed by a sleeping cat, or pasted by mistake.
fn endless() -> Vec<String> {
    let repeated =
        ["enen", "an", "x", "备案", "的", "ﷺ", "㌖", "a ", "a:", "\"备\" ", "-a ", "「", "“", "e\u{301}", ":", " "];
    let mut all: Vec<String> = repeated.iter().map(|piece| piece.repeat(20_000)).collect();
    all.push((0..5_000).map(|number| format!("word{number} ")).collect());
    all.push((0..5_000).map(|number| format!("w{number}:\"{number}\" ")).collect());
    all
}

#[test]
fn a_long_query_is_answered_at_once() {
    let start = Instant::now();
    for query in endless() {
        shipped().find(&query, None, 10);
        is_chinese(&query, shipped().snapshot()).unwrap();
    }
    // A twentieth of this is enough; what grows with the square of such lengths, or faster, takes minutes.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn what_is_too_much_of_a_query_is_told() {
    let site = Site::small();
    let long = format!("price {}", "x ".repeat(2_000));
    let output = site.wenda(&["search", &long]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("a query has at most 200 characters"), "{}", stderr(&output));
    assert!(stdout(&output).contains("Monthly price"), "{}", stdout(&output));
    let output = site.wenda(&["search", &format!("  price{}", " ".repeat(MAX_CHARACTERS))]);
    assert!(!stderr(&output).contains("at most"), "what stands around a query is none of it");
}

#[test]
fn a_query_that_begins_a_quotation_is_text() {
    let site = Site::small();
    for query in ["\"备：a", "“备：“a", "-\"价：", "「：", "'备：a'", "\"a:\"b:\"c"] {
        let output = site.wenda(&["search", "--json", "--", query]);
        assert!(output.status.success(), "{query}: {}", stderr(&output));
    }
}

/// The part of a query that is searched for decides, and nothing after it.
#[test]
fn what_is_cut_changes_nothing() {
    let corpus = &help_center().0;
    let title = &corpus.documents[0].title;
    let padded = format!("{title} {}category:domains", "备 ".repeat(MAX_CHARACTERS));
    let finder: &Finder = shipped();
    let [whole, cut] = [padded.clone(), padded.chars().take(MAX_CHARACTERS).collect()].map(|query| {
        let reply = finder.find(&query, None, 10);
        (reply.lang, reply.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>())
    });
    assert!(!whole.1.is_empty());
    assert_eq!(whole, cut);
}
