//! `wenda ask` and `wenda diff`, as scripts and people use them.

use serde_json::{Value, json};

use crate::support::{ROOT, Site, copy, stderr, stdout, wenda};

fn ask(arguments: &[&str]) -> std::process::Output {
    wenda().current_dir(ROOT).env("LC_ALL", "C").arg("ask").args(arguments).output().unwrap()
}

fn asked(arguments: &[&str]) -> Value {
    let output = ask(&[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_answer_tells_its_verdicts_reasons_and_sources() {
    let reply = asked(&["filing", "product=oss", "domain_status=filed_elsewhere", "--usual", "--lang", "en"]);
    assert_eq!(reply["decision"], "filing");
    assert_eq!(reply["status"], "answered");
    assert_eq!(reply["answers"], json!({ "product": "oss", "domain_status": "filed_elsewhere" }));
    assert_eq!(reply["assumed"]["region"], "mainland");
    assert_eq!(reply["outcome"]["verdicts"], json!({ "filing": "required", "access": "not_required" }));
    assert_eq!(reply["outcome"]["filing_type"], "none");
    assert_eq!(reply["verdicts"], reply["outcome"]["verdicts"]);
    assert_eq!(reply["outcome"]["title"], "The domain is filed, and no access is needed.");
    assert_eq!(reply["because"], json!(["product", "region", "ip_only", "domain_status"]));
    let cited: Vec<&Value> =
        reply["outcome"]["citations"].as_array().unwrap().iter().map(|cited| &cited["id"]).collect();
    assert!(cited.contains(&&json!("oss")) && cited.contains(&&json!("07/oss-cdn")), "{cited:?}");
    let rows = reply["rows"].as_array().unwrap();
    let is_of_table = |row: &Value| row.as_str().unwrap().starts_with("content/decisions/filing.yaml:");
    assert!(!rows.is_empty() && rows.iter().all(is_of_table), "{rows:?}");
    let hong_kong = json!({ "fact": "region", "values": ["hong_kong", "outside_mainland"], "status": "answered", "outcome": "exempt" });
    assert!(reply["changes"].as_array().unwrap().contains(&hong_kong), "{}", reply["changes"]);
}

#[test]
fn only_what_still_matters_is_asked() {
    let reply = asked(&["filing"]);
    assert_eq!(reply["status"], "question");
    assert_eq!(reply["question"]["fact"], "product");
    assert_eq!(asked(&["filing", "product=ecs"])["question"]["fact"], "region");
    assert_eq!(asked(&["filing", "product=cdn"])["question"]["fact"], "cdn_coverage");
    assert_eq!(asked(&["filing", "product=ecs", "region=Hong kong"])["answers"]["region"], "hong_kong");
    let reply = asked(&["filing", "product=ecs", "region=中国香港"]);
    assert_eq!((&reply["status"], &reply["outcome"]["id"]), (&json!("answered"), &json!("exempt")));
    // Facts, too, by what pages call them.
    let called = asked(&["filing", "产品=ecs", "region=hong_kong"]);
    assert_eq!(called["answers"], reply["answers"]);
    assert_eq!(ask(&["filing", "产品=ecs", "product=ecs"]).status.code(), Some(2), "that is the same fact");
}

#[test]
fn what_is_not_known_leaves_what_is_certain() {
    let reply = asked(&["filing", "product=waf", "origin=unknown", "--usual"]);
    assert_eq!(reply["status"], "undetermined");
    assert_eq!(reply["outcome"], Value::Null);
    assert_eq!(reply["verdicts"], json!({ "filing": "required" }));
    assert_eq!(reply["settled_by"], json!(["origin"]));
    let possible = reply["possible"].as_array().unwrap();
    assert!(possible.contains(&json!("first")) && possible.contains(&json!("firewall_new")), "{possible:?}");
    // "I don't know" to what makes no difference changes nothing.
    let reply = asked(&["filing", "product=ecs", "region=hong_kong", "ip_only=unknown"]);
    assert_eq!(reply["outcome"]["id"], "exempt");
}

#[test]
fn numbers_are_typed_as_they_are() {
    let eligible = |months: &str| {
        asked(&["server", &format!("months={months}"), "--usual"])["outcome"]["verdicts"]["eligible"].clone()
    };
    assert_eq!([eligible("2"), eligible("3"), eligible("36")], ["no", "yes", "yes"]);
    let amount = |amount: &str| {
        asked(&["server", "product=site_market", &format!("order_amount_cny={amount}"), "--usual"])["outcome"]["id"]
            .clone()
    };
    assert_eq!([amount("98.99"), amount("99")], ["order_too_small", "eligible_1"]);
    for wrong in ["-1", "2.5", "many", "1e3", "NaN", ""] {
        let output = ask(&["server", &format!("months={wrong}"), "--json"]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(stderr(&output).contains("it is a whole number, 0 or more"), "{}", stderr(&output));
    }
}

#[test]
fn what_is_misspelt_is_guessed() {
    for (arguments, hint) in [
        (["fling", "product=ecs"], "there is no decision `fling`, did you mean `filing`?"),
        (["filing", "prodct=ecs"], "`filing` asks for no fact `prodct`, did you mean `product`?"),
        (["filing", "存储空间地域=ecs"], "did you mean `存储空间的地域`?"),
        (
            ["filing", "product=elastic_web_host"],
            "`product` cannot be `elastic_web_host`, did you mean `elastic_web_hosting`?",
        ),
        (["filing", "region=moon"], "known here: mainland, hong_kong, outside_mainland, unknown"),
        (["filing", "product"], "`product` is not FACT=VALUE"),
    ] {
        let output = ask(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(hint), "{}", stderr(&output));
    }
    let twice = ask(&["filing", "product=ecs", "product=cdn"]);
    assert_eq!((twice.status.code(), stderr(&twice).contains("`product` is given twice")), (Some(2), true));
    let unnamed = ask(&["product=ecs"]);
    assert!(stderr(&unnamed).contains("name the decision: one of filing, server, commercial, public_security"));
}

#[test]
fn answers_that_contradict_each_other_are_told_why() {
    let output = ask(&["filing", "product=ecs", "region=mainland", "ip_only=yes", "subdomain=yes", "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("没有子域名") || stderr(&output).contains("没有域名"), "{}", stderr(&output));
}

/// Answers that no single combination forbids, but two together.
#[test]
fn what_only_several_combinations_forbid_is_told_why_too() {
    let site = Site::small();
    let text = DELIVERY
        .replace("way: courier, then", "way: courier, insured: no, then")
        .replace("{way: post, weight: \"< 2\", then: free}", "{way: post, insured: no, weight: \"< 2\", then: free}")
        .replace("rows:\n", "rows:\n- {way: post, insured: yes, weight: \"< 2\", then: paid}\n")
        .replace(
            "verdicts:",
            "- id: insured
  label: {zh: 保价, en: Insured}
  question: {zh: 保价吗？, en: Is it insured?}
  values: {yes: {zh: 保, en: 'Yes'}, no: {zh: 不保, en: 'No'}}
impossible:
- {way: courier, insured: yes, weight: \"< 2\", reason: {zh: 太轻不保。, en: It is too light to be insured.}}
- {way: courier, insured: yes, weight: \">= 2\", reason: {zh: 太重不保。, en: It is too heavy to be insured.}}
verdicts:",
        );
    site.write("content/decisions/delivery.yaml", text);
    let output = site.wenda(&["ask", "delivery", "way=courier", "insured=yes", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("It is too light to be insured."), "{}", stderr(&output));
}

#[test]
fn people_read_answers_in_their_language() {
    let mut chinese = wenda();
    chinese.current_dir(ROOT).env("LC_ALL", "zh_CN.UTF-8");
    let zh = stdout(&chinese.args(["ask", "filing", "product=cdn", "origin=unknown", "--usual"]).output().unwrap());
    let en = stdout(&ask(&["server", "product=nat_gateway", "months=0", "renewed_months=1", "--usual"]));
    insta::assert_snapshot!(format!("{zh}\n---\n{en}\n---\n{}", stdout(&ask(&["filing", "product=ecs"]))));
}

#[test]
fn a_site_with_errors_gives_no_answers() {
    let site = Site::small();
    assert!(stderr(&site.wenda(&["ask"])).contains("the site has no decisions"));
    site.write("content/decisions/plan.yaml", "title: {zh: 方案}\n");
    let output = site.wenda(&["ask", "plan"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("the key `facts` is missing"), "{}", stderr(&output));
}

/// A copy of the shipped content whose filing decision is changed.
fn changed(change: impl Fn(String) -> String) -> Site {
    let site = Site::empty();
    copy(&std::path::Path::new(ROOT).join("content"), &site.path().join("content"));
    site.edit("content/decisions/filing.yaml", change);
    site
}

fn compared(old: &Site) -> Value {
    let output = wenda().current_dir(ROOT).args(["diff", "--format", "json"]).arg(old.path()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_changed_decision_is_told_by_what_it_answers_otherwise() {
    let same = changed(|text| text.replace("{host: outside, then: exempt}", "{host: [outside], then: exempt}"));
    assert_eq!(compared(&same)["changed"], json!([]));

    let row = "- {host: shop_outside, then: shop_not_stated}";
    let old = changed(|text| text.replace(row, "- {host: shop_outside, then: exempt}"));
    let comparison = compared(&old);
    let change = &comparison["changed"][0];
    assert_eq!(change["decision"], "filing");
    // One product in two of three regions, whatever the eight other facts are, but for an impossible eighth: half of the
    // combinations of `ip_only` and `subdomain` less one of four.
    let all = change["of"].as_u64().unwrap();
    assert_eq!(change["combinations"].as_u64().unwrap(), all / 18 / 3 * 2 / 4 * 3);
    let outcome = &change["changes"][0];
    assert_eq!(outcome["from"], "exempt (filing: not_required, access: not_required, filing_type: none)");
    assert_eq!(outcome["to"], "shop_not_stated (filing: unknown, access: unknown, filing_type: unknown)");
    assert_eq!(outcome["example"][0], json!(["product", ["wangpu"]]));
    let line = std::fs::read_to_string(std::path::Path::new(ROOT).join("content/decisions/filing.yaml")).unwrap();
    let line = line.lines().position(|line| line == row).unwrap() + 1;
    assert!(outcome["new_rows"].as_array().unwrap().contains(&json!(format!("content/decisions/filing.yaml:{line}"))));

    let human = wenda().current_dir(ROOT).arg("diff").arg(old.path()).output().unwrap();
    assert!(
        stdout(&human).contains("where product: wangpu; region: hong_kong or outside_mainland"),
        "{}",
        stdout(&human)
    );
}

pub(crate) const DELIVERY: &str = r#"
title: {zh: 运费多少？, en: What does delivery cost?}
summary: {zh: 看重量和方式。, en: By weight and way.}
facts:
- id: way
  label: {zh: 方式, en: Way}
  question: {zh: 怎么送？, en: How is it sent?}
  values: {post: {zh: 邮寄, en: Post}, courier: {zh: 快递, en: Courier}}
- id: weight
  label: {zh: 重量, en: Weight}
  question: {zh: 多重？, en: How heavy is it?}
  number: {unit: {zh: 公斤, en: kg}}
verdicts:
- id: price
  label: {zh: 运费, en: Price}
  values: {free: {zh: 免费, en: Free}, paid: {zh: 收费, en: Paid}}
rows:
- {way: post, weight: "< 2", then: free}
- {way: post, weight: ">= 2", then: paid}
- {way: courier, then: paid}
outcomes:
- id: free
  price: free
  title: {zh: 免费。, en: It is free.}
  explanation: {zh: 轻。, en: It is light.}
  sources: [manual/price]
- id: paid
  price: paid
  title: {zh: 收费。, en: It is paid.}
  explanation: {zh: 重。, en: It is heavy.}
  sources: [manual/price]
"#;

#[test]
fn new_facts_and_values_are_told_apart_from_changed_answers() {
    let [old, new] = [Site::small(), Site::small()];
    old.write("content/decisions/delivery.yaml", DELIVERY).write("content/decisions/gone.yaml", DELIVERY);
    let text = DELIVERY
        .replace("courier: {zh: 快递, en: Courier}", "drone: {zh: 无人机, en: Drone}")
        .replace("way: courier", "way: drone")
        .replace("\"< 2\"", "\"< 3\"")
        .replace("\">= 2\"", "\">= 3\"");
    new.write("content/decisions/delivery.yaml", text).write("content/decisions/come.yaml", DELIVERY);
    let output = new.wenda(&["diff", old.path().to_str().unwrap(), "--format", "json"]);
    let comparison: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&comparison["added"], &comparison["removed"]), (&json!(["come"]), &json!(["gone"])));
    let change = &comparison["changed"][0];
    assert_eq!((&change["added"], &change["removed"]), (&json!(["way=drone"]), &json!(["way=courier"])));
    // Three ways over both versions, three ranges; one of the nine changed.
    assert_eq!((&change["combinations"], &change["of"]), (&json!(1), &json!(9)));
    assert_eq!(change["changes"][0]["from"], "paid (price: paid)");
    assert_eq!(change["changes"][0]["example"], json!([["way", ["post"]], ["weight", [">= 2 < 3"]]]));
    let human = stdout(&new.wenda(&["diff", old.path().to_str().unwrap()]));
    insta::assert_snapshot!(human);
}

#[test]
fn versions_that_answer_alike_do_not_differ() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    assert_eq!(stdout(&site.wenda(&["diff", "."])), "no text, rule, decision or address changed\n");
    assert_eq!(site.wenda(&["diff", "nowhere"]).status.code(), Some(2));
}

#[test]
fn the_only_decision_needs_no_name() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let answer = stdout(&site.wenda(&["ask", "way=post", "weight=1.5", "--lang", "en"]));
    assert!(answer.contains("before you act.\n\nIt is free.\n  Price: Free\n"), "{answer}");
}
