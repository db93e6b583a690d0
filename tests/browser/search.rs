//! Search in the browser: the dialog, the search page, and what is left of both without scripts and without network.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::{Browser, Kind};
use crate::host::Host;
use crate::{ROOT, Served, copy};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const CONTROL: &str = "\u{E009}";
const ESCAPE: &str = "\u{E00C}";
const UP: &str = "\u{E013}";
const DOWN: &str = "\u{E015}";

/// That the list holds what was last asked for.
pub(crate) const SETTLED: &str = "(() => { const status = document.querySelector('form.search [role=status]')?.textContent ?? ''; \
    return /\\d/.test(status) && document.querySelector('[role=listbox]').getAttribute('aria-busy') === 'false' })()";

impl Browser {
    /// Opens the dialog.
    pub(crate) fn open_dialog(&self) {
        self.wait_until("document.readyState === 'complete'");
        self.press("/");
        self.wait_until("document.querySelector('dialog.search')?.open === true");
    }

    /// Opens the dialog and types; returns when all is found.
    pub(crate) fn search(&self, query: &str) {
        self.open_dialog();
        self.type_slowly(query);
        self.wait_until(SETTLED);
    }

    /// Types key by key, as people do.
    pub(crate) fn type_slowly(&self, text: &str) {
        text.chars().for_each(|key| self.press(&key.to_string()));
    }

    /// Waits until the service worker keeps what has such an address.
    pub(crate) fn wait_until_kept(&self, ending: &str) {
        self.wait_until(&format!(
            "(async () => {{ for (const name of await caches.keys()) for (const request of await \
             (await caches.open(name)).keys()) if (request.url.endsWith({ending:?})) return true; return false }})()"
        ));
    }

    pub(crate) fn chosen(&self) -> Value {
        self.value_of("document.querySelector('[role=option][aria-selected=true]')?.getAttribute('href') ?? null")
    }

    pub(crate) fn hits(&self) -> Vec<String> {
        let hits =
            self.value_of("[...document.querySelectorAll('[role=option]')].map((hit) => new URL(hit.href).pathname)");
        hits.as_array().unwrap().iter().map(|hit| hit.as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn groups(&self) -> Value {
        self.value_of(
            "[...document.querySelectorAll('[role=listbox] [role=presentation]')].map((title) => title.textContent)",
        )
    }

    pub(crate) fn status(&self) -> String {
        self.text("form.search [role=status]")
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_dialog_opens_by_keys_and_gives_the_focus_back() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/cdn/"));
    assert_eq!(
        browser.value_of("document.querySelector('dialog')"),
        Value::Null,
        "nothing is made before it is needed"
    );
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => /engine\\.\\w+\\.bin|search-worker|\\/search\\/./.test(name)).length";
    assert_eq!(browser.value_of(loaded), json!(0), "nothing is loaded before the reader asks");
    browser.press(TAB);
    browser.press(TAB);
    let focused = "document.activeElement.textContent.trim()";
    let before = browser.value_of(focused);
    browser.open_dialog();
    assert_eq!(browser.value_of("document.activeElement.getAttribute('role')"), json!("combobox"));
    assert_eq!(browser.value_of("document.activeElement.value"), json!(""), "the key that opens it is not typed");
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('dialog.search').open === false");
    assert_eq!(browser.value_of(focused), before);

    browser.chord(CONTROL, "k");
    browser.wait_until("document.querySelector('dialog.search').open === true");
    browser.press("a/b");
    assert_eq!(browser.value_of("document.activeElement.value"), json!("a/b"), "in a field it is a key like others");
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('dialog.search').open === false");

    browser.click("header a.search");
    browser.wait_until("document.querySelector('dialog.search').open === true");
    browser.click("[data-part=close]");
    assert_eq!(browser.value_of("document.querySelector('dialog.search').open"), json!(false));
}

#[test]
#[ignore = "needs Chromium"]
fn hits_are_chosen_by_arrows_and_opened_by_enter() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/faq/cdn/"));
    browser.search("香港服务器");
    assert!(browser.hits()[0].ends_with("/zh/faq/hong-kong-server/"), "{:?}", browser.hits());
    let active = "document.getElementById(document.querySelector('[role=combobox]').getAttribute('aria-activedescendant'))?.getAttribute('href') ?? null";
    let first = browser.chosen();
    assert_eq!(first, browser.value_of(active), "the best hit is chosen at once, and told to screen readers");
    assert_eq!(
        browser.value_of("document.querySelector('[role=combobox]').getAttribute('aria-expanded')"),
        json!("true")
    );
    browser.press(DOWN);
    let second = browser.chosen();
    assert_ne!(first, second);
    assert_eq!(second, browser.value_of(active));
    browser.press(UP);
    browser.press(UP);
    let last = browser.value_of("[...document.querySelectorAll('[role=option]')].at(-1).getAttribute('href')");
    assert_eq!(browser.chosen(), last, "the list has no end");
    assert_eq!(
        browser.value_of("document.activeElement.getAttribute('role')"),
        json!("combobox"),
        "the focus stays in the field"
    );
    browser.press(DOWN);
    browser.chord(CONTROL, ENTER);
    assert_eq!(browser.windows(), 2, "in a new tab");
    assert_eq!(browser.value_of("location.pathname"), json!("/zh/faq/cdn/"));
    browser.press(ENTER);
    browser.wait_until("location.pathname === '/zh/faq/hong-kong-server/'");
}

#[test]
#[ignore = "needs Chromium"]
fn hits_are_counted_and_stand_in_one_list_with_their_kinds() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/"));
    browser.search("这台服务器能用来备案吗");
    assert_eq!(browser.groups(), json!([]), "what is found stands in one list, as it is ranked");
    let kinds =
        "[...document.querySelectorAll('[role=option]')].map((hit) => hit.querySelector('.kind')?.textContent ?? '')";
    assert_eq!(browser.value_of(kinds)[0], json!("问答向导"), "a decision that answers best comes first");
    assert!(browser.status().starts_with("找到 ") && browser.status().contains("显示前 10 条"), "{}", browser.status());
    let live = "document.querySelector('dialog [role=status]').getAttribute('aria-live') ?? document.querySelector('dialog [role=status]').getAttribute('role')";
    assert!(matches!(browser.value_of(live).as_str(), Some("polite" | "status")));
    assert_eq!(browser.value_of("document.querySelectorAll('[role=option] .snippet mark').length > 0"), json!(true));

