//! `wenda eval`: how well search answers the queries of a site.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Site, stderr, stdout};

const EVALS: &str = r#"
- {query: what does it cost, language: en, style: question, answer: [price]}
- {query: cost and trial, language: en, style: fragment, answer: [trial]}
- {query: 试用, language: zh, style: question, answer: [trial]}
- {query: 试用 trial, answer: [trial]}
- {query: fourteen, language: en, style: question, answer: [price], held_out: true}
- {query: umbrella zebra, language: en, answer: none}
- {query: days, language: en, answer: none}
"#;

fn site() -> Site {
    let site = Site::small();
    site.write("content/evals.yaml", EVALS);
    site
}

fn evaluated(site: &Site, arguments: &[&str]) -> Value {
    let output = site.wenda(&[&["eval", "--json"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn the_figures_are_by_language_and_style() {
    let site = site();
    let output = site.wenda(&["eval"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let expected = "\
language  style            queries   MRR@10   first    in 3   change
en        question               2    0.500   0.500   0.500
en        fragment               1    0.500   0.000   1.000
en        all                    3    0.500   0.333   0.667
zh        question               1    1.000   1.000   1.000
zh        all                    1    1.000   1.000   1.000
mixed     query                  1    1.000   1.000   1.000
mixed     all                    1    1.000   1.000   1.000
all       all                    5    0.700   0.600   0.800
held out  all                    1    0.000   0.000   0.000

Nothing answers 2: readers are told so of 1.

Missed:
   -  days
      nothing answers it; first is trial
   2  cost and trial
      trial answers it; first is price
";
    assert_eq!(stdout(&output), expected);
    let held_out = stdout(&site.wenda(&["eval", "--held-out", "--limit", "1"]));
    assert!(held_out.contains("   -  fourteen\n      price answers it; first is trial\n  and 2 more\n"), "{held_out}");
}

#[test]
fn machines_read_the_same() {
    let site = site();
    let found = evaluated(&site, &[]);
    assert_eq!((&found["queries"], &found["mrr_at_10"], &found["first"]), (&json!(5), &json!(0.7), &json!(0.6)));
    assert_eq!(found["change"], Value::Null, "there is no run before");
    let english = json!({
        "language": "en", "style": "question", "queries": 2, "mrr_at_10": 0.5, "first": 0.5, "in_3": 0.5
    });
    assert_eq!(found["groups"][0], english);
    assert_eq!(found["unanswerable"], json!({ "queries": 2, "refused": 1 }));
    assert_eq!(found["wrongly_refused"], 0);
    let missed = json!({
        "query": "cost and trial", "language": "en", "style": "fragment", "held_out": false, "answer": ["trial"],
        "place": 2, "first": "price", "refused": false
    });
    assert_eq!(found["missed"][1], missed);
    let chinese = evaluated(&site, &["--lang", "zh"]);
    assert_eq!((&chinese["queries"], &chinese["mrr_at_10"]), (&json!(1), &json!(1.0)));
}

#[test]
fn a_mean_below_the_least_fails() {
    let site = site();
    assert_eq!(site.wenda(&["eval", "--min", "0.7"]).status.code(), Some(0));
    let output = site.wenda(&["eval", "--min", "0.71"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), "MRR@10 is 0.7000, less than 0.71\n"));
    for arguments in [&["--min", "2"], &["--min", "high"], &["--lang", "fr"]] {
        assert_eq!(site.wenda(&[&["eval"], arguments.as_slice()].concat()).status.code(), Some(2), "{arguments:?}");
    }
    site.write("content/evals.yaml", "- {query: price, answer: [price]}\n");
    let output = site.wenda(&["eval", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("none of 1 query in content/evals.yaml has `language: en`"),
        "{}",
        stderr(&output)
    );
    site.write("content/evals.yaml", "# Later.\n");
    let output = site.wenda(&["eval"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("there is nothing to evaluate"), "{}", stderr(&output));
}

#[test]
fn queries_that_nothing_answers_have_no_mean() {
    let site = Site::small();
    site.write("content/evals.yaml", "- {query: umbrella zebra, language: en, answer: none, held_out: true}\n");
    let output = site.wenda(&["eval"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(told.contains("all       all                    0    0.000   0.000   0.000\n"), "{told}");
    assert!(!told.contains("held out") && told.contains("Nothing answers 1: readers are told so of 1."), "{told}");
    let output = site.wenda(&["eval", "--min", "0.5"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("there is no mean for --min"), "{}", stderr(&output));
}

#[test]
fn a_run_is_compared_with_the_one_before() {
    let site = site();
    evaluated(&site, &[]);
    let same = json!({ "queries": 7, "mrr_at_10": 0.0, "better": 0, "worse": 0 });
    assert_eq!(evaluated(&site, &[])["change"], same);
    site.edit("content/faq/basics/trial.en.md", |text| text.replace("Is there a trial?", "Cost and trial?"));
    // A query that is judged anew is not compared.
    site.edit("content/evals.yaml", |text| {
        text.replace("试用, language: zh, style: question, answer: [trial]", "试用, language: zh, answer: [price]")
    });
    let changed = stdout(&site.wenda(&["eval"]));
    assert!(changed.contains("Since the last run 1 of 6 queries are better, and 0 worse."), "{changed}");
    assert!(changed.contains("en        fragment               1    1.000   1.000   1.000   +0.500"), "{changed}");
    // Other languages keep what was found for them.
    evaluated(&site, &["--lang", "zh"]);
    assert_eq!(evaluated(&site, &[])["change"]["queries"], 7);
    // What is kept stands beside the site alone, and is not believed if it was changed.
    let kept = site.path().join(".wenda/evals");
    let mut bytes = fs::read(&kept).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&kept, bytes).unwrap();
    assert_eq!(evaluated(&site, &[])["change"], Value::Null);
}

#[test]
fn what_a_query_should_find_is_there() {
    let site = site();
    site.edit("content/evals.yaml", |text| text.replace("[trial]", "[trail]"));
    let output = site.wenda(&["eval"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("content/evals.yaml:4:55") && told.contains("did you mean `trial`?"), "{told}");
}
