//! Readers who set their browser for themselves: large letters, few colours, nothing that moves. The main paths (reading, search,
//! the guide) are walked as they see them; those of the keyboard and without scripts are in `main.rs`, `search.rs`, `paths.rs` and
//! `decisions.rs`.

use serde_json::json;

use crate::Served;
use crate::browser::Browser;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// That the page is no wider than the screen.
const FITS: &str = "document.documentElement.scrollWidth <= innerWidth";

/// Whether what a selector finds is wholly on the screen.
fn on_screen(selector: &str) -> String {
    format!(
        "(({{ top, bottom, left, right }}) => top >= 0 && bottom <= innerHeight + 1 && left >= 0 && right <= innerWidth + 1)\
         (document.querySelector({selector:?}).getBoundingClientRect())"
    )
}

/// Reads an article, finds another by keys, and answers the guide to its end; `look` sees each of the pages.
fn walk(browser: &Browser, site: &Served, look: &dyn Fn(&str)) {
    browser.go(&site.page("en/faq/cdn/"));
    assert!(!browser.text(".answer").is_empty());
    look("read");
    browser.search("waf");
    // It begins below the field, and so much of it is seen as a finger takes.
    let begins = "(({ top }) => top >= document.activeElement.getBoundingClientRect().bottom - 1 && top <= innerHeight - 44)\
        (document.querySelector('[aria-selected=true]').getBoundingClientRect())";
    browser.wait_until(begins);
    look("search");
    browser.press(ENTER);
    browser.wait_until("location.pathname !== '/en/faq/cdn/' && document.querySelector('h1') !== null");

    browser.go(&site.page("zh/ask/filing/"));
    browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
    look("guide");
    for (value, heading) in [("ecs", "[data-part=step] h2"), ("hong_kong", ".outcome h2")] {
        browser.value_of(&format!("document.querySelector(\".options a[data-value='{value}']\").focus()"));
        browser.press(ENTER);
        browser.wait_until(&format!("location.search.includes('{value}')"));
        assert_eq!(browser.value_of(&format!("document.activeElement.matches({heading:?})")), json!(true), "{value}");
        assert_eq!(browser.value_of(&on_screen(heading)), json!(true), "{value}");
        look(value);
    }
}

/// A screen of 1,280 by 1,024 pixels has half as many, and a quarter, for pages that are twice and four times as large.
#[test]
#[ignore = "needs Chromium"]
fn letters_twice_and_four_times_as_large_leave_all_paths() {
    let site = Served::shipped();
    for (width, height) in [(640, 512), (320, 256)] {
        let browser = Browser::open(width, height, true);
        browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        walk(&browser, &site, &|place| {
            assert_eq!(browser.value_of(FITS), json!(true), "{place} on {width}");
        });
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

#[test]
#[ignore = "needs Chromium"]
fn colours_of_the_system_leave_what_is_chosen_and_where_the_focus_is() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    let features = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    browser.devtools("Emulation.setEmulatedMedia", &features);
    let outlined = |selector: &str| {
        let outline = format!(
            "(({{ outlineStyle, outlineWidth }}) => outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2)(getComputedStyle(document.querySelector({selector:?})))"
        );
        assert_eq!(browser.value_of(&outline), json!(true), "{selector}");
    };
    walk(&browser, &site, &|place| {
        assert_eq!(browser.value_of("matchMedia('(forced-colors: active)').matches"), json!(true));
        match place {
            "read" => {
                browser.press(TAB);
                outlined(":focus");
            }
            "search" => outlined("[aria-selected=true]"),
            "hong_kong" => {
                let told =
                    "[...document.querySelectorAll('.verdicts dd')].every((verdict) => verdict.innerText.trim())";
                assert_eq!(browser.value_of(told), json!(true), "a duty is told by words");
            }
            _ => {
                let edge = "(({ borderTopStyle, borderTopWidth }) => borderTopStyle === 'solid' && parseFloat(borderTopWidth) >= 1)(getComputedStyle(document.querySelector('.options a')))";
                assert_eq!(browser.value_of(edge), json!(true), "{place}");
            }
        }
    });
    browser.click("header .menu summary");
    outlined(".scheme :checked + span");
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_is_animated_for_readers_who_want_no_motion() {
    let site = Served::shipped();
    let browser = Browser::open(360, 740, true);
    let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    browser.devtools("Emulation.setEmulatedMedia", &features);
    let moving = "[...document.querySelectorAll('*')].filter((part) => ((style) => style.animationName !== 'none' || \
        parseFloat(style.transitionDuration) > 0 || style.scrollBehavior !== 'auto')(getComputedStyle(part))).length + document.getAnimations().length";
    walk(&browser, &site, &|place| assert_eq!(browser.value_of(moving), json!(0), "{place}"));
}