    browser.go(&site.page("en/"));
    browser.search("waf");
    let kinds = browser.value_of(kinds);
    let of_kind = |kind: &str| kinds.as_array().unwrap().iter().filter(|of| **of == kind).count();
    assert!(of_kind("") > 0 && of_kind("Rule") > 0 && of_kind("Guided answer") > 0, "{kinds}");
    let heard = "[...document.querySelectorAll('.snippet > :is(b, .kind)')].every((part) => part.nextSibling.data.startsWith(' '))";
    assert_eq!(browser.value_of(heard), json!(true), "a name is no part of the sentence after it");
    assert_eq!(browser.status(), "10 results");

    browser.go(&site.page("zh/search/?q=%E5%A4%87%E6%A1%88"));
    browser.wait_until("document.querySelectorAll('[role=option]').length === 50");
    assert!(browser.status().contains("显示前 50 条"), "what is shown first is gone on with: {}", browser.status());
}

#[test]
#[ignore = "needs Chromium"]
fn what_is_drawn_stays_when_more_is_found() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/"));
    browser.open_dialog();
    let observe = "(() => { globalThis.drawn = []; \
        new MutationObserver(() => drawn.push({ query: document.querySelector('[role=combobox]').value, \
            hits: [...document.querySelectorAll('[role=option]')].map((option) => option.pathname) })) \
            .observe(document.querySelector('dialog form'), { childList: true, subtree: true }) })()";
    browser.value_of(observe);
    // Its first five are of two kinds, and its next of the first of these.
    let query = "验证短信没收到";
    browser.type_slowly(query);
    browser.wait_until(SETTLED);
    let drawn = browser.value_of("drawn");
    let hits = drawn.as_array().unwrap().iter().filter(|state| state["query"] == query).map(|state| &state["hits"]);
    let mut hits: Vec<&Vec<Value>> = hits.map(|hits| hits.as_array().unwrap()).collect();
    hits.dedup();
    let [.., first, all] = hits.as_slice() else {
        panic!("what is found first is shown first: {drawn}");
    };
    assert_eq!((first.len(), all.len()), (5, 10));
    assert_eq!(first[..], all[..5]);
}

