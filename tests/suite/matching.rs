//! What is written in several ways is found by each of them, by the program.

use std::collections::BTreeMap;

use crate::support::{Site, stderr, stdout};

/// A site of some articles: what each asks, and its answer; their ids are given first.
fn site(articles: &[(&str, &str, &str)]) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: {zh: 帮助, en: Help}\nlocales: [zh, en]\n");
    for (id, title, text) in articles {
        let code = if title.is_ascii() { "en" } else { "zh" };
        site.write(&format!("content/faq/{id}.{code}.md"), format!("# {title}\n\n{text}\n"));
    }
    site
}

/// The ids of what a query finds, best first, and what is offered in its place.
fn search(site: &Site, language: &str, query: &str) -> (Vec<String>, Vec<String>) {
    let output = site.wenda(&["search", "--lang", language, "--json", "--", query]);
    assert!(output.status.success(), "{query}: {}", stderr(&output));
    let reply: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let texts = |value: &serde_json::Value, key: Option<&str>| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        all.map(|one| key.map_or(one, |key| &one[key]).as_str().unwrap().to_owned()).collect()
    };
    (texts(&reply["hits"], Some("id")), texts(&reply["corrections"], None))
}

/// Each query finds first what is expected, of a language.
fn found_first(site: &Site, language: &str, expected: &[(&str, &str)]) {
    let firsts: BTreeMap<&str, Option<String>> =
        expected.iter().map(|(query, _)| (*query, search(site, language, query).0.first().cloned())).collect();
    let expected = expected.iter().map(|(query, id)| (*query, (!id.is_empty()).then(|| (*id).to_owned())));
    assert_eq!(firsts, expected.collect());
}

#[test]
fn an_identifier_counts_far_more_than_its_parts() {
    let site = site(&[
        ("patch", "补丁怎么装？", "请装 v2.14.7 的补丁，编号 KB-5531。"),
        ("two", "第 2 步是什么？", "版本、编号和补丁都不要。"),
        ("seven", "第 7 天和第 14 天做什么？", "看编号。"),
        ("number", "编号 5531 是什么？", "一个编号。"),
    ]);
    let expected = [
        ("v2.14.7", "patch"),
        ("2.14.7", "patch"),
        ("补丁 2.14.7", "patch"),
        ("KB-5531", "patch"),
        ("KB5531", "patch"),
    ];
    found_first(&site, "zh", &expected);
}

#[test]
fn digits_and_letters_meet_with_and_without_a_space() {
    let site = site(&[
        ("memory", "How much memory is enough?", "A server of 16 GB."),
        ("disk", "How large is a disk?", "A disk of 40GB; 16 disks at most."),
        ("minutes", "验证码多久有效？", "5 分钟。"),
        ("hours", "多久审核一次？", "每小时，5 次为限。"),
    ]);
    found_first(&site, "en", &[("16GB", "memory"), ("16 gb", "memory"), ("40 GB", "disk"), ("40GB", "disk")]);
    found_first(&site, "zh", &[("5分钟", "minutes"), ("5 分钟", "minutes")]);
}

#[test]
fn symbols_belong_to_names() {
    let site = site(&[
        ("c", "C 怎么学？", "C 很小。"),
        ("cpp", "C++ 怎么编译？", "C++ 很大。"),
        ("cs", "C# 怎么发布？", "用 .NET。"),
        ("net", "NET 是什么意思？", "一张网。"),
        ("package", "怎么安装 @acme/client？", "和别的包一样。"),
    ]);
    let expected = [
        ("C++", "cpp"),
        ("c#", "cs"),
        ("C", "c"),
        (".net", "cs"),
        ("@acme/client", "package"),
        ("acme client", "package"),
    ];
    found_first(&site, "zh", &expected);
    assert_eq!(search(&site, "zh", "\"C++\"").0, ["cpp"]);
}

#[test]
fn parts_of_identifiers_are_words() {
    let site = site(&[
        (
            "code",
            "What does parseJsonResponse do?",
            "It fails with 0x80AF0012, or in HTTPServer, in max_body-size or app.cache.ttl.",
        ),
        ("other", "What else is there?", "Nothing of it."),
    ]);
    let queries =
        ["parse", "json response", "80AF0012", "server", "http", "body", "size", "cache", "parsejsonresponse"];
    found_first(&site, "en", &queries.map(|query| (query, "code")));
}

