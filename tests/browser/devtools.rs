//! A Chromium that is older than its driver can be, driven by the DevTools protocol through a pipe.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::installed;
use crate::{PATIENCE, Process};

/// The browser reads from its third file and writes to its fourth.
const START: &str = r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null"#;

/// Keys by their codes in the WebDriver protocol: name, code of the key, what it writes.
const KEYS: [(char, &str, u32, &str); 7] = [
    ('\u{E003}', "Backspace", 8, ""),
    ('\u{E004}', "Tab", 9, ""),
    ('\u{E007}', "Enter", 13, "\r"),
    ('\u{E009}', "Control", 17, ""),
    ('\u{E00C}', "Escape", 27, ""),
    ('\u{E013}', "ArrowUp", 38, ""),
    ('\u{E015}', "ArrowDown", 40, ""),
];
const CONTROL: u32 = 2;

pub(crate) struct DevTools {
    _browser: Process,
    _profile: TempDir,
    input: RefCell<ChildStdin>,
    output: Receiver<Value>,
    /// What the page tells unasked.
    events: RefCell<Vec<Value>>,
    number: Cell<u64>,
    session: RefCell<Option<String>>,
}

impl DevTools {
    pub(crate) fn open(width: u32, height: u32) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", START])
            .arg(installed("chromium-107"))
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = RefCell::new(child.stdin.take().unwrap());
        let messages = BufReader::new(child.stdout.take().unwrap()).split(0).map_while(Result::ok);
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let values = messages.map_while(|message| serde_json::from_slice(&message).ok());
            // Nobody listens once the test is over.
            values.into_iter().for_each(|value: Value| drop(sender.send(value)));
        });
        let events = RefCell::new(Vec::new());
        let (number, session) = (Cell::new(0), RefCell::new(None));
        let browser = Self { _browser: Process(child), _profile: profile, input, output, events, number, session };
        let start = Instant::now();
        let page = loop {
            if let Some(page) = browser.pages().pop() {
                break page;
            }
            assert!(start.elapsed() < PATIENCE, "the browser opens no page");
            std::thread::sleep(Duration::from_millis(20));
        };
        let attached = browser.call("Target.attachToTarget", &json!({ "targetId": page, "flatten": true }));
        let attached = attached.expect("Chromium 107 is installed: `sh tests/run.sh` does it");
        *browser.session.borrow_mut() = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), &json!({})).unwrap();
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.call("Emulation.setDeviceMetricsOverride", &size).unwrap();
        // Keys reach the page after another window was opened, too.
        browser.call("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true })).unwrap();
        browser
    }

    fn pages(&self) -> Vec<String> {
        let targets = self.call("Target.getTargets", &json!({})).unwrap();
        let pages = targets["targetInfos"].as_array().unwrap().iter().filter(|target| target["type"] == "page");
        pages.map(|page| page["targetId"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn windows(&self) -> usize {
        self.pages().len()
    }

    /// One exchange with the browser.
    pub(crate) fn call(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        let number = self.number.get() + 1;
        self.number.set(number);
        let mut message = json!({ "id": number, "method": method, "params": parameters });
        if let Some(session) = self.session.borrow().as_ref().filter(|_| !method.starts_with("Target.")) {
            message["sessionId"] = json!(session);
        }
        let written = self.input.borrow_mut().write_all(format!("{message}\0").as_bytes());
        written.map_err(|error| format!("{method}: {error}"))?;
        loop {
            let answer = self.output.recv_timeout(4 * PATIENCE).map_err(|error| format!("{method}: {error}"))?;
            if answer["id"] != json!(number) {
                self.events.borrow_mut().push(answer);
            } else if answer.get("error").is_some() {
                return Err(format!("{method}: {}", answer["error"]));
            } else {
                return Ok(answer["result"].clone());
            }
        }
    }

    /// Does what loads a page, and waits until that is loaded.
    fn load(&self, method: &str, parameters: &Value) {
        let is_loaded = |event: &Value| event["method"] == "Page.loadEventFired";
        self.events.borrow_mut().retain(|event| !is_loaded(event));
        let begun = self.call(method, parameters).unwrap();
        let within_the_page = method == "Page.navigate" && begun.get("loaderId").is_none();
        let start = Instant::now();
        while !within_the_page && !self.events.borrow().iter().any(is_loaded) {
            assert!(start.elapsed() < PATIENCE, "not loaded: {parameters}");
            std::thread::sleep(Duration::from_millis(20));
            self.events.borrow_mut().extend(self.output.try_iter());
        }
    }

    pub(crate) fn go(&self, address: &str) {
        self.load("Page.navigate", &json!({ "url": address }));
    }

    pub(crate) fn refresh(&self) {
        self.load("Page.reload", &json!({}));
    }

    pub(crate) fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", &asked)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(answer["result"].get("value").cloned().unwrap_or_default()),
        }
    }

    pub(crate) fn press(&self, keys: &str) {
        keys.chars().for_each(|key| self.key(key, 0));
    }

    pub(crate) fn chord(&self, held: &str, key: &str) {
        assert_eq!(held, "\u{E009}", "only Control is held down");
        key.chars().for_each(|key| self.key(key, CONTROL));
    }

    /// Puts a finger on a place of the window, and lifts it.
    pub(crate) fn tap(&self, x: f64, y: f64) {
        for (kind, points) in [("touchStart", json!([{ "x": x, "y": y }])), ("touchEnd", json!([]))] {
            self.call("Input.dispatchTouchEvent", &json!({ "type": kind, "touchPoints": points })).unwrap();
        }
    }

    fn key(&self, key: char, modifiers: u32) {
        let plain = key.to_string();
        let letter = if key.is_ascii_alphanumeric() { u32::from(key.to_ascii_uppercase()) } else { 0 };
        let known = KEYS.iter().find(|known| known.0 == key);
        let (name, code, text) =
            known.map_or((plain.as_str(), letter, plain.as_str()), |known| (known.1, known.2, known.3));
        if known.is_none() && !key.is_ascii() {
            self.call("Input.insertText", &json!({ "text": text })).unwrap();
            return;
        }
        let text = if modifiers == 0 { text } else { "" };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event =
            json!({ "type": kind, "key": name, "windowsVirtualKeyCode": code, "modifiers": modifiers, "text": text });
        self.call("Input.dispatchKeyEvent", &event).unwrap();
        event["type"] = json!("keyUp");
        event["text"] = json!("");
        self.call("Input.dispatchKeyEvent", &event).unwrap();
    }

    /// What the browser complained about since it was last asked.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let events = std::mem::take(&mut *self.events.borrow_mut());
        let told = events.into_iter().filter(|event| {
            event["method"] == "Runtime.exceptionThrown"
                || event["method"] == "Log.entryAdded" && event["params"]["entry"]["level"] == "error"
        });
        told.map(|event| event["params"].to_string()).collect()
    }
}
