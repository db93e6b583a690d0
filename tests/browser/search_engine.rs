//! A site whose searches an engine answers, and the index in files where that does not.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::browser::Browser;
use crate::host::{Host, StandIn};
use crate::mariadb::{Cluster, has_mariadb};
use crate::proxy::Proxy;
use crate::{PATIENCE, Process};

/// The list of what was found, all of it.
const LIST: &str = "document.querySelector('[role=listbox]').innerHTML";

/// What a reader sees of a search, on a page that was opened anew, and how the host was asked.
fn found(host: &Host, browser: &Browser, query: &str) -> (Value, String, Vec<String>) {
    browser.go(&host.page("zh/faq/price/"));
    host.take_asked();
    browser.search(query);
    (browser.value_of(LIST), browser.status(), host.take_asked())
}

/// Publishes the site of a host as one that asks an engine, and loads its export into that.
fn asks(host: &Host, address: &str) -> Cluster {
    let settings = std::fs::read_to_string(host.site().join("content/site.yaml")).unwrap();
    host.write("content/site.yaml", &format!("{settings}search: {{engine: \"{address}\"}}\n"));
    host.publish();
    let engine = Cluster::alone();
    let export = host.site().join("export");
    let exported = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .args(["export", "--to", "mysql", "--site"])
        .arg(host.site())
        .arg("--out")
        .arg(&export)
        .status()
        .unwrap();
    assert!(exported.success());
    engine.load(&export.join("wenda.sql"));
    engine
}

/// A gateway, and where it answers, as soon as it does.
fn gateway(engine: &Cluster, arguments: &[&str]) -> (Process, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .args(["gateway", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .env("WENDA_ENGINE", engine.address())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let process = Process(process);
    let listening: Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    // It answers from when it tells which version it answers from.
    while !lines.next().unwrap().contains(r#""event":"version""#) {
        assert!(begun.elapsed() < PATIENCE);
    }
    std::thread::spawn(move || lines.for_each(drop));
    (process, listening["address"].as_str().unwrap().to_owned())
}

#[test]
#[ignore = "needs Chromium"]
fn an_engine_answers_and_where_it_does_not_the_index_in_files() {
    if !has_mariadb() {
        return;
    }
    let host = Host::small();
    let engine = asks(&host, "/api/search");
    let (process, address) = gateway(&engine, &[]);
    host.set_engine(StandIn::Gateway(address));

    let browser = Browser::open(1280, 900, true);
    let query = "套餐价格";
    let (list, status, asked) = found(&host, &browser, query);
    assert!(asked.iter().any(|path| path.starts_with("/api/search?")), "{asked:?}");
    assert!(!asked.iter().any(|path| is_of_files(path)), "the index in files is not fetched: {asked:?}");
    assert!(!browser.hits().is_empty(), "{status}");

    drop(process);
    let elsewhere = r#"{"query":"","lang":"zh","total":1,"no_answer":false,"hits":[{"kind":"article","id":"a","lang":"zh","url":"https://example.com/","title":"a","category":null,"anchor":null,"snippet":"a"}]}"#;
    for (case, stand_in) in [
        ("the gateway was killed", None),
        ("nothing is there", Some(StandIn::Nothing)),
        ("it is out of order", Some(StandIn::Says("503 Service Unavailable", r#"{"error":"ask again"}"#))),
        ("it answers something else", Some(StandIn::Says("200 OK", "<!doctype html>"))),
        ("it answers half of it", Some(StandIn::Says("200 OK", r#"{"total":1,"lang":"zh","hits":[{"title":"a"}]}"#))),
        ("it leads elsewhere", Some(StandIn::Says("200 OK", elsewhere))),
        ("it says nothing", Some(StandIn::Silent)),
    ] {
        stand_in.into_iter().for_each(|engine| host.set_engine(engine));
        let (found, told, asked) = found(&host, &browser, query);
        assert!(asked.iter().any(|path| path.starts_with("/api/search?")), "{case}: {asked:?}");
        assert_eq!((&found, &told), (&list, &status), "{case}");
    }
}

fn is_of_files(path: &str) -> bool {
    path.contains("/engine.") || path.starts_with("/help/search/")
}

/// Searches go to another origin, which a browser lets pages read and ask only where both sides say so.
#[test]
#[ignore = "needs Chromium"]
fn an_engine_on_another_host_answers_and_where_it_does_not_the_index_in_files() {
    if !has_mariadb() {
        return;
    }
    let host = Host::small();
    let Some(proxy) = Proxy::before(&host.address()) else { return };
    let origin = proxy.origin.clone();
    let mut engine = asks(&host, &format!("{origin}/api/search"));
    let (process, address) = gateway(&engine, &["--memory", "0", "--timeout", "1000", "--node-timeout", "300"]);
    host.set_engine(StandIn::Gateway(address));

    let open = || Browser::with_flags(1280, 900, &["--ignore-certificate-errors"]);
    let browser = open();
    let query = "套餐价格";
    let (list, status, asked) = found(&host, &browser, query);
    assert!(asked.iter().any(|path| path.starts_with("/api/search?")), "{asked:?}");
    assert!(!asked.iter().any(|path| is_of_files(path)), "the index in files is not fetched: {asked:?}");
    assert!(!browser.hits().is_empty(), "{status}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    scripts_may_ask(&browser, &origin);

    let own = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    let named = format!("{own}; connect-src 'self' {origin}");
    for (policy, is_asked) in [(&*named, true), (own, false)] {
        host.set_policy(Some(policy));
        // A script is kept with the policy that it came with.
        let (found, told, asked) = found(&host, &open(), query);
        assert_eq!(asked.iter().any(|path| path.starts_with("/api/search?")), is_asked, "{policy}: {asked:?}");
        assert_eq!((&found, &told), (&list, &status), "{policy}");
    }
    host.set_policy(None);

    engine.kill(0);
    let answers_from_files = |case: &str| {
        let (found, told, _) = found(&host, &browser, query);
        assert_eq!((&found, &told), (&list, &status), "{case}");
    };
    answers_from_files("the engine behind the gateway is dead, which the gateway says to any page");
    drop(process);
    answers_from_files("the gateway is dead, which the proxy says to no other page");
    host.set_engine(StandIn::Says("503 Service Unavailable", "{}"));
    answers_from_files("it is out of order");
    host.set_engine(StandIn::Says("200 OK", r#"{"lang":"zh","total":0,"hits":[]}"#));
    answers_from_files("what it says is not for other pages");
    host.set_engine(StandIn::Silent);
    answers_from_files("it says nothing");
    drop(proxy);
    answers_from_files("nobody is there");
}

/// A request with a header of its own is asked for first; the policy of a page names the engine and nobody else.
fn scripts_may_ask(browser: &Browser, origin: &str) {
    let ask = "return fetch(argument + '/api/search?q=a', { headers: { 'X-Requested-With': 'a page' } })\
               .then(({ status }) => status, ({ name }) => name)";
    assert_eq!(browser.promised(ask, &origin.into()), 200);
    assert_eq!(browser.promised(ask, &"https://127.0.0.1:1".into()), "TypeError");
    let complaints = browser.complaints().concat();
    assert!(
        complaints.contains("https://127.0.0.1:1") && complaints.contains("Content Security Policy"),
        "{complaints}"
    );
}
