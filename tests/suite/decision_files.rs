//! Files of decisions at their limits: numbers of any size, many facts, names that mean something elsewhere.

use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout};

/// What a delivery costs, by a number that rows compare in two ways.
fn delivery(bounds: [&str; 2]) -> Site {
    let site = Site::small();
    let [less, more] = bounds.map(|bound| format!("weight: \"{bound}\""));
    let text = DELIVERY.replace("weight: \"< 2\"", &less).replace("weight: \">= 2\"", &more);
    site.write("content/decisions/delivery.yaml", text);
    site
}

#[test]
fn bounds_and_answers_are_decimals_of_any_size() {
    for (bounds, free, paid) in [
        // A float holds neither the one nor the other.
        (["< 9007199254740993", ">= 9007199254740993"], "9007199254740992", "9007199254740993"),
        (["< 0.3", ">= 0.3"], "0.29999999999999999999", "0.30"),
        (
            ["< 100000000000000000000000000000", ">= 100000000000000000000000000000"],
            "99999999999999999999",
            "100000000000000000000000000000",
        ),
        (["<= 2", "> 2"], "2.0", "2.000001"),
        (["<= 0", "> 0"], "0", "0.1"),
    ] {
        let site = delivery(bounds);
        for (weight, answer) in [(free, "It is free."), (paid, "It is paid.")] {
            let output = site.wenda(&["ask", "way=post", &format!("weight={weight}"), "--lang", "en"]);
            let said = stdout(&output);
            assert!(said.contains(&format!("\n\n{answer}\n")), "{bounds:?} {weight}: {said}{}", stderr(&output));
        }
    }
}

