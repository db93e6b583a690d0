//! Long rule tables: filtered, sorted and narrowed down in place.

use std::fs;

use serde_json::{Value, json};

use crate::Served;
use crate::browser::Browser;
use crate::host::Host;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

const READY: &str = "document.querySelector('.tools.ready') !== null";

impl Browser {
    /// What the rows that are shown of a part say in a column, from 0.
    fn shown(&self, part: usize, column: usize) -> Vec<String> {
        let rows = format!("[...[...document.querySelectorAll('table.rules')][{part}].tBodies[0].rows]");
        let cells = self.value_of(&format!(
            "{rows}.filter((row) => row.checkVisibility()).map((row) => row.cells[{column}].innerText.split('\\n')[0])"
        ));
        serde_json::from_value(cells).unwrap()
    }

    fn focus(&self, selector: &str) {
        self.value_of(&format!("document.querySelector({selector:?}).focus()"));
    }
}

#[test]
#[ignore = "needs Chromium"]
fn rows_are_filtered_in_all_parts_of_a_table_by_keys() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/rules/provinces/"));
    browser.wait_until(READY);
    assert_eq!(browser.shown(0, 0).len(), 31);
    assert_eq!(browser.text(".tools [role=status]"), "", "nothing was asked for yet");

    browser.focus(".tools input");
    browser.type_slowly("GUANG yes");
    assert_eq!(browser.shown(0, 0), ["Guangdong", "Guangxi"], "all words, in any cell and case");
    assert_eq!(browser.shown(1, 0), ["Guangdong", "Guangxi"], "a row goes through all parts");
    assert_eq!(browser.text(".tools [role=status]"), "Rows shown: 2 of 31");
    browser.type_slowly("zzz");
    assert_eq!(browser.shown(0, 0), [""; 0]);
    assert_eq!(browser.text(".tools [role=status]"), "Rows shown: 0 of 31");

    // A link to a row that is not shown.
    browser.value_of("(location.hash = 'sichuan')");
    browser.wait_until("document.querySelector('#sichuan').checkVisibility()");
    assert_eq!(browser.text(".tools [role=status]"), "Rows shown: 31 of 31");
    assert_eq!(browser.value_of("document.querySelector('.tools input').value"), json!(""));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium"]
fn rows_are_sorted_by_keys_and_put_back() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    let sorted = "[...document.querySelectorAll('[aria-sort]')].map((head) => [head.innerText.trim(), head.getAttribute('aria-sort')])";
    browser.go(&site.page("zh/rules/provinces/"));
    browser.wait_until(READY);
    let names = browser.shown(0, 0);
    assert_eq!(names[0], "北京");
    browser.focus("thead button");
    browser.press(ENTER);
    assert_eq!(browser.shown(0, 0)[0], "安徽", "by pinyin");
    assert_eq!(browser.shown(1, 0), browser.shown(0, 0));
    assert_eq!(browser.value_of(sorted), json!([["省级地区", "ascending"], ["省级地区", "ascending"]]));
    browser.press(" ");
    assert_eq!(browser.shown(0, 0).last().unwrap(), "安徽");
    browser.press(ENTER);
    assert_eq!(browser.shown(0, 0), names, "as it was written");
    assert_eq!(browser.value_of(sorted), json!([]));

    browser.go(&site.page("en/rules/durations/"));
    browser.wait_until(READY);
    let numbers = |browser: &Browser| -> (Vec<u32>, usize) {
        let cells = browser.shown(0, 2);
        let said: Vec<u32> = cells.iter().map_while(|cell| cell.parse().ok()).collect();
        assert!(cells[said.len()..].iter().all(|cell| cell == "—"), "what says nothing comes last: {cells:?}");
        (said, cells.len())
    };
    browser.focus("thead th:nth-child(2) button");
    browser.press(TAB);
    browser.press(ENTER);
    assert_eq!(browser.value_of(sorted), json!([["At most", "ascending"]]));
    let (said, rows) = numbers(&browser);
    assert!(said.len() > 5 && rows == 13 && said.is_sorted(), "as numbers: {said:?}");
    browser.press(ENTER);
    let (said, _) = numbers(&browser);
    assert!(said.len() > 5 && said.iter().rev().is_sorted(), "{said:?}");
    let unsorted =
        browser.value_of("[...document.querySelectorAll('thead th:not(:has(button))')].map((head) => head.innerText)");
    assert_eq!(unsorted, json!(["Counted from", "Sources"]), "sentences have no order");
}

