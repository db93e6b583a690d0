//! How a query becomes hits, stage by stage, over a help center that fits on a page.

mod find;
mod matching;
mod plan;
mod rank;

use crate::analysis::is_han;
use crate::search::index::Snapshot;
use crate::search::query::{DocumentKind, Fragment, StoredFields as _, SynonymRule, facet};

use crate::search::{Corpus, Document, Passage};

/// Questions with other ways to ask them and with their answers. What is English is in the English help center.
pub(super) const HELP_CENTER: [(&str, &[&str], &str); 7] = [
    ("备案要多久？", &["备案时间"], "通常二十天。"),
    ("域名怎么转让？", &[], "在控制台操作。转让的域名要先实名认证。"),
    ("备案号放在哪里？", &[], "放在网站底部。备案，备案，备案：每一页都要放。"),
    ("实名认证失败怎么办？", &[], "核对姓名。认证不收费。"),
    ("How long does filing take?", &["time to file"], "Twenty days, as a rule."),
    ("How do I transfer a domain?", &[], "In the console. Files are not needed."),
    ("What does error E-1024 mean?", &[], "The server of the filing is unknown."),
];

/// An index of some documents, numbered in their order, where `网址` is said for `域名`, and `实名认证` is one word.
fn index_of(documents: &[(&str, &[&str], &str)]) -> Snapshot {
    Snapshot::in_memory(&corpus_of(documents)).unwrap()
}

/// The documents of that index.
pub(super) fn corpus_of(documents: &[(&str, &[&str], &str)]) -> Corpus {
    let documents = documents.iter().enumerate().map(|(number, (title, aliases, text))| {
        let (language, code) = if title.contains(is_han) { (0, "zh") } else { (1, "en") };
        Document {
            kind: DocumentKind::Article,
            id: number.to_string(),
            locale: code.parse().unwrap(),
            language,
            address: String::new(),
            as_of: Some("2018-11-19".to_owned()),
            group: None,
            title: (*title).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            passages: vec![Passage { text: (*text).to_owned(), ..Passage::default() }],
            sources: Vec::new(),
            facets: vec![facet("lang", code), facet("category", if number < 3 { "filing" } else { "others" })],
        }
    });
    let synonyms = SynonymRule { from: vec!["网址".to_owned()], to: vec!["域名".to_owned()] };
    let dictionary = vec!["实名认证".to_owned()];
    Corpus { documents: documents.collect(), dictionary, synonyms: vec![synonyms], ..Corpus::default() }
}

/// The index of the help center.
fn help_center() -> Snapshot {
    index_of(&HELP_CENTER)
}

/// What a document asks.
fn title(index: &Snapshot, document: u32) -> String {
    let Ok(fragment) = index.fragment(document);
    let Fragment { title, .. } = fragment.unwrap().as_ref().clone();
    title
}
