//! What a query asks for.

use super::{HELP_CENTER, corpus_of, help_center};
use crate::search::Corpus;
use crate::search::index::Snapshot;
use crate::search::query::{Alternative, ClauseKind, Plan, SynonymRule, plan};

fn said(alternative: &Alternative) -> String {
    let terms: Vec<&str> = alternative.terms.iter().map(|(term, _)| term.as_str()).collect();
    format!("{} {}", alternative.matched.name(), terms.join(" "))
}

fn planned(query: &str) -> Plan {
    plan(query, &help_center()).unwrap()
}

/// The clauses of a plan, each with its weight and its alternatives.
fn clauses(query: &str) -> Vec<String> {
    clauses_of(planned(query))
}

fn clauses_of(plan: Plan) -> Vec<String> {
    let of = plan.clauses.into_iter().map(|clause| {
        let alternatives: Vec<String> = clause.alternatives.iter().map(said).collect();
        format!("{} {:.2}: {}", clause.kind.name(), clause.weight, alternatives.join(" | "))
    });
    of.collect()
}

/// The clauses of a query where readers say some words for others.
fn clauses_where(from: &[&str], to: &str, query: &str) -> Vec<String> {
    let from = from.iter().map(|text| (*text).to_owned()).collect();
    let synonyms = vec![SynonymRule { from, to: vec![to.to_owned()] }];
    let index = Snapshot::in_memory(&Corpus { synonyms, ..corpus_of(&HELP_CENTER) }).unwrap();
    clauses_of(plan(query, &index).unwrap())
}

#[test]
fn chinese_asks_for_words_and_for_pairs_of_characters() {
    assert_eq!(
        clauses("怎么备案"),
        [
            "stop_word 0.06: word 怎么",
            "word 1.00: word 备案",
            "inner_pair 0.03: pair 怎么",
            "pair_across_words 0.20: pair 么备",
            "inner_pair 0.03: pair 备案",
            "kind_of_question 0.25: filter asks:how",
        ]
    );
}

#[test]
fn what_is_within_a_known_word_counts_less() {
    assert_eq!(
        clauses("实名认证"),
        [
            "word 1.00: word 实名认证",
            "inner_word 0.60: word 实名",
            "inner_word 0.60: word 认证",
            "inner_pair 0.03: pair 实名",
            "inner_pair 0.03: pair 名认",
            "inner_pair 0.03: pair 认证",
        ]
    );
}

#[test]
fn english_asks_for_words_with_their_stems_and_for_words_that_follow_each_other() {
    assert_eq!(
        clauses("domains transferred"),
        [
            "word 1.00: word domains | stem domain",
            "word 1.00: word transferred | stem transfer",
            "word_pair 0.15: word_pair domains transferred",
        ]
    );
}

#[test]
fn stop_words_are_read_in_answers_only_where_nothing_else_is_asked() {
    let in_answers = |query: &str| {
        let stop_words = planned(query).clauses.into_iter().filter(|clause| clause.kind == ClauseKind::StopWord);
        let alternatives = stop_words.flat_map(|clause| clause.alternatives);
        alternatives.map(|one| !one.documents.is_titles_only()).collect::<Vec<bool>>()
    };
    assert!(in_answers("how is the").iter().all(|is_read| *is_read));
    let about = in_answers("how is the filing");
    assert!(about.len() >= 3 && !about.contains(&true));
}

#[test]
fn the_last_word_may_be_unfinished() {
    assert_eq!(clauses("trans"), ["word 1.00: word trans | stem tran | prefix transfer | initials t r a n s",]);
}

#[test]
fn a_word_that_is_written_nowhere_may_be_misspelled() {
    assert_eq!(
        clauses("domian soon"),
        [
            "word 1.00: word domian | similar domain | initials d o m i a n",
            "word 1.00: word soon | initials s o o n",
            "word_pair 0.15: word_pair domian soon",
        ]
    );
}

#[test]
fn letters_may_spell_out_chinese() {
    assert_eq!(clauses("beian"), ["word 1.00: word beian | sound bei an | initials b e i a n",]);
    assert_eq!(
        clauses("yum"),
        [
            "word 1.00: word yum | unfinished_sound yu ma | unfinished_sound yu me | unfinished_sound yu ming | unfinished_sound yu mo | initials y u m",
        ]
    );
    assert_eq!(
        clauses("yu ming"),
        [
            "word 1.00: word yu | sound yu | initials y u",
            "word 1.00: word ming | sound ming | initials m i n g",
            "word_pair 0.15: word_pair yu ming",
            "spelled_out 1.00: sound yu ming",
        ]
    );
}

