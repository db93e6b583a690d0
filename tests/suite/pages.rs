//! The written site, as browsers and search engines read it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{Html, Selector};
use wenda::pipeline::Session;

use crate::asking::DELIVERY;
use crate::support::{PIXEL, ROOT, Site, copy, files, stdout};

/// The pages of a site, parsed, by path.
fn pages(site: &Site) -> BTreeMap<String, Html> {
    files(&site.public())
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, Html::parse_document(&String::from_utf8(bytes).unwrap())))
        .collect()
}

fn select<'h>(page: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(page: &Html, selector: &str) -> String {
    select(page, selector).first().map(|element| element.text().collect::<String>()).unwrap_or_default()
}

/// The file that a relative address leads to from a page.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let path = href.split(['#', '?']).next().unwrap();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => assert!(parts.pop().is_some(), "{from}: `{href}` leaves the site"),
            _ => parts.push(part),
        }
    }
    let path_of_folder = path.is_empty() || path.ends_with('/') || path.ends_with("..");
    let joined = parts.join("/");
    match (path_of_folder, joined.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{joined}/index.html"),
        (false, _) => joined,
    }
}

/// Every link leads to a page that is there, and every fragment to an element that is there.
pub(crate) fn assert_links_lead_somewhere(site: &Site) {
    let pages = pages(site);
    let all = files(&site.public());
    let mut checked = 0;
    for (path, page) in pages.iter().filter(|(path, _)| *path != "404.html") {
        for element in select(page, "[href], [src]") {
            let href = element.value().attr("href").or(element.value().attr("src")).unwrap();
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let (target, fragment) = match href.strip_prefix('#') {
                Some(fragment) => (path.clone(), Some(fragment)),
                None => (resolve(path, href), href.split_once('#').map(|(_, fragment)| fragment)),
            };
            assert!(all.contains_key(&target), "{path}: `{href}` leads to `{target}`, which is not there");
            if let (Some(fragment), Some(page)) = (fragment, pages.get(&target)) {
                let found = select(page, "[id]").iter().any(|element| element.value().attr("id") == Some(fragment));
                assert!(found, "{path}: `{href}` names an element that `{target}` does not have");
            }
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} links were checked");
}

/// The rules that hold for every page.
pub(crate) fn assert_pages_are_sound(site: &Site) {
    for (path, page) in pages(site) {
        assert_eq!(select(&page, "h1").len(), 1, "{path}: one first-level heading");
        assert!(!text(&page, "title").trim().is_empty(), "{path}: a title");
        assert!(select(&page, "html[lang]").len() == 1, "{path}: a language");
        let ids: Vec<_> = select(&page, "[id]").iter().map(|element| element.value().attr("id").unwrap()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: ids are unique: {ids:?}");
        assert!(
            select(&page, "[style], style, script:not([src], [type='application/ld+json']), [onclick]").is_empty(),
            "{path}: nothing inline"
        );
        for image in select(&page, "img") {
            assert!(image.value().attr("alt").is_some() && image.value().attr("width").is_some(), "{path}: {image:?}");
        }
    }
}

#[test]
fn the_shipped_site_is_sound() {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    let strict = site.wenda(&["check", "--strict"]);
    assert!(strict.status.success(), "{}", stdout(&strict));
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);
    assert_alternates_are_mutual(&site);
}

#[test]
fn a_small_site_has_every_kind_of_page() {
    let site = Site::small();
    site.write(
        "content/redirects.yaml",
        "- from: faq/cost/\n  to: article:price\n- from: old\n  to: https://example.com/\n",
    );
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);
    let pages = pages(&site);
    let title = |path: &str| text(&pages[path], "h1");
    assert_eq!(title("zh/index.html"), "小帮助中心");
    assert_eq!(title("en/category/basics/index.html"), "Basics");
    assert_eq!(title("en/faq/price/index.html"), "What does it cost?");
    assert_eq!(title("en/faq/index.html"), "All questions");
    assert_eq!(title("zh/rules/plans/index.html"), "套餐");
    assert_eq!(title("zh/rules/plans/small/index.html"), "小套餐有哪些规则？");
    assert_eq!(title("en/glossary/index.html"), "Glossary");
    assert_eq!(title("en/sources/index.html"), "Sources");
    assert_eq!(select(&pages["index.html"], ".languages a").len(), 2);
    assert!(text(&pages["404.html"], "main").contains("Page not found"), "both languages are addressed");
    let refresh =
        select(&pages["en/faq/cost/index.html"], "meta[http-equiv=refresh]")[0].value().attr("content").unwrap();
    assert_eq!(refresh, "0; url=../../../en/faq/price/");
    let refresh = select(&pages["en/old/index.html"], "meta[http-equiv=refresh]")[0].value().attr("content").unwrap();
    assert_eq!(refresh, "0; url=https://example.com/");
}

/// Titles that the theme makes of names are spaced like what authors write.
#[test]
fn names_stand_apart_in_the_texts_that_are_made_of_them() {
    let site = Site::small();
    site.edit("content/rules/plans.yaml", |text| text.replace("{zh: 小套餐, en: Small}", "{zh: 小套餐 S1, en: Small}"))
        .build();
    let page = site.read("zh/rules/plans/small/index.html");
    assert!(page.contains("<title>小套餐 S1 有哪些规则？"), "{page}");
    assert!(page.contains("<meta property=\"og:title\" content=\"小套餐 S1 有哪些规则？\">"), "{page}");
    assert!(!page.contains("S1有"), "{page}");
    assert!(site.read("zh/rules/plans/large/index.html").contains("大套餐有哪些规则？"));
}

