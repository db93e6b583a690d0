//! `wenda gateway`, on MariaDB: what it answers, what it does when nodes fail, and how one version takes the place of another.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::gateway_process::{GatewayProcess, PATIENCE, exported, queries, same_first_five, timeless};
use crate::mariadb::{Cluster, Fault, has_mariadb};
use crate::support::{ROOT, Site, stderr, stdout, wenda};

#[test]
fn a_gateway_finds_what_the_terminal_finds() {
    if !has_mariadb() {
        return;
    }
    let engine = Cluster::alone();
    let gateway = GatewayProcess::start(&engine.address(), &[]);
    let early = gateway.get("/ready");
    assert_eq!(early.status, 503, "there is nothing to answer from: {}", early.body);
    assert_eq!(gateway.get("/health").status, 200, "it runs all the same");
    assert_eq!(gateway.search("备案", "").status, 503);
    let (_out, script) = exported(ROOT.as_ref(), &[]);
    engine.load(&script);
    let gateway = gateway.ready();
    let (first_five, all) = same_first_five(&gateway);
    assert!(first_five * 100 >= all * 99, "{first_five} of {all}");
    asks_for_no_more_than_it_needs(&engine);
    answers_as_the_development_server(&gateway);
    stops_gracefully(gateway);
}

fn answers_as_the_development_server(gateway: &GatewayProcess) {
    for (path, told) in [
        ("/api/search", "what is searched for is missing"),
        ("/api/search?q=a&limit=0", "`limit` is a number from 1 to 50"),
        ("/api/search?q=a&lang=fr", "the site has no language `fr`; known here: zh, en"),
    ] {
        let answer = gateway.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.body.contains(told), "{path}: {}", answer.body);
    }
    let answer = gateway.search("备案", "&lang=en");
    assert_eq!(timeless(&answer.body)["lang"], "en");
    assert!(answer.head.contains("access-control-allow-origin: *"), "{}", answer.head);
    let asked = "Origin: https://help.example.com\r\nAccess-Control-Request-Method: GET\r\n\
                 Access-Control-Request-Headers: x-requested-with\r\n";
    let allowed = gateway.send("OPTIONS", "/api/search", asked);
    assert_eq!(allowed.status, 204);
    for header in
        ["access-control-allow-origin: *", "access-control-allow-headers: *", "access-control-allow-methods: get"]
    {
        assert!(allowed.head.contains(header), "{}", allowed.head);
    }
    let known = answer.head.lines().find_map(|line| line.strip_prefix("etag: w/")).unwrap();
    let encoded = "%E5%A4%87%E6%A1%88";
    let again = gateway.get_with(&format!("/api/search?q={encoded}&lang=en"), &format!("If-None-Match: W/{known}\r\n"));
    assert_eq!(again.status, 304);
    let metrics = gateway.get("/metrics").body;
    for line in ["wenda_gateway_searches_total{outcome=\"refused\"} 3", "# TYPE wenda_gateway_search_seconds histogram"]
    {
        assert!(metrics.lines().any(|known| known == line), "{line} in {metrics}");
    }
    // Prometheus's text format: a comment, or a name with labels and a number.
    for line in metrics.lines().filter(|line| !line.starts_with("# ")) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("wenda_gateway_") && value.parse::<f64>().is_ok(), "{line}");
    }
    let cached = gateway.search("备案", "&lang=en");
    assert_eq!(timeless(&cached.body), timeless(&answer.body), "what is remembered is the same");
}

/// A few documents are looked up by their identities: a server that looks at all of them takes as long as there are documents.
fn asks_for_no_more_than_it_needs(engine: &Cluster) {
    let gateway = GatewayProcess::start(&engine.address(), &["--memory", "0"]).ready();
    let scans = || {
        let status = engine.ask(0, "SHOW GLOBAL STATUS LIKE 'Select_scan'");
        status.split_whitespace().last().unwrap().parse::<u64>().unwrap()
    };
    let (first, second) = (scans(), scans());
    let found = timeless(&gateway.search("幕布照片", "").body)["hits"].as_array().unwrap().len();
    assert!(found > 2, "{found}");
    assert_eq!(scans() - second, second - first, "each look at the status is one");
}

