//! A browser: which ones there are, and what a test does with one.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::devtools::DevTools;
use crate::webdriver::WebDriver;
use crate::{PATIENCE, ROOT};

/// The browsers in which the main paths are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of today.
    Chromium,
    /// The one that phones in China have in their messengers: 107.
    OldChromium,
    Firefox,
    /// The engine of Safari, as Linux has it.
    WebKit,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Chromium, Self::OldChromium, Self::Firefox, Self::WebKit];
}

/// Where `tests/run.sh` puts what Debian has no package of.
pub(crate) fn installed(path: &str) -> PathBuf {
    Path::new(ROOT).join("target/browsers").join(path)
}

/// What drives it.
enum Driver {
    WebDriver(WebDriver),
    DevTools(DevTools),
}

/// One browser window.
pub(crate) struct Browser {
    driver: Driver,
}

impl Browser {
    /// Opens a window of a size in CSS pixels; Firefox and `WebKitGTK` make none that is narrower than 450.
    pub(crate) fn of(kind: Kind, width: u32, height: u32) -> Self {
        let driver = match kind {
            Kind::Chromium => Driver::WebDriver(WebDriver::chromium(width, height, &[])),
            Kind::OldChromium => Driver::DevTools(DevTools::open(width, height)),
            Kind::Firefox => Driver::WebDriver(WebDriver::firefox(width, height)),
            Kind::WebKit => Driver::WebDriver(WebDriver::webkit(width, height)),
        };
        Self { driver }
    }

    /// Chromium, with scripts or without.
    pub(crate) fn open(width: u32, height: u32, script: bool) -> Self {
        let flags: &[&str] = if script { &[] } else { &["--blink-settings=scriptEnabled=false"] };
        Self::with_flags(width, height, flags)
    }

    /// Chromium, with flags of its own.
    pub(crate) fn with_flags(width: u32, height: u32, flags: &[&str]) -> Self {
        Self { driver: Driver::WebDriver(WebDriver::chromium(width, height, flags)) }
    }

    /// A command of the WebDriver protocol, for browsers that are driven by it.
    pub(crate) fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        match &self.driver {
            Driver::WebDriver(driver) => driver.command(method, path, body),
            Driver::DevTools(_) => panic!("this browser is not driven by WebDriver"),
        }
    }

    /// A command of the DevTools protocol, for Chromium.
    pub(crate) fn devtools(&self, method: &str, parameters: &Value) -> Value {
        match &self.driver {
            Driver::WebDriver(driver) => {
                driver.command("POST", "/goog/cdp/execute", &json!({ "cmd": method, "params": parameters }))
            }
            Driver::DevTools(driver) => driver.call(method, parameters).unwrap(),
        }
    }

    pub(crate) fn go(&self, address: &str) {
        match &self.driver {
            Driver::WebDriver(driver) => drop(driver.command("POST", "/url", &json!({ "url": address }))),
            Driver::DevTools(driver) => driver.go(address),
        }
    }

    pub(crate) fn back(&self) {
        match &self.driver {
            Driver::WebDriver(driver) => drop(driver.command("POST", "/back", &json!({}))),
            Driver::DevTools(_) => drop(self.value_of("history.back()")),
        }
    }

    pub(crate) fn refresh(&self) {
        match &self.driver {
            Driver::WebDriver(driver) => drop(driver.command("POST", "/refresh", &json!({}))),
            Driver::DevTools(driver) => driver.refresh(),
        }
    }

    /// How many windows and tabs there are.
    pub(crate) fn windows(&self) -> usize {
        match &self.driver {
            Driver::WebDriver(driver) => driver.command("GET", "/window/handles", &json!({})).as_array().unwrap().len(),
            Driver::DevTools(driver) => driver.windows(),
        }
    }

    fn evaluate(&self, expression: &str) -> Result<Value, String> {
        match &self.driver {
            Driver::WebDriver(driver) => driver.evaluate(expression),
            Driver::DevTools(driver) => driver.evaluate(&format!("(() => {{ return {expression} }})()")),
        }
    }

    /// What an expression is worth in the page.
    pub(crate) fn value_of(&self, expression: &str) -> Value {
        self.evaluate(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// What a promise in the page comes to; `argument` is what the script knows as `argument`.
    pub(crate) fn promised(&self, script: &str, argument: &Value) -> Value {
        match &self.driver {
            Driver::WebDriver(driver) => driver.promised(script, argument),
            Driver::DevTools(driver) => {
                driver.evaluate(&format!("(async (argument) => {{ {script} }})({argument})")).unwrap()
            }
        }
    }

    /// Clicks what a selector finds.
    pub(crate) fn click(&self, selector: &str) {
        let found = format!("((found) => found && (found.click(), true))(document.querySelector({selector:?}))");
        assert_eq!(self.value_of(&found), json!(true), "nothing is `{selector}`");
    }

    /// The text of what a selector finds.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.value_of(&format!("document.querySelector({selector:?})?.innerText"));
        text.as_str().unwrap_or_else(|| panic!("nothing is `{selector}`")).to_owned()
    }

    /// Waits for an expression; a page that goes away meanwhile makes it untrue.
    pub(crate) fn wait_until(&self, expression: &str) {
        let start = Instant::now();
        while self.evaluate(expression) != Ok(json!(true)) {
            assert!(start.elapsed() < PATIENCE, "never true: {expression}\n{}", self.text("body"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses keys, by their codes in the WebDriver protocol.
    pub(crate) fn press(&self, keys: &str) {
        match &self.driver {
            Driver::WebDriver(driver) => driver.press(None, keys),
            Driver::DevTools(driver) => driver.press(keys),
        }
    }

    /// Presses a key while another is held down.
    pub(crate) fn chord(&self, held: &str, key: &str) {
        match &self.driver {
            Driver::WebDriver(driver) => driver.press(Some(held), key),
            Driver::DevTools(driver) => driver.chord(held, key),
        }
    }

    /// Touches the middle of what a selector finds, as fingers do.
    pub(crate) fn tap(&self, selector: &str) {
        let middle = self.value_of(&format!(
            "(({{ left, top, width, height }}) => [left + width / 2, top + height / 2])(document.querySelector({selector:?}).getBoundingClientRect())"
        ));
        let (x, y) = (middle[0].as_f64().unwrap(), middle[1].as_f64().unwrap());
        match &self.driver {
            Driver::WebDriver(driver) => driver.tap(x, y),
            Driver::DevTools(driver) => driver.tap(x, y),
        }
    }

    /// What the browser complained about: refused content, missing files. Firefox and `WebKitGTK` tell nobody.
    pub(crate) fn complaints(&self) -> Vec<String> {
        match &self.driver {
            Driver::WebDriver(driver) => driver.complaints(),
            Driver::DevTools(driver) => driver.complaints(),
        }
    }
}