/// The small site, with an article that is written in English only.
fn site_in_two_languages() -> (Served, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let small = Path::new(ROOT).join("tests/suite/site/content");
    copy(&small, folder.path());
    fs::write(folder.path().join("faq/basics/refund.yaml"), "sources: [manual/price]\nverified: 2020-02-29\n").unwrap();
    fs::write(
        folder.path().join("faq/basics/refund.en.md"),
        "# Can I get a refund of CloudPlan?\n\nYes, CloudPlan can.\n",
    )
    .unwrap();
    (Served::new(folder.path()), folder)
}

#[test]
#[ignore = "needs Chromium"]
fn the_other_language_is_below_and_in_its_own_language() {
    let (site, _content) = site_in_two_languages();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/"));
    browser.search("cloudplan");
    assert_eq!(browser.groups(), json!(["其他语言的结果"]));
    assert_eq!(browser.value_of("document.querySelector('[role=option]').lang"), json!("en"));
    assert!(browser.hits()[0].ends_with("/en/faq/refund/"), "{:?}", browser.hits());
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_is_searched_for_while_an_input_method_composes() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/faq/cdn/"));
    browser.open_dialog();
    let popular = browser.groups();
    let compose = |text: &str| {
        let script = format!(
            "((input) => {{ input.value = {text:?}; input.dispatchEvent(new InputEvent('input', {{ bubbles: true, isComposing: true }})); return input.value }})(document.activeElement)"
        );
        browser.value_of(&script);
    };
    browser
        .value_of("document.activeElement.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))");
    ["b", "be", "bei", "bei'an"].into_iter().for_each(compose);
    let enter = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }))";
    assert_eq!(browser.value_of(enter), json!(true), "the Enter of the input method is left to it");
    // Safari says only by the code that a key was the input method's.
    browser.value_of("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))");
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(browser.groups(), popular);
    assert_eq!(browser.status(), "");
    assert_eq!(browser.value_of("location.pathname"), json!("/zh/faq/cdn/"));

    compose("备案");
    browser.value_of(
        "document.activeElement.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '备案' }))",
    );
    browser.wait_until(SETTLED);
    assert!(browser.status().starts_with("找到"), "{}", browser.status());
}

#[test]
#[ignore = "needs Chromium"]
fn the_search_page_has_an_address_for_every_query() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/search/?q=幕布"));
    browser.wait_until(SETTLED);
    assert_eq!(browser.value_of("document.querySelector('[role=combobox]').value"), json!("幕布"));
    let found = browser.hits();
    assert!(found.iter().any(|hit| hit.ends_with("/backdrop/")), "{found:?}");
    assert_eq!(browser.value_of("document.getElementById('_questions').hidden"), json!(true));
    assert_eq!(
        browser.value_of("new URL(document.querySelector('a.language').href).search"),
        json!("?q=%E5%B9%95%E5%B8%83")
    );

    browser.press("/");
    assert_eq!(
        browser.value_of("document.activeElement.getAttribute('role')"),
        json!("combobox"),
        "the page has its own field"
    );
    assert_eq!(browser.value_of("document.querySelector('dialog')"), Value::Null);
    browser.type_slowly("域名");
    browser.wait_until("new URLSearchParams(location.search).get('q') === '域名'");
    browser.wait_until(SETTLED);
    let found = browser.hits();
    browser.refresh();
    browser.wait_until(SETTLED);
    assert_eq!(browser.hits(), found, "reloaded, it finds the same");
    browser.click("[role=option]");
    browser.wait_until("location.pathname.startsWith('/zh/faq/')");
    browser.back();
    browser.wait_until("location.pathname === '/zh/search/'");
    browser.wait_until(SETTLED);
    assert_eq!(browser.hits(), found, "and when the reader comes back");

    browser.go(&site.page("zh/faq/cdn/"));
    browser.search("域名");
    browser.click("[data-part=all]");
    browser
        .wait_until("location.pathname === '/zh/search/' && new URLSearchParams(location.search).get('q') === '域名'");
}

