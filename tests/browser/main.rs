//! The site in real browsers: most of it in Chromium, the main paths in an old Chromium, in Firefox and in `WebKitGTK`, too.
//! `tests/run.sh` installs them and their drivers.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod accessibility;
mod browser;
mod code;
mod decisions;
mod devtools;
mod feedback;
mod headings;
mod host;
mod hostile;
mod layout;
mod lighthouse;
mod live;
#[path = "../suite/mariadb.rs"]
#[expect(dead_code, reason = "the tests of the suite use more of it")]
mod mariadb;
mod offline;
mod parity;
mod paths;
mod preferences;
mod proxy;
#[path = "../suite/queries.rs"]
mod queries;
mod search;
mod search_engine;
#[path = "../suite/support.rs"]
#[expect(dead_code, reason = "the tests of the suite use more of it")]
mod support;
mod tables;
mod webdriver;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use browser::Browser;
use support::{ROOT, copy};

const PATIENCE: Duration = Duration::from_secs(30);

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A copy of a site, served.
struct Served {
    _server: Process,
    folder: TempDir,
    address: String,
}

impl Served {
    fn new(content: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(content, &folder.path().join("content"));
        Self::start(folder)
    }

    /// A site in its folder.
    fn start(folder: TempDir) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_wenda"))
            .args(["serve", "--port", "0", "--site"])
            .arg(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("listening on")).unwrap();
        // The rest is read and dropped, so that the server never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        let address = address.trim_end_matches([',', '/']).to_owned();
        Self { _server: Process(server), folder, address }
    }

    fn shipped() -> Self {
        Self::new(&Path::new(ROOT).join("content"))
    }

    fn page(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }
}

const PAGES: [&str; 24] = [
    "",
    "zh/",
    "en/",
    "zh/search/",
    "en/search/",
    "offline.html",
    "zh/faq/",
    "en/category/servers/",
    "zh/faq/sites-per-server/",
    "en/rules/products/",
    "zh/rules/products/ecs/",
    "en/rules/provinces/sichuan/",
    "zh/rules/provinces/",
    "en/guide/filing/",
    "zh/faq/step-5-upload/",
    "zh/checklist/preparation/",
    "en/checklist/preparation/guangdong/individual/",
    "zh/ask/filing/",
    "en/ask/filing/?product=cdn&region=mainland&origin=unknown",
    "zh/ask/filing/?product=ecs&region=mainland&ip_only=no&domain_status=none&applicant=enterprise&holder_record=no",
    "en/ask/server/?product=ecs&region=mainland&billing=subscription",
    "zh/ask/filing/ecs/mainland/no/filed_elsewhere/",
    "en/answers/filing/",
    "zh/answers/filing/cdn/mainland/",
];

/// No page is wider than the screen, and the browser finds nothing to refuse.
#[test]
#[ignore = "needs Chromium"]
fn pages_fit_phones_and_desktops() {
    let site = Served::shipped();
    for (width, height) in [(360, 740), (1280, 900)] {
        let browser = Browser::open(width, height, true);
        for path in PAGES {
            browser.go(&site.page(path));
            let page = browser.value_of("document.documentElement.scrollWidth");
            assert!(page.as_u64().unwrap() <= u64::from(width), "/{path} is {page} wide on a screen of {width}");
            assert_eq!(browser.complaints(), Vec::<String>::new(), "/{path}");
        }
    }
}

#[test]
#[ignore = "needs Chromium"]
fn a_keyboard_is_enough() {
    const TAB: &str = "\u{E004}";
    const ENTER: &str = "\u{E007}";
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/cdn/"));
    browser.press(TAB);
    assert_eq!(browser.value_of("document.activeElement.textContent"), json!("Skip to content"));
    let seen = browser.value_of("document.activeElement.getBoundingClientRect().height > 10");
    assert_eq!(seen, json!(true), "what has the focus is seen");
    browser.press(ENTER);
    assert_eq!(browser.value_of("location.hash"), json!("#_content"));
    browser.press(TAB);
    assert_eq!(browser.value_of("document.activeElement.closest('main') !== null"), json!(true));

    browser.go(&site.page("zh/checklist/preparation/shanghai/organisation/"));
    browser.value_of("document.querySelector('.checklist input').focus()");
    browser.press(" ");
    assert_eq!(browser.value_of("document.querySelector('.checklist input').checked"), json!(true));
}

#[test]
#[ignore = "needs Chromium"]
fn everything_can_be_read_without_javascript() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, false);
    browser.go(&site.page("zh/faq/hong-kong-server/"));
    // Scripts of the page are off; what the driver runs is not.
    let answer = browser.value_of("document.querySelector('.answer').innerText");
    assert!(answer.as_str().unwrap().chars().count() > 50, "{answer}");
    let language = browser.value_of("document.querySelector('a.language').href");
    browser.go(language.as_str().unwrap());
    assert_eq!(browser.value_of("document.documentElement.lang"), json!("en"));
    assert_eq!(browser.value_of("location.pathname"), json!("/en/faq/hong-kong-server/"));
}
