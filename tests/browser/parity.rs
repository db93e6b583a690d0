//! The engine in the browser finds what the terminal finds, with the same marks.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{en, zh};
use serde_json::{Value, json};
use wenda::content::{self};
use wenda::search::index::Snapshot;
use wenda::search::{Finder, corpus};
use wenda::source::SourceFiles;

use super::browser::Browser;
use super::queries::queries;
use super::{ROOT, Served};

/// Asks the worker of a page one query after the other. A page cannot wait for long, so a few at a time.
const ASK: &str = r#"
    window.worker ??= await new Promise((resolve) => {
      const { worker, engine } = document.querySelector("form.search").dataset;
      const absolute = (path) => new URL(path, document.baseURI).href;
      const started = new Worker(absolute(worker));
      const root = new URL("/", location).href;
      started.postMessage({ type: "open", root, engine: absolute(engine), manifest: `${root}search.bin` });
      resolve(started);
    });
    const replies = [];
    for (const { query, lang } of argument) {
      window.number = (window.number ?? 0) + 1;
      const reply = await new Promise((resolve) => {
        worker.onmessage = ({ data }) => data.number === number && resolve(data);
        worker.postMessage({ type: "find", number, query, lang, limit: 10 });
      });
      replies.push(reply.reply ?? reply);
    }
    return replies;
"#;

/// What a reader sees of a reply.
fn shown(reply: &Value) -> Value {
    let hits = |name: &str| -> Vec<Value> {
        let hits = reply[name].as_array().into_iter().flatten();
        let seen = |hit: &Value| {
            ["kind", "id", "lang", "url", "title", "category", "anchor", "snippet"].map(|key| hit[key].clone())
        };
        hits.map(|hit| json!(seen(hit))).collect()
    };
    json!([
        reply["total"],
        reply["not_covered"],
        reply["no_answer"],
        hits("hits"),
        hits("suggestions"),
        reply["corrections"]
    ])
}

/// Queries in one language or the other, each with what the terminal finds.
fn expected() -> Vec<(Value, Value)> {
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(ROOT)).unwrap();
    let content = content::load(&sources, &mut diagnostics).unwrap();
    let corpus = corpus(&content, &wenda::site::Address::of_subject).held();
    let finder = Finder::new(Snapshot::in_memory(&corpus).unwrap());
    let queries = queries(&corpus);
    assert!(queries.len() > 2_500);
    let answered = queries.iter().enumerate().map(|(number, query)| {
        let lang = [zh(), en()][usize::from(number % 3 == 0)];
        let found = serde_json::to_value(finder.find(query, Some(lang), 10)).unwrap();
        (json!({ "query": query, "lang": lang.code() }), found)
    });
    answered.collect()
}

fn compare(expected: &[(Value, Value)], replies: &Value) {
    let replies = replies.as_array().unwrap_or_else(|| panic!("{replies}"));
    assert_eq!(replies.len(), expected.len());
    for ((asked, expected), reply) in expected.iter().zip(replies) {
        assert_eq!(shown(reply), shown(expected), "{asked}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_engine_finds_what_the_terminal_finds() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/search/"));
    for batch in expected().chunks(100) {
        let asked: Vec<&Value> = batch.iter().map(|(asked, _)| asked).collect();
        compare(batch, &browser.promised(ASK, &json!(asked)));
    }
}

#[test]
#[ignore = "needs Node"]
fn the_engine_finds_the_same_under_node() {
    let site = tempfile::tempdir().unwrap();
    let build = ["build", "--site", ROOT, "--out"];
    let built = Command::new(env!("CARGO_BIN_EXE_wenda")).args(build).arg(site.path()).output().unwrap();
    assert!(built.status.success(), "{built:?}");
    let mut node = Command::new("node")
        .arg(Path::new(ROOT).join("tests/browser/engine.mjs"))
        .arg(site.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node is installed: `sh tests/run.sh` does it");
    let expected = expected();
    let asked: Vec<&Value> = expected.iter().map(|(asked, _)| asked).collect();
    node.stdin.take().unwrap().write_all(json!(asked).to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    compare(&expected, &serde_json::from_slice(&output.stdout).unwrap());
}
