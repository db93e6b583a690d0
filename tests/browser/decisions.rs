//! Decisions in the browser: by plain links, and walked in place.

use std::path::Path;

use serde_json::{Value, json};
use wenda::advice::Advisor;
use wenda::content::Decision;
use wenda::decision::{Answer, Answers, Counterfactual, Evaluation};
use wenda::pipeline::Session;

use crate::browser::Browser;
use crate::{ROOT, Served};

const OUTCOME: &str = ".outcome h2";
const QUESTION: &str = "[data-part='step'] h2";

fn shipped() -> Advisor {
    Session::new(Path::new(ROOT)).load().unwrap().advisor().unwrap()
}

/// In a page of a decision: its script, and the address of its diagram.
const LOADED: &str = r#"
const { Decision } = await import(document.querySelector("script[src*='/ask.']").src);
const { diagram } = document.querySelector("[data-diagram]").dataset;
"#;

/// FNV-1a over 32-bit numbers, which the script computes alike.
fn hash(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.fold(0x811c_9dc5, |hash, number| (hash ^ number).wrapping_mul(0x0100_0193))
}

/// Every combination, the last fact changing fastest.
fn combinations(sizes: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    (0..sizes.iter().product::<usize>()).map(|number| {
        let mut rest = number;
        let mut facts: Vec<usize> = sizes.iter().rev().map(|size| (rest % size, rest /= size).0).collect();
        facts.reverse();
        facts
    })
}

/// The shipped script gives every combination of every decision the outcome that Rust gives it.
#[test]
#[ignore = "needs Chromium"]
fn the_script_answers_every_combination_alike() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    for decision in shipped().decisions() {
        browser.go(&site.page(&format!("zh/ask/{}/", decision.id)));
        let compiled = &decision.compiled;
        let wanted = hash(
            combinations(&compiled.tables().facts)
                .map(|facts| compiled.evaluate(&Answers::all(&facts)).outcome().unwrap_or(9999)),
        );
        let script = LOADED.to_owned()
            + r#"
            const decision = new Decision(await (await fetch(diagram)).json());
            const sizes = decision.facts.map((fact) => fact.values.length);
            const facts = sizes.map(() => 0);
            let hash = 0x811c9dc5;
            for (;;) {
              hash = Math.imul(hash ^ (decision.state(facts).outcome ?? 9999), 0x01000193) >>> 0;
              let at = sizes.length - 1;
              while (at >= 0 && ++facts[at] === sizes[at]) facts[at--] = 0;
              if (at < 0) return hash;
            }"#;
        let got = browser.promised(&script, &Value::Null);
        assert_eq!(got, json!(wanted), "{}", decision.id);
    }
}

/// Answers to some questions, "I don't know" among them: always the same ones.
fn samples(decision: &Decision) -> Vec<Answers> {
    let mut random = 20_181_119_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut sample = || {
        let answer = |size: &usize| match next(4) {
            0 => Answer::NotAsked,
            1 if next(2) == 0 => Answer::Unknown,
            _ => Answer::value(next(*size)),
        };
        decision.compiled.tables().facts.iter().map(answer).collect()
    };
    (0..1500).map(|_| sample()).collect()
}

/// What the script makes of answers, as it writes it.
fn expected(decision: &Decision, answers: &Answers) -> Value {
    let compiled = &decision.compiled;
    match compiled.evaluate(answers) {
        Evaluation::Impossible => json!({ "status": "impossible" }),
        Evaluation::Question { fact, possible } => json!({ "status": "question", "fact": fact, "possible": possible }),
        Evaluation::Undetermined { possible, settled_by } => {
            json!({ "status": "undetermined", "possible": possible, "settledBy": settled_by })
        }
        Evaluation::Answered(outcome) => {
            let changes = compiled.changes(answers).into_iter();
            let changes: Vec<(usize, usize, u32)> = changes
                .filter_map(|Counterfactual { fact, value, state }| Some((fact, value, state.outcome()?)))
                .collect();
            json!({ "status": "answered", "outcome": outcome, "because": compiled.sufficient_reason(answers), "changes": changes })
        }
    }
}