#[test]
fn accents_and_what_has_no_width_are_no_part_of_words() {
    let site = site(&[
        (
            "resume",
            "Where does the r\u{e9}sum\u{e9} go, stra\u{df}e \u{f8}re?",
            "\u{130}zmir. A do\u{ad}main\u{200b}name.",
        ),
        ("word", "备\u{200b}案\u{fe0f}是什么？", "网\u{feff}站。"),
    ]);
    let expected = ["resume", "re\u{301}sume\u{301}", "strasse", "ore", "izmir", "domainname", "RÉSUMÉ"];
    found_first(&site, "zh", &expected.map(|query| (query, "resume")));
    found_first(&site, "zh", &[("备案", "word"), ("网\u{200b}站", "word")]);
}

#[test]
fn traditional_words_find_both_what_they_are_and_what_the_mainland_says() {
    let site = site(&[
        ("dry", "怎么保持干燥？", "征收、回复、借口。"),
        ("mouse", "鼠标怎么用？", "接在电脑上。"),
        ("enable", "怎么启用？", "默认就是。"),
        ("dynasty", "乾隆是谁？", "覆盖全国。"),
    ]);
    let expected = [
        ("乾燥", "dry"),
        ("徵收", "dry"),
        ("回覆", "dry"),
        ("藉口", "dry"),
        ("滑鼠", "mouse"),
        ("啟用", "enable"),
        ("預設", "enable"),
        ("乾隆", "dynasty"),
        ("覆蓋", "dynasty"),
    ];
    found_first(&site, "zh", &expected);
}

#[test]
fn a_single_character_finds_the_titles_that_have_it_first() {
    let site = site(&[
        ("answer", "什么时候办？", "交纳关税的时候；税款，税款，税款。"),
        ("title", "增值税怎么办？", "照办。"),
        ("none", "别的怎么办？", "不办。"),
    ]);
    assert_eq!(search(&site, "zh", "税").0, ["title", "answer"]);
}

#[test]
fn corrections_are_words_that_stand_in_the_index() {
    let site = site(&[
        ("why", "Why are registrations needed?", "They discourage replacements. A common license."),
        ("zh", "为什么？", "有用。"),
    ]);
    for (query, corrected) in [
        ("replacemnets", Some("replacements")),
        ("discuorgaes", Some("discourage")),
        // Nothing near: other words are no corrections.
        ("coupon", None),
        ("trial", None),
        // Filters and what is excluded stay.
        ("category:discuorgaes", None),
        ("zzzz -discuorgaes", None),
    ] {
        let corrections = search(&site, "en", query).1;
        assert!(corrections.iter().all(|word| Some(word.as_str()) == corrected), "{query}: {corrections:?}");
    }
    assert_eq!(search(&site, "en", "discuorgaes").1, ["discourage"]);
}

#[test]
fn hyphenated_words_are_found_joined_and_split_and_have_their_synonyms() {
    let site = site(&[
        ("sub", "Which subdomains are covered?", "All of them."),
        ("order", "Can I re-order a plan?", "Yes."),
        ("domain", "Which domain is it?", "Any."),
        ("below", "Which names stand below another?", "Those."),
    ]);
    site.write("content/synonyms.yaml", "- {from: [web-shop], to: [order]}\n");
    let expected = [
        ("is a sub-domain covered", "sub"),
        ("sub domain", "sub"),
        ("reorder", "order"),
        ("re order", "order"),
        ("re-ordering", "order"),
        ("may a web shop have it", "order"),
        ("may a webshop have it", "order"),
    ];
    found_first(&site, "en", &expected);
}

#[test]
fn words_written_as_one_and_endings_that_are_spelled_out_are_found() {
    let site = site(&[
        ("domain", "Which domain is it?", "Any."),
        ("server", "Is hosting a part of it?", "No."),
        ("ending", "Is .io an ending?", "It is."),
    ]);
    let expected = [
        ("mydomain", "domain"),
        ("how about thedomains", "domain"),
        ("hostingpart", "server"),
        ("my site dot io", "ending"),
        ("dot", ""),
    ];
    found_first(&site, "en", &expected);
}
