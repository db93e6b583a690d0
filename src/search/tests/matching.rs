//! Which documents hold terms, and how often.

use proptest::prelude::*;

use super::index_of;
use crate::search::query::{Field, PositionedTerm, intersect, matching_documents};

/// Words of English texts, by the position that they stand at.
fn terms(words: &[&str]) -> Vec<PositionedTerm> {
    words.iter().map(|word| (*word).to_owned()).zip(0..).collect()
}

#[test]
fn terms_stand_one_after_the_other_in_what_is_asked() {
    let index = index_of(&[
        ("Load balancer or load", &[], "Nothing."),
        ("Balancer without load", &[], "Nothing."),
        ("Load balancer, load balancer", &[], "Nothing."),
        ("Only load", &[], "Nothing."),
    ]);
    let of = |words: &[&str], field: Field, candidates| {
        matching_documents(&terms(words), field, candidates, &index).unwrap()
    };
    assert_eq!(of(&["load"], Field::Question, 0..9), [(0, 2), (1, 1), (2, 2), (3, 1)]);
    assert_eq!(of(&["load", "balancer"], Field::Question, 0..9), [(0, 1), (2, 2)]);
    assert_eq!(of(&["balancer", "load"], Field::Question, 0..9), [], "a mark parts words");
    assert_eq!(of(&["load", "balancer"], Field::Question, 1..9), [(2, 2)]);
    assert_eq!(of(&["load", "nowhere"], Field::Question, 0..9), []);
    assert_eq!(of(&[], Field::Question, 0..9), []);
    assert_eq!(of(&["load"], Field::Body, 0..9), []);
}

#[test]
fn terms_may_stand_anywhere_in_an_answer() {
    let index = index_of(&[
        ("One", &[], "The balancer balances a load."),
        ("Two", &[], "A load balancer, another load and a balancer."),
        ("Three", &[], "A load."),
    ]);
    let all = terms(&["load", "balancer"]);
    assert_eq!(matching_documents(&all, Field::Body, 0..3, &index).unwrap(), [(0, 1), (1, 2)]);
    assert_eq!(intersect(&all, Field::Body, 0..1, &index).unwrap(), [(0, 1)]);
}

#[test]
fn chinese_is_matched_by_the_pairs_that_it_is_made_of() {
    let index = index_of(&[("实名认证失败", &[], ""), ("认证实名", &[], ""), ("名认", &[], "")]);
    let of = |pairs: &[&str]| matching_documents(&terms(pairs), Field::Bigrams, 0..3, &index).unwrap();
    assert_eq!(of(&["实名", "名认", "认证"]), [(0, 1)]);
    assert_eq!(of(&["名认"]), [(0, 1), (2, 1)]);
}

/// How often words stand one after the other in a text, or where it does not matter where they stand, how often all may be had.
fn times(text: &[&str], words: &[&str], in_a_row: bool) -> u32 {
    let each = |word: &&str| text.iter().filter(|other| *other == word).count();
    let times = match words {
        [] => 0,
        _ if in_a_row => text.windows(words.len()).filter(|row| *row == words).count(),
        _ => words.iter().map(each).min().unwrap_or_default(),
    };
    u32::try_from(times).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_matched_does_not_depend_on_which_term_is_rarest(
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["load", "port", "disk"]), 0..7), 1..6),
        words in prop::collection::vec(prop::sample::select(vec!["load", "port", "disk", "nowhere"]), 0..4),
    ) {
        let joined: Vec<String> = texts.iter().map(|text| text.join(" ")).collect();
        let documents: Vec<(&str, &[&str], &str)> = joined.iter().map(|text| (&**text, &[][..], &**text)).collect();
        let index = index_of(&documents);
        for (field, in_a_row) in [(Field::Question, true), (Field::Body, false)] {
            let found = matching_documents(&terms(&words), field, 0..9, &index).unwrap();
            let expected = (0..).zip(&texts).map(|(number, text)| (number, times(text, &words, in_a_row)));
            prop_assert_eq!(found, expected.filter(|(_, times)| *times > 0).collect::<Vec<_>>());
        }
    }
}