/// Partial answers lead to the same questions, reasons and alternatives in Rust and in the script.
#[test]
#[ignore = "needs Chromium"]
fn the_script_explains_alike() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    for decision in shipped().decisions() {
        browser.go(&site.page(&format!("en/ask/{}/", decision.id)));
        let samples = samples(decision);
        let given: Vec<Vec<Option<i64>>> = samples
            .iter()
            .map(|answers| {
                let number = |answer: Answer| match answer {
                    Answer::NotAsked => None,
                    Answer::Unknown => Some(-1),
                    Answer::OneOf(_) => i64::try_from(answer.single()?).ok(),
                };
                answers.iter().map(number).collect()
            })
            .collect();
        let script = LOADED.to_owned()
            + r#"
            const decision = new Decision(await (await fetch(diagram)).json());
            return argument.map((given) => {
              const answers = given.map((answer) => answer ?? undefined);
              const state = decision.state(answers);
              if (state.status !== "answered") return state;
              const changes = decision.changes(answers);
              const each = changes.flatMap(({ fact, values, outcome }) => values.map((value) => [fact, value, outcome]));
              const order = (a, b) => a[0] - b[0] || a[1] - b[1];
              return { ...state, because: decision.because(answers), changes: each.sort(order) };
            });"#;
        let got = browser.promised(&script, &json!(given));
        let got = got.as_array().unwrap_or_else(|| panic!("{got}"));
        assert_eq!(got.len(), samples.len());
        for (answers, got) in samples.iter().zip(got) {
            assert_eq!(*got, expected(decision, answers), "{}: {answers:?}", decision.id);
        }
    }
}

/// Follows the link of an option on a page without scripts.
fn follow(browser: &Browser, value: &str) {
    let selector = format!(".options a[data-value='{value}']");
    let address = browser.value_of(&format!("document.querySelector({selector:?}).href"));
    browser.go(address.as_str().unwrap());
}

#[test]
#[ignore = "needs Chromium"]
fn plain_links_lead_to_an_answer() {
    let site = Served::shipped();
    let browser = Browser::open(390, 800, false);
    for (locale, question, answer) in [
        ("zh", "域名备过案吗？", "备案继续有效，还要在阿里云做接入备案。"),
        ("en", "Has the domain been filed?", "The filing stays valid, but it has to be connected to Alibaba Cloud."),
    ] {
        browser.go(&site.page(&format!("{locale}/ask/filing/")));
        for value in ["slb", "mainland", "no"] {
            follow(&browser, value);
        }
        assert_eq!(browser.text(QUESTION), question);
        follow(&browser, "filed_elsewhere");
        follow(&browser, "no");
        assert_eq!(browser.text(OUTCOME), answer);
        assert_eq!(browser.value_of("document.querySelectorAll('.ask .cells > div').length"), json!(5));
        assert_eq!(browser.value_of("document.querySelector('meta[name=robots]').content"), json!("noindex"));

        // An early answer is changed, and what was answered after it is kept.
        let elsewhere = "[...document.querySelectorAll('.ask .cells > div')][1].querySelector('details a').href";
        let address = browser.value_of(elsewhere);
        assert!(address.as_str().unwrap().contains("/hong_kong/"), "{address}");
        browser.go(address.as_str().unwrap());
        assert_eq!(browser.value_of("document.querySelector('.outcome dd').dataset.value"), json!("not_required"));
        let filed = "[...document.querySelectorAll('.ask .cells > div')][0].querySelector('details').querySelectorAll('a').length";
        assert!(browser.value_of(filed).as_u64().unwrap() > 5);
    }
}

