//! The main paths, in every browser that people have.

use std::fs;

use serde_json::{Value, json};

use crate::browser::{Browser, Kind};
use crate::host::Host;
use crate::search::SETTLED;

const ENTER: &str = "\u{E007}";
const CONTROL: &str = "\u{E009}";
const ESCAPE: &str = "\u{E00C}";
const DOWN: &str = "\u{E015}";

const OUTCOME: &str = ".outcome h2";
const QUESTION: &str = "[data-part='step'] h2";
/// That the guide walks in place.
const WALKS: &str = "document.querySelector('[data-value=unknown]') !== null";

#[expect(clippy::print_stderr, reason = "a failure says in which browser")]
fn in_each(width: u32, height: u32, walk: impl Fn(&Browser)) {
    for kind in Kind::ALL {
        eprintln!("{kind:?}");
        walk(&Browser::of(kind, width, height));
    }
}

#[test]
#[ignore = "needs browsers"]
fn pages_are_read_in_both_languages_from_one_place() {
    let host = Host::shipped();
    in_each(1280, 900, |browser| {
        browser.go(&host.page("zh/faq/cancel-others-filing/#steps"));
        assert!(browser.text(".answer").chars().count() > 50);
        let styled = browser.value_of("getComputedStyle(document.querySelector('header.site .inner')).display");
        assert_eq!(styled, json!("flex"));
        browser.wait_until("document.querySelector('a.language').hash === '#steps'");
        browser.click("a.language");
        browser.wait_until("document.documentElement.lang === 'en'");
        assert_eq!(browser.value_of("location.hash"), json!("#steps"), "the reader's place is kept");
        assert_eq!(browser.complaints(), Vec::<String>::new());
    });
}

#[test]
#[ignore = "needs browsers"]
fn a_place_that_the_other_language_lacks_is_left() {
    let host = Host::small();
    host.write(
        "content/faq/basics/price.zh.md",
        "# 多少钱？\n\n{{plans.small.price}} 元。\n\n## 怎么付 {#pay}\n\n先试用。\n\n## 发票 {#invoice}\n\n没有。\n",
    );
    host.publish();
    in_each(1280, 900, |browser| {
        for (place, there) in [("#pay", "#pay"), ("#invoice", ""), ("#_content", "#_content")] {
            browser.go("about:blank");
            browser.go(&host.page(&format!("zh/faq/price/?from=mail{place}")));
            browser.wait_until("document.querySelector('a.language').search === '?from=mail'");
            assert_eq!(browser.value_of("document.querySelector('a.language').hash"), json!(there), "{place}");
        }
        browser.value_of("(location.hash = 'pay')");
        browser.wait_until("document.querySelector('a.language').hash === '#pay'");
        browser.go("about:blank");
        browser.go(&host.page("404.html#pay"));
        // Home has no such place.
        browser
            .wait_until("location.pathname.endsWith('/404.html') && document.querySelector('a.language').hash === ''");
    });
}

#[test]
#[ignore = "needs browsers"]
fn search_is_typed_and_opened_by_keys() {
    let host = Host::shipped();
    in_each(1280, 900, |browser| {
        browser.go(&host.page("zh/faq/cdn/"));
        browser.search("香港服务器");
        assert!(browser.hits()[0].ends_with("/zh/faq/hong-kong-server/"), "{:?}", browser.hits());
        let first = browser.chosen();
        assert_ne!(first, Value::Null);
        browser.press(DOWN);
        assert_ne!(browser.chosen(), first);
        browser.chord(CONTROL, ENTER);
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_eq!(browser.windows(), 2, "the hit is opened in a new tab, and nothing else is");
        assert_eq!(browser.value_of("location.pathname"), json!("/help/zh/faq/cdn/"));
        assert_eq!(browser.value_of("document.querySelector('dialog.search').open"), json!(true));
        let busy = "document.querySelector('[role=listbox]').getAttribute('aria-busy')";
        assert_eq!(browser.value_of(busy), json!("false"));
        let chosen = browser.chosen();
        browser.press(ENTER);
        assert_ne!(chosen, Value::Null);
        // In one question: between two, Firefox may answer for the page that is left.
        let is_there = format!("location.pathname !== '/help/zh/faq/cdn/' && {chosen}.includes(location.pathname)");
        browser.wait_until(&format!("{is_there} && document.readyState === 'complete'"));
        assert_eq!(browser.complaints(), Vec::<String>::new());

        browser.search("ecs cdn");
        assert!(!browser.hits().is_empty());
        browser.press(ESCAPE);
        browser.wait_until("document.querySelector('dialog.search').open === false");
        browser.go(&host.page("en/search/?q=domain"));
        browser.wait_until(SETTLED);
        assert!(browser.hits().len() > 5);
    });
}