#[test]
#[ignore = "needs Chromium"]
fn results_are_narrowed_down_by_category_and_by_rows() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/search/?q=域名"));
    browser.wait_until(SETTLED);
    let all = browser.status();
    let choose = |name: &str, value: &str| {
        browser.value_of(&format!(
            "((select) => {{ select.value = {value:?}; select.dispatchEvent(new Event('change', {{ bubbles: true }})); return select.value }})(document.querySelector('select[name={name}]'))"
        ));
        browser.wait_until(&format!("new URLSearchParams(location.search).get({name:?}) === {value:?}"));
        browser.wait_until(SETTLED);
    };
    choose("category", "offshore");
    assert_ne!(browser.status(), all);
    assert_eq!(browser.value_of("document.querySelector('.filters').open"), json!(false), "folded");
    assert_eq!(browser.text(".filters summary"), "筛选 1", "and how many there are is told");
    let places =
        "[...new Set([...document.querySelectorAll('[role=option] .snippet b')].map((place) => place.textContent))]";
    assert_eq!(browser.value_of(places), json!(["境外公司"]));
    let narrowed = browser.hits();
    browser.refresh();
    browser.wait_until(SETTLED);
    assert_eq!(browser.hits(), narrowed);

    browser.go(&site.page("en/search/?products=cdn"));
    browser.wait_until(SETTLED);
    assert_eq!(browser.value_of("document.querySelector('select[name=products]').value"), json!("cdn"));
    assert!(browser.hits().iter().any(|hit| hit.ends_with("/en/rules/products/cdn/")), "{:?}", browser.hits());
    for name in ["category", "products", "regions", "provinces"] {
        let choices = browser.value_of(&format!("document.querySelectorAll('select[name={name}] option').length > 2"));
        assert_eq!(choices, json!(true), "{name}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn where_nothing_is_found_a_reader_is_led_on() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/cdn/"));
    browser.open_dialog();
    browser.type_slowly("bacckdroopp");
    browser.wait_until("document.querySelector('dialog [role=status]').textContent === 'Nothing was found.'");
    assert_eq!(browser.groups(), json!(["You may want"]));
    assert_eq!(browser.chosen(), Value::Null, "what was not asked for is not opened by Enter");
    assert_eq!(browser.text("[data-part=ways] button"), "backdrop");
    let index = browser.value_of("new URL(document.querySelector('[data-part=ways] a').href).pathname");
    assert_eq!(index, json!("/en/faq/"));
    browser.click("[data-part=ways] button");
    browser.wait_until(SETTLED);
    assert!(browser.hits().iter().any(|hit| hit.ends_with("/backdrop/")), "{:?}", browser.hits());
}

#[test]
#[ignore = "needs Chromium"]
fn before_anything_is_typed_popular_questions_are_offered() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/faq/cdn/"));
    browser.open_dialog();
    assert_eq!(browser.groups(), json!(["大家常问"]));
    assert_eq!(browser.hits().len(), 6);
    browser.type_slowly("幕布");
    browser.wait_until(SETTLED);
    assert_ne!(browser.groups(), json!(["大家常问"]));
    browser.press("\u{E003}\u{E003}");
    browser.wait_until("document.querySelector('[role=listbox] [role=presentation]')?.textContent === '大家常问'");
    assert_eq!(browser.status(), "");
    browser.press(DOWN);
    browser.press(ENTER);
    browser.wait_until("location.pathname === '/zh/faq/do-i-need-to-file/'");
}

#[test]
#[ignore = "needs Chromium"]
fn the_opened_page_shows_what_was_searched_for() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/faq/cdn/"));
    browser.search("幕布");
    assert!(browser.chosen().as_str().unwrap().contains("?mark="));
    browser.press(ENTER);
    browser.wait_until("location.pathname !== '/zh/faq/cdn/' && location.search === ''");
    let marked = "[...(CSS.highlights.get('found') ?? [])].map(String)";
    browser.wait_until(&format!("{marked}.length > 0"));
    let words = browser.value_of(marked);
    assert!(words.as_array().unwrap().iter().all(|word| word == "幕布"), "{words}");
    assert_eq!(
        browser.value_of("document.querySelectorAll('main mark').length"),
        json!(0),
        "the page itself is as it was"
    );

    browser.go(&site.page("en/faq/backdrop/?mark=in&mark=%3Cb%3E&mark=(#x"));
    browser.wait_until("location.search === ''");
    assert_eq!(browser.value_of("location.hash"), json!("#x"));
    browser.wait_until(&format!("{marked}.length > 0"));
    let words = browser.value_of(marked);
    assert!(words.as_array().unwrap().iter().all(|word| matches!(word.as_str(), Some("in" | "In" | "("))), "{words}");
    let inside = browser.value_of("[...CSS.highlights.get('found')].filter((range) => /[a-z]/i.test(range.startContainer.data[range.endOffset] ?? '')).map(String)");
    assert!(inside.as_array().unwrap().iter().all(|word| word == "("), "Latin words are marked whole: {inside}");
}

