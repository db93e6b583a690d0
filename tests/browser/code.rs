//! Blocks of code.

use serde_json::json;

use crate::browser::Browser;
use crate::host::Host;

const TEXT: &str = "# What does it cost?\n\nAsk for it:\n\n```sh\ncurl https://example.com/prices/of/all/plans\n```\n\n```yaml prices.yaml\na: 1\n\nb: 2\n```\n";

#[test]
#[ignore = "needs Chromium"]
fn a_block_of_code_is_copied_by_a_button() {
    let host = Host::small();
    host.write("content/faq/basics/price.en.md", TEXT);
    host.publish();
    for width in [360, 1280] {
        let browser = Browser::open(width, 740, true);
        browser.go(&host.page("en/faq/price/"));
        browser.wait_until("document.querySelectorAll('.code > button').length === 2");
        // What a page may write there is up to the system that the test runs on.
        browser.value_of("navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }");
        for (place, text) in [(0, "curl https://example.com/prices/of/all/plans"), (1, "a: 1\n\nb: 2")] {
            browser.value_of(&format!("document.querySelectorAll('.code > button')[{place}].click()"));
            browser.wait_until(&format!(
                "document.querySelectorAll('.code [role=status]')[{place}].textContent === 'Copied'"
            ));
            assert_eq!(browser.value_of("globalThis.copied"), json!(text));
        }
        let by_keys = browser.value_of("[...document.querySelectorAll('.code pre')].map((pre) => pre.tabIndex === 0)");
        assert_eq!(by_keys, json!([width == 360, false]), "what is wider than the screen is scrolled by keys");
        let seen = "[...document.querySelectorAll('.code > button')].every((button) => {\
            const { top, bottom, right } = button.getBoundingClientRect(); return bottom - top >= 24 && right <= innerWidth; })";
        assert_eq!(browser.value_of(seen), json!(true));
        assert_eq!(browser.complaints(), Vec::<String>::new());
        browser.go(&host.page("zh/faq/price/"));
        let words = browser.value_of("Object.keys(document.getElementById('_copy').dataset).sort()");
        assert_eq!(words, json!(["heading", "headingDone"]), "a page without code has no words for it");
    }
    let plain = Browser::open(1280, 900, false);
    plain.go(&host.page("en/faq/price/"));
    assert_eq!(plain.value_of("document.querySelectorAll('.answer pre').length"), json!(2));
    assert_eq!(plain.value_of("document.querySelector('.answer button')"), json!(null));
}