#[test]
fn numbers_and_titles_are_quoted_from_where_they_are_written() {
    let site = Site::small();
    let plans = site.path().join("content/rules/plans.yaml");
    let changed = std::fs::read_to_string(&plans).unwrap().replace("price: 9\n", "price: 11\n");
    std::fs::write(plans, changed).unwrap();
    site.build();
    let pages = pages(&site);
    assert!(text(&pages["zh/faq/price/index.html"], ".answer").contains("每月 11 元"));
    assert!(text(&pages["en/faq/price/index.html"], ".answer").contains("11 yuan a month; see Plans."));
    assert!(text(&pages["en/rules/plans/small/index.html"], ".cells").contains("11 yuan"));
}

#[test]
fn everything_about_a_row_is_on_its_page() {
    let site = Site::small();
    site.write(
        "content/rules/limits.yaml",
        "title: {zh: 限制, en: Limits}\nsummary: {zh: 限制。, en: Limits.}\ncolumns:\n\
         - id: plan\n  type: reference\n  table: plans\n  label: {zh: 套餐, en: Plan}\n\
         - id: users\n  type: number\n  unit: {zh: 人, en: {one: user, other: users}}\n  label: {zh: 人数, en: Users}\n\
         - id: paid\n  type: yes_no\n  label: {zh: 收费, en: Paid}\n\
         rows:\n- id: small\n  plan: small\n  users: 1\n  paid: no\n  sources: [manual/price]\n\
         - id: large\n  plan: large\n  users: 5\n  paid: yes\n  sources: [manual/price]\n",
    );
    site.build();
    let pages = pages(&site);
    let small = text(&pages["en/rules/plans/small/index.html"], "main");
    assert!(small.contains("1 user") && small.contains("What does it cost?"), "{small}");
    assert!(!small.contains("5 users"), "the other plan's limit is not on this page: {small}");
    let large = text(&pages["zh/rules/plans/large/index.html"], "main");
    assert!(large.contains("5 人") && large.contains("是"), "{large}");
}

#[test]
fn an_article_without_translation_is_shown_in_its_own_language() {
    let site = Site::small();
    site.remove("content/faq/basics/trial.en.md").build();
    let pages = pages(&site);
    let page = &pages["en/faq/trial/index.html"];
    assert_eq!(select(page, "html")[0].value().attr("lang"), Some("en"), "the page around it stays English");
    assert_eq!(select(page, ".answer")[0].value().attr("lang"), Some("zh-Hans"));
    assert_eq!(text(page, ".notice"), "This article is not available in English yet. The original (中文) follows.");
    let canonical = select(page, "link[rel=canonical]")[0].value().attr("href");
    assert_eq!(canonical, Some("https://help.example.com/zh/faq/trial/"));
    assert!(select(page, "link[hreflang]").is_empty());
    let original = &pages["zh/faq/trial/index.html"];
    assert!(select(original, "link[hreflang]").is_empty(), "there is no translation to name");
    // Links in it stay in the reader's language.
    assert_eq!(select(page, ".answer a[href*=price]")[0].value().attr("href"), Some("../../../en/faq/price/"));
    assert!(!site.read("sitemap.xml").contains("en/faq/trial/"));
    assert!(select(page, "meta[name=robots]").is_empty(), "the original is named instead");
    // Regression: without an address of the site nothing kept search engines from the same text at two addresses.
    site.edit("content/site.yaml", |text| text.replace("base_url: https://help.example.com/\n", ""));
    site.write("content/redirects.yaml", "- {from: old, to: 'article:price'}\n");
    let pages = self::pages(site.build());
    for path in ["en/faq/trial/index.html", "404.html", "en/old/index.html"] {
        let robots = select(&pages[path], "meta[name=robots]");
        assert_eq!(robots.len(), 1, "{path}");
        assert_eq!(robots[0].value().attr("content"), Some("noindex"), "{path}");
    }
    assert!(select(&pages["zh/faq/trial/index.html"], "meta[name=robots]").is_empty());
}

/// Each `hreflang` of a page is answered by the page that it names.
fn assert_alternates_are_mutual(site: &Site) {
    let base = site_base(site);
    let pages = pages(site);
    let alternates = |path: &str| -> BTreeMap<String, String> {
        let links = select(&pages[path], "link[hreflang]");
        links
            .iter()
            .map(|link| {
                (link.value().attr("hreflang").unwrap().to_owned(), link.value().attr("href").unwrap().to_owned())
            })
            .collect()
    };
    let mut mutual = 0;
    for path in pages.keys() {
        let named = alternates(path);
        for (lang, href) in &named {
            let target = resolve("index.html", href.strip_prefix(&base).unwrap());
            if lang != "x-default" {
                assert_eq!(alternates(&target), named, "{path} names {target} as its {lang} version");
                mutual += 1;
            }
        }
    }
    assert!(mutual > 20, "only {mutual} alternates");
}

