//! Headings, and the addresses of what stands below them.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::host::Host;

const TEXT: &str = "# What does it cost?\n\nTen yuan.\n\n## In `full`\n\nAll of it.\n\n## 怎么付\n\nAt once.\n";
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

fn host() -> Host {
    let host = Host::small();
    host.write("content/faq/basics/price.en.md", TEXT);
    host.write("content/faq/basics/price.zh.md", "# 怎么收费？\n\n十元。\n");
    host.publish();
    host
}

/// What a screen reader is told of what has the focus: its role and its name.
fn told(browser: &Browser) -> [Value; 2] {
    let found = browser.devtools("Runtime.evaluate", &json!({ "expression": "document.activeElement" }));
    let id = &found["result"]["objectId"];
    let nodes = browser.devtools("Accessibility.getPartialAXTree", &json!({ "objectId": id, "fetchRelatives": false }));
    let node = &nodes["nodes"][0];
    [node["role"]["value"].clone(), node["name"]["value"].clone()]
}

/// How much is seen of what a selector finds, and how wide and high it is.
fn seen(browser: &Browser, selector: &str) -> [f64; 3] {
    let look = format!(
        "(element => [Number(getComputedStyle(element).opacity), element.offsetWidth, element.offsetHeight])\
         (document.querySelector({selector:?}))"
    );
    serde_json::from_value(browser.value_of(&look)).unwrap()
}

#[test]
#[ignore = "needs Chromium"]
fn the_address_of_a_heading_is_copied_by_a_button() {
    let host = host();
    for width in [360, 1280] {
        // A machine without a mouse has one for this browser.
        let mouse =
            "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";
        let browser = Browser::with_flags(width, 740, &[mouse]);
        browser.go(&host.page("en/faq/price/?q=ten"));
        assert_eq!(browser.value_of("matchMedia('(hover: hover) and (pointer: fine)').matches"), json!(true));
        browser.wait_until("document.querySelectorAll('button.anchor').length === 2");
        // What a page may write there is up to the system that the test runs on.
        browser.value_of("navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }");
        assert_eq!(
            browser.value_of("[...document.querySelectorAll('.heading')].map((heading) => heading.innerText)"),
            json!(["In full", "怎么付"])
        );
        let [opacity, across, high] = seen(&browser, "button.anchor");
        assert!(opacity == 0.0 && across >= 24.0 && high >= 24.0, "{opacity} {across} {high}");
        browser
            .value_of("document.querySelector('.answer').insertAdjacentHTML('beforebegin', '<a href id=before></a>')");
        browser.value_of("document.getElementById('before').focus()");
        for (name, address) in [("In full", "in-full"), ("怎么付", "%E6%80%8E%E4%B9%88%E4%BB%98")] {
            browser.press(TAB);
            assert_eq!(told(&browser), [json!("button"), json!(format!("Copy link: {name}"))]);
            assert_eq!(browser.value_of("getComputedStyle(document.activeElement).opacity"), json!("1"));
            browser.press(ENTER);
            let status = "document.activeElement.nextElementSibling";
            browser.wait_until(&format!("{status}.role === 'status' && {status}.textContent === 'Link copied'"));
            assert_eq!(browser.value_of("globalThis.copied"), json!(host.page(&format!("en/faq/price/#{address}"))));
            let within = format!(
                "(({{ left, right, width }}) => width > 0 && left >= 0 && right <= innerWidth)({status}.getBoundingClientRect())"
            );
            assert_eq!(browser.value_of(&within), json!(true), "what is told is seen, too");
            browser.wait_until(&format!("{status}.textContent === ''"));
        }
        browser.value_of("document.activeElement.blur()");
        let within = "(({ left, bottom }) => ({ type: 'mouseMoved', x: left + 5, y: bottom - 5 }))\
            (document.querySelector('.heading').getBoundingClientRect())";
        browser.value_of("document.querySelector('.heading').scrollIntoView({ block: 'center', behavior: 'instant' })");
        browser.devtools("Input.dispatchMouseEvent", &browser.value_of(within));
        browser.wait_until("getComputedStyle(document.querySelector('button.anchor')).opacity === '1'");
        browser.value_of("navigator.clipboard.writeText = async () => { throw new Error('not allowed'); }");
        browser.value_of("document.querySelector('button.anchor').click()");
        browser.wait_until("location.hash === '#in-full'");
        browser.go(&host.page("zh/faq/price/"));
        assert_eq!(
            browser.value_of("document.getElementById('_copy')"),
            json!(null),
            "a page without headings needs none"
        );
    }
}

#[test]
#[ignore = "needs Chromium"]
fn where_nothing_hovers_the_buttons_of_headings_are_seen_and_as_large_as_a_finger() {
    let host = host();
    let browser = Browser::open(360, 740, true);
    let screen = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", &screen);
    browser.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    browser.go(&host.page("en/faq/price/"));
    browser.wait_until("document.querySelectorAll('button.anchor').length === 2");
    let [opacity, across, high] = seen(&browser, "button.anchor");
    assert!((0.5..1.0).contains(&opacity) && across >= 44.0 && high >= 44.0, "{opacity} {across} {high}");
}

#[test]
#[ignore = "needs Chromium"]
fn without_scripts_a_heading_has_a_link_to_itself() {
    let host = host();
    let browser = Browser::open(1280, 900, false);
    browser.go(&host.page("en/faq/price/"));
    assert_eq!(browser.value_of("document.querySelector('.answer button')"), json!(null));
    let links = "[...document.querySelectorAll('.heading > a')].map((link) => [link.hash, document.getElementById(link.getAttribute('aria-labelledby')).innerText, link.tabIndex])";
    assert_eq!(
        browser.value_of(links),
        json!([["#in-full", "In full", 0], ["#%E6%80%8E%E4%B9%88%E4%BB%98", "怎么付", 0]])
    );
    browser.value_of("document.querySelector('.heading > a').focus()");
    assert_eq!(told(&browser), [json!("link"), json!("In full")]);
}
