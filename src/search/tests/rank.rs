//! Which documents answer a plan best.

use super::{index_of, title};
use crate::search::query::{Alternative, facet, plan, rank};

/// What documents of a language ask that are found, best first.
fn ranked(documents: &[(&str, &[&str], &str)], language: &str, query: &str) -> Vec<String> {
    let index = index_of(documents);
    let mut plan = plan(query, &index).unwrap();
    plan.required.push(Alternative::facet(facet("lang", language)));
    let hits = rank(&plan, usize::MAX, &index, &mut ()).unwrap();
    hits.into_iter().map(|hit| title(&index, hit.document)).collect()
}

#[test]
fn a_word_in_the_question_counts_more_than_in_another_way_to_ask_and_more_than_in_the_answer() {
    let documents: [(&str, &[&str], &str); 4] = [
        ("One question", &["another way"], "Of refunds."),
        ("Two questions", &["all refunds"], "Of nothing."),
        ("All refunds", &["another way"], "Of nothing."),
        ("No question", &["another way"], "Of nothing."),
    ];
    assert_eq!(ranked(&documents, "en", "refunds"), ["All refunds", "Two questions", "One question"]);
}

#[test]
fn a_whole_question_comes_before_what_only_begins_with_it() {
    let documents: [(&str, &[&str], &str); 2] = [("备案要多久才好", &[], "备案"), ("备案要多久", &[], "二十天")];
    assert_eq!(ranked(&documents, "zh", "备案 要多久？")[0], "备案要多久");
}

#[test]
fn the_word_itself_comes_before_its_stem_and_that_before_what_it_begins() {
    let documents: [(&str, &[&str], &str); 3] =
        [("filed it", &[], ""), ("filename it", &[], ""), ("files it", &[], "")];
    assert_eq!(ranked(&documents, "en", "files"), ["files it", "filed it"]);
    assert_eq!(ranked(&documents, "en", "file")[2], "filename it", "a word may be unfinished");
}

#[test]
fn more_of_a_query_is_better_than_a_part_of_it_repeated() {
    let documents: [(&str, &[&str], &str); 3] = [
        ("refund refund refund", &["refund refund"], "refund"),
        ("refund of a trial", &[], "."),
        ("something else", &[], "."),
    ];
    assert_eq!(ranked(&documents, "en", "refund trial")[0], "refund of a trial");
}

#[test]
fn a_rare_word_counts_more_than_one_that_many_documents_have() {
    let documents: [(&str, &[&str], &str); 4] =
        [("plan one", &[], ""), ("plan two", &[], ""), ("plan three", &[], ""), ("comet", &[], "")];
    assert_eq!(ranked(&documents, "en", "plan comet")[0], "comet");
}

#[test]
fn a_short_field_counts_more_than_a_long_one() {
    let documents: [(&str, &[&str], &str); 2] =
        [("refund and many other words that nobody asked for", &[], ""), ("refund it", &[], "")];
    assert_eq!(ranked(&documents, "en", "refund")[0], "refund it");
}

#[test]
fn what_has_little_of_the_best_is_not_about_the_query() {
    let documents: [(&str, &[&str], &str); 2] =
        [("备案 转让 认证 域名 要多久", &[], ""), ("别的", &[], "说了很多别的话。")];
    assert_eq!(ranked(&documents, "zh", "备案转让认证域名要多久了"), ["备案 转让 认证 域名 要多久"]);
}

#[test]
fn only_documents_that_the_plan_allows_are_found() {
    let documents: [(&str, &[&str], &str); 3] =
        [("refund of trials", &[], ""), ("refund of plans", &[], ""), ("退款", &[], "refund")];
    assert_eq!(ranked(&documents, "en", "refund -plans"), ["refund of trials"]);
    assert_eq!(ranked(&documents, "en", "\"refund of plans\""), ["refund of plans"]);
    assert_eq!(ranked(&documents, "zh", "refund"), ["退款"]);
    assert_eq!(ranked(&documents, "en", "category:filing"), ["refund of trials", "refund of plans"]);
}

#[test]
fn the_best_so_many_come_first_and_in_their_order() {
    let index = index_of(&[
        ("what a refund is", &[], ""),
        ("refund it", &[], ""),
        ("who gets how much of a refund", &[], ""),
        ("nothing", &[], ""),
    ]);
    let mut plan = plan("refund", &index).unwrap();
    plan.required.push(Alternative::facet(facet("lang", "en")));
    let all = rank(&plan, usize::MAX, &index, &mut ()).unwrap();
    assert!(all.is_sorted_by(|one, next| one.score >= next.score));
    let best = rank(&plan, 1, &index, &mut ()).unwrap();
    assert_eq!((best.len(), &best[0]), (3, &all[0]));
}

#[test]
fn a_long_text_that_has_all_of_a_query_comes_before_short_ones_that_have_a_part() {
    let long = format!("{}快照校验失败。{}", "这一句说的是别的事情。".repeat(200), "那一句说的也是别的。".repeat(200));
    let documents: [(&str, &[&str], &str); 5] = [
        ("日志怎么看", &[], &long),
        ("校验失败怎么办", &[], "再校验一次。"),
        ("校验要多久", &[], "失败了再来。"),
        ("失败了怎么办", &[], "校验。"),
        ("登录失败", &[], "再登录。"),
    ];
    assert_eq!(ranked(&documents, "zh", "快照校验失败")[0], "日志怎么看");
    assert_eq!(ranked(&documents, "zh", "\"快照校验失败\""), ["日志怎么看"]);
}

#[test]
fn what_is_denied_is_not_what_is_affirmed() {
    let documents: [(&str, &[&str], &str); 3] =
        [("有域名要交费", &[], ""), ("不交费会被停用", &[], ""), ("交费之后开通", &[], "")];
    assert_eq!(ranked(&documents, "zh", "我不交费呢")[0], "不交费会被停用");
}

#[test]
fn a_word_that_is_said_twice_counts_once() {
    let documents: [(&str, &[&str], &str); 2] = [("账号转账号", &[], ""), ("主体转移", &[], "")];
    let found = |query| ranked(&documents, "zh", query);
    assert_eq!(found("账号 主体 转移"), found("账号 主体 转移 账号 账号"));
}

#[test]
fn the_kind_of_question_tells_two_apart() {
    let documents: [(&str, &[&str], &str); 4] = [
        ("幕布怎么领？", &[], ""),
        ("幕布要不要还？", &[], ""),
        ("幕布在哪里领？", &[], ""),
        ("幕布多久能到？", &[], ""),
    ];
    for (query, expected) in [
        ("如何拿幕布", "幕布怎么领？"),
        ("幕布需不需要寄走", "幕布要不要还？"),
        ("幕布到哪儿拿", "幕布在哪里领？"),
        ("幕布等几天", "幕布多久能到？"),
    ] {
        assert_eq!(ranked(&documents, "zh", query)[0], expected, "{query}");
    }
}
