//! The site in a real browser: Chromium, driven through chromedriver. `tests/run.sh` installs both.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod decisions;
mod parity;
#[path = "../suite/queries.rs"]
mod queries;
mod search;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PATIENCE: Duration = Duration::from_secs(30);

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// One browser window, by the W3C WebDriver protocol.
struct Browser {
    _driver: Process,
    _profile: TempDir,
    port: u16,
    session: String,
}

impl Browser {
    /// Opens a window of a size in CSS pixels.
    fn open(width: u32, height: u32, script: bool) -> Self {
        let flags: &[&str] = if script { &[] } else { &["--blink-settings=scriptEnabled=false"] };
        Self::with_flags(width, height, flags)
    }

    /// The same, with flags of Chromium.
    fn with_flags(width: u32, height: u32, flags: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `sh tests/run.sh` does it");
        let driver = Process(driver);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "chromedriver does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        let profile = tempfile::tempdir().unwrap();
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        arguments.extend(flags.iter().map(|flag| (*flag).to_owned()));
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let mut browser = Self { _driver: driver, _profile: profile, port, session: String::new() };
        let opened = browser.call("POST", "/session", &capabilities);
        browser.session = format!("/session/{}", opened["sessionId"].as_str().unwrap());
        // The page itself gets this size, whatever the window around it takes.
        browser.command(
            "POST",
            "/goog/cdp/execute",
            &json!({ "cmd": "Emulation.setDeviceMetricsOverride",
                     "params": { "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false } }),
        );
        browser
    }

    /// One exchange with the driver; an error it answers is the test's.
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(2 * PATIENCE)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        // The driver keeps connections open, so the end of an answer is told by its length.
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line).unwrap();
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).unwrap();
        let body = String::from_utf8(body).unwrap();
        let value = serde_json::from_str::<Value>(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"));
        assert!(value["value"].get("error").is_none(), "{path}: {}", value["value"]);
        value["value"].clone()
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("{}{path}", self.session), body)
    }

    fn go(&self, address: &str) {
        self.command("POST", "/url", &json!({ "url": address }));
    }

    /// What an expression is worth in the page.
    fn value_of(&self, expression: &str) -> Value {
        self.command("POST", "/execute/sync", &json!({ "script": format!("return {expression}"), "args": [] }))
    }

    /// What a promise in the page comes to; `argument` is what the script knows as `argument`.
    fn promised(&self, script: &str, argument: &Value) -> Value {
        let script = format!(
            "const [argument, done] = arguments; (async () => {{ {script} }})().then(done, (error) => done(`failed: ${{error}}`));"
        );
        self.command("POST", "/timeouts", &json!({ "script": 120_000 }));
        self.command("POST", "/execute/async", &json!({ "script": script, "args": [argument] }))
    }

    /// Clicks what a selector finds.
    fn click(&self, selector: &str) {
        let found = format!("((found) => found && (found.click(), true))(document.querySelector({selector:?}))");
        assert_eq!(self.value_of(&found), json!(true), "nothing is `{selector}`");
    }

    /// The text of what a selector finds.
    fn text(&self, selector: &str) -> String {
        let text = self.value_of(&format!("document.querySelector({selector:?})?.innerText"));
        text.as_str().unwrap_or_else(|| panic!("nothing is `{selector}`")).to_owned()
    }

    fn wait_until(&self, expression: &str) {
        let start = Instant::now();
        while self.value_of(expression) != json!(true) {
            assert!(start.elapsed() < PATIENCE, "never true: {expression}\n{}", self.text("body"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses keys, by their codes in the WebDriver protocol.
    fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })])
            .collect();
        self.command(
            "POST",
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// What the browser complained about: refused content, missing files.
    fn complaints(&self) -> Vec<String> {
        let log = self.command("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        entries.iter().filter(|entry| entry["level"] == "SEVERE").map(|entry| entry["message"].to_string()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.command("DELETE", "", &json!({}));
        }
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
        for entry in walkdir::WalkDir::new(content) {
            let entry = entry.unwrap();
            let target = folder.path().join("content").join(entry.path().strip_prefix(content).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).unwrap();
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
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

#[test]
#[ignore = "needs Chromium"]
fn an_open_page_follows_what_is_written() {
    let site = Served::new(&Path::new(ROOT).join("tests/suite/site/content"));
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/faq/price/"));
    let article = site.file("content/faq/basics/price.en.md");

    std::fs::write(&article, "# What does it cost?\n\nTwelve yuan.\n").unwrap();
    browser.wait_until("document.querySelector('.answer').innerText.includes('Twelve yuan.')");

    std::fs::write(&article, "# What does it cost?\n\n<i>Thirteen</i> yuan.\n").unwrap();
    browser.wait_until("document.getElementById('wenda-problems')?.innerText.includes('error[raw-html]') === true");
    let still = browser.value_of("document.querySelector('.answer').innerText");
    assert_eq!(still, json!("Twelve yuan."), "the last good page stays");
    let position = browser.value_of("getComputedStyle(document.getElementById('wenda-problems')).position");
    assert_eq!(position, json!("fixed"), "the policy of the page allows the panel's style");

    std::fs::write(&article, "# What does it cost?\n\nThirteen yuan.\n").unwrap();
    browser.wait_until(
        "document.querySelector('.answer').innerText.includes('Thirteen') && !document.getElementById('wenda-problems')",
    );
}