fn site_base(site: &Site) -> String {
    let map = site.read("sitemap.xml");
    let start = map.find("<loc>").unwrap() + 5;
    map[start..start + map[start..].find("</loc>").unwrap()].to_owned()
}

/// Regression: a file of the site took the place of a part of the site map, without a word.
#[test]
fn no_file_takes_the_place_of_a_part_of_the_site_map() {
    let site = Site::small();
    site.write("static/sitemap-2.xml", "mine");
    site.build();
    assert_eq!(site.read("sitemap-2.xml"), "mine", "a site map of few addresses has no parts");

    // Three tables, whose rows have 50,400 pages in two languages.
    let head = "title: {zh: 表, en: Table}\nsummary: {zh: 表。, en: Table.}\npages: yes\n\
                columns:\n- {id: name, type: text, label: {zh: 名, en: Name}}\nrows:\n";
    let row = |row| format!("- {{id: r{row}, name: {{zh: 甲 {row}, en: A {row}}}, sources: [manual/price]}}\n");
    let table = head.to_owned() + &(0..8_400).map(row).collect::<String>();
    for name in ["one", "two", "three"] {
        site.write(&format!("content/rules/{name}.yaml"), &table);
    }
    let checked = stdout(&site.wenda(&["check"]));
    assert!(checked.contains("error[duplicate-url]: two files would stand at `/sitemap-2.xml`"), "{checked:.2000}");
    assert!(checked.contains("static/sitemap-2.xml") && checked.contains("content/site.yaml"), "{checked:.2000}");
    assert!(checked.contains("1 error\n"), "{checked:.2000}");

    // Where the site map is the site's own, it has no parts. Another error keeps the pages from being rendered, which takes long.
    site.write("static/sitemap.xml", "mine, too").write("static/zh/faq/price/index.html", "mine");
    let checked = stdout(&site.wenda(&["check"]));
    assert!(checked.contains("1 error\n") && !checked.contains("sitemap"), "{checked:.2000}");
}

#[test]
fn the_address_of_the_site_can_be_given() {
    let site = Site::small();
    let output = site.wenda(&["build", "--base-url", "https://other.example/help"]);
    assert!(output.status.success());
    let page = site.read("zh/faq/price/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://other.example/help/zh/faq/price/\">"));
    assert!(!page.contains("help.example.com/zh"));
    assert!(site.read("robots.txt").contains("Sitemap: https://other.example/help/sitemap.xml"));
    // Hosts show this page at any address, so its links name the path on the host.
    assert!(site.read("404.html").contains("href=\"/help/site."));
}

#[test]
fn a_sites_own_templates_and_files_take_the_place_of_the_themes() {
    let site = Site::small();
    site.write("templates/citations.html", "<p>nobody</p>");
    site.write("static/favicon.svg", "<svg/>");
    site.write("static/.well-known/security.txt", "Contact: mailto:help@example.com\n");
    site.write("static/robots.txt", "User-agent: *\nDisallow: /\n");
    site.write("static/static/price.txt", "9");
    site.write("static/own.js", "// Mine.\n  run();\n");
    site.build();
    assert!(site.read("en/faq/price/index.html").contains("<p>nobody</p>"));
    assert_eq!(site.read("favicon.svg"), "<svg/>");
    assert!(site.read(".well-known/security.txt").starts_with("Contact"));
    assert!(site.read("robots.txt").contains("Disallow: /\n"));
    assert_eq!(site.read("static/price.txt"), "9");
    assert_eq!(site.read("own.js"), "// Mine.\n  run();\n");
    // What the theme links is named by what it holds, and by nothing else; what others may know keeps its name.
    site.write("static/site.css", "main { color: black }\n").write("static/custom.css", "a { color: red }\n");
    site.write("templates/slots/head.html", "<script src=\"{{ root }}{{ assets.own_js }}\"></script>\n").build();
    let page = site.read("en/faq/price/index.html");
    for name in ["site.css", "custom.css"] {
        let path = site.hashed(name);
        assert!(page.contains(&format!("\"../../../{path}\"")) && !site.public().join(name).exists(), "{name}");
    }
    assert!(page.contains("src=\"../../../own.js\"") && !page.contains("?v="), "{page}");
    let style = site.hashed("site.css");
    site.write("static/site.css", "main { color: navy }\n").build();
    assert_ne!(site.hashed("site.css"), style, "the one before is gone");
}

#[test]
fn markdown_becomes_what_readers_expect() {
    let site = Site::small();
    let source = std::fs::read_to_string(Path::new(ROOT).join("tests/suite/markdown.md")).unwrap();
    site.write("content/faq/basics/price.zh.md", source);
    site.write("content/faq/basics/dot.gif", PIXEL);
    site.build();
    let page = site.read("zh/faq/price/index.html");
    let start = page.find("<div class=\"answer\">").unwrap();
    let end = page.find("<link rel=\"stylesheet\" href=\"../../../feedback.").unwrap();
    insta::assert_snapshot!(&page[start..end]);
}