#[test]
#[ignore = "needs browsers"]
fn search_is_opened_and_its_hits_are_by_touch() {
    let host = Host::shipped();
    in_each(450, 740, |browser| {
        browser.go(&host.page("zh/faq/cdn/"));
        browser.wait_until("document.readyState === 'complete'");
        browser.tap("header a.search");
        browser.wait_until("document.querySelector('dialog.search')?.open === true");
        browser.type_slowly("香港服务器");
        browser.wait_until(SETTLED);
        let first = browser.hits().remove(0);
        browser.tap("[role=option]");
        browser.wait_until(&format!("location.pathname === {first:?} && document.readyState === 'complete'"));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    });
}

#[test]
#[ignore = "needs browsers"]
fn the_guide_is_walked_and_its_link_leads_to_the_answer() {
    let host = Host::shipped();
    in_each(1280, 900, |browser| {
        browser.go(&host.page("en/ask/filing/"));
        browser.wait_until(WALKS);
        for value in ["slb", "mainland", "no", "filed_elsewhere", "no"] {
            browser.click(&format!(".options a[data-value='{value}']"));
        }
        let answer = browser.text(OUTCOME);
        let address = browser.value_of("location.href");
        assert!(browser.text(".outcome").contains("What another answer would change"));
        browser.go("about:blank");
        browser.go(address.as_str().unwrap());
        browser.wait_until("document.querySelector('.outcome') !== null");
        assert_eq!(browser.text(OUTCOME), answer, "a link that was sent on shows the answer");
        browser.back();
        browser.go(&host.page("zh/ask/filing/?product=ecs"));
        browser.wait_until(WALKS);
        browser.click(".options a[data-value='unknown']");
        browser.wait_until("location.search.includes('unknown')");

        browser.go(&host.page("en/answers/filing/oss/mainland/"));
        browser.wait_until("document.querySelector('.ask .options a').search !== ''");
        browser.click(".ask .options a[data-value='no']");
        browser.wait_until("location.search === '?product=oss&region=mainland&ip_only=no'");
        browser.wait_until(WALKS);
        assert!(browser.text(".cells").contains("Object Storage"), "the answers went along");
        assert_eq!(browser.complaints(), Vec::<String>::new());
    });
}

#[test]
#[ignore = "needs browsers"]
fn a_long_table_is_filtered_and_sorted() {
    let host = Host::shipped();
    let names = "[...document.querySelector('table.rules').tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.cells[0].textContent.trim().slice(0, 5))";
    in_each(1280, 900, |browser| {
        browser.go(&host.page("en/rules/provinces/"));
        browser.wait_until("document.querySelector('.tools.ready') !== null");
        browser.value_of("document.querySelector('.tools input').focus()");
        browser.type_slowly("guang");
        assert_eq!(browser.value_of(names), json!(["Guang", "Guang"]));
        assert_eq!(browser.text(".tools [role=status]"), "Rows shown: 2 of 31");
        browser.value_of("document.querySelector('.tools input').select()");
        browser.type_slowly("an");
        browser.value_of("document.querySelector('thead button').focus()");
        browser.press(ENTER);
        let first = format!("{names}[0]");
        assert_eq!(browser.value_of(&first), json!("Anhui"));
        browser.press(ENTER);
        assert_eq!(
            browser.value_of("document.querySelector('thead th').getAttribute('aria-sort')"),
            json!("descending")
        );
        assert_ne!(browser.value_of(&first), json!("Anhui"));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    });
}

