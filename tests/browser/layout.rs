//! Where things stand on the screen and on paper: what is promised of the frame, the first page, the guide and tables.

use serde_json::{Value, json};

use crate::Served;
use crate::browser::Browser;

/// A phone of today, in CSS pixels.
const PHONE: (u32, u32) = (360, 740);
/// Whatever is asked or answered begins at most so far from the top of the screen.
const HIGH: f64 = 300.0;

/// Phones draw their scroll bars over the page.
fn phone() -> Browser {
    let browser = Browser::open(PHONE.0, PHONE.1, true);
    browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
    browser
}

impl Browser {
    fn number(&self, expression: &str) -> f64 {
        self.value_of(expression).as_f64().unwrap_or_else(|| panic!("{expression} is no number"))
    }

    /// How far from the top of the screen what a selector finds begins.
    fn top(&self, selector: &str) -> f64 {
        self.number(&format!("document.querySelector({selector:?}).getBoundingClientRect().top"))
    }

    fn height(&self, selector: &str) -> f64 {
        self.number(&format!("document.querySelector({selector:?}).getBoundingClientRect().height"))
    }

    /// What moved by itself since the page was opened, with how much of the screen it took.
    pub(crate) fn moved(&self) -> Value {
        const MOVED: &str = "const moved = []; new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => \
            moved.push([value, ...sources.map(({ node, previousRect, currentRect }) => [(node?.outerHTML ?? node?.textContent ?? '').slice(0, 80), previousRect, currentRect])]))) \
            .observe({ type: 'layout-shift', buffered: true }); await new Promise((go) => setTimeout(go, 300)); return moved";
        self.promised(MOVED, &Value::Null)
    }

