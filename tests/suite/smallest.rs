//! What a site may do without: everything beside a title and a text.

use serde_json::{Value, json};

use crate::support::{Site, files, stderr, stdout};

/// A title, and one article in one file.
fn smallest(article: &str) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    site.write("content/faq/getting-started/hours.md", article);
    site
}

const HOURS: &str = "# When do you open?\n\nAt nine.\n";

/// Checks the site, builds it, and finds its article.
fn assert_complete(site: &Site) {
    let told = site.wenda(&["check"]);
    assert_eq!(told.status.code(), Some(0), "{}", stdout(&told));
    assert!(stdout(&told).ends_with("no problems found\n"), "{}", stdout(&told));
    site.build();
    let found = stdout(&site.wenda(&["search", "when do you open"]));
    assert!(found.contains("When do you open?") && !found.contains("Based on"), "{found}");
}

/// Whether a page has nothing that leads to another language.
fn assert_one_language(page: &str) {
    for absent in ["class=\"language\"", "hreflang", "/zh/"] {
        assert!(!page.contains(absent), "{absent}\n{page}");
    }
    assert!(page.contains("<html lang=\"en\""), "{page}");
}

#[test]
fn a_title_and_one_text_are_a_site_in_one_language() {
    let site = smallest(HOURS);
    assert_complete(&site);
    let page = site.read("en/faq/hours/index.html");
    assert_one_language(&page);
    for absent in ["canonical", "noindex", "_sources", "en/sources/", "<nav aria-label=\"Main", "<footer"] {
        assert!(!page.contains(absent), "{absent}\n{page}");
    }
    let main = &page[page.find("<main").unwrap()..page.find("</main>").unwrap()];
    assert!(!main.contains("<time") && !main.contains("class=\"age\""), "{main}");
    let home = site.read("en/index.html");
    assert_one_language(&home);
    assert!(home.contains("Getting started") && !home.contains("class=\"lead\""), "{home}");
    assert!(!home.contains("name=\"description\""), "{home}");
    assert!(!site.public().join("zh").exists());
    assert!(!site.public().join("sitemap.xml").exists());
    assert_eq!(site.read("robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(site.read("404.html").contains("href=\"/site."));
    // Where addresses in full are not known, search engines are told which pages are not for them all the same.
    assert!(site.read("404.html").contains("noindex"));
}

/// The pages that list something, and how each is linked to.
const LISTS: [(&str, &str); 3] = [("rules", "page:rules"), ("glossary", "page:glossary"), ("sources", "page:sources")];

#[test]
fn a_page_that_would_list_nothing_is_not_written() {
    let site = smallest(HOURS);
    site.edit("content/site.yaml", |text| text + "base_url: https://help.example.com/\n");
    site.build();
    for (path, bytes) in files(&site.public()) {
        for (list, _) in LISTS {
            assert!(!path.contains(&format!("en/{list}/")), "{path}");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(&format!("en/{list}/")), "{path} leads to {list}");
        }
    }
    // Each of them is there as soon as there is something in it. What only a decision rests on is in the list of sources, too.
    site.write(
        "content/rules/plans.yaml",
        "title: Plans\ncolumns: [{id: name, type: text, label: Name}]\nrows: [{id: small, name: Small}]\n",
    );
    site.write("content/glossary.yaml", "- {id: plan, term: plan, definition: What you pay for.}\n");
    site.write(
        "content/sources/manual.yaml",
        "title: Manual\ndate: 2020-02-29\nsections: [{id: pay, title: Paying}]\n",
    );
    site.build();
    assert!(!site.public().join("en/sources").exists(), "nothing cites a source");
    site.write("content/decisions/refund.yaml", REFUND.replace("You paid.}", "You paid., sources: [manual/pay]}"));
    site.edit("content/site.yaml", |text| text + "navigation: [page:rules, page:glossary, page:sources]\n");
    site.build();
    for (list, _) in LISTS {
        assert!(site.read("sitemap.xml").contains(&format!("en/{list}/")), "{list}");
        assert!(site.read("en/faq/hours/index.html").contains(&format!("../../../en/{list}/")), "{list}");
    }
    let sources = site.read("en/sources/index.html");
    assert!(sources.contains("id=\"manual-pay\"") || sources.contains("id=\"manual/pay\""), "{sources}");
    assert!(sources.contains(">Do you get your money back?</a>"), "{sources}");
}

