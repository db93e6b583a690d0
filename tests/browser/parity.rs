//! The engine in the browser finds what the terminal finds, with the same marks.

use std::path::Path;

use serde_json::{Value, json};
use wenda::content::{self, Locale};
use wenda::index::Snapshot;
use wenda::search::{Finder, corpus};
use wenda::source::Sources;

use super::queries::queries;
use super::{Browser, ROOT, Served};

/// Asks the worker of a page one query after the other. A page cannot wait for long, so a few at a time.
const ASK: &str = r#"
    window.worker ??= await new Promise((resolve) => {
      const { worker, engine } = document.querySelector("form.search").dataset;
      const absolute = (path) => new URL(path, document.baseURI).href;
      const started = new Worker(absolute(worker), { type: "module" });
      const root = new URL("/", location).href;
      started.postMessage({ type: "open", root, engine: absolute(engine), manifest: `${root}search/manifest.json` });
      resolve(started);
    });
    const replies = [];
    for (const { query, lang } of argument) {
      window.number = (window.number ?? 0) + 1;
      const reply = await new Promise((resolve) => {
        worker.onmessage = ({ data }) => data.number === number && !data.partial && resolve(data);
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
    json!([reply["total"], hits("hits"), hits("suggestions"), reply["corrections"]])
}

#[test]
#[ignore = "needs Chromium"]
fn the_engine_finds_what_the_terminal_finds() {
    let (sources, mut diagnostics) = Sources::read(Path::new(ROOT)).unwrap();
    let content = content::load(&sources, &mut diagnostics).unwrap();
    let corpus = corpus(&content);
    let finder = Finder::new(Snapshot::in_memory(&corpus).unwrap());
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/search/"));
    let queries = queries(&corpus);
    assert!(queries.len() > 2_500);
    let asked: Vec<(Locale, &String)> =
        queries.iter().enumerate().map(|(number, query)| (Locale::ALL[usize::from(number % 3 == 0)], query)).collect();
    for batch in asked.chunks(100) {
        let argument: Vec<Value> =
            batch.iter().map(|(lang, query)| json!({ "query": query, "lang": lang.code() })).collect();
        let replies = browser.promised(ASK, &json!(argument));
        let found = replies.as_array().unwrap_or_else(|| panic!("{replies}"));
        for ((lang, query), found) in batch.iter().zip(found) {
            let expected = serde_json::to_value(finder.find(query, Some(*lang), 10)).unwrap();
            assert_eq!(shown(found), shown(&expected), "`{query}` in {}", lang.code());
        }
    }
}
