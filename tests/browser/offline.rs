//! What was read stays readable without network, whatever is published meanwhile.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::host::Host;
use crate::search::SETTLED;
use crate::{ROOT, Served};

#[test]
#[ignore = "needs Chromium"]
fn under_a_path_of_a_host_all_of_it_works_and_without_network_what_was_seen() {
    let host = Host::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("zh/faq/cdn/"));
    browser.wait_until("navigator.serviceWorker.controller !== null");
    browser.search("域名");
    assert!(browser.hits().iter().all(|hit| hit.starts_with("/help/zh/")), "{:?}", browser.hits());
    let found = browser.status();
    assert_eq!(browser.complaints(), Vec::<String>::new());
    browser.wait_until_kept(&host.whole_index());

    host.set_down(true);
    browser.go(&host.page("zh/faq/cdn/"));
    assert_eq!(browser.text("h1"), "用 CDN 要不要备案，要不要接入？");
    browser.search("域名");
    assert_eq!(browser.status(), found, "the same query, from what is kept");
    browser.go(&host.page("zh/search/?q=域名"));
    browser.wait_until(SETTLED);
    let styled = browser.value_of("getComputedStyle(document.querySelector('header.site .inner')).display");
    assert_eq!(styled, json!("flex"));
    browser.go(&host.page("en/faq/waf/"));
    assert!(browser.text("main").contains("没有网络") && browser.text("main").contains("No connection"));
    host.set_down(false);
    browser.click("main a.button");
    browser.wait_until(
        "document.querySelector('h1').textContent === 'Do I need a filing or access with Alibaba Cloud to use WAF?'",
    );
}

/// The sizes of files that were asked for, compressed as hosts do, each once: a browser keeps what it has.
fn compressed(host: &Host, asked: &BTreeSet<String>) -> usize {
    let size = |path: &String| {
        let path = path.split('?').next().unwrap().strip_prefix("/help/").unwrap();
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let bytes = fs::read(host.public().join(file)).unwrap();
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(&bytes).unwrap();
        writer.finish().unwrap().len()
    };
    asked.iter().map(size).sum()
}

/// A first visit costs little, and brings the first page of the reader's language; who goes on gets search and the guide.
#[test]
#[ignore = "needs Chromium"]
fn a_first_visit_is_small_and_a_second_brings_the_guide() {
    const LOADED: &str =
        "[location.pathname, ...performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)]";
    let host = Host::shipped();
    for (path, home, other) in [("zh/faq/sites-per-server/", "zh/", "en/"), ("en/faq/cdn/", "en/", "zh/")] {
        let browser = Browser::open(360, 740, true);
        host.set_down(false);
        host.take_asked();
        browser.go(&host.page(path));
        let page: BTreeSet<String> = serde_json::from_value(browser.value_of(LOADED)).unwrap();
        let size = compressed(&host, &page);
        assert!(page.len() > 5 && size <= 19_500, "{path}: {size} bytes: {page:?}");
        browser.wait_until("navigator.serviceWorker.controller !== null");
        let asked: BTreeSet<String> = host.take_asked().into_iter().collect();
        let size = compressed(&host, &asked);
        assert!(asked.is_superset(&page) && size <= 30_000, "{path}: {size} bytes: {asked:?}");
        let first = kept(&browser);
        let has = |kept: &[String], address: &str| kept.iter().any(|each| each == address);
        assert!(has(&first, home) && has(&first, path) && !has(&first, other), "{first:?}");
        assert!(!first.iter().any(|kept| kept.starts_with("search-")), "what searches comes with search: {first:?}");

        browser.go(&host.page(&format!("{home}faq/waf/")));
        browser.wait_until_kept(&format!("/help/{home}ask/filing/"));
        browser.wait_until_kept(&format!("/help/{home}search/"));
        browser.wait_until_kept(&format!("/help/{home}search/dialog/"));
        host.set_down(true);
        browser.go(&host.page(&format!("{home}ask/filing/?product=ecs&region=hong_kong")));
        browser.wait_until("document.querySelector('.outcome') !== null");
        browser.go(&host.page(path));
        assert_eq!(
            browser.value_of("getComputedStyle(document.querySelector('header.site .inner')).display"),
            json!("flex")
        );
    }
}

/// The addresses of what is kept, from the root of the site.
fn kept(browser: &Browser) -> Vec<String> {
    let script = "const found = []; for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) \
        found.push(request.url.split('/help/')[1]); return found";
    let kept = browser.promised(script, &Value::Null);
    kept.as_array().unwrap().iter().map(|address| address.as_str().unwrap_or_default().to_owned()).collect()
}

/// Opens a page of a site whose service worker is at work.
fn open(host: &Host, path: &str) -> Browser {
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page(path));
    browser.wait_until("navigator.serviceWorker.controller !== null");
    browser
}

/// Lets the browser find the version that is published now, and take it over.
fn update(host: &Host, browser: &Browser) {
    let script = "const registration = await navigator.serviceWorker.getRegistration(); await registration.update(); \
        for (;;) { if (registration.waiting) return true; await new Promise((go) => setTimeout(go, 50)); }";
    assert_eq!(browser.promised(script, &Value::Null), json!(true));
    // The new one waits until no page of the old one is open.
    browser.go("about:blank");
    std::thread::sleep(std::time::Duration::from_millis(500));
    browser.go(&host.page("en/"));
    browser.wait_until("navigator.serviceWorker.controller !== null");
    browser.wait_until("(async () => (await navigator.serviceWorker.getRegistration()).waiting === null)()");
    std::thread::sleep(std::time::Duration::from_millis(500));
}