#[test]
#[ignore = "needs Chromium"]
fn columns_are_left_out_by_keys_on_a_phone() {
    let site = Served::shipped();
    let browser = Browser::open(360, 740, true);
    browser.go(&site.page("en/rules/provinces/"));
    browser.wait_until(READY);
    browser.focus(".tools input");
    browser.press(TAB);
    browser.press(ENTER);
    let names =
        browser.value_of("[...document.querySelectorAll('.tools details label')].map((label) => label.innerText)");
    let names: Vec<String> = serde_json::from_value(names).unwrap();
    assert_eq!(names.len(), 14);
    assert_eq!(names.last().unwrap(), "Organisations seal the form", "what all rows say alike comes last");
    browser.press(TAB);
    browser.press(" ");
    let hidden = "[...document.querySelectorAll('table.rules')].map((table) => [...table.rows].every((row) => [...row.cells].some((cell) => cell.hidden)))";
    assert_eq!(browser.value_of(hidden), json!([true, false]));
    browser.press(" ");
    assert_eq!(browser.value_of(hidden), json!([false, false]));
    // The second part has no column left, and is not shown.
    browser
        .value_of("[...document.querySelectorAll('.tools details input')].slice(7, 13).forEach((box) => box.click())");
    let shown = "[...document.querySelectorAll('div.table')].map((part) => part.checkVisibility())";
    assert_eq!(browser.value_of(shown), json!([true, false]));
    assert_eq!(browser.value_of("document.documentElement.scrollWidth <= 360"), json!(true));
    let small = "[...document.querySelectorAll('.tools :is(label, summary)')].filter((target) => target.getBoundingClientRect().height < 44).length";
    assert_eq!(browser.value_of(small), json!(0), "fingers are 44 pixels wide");
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_moves_when_a_long_table_can_be_sorted() {
    let site = Served::shipped();
    for width in [360, 1280] {
        let browser = Browser::open(width, 740, true);
        for path in ["zh/rules/provinces/", "en/rules/products/", "en/faq/product-duties/", "zh/faq/commercial-sites/"]
        {
            browser.go(&site.page(path));
            browser.wait_until(READY);
            let head = "document.querySelector('thead').getBoundingClientRect().height";
            let with_buttons = browser.value_of(head);
            assert_eq!(browser.moved(), json!([]), "/{path} on {width}");
            browser.value_of("document.querySelectorAll('thead button').forEach((button) => button.replaceWith(...button.childNodes))");
            assert_eq!(browser.value_of(head), with_buttons, "/{path} on {width}: buttons take no room of their own");
        }
    }
}

#[test]
#[ignore = "needs Chromium"]
fn without_scripts_a_long_table_stands_as_it_is() {
    let site = Served::shipped();
    let browser = Browser::open(360, 740, false);
    browser.go(&site.page("en/rules/provinces/"));
    assert_eq!(browser.value_of("document.querySelector('.tools').checkVisibility()"), json!(false));
    assert_eq!(browser.value_of("document.querySelectorAll('thead button').length"), json!(0));
    assert_eq!(browser.shown(0, 0).len(), 31);
}

/// Only pages with long tables cost something, and these keep it without network.
#[test]
#[ignore = "needs Chromium"]
fn only_pages_with_long_tables_load_what_sorts_them() {
    let published = |host: &Host| {
        let names = fs::read_dir(host.public()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("table.")).count()
    };
    assert_eq!(published(&Host::small()), 0, "a site without long tables has no use for it");
    let host = Host::shipped();
    assert_eq!(published(&host), 2);
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("en/faq/cdn/"));
    browser.wait_until("navigator.serviceWorker.controller !== null");
    browser.go(&host.page("en/rules/quotas/"));
    browser.wait_until("document.readyState === 'complete'");
    let kept = "const found = []; for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) \
        if (url.includes('/table.')) found.push(url); return found.length";
    assert_eq!(browser.promised(kept, &Value::Null), json!(0));
    assert!(host.take_asked().iter().all(|path| !path.contains("/table.")), "no page of these has a long table");

    browser.go(&host.page("en/rules/products/"));
    browser.wait_until(READY);
    let script = host.hashed("table.js");
    browser.wait_until_kept(script.file_name().unwrap().to_str().unwrap());
    host.set_down(true);
    browser.go(&host.page("en/rules/products/"));
    browser.wait_until(READY);
    browser.focus(".tools input");
    browser.type_slowly("cdn");
    assert!(!browser.shown(0, 0).is_empty() && browser.shown(0, 0).len() < 18, "{:?}", browser.shown(0, 0));
}

/// The name of a table stands above it, as in the page: its link has the focus before those of the rows.
#[test]
#[ignore = "needs Chromium"]
fn keys_lead_downwards_through_a_table() {
    let site = Served::shipped();
    for width in [360, 1280] {
        let browser = Browser::open(width, 740, true);
        browser.go(&site.page("zh/faq/sites-per-server/"));
        let tops = "[...document.querySelectorAll('.answer table :is(caption, tbody) a')].map((link) => link.getBoundingClientRect().top)";
        let tops: Vec<f64> = serde_json::from_value(browser.value_of(tops)).unwrap();
        let (name, rows) = tops.split_first().unwrap();
        assert!(rows.len() > 5 && rows.iter().all(|row| row > name), "{width}: {tops:?}");
    }
}