/// Who is being answered gets the answer, and the process ends well.
fn stops_gracefully(mut gateway: GatewayProcess) {
    gateway.terminate();
    assert!(gateway.process.wait().unwrap().success());
}

/// One version takes the place of the other for all at once: no answer is of both.
#[test]
fn a_version_takes_the_place_of_another_whole() {
    if !has_mariadb() {
        return;
    }
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    for number in 0..60 {
        site.write(
            &format!("content/faq/basics/old{number}.md"),
            format!("# Old zebra {number}?\n\nIt is an old zebra.\n"),
        );
    }
    let engine = Cluster::alone();
    let (before, script) = exported(site.path(), &[]);
    engine.load(&script);
    let gateway = GatewayProcess::start(&engine.address(), &["--memory", "0"]).ready();
    for number in 0..60 {
        site.remove(&format!("content/faq/basics/old{number}.md"));
        site.write(
            &format!("content/faq/basics/new{number}.md"),
            format!("# New zebra {number}?\n\nIt is a new zebra.\n"),
        );
    }
    let manifest = before.path().join("manifest.jsonl");
    let (_after, next) = exported(site.path(), &["--since", manifest.to_str().unwrap()]);
    let is_loaded = AtomicBool::new(false);
    let seen: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let ask = || {
        let answer = gateway.search("zebra", "&lang=en&limit=50");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let reply = timeless(&answer.body);
        let ids = reply["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()[..3].to_owned());
        let kinds: std::collections::BTreeSet<String> = ids.collect();
        assert_eq!((kinds.len(), reply["total"].as_u64()), (1, Some(60)), "{kinds:?}");
        let kind = kinds.into_iter().next().unwrap();
        *seen.lock().unwrap().entry(kind.clone()).or_default() += 1;
        kind
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let begun = Instant::now();
                while !(is_loaded.load(Ordering::SeqCst) && ask() == "new") {
                    assert!(begun.elapsed() < PATIENCE, "the next version is never answered from");
                }
                (0..20).for_each(|_| assert_eq!(ask(), "new", "what was replaced does not come back"));
            });
        }
        while seen.lock().unwrap().get("old").is_none_or(|times| *times < 20) {
            ask();
        }
        engine.load(&next);
        is_loaded.store(true, Ordering::SeqCst);
    });
    the_next_one_drops_the_first(&site, &engine, &gateway);
}

