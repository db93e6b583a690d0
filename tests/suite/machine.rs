//! What the written site tells machines: search engines, readers of feeds, language models, hosts.

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout};

const CHANGES: &str = "- id: trial-longer\n  date: 2020-02-28\n  title: {zh: 试用 <更长>, en: 'Trial & more'}\n  text: {zh: 十四天。, en: Fourteen days.}\n  articles: [trial]\n\
                       - id: small-price\n  date: 2020-03-01\n  title: {zh: 小套餐降价, en: The small plan costs less}\n  articles: [price]\n  rows: {plans: [small]}\n";

/// What elements of a page have as an attribute.
fn attributes(page: &str, selector: &str, attribute: &str) -> Vec<String> {
    let (page, selector) = (Html::parse_document(page), Selector::parse(selector).unwrap());
    let found = page.select(&selector).map(|found| found.value().attr(attribute).unwrap().to_owned());
    found.collect()
}

/// What a page tells search engines; `None` if nothing.
fn told(page: &str) -> Option<Value> {
    let page = Html::parse_document(page);
    let script = page.select(&Selector::parse("script[type='application/ld+json']").unwrap()).next()?;
    Some(serde_json::from_str(&script.text().collect::<String>()).unwrap())
}

#[test]
fn a_page_tells_what_it_is_where_it_is_shared() {
    let site = Site::small();
    site.build();
    let page = site.read("en/faq/price/index.html");
    let property = |name: &str| attributes(&page, &format!("meta[property='og:{name}']"), "content");
    assert_eq!(property("type"), ["article"]);
    assert_eq!(property("locale"), ["en_US"]);
    assert_eq!(property("locale:alternate"), ["zh_CN"]);
    assert_eq!(property("image"), ["https://help.example.com/og.png"]);
    assert_eq!((property("image:width"), property("image:height")), (vec!["1200".into()], vec!["630".into()]));
    assert_eq!(attributes(&page, "link[rel=manifest]", "href"), ["../../../en/site.webmanifest"]);
    assert_eq!(attributes(&page, "meta[name=theme-color]", "content").len(), 2);
    let manifest: Value = serde_json::from_str(&site.read("en/site.webmanifest")).unwrap();
    assert_eq!((&manifest["name"], &manifest["scope"]), (&json!("Small help center"), &json!("../")));
    // A picture with another mark than the site's is not its own.
    site.write("static/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>").build();
    assert!(!site.read("en/faq/price/index.html").contains("og:image"));
    assert!(!site.read("en/site.webmanifest").contains("icon.png"));
}

#[test]
fn search_engines_are_told_of_questions_and_of_search() {
    let site = Site::small();
    site.edit("content/faq/basics/price.en.md", |text| {
        text.replacen("# What", "# `</script><script>alert(1)</script>` what", 1)
    });
    site.build();
    let page = told(&site.read("en/faq/price/index.html")).unwrap();
    let [question, breadcrumbs] = page["@graph"].as_array().unwrap().as_slice() else { panic!("{page}") };
    assert_eq!(question["@type"], "FAQPage");
    assert_eq!(question["mainEntity"][0]["name"], "</script><script>alert(1)</script> what does it cost?");
    assert_eq!(question["mainEntity"][0]["acceptedAnswer"]["text"], "The small plan is 9 yuan a month; see Plans.");
    assert_eq!(breadcrumbs["itemListElement"][1]["item"], "https://help.example.com/en/category/basics/");
    let home = told(&site.read("zh/index.html")).unwrap();
    assert_eq!(
        home["potentialAction"]["target"]["urlTemplate"],
        "https://help.example.com/zh/search/?q={search_term_string}"
    );
    // What is shown for want of a translation, or not to be found, tells nothing.
    site.remove("content/faq/basics/trial.en.md").build();
    for path in ["en/faq/trial/index.html", "404.html", "zh/search/index.html"] {
        assert_eq!(told(&site.read(path)), None, "{path}");
    }
}

