//! Open pages while the site is written: they follow what is saved, in place.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::{ROOT, Served};

const PRICE: &str = "content/faq/basics/price.en.md";
/// What stays of it: its scripts begin anew with the first heading, and without the last.
const PAY: &str = "## How to pay {#pay}\n\n[Try it](article:trial#length) first, then pay.\n";
/// What a page forgets that is loaded anew.
const MARK: &str = "(window.marked = true)";
const IS_MARKED: &str = "window.marked === true";

fn small() -> Served {
    Served::new(&Path::new(ROOT).join("tests/suite/site/content"))
}

impl Served {
    fn write(&self, path: &str, text: &str) {
        let path: PathBuf = self.file(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Browser {
    /// Waits until the page shows a text where articles have theirs.
    fn wait_for_answer(&self, text: &str) {
        self.wait_until(&format!("document.querySelector('.answer')?.innerText.includes({text:?}) === true"));
    }

    fn is_marked(&self) -> bool {
        self.value_of(IS_MARKED) == json!(true)
    }
}

#[test]
#[ignore = "needs Chromium"]
fn an_open_page_follows_what_is_written() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/price/"));
    let article = site.file("content/faq/basics/price.en.md");

    fs::write(&article, "# What does it cost?\n\nTwelve yuan.\n").unwrap();
    browser.wait_until("document.querySelector('.answer').innerText.includes('Twelve yuan.')");

    fs::write(&article, "# What does it cost?\n\n<i>Thirteen</i> yuan.\n").unwrap();
    browser.wait_until("document.getElementById('wenda-problems')?.innerText.includes('error[raw-html]') === true");
    let still = browser.value_of("document.querySelector('.answer').innerText");
    assert_eq!(still, json!("Twelve yuan."), "the last good page stays");
    let position = browser.value_of("getComputedStyle(document.getElementById('wenda-problems')).position");
    assert_eq!(position, json!("fixed"), "the policy of the page allows the panel's style");

    fs::write(&article, "# What does it cost?\n\nThirteen yuan.\n").unwrap();
    browser.wait_until(
        "document.querySelector('.answer').innerText.includes('Thirteen') && !document.getElementById('wenda-problems')",
    );
}

/// A browser keeps six connections to a host; the pages share one of them.
#[test]
#[ignore = "needs Chromium"]
fn twelve_open_pages_follow_at_once() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    let mut tabs = vec![browser.command("GET", "/window", &Value::Null)];
    for _ in 1..12 {
        tabs.push(browser.command("POST", "/window/new", &json!({ "type": "tab" }))["handle"].clone());
    }
    let in_each = |act: &dyn Fn()| {
        for tab in &tabs {
            browser.command("POST", "/window", &json!({ "handle": tab }));
            act();
        }
    };
    in_each(&|| {
        browser.go(&site.page("en/faq/price/"));
        browser.value_of(MARK);
    });
    for amount in ["Twelve", "Thirteen"] {
        site.write(PRICE, &format!("# What does it cost?\n\n{amount} yuan.\n\n{PAY}"));
        let start = Instant::now();
        in_each(&|| browser.wait_for_answer(amount));
        // A page that had to wait for a connection would wait for the end of the questions of others, which is 25 seconds.
        assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    }
    in_each(&|| assert!(browser.is_marked(), "a page was loaded anew"));
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_that_did_not_change_is_left_alone() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/trial/"));
    browser.value_of(
        "(window.changes = 0, new MutationObserver(() => window.changes++)\
         .observe(document, { subtree: true, childList: true, attributes: true, characterData: true }))",
    );
    let asked = "performance.getEntriesByType('resource').filter(({ name }) => name === location.href).length";
    site.write(PRICE, "# What does it cost?\n\nTwelve yuan.\n");
    browser.wait_until(&format!("{asked} > 0"));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.value_of("window.changes"), json!(0));
}

#[test]
#[ignore = "needs Chromium"]
fn a_style_is_put_in_its_place() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/price/"));
    browser.value_of(MARK);
    let style = fs::read_to_string(Path::new(ROOT).join("static/site.css")).unwrap();
    for width in [7, 9] {
        site.write("static/site.css", &format!("{style}\nbody {{ border-top: {width}px solid }}\n"));
        browser.wait_until(&format!("getComputedStyle(document.body).borderTopWidth === '{width}px'"));
    }
    browser.wait_until("document.querySelectorAll('link[rel=stylesheet][href*=\"/site.\"]').length === 1");
    assert!(browser.is_marked(), "the page was loaded anew");
    assert_eq!(browser.complaints(), Vec::<String>::new());

    let script = fs::read_to_string(Path::new(ROOT).join("static/search.js")).unwrap();
    site.write("static/search.js", &format!("{script}\nwindow.isNew = true;\n"));
    browser.wait_until("window.isNew === true");
    assert!(!browser.is_marked(), "a script begins with the page");
}

#[test]
#[ignore = "needs Chromium"]
fn the_place_on_a_page_is_kept() {
    let site = small();
    let text = |first: &str| {
        let rest = "It costs [nothing](article:trial) at first.\n\n".repeat(100);
        format!("# What does it cost?\n\n{first}\n\n## Why\n\n{rest}")
    };
    site.write(PRICE, &text("Ten yuan."));
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/price/"));
    browser.wait_for_answer("Ten yuan.");
    browser.value_of(MARK);
    browser.value_of("[...document.querySelectorAll('.answer a')].at(60).focus()");
    browser.value_of("scrollTo(0, 1500)");
    browser.wait_until("scrollY === 1500");
    site.write(PRICE, &text("Eleven yuan.\n\n- That is all.\n- Really."));
    browser.wait_for_answer("Really.");
    assert_eq!(browser.value_of("scrollY"), json!(1500));
    let place = "[...document.querySelectorAll('.answer a')].indexOf(document.activeElement)";
    assert_eq!(browser.value_of(place), json!(60), "what has the focus keeps it");
    assert!(browser.is_marked(), "the page was loaded anew");
    // Its scripts go on.
    browser.open_dialog();
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// A template that fails on a page is told over that page, which stays as it was.
#[test]
#[ignore = "needs Chromium"]
fn a_page_that_cannot_be_made_stays_with_what_is_wrong_over_it() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/price/"));
    browser.value_of(MARK);
    site.write("templates/citations.html", "{{ nowhere.at_all }}");
    browser.wait_until("document.getElementById('wenda-problems')?.innerText.includes('error[template]') === true");
    assert!(browser.is_marked() && browser.text(".answer").contains("yuan"));
    site.write("templates/citations.html", "<p class=\"mended\">Mended.</p>");
    browser.wait_until("Boolean(document.querySelector('.mended') && !document.getElementById('wenda-problems'))");
    assert!(browser.is_marked());
}

#[test]
#[ignore = "needs Chromium"]
fn pages_follow_where_no_worker_can_be_shared() {
    let site = small();
    let browser = Browser::open(1280, 900, true);
    let without = json!({ "source": "delete window.SharedWorker" });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &without);
    browser.go(&site.page("en/faq/price/"));
    browser.value_of(MARK);
    assert_eq!(browser.value_of("typeof SharedWorker"), json!("undefined"));
    site.write(PRICE, &format!("# What does it cost?\n\nTwelve yuan.\n\n{PAY}"));
    browser.wait_for_answer("Twelve");
    assert!(browser.is_marked());
}
