//! Barriers that axe finds on pages: none, on every kind of page, in each state of search, menu and guide, in both languages, by
//! day and night, on phones and desktops.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::browser::{Browser, installed};
use crate::{ROOT, Served};

/// A page of each kind, below its language; those of decisions as their states stand without scripts and with them.
const KINDS: [&str; 24] = [
    "",
    "search/?q=cdn",
    "faq/",
    "faq/cdn/",
    "faq/step-5-upload/",
    "category/servers/",
    "rules/",
    "rules/provinces/",
    "rules/products/",
    "rules/products/ecs/",
    "rules/provinces/sichuan/",
    "guide/filing/",
    "checklist/preparation/",
    "checklist/preparation/guangdong/individual/",
    "glossary/",
    "sources/",
    "ask/filing/",
    "ask/filing/ecs/mainland/no/filed_elsewhere/",
    "ask/filing/?product=cdn&region=mainland&origin=unknown",
    "ask/filing/?product=ecs&region=mainland&ip_only=no&domain_status=none&applicant=enterprise&holder_record=no",
    "ask/filing/?product=unknown&region=unknown",
    "ask/server/?product=ecs&region=mainland&billing=subscription",
    "answers/filing/",
    "answers/filing/cdn/mainland/",
];

/// In each scheme and width, what is wrong with what is shown, by its rule.
struct Axe {
    browser: Browser,
    found: Vec<String>,
    looked: usize,
}

impl Axe {
    /// Axe waits in each page, so that it is not sent along each time.
    fn new() -> Self {
        let browser = Browser::open(360, 740, true);
        let script = installed("axe.min.js");
        let script = fs::read_to_string(&script).unwrap_or_else(|error| panic!("{}: {error}", script.display()));
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
        browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        Self { browser, found: Vec::new(), looked: 0 }
    }