#[test]
fn an_article_is_there_as_markdown() {
    let site = Site::small();
    site.remove("content/faq/basics/trial.en.md").build();
    assert_eq!(
        attributes(&site.read("en/faq/price/index.html"), "link[type='text/markdown']", "href"),
        ["../../../en/faq/price/index.md"]
    );
    assert_eq!(
        site.read("en/faq/price/index.md"),
        "# What does it cost?\n\n> Based on documentation of 29 February 2020. Rules may have changed since: confirm with Example Cloud before you act.\n\n\
         The small plan is 9 yuan a month; see [Plans](https://help.example.com/en/rules/plans/).\n\n\
         ## How to pay {#pay}\n\n[Try it](https://help.example.com/en/faq/trial/#length) first, then pay.\n\n\
         ## Sources\n\n- [Manual, Prices](https://help.example.com/en/sources/#manual-price) 2020-02-29\n"
    );
    assert!(!site.public().join("en/faq/trial/index.md").exists(), "it is not written in English");
    assert!(!site.read("en/faq/trial/index.html").contains("text/markdown"));
    let listed = site.read("llms.txt");
    assert!(listed.starts_with("# 小帮助中心\n\n> 一个小小的帮助中心。\n\n## 基础\n"), "{listed}");
    assert!(
        listed.contains("[What does it cost?](https://help.example.com/en/faq/price/index.md): The small plan"),
        "{listed}"
    );
    assert!(!listed.contains("en/faq/trial"), "{listed}");
}

#[test]
fn what_changed_is_a_page_and_feeds() {
    let site = Site::small();
    site.build();
    for path in ["en/changes/index.html", "en/changes/feed.xml"] {
        assert!(!site.public().join(path).exists(), "{path}");
    }
    assert!(!site.read("en/index.html").contains("en/changes/"));
    site.write("content/changes.yaml", CHANGES).build();
    let page = Html::parse_document(&site.read("en/changes/index.html"));
    let heading = Selector::parse("h2").unwrap();
    let titles = page.select(&heading).map(|title| title.text().collect::<String>());
    assert_eq!(titles.collect::<Vec<_>>(), ["The small plan costs less", "Trial & more"], "the latest first");
    assert!(site.read("en/index.html").contains("href=\"../en/changes/\""));
    let feed = site.read("zh/changes/feed.xml");
    let feed = roxmltree::Document::parse(&feed).unwrap();
    let ids = feed.descendants().filter(|node| node.has_tag_name("id")).map(|node| node.text().unwrap());
    let page = "https://help.example.com/zh/changes/";
    assert_eq!(ids.collect::<Vec<_>>(), [page, &format!("{page}#small-price"), &format!("{page}#trial-longer")]);
    // The row has a feed of its own, and a page that it touches tells of it and is as new as that.
    let row = site.read("zh/rules/plans/small/index.html");
    assert!(row.contains("href=\"../../../../zh/changes/#small-price\""), "{row}");
    assert!(site.read("zh/rules/plans/small/feed.xml").contains("小套餐降价"));
    assert!(!site.public().join("zh/rules/plans/large/feed.xml").exists());
    assert!(site.read("sitemap.xml").contains("/en/faq/price/</loc><lastmod>2020-03-01</lastmod>"));
    // Feeds name addresses in full.
    site.edit("content/site.yaml", |text| text.replace("base_url: https://help.example.com/\n", "")).build();
    assert!(!site.public().join("zh/changes/feed.xml").exists());
    assert!(!site.read("zh/changes/index.html").contains("feed.xml"));
}

#[test]
fn what_changes_touch_has_to_be_there() {
    let site = Site::small();
    site.write("content/changes.yaml", CHANGES.replace("[trial]", "[trail]").replace("[small]", "[smal]"));
    let checked = site.wenda(&["check"]);
    let text = stdout(&checked) + &stderr(&checked);
    assert!(text.contains("unknown-article") && text.contains("did you mean `trial`?"), "{text}");
    assert!(text.contains("unknown-rule") && text.contains("did you mean `small`?"), "{text}");
}

