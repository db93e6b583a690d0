//! Claims: what articles say that decisions answer, proved for all that they leave open.

use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout};

/// The small site with a decision, of whose answers an article makes claims.
fn site(claims: &str) -> Site {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    site.edit("content/faq/basics/trial.yaml", |text| format!("{text}claims:\n{claims}"));
    site
}

#[test]
fn a_claim_holds_for_whatever_it_leaves_open() {
    for (given, then, holds) in [
        ("way: courier", "paid", true),
        ("way: courier", "{price: paid}", true),
        ("way: post", "paid", false),
        ("way: post", "[paid, free]", true),
        ("way: post", "{price: [paid, free]}", true),
        ("way: {not: post}", "paid", true),
        ("way: [post, courier], weight: 2", "paid", true),
        ("way: post, weight: 1.9", "free", true),
        // No row cuts there: the range up to two answers alike.
        ("way: post, weight: \"< 1\"", "free", true),
        ("way: post, weight: \"< 3\"", "free", false),
        ("way: post, weight: \">= 3\"", "paid", true),
        ("weight: \">= 1\"", "paid", false),
        ("", "{price: [free, paid]}", true),
    ] {
        let site = site(&format!("- {{decision: delivery, given: {{{given}}}, then: {then}}}\n"));
        let output = site.wenda(&["check"]);
        assert_eq!(output.status.success(), holds, "{given} -> {then}: {}", stdout(&output));
        assert_eq!(stdout(&output).contains("error[false-claim]"), !holds, "{given} -> {then}: {}", stdout(&output));
    }
}

#[test]
fn a_row_that_says_otherwise_is_named() {
    let site = site("- {decision: delivery, given: {way: courier}, then: paid}\n");
    site.build();
    site.edit("content/decisions/delivery.yaml", |text| {
        text.replace(
            "- {way: courier, then: paid}",
            "- {way: courier, weight: \"< 1\", then: free}\n- {way: courier, weight: \">= 1\", then: paid}",
        )
    });
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    for part in [
        "error[false-claim]: the decision `delivery` does not answer so for all that is left open: `free` follows, too",
        "content/faq/basics/trial.yaml:",
        "for `{way: courier, weight: \"< 1\"}` it answers `free`",
        "this row says otherwise",
        "content/decisions/delivery.yaml:20:",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn outcomes_that_no_article_claims_are_listed() {
    let site = site(
        "- {decision: delivery, given: {way: courier}, then: paid}\n- {decision: delivery, then: {price: [free, paid]}}\n",
    );
    let output = site.wenda(&["check", "--claims"]);
    assert_eq!(stdout(&output), "delivery\n  free  nobody\n  paid  trial\n1 of 2 outcomes are claimed\n");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(site.wenda(&["check", "--claims", "--strict"]).status.code(), Some(1));
    assert_eq!(site.wenda(&["check", "--claims", "--facts"]).status.code(), Some(2));
    assert_eq!(site.wenda(&["check", "--claims", "--format", "sarif"]).status.code(), Some(2));
    let list: Value = serde_json::from_str(&stdout(&site.wenda(&["check", "--claims", "--format", "json"]))).unwrap();
    assert_eq!((&list["outcomes"], &list["claimed"]), (&json!(2), &json!(1)));
    assert_eq!(list["claims"][1], json!({ "decision": "delivery", "outcome": "paid", "claimed_by": ["trial"] }));
}