#[test]
#[ignore = "needs Chromium"]
fn without_javascript_search_is_the_index_of_all_questions() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, false);
    browser.go(&site.page("en/faq/cdn/"));
    let search = browser.value_of("document.querySelector('header a.search').href");
    browser.go(search.as_str().unwrap());
    assert_eq!(browser.value_of("location.pathname"), json!("/en/search/"));
    assert_eq!(browser.value_of("document.querySelector('form.search').checkVisibility()"), json!(false));
    assert!(browser.text("main").contains("Search needs JavaScript. Here are all questions."));
    let questions = browser.value_of("document.querySelectorAll('.questions a').length");
    assert!(questions.as_u64().unwrap() > 100, "{questions}");
}

#[test]
#[ignore = "needs Chromium"]
fn what_is_not_covered_is_told_above_the_hits() {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(ROOT).join("content"), &folder.path().join("content"));
    let topics = "- id: comets\n  title: {zh: <b>彗星</b>, en: Comets}\n  text: {zh: 这里不讲彗星；请问天文台。, en: 'Ask an observatory.'}\n  asked: {zh: [彗星], en: [zzqqxx]}\n";
    fs::write(folder.path().join("content/out_of_scope.yaml"), topics).unwrap();
    let site = Served::start(folder);
    let browser = Browser::open(360, 740, true);
    let notice = "[...document.querySelector('[data-part=notice]').children].map((line) => line.textContent)";
    let above = "document.querySelector('[data-part=notice]').getBoundingClientRect().bottom <= document.querySelector('.hits').getBoundingClientRect().top";

    browser.go(&site.page("zh/faq/cdn/"));
    browser.search("彗星备案要多久");
    assert_eq!(browser.value_of(notice), json!(["<b>彗星</b>", "这里不讲彗星；请问天文台。"]), "text, and no HTML");
    assert_eq!(browser.value_of(above), json!(true));
    assert!(!browser.hits().is_empty(), "what is found is shown all the same");
    let status = browser.status();
    assert!(status.starts_with("<b>彗星</b> 这里不讲彗星；请问天文台。"), "it is told to screen readers: {status}");
    assert!(status.contains("找到 "), "{status}");
    assert_eq!(browser.value_of("document.querySelector('dialog.search').scrollWidth <= 360"), json!(true));
    browser.value_of("document.querySelector('[role=combobox]').select()");
    browser.type_slowly("域名");
    browser.wait_until(&format!("{notice}.length === 0"));
    browser.wait_until(SETTLED);
    assert!(!browser.status().contains("彗星"), "{}", browser.status());
    assert_eq!(browser.value_of("document.querySelector('[data-part=notice]').checkVisibility()"), json!(false));

    browser.go(&site.page("en/search/?q=zzqqxx"));
    browser.wait_until(&format!("{notice}.length === 2"));
    browser.wait_until("document.querySelector('[role=status]').textContent.includes('Nothing was found')");
    assert_eq!(browser.value_of(notice), json!(["Comets", "Ask an observatory."]));
    assert_eq!(browser.value_of(above), json!(true));
    browser.value_of("document.querySelector('[role=combobox]').focus()");
    browser.press(ESCAPE);
    browser.wait_until(&format!("{notice}.length === 0"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// The day is written by the words of the language: what browsers know of dates is large, and loaded when it is first asked for.
#[test]
#[ignore = "needs Chromium"]
fn the_age_of_hits_is_told_as_on_pages() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    let source = "delete Date.prototype.toLocaleDateString; delete Intl.DateTimeFormat;";
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    for (locale, date) in [("zh", "2018-11-19"), ("en", "19 November 2018")] {
        browser.go(&site.page(&format!("{locale}/faq/cdn/")));
        let told = browser.text("header .age");
        assert!(told.contains(date), "{told}");
        browser.go(&site.page(&format!("{locale}/search/?q=cdn")));
        browser.wait_until(SETTLED);
        assert_eq!(browser.text("[data-part=age]"), told);
        assert_eq!(browser.value_of("document.querySelector('[data-part=age] time').dateTime"), json!("2018-11-19"));
    }
}

/// The search key of a phone takes the keyboard away, and opens nothing that was not chosen.
#[test]
#[ignore = "needs Chromium"]
fn the_search_key_of_a_phone_shows_what_is_found() {
    let site = Served::shipped();
    let browser = Browser::open(360, 740, true);
    let screen = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", &screen);
    browser.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    let has_keyboard = "document.activeElement.matches('[role=combobox]')";
    browser.go(&site.page("zh/faq/cdn/"));
    assert_eq!(browser.value_of("matchMedia('(hover: none) and (pointer: coarse)').matches"), json!(true));
    browser.search("香港服务器");
    assert_eq!((browser.chosen(), browser.value_of(has_keyboard)), (Value::Null, json!(true)));
    browser.press(ENTER);
    assert_eq!(browser.value_of(has_keyboard), json!(false));
    assert_eq!(
        browser.value_of("[document.querySelector('dialog').open, location.pathname]"),
        json!([true, "/zh/faq/cdn/"])
    );
    assert!(browser.hits().len() > 5);

    browser.go(&site.page("zh/search/?q=cdn"));
    browser.wait_until(SETTLED);
    browser.value_of("document.querySelector('[role=combobox]').focus()");
    browser.press(ENTER);
    assert_eq!(browser.value_of(has_keyboard), json!(false));
}

#[test]
#[ignore = "needs Chromium"]
fn search_fits_phones() {
    let site = Served::shipped();
    for kind in [Kind::Chromium, Kind::OldChromium] {
        search_fits(&site, &Browser::of(kind, 360, 740));
    }
}

fn search_fits(site: &Served, browser: &Browser) {
    for path in ["zh/", "en/faq/cdn/"] {
        browser.go(&site.page(path));
        browser.search("ICP");
        let size = browser.value_of("(({ left, top, width, height }) => [left, top, width, height])(document.querySelector('dialog.search').getBoundingClientRect())");
        assert_eq!(size, json!([0, 0, 360, 740]), "the dialog fills the screen");
        let wide = browser.value_of("[document.documentElement, document.querySelector('dialog.search'), document.querySelector('.hits')].every((box) => box.scrollWidth <= 360)");
        assert_eq!(wide, json!(true));
        let scrolled = "((hits) => { hits.scrollTop = 50; return hits.scrollTop })(document.querySelector('.hits'))";
        assert_eq!(browser.value_of(scrolled), json!(50), "what is below can be brought into sight");
        let font =
            browser.value_of("parseFloat(getComputedStyle(document.querySelector('[role=combobox]')).fontSize) >= 16");
        assert_eq!(font, json!(true), "or the browser zooms in");
        let small = browser.value_of("[...document.querySelectorAll('dialog :is(input, button, a)')].filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 44).length");
        assert_eq!(small, json!(0), "fingers are 44 pixels wide");
    }
    browser.go(&site.page("en/search/?q=domain&category=domains"));
    browser.wait_until(SETTLED);
    assert_eq!(browser.value_of("document.documentElement.scrollWidth <= 360"), json!(true));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium"]
fn what_cannot_be_fetched_is_told_and_tried_again() {
    let host = Host::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("en/faq/cdn/"));
    browser.wait_until("navigator.serviceWorker.controller !== null");
    host.set_down(true);
    // What searches comes with the second page that is read.
    browser.press("/");
    browser.wait_until("location.pathname === '/help/en/search/'");
    browser.wait_until("document.querySelector('main')?.textContent.includes('No connection')");
    host.set_down(false);
    browser.go(&host.page("en/faq/cdn/"));
    browser.wait_until_kept("/help/en/search/dialog/");
    host.set_down(true);
    browser.open_dialog();
    browser.type_slowly("domain");
    browser.wait_until("document.querySelector('[data-part=ways] button')?.textContent === 'Try again'");
    assert!(browser.status().contains("cannot be reached"), "{}", browser.status());
    // The button that was pressed is not the one that is waited for.
    browser.value_of("(document.querySelector('[data-part=ways] button').dataset.pressed = '')");
    browser.click("[data-part=ways] button");
    browser.wait_until(
        "document.querySelector('[data-part=ways] button:not([data-pressed])')?.textContent === 'Try again'",
    );
    host.set_down(false);
    browser.value_of("dispatchEvent(new Event('online'))");
    browser.wait_until(SETTLED);
    assert!(!browser.hits().is_empty());
}

#[test]
#[ignore = "needs Chromium"]
fn a_site_that_is_published_by_half_says_so() {
    let host = Host::shipped();
    let folder = host.public().join("search");
    let aside = host.public().join("aside");
    fs::rename(&folder, &aside).unwrap();
    // The manifest is there, and what it names is not.
    fs::create_dir(&folder).unwrap();
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("en/faq/cdn/"));
    browser.open_dialog();
    browser.type_slowly("domain");
    let told = "document.querySelector('dialog [role=status]').textContent.startsWith('The site is being updated')";
    let again = "document.querySelector('[data-part=ways] button')?.textContent === 'Try again'";
    browser.wait_until(&format!("{told} && {again}"));
    assert_eq!(browser.hits(), Vec::<String>::new(), "no hits rather than wrong ones");

    // Files that are there, and not what they should be: they are kept, as all files of the index are.
    for entry in fs::read_dir(&aside).unwrap() {
        let mut bytes = fs::read(entry.as_ref().unwrap().path()).unwrap();
        bytes.iter_mut().step_by(3).for_each(|byte| *byte ^= 1);
        fs::write(folder.join(entry.unwrap().file_name()), bytes).unwrap();
    }
    // What it said before is no answer.
    browser.value_of("(document.querySelector('dialog [role=status]').textContent = '')");
    browser.click("[data-part=ways] button");
    browser.wait_until(&format!("{told} && {again}"));
    assert_eq!(browser.hits(), Vec::<String>::new());

    fs::remove_dir_all(&folder).unwrap();
    fs::rename(&aside, &folder).unwrap();
    browser.click("[data-part=ways] button");
    browser.wait_until(SETTLED);
    assert!(!browser.hits().is_empty());
}