#[test]
#[ignore = "needs Chromium"]
fn a_decision_is_walked_in_place() {
    let site = Served::shipped();
    let browser = Browser::open(390, 800, true);
    browser.go(&site.page("en/ask/filing/"));
    browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
    for value in ["slb", "mainland", "no", "filed_elsewhere", "no"] {
        browser.click(&format!(".options a[data-value='{value}']"));
    }
    assert_eq!(browser.text(OUTCOME), "The filing stays valid, but it has to be connected to Alibaba Cloud.");
    let query = "?product=slb&region=mainland&ip_only=no&domain_status=filed_elsewhere&subdomain=no";
    assert_eq!(browser.value_of("location.search"), json!(query));
    assert_eq!(browser.value_of("document.activeElement === document.querySelector('.outcome h2')"), json!(true));
    assert_eq!(browser.value_of("document.querySelector('.answers').open"), json!(false), "on a phone they are folded");
    browser.click(".answers summary");
    assert!(browser.text(".cells").contains("Load balancer"), "the reader's own product is named");
    let because = browser.text(".outcome section:nth-last-of-type(2)");
    assert!(because.starts_with("Because of these answers") && because.contains("Product: Load balancer"), "{because}");

    // An early answer is changed; the others are kept.
    browser.click(".cells a[href*='region=']:not([href*='product='])");
    assert_eq!(browser.text(QUESTION), "Which product does the site use?");
    browser.click(".options a[data-value='oss']");
    assert_eq!(browser.text(OUTCOME), "The domain is filed, and no access is needed.");
    assert!(browser.text(".cells").contains("makes no difference"), "{}", browser.text(".cells"));

    assert_eq!(browser.value_of("document.querySelector('.answers').open"), json!(true), "what was unfolded stays so");

    // Back and forth, and the same after a reload.
    browser.back();
    browser
        .wait_until(&format!("document.querySelector({QUESTION:?}).innerText === 'Which product does the site use?'"));
    browser.command("POST", "/forward", &json!({}));
    browser.wait_until("document.querySelector('.outcome') !== null");
    browser.refresh();
    browser.wait_until("document.querySelector('.outcome') !== null");
    assert_eq!(browser.text(OUTCOME), "The domain is filed, and no access is needed.");
    assert_eq!(
        browser.value_of("document.activeElement === document.body"),
        json!(true),
        "a page that opens keeps the focus"
    );

    // The other language shows the same answer.
    browser.click("a.language");
    browser.wait_until("document.documentElement.lang === 'zh-Hans' && document.querySelector('.outcome') !== null");
    assert_eq!(browser.text(OUTCOME), "已经备案，不用接入。");
    browser.click("[data-restart]");
    browser.wait_until("location.search === '' && document.querySelector('[data-value=unknown]') !== null");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium"]
fn not_knowing_leads_to_what_is_certain() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    for (locale, open, settled) in [("zh", "还不能确定", "源站"), ("en", "Not settled yet", "Origin")] {
        browser.go(&site.page(&format!(
            "{locale}/ask/filing/?product=waf&region=mainland&bucket_region=mainland&ip_only=no&domain_status=none&applicant=enterprise&holder_record=no"
        )));
        browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
        browser.click(".options a[data-value='unknown']");
        assert_eq!(browser.text(OUTCOME), open);
        assert_eq!(browser.value_of("document.querySelectorAll('.verdicts dd').length"), json!(1));
        assert_eq!(browser.value_of("document.querySelector('.verdicts dd').dataset.value"), json!("required"));
        assert_eq!(browser.text(".outcome section a"), settled);
        browser.click(".outcome section a");
        browser.click(".options a[data-value='outside_mainland']");
        assert_eq!(
            browser.value_of("document.querySelectorAll('.verdicts dd')[1].dataset.value"),
            json!("not_required")
        );
    }
}

#[test]
#[ignore = "needs Chromium"]
fn addresses_that_are_wrong_are_explained() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/ask/filing/?utm_source=mail&region=moon&product=oss"));
    browser.wait_until("document.querySelector('[role=alert]:not([hidden])') !== null");
    assert_eq!(
        browser.text("[role=alert]:not([hidden])"),
        "The address holds answers that are not known, which were left out: region=moon"
    );
    assert_eq!(browser.text(QUESTION), "Where is its node?");
    browser.click(".options a[data-value='mainland']");
    assert_eq!(
        browser.value_of("location.search"),
        json!("?product=oss&region=mainland"),
        "in order, and nothing else"
    );
    browser.go(&site.page("en/ask/filing/?product=ecs&region=mainland&ip_only=yes&subdomain=yes"));
    browser.wait_until("document.querySelector('.outcome') !== null");
    assert_eq!(browser.text(OUTCOME), "These answers contradict each other. Change one of them.");
}

