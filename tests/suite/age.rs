//! How old answers are, what in them may have changed, and what newer sources take the place of.

use serde_json::Value;

use crate::support::{Site, stderr, stdout};

/// A site with an older and a newer source.
fn site_of_two_sources() -> Site {
    let site = Site::small();
    site.write(
        "content/sources/leaflet.yaml",
        "title: {zh: 传单, en: Leaflet}\ndate: 2024-05-06\nsections:\n- id: price\n  title: {zh: 新价, en: New prices}\n  facts:\n  \
         - id: L-1\n    zh: 小套餐每月 12 元。\n    en: The small plan is 12 yuan a month.\n",
    );
    site
}

fn json(site: &Site, arguments: &[&str]) -> Value {
    let output = site.wenda(arguments);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)))
}

const AGE_ZH: &str =
    "依据 <time datetime=\"2020-02-29\">2020-02-29</time> 的文档；规定可能已变，办理前请向示例云核实。";
const AGE_EN: &str = "Based on documentation of <time datetime=\"2020-02-29\">29 February 2020</time>. Rules may have changed since: \
                      confirm with Example Cloud before you act.";

#[test]
fn a_page_tells_the_age_of_its_oldest_source_above_its_text() {
    let site = site_of_two_sources();
    site.edit("content/faq/basics/price.yaml", |text| {
        text.replace("[manual/price]", "[leaflet/price, manual/price]")
            .replace("verified: 2020-02-29", "verified: 2020-03-01")
    });
    site.edit("content/faq/basics/trial.yaml", |text| text.replace("[manual/trial]", "[leaflet/price]"));
    site.build();
    let page = site.read("zh/faq/price/index.html");
    let (before, _) = page.split_once("<div class=\"answer\"").unwrap();
    assert!(before.contains(AGE_ZH), "{before}");
    assert!(site.read("en/faq/price/index.html").contains(AGE_EN));
    assert!(
        site.read("en/faq/trial/index.html").contains(">6 May 2024</time>"),
        "what rests on the newer source alone"
    );
    assert!(site.read("en/rules/plans/small/index.html").contains(AGE_EN));
    assert!(site.read("zh/rules/plans/index.html").contains(AGE_ZH));
    assert!(!page.contains("2020-03-01"), "the editor's date is no mark of quality");
}

#[test]
fn whom_to_ask_is_the_sites_own() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "confirm_with: {zh: 客服, en: our support}\n");
    site.build();
    assert!(site.read("zh/faq/price/index.html").contains("办理前请向客服核实。"));
    assert!(site.read("en/faq/price/index.html").contains("confirm with our support before you act."));
    let found = stdout(&site.wenda(&["search", "price", "--lang", "en"]));
    let wanted =
        "Based on documentation of 29 February 2020. Rules may have changed since: confirm with our support before";
    assert!(found.starts_with(wanted), "{found}");
}

#[test]
fn every_hit_and_the_list_of_them_have_an_age() {
    let site = site_of_two_sources();
    site.edit("content/faq/basics/trial.yaml", |text| text.replace("[manual/trial]", "[leaflet/price]"));
    let reply = json(&site, &["search", "套餐 试用", "--json"]);
    assert_eq!(reply["as_of"], "2020-02-29");
    let of = |id: &str| {
        let hits = reply["hits"].as_array().unwrap().iter();
        hits.clone().find(|hit| hit["id"] == id).map_or(Value::Null, |hit| hit["as_of"].clone())
    };
    assert_eq!((of("trial"), of("price")), ("2024-05-06".into(), "2020-02-29".into()), "{reply}");
    assert_eq!(json(&site, &["search", "qqqq", "--json"])["as_of"], Value::Null);
}

#[test]
fn what_may_have_changed_is_a_warning_at_the_top() {
    let site = Site::small();
    site.edit("content/faq/basics/price.yaml", |text| {
        text + "volatile: {zh: '价格会变，请先看官网。', en: 'Prices change: look at the site first.'}\n"
    });
    site.edit("content/rules/plans.yaml", |text| {
        text.replacen("  price: 9\n", "  price: 9\n  volatile: {zh: 常有优惠。, en: Often on sale.}\n", 1)
    });
    site.build();
    let page = site.read("en/faq/price/index.html");
    let (before, _) = page.split_once("<div class=\"answer\"").unwrap();
    assert!(before.contains("Prices change: look at the site first."), "{before}");
    assert!(site.read("zh/faq/price/index.html").contains("价格会变，请先看官网。"));
    assert!(site.read("zh/rules/plans/small/index.html").contains("常有优惠。"));
    assert!(site.read("en/rules/plans/index.html").contains("Often on sale."));
    assert!(!site.read("en/rules/plans/large/index.html").contains("class=\"volatile\""));
}

