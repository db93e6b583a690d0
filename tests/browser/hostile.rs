//! A site whose every text would run, and readers' addresses that would: nothing does, and nothing is fetched from elsewhere.

#[path = "../fuzz/hostile.rs"]
mod generator;
#[path = "../fuzz/seeds.rs"]
#[expect(dead_code, reason = "the fuzz targets use more of it")]
mod seeds;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use self::generator::{Hostile, MARKERS};
use self::seeds::{REFERENCE, TEMPLATES};
use crate::support::write;
use crate::{Browser, Served};

/// Notes what runs and what is refused, before anything of a page does.
const LISTEN: &str = "window.noted = [];
    for (const name of ['wenda', 'alert', 'confirm', 'prompt']) window[name] = () => noted.push(`${name}()`);
    addEventListener('securitypolicyviolation', (event) => noted.push(`${event.violatedDirective}: ${event.blockedURI}`));
    addEventListener('error', (event) => noted.push(event.message ?? `${event.target.src ?? event.target.href} failed`), true);
    addEventListener('unhandledrejection', (event) => noted.push(`${event.reason}`));";

/// What is in a page that nobody put there.
const FOUND: &str = "[
    ...noted,
    ...[...document.querySelectorAll('*')].filter((element) => element.localName === 'wenda-mark'
        || [...element.attributes].some(({ name }) => name.startsWith('on') || name === 'style')
        || (element.localName === 'script' && !element.src && !element.type.endsWith('json'))
        || ['style', 'base', 'iframe', 'object', 'embed'].includes(element.localName)
        || (element.localName === 'svg' && !element.parentElement.matches('a.search, .language-menu > summary, .heading > button.anchor'))
        || (element.localName === 'a' && element.protocol && !['http:', 'https:', 'mailto:', 'tel:'].includes(element.protocol)))
        .map((element) => element.outerHTML),
    ...performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => new URL(name).origin !== location.origin),
]";

impl Browser {
    fn listening() -> Self {
        let browser = Self::open(1280, 900, true);
        let script = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": LISTEN } });
        browser.command("POST", "/goog/cdp/execute", &script);
        browser
    }

    /// Nothing ran, and nothing is there that could.
    fn is_calm(&self, at: &str) {
        assert_eq!(self.value_of(FOUND), json!([]), "{at}");
        assert_eq!(self.complaints(), Vec::<String>::new(), "{at}");
    }
}

fn site(first: usize) -> Served {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &Hostile::site(&REFERENCE, &TEMPLATES, first));
    Served::start(folder)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_runs_on_a_hostile_site() {
    const PAGES: [&str; 18] = [
        "",
        "zh/",
        "en/",
        "en/faq/",
        "en/faq/price/",
        "zh/faq/price/",
        "zh/category/billing/",
        "en/rules/",
        "en/rules/plans/",
        "zh/rules/plans/small/",
        "en/guide/buying/",
        "zh/checklist/start/small/company/",
        "en/glossary/",
        "zh/sources/",
        "en/ask/refund/",
        "zh/answers/refund/",
        "en/search/",
        "nowhere",
    ];
    let browser = Browser::listening();
    for first in (0..MARKERS.len()).step_by(11) {
        let site = site(first);
        for path in PAGES {
            browser.go(&site.page(path));
            browser.wait_until("document.readyState === 'complete'");
            assert_ne!(browser.value_of("document.title"), json!(""), "{path}");
            // A page that is not there is told so on the console, too.
            if path == "nowhere" {
                assert!(!browser.complaints().is_empty(), "a page that is not there is told of");
            }
            browser.is_calm(path);
        }
        // The page is left before its server ends, which it would miss.
        browser.go("about:blank");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_runs_that_is_searched_for() {
    let site = site(3);
    let browser = Browser::listening();
    // A word that every text of the site holds, with all that they hold besides.
    for query in MARKERS.iter().copied().chain(["wenda", "wenda mark", "onwenda"]) {
        browser.go(&site.page(&format!("en/search/?q={}", encoded(query))));
        browser.wait_until(
            "document.readyState === 'complete' && document.querySelector('form.search input').value !== '' \
             && document.querySelector('[role=listbox]').getAttribute('aria-busy') === 'false'",
        );
        browser.is_calm(query);
    }
    let found = browser.value_of("document.querySelectorAll('[role=option]').length > 0");
    assert_eq!(found, json!(true), "the texts of the site are found");
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_runs_that_is_answered() {
    let site = site(7);
    let browser = Browser::listening();
    for marker in MARKERS {
        let answer = encoded(marker);
        let path =
            format!("zh/ask/refund/?plan={answer}&used=no&days={answer}&{answer}={answer}&lang={answer}#{answer}");
        browser.go(&site.page(&path));
        browser.wait_until("document.readyState === 'complete'");
        browser.is_calm(marker);
    }
    browser.go(&site.page("en/ask/refund/?plan=small&used=no&days=3"));
    browser.wait_until("document.readyState === 'complete'");
    browser.is_calm("an answer");
}
