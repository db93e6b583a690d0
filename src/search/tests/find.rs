//! The whole of a search.

use super::{HELP_CENTER, help_center, index_of};
use crate::search::query::{ClauseKind, Hit, SearchResults, explain, find};

/// Two documents that have every two characters of `快照校验失败`: the first has them scattered, the second in a row.
const LOGS: [(&str, &[&str], &str); 5] = [
    ("截图怎么存", &[], "快照。校验。失败。拍照校对，体验失常。"),
    ("日志怎么看", &[], "先看时间，再看最后一行：快照校验失败。其他的都不要紧，可以不看，以后再看也来得及。"),
    ("打印", &[], "校对之后再印。"),
    ("备份怎么停", &[], "等一等。"),
    ("还原怎么停", &[], "等一等。"),
];

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
    let mut documents = HELP_CENTER.to_vec();
    documents.extend(LOGS);
    let index = index_of(&documents);
    for query in
        ["快照校验失败", "备案 多久", "beian", "transfr", "E-1024 备案", "category:filing", "-备案 域名", "zzzz"]
    {
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

/// What is found for `快照校验失败`, best first, each with whether it gets something for having every two characters of it.
fn found_in_logs(documents: &[(&str, &[&str], &str)]) -> Vec<(String, bool)> {
    let (answer, explanations) = explain("快照校验失败", &["zh"], 10, &index_of(documents)).unwrap();
    let has_all = |hit: &Hit| {
        let contributions = &explanations[&hit.document].contributions;
        contributions.iter().any(|part| part.clause == ClauseKind::Contiguous)
    };
    answer.hits.iter().map(|hit| (hit.fragment.title.clone(), has_all(hit))).collect()
}

#[test]
fn what_has_a_query_in_a_row_comes_before_what_has_its_characters_scattered() {
    let [scattered, in_a_row] = ["截图怎么存", "日志怎么看"].map(str::to_owned);
    assert_eq!(found_in_logs(&LOGS), [(in_a_row, true), (scattered.clone(), false)]);
    // Where none has it in a row, having every two characters of it says no more than having each.
    let mut none = LOGS;
    none[1].2 = "校验。";
    assert_eq!(found_in_logs(&none)[0], (scattered, false));
}

#[test]
fn another_way_to_ask_and_a_title_in_traditional_characters_have_it_in_a_row_too() {
    let mut documents = LOGS;
    documents[3].1 = &["提示快照校验失败"];
    let found = found_in_logs(&documents);
    assert_eq!(found[0], ("备份怎么停".to_owned(), true));
    assert_eq!(found[1..].iter().map(|(_, has_all)| *has_all).collect::<Vec<_>>(), [true, false]);
    let mut documents = LOGS;
    documents[1] = ("提示快照校驗失敗", &[], "等一等。");
    let found = found_in_logs(&documents);
    assert_eq!(found.iter().map(|(_, has_all)| *has_all).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_longer_page_begins_as_a_shorter_one() {
    let mut documents: Vec<(String, String)> = Vec::new();
    for number in 0..12 {
        let text =
            if number % 3 == 0 { "先看时间：快照校验失败。" } else { "拍照校对，体验失常。" };
        documents.push((format!("快照、校验与失败{}", "之".repeat(number)), text.to_owned()));
    }
    let documents: Vec<_> =
        documents.iter().map(|(title, text)| (title.as_str(), [].as_slice(), text.as_str())).collect();
    let index = index_of(&documents);
    let all = find("快照校验失败", &["zh"], 20, &index).unwrap();
    assert!(titles(&all.hits).len() == 12 && !all.hits.is_sorted_by(|one, next| one.document < next.document));
    for limit in 1..12 {
        let page = find("快照校验失败", &["zh"], limit, &index).unwrap();
        assert_eq!(titles(&page.hits), titles(&all.hits)[..limit]);
    }
}