#[test]
#[ignore = "needs Chromium"]
fn a_keyboard_answers_questions_and_numbers_are_typed() {
    const TAB: &str = "\u{E004}";
    const ENTER: &str = "\u{E007}";
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/ask/server/?product=ecs&region=mainland"));
    browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
    browser.value_of("document.querySelector('.options a').focus()");
    browser.press(ENTER);
    browser.wait_until("document.querySelector('form input') !== null");
    browser.press(TAB);
    assert_eq!(browser.value_of("document.activeElement.name"), json!("months"), "after the question comes its field");
    browser.press("36");
    browser.press(ENTER);
    assert_eq!(browser.text(QUESTION), "Has public bandwidth been bought?");
    assert!(browser.value_of("location.search").as_str().unwrap().ends_with("months=36"));
    assert!(browser.text(".cells").contains("36 months"));
    browser.press(TAB);
    browser.press(ENTER);
    browser.wait_until("document.querySelector('form input') !== null");
    browser.press(TAB);
    browser.press("0");
    browser.press(ENTER);
    assert_eq!(browser.text(OUTCOME), "It can be used for a filing, for up to 5 websites.");
}

#[test]
#[ignore = "needs Chromium"]
fn an_answer_prints_without_its_buttons() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/ask/filing/?product=ecs&region=hong_kong"));
    browser.wait_until("document.querySelector('.outcome') !== null");
    assert_eq!(browser.value_of("document.querySelector('[data-copy]').hidden"), json!(false));
    browser.command(
        "POST",
        "/goog/cdp/execute",
        &json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": "print" } }),
    );
    for selector in [".actions", "header.site nav", ".cells a"] {
        let shown = browser.value_of(&format!("document.querySelector({selector:?}).checkVisibility()"));
        assert_eq!(shown, json!(false), "{selector}");
    }
    for selector in [".outcome h2", ".cells dd span", ".outcome .citations"] {
        let shown = browser.value_of(&format!("document.querySelector({selector:?}).checkVisibility()"));
        assert_eq!(shown, json!(true), "{selector}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_table_of_all_answers_leads_into_the_walk() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/answers/filing/"));
    let cells =
        "[document.querySelectorAll('.matrix tbody tr').length, document.querySelectorAll('.matrix tbody td').length]";
    assert_eq!(browser.value_of(cells), json!([18, 54]));
    let scoped = "document.querySelectorAll('.matrix thead th[scope=col], .matrix tbody th[scope=row]').length";
    assert_eq!(browser.value_of(scoped), json!(21));
    browser.click(".matrix tbody tr:nth-child(10) td:nth-child(2) a");
    browser.wait_until("location.pathname === '/en/answers/filing/oss/mainland/'");
    assert_eq!(
        browser.text("h1"),
        "Object Storage Service (OSS) in Mainland China: do I need to file, and must I connect?"
    );
    browser.wait_until("document.querySelector('.ask .options a').search !== ''");
    browser.click(".ask .options a[data-value='no']");
    browser.wait_until("location.search === '?product=oss&region=mainland&ip_only=no'");
    browser.wait_until("document.querySelector('.ask h2').innerText.length > 0");
}

/// Facts whose names mean something in scripts, and bounds that no float holds.
const ODD: &str = r#"
title: {zh: 收费吗？, en: Is it paid?}
summary: {zh: 看数量。, en: By amount.}
facts:
- id: constructor
  label: {zh: 建造者, en: Constructor}
  question: {zh: 有建造者吗？, en: Is there a constructor?}
  values: {yes: {zh: 有, en: Yes}, prototype: {zh: 原型, en: Prototype}}
- id: amount
  label: {zh: 数量, en: Amount}
  question: {zh: 多少？, en: How many?}
  number: {whole: no}