    fn look(&mut self, at: &str) {
        for width in [360, 1280] {
            let screen = json!({ "width": width, "height": 740, "deviceScaleFactor": 1, "mobile": false });
            self.browser.devtools("Emulation.setDeviceMetricsOverride", &screen);
            for scheme in ["light", "dark"] {
                let features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
                let features = features.map(|(name, value)| json!({ "name": name, "value": value }));
                self.browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
                self.looked += 1;
                let violations = self.browser.promised(
                    "const told = ({ html, any, all, none }) => `${html.slice(0, 200)} ${[...any, ...all, ...none].map(({ message }) => message)[0]}`;
                     const { violations } = await axe.run({ resultTypes: ['violations'] });
                     return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${told(nodes[0])}`);",
                    &Value::Null,
                );
                let violations = violations.as_array().unwrap_or_else(|| panic!("{at}: {violations}"));
                self.found.extend(violations.iter().map(|of| format!("{at}, {scheme}, {width}: {of}")));
            }
        }
    }

    fn go(&mut self, address: &str) {
        self.browser.go(address);
        self.look(address);
    }
}

fn finish(axe: &Axe, least: usize) {
    assert!(axe.looked >= least, "{} looks", axe.looked);
    assert!(axe.found.is_empty(), "{} of {}:\n{}", axe.found.len(), axe.looked, axe.found.join("\n"));
}

#[test]
#[ignore = "needs Chromium and axe"]
fn no_kind_of_page_has_a_barrier() {
    let site = Served::shipped();
    let mut axe = Axe::new();
    for locale in ["zh", "en"] {
        for path in KINDS {
            axe.browser.go(&site.page(&format!("{locale}/{path}")));
            if path.contains("?q=") {
                axe.browser.wait_until("document.querySelectorAll('[role=option] .snippet').length > 3");
            }
            let status = axe.browser.value_of("performance.getEntriesByType('navigation')[0].responseStatus");
            assert_eq!(status, 200, "{locale}/{path}");
            axe.look(&format!("{locale}/{path}"));
        }
    }
    axe.go(&site.page("offline.html"));
    axe.go(&site.page("nowhere/"));
    finish(&axe, 4 * 2 * KINDS.len());
}

#[test]
#[ignore = "needs Chromium and axe"]
fn no_state_of_menu_dialog_and_guide_has_a_barrier() {
    const ESCAPE: &str = "\u{E00C}";
    const CONTROL: &str = "\u{E009}";
    let site = Served::shipped();
    let mut axe = Axe::new();
    for locale in ["zh", "en"] {
        axe.browser.go(&site.page(&format!("{locale}/faq/cdn/")));
        axe.browser.click("header .menu summary");
        axe.look(&format!("{locale}: menu"));
        axe.browser.press(ESCAPE);
        axe.browser.open_dialog();
        axe.look(&format!("{locale}: dialog, before a question"));
        axe.browser.type_slowly("cdn");
        axe.browser.wait_until("document.querySelectorAll('dialog [role=option] .snippet').length > 3");
        axe.look(&format!("{locale}: dialog, with hits"));
        axe.browser.chord(CONTROL, "a");
        axe.browser.type_slowly("zzqqxx");
        axe.browser.wait_until(
            "/没有找到|Nothing was found/.test(document.querySelector('dialog [role=status]').textContent)",
        );
        axe.look(&format!("{locale}: dialog, with none"));

        axe.browser.go(&site.page(&format!("{locale}/rules/provinces/")));
        axe.browser.wait_until("document.querySelector('.tools.ready') !== null");
        axe.browser.value_of("document.querySelector('.tools input').focus()");
        axe.browser.type_slowly("10");
        axe.browser.click("thead button");
        axe.browser.click(".tools summary");
        axe.look(&format!("{locale}: a long table, filtered and sorted, with its columns"));

        // Asked and answered in place, with what was answered folded below.
        axe.browser.go(&site.page(&format!("{locale}/ask/filing/")));
        for turn in 0..3 {
            axe.browser.wait_until("document.querySelector('#_ask .options a') !== null");
            axe.browser.click("#_ask .options a");
            axe.browser.wait_until(&format!("location.search.split('=').length > {}", turn + 1));
            axe.browser
                .value_of("document.querySelectorAll('#_ask details').forEach((details) => { details.open = true })");
            axe.look(&format!("{locale}: guide, {} answers", turn + 1));
        }
    }
    finish(&axe, 2 * 4 * 8);
}

/// What the shipped site has not: all of Markdown, a language that is derived, a translation that is behind, what readers are asked.
#[test]
#[ignore = "needs Chromium and axe"]
fn nothing_that_authors_write_has_a_barrier() {
    let folder = tempfile::tempdir().unwrap();
    crate::copy(&Path::new(ROOT).join("tests/suite/site"), folder.path());
    let at = |path: &str| folder.path().join(path);
    let accepted = crate::support::wenda().args(["accept", "--site"]).arg(folder.path()).output().unwrap();
    assert!(accepted.status.success(), "translations as they are now, of which one is then behind");
    let settings = fs::read_to_string(at("content/site.yaml")).unwrap();
    let settings = settings.replace("feedback: mailto:help@example.com\n", "feedback: {helpful: /api/helpful}\n");
    fs::write(at("content/site.yaml"), settings + "math: yes\nlocales: [zh, zh-Hant, en]\nderived: [zh-Hant]\n")
        .unwrap();
    fs::copy(Path::new(ROOT).join("tests/suite/markdown.md"), at("content/faq/basics/price.zh.md")).unwrap();
    fs::write(at("content/faq/basics/dot.gif"), crate::support::PIXEL).unwrap();
    fs::remove_file(at("content/faq/basics/trial.en.md")).unwrap();
    let site = Served::start(folder);
    let mut axe = Axe::new();
    for path in ["zh/faq/price/", "zh-Hant/faq/price/", "en/faq/price/", "en/faq/trial/", "zh-Hant/rules/plans/small/"]
    {
        axe.go(&site.page(path));
    }
    axe.browser.click(".language-menu > summary");
    axe.look("the languages");
    axe.browser.go(&site.page("en/faq/price/"));
    let behind = axe.browser.text("article .notice");
    assert!(behind.contains("has changed since"), "{behind}");
    finish(&axe, 24);
}
