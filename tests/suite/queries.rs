//! Queries for which terminal and browsers must find the same.

use std::collections::BTreeSet;

use serde::Deserialize;
use wenda::analysis::is_han;
use wenda::search::Corpus;

/// Everything that people may type: questions, headings, pieces of texts, the judged queries, and all of these mistyped.
pub(crate) fn queries(corpus: &Corpus) -> Vec<String> {
    #[derive(Deserialize)]
    struct Judged {
        query: String,
    }
    let judged: Vec<Judged> = serde_yaml::from_str(include_str!("../../content/evals.yaml")).unwrap();
    let mut queries: Vec<String> = judged.into_iter().map(|judged| judged.query).collect();
    for (number, document) in corpus.documents.iter().enumerate() {
        queries.push(document.title.clone());
        queries.extend(document.aliases.iter().take(2).cloned());
        for passage in &document.passages {
            queries.push(passage.heading.clone());
            let characters: Vec<char> = passage.text.chars().collect();
            let mut seed = number * 7919 + characters.len();
            for length in [2, 4, 7, 12] {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let start = (seed >> 20) % characters.len().max(1);
                queries.push(characters[start..].iter().take(length).collect());
            }
        }
    }
    // What no document covers, as it stands, and turned around within a longer query.
    for phrase in corpus.topics.iter().flat_map(|topic| topic.phrases()).step_by(3) {
        let turned: Vec<&str> = phrase.split_whitespace().rev().collect();
        queries.extend([phrase.to_owned(), format!("备案 {}", turned.join(" 吗 "))]);
    }
    let mistyped: Vec<String> = queries
        .iter()
        .step_by(7)
        .map(|query| {
            let mut characters: Vec<char> = query.chars().collect();
            let place = characters.len() / 2;
            match characters.get(place) {
                Some(character) if is_han(*character) => characters[place] = '被',
                Some(_) if place > 0 => characters.swap(place - 1, place),
                _ => {}
            }
            characters.into_iter().collect()
        })
        .collect();
    queries.extend(mistyped);
    queries.extend(
        [
            "網域過戶",
            "beian",
            "bahao",
            "fwh",
            "\"实名认证\" -转让",
            "category:domains 过户",
            "product:ecs",
            "-备案",
            "",
            "zzzz qqq",
        ]
        .map(str::to_owned),
    );
    let mut seen = BTreeSet::new();
    queries.retain(|query| seen.insert(query.clone()));
    queries
}
