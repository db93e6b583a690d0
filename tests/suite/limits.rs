//! Limits that authors meet: each is told with the number, and with what to do.

use std::fs::File;
use std::path::Path;

use serde_json::Value;

use crate::asking::DELIVERY;
use crate::support::{Site, stdout};

/// What is told of the small site with a file in it.
fn told(path: &str, text: &str) -> String {
    let site = Site::small();
    site.write(path, text);
    stdout(&site.wenda(&["check"]))
}

#[track_caller]
fn tells(checked: &str, message: &str) {
    assert!(checked.contains(message), "{message}\n{checked:.2000}");
}

fn numbered(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[test]
fn a_fact_of_a_decision_has_64_values() {
    let with = |count: usize| {
        let more = numbered(count - 2, |value| format!(", v{value}: {{zh: 值 {value}, en: Value {value}}}"));
        let facts = DELIVERY.split("verdicts:").next().unwrap();
        let end = facts.find("}}").unwrap() + 1;
        told("content/decisions/delivery.yaml", &format!("{}{more}{}", &DELIVERY[..end], &DELIVERY[end..]))
    };
    assert!(!with(64).contains("a fact has at most"));
    tells(&with(65), "a fact has at most 64 values, this one has 65");
}

#[test]
fn a_checklist_is_for_64_kinds_of_reader() {
    let with = |count: usize| {
        let variants =
            numbered(count, |variant| format!("- {{id: v{variant}, label: {{zh: 甲 {variant}, en: A {variant}}}}}\n"));
        told(
            "content/checklists/start.yaml",
            &format!(
                "title: {{zh: 清单, en: List}}\nsummary: {{zh: 清单。, en: List.}}\ntable: plans\nvariants:\n{variants}\
                 groups:\n- title: {{zh: 组, en: Group}}\n  items:\n  - {{text: {{zh: 做, en: Do}}, sources: [manual/price]}}\n"
            ),
        )
    };
    tells(&with(64), "no problems found");
    tells(&with(65), "a checklist is for at most 64 kinds of reader, this one for 65");
}

#[test]
fn a_file_of_yaml_holds_200_000_values() {
    let values = numbered(200_001, |_| "1,".to_owned());
    tells(&told("content/glossary.yaml", &format!("[{values}]\n")), "the file holds more than 200000 values");
}

#[test]
fn a_file_that_is_copied_holds_32_mib() {
    let site = Site::small();
    for (bytes, message) in
        [(32 << 20, "no problems found"), ((32 << 20) + 1, "33554433 bytes; at most 33554432 are read")]
    {
        site.write("static/large.bin", "");
        File::create(site.path().join(Path::new("static/large.bin"))).unwrap().set_len(bytes).unwrap();
        tells(&stdout(&site.wenda(&["check"])), message);
    }
}

#[test]
fn a_text_quotes_16_mib() {
    let site = Site::small();
    let name = "很长".repeat(20_000);
    site.edit("content/rules/plans.yaml", |text| text.replace("zh: 小套餐", &format!("zh: {name}")));
    let quotes = "{{plans.small.name}}".repeat(200);
    site.write("content/faq/basics/price.zh.md", format!("# 要多少钱？\n\n{quotes}\n"));
    tells(&stdout(&site.wenda(&["check"])), "what the text quotes up to here has more than 16 MiB");
}

#[test]
fn of_links_that_lead_nowhere_100_are_told() {
    let links = numbered(150, |link| format!("[a](article:missing-{link})\n"));
    let checked = told("content/faq/basics/price.en.md", &format!("# What does it cost?\n\n{links}"));
    tells(&checked, "after 100 such links the others of this text were not checked");
    tells(&checked, "100 errors");
}

#[test]
fn of_the_problems_of_a_file_people_see_100_and_machines_1000() {
    let site = Site::small();
    let terms = numbered(1_100, |term| format!("- id: Term{term}\n  term: a\n  definition: b\n"));
    site.write("content/glossary.yaml", terms);
    let checked = stdout(&site.wenda(&["check"]));
    let problems = ["error[", "warning["].map(|level| checked.matches(level).count());
    assert_eq!(problems.iter().sum::<usize>(), 100, "{problems:?}");
    tells(&checked, "more problems in content/glossary.yaml");
    let json: Value = serde_json::from_slice(&site.wenda(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1_000);
    assert!(json["errors"].as_u64().unwrap() > 1_000, "all are counted");
}

#[test]
fn a_page_does_not_grow_without_end() {
    let loops = "{% for a in range(end=3000) %}{% for b in range(end=3000) %}x{% endfor %}{% endfor %}\n";
    let checked = told("templates/404.html", loops);
    tells(&checked, "the page grows past 64 MiB, or is made of more than 4194304 pieces");
}