#[test]
fn nothing_leads_to_a_page_that_would_list_nothing() {
    for (_, page) in LISTS {
        let site = smallest(&format!("{HOURS}\nSee [there]({page}).\n"));
        site.edit("content/site.yaml", |text| text + &format!("navigation: [{page}]\n"));
        let output = site.wenda(&["check"]);
        assert_eq!(output.status.code(), Some(1), "{page}");
        let told = stdout(&output);
        assert!(told.contains(&format!("the site has no page `{page}`, which would list nothing")), "{told}");
        assert!(told.contains("site.yaml:2:14") && told.contains("hours.md:5:") && told.contains("2 errors"), "{told}");
    }
    // A section that is there, and that nothing states.
    let site = smallest(&format!("{HOURS}\nSee [there](source:manual/pay).\n"));
    site.write(
        "content/sources/manual.yaml",
        "title: Manual\ndate: 2020-02-29\nsections: [{id: pay, title: Paying}]\n",
    );
    assert!(stdout(&site.wenda(&["check"])).contains("the site has no page `page:sources`"));
}

/// A decision that rests on no source, and has no summary.
const REFUND: &str = "title: Do you get your money back?
facts:
- id: paid
  label: Paid
  question: Did you pay?
  values: {yes: Yes, no: No}
verdicts:
- {id: refund, label: Refund, values: {yes: Yes, no: No}}
rows:
- {paid: yes, then: back}
- {paid: no, then: nothing}
outcomes:
- {id: back, refund: yes, title: You get it back., explanation: You paid.}
- {id: nothing, refund: no, title: There is nothing to give back., explanation: You did not pay.}
";

#[test]
fn a_decision_needs_no_sources_and_no_summary() {
    let site = smallest(HOURS);
    site.write("content/decisions/refund.yaml", REFUND);
    site.build();
    for page in ["en/ask/refund/index.html", "en/ask/refund/yes/index.html"] {
        let page = site.read(page);
        for absent in
            ["<h3>Sources</h3>", "class=\"citations\"", "en/sources/", "<p class=\"age\">", "class=\"lead\"", "\" >"]
        {
            assert!(!page.contains(absent), "{absent}\n{page}");
        }
        assert!(page.contains("You get it back."), "{page}");
    }
    assert!(site.read("en/ask/refund/index.html").contains("<template data-outcome=\"back\">"));
    let told = stdout(&site.wenda(&["ask", "refund", "paid=yes"]));
    assert!(told.contains("You get it back.") && !told.contains("Sources"), "{told}");
    let reply: Value = serde_json::from_slice(&site.wenda(&["ask", "refund", "paid=yes", "--json"]).stdout).unwrap();
    assert_eq!(reply["outcome"].get("as_of"), None, "{reply}");
    let reply: Value = serde_json::from_slice(&site.wenda(&["search", "did you pay", "--json"]).stdout).unwrap();
    let hit = &reply["hits"][0];
    assert_eq!((&hit["id"], hit.get("as_of")), (&json!("refund"), None), "{reply}");
    // Regression: the text of a decision without a summary began with the end of a line.
    let found = stdout(&site.wenda(&["search", "did you pay"]));
    assert!(found.contains("\n  Did you pay? "), "{found}");
}