#[test]
fn an_identifier_is_asked_for_whole_and_in_parts() {
    assert_eq!(
        clauses("E-1024"),
        ["identifier 6.00: word e-1024 | word e1024", "part 0.10: part e", "part 0.10: part 1024"]
    );
    assert_eq!(clauses("E-4711"), ["word 0.75: part e", "word 0.75: part 4711"], "what stands nowhere is its parts");
}

#[test]
fn what_the_mainland_says_instead_is_an_alternative() {
    assert_eq!(
        clauses("網域"),
        [
            "word 1.00: synonym 域名 | word 网 域",
            "character 0.20: word 网",
            "character 0.20: word 域",
            "misheard_pair 0.50: pair 网域 | sound wang yu | pair 域名"
        ]
    );
    assert_eq!(clauses("域名"), ["word 1.00: word 域名", "inner_pair 0.03: pair 域名"], "not the other way around");
}

#[test]
fn a_character_alone_is_found_in_titles_and_at_the_beginning_of_pairs() {
    assert_eq!(clauses("认"), ["character 0.20: word 认", "pair 0.30: pair 认 | begun_pair 认证"]);
}

#[test]
fn what_readers_say_is_also_looked_for_by_what_it_means() {
    assert_eq!(
        clauses("网址"),
        [
            "word 0.40: word 网址",
            "meaning 1.00: synonym 域名 | word 网址",
            "misheard_pair 0.50: pair 网址 | sound wang zhi",
        ]
    );
}

#[test]
fn words_that_mean_something_together_count_less_as_they_stand() {
    let pair = "word_pair 0.06: word_pair web address";
    assert!(clauses_where(&["web address"], "domain", "a web address").contains(&pair.to_owned()));
}

#[test]
fn a_word_that_nobody_writes_is_asked_for_by_the_two_that_make_it_up() {
    assert_eq!(
        clauses("domainserver"),
        ["word 1.00: word domainserver | stem domainserv", "word 0.75: part domain", "word 0.75: part server",]
    );
    assert!(clauses("mydomain").contains(&"word 1.00: part domain".to_owned()));
    let is_explained = |query: &str| planned(query).clauses[0].is_explained;
    assert!(is_explained("mydomain") && !is_explained("dodomian"));
    assert!(clauses("dodomian").iter().all(|clause| !clause.contains("part")), "half of it is no word");
}

#[test]
fn characters_that_nobody_writes_together_are_looked_for_by_their_sound() {
    assert_eq!(
        clauses("被案"),
        ["stop_word 0.06: word 被", "character 0.20: word 案", "misheard_pair 0.50: pair 被案 | sound bei an",]
    );
}

#[test]
fn a_whole_question_is_asked_for_as_such() {
    assert_eq!(clauses("备案时间！").last().unwrap(), "question 2.00: question 备案时间");
}

#[test]
fn operators_require_and_exclude() {
    let plan = planned("\"实名认证\" -转让 -\"a rule\" category:filing");
    assert_eq!(plan.required.iter().map(said).collect::<Vec<_>>(), ["filter category:filing", "pair 实名 名认 认证"]);
    let excluded = plan.excluded.iter().map(|parts| parts.iter().map(said).collect::<Vec<_>>());
    assert_eq!(excluded.collect::<Vec<_>>(), [["pair 转让"], ["word a rule"]]);
    // Quotation marks also set off names, and a colon is part of many texts.
    let plan = planned("\"彗星\" note:filing");
    assert_eq!(plan.required, []);
    assert!(planned("").clauses.is_empty());
}

#[test]
fn what_is_denied_is_asked_for_as_such() {
    assert!(clauses("我不收费").contains(&"negated_pair 0.80: pair 不收".to_owned()));
    assert!(clauses("收不收费").iter().all(|clause| !clause.starts_with("negated")));
}

#[test]
fn what_is_said_twice_is_asked_for_once() {
    let times = |query: &str, wanted: &str| clauses(query).iter().filter(|clause| clause.contains(wanted)).count();
    assert_eq!(times("转让域名 转让", "word 1.00: word 转让"), 1);
    assert_eq!(times("网址 网址", "synonym 域名"), 1);
}