#[test]
fn hosts_are_told_what_to_send() {
    let site = Site::small();
    let build = site.wenda(&["build", "--base-url", "https://example.com/help/"]);
    assert!(build.status.success());
    let headers = site.read("_headers");
    assert!(headers.starts_with("/help/*\n  X-Content-Type-Options: nosniff\n"), "{headers}");
    assert!(headers.contains("/help/search/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{headers}");
    let style = site.hashed("site.css");
    assert!(
        headers.contains(&format!("/help/{style}\n  Cache-Control: public, max-age=31536000, immutable\n")),
        "{headers}"
    );
    assert!(headers.contains("/help/ask/*\n") && !headers.contains("favicon"), "{headers}");
    // A folder that holds files of the site, too, has names that stay.
    site.write("static/ask/own.txt", "x").build();
    assert!(!site.read("_headers").contains("/ask/"));
    site.write("static/_headers", "/*\n  X-Own: 1\n").build();
    assert_eq!(site.read("_headers"), "/*\n  X-Own: 1\n");
}

#[test]
fn data_follows_its_schema() {
    let site = Site::small();
    for language in ["en", "zh"] {
        site.write(&format!("content/pages/about.{language}.md"), "# About us\n\nA page that is no question.\n");
    }
    site.write("content/decisions/delivery.yaml", DELIVERY).build();
    let schema: Value = serde_json::from_str(&site.read("api/schema.json")).unwrap();
    for name in ["articles", "decisions", "rules"] {
        let data: Value = serde_json::from_str(&site.read(&format!("api/{name}.json"))).unwrap();
        assert!(!data[name].as_array().unwrap().is_empty(), "{name}");
        let named = data["$schema"].as_str().unwrap();
        let rule = schema.pointer(named.strip_prefix("schema.json#").unwrap()).unwrap();
        assert_follows(&data, rule, &schema, name);
    }
    let articles: Value = serde_json::from_str(&site.read("api/articles.json")).unwrap();
    let article =
        |id: &str| articles["articles"].as_array().unwrap().iter().find(|article| article["id"] == id).unwrap();
    assert_eq!(article("price")["texts"]["en"]["url"], "https://help.example.com/en/faq/price/");
    assert_eq!(article("pages/about")["category"], Value::Null);
    let rules: Value = serde_json::from_str(&site.read("api/rules.json")).unwrap();
    assert_eq!(rules["rules"][0]["rows"][0]["cells"]["price"]["text"]["en"], "9 yuan");
}

/// Checks a value against as much of JSON Schema as the schema uses.
fn assert_follows(value: &Value, rule: &Value, schema: &Value, at: &str) {
    if let Some(reference) = rule["$ref"].as_str() {
        return assert_follows(value, schema.pointer(&reference[1..]).unwrap(), schema, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        other => panic!("{at}: {other}"),
    };
    let allows = |kinds: &Value| kinds == kind || kinds.as_array().is_some_and(|kinds| kinds.contains(&json!(kind)));
    assert!(rule.get("type").is_none_or(allows), "{at}: {value}");
    assert!(rule.get("enum").is_none_or(|values| values.as_array().unwrap().contains(value)), "{at}: {value}");
    for key in rule["required"].as_array().into_iter().flatten() {
        assert!(value.get(key.as_str().unwrap()).is_some(), "{at}: {key} is missing");
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let rule = rule["properties"].get(key).or(rule.get("additionalProperties")).unwrap();
        assert_ne!(rule, &json!(false), "{at}: {key} is not known");
        assert_follows(value, rule, schema, &format!("{at}.{key}"));
    }
    for item in value.as_array().into_iter().flatten() {
        assert_follows(item, &rule["items"], schema, at);
    }
}
