//! A search that asks a decision shows it, with what the query says of its facts, and is told nothing that it does not ask.

use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{ROOT, Site, stderr, stdout, wenda};

/// The decision that is shown, if one is.
fn shown(site: &std::path::Path, query: &str) -> Value {
    let mut search = wenda();
    let output = search.current_dir(site).args(["search", "--json", "--", query]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let reply: Value = serde_json::from_str(&stdout(&output)).unwrap();
    reply["guide"].clone()
}

fn delivery(change: impl Fn(&str) -> String) -> Site {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", change(DELIVERY));
    site
}

#[test]
fn a_query_that_names_values_is_answered() {
    let site = std::path::Path::new(ROOT);
    for (query, decision, answers, is_answered) in [
        ("ECS 香港", "filing", json!({ "product": "ecs", "region": "hong_kong" }), true),
        ("xianggang ecs", "filing", json!({ "product": "ecs", "region": "hong_kong" }), true),
        ("伺服器 香港 要備案嗎", "filing", json!({ "region": "hong_kong" }), false),
        // What a word of another value is part of.
        ("大陆以外的 ECS 要备案吗", "filing", json!({ "product": "ecs", "region": "outside_mainland" }), true),
        ("OSS 大陆 要备案吗", "filing", json!({ "product": "oss", "region": "mainland" }), false),
        ("按量付费的 ECS 能备案吗", "server", json!({ "product": "ecs", "billing": "pay_as_you_go" }), false),
    ] {
        let guide = shown(site, query);
        assert_eq!((&guide["decision"], &guide["answers"]), (&json!(decision), &answers), "{query}");
        assert_eq!(guide["action"].is_string(), is_answered, "{query}: {guide}");
    }
    for query in ["备案", "备案多久", "上海 幕布", "备案需要什么材料", "ecs", "香港"] {
        assert_eq!(shown(site, query), Value::Null, "{query}");
    }
}

#[test]
fn a_decision_says_what_asks_it() {
    let site = delivery(str::to_owned);
    assert_eq!(shown(site.path(), "courier"), Value::Null, "one value may be about anything");
    let guide = shown(site.path(), "what is the cost of delivery by courier");
    assert_eq!(guide["answers"], json!({ "way": "courier" }), "words of the title ask it");
    assert_eq!(guide["url"], "en/ask/delivery/?way=courier");
    assert_eq!(guide["given"], json!([{ "label": "Way", "value": "Courier" }]));
    assert_eq!(shown(site.path(), "courier postage"), Value::Null);
    let site = delivery(|text| format!("{text}asked: {{en: [postage]}}\n"));
    assert_eq!(shown(site.path(), "courier postage")["answers"], json!({ "way": "courier" }));
    let ambiguous = shown(site.path(), "postage by courier or post");
    assert_eq!(
        (&ambiguous["answers"], &ambiguous["action"]),
        (&json!({}), &Value::Null),
        "two values of a fact are none"
    );
    let text = stdout(&site.wenda(&["search", "courier", "postage"]));
    assert!(text.starts_with("What does delivery cost?  guided answer\n  Way: Courier\n"), "{text}");
}