/// What a page fetches later is called otherwise once the site was published anew.
#[test]
#[ignore = "needs Chromium"]
fn a_page_that_is_older_than_the_site_is_searched() {
    let host = Host::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("en/faq/cdn/"));
    browser.wait_until("document.readyState === 'complete'");
    let files = walkdir::WalkDir::new(host.public()).into_iter().map(|entry| entry.unwrap().into_path());
    let files: Vec<std::path::PathBuf> = files.collect();
    let named = |name: &str| {
        let stem = format!("{name}.");
        let names = files.iter().filter_map(|path| path.file_name()?.to_str());
        names.filter(|file| file.starts_with(&stem)).max().unwrap().to_owned()
    };
    for (name, ending) in [("search-worker", "js"), ("engine", "bin")] {
        let (old, new) = (named(name), format!("{name}.0a0b0c0d0e.{ending}"));
        assert!(old != new);
        fs::rename(host.public().join(&old), host.public().join(&new)).unwrap();
        for page in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "html")) {
            let text = fs::read_to_string(page).unwrap();
            fs::write(page, text.replace(&old, &new)).unwrap();
        }
    }
    browser.search("domain");
    assert!(!browser.hits().is_empty());
}

#[test]
#[ignore = "needs Chromium"]
fn a_host_that_sends_no_parts_of_files_is_searched_alike() {
    let host = Host::shipped();
    let found = |browser: &Browser| {
        browser.go(&host.page("zh/faq/cdn/"));
        browser.search("备案要多久");
        browser.hits()
    };
    let by_ranges = found(&Browser::open(1280, 900, true));
    host.set_without_ranges();
    assert_eq!(found(&Browser::open(1280, 900, true)), by_ranges);
    assert!(!by_ranges.is_empty());
}