verdicts:
- id: then
  label: {zh: 收费, en: Price}
  values: {constructor: {zh: 免费, en: Free}, paid: {zh: 收费, en: Paid}}
rows:
- {constructor: yes, amount: "<= 9007199254740992", then: constructor}
- {constructor: yes, amount: "> 9007199254740992 < 9007199254740993", then: paid}
- {constructor: yes, amount: ">= 9007199254740993", then: constructor}
- {constructor: prototype, then: paid}
outcomes:
- id: constructor
  then: constructor
  title: {zh: 免费。, en: It is free.}
  explanation: {zh: 免费。, en: It is free.}
  sources: [manual/price]
- id: paid
  then: paid
  title: {zh: 收费。, en: It is paid.}
  explanation: {zh: 收费。, en: It is paid.}
  sources: [manual/price]
"#;

/// Texts that are numbers, or look like some.
const NUMBERS: [&str; 25] = [
    "0",
    "1",
    "007",
    ".5",
    "5.",
    "-0",
    "-1",
    "+1",
    "1e3",
    "NaN",
    "Infinity",
    "",
    " 1",
    "１",
    "0x1F",
    "2.50",
    "9007199254740992",
    "9007199254740992.0",
    "9007199254740992.000001",
    "9007199254740992.99999",
    "9007199254740993",
    "123456789012345678901234567890",
    "1234567890123456789012345678901",
    "toString",
    "over-9007199254740992",
];

/// Any id is an id, and numbers are the same in the script as in Rust.
#[test]
#[ignore = "needs Chromium"]
fn names_are_names_and_numbers_are_exact() {
    let small = tempfile::tempdir().unwrap();
    let content = small.path().join("content");
    for entry in walkdir::WalkDir::new(Path::new(ROOT).join("tests/suite/site/content")) {
        let entry = entry.unwrap();
        let target = content.join(entry.path().strip_prefix(Path::new(ROOT).join("tests/suite/site/content")).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    std::fs::create_dir_all(content.join("decisions")).unwrap();
    std::fs::write(content.join("decisions/odd.yaml"), ODD).unwrap();
    let site = Served::new(&content);
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("en/ask/odd/"));
    browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
    assert_eq!(browser.value_of("document.querySelector('.cells') === null"), json!(true), "nothing is answered yet");
    browser.click(".options a[data-value='yes']");
    browser.wait_until("document.querySelector('form input') !== null");
    assert_eq!(browser.value_of("location.search"), json!("?constructor=yes"));
    for (amount, title) in [
        ("9007199254740992", "It is free."),
        ("9007199254740992.5", "It is paid."),
        ("9007199254740993", "It is free."),
    ] {
        browser.go(&site.page(&format!("en/ask/odd/?constructor=yes&amount={amount}")));
        browser.wait_until("document.querySelector('.outcome') !== null");
        assert_eq!(browser.text(OUTCOME), title, "{amount}");
    }
    let report = Session::new(small.path()).load().unwrap().advisor().unwrap();
    let decision = &report.decisions()[0];
    let wanted: Vec<Option<usize>> = NUMBERS.iter().map(|text| decision.facts[1].value(text)).collect();
    let script = LOADED.to_owned()
        + r#"
        const decision = new Decision(await (await fetch(diagram)).json());
        return argument.map((text) => decision.value(1, text) ?? null);"#;
    let got = browser.promised(&script, &json!(NUMBERS));
    assert_eq!(got, json!(wanted));
}

/// What the script says has the marks of the language, too.
#[test]
#[ignore = "needs Chromium"]
fn reasons_are_told_with_the_marks_of_the_language() {
    let site = Served::shipped();
    let browser = Browser::open(360, 740, true);
    browser.go(&site.page("zh/ask/filing/?product=ecs&region=hong_kong"));
    browser.wait_until("document.querySelector('.outcome') !== null");
    let told = browser.text(".outcome");
    assert!(told.contains("产品：云服务器 ECS") && !told.contains(": "), "{told}");
    let change = "document.querySelector('.cells a').getAttribute('aria-label')";
    assert_eq!(browser.value_of(change), json!("更改：产品"));
}