    fn emulate(&self, parameters: &Value) {
        self.devtools("Emulation.setEmulatedMedia", parameters);
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_header_is_one_row() {
    let site = Served::shipped();
    let browser = phone();
    for path in ["zh/", "en/", "zh/faq/cdn/", "en/faq/cdn/", "en/ask/filing/", "en/rules/provinces/", "en/search/"] {
        browser.go(&site.page(path));
        let height = browser.height("header.site");
        assert!(height <= 56.0, "/{path}: {height}");
    }
    let wide = Browser::open(1280, 900, true);
    for locale in ["zh", "en"] {
        wide.go(&site.page(&format!("{locale}/faq/cdn/")));
        assert!(wide.height("header.site") <= 72.0, "{locale}");
        let shown = |list: &str| {
            let links = format!("[...document.querySelectorAll({list:?})].filter((link) => link.checkVisibility())");
            wide.value_of(&format!("{links}.map((link) => link.pathname)"))
        };
        let row = shown("header.site .row a");
        assert!((1..=5).contains(&row.as_array().unwrap().len()), "{row}");
        wide.click("header.site .menu summary");
        let all = wide
            .value_of("new Set([...document.querySelectorAll('header.site nav a')].map((link) => link.pathname)).size");
        let menu = shown("header.site .menu a");
        let together = row.as_array().unwrap().len() + menu.as_array().unwrap().len();
        assert_eq!(json!(together), all, "each link stands in the row or in the menu: {row} {menu}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_menu_opens_and_closes_by_keys_and_works_without_scripts() {
    const ENTER: &str = "\u{E007}";
    const ESCAPE: &str = "\u{E00C}";
    let site = Served::shipped();
    let browser = phone();
    browser.go(&site.page("en/faq/cdn/"));
    let is_open = || browser.value_of("document.querySelector('.menu').open");
    browser.value_of("document.querySelector('.menu summary').focus()");
    browser.press(ENTER);
    assert_eq!(is_open(), json!(true));
    browser.press(ESCAPE);
    assert_eq!(is_open(), json!(false));
    assert_eq!(browser.value_of("document.activeElement.localName"), json!("summary"), "the focus is where it was");
    browser.press(ENTER);
    browser.value_of("document.querySelector('main a').focus()");
    assert_eq!(is_open(), json!(false), "whoever goes on reading needs no menu");

    let plain = Browser::open(PHONE.0, PHONE.1, false);
    plain.go(&site.page("en/faq/cdn/"));
    plain.click(".menu summary");
    assert_eq!(plain.value_of("document.querySelector('.menu a').checkVisibility()"), json!(true));
    assert_eq!(plain.value_of("document.querySelector('.scheme').checkVisibility()"), json!(false));
}

#[test]
#[ignore = "needs Chromium"]
fn the_chosen_colours_are_those_of_the_system_and_are_remembered() {
    const COLOURS: &str = "((style) => [...document.styleSheets[0].cssRules].length && ['--paper', '--raised', '--ink', '--quiet', '--line', \
         '--edge', '--link', '--link-visited', '--accent', '--wash', '--free', '--ask', '--duty', '--warn', '--found', '--shade']\
         .map((name) => style.getPropertyValue(name)))(getComputedStyle(document.documentElement))";
    let site = Served::shipped();
    let browser = phone();
    let system = |scheme: &str| {
        browser.emulate(&json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }));
    };
    browser.go(&site.page("en/"));
    system("light");
    let light = browser.value_of(COLOURS);
    system("dark");
    let dark = browser.value_of(COLOURS);
    assert_ne!(light, dark);
    browser.click(".scheme [value=light]");
    assert_eq!(browser.value_of(COLOURS), light);
    system("light");
    browser.click(".scheme [value=dark]");
    assert_eq!(browser.value_of(COLOURS), dark);
    browser.go(&site.page("zh/faq/cdn/"));
    assert_eq!(browser.value_of(COLOURS), dark, "on the next page, too");
    assert_eq!(browser.value_of("document.querySelector('.scheme :checked').value"), json!("dark"));
    browser.click(".scheme [value='']");
    assert_eq!(browser.value_of(COLOURS), light);
    assert_eq!(browser.value_of("localStorage.length"), json!(0));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium"]
fn the_first_page_is_short_and_begins_the_guide() {
    let site = Served::shipped();
    let browser = phone();
    for locale in ["zh", "en"] {
        browser.go(&site.page(&format!("{locale}/")));
        let height = browser.number("document.documentElement.scrollHeight");
        assert!(height <= 2500.0, "{locale}: {height}");
        assert!(browser.top(".start") < HIGH, "{locale}: what to do first is seen first");
        browser.value_of("(document.querySelector('.start [name=product]').value = 'ecs')");
        browser.value_of("(document.querySelector('.start [name=region]').value = 'hong_kong')");
        browser.click(".start button");
        browser.wait_until("document.querySelector('.outcome') !== null");
        assert_eq!(browser.value_of("location.search"), json!("?product=ecs&region=hong_kong"));
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());

    let plain = Browser::open(PHONE.0, PHONE.1, false);
    plain.go(&site.page("en/"));
    assert_eq!(plain.value_of("document.querySelector('.start .button').checkVisibility()"), json!(true));
    assert_eq!(plain.value_of("document.querySelector('.start form').checkVisibility()"), json!(false));
}

#[test]
#[ignore = "needs Chromium"]
fn the_next_question_and_the_answer_are_on_the_screen() {
    let site = Served::shipped();
    let browser = phone();
    for locale in ["zh", "en"] {
        browser.go(&site.page(&format!("{locale}/ask/filing/")));
        browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
        let first = browser.value_of("document.title");
        for value in ["ecs", "mainland", "no", "none"] {
            browser.click(&format!(".options a[data-value='{value}']"));
            let top = browser.top("[data-part='step'] h2");
            assert!((0.0..HIGH).contains(&top), "{locale}, after {value}: {top}");
            let asked = browser.text("[data-part='step'] h2");
            assert_eq!(browser.value_of("document.activeElement.textContent"), json!(asked));
            assert!(browser.value_of("document.title").as_str().unwrap().contains(&asked), "a state has a title");
        }
        browser.click("[data-restart]");
        assert_eq!(browser.value_of("[document.title, scrollY]"), json!([first, 0]));
        for path in ["ask/filing/?product=ecs&region=hong_kong", "ask/filing/ecs/hong_kong/"] {
            browser.go("about:blank");
            browser.go(&site.page(&format!("{locale}/{path}")));
            browser.wait_until("document.querySelector('.outcome') !== null");
            let top = browser.top(".outcome h2");
            assert!((0.0..HIGH).contains(&top), "{locale}/{path}: {top}");
        }
    }
}

/// A menu of which only the beginning has come has the browser's own label, which is longer.
#[test]
#[ignore = "needs Chromium"]
fn a_header_that_is_not_whole_yet_has_its_height() {
    const PLACES: &str = "[...document.querySelectorAll('header.site, header.site .inner > *')].filter((part) => \
        part.checkVisibility()).map((part) => part.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height])";
    let site = Served::shipped();
    let browser = phone();
    for path in ["zh/", "en/faq/cdn/", "offline.html"] {
        browser.go(&site.page(path));
        let whole = browser.value_of(PLACES);
        browser.value_of("document.querySelector('header.site .menu > summary').remove()");
        assert_eq!(browser.value_of(PLACES), whole, "/{path}");
        // Before its end has come, what is there of it would stand elsewhere.
        let shown = "getComputedStyle(document.querySelector('header.site')).visibility";
        assert_eq!(browser.value_of(shown), "visible", "/{path}");
        browser.value_of("document.querySelectorAll('header.site ~ *').forEach((part) => part.remove())");
        assert_eq!(browser.value_of(shown), "hidden", "/{path}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn nothing_moves_while_a_page_comes() {
    let site = Served::shipped();
    for (width, height) in [PHONE, (1280, 900)] {
        let browser = Browser::open(width, height, true);
        browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        let found = ["zh/search/?q=cdn", "en/search/?q=waf", "zh/search/?q=ECS 香港 要不要备案"];
        for path in crate::PAGES.iter().chain(&found) {
            browser.go("about:blank");
            browser.go(&site.page(path));
            if path.contains("?q=") {
                browser.wait_until(crate::search::SETTLED);
            } else if path.contains('?') {
                browser.wait_until("document.querySelector('.asked.begun') !== null");
            }
            assert_eq!(browser.moved(), json!([]), "/{path} on {width}");
        }
    }
}

/// What is being found moves nothing either, when it comes long after the last key.
#[test]
#[ignore = "needs Chromium"]
fn nothing_moves_when_hits_come_late() {
    let site = Served::shipped();
    for width in [360, 1280] {
        let browser = Browser::open(width, 740, true);
        browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        browser.go(&site.page("zh/search/"));
        browser.wait_until("document.activeElement.matches('[role=combobox]')");
        browser.value_of("document.activeElement.value = 'ECS 香港 要不要备案'");
        // By a script, so that no shift is excused by a key.
        browser.value_of("document.activeElement.dispatchEvent(new Event('input', { bubbles: true }))");
        browser.wait_until(crate::search::SETTLED);
        assert_eq!(browser.moved(), json!([]), "{width}");
    }
}

#[test]
#[ignore = "needs Chromium"]
fn an_article_stands_beside_its_category_where_there_is_room() {
    let site = Served::shipped();
    let shown = |browser: &Browser, selector: &str| {
        browser.value_of(&format!("document.querySelector({selector:?}).checkVisibility()"))
    };
    for (width, beside, contents, summary) in
        [(1280, true, true, false), (1024, false, true, false), (360, false, false, true)]
    {
        let browser = Browser::open(width, 900, true);
        browser.go(&site.page("en/faq/cancel-others-filing/"));
        assert_eq!(shown(&browser, ".beside"), json!(beside), "{width}");
        assert_eq!(shown(&browser, ".contents"), json!(contents), "{width}");
        assert_eq!(shown(&browser, ".contents-summary"), json!(summary), "{width}");
    }
}

/// Words of titles stay whole where a column is narrow, and none of its lines holds a character alone.
#[test]
#[ignore = "needs Chromium"]
fn the_lines_of_side_lists_hold_whole_words() {
    const LINES: &str = "[...document.querySelectorAll('.beside li a, .contents a')].map((link) => { const lines = []; \
        const texts = document.createTreeWalker(link, NodeFilter.SHOW_TEXT); \
        while (texts.nextNode()) [...texts.currentNode.data].reduce((at, character) => { const range = new Range(); \
            range.setStart(texts.currentNode, at); range.setEnd(texts.currentNode, at + character.length); \
            const top = Math.round(range.getBoundingClientRect().top / 8); \
            if (lines.at(-1)?.top === top) lines.at(-1).text += character; else lines.push({ top, text: character }); \
            return at + character.length; }, 0); \
        return lines.map(({ text }) => text); })";
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    let mut several = 0;
    for path in ["zh/faq/cdn/", "zh/faq/sites-per-server/", "zh/faq/cancel-others-filing/"] {
        browser.go(&site.page(path));
        let links: Vec<Vec<String>> = serde_json::from_value(browser.value_of(LINES)).unwrap();
        for lines in links.iter().filter(|lines| lines.len() > 1) {
            several += 1;
            assert!(lines.iter().all(|line| line.trim().chars().count() > 2), "{path}: {lines:?}");
            let torn = lines.windows(2).any(|pair| pair[0].ends_with('备') && pair[1].starts_with('案'));
            assert!(!torn, "{path}: {lines:?}");
        }
    }
    assert!(several > 5, "{several}");
}

#[test]
#[ignore = "needs Chromium"]
fn what_a_checklist_offers_stands_in_columns() {
    let site = Served::shipped();
    for (width, language) in [(360, "zh"), (360, "en"), (320, "en")] {
        let browser = Browser::open(width, 740, true);
        browser.go(&site.page(&format!("{language}/checklist/preparation/")));
        let places = "[...document.querySelectorAll('.choices > li')].map((row) => \
            [...row.querySelectorAll('.chips a')].map((link) => Math.round(link.getBoundingClientRect().left)).join())";
        let places: Vec<String> = serde_json::from_value(browser.value_of(places)).unwrap();
        assert!(places.len() > 30 && places.iter().all(|place| *place == places[0]), "{width} {language}: {places:?}");
        assert_eq!(browser.value_of("document.documentElement.scrollWidth <= innerWidth"), json!(true));
        // A sentence in Chinese stands in an English one.
        browser.go(&site.page(&format!("{language}/checklist/preparation/guangdong/individual/")));
        assert_eq!(browser.value_of("document.documentElement.scrollWidth <= innerWidth"), json!(true));
    }
}

/// The names of the columns are said in each card.
#[test]
#[ignore = "needs Chromium"]
fn no_column_is_lost_on_paper_or_in_a_card() {
    let site = Served::shipped();
    let browser = Browser::open(720, 1000, true);
    for path in [
        "zh/rules/provinces/",
        "en/rules/provinces/",
        "en/rules/products/",
        "en/answers/filing/",
        "en/faq/cancel-others-filing/",
        "zh/faq/cancel-others-filing/",
    ] {
        browser.go(&site.page(path));
        browser.emulate(&json!({ "media": "print" }));
        let torn = "[...document.querySelectorAll('tbody th a')].filter((name) => name.textContent.length < 4 && \
            name.getClientRects().length > 1).length";
        assert_eq!(browser.value_of(torn), json!(0), "/{path}: names of rows are words");
        let closed = "[...document.querySelectorAll('td > details')].filter((part) => part.checkVisibility()).length";
        assert_eq!(browser.value_of(closed), json!(0), "/{path}: nothing can be opened on paper");
        let cut = "[...document.querySelectorAll('.table')].filter((table) => table.scrollWidth > table.clientWidth + 1).length";
        assert_eq!(browser.value_of(cut), json!(0), "/{path} is cut");
        let wide = "document.documentElement.scrollWidth";
        assert!(browser.number(wide) <= 720.0, "/{path}: {}", browser.value_of(wide));
        browser.emulate(&json!({ "media": "" }));
    }
    let phone = phone();
    phone.go(&site.page("en/rules/products/ecs/"));
    let labels =
        "[...document.querySelectorAll('.cards td')].map((cell) => getComputedStyle(cell, '::before').content)";
    let labels = phone.value_of(labels);
    assert!(labels.as_array().unwrap().iter().all(|label| label.as_str().unwrap().len() > 4), "{labels}");
    assert_eq!(phone.value_of("document.querySelector('.cards').scrollWidth <= 360"), json!(true));
}

/// On phones, what differs from row to row comes first, and in each card in the same order; in columns, as it was written.
#[test]
#[ignore = "needs Chromium"]
fn cards_begin_with_what_differs() {
    let site = Served::shipped();
    let orders = "[...document.querySelectorAll('.cards tbody tr')].map((row) => [...row.cells].slice(1)\
        .map((cell) => [cell.getBoundingClientRect().top + cell.getBoundingClientRect().left / 1e4, cell.dataset.label]).sort(([one], [other]) => one - other).map(([, label]) => label))";
    let first = |browser: &Browser, path: &str| {
        browser.go(&site.page(path));
        let orders = browser.value_of(orders);
        let orders = orders.as_array().unwrap();
        assert!(orders.len() > 1 && orders.iter().all(|order| *order == orders[0]), "/{path}: {orders:?}");
        orders[0].clone()
    };
    let browser = phone();
    let regions = json!(["Filing", "Reason", "Exception", "Sources"]);
    assert_eq!(first(&browser, "en/rules/regions/"), regions, "a word before sentences");
    let quotas = first(&browser, "en/rules/quotas/");
    let place = |label: &str| quotas.as_array().unwrap().iter().position(|other| other == label).unwrap();
    assert!(place("Quota") < place("Other conditions") && place("Other conditions") < place("Region"), "{quotas}");
    assert_eq!(browser.value_of("document.documentElement.scrollWidth <= 360"), json!(true));

    let written = "[...document.querySelectorAll('.cards tbody tr:first-child td')].map((cell) => cell.dataset.label)";
    let browser = Browser::open(1280, 900, true);
    for path in ["en/rules/regions/", "en/rules/quotas/"] {
        let shown = first(&browser, path);
        assert_eq!(browser.value_of(written), shown, "/{path}");
    }
}

/// What a row says stands below what it is about, and takes the width that there is.
#[test]
#[ignore = "needs Chromium"]
fn the_cells_of_a_row_are_read_on_a_phone() {
    let site = Served::shipped();
    let browser = phone();
    for path in [
        "zh/rules/products/ecs/",
        "en/rules/products/ecs/",
        "en/rules/provinces/sichuan/",
        "zh/rules/provinces/beijing/",
    ] {
        browser.go(&site.page(path));
        let places = browser.value_of(
            "[...document.querySelectorAll('main > section > .cells > div')].map((cell) => [...cell.children].map((part) => {\
             const { left, right, top, bottom } = part.getBoundingClientRect(); return [left, right, top, bottom]; }))",
        );
        let cells: Vec<[[f64; 4]; 2]> = serde_json::from_value(places).unwrap();
        assert!(cells.len() > 2, "/{path}");
        for [[label_left, _, _, label_bottom], [left, right, top, bottom]] in cells {
            assert!(
                top >= label_bottom - 1.0 && (left - label_left).abs() < 1.0,
                "/{path}: {top} after {label_bottom}"
            );
            assert!(right - left > 240.0 && right <= 360.0 && bottom - top > 20.0, "/{path}: {left} to {right}");
        }
    }
}

/// Nobody sees the heads of rows that are cards: a button there would take the focus out of sight.
#[test]
#[ignore = "needs Chromium"]
fn rows_that_are_cards_have_no_buttons_in_their_heads() {
    let site = Served::shipped();
    for (browser, sorts) in [(phone(), false), (Browser::open(1280, 800, true), true)] {
        browser.go(&site.page("en/rules/products/"));
        browser.wait_until("document.querySelector('.tools.ready') !== null");
        assert_eq!(browser.number("document.querySelectorAll('.cards thead button').length") > 0.0, sorts);
        assert_eq!(browser.text(".cards thead th"), "Product");
    }
}

/// What is still possible is told to those who do not know; the script asks on instead.
#[test]
#[ignore = "needs Chromium"]
fn who_does_not_know_an_answer_is_told_what_is_possible_without_scripts() {
    let site = Served::shipped();
    let plain = Browser::open(PHONE.0, PHONE.1, false);
    let possible = |browser: &Browser| browser.number("document.querySelectorAll('.possible li').length");
    plain.go(&site.page("en/ask/filing/"));
    let first = possible(&plain);
    plain.go(&site.page("en/ask/filing/ecs/mainland/"));
    let later = possible(&plain);
    assert!(1.0 < later && later < first, "{later} of {first}");
    assert_eq!(plain.text(".possible summary"), "I don't know");
    plain.click(".possible summary");
    assert_eq!(plain.value_of("document.querySelector('.possible li').checkVisibility()"), json!(true));

    let browser = phone();
    browser.go(&site.page("en/ask/filing/"));
    browser.wait_until("document.querySelector('[data-value=unknown]') !== null");
    assert_eq!(possible(&browser), 0.0);
}

/// A list box has groups of options, and groups have nothing else that is known to those who hear the page.
#[test]
#[ignore = "needs Chromium"]
fn the_list_of_hits_holds_options_alone() {
    const OTHERS: &str = "[...document.querySelectorAll('[role=listbox] > *, [role=listbox] [role=group] > *')]\
        .filter((part) => !['group', 'option', 'presentation'].includes(part.getAttribute('role'))).length";
    let site = Served::shipped();
    let browser = phone();
    for (locale, query) in [("zh", "备案"), ("en", "filing")] {
        browser.go(&site.page(&format!("{locale}/search/")));
        assert_eq!(browser.value_of(OTHERS), json!(0));
        browser.go(&site.page(&format!("{locale}/search/?q={query}")));
        browser.wait_until("document.querySelectorAll('[role=option] .snippet').length > 3");
        assert_eq!(browser.value_of(OTHERS), json!(0));
        let unnamed = "[...document.querySelectorAll('[role=group]')].filter((group) => \
            !document.getElementById(group.getAttribute('aria-labelledby'))?.textContent).length";
        assert_eq!(browser.value_of(unnamed), json!(0));
        assert_eq!(
            browser.value_of("document.querySelector('[role=combobox]').getAttribute('aria-expanded')"),
            json!("true")
        );
    }
}

/// What authors write may be wide: it scrolls by itself, and the page does not.
#[test]
#[ignore = "needs Chromium"]
fn formulas_scroll_and_tabs_stand_in_a_row() {
    let folder = tempfile::tempdir().unwrap();
    crate::copy(&std::path::Path::new(crate::ROOT).join("tests/suite/site"), folder.path());
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    std::fs::write(folder.path().join("content/site.yaml"), settings + "math: yes\n").unwrap();
    let long = (1..30).map(|number| format!("a_{{{number}}}")).collect::<Vec<_>>().join(" + ");
    let tabs = ":::: tabs\n::: tab One\nfirst\n:::\n::: tab Two\nsecond\n:::\n::::";
    let text = format!(
        "# What does it cost?\n\nSee ${long}$ here, $x$ too.[^a]\n\n$$\n\\begin{{aligned}}a &= b \\\\ f(x) &= c\\end{{aligned}}\n$$\n\n{tabs}\n\n[^a]: A note.\n"
    );
    std::fs::write(folder.path().join("content/faq/basics/price.en.md"), text).unwrap();
    let site = Served::start(folder);
    let browser = phone();
    browser.go(&site.page("en/faq/price/"));
    assert_eq!(
        browser.value_of("document.documentElement.scrollWidth <= innerWidth"),
        json!(true),
        "the page is as wide as the screen"
    );
    assert_eq!(
        browser.value_of(
            "(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.formula'))"
        ),
        json!(true)
    );
    // On the line of the text around it.
    let bottoms = browser.value_of(
        "[...document.querySelectorAll('.formula')].map((formula) => formula.scrollHeight <= formula.clientHeight)",
    );
    assert_eq!(bottoms, json!([true, true]), "nothing of a formula is cut");
    let edges = browser.value_of("[...document.querySelectorAll('mtd.right > :last-child')].map((cell) => Math.round(cell.getBoundingClientRect().right))");
    let edges = edges.as_array().unwrap();
    assert!(edges.len() == 2 && edges[0] == edges[1], "right cells end together: {edges:?}");
    let note = browser.value_of("document.querySelector('.footnotes [role=doc-backlink]').getBoundingClientRect().top < document.querySelector('.footnotes p').getBoundingClientRect().bottom");
    assert_eq!(note, json!(true), "the way back stands behind the note");

    let tops = browser
        .value_of("[...document.querySelectorAll('.tabs summary')].map((title) => title.getBoundingClientRect().top)");
    assert_eq!(tops[0], tops[1], "titles stand in a row");
    let shown = "[...document.querySelectorAll('.tabs details > p')].map((text) => text.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))";
    assert_eq!(browser.value_of(shown), json!([true, false]));
    browser.click(".tabs details:last-child summary");
    assert_eq!(browser.value_of(shown), json!([false, true]), "one is open at a time");
}

#[test]
#[ignore = "needs Chromium"]
fn of_several_languages_the_one_that_is_read_stands_in_the_row() {
    let folder = tempfile::tempdir().unwrap();
    crate::copy(&std::path::Path::new(crate::ROOT).join("tests/suite/site"), folder.path());
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    let languages = "locales: [zh, zh-Hant, en]\nderived: [zh-Hant]\n";
    std::fs::write(folder.path().join("content/site.yaml"), settings + languages).unwrap();
    let site = Served::start(folder);
    let name = "(({ width }) => width > 20)(document.querySelector('.language-menu > summary > span').getBoundingClientRect())";
    for (width, is_named) in [(360, false), (1024, true), (1280, true)] {
        let browser = Browser::open(width, 740, true);
        browser.go(&site.page("zh/faq/price/"));
        assert_eq!(browser.value_of(name), json!(is_named), "{width}");
        assert!(browser.height("header.site") <= if width < 1120 { 56.0 } else { 72.0 }, "{width}");
        browser.click(".language-menu > summary");
        let links = "[...document.querySelectorAll('.language-menu li')].filter((item) => item.checkVisibility()).map((item) => item.textContent)";
        assert_eq!(browser.value_of(links), json!(["简体中文", "繁體中文", "English"]));
        assert_eq!(browser.text(".language-menu [aria-current]").trim(), "简体中文");
        browser.click(".language-menu a[hreflang=en]");
        browser.wait_until("location.pathname === '/en/faq/price/'");
    }
    // What is searched for goes along to each of them.
    let browser = Browser::open(1280, 900, true);
    browser.go(&site.page("zh/search/?q=套餐"));
    browser.wait_until("[...document.querySelectorAll('a.language')].every((link) => new URL(link.href).searchParams.get('q') === '套餐')");
}

/// A table with more columns than fit comes in parts, each with the names of its rows; none scrolls sideways on a desktop.
#[test]
#[ignore = "needs Chromium"]
fn the_provinces_fit_a_desktop() {
    let site = Served::shipped();
    let browser = Browser::open(1280, 900, true);
    browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
    for locale in ["zh", "en"] {
        browser.go(&site.page(&format!("{locale}/rules/provinces/#sichuan")));
        let widths =
            "[...document.querySelectorAll('.table')].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)";
        assert_eq!(browser.value_of(widths), json!([0, 0]), "{locale}");
        let columns = "[...document.querySelectorAll('thead tr')].map((row) => row.children.length)";
        assert_eq!(
            browser.value_of(columns),
            json!([9, 7]),
            "{locale}: with the names of rows twice, and their sources once"
        );
        assert_eq!(browser.value_of("document.querySelectorAll('tbody tr').length"), json!(62));
        assert_eq!(browser.value_of("document.querySelector(':target').id"), json!("sichuan"));
    }
}
