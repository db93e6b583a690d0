//! The whole of a search.

use super::{help_center, index_of};
use crate::search::query::{Hit, SearchResults, explain, find};

fn titles(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.fragment.title.as_str()).collect()
}

fn answer(query: &str, languages: &[&str]) -> SearchResults {
    find(query, languages, 10, &help_center()).unwrap()
}

#[test]
fn a_hit_is_shown_by_the_passage_that_answers() {
    let answer = answer("实名认证", &["zh", "en"]);
    assert_eq!(titles(&answer.hits), ["实名认证失败怎么办？", "域名怎么转让？"]);
    assert_eq!(answer.hits[1].snippet.to_html(), "在控制台操作。转让的域名要先<mark>实名认证</mark>。");
}

#[test]
fn the_readers_language_comes_first_and_what_only_the_other_has_follows() {
    assert_eq!(titles(&answer("E-1024", &["zh", "en"]).hits), ["What does error E-1024 mean?"]);
    assert_eq!(
        titles(&answer("E-1024 备案", &["zh", "en"]).hits),
        ["备案要多久？", "备案号放在哪里？", "What does error E-1024 mean?"]
    );
}

#[test]
fn all_hits_are_counted_and_the_best_are_shown() {
    let answer = find("备案", &["zh", "en"], 1, &help_center()).unwrap();
    assert_eq!((answer.total, answer.hits.len()), (2, 1));
    assert!(answer.corrections.is_empty() && answer.suggestions.is_empty());
}

#[test]
fn where_nothing_is_found_a_correction_and_something_else_are_offered() {
    let answer = answer("category:filing transfr", &["en", "zh"]);
    assert_eq!(titles(&answer.hits), [""; 0]);
    assert_eq!(answer.corrections, ["category:filing transfer"]);
    assert_eq!(titles(&answer.suggestions), ["How do I transfer a domain?"]);
    let answer = self::answer("  ", &["en", "zh"]);
    assert_eq!((answer.total, answer.suggestions.len()), (0, 0));
}

#[test]
fn a_hit_got_its_score_for_what_its_explanation_names() {
    let index = index_of(&[("域名转让", &[], "域名。"), ("别的", &[], "别的。")]);
    let (answer, explanations) = explain("网址怎么转让", &["zh", "en"], 10, &index).unwrap();
    let explanation = &explanations[&answer.hits[0].document];
    let parts = explanation.contributions.iter().map(|part| {
        let (clause, matched, field) = (part.clause.name(), part.matched.name(), part.field.name());
        format!("{} {clause} by {matched} in {field} {}x", part.terms.join(" "), part.times)
    });
    let expected = [
        "转让 word by word in question 1x",
        "域名 meaning by synonym in question 1x",
        "域名 meaning by synonym in body 1x",
        "转让 inner_pair by pair in bigrams 1x",
    ];
    assert_eq!(parts.collect::<Vec<_>>(), expected);
    let sum: f32 = explanation.contributions.iter().map(|part| part.score).sum();
    assert!((sum - answer.hits[0].score).abs() < 1e-5 * sum, "{sum} {}", answer.hits[0].score);
}

#[test]
fn an_explained_search_is_the_same_search() {
    let index = help_center();
    for query in ["备案 多久", "beian", "transfr", "E-1024 备案", "category:filing", "-备案 域名", "zzzz"] {
        for languages in [["zh", "en"], ["en", "zh"]] {
            let plain = find(query, &languages, 10, &index).unwrap();
            let (explained, explanations) = explain(query, &languages, 10, &index).unwrap();
            assert_eq!(titles(&plain.hits), titles(&explained.hits), "{query}");
            for (one, other) in plain.hits.iter().zip(&explained.hits) {
                assert_eq!(one.score.to_bits(), other.score.to_bits(), "{query}");
                let parts = explanations[&other.document].contributions.iter().map(|part| part.score);
                assert!((parts.sum::<f32>() - other.score).abs() <= 1e-5 * other.score, "{query}");
            }
        }
    }
}