fn the_next_one_drops_the_first(site: &Site, engine: &Cluster, gateway: &GatewayProcess) {
    site.write("content/faq/basics/quagga.md", "# What is a quagga?\n\nA kind of zebra.\n");
    let (_whole, third) = exported(site.path(), &[]);
    engine.load(&third);
    let tables = engine.ask(0, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'wenda'");
    assert_eq!(tables, "7", "two versions of three tables each, and the row that points");
    let begun = Instant::now();
    while timeless(&gateway.search("quagga", "&lang=en").body)["total"] != 1 {
        assert!(begun.elapsed() < PATIENCE);
    }
}

/// How long nodes are killed and brought back, in seconds: `WENDA_FAULT_SECONDS`, or a minute.
fn fault_seconds() -> u64 {
    std::env::var("WENDA_FAULT_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60)
}

/// The site whose search it is that they answer: `WENDA_FAULT_SITE`, or the help center.
fn fault_site() -> PathBuf {
    std::env::var_os("WENDA_FAULT_SITE").map_or_else(|| ROOT.into(), PathBuf::from)
}

/// Tells those who ask that it is over, even where one of them fails.
struct Over<'f>(&'f AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// One node after the other is killed, or held so that it says nothing, and comes back: nobody who asks sees it.
#[test]
#[ignore = "takes minutes and a machine of its own: tests/run.sh runs it after the others"]
fn a_cluster_that_loses_a_node_answers_on() {
    if !has_mariadb() {
        return;
    }
    let site = fault_site();
    let (_out, script) = exported(&site, &[]);
    let mut engine = Cluster::of_three(&script);
    let queries: Vec<String> = queries(&site).into_iter().step_by(7).collect();
    // Nothing is remembered, so that each answer needs a node.
    let gateways = [(); 2].map(|()| GatewayProcess::start(&engine.address(), &["--memory", "0"]).ready());
    let expected = answers(&gateways[0], &queries);
    let is_over = AtomicBool::new(false);
    let taken: Mutex<Vec<Duration>> = Mutex::default();
    thread::scope(|scope| {
        for asker in 0..4 {
            let (gateway, queries, expected) = (&gateways[asker % 2], &queries, &expected);
            let (is_over, taken) = (&is_over, &taken);
            scope.spawn(move || {
                let _over = Over(is_over);
                for query in queries.iter().cycle().skip(asker * 3) {
                    if is_over.load(Ordering::SeqCst) {
                        break;
                    }
                    let begun = Instant::now();
                    let answer = gateway.search(query, "");
                    taken.lock().unwrap().push(begun.elapsed());
                    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
                    assert_eq!(timeless(&answer.body), expected[query], "{query}");
                }
            });
        }
        let _over = Over(&is_over);
        let end = Instant::now() + Duration::from_secs(fault_seconds());
        for round in 0.. {
            thread::sleep(Duration::from_secs(3));
            if is_over.load(Ordering::SeqCst) || Instant::now() > end {
                break;
            }
            let fault = [Fault::Killed, Fault::Held][round % 2];
            eprintln!("{}: node {} is {fault:?}", jiff::Timestamp::now(), round % 3);
            engine.lose(round % 3, fault, Duration::from_secs(8));
            eprintln!("{}: node {} is back", jiff::Timestamp::now(), round % 3);
        }
    });
    let mut taken = taken.into_inner().unwrap();
    taken.sort_unstable();
    let at = |part: f64| taken[((taken.len() - 1) as f64 * part) as usize].as_millis();
    eprintln!("{} answers: p50 {} ms, p99 {} ms, longest {} ms", taken.len(), at(0.5), at(0.99), at(1.0));
    let retries: f64 = gateways.iter().map(|gateway| gateway.metric("wenda_gateway_retries_total")).sum();
    assert!(retries > 0.0, "nobody met a node that was killed");
    let counts: Vec<String> = (0..3)
        .map(|node| {
            let version = engine.ask(node, "SELECT version FROM wenda.wenda_current");
            engine.ask(node, &format!("SELECT COUNT(*), SUM(CRC32(shown)) FROM wenda.wenda_documents_{version}"))
        })
        .collect();
    assert!(counts.iter().all(|count| *count == counts[0]), "nothing is lost: {counts:?}");
    the_last_node_is_read(&mut engine, &gateways[0], &expected);
}

/// What is answered to each query.
fn answers<'q>(gateway: &GatewayProcess, queries: &'q [String]) -> BTreeMap<&'q String, Value> {
    let answered = queries.iter().map(|query| {
        let answer = gateway.search(query, "");
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        (query, timeless(&answer.body))
    });
    answered.collect()
}

/// It knows that it may have missed something; what it has is right all the same.
fn the_last_node_is_read(engine: &mut Cluster, gateway: &GatewayProcess, expected: &BTreeMap<&String, Value>) {
    (1..3).for_each(|node| engine.kill(node));
    engine.wait_until_alone(0);
    for (query, expected) in expected {
        let answer = gateway.search(query, "");
        assert_eq!((answer.status, &timeless(&answer.body)), (200, expected), "{query}");
    }
    assert_eq!(gateway.get("/ready").status, 200);
}

#[test]
fn what_is_no_engine_is_told() {
    for (address, told) in
        [("postgres://a:secret@b/c", "it does not begin with mysql://"), ("mysql://a:secret@b:x/c", "a host is wrong")]
    {
        let output = wenda().args(["gateway", "--engine", address]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert!(!stderr(&output).contains("secret"), "logs hold no password: {}", stderr(&output));
    }
    let output = wenda().args(["gateway"]).output().unwrap();
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
}
