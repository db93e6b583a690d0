//! A browser driven by the W3C WebDriver protocol.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::installed;
use crate::{PATIENCE, Process};

pub(crate) struct WebDriver {
    _driver: Process,
    /// What a browser shows itself on that does not go without.
    _screen: Option<Process>,
    _profile: TempDir,
    port: u16,
    session: String,
    is_chromium: bool,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A screen that nobody sees, and its name.
fn screen() -> (Process, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("Xvfb: {error}; `sh tests/run.sh` installs it"));
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    (Process(server), format!(":{}", number.trim()))
}

impl WebDriver {
    /// Chromium, with flags of its own.
    pub(crate) fn chromium(width: u32, height: u32, flags: &[&str]) -> Self {
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
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let browser = Self::start(Command::new("chromedriver"), profile, &wanted);
        // The page itself gets this size, whatever the window around it takes.
        browser.command(
            "POST",
            "/goog/cdp/execute",
            &json!({ "cmd": "Emulation.setDeviceMetricsOverride",
                     "params": { "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false } }),
        );
        browser
    }

    pub(crate) fn firefox(width: u32, height: u32) -> Self {
        let mut driver = Command::new(installed("bin/geckodriver"));
        // Several at once need a port each for a protocol that no test speaks.
        driver.arg(format!("--websocket-port={}", free_port()));
        let arguments = ["-headless".to_owned(), format!("--width={width}"), format!("--height={height}")];
        let wanted = json!({
            "browserName": "firefox",
            "moz:firefoxOptions": { "binary": "/usr/bin/firefox-esr", "args": arguments },
        });
        Self::start(driver, tempfile::tempdir().unwrap(), &wanted)
    }

    /// The small browser that comes with WebKitGTK; it has no mode without a screen.
    pub(crate) fn webkit(width: u32, height: u32) -> Self {
        let (screen, display) = screen();
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new("WebKitWebDriver");
        driver.env("DISPLAY", display).env("GDK_BACKEND", "x11").env("HOME", profile.path());
        let wanted = json!({ "browserName": "MiniBrowser" });
        let mut browser = Self::start(driver, profile, &wanted);
        browser._screen = Some(screen);
        browser.command("POST", "/window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }));
        browser
    }

    fn start(mut driver: Command, profile: TempDir, wanted: &Value) -> Self {
        let port = free_port();
        let child = driver
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{driver:?}: {error}; `sh tests/run.sh` installs it"));
        let process = Process(child);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "the driver does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        let is_chromium = wanted["browserName"] == "chrome";
        let mut browser =
            Self { _driver: process, _screen: None, _profile: profile, port, session: String::new(), is_chromium };
        let opened = browser.call("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } })).unwrap();
        browser.session = format!("/session/{}", opened["sessionId"].as_str().unwrap());
        browser
    }

    /// One exchange with the driver.
    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
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
        if value["value"].get("error").is_some() {
            return Err(format!("{path}: {}", value["value"]));
        }
        Ok(value["value"].clone())
    }

    /// A command to the window; an error that is answered is the test's.
    pub(crate) fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("{}{path}", self.session), body).unwrap()
    }

    pub(crate) fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let script = json!({ "script": format!("return {expression}"), "args": [] });
        self.call("POST", &format!("{}/execute/sync", self.session), &script)
    }

    pub(crate) fn promised(&self, script: &str, argument: &Value) -> Value {
        let script = format!(
            "const [argument, done] = arguments; (async () => {{ {script} }})().then(done, (error) => done(`failed: ${{error}}`));"
        );
        self.command("POST", "/timeouts", &json!({ "script": 120_000 }));
        self.command("POST", "/execute/async", &json!({ "script": script, "args": [argument] }))
    }

    /// Presses keys one after the other, while another may be held down.
    pub(crate) fn press(&self, held: Option<&str>, keys: &str) {
        let action = |kind: &str, key: &str| json!({ "type": kind, "value": key });
        let mut actions: Vec<Value> = held.iter().map(|held| action("keyDown", held)).collect();
        for key in keys.chars().map(String::from) {
            actions.extend([action("keyDown", &key), action("keyUp", &key)]);
        }
        actions.extend(held.iter().map(|held| action("keyUp", held)));
        self.command(
            "POST",
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Puts a finger on a place of the window, and lifts it. WebKitGTK takes it for a mouse.
    pub(crate) fn tap(&self, x: f64, y: f64) {
        let actions = json!([
            { "type": "pointerMove", "x": x.round(), "y": y.round() },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let finger =
            json!({ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" }, "actions": actions });
        self.command("POST", "/actions", &json!({ "actions": [finger] }));
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        if !self.is_chromium {
            return Vec::new();
        }
        let log = self.command("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        entries.iter().filter(|entry| entry["level"] == "SEVERE").map(|entry| entry["message"].to_string()).collect()
    }
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        // A browser outlives its driver unless it is told to go.
        if !self.session.is_empty() {
            drop(self.call("DELETE", &self.session, &json!({})));
        }
    }
}
