//! What readers tell of a page.

use std::fs;

use serde_json::json;

use crate::browser::Browser;
use crate::host::Host;

/// The small site, which asks whether an answer helped.
fn asking() -> Host {
    let host = Host::small();
    let settings = fs::read_to_string(host.site().join("content/site.yaml")).unwrap();
    let feedback = "feedback:\n  report: \"https://example.com/report?page={page}\"\n  helpful: /help/api/helpful\n";
    host.write("content/site.yaml", &settings.replace("feedback: mailto:help@example.com\n", feedback));
    host.publish();
    host
}

#[test]
#[ignore = "needs Chromium"]
fn a_reader_tells_whether_an_answer_helped() {
    const TAB: &str = "\u{E004}";
    let host = asking();
    for (width, locale, thanks) in [(360, "en", "Thank you."), (1280, "zh", "谢谢")] {
        let browser = Browser::open(width, 740, true);
        browser.go(&host.page(&format!("{locale}/faq/price/")));
        let is_style = "getComputedStyle(document.querySelector('.feedback')).display === 'flex'";
        browser.wait_until(is_style);
        assert_eq!(browser.value_of("document.documentElement.scrollWidth <= innerWidth"), json!(true));
        // By keys alone: the button after the one that has the focus is pressed.
        browser.value_of("document.querySelector('.feedback [value=yes]').focus()");
        browser.press(TAB);
        browser.press(" ");
        browser.wait_until("document.querySelector('.feedback [role=status]').textContent !== ''");
        let told = browser.text(".feedback [role=status]");
        assert!(told.starts_with(thanks), "{told}");
        assert_eq!(browser.value_of("document.activeElement.getAttribute('role')"), json!("status"));
        assert_eq!(browser.value_of("document.querySelector('.feedback fieldset').checkVisibility()"), json!(false));
        assert_eq!(host.take_told(), [format!("page={locale}%2Ffaq%2Fprice%2F&helpful=no")]);
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

#[test]
#[ignore = "needs Chromium"]
fn what_could_not_be_sent_can_be_sent_again() {
    let host = asking();
    let browser = Browser::open(1280, 900, true);
    browser.go(&host.page("en/faq/price/"));
    host.set_down(true);
    browser.click(".feedback [value=yes]");
    browser.wait_until(
        "document.querySelector('.feedback [role=status]').textContent.startsWith('That could not be sent.')",
    );
    assert_eq!(host.take_told(), Vec::<String>::new());
    host.set_down(false);
    browser.click(".feedback [value=yes]");
    browser.wait_until("document.querySelector('.feedback fieldset').hidden");
    assert_eq!(host.take_told(), ["page=en%2Ffaq%2Fprice%2F&helpful=yes"]);
}

#[test]
#[ignore = "needs Chromium"]
fn a_form_tells_it_without_scripts() {
    let host = asking();
    let browser = Browser::open(1280, 900, false);
    browser.go(&host.page("en/faq/price/"));
    browser.click(".feedback [value=yes]");
    browser.wait_until("location.pathname === '/help/api/helpful'");
    assert_eq!(host.take_told(), ["page=en%2Ffaq%2Fprice%2F&helpful=yes"]);
}