/// A decision with an outcome that cites both sources, and one that cites the older.
const BUY: &str = "\
title: {zh: 买吗？, en: Buy?}
summary: {zh: 看价钱。, en: It is about money.}
facts:
- id: rich
  label: {zh: 有钱, en: Rich}
  question: {zh: 有钱吗？, en: Are you rich?}
  values: {yes: {zh: 有, en: Yes}, no: {zh: 没有, en: No}}
verdicts:
- {id: buy, label: {zh: 买, en: Buy}, values: {yes: {zh: 买, en: Yes}, no: {zh: 不买, en: No}}}
rows:
- {rich: yes, then: buy, sources: [manual/price]}
- {rich: no, then: wait}
outcomes:
- {id: buy, buy: yes, title: {zh: 买。, en: Buy.}, explanation: {zh: 好。, en: Fine.}, sources: [leaflet/price, manual/price]}
- {id: wait, buy: no, title: {zh: 等。, en: Wait.}, explanation: {zh: 等。, en: Wait.}, sources: [manual/price]}
";

#[test]
fn an_outcome_is_as_old_as_the_row_that_gave_it() {
    let site = site_of_two_sources();
    site.write("content/decisions/buy.yaml", BUY.replace("[leaflet/price, manual/price]", "[leaflet/price]"));
    site.edit("content/decisions/buy.yaml", |text| {
        text.replace("en: Wait.}, sources: [manual/price]", "en: Wait.}, sources: [leaflet/price]")
    });
    site.build();
    // Shown in place, as a page of its own, in JSON.
    let start = site.read("en/ask/buy/index.html");
    assert!(start.contains("data-outcome=\"buy\" data-day=\"2020-02-29\""), "{start}");
    assert!(start.contains("data-outcome=\"wait\" data-day=\"2024-05-06\""), "{start}");
    assert!(start.contains(AGE_EN), "before there is an outcome, the oldest of all");
    for (answer, day) in [("yes", "2020-02-29"), ("no", "2024-05-06")] {
        let reply = json(&site, &["ask", "buy", &format!("rich={answer}"), "--json"]);
        assert_eq!(reply["outcome"]["as_of"], day);
        let page = site.read(&format!("en/ask/buy/{answer}/index.html"));
        assert!(
            page.contains(&format!("<p class=\"age\">Based on documentation of <time datetime=\"{day}\"")),
            "{page}"
        );
    }
    assert_eq!(json(&site, &["search", "Buy?", "--json"])["hits"][0]["as_of"], "2020-02-29");
}

#[test]
fn what_rests_on_a_superseded_fact_is_listed_until_it_follows() {
    let site = site_of_two_sources();
    site.edit("content/faq/basics/price.yaml", |text| text + "facts: [M-1]\n");
    site.edit("content/sources/leaflet.yaml", |text| text + "    supersedes: [M-1]\n");
    site.write("content/decisions/buy.yaml", BUY);
    let facts = stdout(&site.wenda(&["check", "--facts"]));
    let wanted = "  M-1  article:price\n    superseded by L-1; still rests on it: article:price rule:plans/small rule:plans/large \
                  decision:buy#wait decision:buy (content/decisions/buy.yaml:11)\n";
    assert!(facts.contains(wanted), "{facts}");
    assert!(facts.ends_with("1 of 1 superseded facts are still rested on\n"), "{facts}");
    let reply = json(&site, &["check", "--facts", "--format", "json"]);
    let statement = reply["statements"].as_array().unwrap().iter().find(|stated| stated["fact"] == "M-1").unwrap();
    assert_eq!(statement["superseded_by"], serde_json::json!(["L-1"]));
    assert_eq!(statement["resting"][0], "article:price");
    assert_eq!(site.wenda(&["check", "--facts", "--strict"]).status.code(), Some(1));
    // Everything follows: it cites the newer section, and claims the newer fact.
    for path in ["content/faq/basics/price.yaml", "content/rules/plans.yaml", "content/decisions/buy.yaml"] {
        site.edit(path, |text| {
            let text = text.replace("[leaflet/price, manual/price]", "[leaflet/price]");
            text.replace("[manual/price]", "[leaflet/price]").replace("[M-1]", "[L-1]")
        });
    }
    let facts = stdout(&site.wenda(&["check", "--facts"]));
    assert!(facts.contains("superseded by L-1; still rests on it: nothing rests on it\n"), "{facts}");
    assert!(facts.ends_with("0 of 1 superseded facts are still rested on\n"), "{facts}");
}