#[test]
fn a_site_that_nobody_knows_the_address_of_is_searched_and_not_opened() {
    let site = smallest(HOURS);
    let found = site.wenda(&["search", "when do you open"]);
    assert!(found.status.success() && stdout(&found).contains("  en/faq/hours/\n"), "{}", stdout(&found));
    let output = site.wenda(&["search", "when do you open", "--open"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("set `base_url` in content/site.yaml"), "{}", stderr(&output));
}

#[test]
fn words_of_the_theme_that_documents_say_are_found_as_they_are_now() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    site.write("content/faq/start.md", HOURS);
    let found = || stdout(&site.wenda(&["search", "when do you open"]));
    assert!(found().contains("General"), "{}", found());
    site.write("templates/strings.en.yaml", "general: Basics\n");
    assert!(found().contains("Basics") && !found().contains("General"), "{}", found());
    let narrowed = stdout(&site.wenda(&["search", "open", "category:Basics"]));
    assert!(narrowed.contains("When do you open?"), "{narrowed}");
}

#[test]
fn a_title_whose_language_nobody_can_tell_asks_for_it() {
    for title in ["Справка", "Βοήθεια", "مساعدة", "ความช่วยเหลือ", "Help и справка"]
    {
        let site = smallest(HOURS);
        site.write("content/site.yaml", format!("title: {title}\n"));
        let output = site.wenda(&["check"]);
        let told = stdout(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("error[unknown-locale]") && told.contains("`locales: [ru]`"), "{told}");
        assert!(told.contains("site.yaml:1:8"), "{told}");
    }
    for (title, tag) in
        [("Hilfe für alle", "en"), ("Số 24/7: ①", "en"), ("帮助", "zh-Hans"), ("ヘルプ", "ja"), ("도움말", "ko")]
    {
        let site = smallest(HOURS);
        site.write("content/site.yaml", format!("title: \"{title}\"\n"));
        site.build();
        let page = &files(&site.public())["index.html"];
        let page = String::from_utf8_lossy(page);
        assert!(page.contains(&format!("<html lang=\"{tag}\"")), "{title}: {page}");
    }
    for told in ["title: {ru: Справка}\n", "title: Справка\nlocales: [ru]\n"] {
        let site = smallest("# Когда вы открыты?\n\nС девяти.\n");
        site.write("content/site.yaml", told);
        assert!(site.build().read("index.html").contains("<html lang=\"ru\""));
    }
}

#[test]
fn a_text_may_stand_in_no_folder() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    site.write("content/faq/start.md", HOURS);
    assert_complete(&site);
    assert_one_language(&site.read("en/faq/start/index.html"));
    assert!(site.read("en/index.html").contains(">General</a>"), "{}", site.read("en/index.html"));
    site.write("content/faq/categories.yaml", "- {id: general, title: First steps}\n");
    assert_complete(&site);
    assert!(site.read("en/index.html").contains(">First steps</a>"));
}

