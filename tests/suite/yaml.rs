//! What YAML says, as readers and authors see it.

use std::collections::BTreeSet;

use crate::support::{Site, stderr, stdout};

/// Checks a site, and returns what is printed.
fn check(site: &Site) -> String {
    stdout(&site.wenda(&["check"]))
}

#[test]
fn line_ends_in_chinese_texts_are_no_spaces() {
    let site = Site::small();
    site.write(
        "content/glossary.yaml",
        "- id: trial\n  term: {zh: 试用, en: trial}\n  definition:\n    zh: >-\n      不付钱，\n      先用一段\n      时间\n      ECS。\n    en:\n      Use it\n      first.\n\
         - id: plan\n  term: {zh: '套餐\n      一览', en: plan}\n  definition: {zh: \"价格 与\n      付款，\n      退款\", en: Plans.}\n",
    );
    site.build();
    let page = site.read("zh/glossary/index.html");
    for text in ["不付钱，先用一段时间 ECS。", "套餐一览", "价格 与付款，退款"] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(site.read("en/glossary/index.html").contains("Use it first."));
}

#[test]
fn sections_of_sources_with_hyphens_have_anchors_of_their_own() {
    let site = Site::small();
    let source = |section: &str| {
        format!(
            "title: {{zh: 甲, en: A}}\ndate: 2024-02-29\nsections:\n- id: {section}\n  title: {{zh: 乙, en: {section}}}\n"
        )
    };
    site.write("content/sources/a.yaml", source("b-c")).write("content/sources/a-b.yaml", source("c"));
    site.write("content/sources/source.yaml", source("a"));
    site.edit("content/faq/basics/price.yaml", |text| text.replace("sources: [", "sources: [a/b-c, a-b/c, source/a, "));
    site.build();
    let page = site.read("en/sources/index.html");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    let article = site.read("en/faq/price/index.html");
    for anchor in ["a-b-c", "a-b/c", "source/a"] {
        assert!(ids.contains(&anchor), "{ids:?}");
        assert!(article.contains(&format!("sources/#{anchor}\"")), "{anchor}\n{article}");
    }
}

#[test]
fn the_address_of_a_site_is_read_as_an_address() {
    let site = Site::small();
    for (address, host_path) in
        [("https://x.example//help/", "/help/"), ("HTTPS://X.EXAMPLE/help", "/help/"), ("https://x.example", "/")]
    {
        let output = site.wenda(&["build", "--base-url", address]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(site.read("404.html").contains(&format!("href=\"{host_path}site.")), "{address}");
        let addresses = site.read("sitemap.xml");
        assert!(addresses.contains(&format!("<loc>https://x.example{host_path}zh/</loc>")), "{addresses}");
    }
    for address in
        ["https://x.example/?a=1", "https://x.example/#f", "https://me:pw@x.example/", "https:///x", "x.example"]
    {
        let output = site.wenda(&["build", "--base-url", address]);
        assert_eq!(output.status.code(), Some(2), "{address}");
        site.edit("content/site.yaml", |text| {
            let lines = text.lines().map(|line| match line.starts_with("base_url:") {
                true => format!("base_url: '{address}'\n"),
                false => format!("{line}\n"),
            });
            lines.collect()
        });
        assert!(check(&site).contains("a site cannot be published at"), "{address}");
    }
}

#[test]
fn what_checklists_and_rows_lead_to_is_no_orphan() {
    let article = |site: &Site, name: &str, more: &str| {
        site.write(
            &format!("content/faq/basics/{name}.yaml"),
            format!("sources: [manual/price]\nverified: 2024-02-29\n{more}"),
        );
        site.write(&format!("content/faq/basics/{name}.zh.md"), format!("# 问 {name}\n\n答。\n"));
        site.write(&format!("content/faq/basics/{name}.en.md"), format!("# Ask {name}\n\nSo.\n"));
    };
    let site = Site::small();
    article(&site, "seen", "");
    article(&site, "row", "about: {plans: [small]}\n");
    article(&site, "lost", "");
    site.write(
        "content/checklists/start.yaml",
        "title: {zh: 清单, en: List}\nsummary: {zh: 清单。, en: List.}\ntable: plans\nvariants: [{id: all, label: {zh: 都, en: All}}]\n\
         groups:\n- title: {zh: 组, en: Group}\n  items:\n  - {text: {zh: 做, en: Do}, see: seen, sources: [manual/price]}\n",
    );
    let told = check(&site);
    assert!(told.contains("leads to `lost`"), "{told}");
    assert!(!told.contains("leads to `seen`") && !told.contains("leads to `row`"), "{told}");
}

#[test]
fn every_article_has_a_description() {
    let site = Site::small();
    site.write(
        "content/faq/basics/price.en.md",
        "# What does it cost?\n\n- 9 yuan a month\n- 90 yuan for the large plan\n",
    );
    site.build();
    assert!(site.read("en/faq/price/index.html").contains("<meta name=\"description\" content=\"9 yuan a month"));
}

#[test]
fn words_that_mean_the_same_are_limited() {
    let site = Site::small();
    let words: Vec<String> = (0..4_000).map(|number| format!("word{number}")).collect();
    site.write("content/synonyms.yaml", format!("- same: [{}]\n", words.join(", ")));
    assert!(check(&site).contains("4000 words stand here; at most 32"), "{}", check(&site));
    site.write("content/synonyms.yaml", format!("- from: [{}]\n  to: [price]\n", words.join(", ")));
    assert_eq!(site.wenda(&["check"]).status.code(), Some(0), "any number of words may be said");
    site.write("content/synonyms.yaml", "- same: [甲， 乙, 丙]\n");
    assert!(check(&site).contains("holds a full-width comma"), "{}", check(&site));
}