/// Only pages that come by HTTPS may write to the clipboard in the way of today.
#[test]
#[ignore = "needs browsers"]
fn a_link_is_copied_without_the_clipboard_of_today() {
    let host = Host::shipped();
    in_each(1280, 900, |browser| {
        browser.go(&host.page("en/ask/filing/?product=ecs&region=hong_kong"));
        browser.wait_until("document.querySelector('.outcome') !== null");
        browser.value_of("void Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        browser.value_of("void (document.execCommand = (name) => { window.ran = [name, String(document.activeElement.value)]; return true })");
        browser.click("[data-copy]");
        browser.wait_until("document.querySelector('.actions [role=status]').textContent === 'Link copied'");
        let ran = browser.value_of("window.ran");
        assert_eq!(ran, json!(["copy", browser.value_of("location.href")]));
        assert_eq!(browser.value_of("document.querySelector('.actions input').hidden"), json!(true));

        // Where nothing may copy for the reader, the address lies there, selected.
        browser.value_of("void (document.execCommand = () => false)");
        browser.click("[data-copy]");
        browser.wait_until("document.querySelector('.actions input').hidden === false");
        let selected = "((field) => field.value.slice(field.selectionStart, field.selectionEnd))(document.querySelector('.actions input'))";
        assert_eq!(browser.value_of(selected), browser.value_of("location.href"));
        assert_eq!(browser.text(".actions [role=status]"), "");
        browser.click("[data-restart]");
        browser.wait_until("document.querySelector('.actions input').hidden === true");
    });
}

#[test]
#[ignore = "needs browsers"]
fn what_was_seen_is_there_without_network() {
    let host = Host::shipped();
    in_each(1280, 900, |browser| {
        host.set_down(false);
        browser.go(&host.page("zh/faq/cdn/"));
        browser.wait_until("navigator.serviceWorker.controller !== null");
        browser.go(&host.page("zh/ask/filing/"));
        browser.wait_until(WALKS);
        browser.search("域名");
        browser.wait_until_kept(&host.whole_index());
        host.set_down(true);
        browser.go(&host.page("zh/faq/cdn/"));
        browser.search("域名");
        assert!(browser.hits().len() > 5);
        browser.go(&host.page("zh/ask/filing/?product=ecs&region=hong_kong"));
        browser.wait_until("document.querySelector('.outcome') !== null");
        browser.go(&host.page("en/faq/waf/"));
        assert!(browser.text("main").contains("没有网络"));
    });
}

/// Takes away what browsers lack that are still to be served.
const OLDER: &str = "
    for (const name of ['with', 'toSorted', 'toReversed', 'toSpliced', 'findLast', 'findLastIndex']) delete Array.prototype[name];
    for (const name of Object.getOwnPropertyNames(Element.prototype)) if (/^(aria[A-Z]|role$)/.test(name)) delete Element.prototype[name];
    for (const name of ['groupBy', 'fromAsync']) delete Object[name];
    for (const name of ['structuredClone', 'Highlight', 'requestIdleCallback', 'scheduler']) delete globalThis[name];
    delete CSS.highlights;
    delete Element.prototype.checkVisibility;
    delete Navigator.prototype.clipboard;
    globalThis.Worker = class extends Worker { constructor(address, options) { if (options) throw new TypeError('module'); super(address) } };
    globalThis.RegExp = class extends RegExp { constructor(pattern, flags) { if (/\\(\\?<[=!]/.test(pattern)) throw new SyntaxError('looks back'); super(pattern, flags) } };
";

#[test]
#[ignore = "needs Chromium"]
fn nothing_is_used_that_older_browsers_lack() {
    let host = Host::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": OLDER }));
    browser.go(&host.page("en/ask/filing/?product=oss&region=mainland"));
    browser.wait_until(WALKS);
    assert_eq!(browser.value_of("[].with"), Value::Null);
    browser.click(".options a[data-value='no']");
    assert_ne!(browser.text(QUESTION), "");
    browser.search("ECS cdn");
    let told = "[...document.querySelectorAll('[role=listbox] [role=option][aria-selected]')].length";
    assert_eq!(browser.value_of(told), json!(browser.hits().len()), "screen readers hear of the hits");
    assert_ne!(browser.chosen(), Value::Null);
    assert_eq!(browser.value_of("document.querySelectorAll('[role=option] mark').length > 0"), json!(true));
    browser.press(ENTER);
    browser.wait_until("location.pathname !== '/help/en/ask/filing/' && location.search === ''");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// A browser that knows WebAssembly, and not how the engine is compressed.
#[test]
#[ignore = "needs Chromium"]
fn a_browser_that_cannot_decompress_is_told_so() {
    let host = Host::shipped();
    let worker = fs::read_to_string(host.hashed("search-worker.js")).unwrap();
    let lacking = [
        "self.DecompressionStream = class { constructor(format) { throw new TypeError(format) } };",
        "delete self.DecompressionStream;",
        "WebAssembly.instantiate = async () => { throw new WebAssembly.CompileError('simd') };",
    ];
    for lack in lacking {
        fs::write(host.hashed("search-worker.js"), format!("{lack}\n{worker}")).unwrap();
        let browser = Browser::open(1280, 900, true);
        browser.go(&host.page("en/faq/cdn/"));
        browser.open_dialog();
        browser.type_slowly("domain");
        browser.wait_until("document.querySelector('dialog [role=status]').textContent.length > 0 && !document.querySelector('dialog [role=status]').textContent.includes('Searching')");
        assert_eq!(browser.status(), "This browser cannot run search. Try the list of all questions.", "{lack}");
        assert_eq!(browser.value_of("document.querySelector('[data-part=ways] a').pathname"), json!("/help/en/faq/"));
    }
}

#[test]
#[ignore = "needs Chromium"]
fn without_dialogs_the_link_to_search_leads_to_its_page() {
    let host = Host::shipped();
    let browser = Browser::open(1280, 900, true);
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": "delete globalThis.HTMLDialogElement" }));
    browser.go(&host.page("en/faq/cdn/"));
    browser.click("header a.search");
    browser.wait_until("location.pathname === '/help/en/search/'");
}

/// Without its style sheet a page is plain, and nothing in it is larger than what it stands for.
#[test]
#[ignore = "needs Chromium"]
fn without_style_a_page_stays_readable() {
    let host = Host::shipped();
    fs::write(host.hashed("site.css"), "").unwrap();
    let browser = Browser::open(360, 740, true);
    browser.go(&host.page("en/faq/cdn/"));
    assert_eq!(browser.value_of("document.querySelector('a.search svg').getBoundingClientRect().width"), json!(16));
}

/// An address with answers, where the script that reads them is off, does not come, is not understood, or lacks its diagram.
#[test]
#[ignore = "needs browsers"]
fn where_the_guides_script_fails_its_page_says_so_and_its_links_stand() {
    let told = "[...document.querySelectorAll('.notice')].some((notice) => notice.checkVisibility() && notice.textContent.includes('Begin with the question below'))";
    let plain = |browser: &Browser| {
        let link = browser.value_of("document.querySelector('.options a').getAttribute('href')");
        assert!(!link.as_str().unwrap().contains('?'), "{link}");
    };
    let host = Host::shipped();
    let address = host.page("en/ask/filing/?product=cdn&region=mainland");
    let browser = Browser::open(1280, 900, false);
    browser.go(&address);
    assert_eq!(browser.value_of(told), json!(true), "without scripts");
    plain(&browser);

    let script = host.hashed("ask.js");
    let whole = fs::read_to_string(&script).unwrap();
    let diagram = host.hashed("ask/filing.json");
    let aside = host.public().join("aside.json");
    let breaks: [(&str, &dyn Fn()); 4] = [
        ("not there", &|| fs::remove_file(&script).unwrap()),
        ("not understood", &|| fs::write(&script, format!("{whole}\nlet of tomorrow;")).unwrap()),
        ("failing", &|| fs::write(&script, whole.replace("show(moved) {", "show(moved) {\n[].notKnown();")).unwrap()),
        ("without its diagram", &|| fs::rename(&diagram, &aside).unwrap()),
    ];
    for (name, damage) in breaks {
        fs::write(&script, &whole).unwrap();
        damage();
        let browser = Browser::open(1280, 900, true);
        browser.go(&address);
        browser.wait_until(told);
        plain(&browser);
        browser.go(&host.page("en/ask/filing/"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert_eq!(browser.value_of(told), json!(false), "{name}: nothing was lost that had to be told");
        plain(&browser);
        if name != "failing" {
            browser.go(&host.page("en/answers/filing/oss/mainland/"));
            std::thread::sleep(std::time::Duration::from_millis(300));
            plain(&browser);
        }
    }
    fs::write(&script, &whole).unwrap();
    fs::rename(&aside, &diagram).unwrap();
    let browser = Browser::open(1280, 900, true);
    browser.go(&address);
    browser.wait_until(WALKS);
    assert_eq!(browser.value_of(told), json!(false));
}