#[test]
fn a_text_that_names_no_language_is_in_the_first() {
    let site = smallest("# 几点开门？\n\n九点开门。\n");
    site.write("content/site.yaml", "title: {zh: 问答, en: Answers}\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.ends_with("1 warning\n") && told.contains("there is no text in `en`"), "{told}");
    site.build();
    let home = site.read("zh/index.html").replace("<wbr>", "");
    assert!(home.contains("几点开门？") && home.contains("class=\"language\""), "{home}");
}

#[test]
fn the_address_of_the_site_may_come_with_the_build() {
    let site = smallest(HOURS);
    let output = site.wenda(&["build", "--base-url", "https://help.example.com/"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        site.read("en/faq/hours/index.html")
            .contains("rel=\"canonical\" href=\"https://help.example.com/en/faq/hours/\"")
    );
    assert!(site.read("sitemap.xml").contains("<loc>https://help.example.com/en/faq/hours/</loc>"));
}

#[test]
fn front_matter_holds_what_the_languages_share() {
    let site = smallest(&format!("---\naliases: [business times]\nvolatile: Not on holidays.\n---\n{HOURS}"));
    assert_complete(&site);
    let page = site.read("en/faq/hours/index.html");
    assert!(page.contains("Not on holidays.") && !page.contains("aliases"), "{page}");
    assert!(stdout(&site.wenda(&["search", "business times"])).contains("When do you open?"));
}

#[test]
fn a_file_that_holds_nothing_is_a_list_or_a_mapping_of_nothing() {
    let site = smallest(&format!("---\n---\n{HOURS}"));
    site.write("content/faq/start.md", "---\n# Nothing yet.\n---\n# Where do you start?\n\nHere.\n");
    site.write("content/faq/end.md", "# Where do you end?\n\nThere.\n");
    site.write("content/faq/end.yaml", "# related: [start]\n");
    for file in [
        "faq/categories.yaml",
        "synonyms.yaml",
        "glossary.yaml",
        "redirects.yaml",
        "out_of_scope.yaml",
        "evals.yaml",
        "dictionary.txt",
    ] {
        site.write(&format!("content/{file}"), ["", "# Later.\n", "\n"][file.len() % 3]);
    }
    site.write("templates/strings.en.yaml", "# As they are.\n");
    site.write("content/site.yaml", "title: Help\ndiagnostics: {orphan-article: off}\n");
    assert_complete(&site);
    // What lacks a key that has to be there is told which.
    site.write("content/site.yaml", "# Later.\n");
    site.write("content/guides/first.yaml", "");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("site.yaml:1:1") && told.contains("the key `title` is missing"), "{told}");
    site.write("content/site.yaml", "title: Help\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("first.yaml:1:1") && told.contains("the key `steps` is missing"), "{told}");
}

#[test]
fn front_matter_is_checked_where_it_stands() {
    let site = smallest(&format!("---\norder: 1\nalias: {{zh: [营业时间]}}\n---\n{HOURS}"));
    site.write("content/site.yaml", "title: {zh: 问答, en: Answers}\n");
    site.write(
        "content/faq/getting-started/hours.en.md",
        "---\norder: 2\n---\n# When do you open?\n\nAt nine, [here](article:nowhere).\n",
    );
    let told = stdout(&site.wenda(&["check"]));
    for text in [
        "`alias` is not a key that is known here",
        "hours.md:3:1",
        "did you mean `aliases`?",
        "what the languages of `hours` share stands in two files",
        "hours.en.md:6:",
    ] {
        assert!(told.contains(text), "{text}\n{told}");
    }
}

#[test]
fn a_site_requires_what_it_asks_for() {
    let site = smallest(HOURS);
    site.edit("content/site.yaml", |text| text + "require: [categories, sources, facts, verified]\n");
    site.write(
        "content/rules/plans.yaml",
        "title: Plans\ncolumns: [{id: name, type: text, label: Name}]\nrows: [{id: small, name: Small}]\n",
    );
    let told = stdout(&site.wenda(&["check"]));
    for text in [
        "`categories.yaml` lists no category `getting-started`",
        "write there `sources:`, `facts:`, `verified:`, as `require`",
        "the key `sources` is missing",
        "the key `facts` is missing",
    ] {
        assert_eq!(told.matches(text).count(), 1, "{text}\n{told}");
    }
    site.write("content/faq/getting-started/hours.yaml", "order: 1\n");
    site.edit("content/rules/plans.yaml", |text| text.replace("name: Small}", "name: Small, sources: []}"));
    let told = stdout(&site.wenda(&["check"]));
    for text in ["`sources` is an empty list", "the key `sources` is missing", "the key `verified` is missing"] {
        assert_eq!(told.matches(text).count(), 1, "{text}\n{told}");
    }
    // Of the article and of the row.
    assert_eq!(told.matches("the key `facts` is missing").count(), 2, "{told}");
    site.edit("content/site.yaml", |text| text.replace("[categories, sources, facts, verified]", "[source]"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("did you mean `sources`?"), "{told}");
    site.edit("content/site.yaml", |text| text.replace("require: [source]", ""));
    site.build();
    assert!(!site.read("en/rules/plans/index.html").contains("class=\"cited\""));
}