/// The small site with a guide through both articles and a checklist for each plan.
fn site_with_lists() -> Site {
    let site = Site::small();
    site.write(
        "content/guides/buying.yaml",
        "title: {zh: 购买, en: Buying}\nsummary: {zh: 两步。, en: Two steps.}\nsteps: [trial, price]\n",
    );
    site.write(
        "content/checklists/start.yaml",
        r#"title: {zh: 清单, en: Checklist}
summary: {zh: 逐条核对。, en: Item by item.}
table: plans
variants:
- {id: company, label: {zh: 公司, en: Companies}}
- {id: person, label: {zh: 个人, en: Persons}}
groups:
- title: {zh: 付款, en: Payment}
  items:
  - text: {zh: "准备 {{price}} 元。", en: "Have {{price}} yuan ready."}
    see: price
    sources: [manual/price]
  - text: {zh: 备好抬头。, en: Have the name for the invoice ready.}
    for: [company]
    sources: [manual/price]
- title: {zh: 说明, en: Notes}
  items:
  - text: {zh: "留意：{{note}}", en: "Note: {{note}}"}
    when: {note: given}
    sources: [manual/trial]
"#,
    );
    site.edit("content/rules/plans.yaml", |table| {
        table.replace("rows:", "- {id: note, type: text, optional: yes, label: {zh: 说明, en: Note}}\nrows:")
            + "  note: {zh: 先试用, en: try it first}\n"
    });
    site.build();
    site
}

#[test]
fn a_guide_leads_from_step_to_step() {
    let site = site_with_lists();
    assert_links_lead_somewhere(&site);
    let pages = pages(&site);
    let guide = &pages["en/guide/buying/index.html"];
    let steps: Vec<String> = select(guide, ".steps li > a").iter().map(|link| link.text().collect()).collect();
    assert_eq!(steps, ["Is there a trial?", "What does it cost?"]);

    let first = &pages["en/faq/trial/index.html"];
    assert_eq!(text(first, ".step p span"), "1 / 2");
    assert_eq!(text(first, ".step [rel=next]"), "What does it cost?");
    assert!(select(first, ".step [rel=prev]").is_empty());
    let last = &pages["zh/faq/price/index.html"];
    assert_eq!(text(last, ".step [rel=prev]"), "可以试用吗？");
    assert!(select(last, ".step [rel=next]").is_empty());
    assert_eq!(text(&pages["en/index.html"], ".guides a"), "Buying");
}

#[test]
fn an_article_stands_among_those_of_its_category() {
    let site = Site::small();
    for number in 10..50 {
        site.write(&format!("content/faq/basics/q{number}.yaml"), "sources: [manual/price]\nverified: 2020-02-29\n");
        for locale in ["zh", "en"] {
            site.write(&format!("content/faq/basics/q{number}.{locale}.md"), format!("# Q{number}\n\nYes.\n"));
        }
    }
    site.build();
    assert_links_lead_somewhere(&site);
    let pages = pages(&site);
    let page = &pages["en/faq/q30/index.html"];
    assert_eq!(text(page, ".turn [rel=prev]"), "Previous question Q29");
    assert_eq!(text(page, ".turn [rel=next]"), "Next question Q31");
    assert_eq!(text(page, ".beside [aria-current=page]"), "Q30");
    let beside: Vec<String> = select(page, ".beside li").iter().map(|item| item.text().collect()).collect();
    assert_eq!((beside.len(), &*beside[1], &*beside[23]), (24, "Q19", "Q41"));
}