#[test]
fn all_four_comparisons_are_proved() {
    for (bounds, told) in [
        (["< 2", "> 2"], "way: post, weight: \">= 2 <= 2\""),
        (["<= 2", ">= 2"], "way: post, weight: \">= 2 <= 2\""),
        (["<= 2", "> 3"], "way: post, weight: \"> 2 <= 3\""),
        (["> 0 <= 2", "> 2"], "way: post, weight: \"<= 0\""),
        (["< 2", "> 2 <= 3"], "way: post, weight: \">= 2 <= 2\""),
        (["< 2", ">= 2 < 7.5"], "way: post, weight: \">= 7.5\""),
    ] {
        let checked = stdout(&delivery(bounds).wenda(&["check"]));
        assert!(checked.contains(told), "{bounds:?}: {checked}");
    }
    let whole = delivery(["<= 2", "> 2"]);
    whole.edit("content/decisions/delivery.yaml", |text| text.replace("number: {", "number: {whole: yes, "));
    whole.build();
    let start = whole.read("en/ask/delivery/index.html");
    assert!(start.contains(">0–2 kg<") && start.contains(">3 kg or more<"), "{start}");
    let parts = delivery(["<= 2", "> 2"]);
    parts.build();
    let start = parts.read("zh/ask/delivery/index.html").replace("<wbr>", "");
    assert!(start.contains(">2 公斤及以下<") && start.contains(">超过 2 公斤<"), "{start}");
    assert!(parts.read(&parts.hashed("ask/delivery.json")).contains(r#""bounds":["> 2"]"#));
}

#[test]
fn a_number_is_written_in_one_way() {
    for (number, meant) in [
        ("1e3", "1000"),
        ("0123", "123"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("1,000", "1000"),
        ("\u{FF15}", "5"),
    ] {
        let bound = stdout(&delivery([&format!("< {number}"), ">= 2"]).wenda(&["check"]));
        assert!(bound.contains("is not a comparison") && bound.contains(&format!("write `{meant}`")), "{bound}");
        let answer = delivery(["< 2", ">= 2"]).wenda(&["ask", "way=post", &format!("weight={number}")]);
        assert_eq!(answer.status.code(), Some(2), "{number}");
        assert!(
            stderr(&answer).contains(&format!("`weight` cannot be `{number}`; it is a number, 0 or more: `{meant}`?"))
        );
    }
    for number in ["NaN", "inf", "1e400", "1111111111111111111111111111111"] {
        let bound = stdout(&delivery([&format!("< {number}"), ">= 2"]).wenda(&["check"]));
        assert!(bound.contains("write digits, at most 30"), "{bound}");
    }
}

/// A decision whose outcome is that of the first fact that is `no`, with so many facts.
fn chain(facts: usize, names: impl Fn(usize) -> String) -> String {
    let values = "values: {yes: {zh: 是, en: Yes}, no: {zh: 否, en: No}}";
    let fact = |fact| {
        let id = names(fact);
        format!("- id: {id}\n  label: {{zh: 项, en: Item}}\n  question: {{zh: 是吗？, en: Is it?}}\n  {values}\n")
    };
    let row = |length: usize| {
        let others: String = (0..length).map(|fact| format!("{}: yes, ", names(fact))).collect();
        let first = if length < facts { format!("{}: no, ", names(length)) } else { String::new() };
        format!("- {{{others}{first}then: {}}}\n", if length.is_multiple_of(2) { "free" } else { "paid" })
    };
    let (facts_text, rows): (String, String) = ((0..facts).map(fact).collect(), (0..=facts).map(row).collect());
    let (head, rest) = DELIVERY.split_once("facts:\n").unwrap();
    let (_, verdicts) = rest.split_once("verdicts:\n").unwrap();
    let (verdicts, outcomes) = verdicts.split_once("rows:\n").unwrap();
    let (_, outcomes) = outcomes.split_once("outcomes:\n").unwrap();
    format!("{head}facts:\n{facts_text}verdicts:\n{verdicts}rows:\n{rows}outcomes:\n{outcomes}")
}

#[test]
fn a_decision_may_have_many_facts_up_to_a_limit() {
    let site = Site::small();
    site.write("content/decisions/many.yaml", chain(70, |fact| format!("fact{fact}")));
    assert!(site.wenda(&["check"]).status.success());
    let answers: Vec<String> = (0..70).map(|fact| format!("fact{fact}=yes")).collect();
    let arguments: Vec<&str> =
        ["ask", "many", "--json"].into_iter().chain(answers.iter().map(String::as_str)).collect();
    let reply: Value = serde_json::from_slice(&site.wenda(&arguments).stdout).unwrap();
    assert_eq!(reply["outcome"]["id"], "free");
    // Any odd fact that is `no` would have made it paid.
    let odd: Vec<String> = (0..70).filter(|fact| fact % 2 == 1).map(|fact| format!("fact{fact}")).collect();
    assert_eq!(reply["because"], json!(odd));

    site.write("content/decisions/many.yaml", chain(257, |fact| format!("fact{fact}")));
    let checked = stdout(&site.wenda(&["check"]));
    assert!(checked.contains("error[decision-too-large]: a decision asks for at most 256 facts, this one for 257"));
}

#[test]
fn sets_of_values_are_never_more_than_they_hold() {
    let site = Site::small();
    let values: Vec<String> = (0..65).map(|value| format!("v{value}")).collect();
    let derived = format!(
        "derive:\n- id: class\n  values: [{}]\n  rows:\n  - {{way: post, then: v0}}\nrows:\n- {{class: v64, then: free}}\n",
        values.join(", ")
    );
    site.write("content/decisions/delivery.yaml", DELIVERY.replace("rows:\n", &derived));
    let checked = stdout(&site.wenda(&["check"]));
    assert!(checked.contains("a derived fact has at most 64 values, this one has 65"), "{checked}");
    let bounds: String =
        (1..=64).map(|bound| format!("- {{way: post, weight: \"< {bound}\", then: free}}\n")).collect();
    site.write("content/decisions/delivery.yaml", DELIVERY.replace("rows:\n", &format!("rows:\n{bounds}")));
    let checked = stdout(&site.wenda(&["check"]));
    assert!(checked.contains("the rows cut this number into 65 ranges"), "{checked}");
}

#[test]
fn any_id_is_the_name_of_a_fact_but_for_what_addresses_mean() {
    let names = ["constructor", "q", "json", "site", "tostring", "id", "not"];
    let site = Site::small();
    site.write("content/decisions/odd.yaml", chain(names.len(), |fact| names[fact].to_owned()));
    let arguments: Vec<String> = names.iter().map(|name| format!("{name}=yes")).collect();
    let arguments: Vec<&str> =
        ["ask", "odd", "--json"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
    let output = site.wenda(&arguments);
    let reply: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    assert_eq!(reply["answers"].as_object().unwrap().len(), names.len());
    assert_eq!(reply["because"], json!(["constructor", "json", "tostring", "not"]));
    for name in ["lang", "usual", "then", "sources", "reason"] {
        let text = chain(2, |fact| ["one", "other"][fact].to_owned());
        site.write("content/decisions/odd.yaml", text.replace("- id: other\n", &format!("- id: {name}\n")));
        let checked = stdout(&site.wenda(&["check"]));
        assert!(checked.contains(&format!("error[invalid-value]: no fact is called `{name}`")), "{checked}");
    }
}

/// Whether facts are equal pair by pair, listed in an order.
fn pairs(order: &[String]) -> String {
    let pairs = order.len() / 2;
    let fact = |id: &String| {
        format!(
            "- id: {id}\n  label: {{zh: 项, en: Item}}\n  question: {{zh: 是吗？, en: Is it?}}\n  values: {{yes: {{zh: 是, en: Yes}}, no: {{zh: 否, en: No}}}}\n"
        )
    };
    let facts: String = order.iter().map(fact).collect();
    let step = |pair: usize| {
        format!(
            "- id: e{pair}\n  values: [yes, no]\n  rows:\n  - {{a{pair}: yes, b{pair}: yes, then: yes}}\n  - {{a{pair}: no, b{pair}: no, then: yes}}\n  - {{a{pair}: yes, b{pair}: no, then: no}}\n  - {{a{pair}: no, b{pair}: yes, then: no}}\n"
        )
    };
    let steps: String = (0..pairs).map(step).collect();
    let row = |length: usize| {
        let equal: String = (0..length).map(|pair| format!("e{pair}: yes, ")).collect();
        let first = if length < pairs { format!("e{length}: no, ") } else { String::new() };
        format!("- {{{equal}{first}then: {}}}\n", if length < pairs { "paid" } else { "free" })
    };
    let rows: String = (0..=pairs).map(row).collect();
    let one = chain(1, |_| "one".to_owned());
    let (head, rest) = one.split_once("facts:\n").unwrap();
    let (verdicts, outcomes) = rest.split_once("verdicts:\n").unwrap().1.split_once("rows:\n").unwrap();
    let outcomes = outcomes.split_once("outcomes:\n").unwrap().1;
    format!("{head}facts:\n{facts}verdicts:\n{verdicts}derive:\n{steps}rows:\n{rows}outcomes:\n{outcomes}")
}

#[test]
fn versions_whose_common_diagram_is_too_large_are_told_as_not_compared() {
    let [old, new] = [Site::small(), Site::small()];
    let beside: Vec<String> = (0..20).flat_map(|pair| [format!("a{pair}"), format!("b{pair}")]).collect();
    let text = pairs(&beside);
    old.write("content/decisions/pairs.yaml", &text);
    // The other version pairs each fact with one far away, which no order of the facts makes small together with the first.
    let far = |number: &str| (number.parse::<usize>().unwrap() + 10) % 20;
    let moved: Vec<String> = text
        .split('b')
        .map(|part| {
            let digits = part.len() - part.trim_start_matches(|character: char| character.is_ascii_digit()).len();
            if digits == 0 { part.to_owned() } else { format!("{}{}", far(&part[..digits]), &part[digits..]) }
        })
        .collect();
    new.write("content/decisions/pairs.yaml", moved.join("b"));
    let output = new.wenda(&["diff", old.path().to_str().unwrap(), "--format", "json"]);
    let comparison: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    assert_eq!(comparison["not_compared"][0]["decision"], "pairs", "{comparison}");
    let reason = comparison["not_compared"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("grows past 400000 nodes"), "{reason}");
    let human = stdout(&new.wenda(&["diff", old.path().to_str().unwrap()]));
    assert!(human.starts_with("pairs: not compared, because "), "{human}");
}
