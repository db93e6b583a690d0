//! What people ask and a help center does not cover is said before anything that was found.

use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout};

const TOPICS: &str = r#"
- id: tax
  title: {zh: 税, en: Taxes}
  text: {zh: 这里不讲税。请问税务局。, en: "Taxes are not covered; ask the tax office."}
  asked:
    zh: [税, 发票 税率]
    en: [tax, what does it cost, cost invoice, import price]
  unless:
    en: [customs form]
- id: import
  title: {zh: 进口, en: Imports}
  text: {zh: 这里不讲进口。, en: Imports are not covered.}
  asked:
    en: [import, tax on import]
    zh: [進口 價錢]
"#;

fn site() -> Site {
    let site = Site::small();
    site.write("content/out_of_scope.yaml", TOPICS);
    site
}

fn reply(site: &Site, query: &[&str]) -> Value {
    let output = site.wenda(&[&["search", "--json", "--"], query].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// The topic that is told.
fn told(site: &Site, query: &str) -> Option<String> {
    reply(site, &[query])["not_covered"]["id"].as_str().map(str::to_owned)
}

#[test]
fn it_is_said_before_what_was_found() {
    let site = site();
    let text = stdout(&site.wenda(&["search", "the", "cost", "of", "taxes"]));
    let notice = "Taxes\nTaxes are not covered; ask the tax office.\n\nBased on documentation of 29 February 2020.";
    assert!(text.starts_with(notice) && text.contains("\n\nWhat does it cost?"), "{text}");
    let text = stdout(&site.wenda(&["search", "--lang", "zh", "tax zzzz"]));
    assert!(text.starts_with("税\n这里不讲税。请问税务局。\n\n没有找到 “tax zzzz”"), "{text}");
    let found = reply(&site, &["cost of taxes"]);
    let expected = json!({ "id": "tax", "title": "Taxes", "text": "Taxes are not covered; ask the tax office." });
    assert_eq!(found["not_covered"], expected);
    assert!(!found["hits"].as_array().unwrap().is_empty(), "what was found is shown all the same");
}

#[test]
fn words_make_a_topic_and_operators_do_not() {
    let site = site();
    for (query, topic) in [
        ("TAXES?", Some("tax")),
        ("发票的税率", Some("tax")),
        ("price when I import", Some("tax")),
        ("tax on imports", Some("import")),
        ("import", Some("import")),
        // Written as readers do, whoever wrote the phrase.
        ("进口的价钱", Some("import")),
        ("進口的價錢", Some("import")),
        ("\"tax\" on everything", Some("tax")),
        ("taxi", None),
        ("price -tax", None),
        ("price -\"import\"", None),
        ("plan:small price", None),
        ("tax customs form", None),
        ("import tax customs form", Some("import")),
        // A question that is answered.
        ("What does it cost?", None),
        ("what does it cost", None),
        ("what does it cost me", Some("tax")),
        ("cost", None),
    ] {
        assert_eq!(told(&site, query).as_deref(), topic, "{query}");
    }
}

#[test]
fn a_change_of_the_file_is_seen() {
    let site = Site::small();
    let hits = |site: &Site| reply(site, &["tax price"])["hits"].clone();
    assert_eq!(told(&site, "tax price"), None);
    let before = hits(&site);
    site.write("content/out_of_scope.yaml", TOPICS);
    assert_eq!(told(&site, "tax price").as_deref(), Some("tax"));
    assert_eq!(hits(&site), before, "what is found stays as it was");
    site.edit("content/out_of_scope.yaml", |text| text.replace("id: tax", "id: duties").replace("tax,", "duty,"));
    assert_eq!((told(&site, "tax price"), told(&site, "duties").as_deref()), (None, Some("duties")));
    site.remove("content/out_of_scope.yaml");
    assert_eq!(told(&site, "duties"), None);
}

#[test]
fn who_asks_a_decision_about_it_is_told_too() {
    let site = site();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let output = site.wenda(&["ask", "--lang", "en", "which", "taxes?"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "Taxes\nTaxes are not covered; ask the tax office.\n");
    let output = site.wenda(&["ask", "--lang", "zh", "--json", "税"]);
    let told: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(told, json!({ "not_covered": { "id": "tax", "title": "税", "text": "这里不讲税。请问税务局。" } }));
    for words in [&["delivry"][..], &["tax=1"], &["delivery", "tax"]] {
        let output = site.wenda(&[&["ask"], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", stdout(&output));
    }
}