#[test]
fn a_checklist_holds_what_its_reader_has_to_do() {
    let site = site_with_lists();
    let pages = pages(&site);
    let items = |path: &str| {
        let items = select(&pages[path], ".checklist label");
        items.iter().map(|item| item.text().collect::<String>().trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        items("en/checklist/start/large/company/index.html"),
        ["Have 90 yuan ready.", "Have the name for the invoice ready.", "Note: try it first"]
    );
    assert_eq!(items("zh/checklist/start/small/person/index.html"), ["准备 9 元。"]);
    assert_eq!(text(&pages["en/checklist/start/small/person/index.html"], "h1"), "Checklist Small\u{a0}· Persons");
    // A part with nothing to do is left out, and the row's page leads to its checklists.
    assert_eq!(select(&pages["zh/checklist/start/small/person/index.html"], ".checklist").len(), 1);
    let row = select(&pages["en/rules/plans/small/index.html"], "a[href*='checklist/start/small/']").len();
    assert_eq!(row, 2);
}

/// The small site with a decision about its plans.
fn site_with_a_decision() -> Site {
    let site = Site::small();
    let decision = DELIVERY
        .replace(
            "  values: {post: {zh: 邮寄, en: Post}, courier: {zh: 快递, en: Courier}}",
            "  table: plans\n  usual: small",
        )
        .replace("way: post", "way: small")
        .replace("way: courier", "way: large")
        .replace("en: kg}}\n", "en: kg}}\n  usual: 1\n")
        + "matrix:\n  rows: way\n  columns: weight\n  title: {zh: 全部运费, en: All prices}\n  question: {zh: \"{row}，{column}？\", en: \"{row}, {column}?\"}\n";
    site.write("content/decisions/delivery.yaml", decision);
    site.build();
    site
}

#[test]
fn a_decision_has_a_page_for_every_state_and_every_cell() {
    let site = site_with_a_decision();
    assert_links_lead_somewhere(&site);
    assert_alternates_are_mutual(&site);
    let pages = pages(&site);
    let begin = &pages["en/ask/delivery/index.html"];
    assert_eq!(text(begin, "[data-part=step] h2"), "How is it sent?");
    let options: Vec<_> =
        select(begin, "[data-part=step] .options a").iter().map(|link| link.attr("href").unwrap()).collect();
    assert_eq!(options, ["../../../en/ask/delivery/small/", "../../../en/ask/delivery/large/"]);
    assert_eq!(select(begin, "template[data-outcome]").len(), 2);
    // Selectors do not look out of a template: what is shared stands in the lists that name no places.
    assert_eq!(select(begin, ".verdicts > div").len(), 2, "what outcomes share stands once");
    let lists = select(begin, "[data-items]");
    assert!(lists.len() >= 4, "each outcome has verdicts and citations");
    for list in lists {
        let name = list.attr("class").map_or(list.value().name().to_owned(), |class| format!(".{class}"));
        let shared = select(begin, &format!("{name}:not([data-items]) > *")).len();
        let places = list.attr("data-items").unwrap().split(' ').map(|place| place.parse::<usize>().unwrap());
        assert!(places.clone().count() > 0 && places.clone().all(|place| place < shared), "{name}: {shared}");
    }
    assert_eq!(text(&pages["zh/ask/delivery/small/index.html"], "[data-part=step] h2"), "多重？");
    let state = &pages["en/ask/delivery/small/under-2/index.html"];
    assert_eq!(text(state, ".outcome h2"), "It is free.");
    assert_eq!(text(state, ".verdicts dd"), "Free");
    assert_eq!(text(state, ".cells dd span"), "Small");
    let others: Vec<_> = select(state, ".cells details a").iter().map(|link| link.attr("href").unwrap()).collect();
    assert_eq!(others, ["../../../../../en/ask/delivery/large/", "../../../../../en/ask/delivery/small/from-2/"]);

    let table = &pages["en/answers/delivery/index.html"];
    let cells: Vec<String> = select(table, ".matrix td b").iter().map(|cell| cell.text().collect()).collect();
    assert_eq!(cells, ["Free", "Paid", "Paid", "Paid"]);
    let cell = &pages["zh/answers/delivery/small/under-2/index.html"];
    assert_eq!(text(cell, "h1"), "小套餐，不满 2 公斤？");
    assert_eq!(text(cell, ".outcome h2"), "免费。");
    assert!(!select(&pages["en/rules/plans/small/index.html"], "a[href$='answers/delivery/small/from-2/']").is_empty());
    assert_eq!(text(&pages["en/index.html"], ".start h2 a"), "What does delivery cost?");
    let asked: Vec<_> = select(&pages["en/index.html"], ".start select").iter().map(|list| list.attr("name")).collect();
    assert_eq!(asked, [Some("way"), Some("weight")], "the facts of the table are asked where the site begins");
    let weights: Vec<_> = select(&pages["en/index.html"], ".start [name=weight] option")
        .iter()
        .map(|choice| choice.attr("value").unwrap())
        .collect();
    assert_eq!(weights, ["", "under-2", "from-2", "unknown"]);
    assert!(select(&pages["en/index.html"], ".rows").is_empty(), "what is chosen from is not listed again");

    // States are ways through the questions; what is to be found is where they begin, and the cells.
    let map = site.read("sitemap.xml");
    assert!(map.contains("/en/ask/delivery/<") && map.contains("/en/answers/delivery/small/from-2/<"));
    assert!(!map.contains("/en/ask/delivery/small/"));
    let diagram: serde_json::Value = serde_json::from_str(&site.read(&site.hashed("ask/delivery.json"))).unwrap();
    assert_eq!(
        diagram["facts"][1],
        serde_json::json!({ "id": "weight", "values": ["under-2", "from-2"], "bounds": [">= 2"] })
    );
    assert_eq!(diagram["outcomes"], serde_json::json!([["free", [0]], ["paid", [1]]]));
}

/// The small site with what search in the browser needs, and a popular question.
fn site_with_search() -> Site {
    let site = Site::small();
    site.write("static/search-worker.js", "").write("static/engine.wasm", "");
    site.edit("content/site.yaml", |text| text + "popular: [trial]\n");
    site
}

#[test]
fn every_page_leads_to_search() {
    let site = site_with_search();
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);
    let pages = pages(&site);
    for (path, page) in pages.iter().filter(|(_, page)| !select(page, "header.site").is_empty()) {
        let links = select(page, "header.site a.search");
        assert_eq!(links.len(), 1, "{path}");
        assert!(links[0].value().attr("href").unwrap().ends_with("/search/"), "{path}");
        let dialog = resolve(path, links[0].value().attr("data-dialog").unwrap());
        assert_eq!(select(&pages[&dialog], "dialog form.search").len(), 1, "{path}: {dialog}");
        let is_search = path.ends_with("/search/index.html");
        assert_eq!(select(page, "form.search").len(), usize::from(is_search), "{path}: no page but that holds a form");
    }
    let search = &pages["en/search/index.html"];
    assert_eq!(select(search, "meta[name=robots][content=noindex]").len(), 1);
    assert!(!site.read("sitemap.xml").contains("/search/"));
    assert_eq!(text(search, ".questions a"), "What does it cost?", "without scripts, the index of all questions");
    let choices = |selector: &str| -> Vec<(String, String)> {
        let choice = |option: &scraper::ElementRef<'_>| {
            (option.value().attr("data-facet").unwrap().to_owned(), option.text().collect::<String>())
        };
        select(search, selector).iter().map(choice).collect()
    };
    assert_eq!(choices("select[name=category] option[data-facet]"), [("category:basics".into(), "Basics".into())]);
    let plans = choices("select[name=plans] option[data-facet]");
    assert_eq!(plans[0], ("plan:small".into(), "Small".into()));
    let popular = select(search, "[role=listbox] [role=option]");
    assert_eq!(popular.len(), 1);
    assert_eq!(popular[0].value().attr("href"), Some("../../en/faq/trial/"));
}