/// What is damaged is fetched once more, past all caches, and what the service worker keeps is replaced.
#[test]
#[ignore = "needs Chromium"]
fn what_is_kept_damaged_is_replaced() {
    let host = Host::shipped();
    let files = walkdir::WalkDir::new(host.public()).into_iter().map(|entry| entry.unwrap().into_path());
    let good: Vec<(std::path::PathBuf, Vec<u8>)> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "bin"))
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    let damage = |wanted: &dyn Fn(&str) -> bool| {
        for (path, bytes) in &good {
            let mut bytes = bytes.clone();
            if wanted(path.file_name().unwrap().to_str().unwrap()) {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0x20;
            }
            fs::write(path, bytes).unwrap();
        }
    };
    let told = "document.querySelector('dialog [role=status]').textContent.startsWith('The site is being updated')";
    for engine in [true, false] {
        // A browser that has kept nothing yet: what is kept first is damaged.
        let browser = Browser::open(1280, 900, true);
        browser.go(&host.page("en/faq/cdn/"));
        browser.wait_until("navigator.serviceWorker.controller !== null");
        damage(&|name| name.starts_with("engine.") == engine);
        browser.go(&host.page("en/faq/waf/"));
        browser.open_dialog();
        browser.type_slowly("domain");
        browser.wait_until(told);
        damage(&|_| false);
        browser.go(&host.page("en/faq/cdn/"));
        browser.search("domain");
        assert!(!browser.hits().is_empty(), "the reader need not try again");
        host.set_down(true);
        browser.go(&host.page("en/faq/cdn/"));
        browser.search("domain");
        assert!(!browser.hits().is_empty(), "what is kept was replaced");
        host.set_down(false);
    }
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_that_cannot_search_leads_to_all_questions() {
    let site = Served::shipped();
    // Browsers that are set to compile nothing, for safety, have no WebAssembly.
    let browser = Browser::with_flags(1280, 900, &["--js-flags=--jitless"]);
    browser.go(&site.page("zh/faq/cdn/"));
    browser.open_dialog();
    browser.type_slowly("beian");
    browser.wait_until("document.querySelector('dialog [role=status]').textContent.includes('不支持站内搜索')");
    assert_eq!(
        browser.value_of("document.querySelector('[data-part=ways] button')"),
        Value::Null,
        "to try again is no use"
    );
    browser.click("[data-part=ways] a");
    browser.wait_until("location.pathname === '/zh/faq/'");
}

