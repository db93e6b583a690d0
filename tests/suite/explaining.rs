//! `wenda search --explain`: what each hit got its score for.

use std::collections::BTreeSet;

use serde_json::Value;
use wenda::search::{HitReply, SearchReply};

use crate::queries::queries;
use crate::searching::{help_center, shipped};
use crate::support::{Site, stderr, stdout};

/// What does not change from one search to the next.
fn timeless(reply: &SearchReply) -> Value {
    let mut reply = serde_json::to_value(reply).unwrap();
    reply["took_us"] = Value::Null;
    reply
}

fn hits(reply: &SearchReply) -> impl Iterator<Item = &HitReply> {
    reply.hits.iter().chain(&reply.suggestions)
}

#[test]
fn the_parts_of_a_score_add_up_to_it_and_ranking_is_not_changed_by_being_explained() {
    for query in queries(&help_center().0).iter().step_by(23) {
        let mut explained = shipped().explain(query, None, 10);
        for hit in hits(&explained) {
            let explanation = hit.explain.as_ref().unwrap();
            let sum: f64 = explanation.contributions.iter().map(|part| f64::from(part.score)).sum();
            let score = f64::from(hit.score);
            assert!((sum - score).abs() <= 1e-5 * score, "{query}: {} has {score}, its parts {sum}", hit.id);
            assert!(explanation.contributions.iter().all(|part| part.score > 0.0 && part.times > 0), "{query}");
        }
        let all = explained.hits.iter_mut().chain(&mut explained.suggestions);
        all.for_each(|hit| hit.explain = None);
        assert_eq!(timeless(&explained), timeless(&shipped().find(query, None, 10)), "{query}");
    }
}

#[test]
fn an_explanation_names_the_kinds_of_match() {
    for (query, clause, matched, field) in [
        ("备案", "word", "word", "question"),
        ("transferred", "word", "stem", "body"),
        ("verificat", "word", "prefix", "body"),
        ("domian transfer", "word", "similar", "body"),
        ("beian", "word", "sound", "syllables"),
        ("被案 多久", "misheard_pair", "sound", "syllables"),
        ("网址", "meaning", "synonym", "body"),
        ("实名认证", "inner_pair", "pair", "bigrams"),
        ("实名认证", "all_pairs", "pair", "bigrams"),
        ("没买服务器", "negated_pair", "pair", "bigrams"),
        ("要备案多久", "kind_of_question", "filter", "facet"),
    ] {
        let reply = shipped().explain(query, None, 50);
        let parts = reply.hits.iter().filter_map(|hit| hit.explain.as_ref()).flat_map(|hit| &hit.contributions);
        let kinds: BTreeSet<_> =
            parts.map(|part| (part.clause.name(), part.matched.name(), part.field.name())).collect();
        assert!(kinds.contains(&(clause, matched, field)), "{query}: {kinds:?}");
    }
}

#[test]
fn explanations_are_shown_only_where_they_are_asked_for() {
    let site = Site::small();
    let search = |arguments: &[&str]| {
        let output = site.wenda(&[&["search", "what does it cost"], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let reply: Value = serde_json::from_str(&search(&["--json", "--explain"])).unwrap();
    let explain = &reply["hits"][0]["explain"];
    let part = explain["contributions"][0].as_object().unwrap();
    let keys: BTreeSet<&str> = part.keys().map(String::as_str).collect();
    let expected = ["clause", "field", "match", "rarity", "score", "terms", "times", "weight"];
    assert_eq!(keys, BTreeSet::from(expected));
    assert!(explain["coverage"].as_f64().is_some_and(|coverage| coverage > 0.0 && coverage <= 1.0), "{explain}");
    let plain: Value = serde_json::from_str(&search(&["--json"])).unwrap();
    assert_eq!((plain["hits"][0].get("explain"), &plain["hits"][0]["score"]), (None, &reply["hits"][0]["score"]));

    let text = search(&["--explain"]);
    let hit = text.split("  score ").nth(1).unwrap();
    let thousandths = |number: &str| number.parse::<f64>().map(|number| (number * 1000.0).round() as i64);
    let score = thousandths(hit.split_whitespace().next().unwrap()).unwrap();
    // Rows begin with a number, and end where the address of the page stands.
    let rows = hit.lines().skip(2).map_while(|row| thousandths(row.split_whitespace().next()?).ok());
    assert_eq!(rows.sum::<i64>(), score, "{text}");
    assert!(text.contains("question") && text.contains("word_pair"), "{text}");
    assert!(!search(&[]).contains("  score "));
}