/// The version of a service worker, and what it keeps for readers of all languages.
fn service_worker(site: &Site) -> (String, Vec<String>) {
    let text = site.read("sw.js");
    let line = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("const {name} = "))).unwrap();
        line.trim_end_matches(';').to_owned()
    };
    let languages: serde_json::Value = serde_json::from_str(&line("LANGUAGES")).unwrap();
    let of_languages = languages.as_array().unwrap().iter().flat_map(|language| {
        ["first", "then"].into_iter().flat_map(|when| language[1][when].as_array().unwrap().iter())
    });
    let mut kept: Vec<String> = serde_json::from_str(&line("KEPT")).unwrap();
    kept.extend(of_languages.map(|address| address.as_str().unwrap().to_owned()));
    (line("VERSION"), kept)
}

#[test]
fn the_service_worker_keeps_what_is_there_and_changes_with_it() {
    let site = site_with_search();
    site.build();
    let (version, kept) = service_worker(&site);
    for address in &kept {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { address.clone() };
        assert!(site.public().join(file).exists(), "{address} is not there");
    }
    for needed in ["zh/", "en/", "zh/search/", "zh/search/dialog/", "en/search/", "offline.html", "favicon.svg"] {
        assert!(kept.iter().any(|address| address == needed), "{needed} is not kept: {kept:?}");
    }
    assert!(!kept.iter().any(|address| address.contains(".bin")), "the engine is fetched when it is needed");

    site.edit("content/faq/basics/price.en.md", |text| text + "\nThis stands on no page that is kept.\n").build();
    assert_eq!(service_worker(&site), (version.clone(), kept.clone()));
    site.edit("content/faq/basics/price.en.md", |text| text.replacen("# What", "# How much", 1)).build();
    assert_ne!(service_worker(&site).0, version, "the pages that are kept name the question");
    let version = service_worker(&site).0;
    site.write("static/site.css", "main { color: black }\n").build();
    assert_ne!(service_worker(&site).0, version, "and their style by what it holds");
}

/// Templates of a site that would never end: each ends in a diagnostic, soon.
#[test]
fn templates_without_end_end_in_a_diagnostic() {
    let looping = "{% for a in range(end=99999) %}{% for b in range(end=99999) %}x{% endfor %}{% endfor %}";
    let calling = "{% component Twice() %}{{<Twice />}}{{<Twice />}}{% endcomponent Twice %}{{<Twice />}}";
    let cases: [(&str, &[(&str, &str)]); 4] = [
        ("grows past", &[("citations.html", looping)]),
        ("recursion", &[("citations.html", calling)]),
        (
            "lead back to themselves",
            &[("citations.html", "{% include \"circle.html\" %}"), ("circle.html", "{% include \"citations.html\" %}")],
        ),
        ("range", &[("citations.html", "{% for a in range(end=1000000000) %}{% endfor %}")]),
    ];
    for (told, templates) in cases {
        let site = Site::small();
        for (name, text) in templates {
            site.write(&format!("templates/{name}"), text);
        }
        let output = site.wenda(&["check"]);
        let printed = stdout(&output);
        assert_eq!(output.status.code(), Some(1), "{templates:?}: {printed}");
        assert!(printed.contains("error[template]") && printed.contains(told), "{printed}");
    }
}

/// The small site with a text in place of the Chinese answer about prices.
fn site_with_answer(answer: &str) -> Site {
    let site = Site::small();
    let text = format!("# 要多少钱？\n\n小套餐每月 {{{{plans.small.price}}}} 元，见[](rule:plans)。\n\n{answer}\n");
    site.write("content/faq/basics/price.zh.md", text);
    site
}

#[test]
fn only_an_id_in_braces_is_taken_off_a_heading() {
    let site = Site::small();
    site.write(
        "content/faq/basics/price.en.md",
        "# What does GET /users/{id} cost? {#q}\n\nIt is {{plans.small.price}} yuan; see [](rule:plans), [one](#set), \
         [two](#a-class-wide).\n\n## The set {1, 2} {#set}\n\nTwo.\n\n### A class {.wide}\n\nX.\n\n## Braces \\{#kept}\n\nX.\n",
    );
    site.build();
    let pages = pages(&site);
    let page = &pages["en/faq/price/index.html"];
    assert_eq!(text(page, "h1"), "What does GET /users/{id} cost?");
    let headings = |selector: &str| -> Vec<(String, String)> {
        let heading = |element: &scraper::ElementRef<'_>| {
            let words = element.text().collect::<String>().trim_end_matches(" #").to_owned();
            (element.value().attr("id").unwrap_or_default().to_owned(), words)
        };
        select(page, selector).iter().map(heading).collect()
    };
    assert_eq!(
        headings(".answer h2"),
        [("set".into(), "The set {1, 2}".into()), ("braces-kept".into(), "Braces {#kept}".into())]
    );
    assert_eq!(headings(".answer h3"), [("a-class-wide".into(), "A class {.wide}".into())]);
    assert!(text(page, "title").contains("GET /users/{id}"));
    assert!(text(page, "main").contains("The set {1, 2}"));
}