#[test]
#[ignore = "needs Chromium"]
fn a_query_that_is_too_long_is_told_to_be_cut() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    let fits = "备案".repeat(100);
    let cut = format!("{fits}备");
    let told = "查询太长，只按前 200 个字搜索。";
    browser.go(&site.page(&format!("zh/search/?q={cut}")));
    browser
        .wait_until(&format!("document.querySelector('form.search [role=status]').textContent.startsWith('{told}')"));
    browser.go(&site.page(&format!("zh/search/?q={fits}")));
    browser.wait_until(
        "/找到|没有/.test(document.querySelector('form.search [role=status]').textContent) && \
         document.querySelector('[role=listbox]').getAttribute('aria-busy') === 'false'",
    );
    assert!(!browser.status().contains("太长"), "{}", browser.status());
    assert_eq!(browser.value_of("document.querySelector('form.search input').maxLength"), json!(200));
}

/// A worker of which the test can tell what it said last, and say more in its name.
const OVERHEARD: &str = "globalThis.Worker = class extends Worker { \
    constructor(address) { super(address); globalThis.overheard = this } \
    postMessage(message) { globalThis.latest = message.number ?? globalThis.latest; super.postMessage(message) } }";

/// An answer to a query that nobody asks any more changes nothing.
#[test]
#[ignore = "needs Chromium"]
fn only_the_latest_reply_counts() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": OVERHEARD }));
    browser.go(&site.page("zh/faq/cdn/"));
    browser.search("域名");
    let (hits, status) = (browser.hits(), browser.status());
    assert!(!hits.is_empty());
    let reply = |number: &str| {
        let data = format!("{{ type: 'reply', number: {number}, reply: {{ hits: [], total: 0, lang: 'zh' }} }}");
        browser.value_of(&format!("overheard.dispatchEvent(new MessageEvent('message', {{ data: {data} }}))"));
    };
    reply("latest - 1");
    assert_eq!((browser.hits(), browser.status()), (hits, status));
    reply("latest");
    assert_eq!(browser.hits(), Vec::<String>::new());
}

/// What is asked stands in the address, also where there is no other language to take it along to.
#[test]
#[ignore = "needs Chromium"]
fn a_site_of_one_language_remembers_what_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content/faq")).unwrap();
    fs::write(folder.path().join("content/site.yaml"), "title: Library\nlocales: [en]\n").unwrap();
    fs::write(folder.path().join("content/faq/hours.md"), "# When is it open?\n\nFrom nine to five.\n").unwrap();
    let site = crate::Served::start(folder);
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/search/"));
    browser.value_of("document.querySelector('main [role=combobox]').focus()");
    browser.type_slowly("open");
    browser.wait_until("location.search === '?q=open'");
    browser.wait_until("document.querySelectorAll('[role=option]').length === 1");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