/// Publishes an article with another text, and pages in another style.
fn publish_anew(host: &Host) {
    host.write("content/faq/basics/price.en.md", "# What does it cost?\n\nTwelve yuan.\n");
    host.write("static/site.css", "html { color: rgb(1, 2, 3) }");
    host.publish();
}

const COLOR: &str = "getComputedStyle(document.documentElement).color === 'rgb(1, 2, 3)'";

#[test]
#[ignore = "needs Chromium"]
fn a_new_version_refreshes_what_was_read() {
    let host = Host::small();
    let browser = open(&host, "en/");
    browser.go(&host.page("en/faq/price/"));
    browser.promised("await caches.open('of another site')", &Value::Null);
    let before = kept(&browser);
    assert!(before.iter().any(|address| address == "en/faq/price/"), "{before:?}");
    publish_anew(&host);
    update(&host, &browser);
    let after = kept(&browser);
    let styles = |kept: &[String]| {
        kept.iter()
            .filter(|address| address.starts_with("site.") && address.ends_with(".css"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(styles(&after).len(), 1, "what no page names any more is gone: {after:?}");
    assert_ne!(styles(&after), styles(&before));
    let caches = browser.promised("return await caches.keys()", &Value::Null);
    assert!(caches.as_array().unwrap().contains(&json!("of another site")), "{caches}");

    host.set_down(true);
    browser.go(&host.page("en/faq/price/"));
    assert!(browser.text("main").contains("Twelve yuan."), "what was read is there, and as new as the rest");
    assert_eq!(browser.value_of(COLOR), json!(true));
}

#[test]
#[ignore = "needs Chromium"]
fn what_cannot_be_refreshed_stays_with_its_scripts_and_styles() {
    let host = Host::small();
    let browser = open(&host, "en/");
    browser.go(&host.page("en/faq/price/"));
    let text = browser.text(".answer");
    publish_anew(&host);
    host.set_down_below("en/faq/price/");
    update(&host, &browser);
    host.set_down(true);
    browser.go(&host.page("en/faq/price/"));
    assert_eq!(browser.text(".answer"), text);
    assert_eq!(browser.value_of(COLOR), json!(false), "an old page in its old style");
    browser.go(&host.page("en/"));
    assert_eq!(browser.value_of(COLOR), json!(true), "a new page in the new one");
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_that_is_taken_away_is_forgotten() {
    let host = Host::small();
    let browser = open(&host, "en/");
    browser.go(&host.page("en/faq/price/"));
    std::fs::remove_dir_all(host.public().join("en/faq/price")).unwrap();
    let worker = host.public().join("sw.js");
    let text = std::fs::read_to_string(&worker).unwrap();
    std::fs::write(&worker, text.replace("const VERSION = \"", "const VERSION = \"next ")).unwrap();
    update(&host, &browser);
    let kept = kept(&browser);
    assert!(!kept.iter().any(|address| address == "en/faq/price/"), "{kept:?}");
}

#[test]
#[ignore = "needs Chromium"]
fn only_the_index_that_is_searched_is_kept() {
    let host = Host::small();
    let browser = open(&host, "en/");
    browser.search("plan");
    browser.wait_until_kept(&host.whole_index());
    let files = |browser: &Browser| {
        let kept = kept(browser).into_iter();
        kept.filter(|address| address.starts_with("search/")).collect::<BTreeSet<_>>()
    };
    let published = || {
        let names = fs::read_dir(host.public().join("search")).unwrap();
        names.map(|entry| format!("search/{}", entry.unwrap().file_name().to_str().unwrap())).collect::<BTreeSet<_>>()
    };
    let is_published = |address: &String| published().contains(address.split('?').next().unwrap());
    let before = files(&browser);
    assert!(before.len() > 2 && before.iter().all(is_published), "{before:?}");

    // Only an article changes: the service worker stays what it was.
    host.write("content/faq/basics/price.en.md", "# What does it cost?\n\nTwelve yuan for a plan.\n");
    host.publish();
    browser.go(&host.page("en/faq/price/"));
    browser.search("twelve");
    browser.wait_until(SETTLED);
    browser.wait_until_kept(&host.whole_index());
    let after = files(&browser);
    assert!(after.iter().all(is_published) && !before.iter().all(is_published), "{before:?} {after:?}");
    host.set_down(true);
    browser.go(&host.page("en/faq/price/"));
    browser.search("twelve");
    assert!(!browser.hits().is_empty());
}

/// A server of a site that is being written takes over an address at which a site was read before, with its worker.
#[test]
#[ignore = "needs Chromium"]
fn serving_takes_back_a_service_worker() {
    let site = Served::new(&Path::new(ROOT).join("tests/suite/site/content"));
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/"));
    let left =
        "(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length)()";
    assert_eq!(browser.value_of(left), json!(0), "none is registered");
    // As an earlier version left it: a worker of this address, and what it kept.
    let script = "await caches.open('wenda of before'); await navigator.serviceWorker.register('/sw.js')";
    browser.promised(script, &Value::Null);
    browser.wait_until(&format!("{left}.then((left) => left === 0)"));
}