#[test]
fn every_link_leads_to_its_file_whatever_its_name() {
    let names = ["表#1.pdf", "表?2.pdf", "100%.pdf", "a b.pdf", "q'\"x.pdf", "a%20b.pdf", "[x]^`.pdf", "é.pdf"];
    let links: String = names.iter().enumerate().map(|(place, name)| format!("[{place}](<{name}>)，")).collect();
    let site = site_with_answer(&format!("{links}[编码](%E8%A1%A8%231.pdf)，![点](<点 #.gif>)"));
    for name in names {
        site.write(&format!("content/faq/basics/{name}"), name);
    }
    site.write("content/faq/basics/点 #.gif", PIXEL);
    site.build();
    let pages = pages(&site);
    let page = &pages["zh/faq/price/index.html"];
    let links = select(page, ".answer [href*='files/'], .answer [src*='files/']");
    assert_eq!(links.len(), names.len() + 2);
    for (place, link) in links.iter().enumerate() {
        let href = link.value().attr("href").or(link.value().attr("src")).unwrap();
        assert!(!href.contains(['#', '?', ' ', '"', '\'']), "{href}");
        let path = percent_encoding::percent_decode_str(href).decode_utf8().unwrap();
        let bytes = std::fs::read(site.public().join(path.trim_start_matches("../"))).unwrap();
        match names.get(place) {
            Some(name) => assert_eq!(bytes, name.as_bytes(), "{href}"),
            None => assert!(bytes == names[0].as_bytes() || bytes == PIXEL, "{href}"),
        }
    }
}

#[test]
fn an_address_elsewhere_is_encoded() {
    let site =
        site_with_answer("[甲](<https://e.com/a b?c=\"d\">)，[乙](https://e.com/中文/100%25#x)，<https://e.com/{x}>");
    site.build();
    let pages = pages(&site);
    let links = select(&pages["zh/faq/price/index.html"], ".answer a[rel]");
    let addresses: Vec<_> = links.iter().map(|link| link.value().attr("href").unwrap()).collect();
    assert_eq!(addresses, ["https://e.com/a%20b?c=%22d%22", "https://e.com/中文/100%25#x", "https://e.com/%7Bx%7D"]);
}

#[test]
fn emphasis_beside_chinese_punctuation_is_what_its_author_means() {
    let site = site_with_answer(
        "**注意：**要**及时**办理，**不要（千万）**拖延**。**\n\n**甲（乙）**丙**丁（戊）**，~~删除。~~后。",
    );
    let checked = site.wenda(&["check"]);
    assert!(!stdout(&checked).contains("unmatched-emphasis"), "{}", stdout(&checked));
    site.build();
    let page = site.read("zh/faq/price/index.html");
    assert!(page.contains(
        "<p><strong>注意：</strong>要<strong>及时</strong>办理，<strong>不要（千万）</strong>拖延<strong>。</strong></p>"
    ));
    assert!(page.contains("<p><strong>甲（乙）</strong>丙<strong>丁（戊）</strong>，<del>删除。</del>后。</p>"));
}

#[test]
fn names_are_the_same_however_their_letters_are_composed() {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}");
    let site = site_with_answer(&format!(
        "见[表]({composed}.pdf)、[节](#{composed})、[編](#{decomposed}-1)和[名](#n-{composed})。\n\n## C{}\n\n段。\n\n## {decomposed}\n\n段。\n\n\
         ## 名 {{#n-{decomposed}}}\n\n段。",
        &decomposed[1..]
    ));
    site.write(&format!("content/faq/basics/{decomposed}.pdf"), "x");
    site.build();
    assert_links_lead_somewhere_from(&site, "zh/faq/price/index.html");
    assert!(site.public().join(format!("files/basics/{composed}.pdf")).exists());
}

/// Every link of one page leads to a file and an element that are there.
fn assert_links_lead_somewhere_from(site: &Site, path: &str) {
    let pages = pages(site);
    let all = files(&site.public());
    let links = select(&pages[path], ".answer [href]");
    assert!(!links.is_empty());
    for link in links {
        let href = link.value().attr("href").unwrap();
        match href.strip_prefix('#') {
            Some(id) => assert!(
                select(&pages[path], "[id]").iter().any(|element| element.value().attr("id") == Some(id)),
                "{href}"
            ),
            None => assert!(all.contains_key(&resolve(path, href)), "{href}"),
        }
    }
}

