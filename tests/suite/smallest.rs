//! What a site may do without: everything beside a title and a text.

use crate::support::{Site, stderr, stdout};

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
    for absent in ["canonical", "noindex", "_sources", "en/sources/"] {
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
    assert!(site.read("404.html").contains("href=\"/site.css"));
    // A page without an address of its own is still not kept from search engines, and one that says nothing is.
    assert!(site.read("404.html").contains("noindex"));
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
    assert!(told.ends_with("1 warning\n") && told.contains("has no text in `en`"), "{told}");
    site.build();
    let home = site.read("zh/index.html");
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