#[test]
fn a_redirect_may_have_any_path() {
    let site = Site::small();
    site.write("content/redirects.yaml", "- from: 'faq/旧 \"页\" 100%/'\n  to: article:price\n");
    site.build();
    let pages = pages(&site);
    let page = &pages["zh/faq/旧 \"页\" 100%/index.html"];
    let other = select(page, "a.language")[0].value().attr("href").unwrap();
    assert_eq!(other, "../../../en/faq/旧%20%22页%22%20100%25/");
}

/// Memory holds a batch, and not all that is written.
#[test]
fn pages_come_a_batch_at_a_time() {
    let site = Site::small();
    let row = |row| format!("- {{id: r{row}, name: {{zh: 甲 {row}, en: A {row}}}, sources: [manual/price]}}\n");
    let head = "title: {zh: 表, en: Table}\nsummary: {zh: 表。, en: Table.}\npages: yes\n\
                columns:\n- {id: name, type: text, label: {zh: 名, en: Name}}\nrows:\n";
    site.write("content/rules/many.yaml", head.to_owned() + &(0..1_000).map(row).collect::<String>());
    let loaded = Session::new(site.path()).load().unwrap();
    let mut planned = loaded.plan(Some("https://help.example.com/"));
    let is_page = |file: &&wenda::site::OutputFile<'_>| file.path.ends_with(".html");
    let mut together = Vec::new();
    let batches = planned.pages().map(|files| {
        let paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
        together.push(paths);
        files.iter().filter(is_page).count()
    });
    let batches: Vec<usize> = batches.collect();
    for path in ["api/articles.json", "llms.txt", "sitemap.xml"] {
        assert!(together.contains(&vec![path.to_owned()]), "{path} says something of every article");
    }
    let (most, all) = (batches.iter().max().unwrap(), batches.iter().sum::<usize>());
    assert!(all > 2_000 && most * 3 < all, "{batches:?}");
}

#[test]
fn any_old_path_leads_on_or_is_refused_with_the_form_to_write() {
    let site = Site::small();
    let redirect =
        |from: &str| site.write("content/redirects.yaml", format!("- {{from: '{from}', to: 'article:price'}}\n"));
    for (from, files) in [
        ("faq/old/", &["zh/faq/old/index.html", "en/faq/old/index.html"][..]),
        ("/en/faq/old/", &["en/faq/old/index.html"]),
        ("en/faq/old", &["en/faq/old/index.html"]),
        ("/old.html", &["old.html"]),
        ("/en/guide/old.html", &["en/guide/old.html"]),
        ("/about", &["about/index.html"]),
        ("/about/index.html", &["about/index.html"]),
        ("/%E6%97%A7/", &["旧/index.html"]),
    ] {
        redirect(from);
        site.build();
        for file in files {
            let page = site.read(file);
            let language = if from.contains("en/") { "en" } else { file.get(..2).unwrap_or_default() };
            let language = if ["zh", "en"].contains(&language) { language } else { "zh" };
            let depth = "../".repeat(file.matches('/').count());
            let depth = if depth.is_empty() { "./" } else { &depth };
            assert!(page.contains(&format!("{depth}{language}/faq/price/")), "{from}: {page}");
        }
        assert!(!site.public().join("zh/zh").exists() && !site.public().join("zh/en").exists(), "{from}");
    }
    for (from, hint) in [
        ("old.html", "`/old.html` from the root, or `/zh/old.html`"),
        ("https://old.example.com/a/b", "`/a/b`"),
        ("/show?id=1", "write `/show`"),
        ("/a#b", "write `/a`"),
        ("/", "`/zh/faq/old-id/`"),
        ("/a//b", "`/zh/faq/old-id/`"),
        ("/%FF/", "`/zh/faq/old-id/`"),
    ] {
        redirect(from);
        let output = site.wenda(&["check"]);
        assert_eq!(output.status.code(), Some(1), "{from}");
        assert!(
            stdout(&output).contains("invalid-value") && stdout(&output).contains(hint),
            "{from}: {}",
            stdout(&output)
        );
    }
}

#[test]
fn formulas_are_set_by_browsers() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "math: yes\n");
    for language in ["zh", "en"] {
        let path = format!("content/faq/basics/price.{language}.md");
        site.edit(&path, |text| text + "\n$a_1 < b_2$, \\$9 $5$\n\n$$\n\\frac{1}{2} * x * y\n$$\n");
    }
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();
    let page = site.read("en/faq/price/index.html");
    let inline = "<span class=\"formula\"><math><msub><mi>a</mi><mn>1</mn></msub><mo>&lt;</mo><msub><mi>b</mi><mn>2</mn></msub></math></span>, $9 <span class=\"formula\"><math><mn>5</mn></math></span>";
    assert!(page.contains(inline), "{page}");
    assert!(page.contains("<p><math display=\"block\"><mfrac><mn>1</mn><mn>2</mn></mfrac><mo lspace=\"0.2222em\" rspace=\"0.2222em\">∗</mo>"), "{page}");
    assert!(
        site.read("en/faq/price/index.md").contains("$a_1 < b_2$, $9 $5$"),
        "{}",
        site.read("en/faq/price/index.md")
    );
    site.edit("content/site.yaml", |text| text.replace("math: yes\n", ""));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("a formula is shown as it is") && told.contains("write `math: yes`"), "{told}");
}
