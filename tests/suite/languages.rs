//! Sites of one language, of three with translations missing in each, and of two kinds of Chinese.

use serde_json::Value;

use crate::support::{Site, stderr, stdout, wenda};

/// A site in English alone, where plain text stands for what other sites write in each language.
fn english() -> Site {
    let site = Site::empty();
    site.write(
        "content/site.yaml",
        "title: Pool rules\ndescription: Swimming, in short.\nbase_url: https://pool.example.com/\nlocales: [en]\nas_of: 2018-11-19\n\
         provider: Example Pool\n",
    );
    site.write("content/faq/categories.yaml", "- {id: basics, title: Basics, summary: Start here.}\n");
    site.write(
        "content/faq/basics/hours.yaml",
        "sources: [manual/a]\nverified: 2018-11-19\naliases: [opening times]\n",
    );
    site.write(
        "content/faq/basics/hours.md",
        "# When is the pool open?\n\nFrom {{fees.child.hours}} on. See also [](decision:swim).\n",
    );
    site.write(
        "content/glossary.yaml",
        "- {id: lane, term: lane, definition: A part of the pool., synonyms: [track]}\n",
    );
    site.write(
        "content/sources/manual.yaml",
        "title: Manual\ndate: 2018-11-19\nsections:\n- {id: a, title: One, facts: [{id: A-1, text: It opens.}]}\n",
    );
    site.write(
        "content/rules/fees.yaml",
        "title: Fees\nsummary: What it costs.\ncolumns:\n- {id: who, label: Who, type: text}\n- {id: hours, label: Hours, type: text}\n\
         - {id: fee, label: Fee, type: number, unit: {one: coin, other: coins}}\n- {id: lessons, label: Lessons, type: list, of: text}\n\
         rows:\n- {id: child, who: Child, hours: nine, fee: 1, lessons: [diving, floating], sources: [manual/a]}\n\
         - {id: adult, who: Adult, hours: ten, fee: 2, lessons: [diving], sources: [manual/a]}\n",
    );
    site.write(
        "content/decisions/swim.yaml",
        "title: May I swim?\nsummary: By age.\nfacts:\n- {id: age, label: Age, question: How old are you?, number: {unit: {one: year, other: years}, whole: yes}}\n\
         verdicts:\n- {id: may, label: May swim, values: {ok: Yes, no: No}}\nrows:\n- {then: ok, age: \">= 2\", sources: [manual/a]}\n\
         - {then: not, age: \"< 2\", sources: [manual/a]}\noutcomes:\n- {id: ok, title: You may, explanation: Old enough., may: ok, sources: [manual/a]}\n\
         - {id: not, title: You may not, explanation: Too young., may: no, sources: [manual/a]}\n",
    );
    site
}

/// What `wenda search` finds: the languages and ids of the hits.
fn found(site: &Site, arguments: &[&str]) -> Vec<(String, String)> {
    let output = site.wenda(&[&["search", "--json"], arguments].concat());
    let reply: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)));
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap().to_owned();
    reply["hits"].as_array().unwrap().iter().map(|hit| (text(hit, "lang"), text(hit, "id"))).collect()
}

#[test]
fn a_site_of_one_language_is_written_in_plain_text() {
    let site = english();
    let output = site.wenda(&["check", "--strict"]);
    assert!(output.status.success(), "{}", stderr(&output));
    site.build();
    let page = site.read("en/faq/hours/index.html");
    assert!(page.contains("From nine on.") && page.contains(">May I swim?</a>"), "{page}");
    assert!(!page.contains("class=\"language\""), "there is no other language to go to");
    let table = site.read("en/rules/fees/index.html");
    assert!(table.contains("1 coin<") && table.contains("2 coins<"), "{table}");
    assert!(site.read("en/glossary/index.html").contains("Also called: track"));
    let root = site.read("index.html");
    assert!(root.contains("<meta http-equiv=\"refresh\" content=\"0; url=en/\">"), "{root}");
    assert!(root.contains("<link rel=\"canonical\" href=\"https://pool.example.com/en/\">"));
    assert_eq!(found(&site, &["opening times"])[0], ("en".to_owned(), "hours".to_owned()));
    let output = stdout(&site.wenda(&["ask", "swim", "age=1"]));
    assert!(output.contains("Age: 1 year") && output.contains("You may not"), "{output}");
    for environment in ["en_GB.UTF-8", "zh_CN.UTF-8", "C", ""] {
        let mut command = wenda();
        command.current_dir(site.path()).env("LC_ALL", environment).env_remove("LANG");
        let output = command.args(["ask", "swim", "age=3"]).output().unwrap();
        assert!(stdout(&output).contains("\nYou may\n"), "{environment}: {}", stderr(&output));
    }
    let refused = site.wenda(&["ask", "swim", "age=1", "--lang", "fr"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("the site has no language `fr`; known here: en"), "{}", stderr(&refused));
}

/// A site in Chinese, English and Japanese; each language lacks an article.
fn three_languages() -> Site {
    let site = Site::empty();
    site.write(
        "content/site.yaml",
        "title: {zh: 租车帮助, en: Car rental help, ja: レンタカーのヘルプ}\ndescription: {zh: 租车。, en: Renting a car., ja: 車を借りる。}\n\
         base_url: https://rental.example.com/\nlocales: [zh, en, ja]\nas_of: 2018-11-19\nprovider: {zh: 示例, en: Example, ja: サンプル}\n",
    );
    site.write(
        "content/faq/categories.yaml",
        "- {id: basics, title: {zh: 基本, en: Basics, ja: 基本}, summary: {zh: 开始。, en: Start., ja: まず。}}\n",
    );
    site.write("content/sources/manual.yaml", "title: {zh: 手册, en: Manual, ja: 手引き}\ndate: 2018-11-19\nsections:\n- {id: a, title: {zh: 一, en: One, ja: 一}}\n");
    for (id, texts) in [
        (
            "licence",
            [("zh", "需要什么驾照？"), ("en", "Which licence do I need?"), ("ja", "どの免許証が必要ですか？")]
                .as_slice(),
        ),
        ("return", &[("zh", "怎么还车？"), ("ja", "車はどうやって返却しますか？")]),
        ("fuel", &[("ja", "ガソリンは満タンで返しますか？")]),
        ("toll", &[("en", "Who pays the toll?")]),
    ] {
        let related = if id == "toll" { "licence, return, fuel" } else { "toll" };
        site.write(
            &format!("content/faq/basics/{id}.yaml"),
            format!("sources: [manual/a]\nverified: 2018-11-19\nrelated: [{related}]\n"),
        );
        for (code, question) in texts {
            site.write(&format!("content/faq/basics/{id}.{code}.md"), format!("# {question}\n\n{question}\n"));
        }
    }
    site
}

#[test]
fn what_a_language_lacks_is_shown_in_another_and_said() {
    let site = three_languages();
    site.write("templates/strings.ja.yaml", "language_name: 日本語\nfallback: 以下は原文（{original}）です。\n");
    let output = site.wenda(&["build"]);
    let told = stderr(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("there is no text in `en`; readers are shown the one in `ja`"), "{told}");
    assert!(told.contains("warning[missing-words]: the theme has no words in `ja`"), "{told}");
    let page = site.read("ja/faq/toll/index.html");
    let (_, switch) = page.split_once("<details class=\"menu language-menu\">").unwrap();
    let (switch, _) = switch.split_once("</details>").unwrap();
    assert!(
        switch.contains("<li><span aria-current=\"true\">日本語</span></li>"),
        "which one is read is told: {switch}"
    );
    assert_eq!(switch.matches("<li><a class=\"language\"").count(), 2, "several others stand together: {switch}");
    for part in [
        "<html lang=\"ja\">",
        "<link rel=\"canonical\" href=\"https://rental.example.com/en/faq/toll/\">",
        "<h1 lang=\"en\">Who pays the toll?</h1>",
        "以下は原文（English）です。",
        "hreflang=\"zh-Hans\">中文</a>",
        "hreflang=\"en\">English</a>",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(!page.contains("rel=\"alternate\""), "what is no translation is none for search engines");
    let page = site.read("zh/faq/licence/index.html");
    assert_eq!(page.matches("rel=\"alternate\" hreflang=").count(), 4, "three languages, and the default");
    assert!(site.read("index.html").contains("レンタカーのヘルプ"));
    assert!(site.read("404.html").contains("<div lang=\"ja\">"));
}

#[test]
fn how_a_language_writes_numbers_holds_for_signs_until_it_says_otherwise() {
    let site = three_languages();
    site.write(
        "content/rules/fees.yaml",
        "title: {ja: 料金, zh: 费用, en: Fees}\ncolumns:\n- {id: who, label: {ja: 誰, zh: 谁, en: Who}, type: text}\n\
         - {id: tax, label: {ja: 税, zh: 税, en: Tax}, type: number, unit: {ja: '%', zh: '%', en: '%'}}\n\
         - {id: days, label: {ja: 日, zh: 天, en: Days}, type: number, unit: {ja: 日間, zh: 天, en: days}}\n\
         rows:\n- {id: all, who: {ja: 皆, zh: 人人, en: All}, tax: 9, days: 3}\n",
    );
    let shown = |words: &str| {
        site.write("templates/strings.ja.yaml", format!("language_name: 日本語\n{words}")).build();
        let page = site.read("ja/rules/fees/index.html");
        ["9%", "9 %", "9~%", "3日間", "3 日間", "3~日間"].map(|text| page.contains(&format!(">{text}<")))
    };
    assert_eq!(shown(""), [true, false, false, false, true, false], "as the language that stands in for it");
    assert_eq!(shown("quantity: '{number}~{unit}'\n"), [false, false, true, false, false, true]);
    let both = "quantity: '{number}{unit}'\nquantity_sign: '{number} {unit}'\n";
    assert_eq!(shown(both), [false, true, false, true, false, false]);
}

#[test]
fn each_language_is_searched_first_by_its_script() {
    let site = three_languages();
    for (query, expected) in [
        ("ガソリン", ("ja", "fuel")),
        ("返却します", ("ja", "return")),
        ("免許証が必要", ("ja", "licence")),
        ("驾照", ("zh", "licence")),
        ("licences", ("en", "licence")),
        // What only another language has follows, from whichever language.
        ("満タン", ("ja", "fuel")),
        ("toll", ("en", "toll")),
    ] {
        let (lang, id) = &found(&site, &[query])[0];
        assert_eq!((lang.as_str(), id.as_str()), expected, "{query}");
    }
    let hits = found(&site, &["ガソリン", "--lang", "zh"]);
    assert_eq!(hits, [("ja".to_owned(), "fuel".to_owned())], "a language that lacks it shows it from another");
}

/// A page of the small site, which is in Chinese and English.
fn site_in_english_too() -> String {
    let site = Site::small();
    site.build();
    site.read("en/faq/price/index.html")
}

#[test]
fn a_sign_stands_at_its_number_and_a_word_apart_from_it() {
    let site = Site::small();
    let percent = "{zh: \"%\", en: \"%\"}\n  label";
    site.edit("content/rules/plans.yaml", |text| text.replace("{zh: 元, en: yuan}\n  label", percent)).build();
    for language in ["zh", "en"] {
        let page = site.read(&format!("{language}/rules/plans/small/index.html"));
        assert!(page.contains("9%") && !page.contains("9 %"), "{page}");
    }
}

#[test]
fn traditional_chinese_stands_beside_simplified() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text.replace("en:", "zh-Hant:"));
    for path in [
        "content/faq/categories.yaml",
        "content/glossary.yaml",
        "content/rules/plans.yaml",
        "content/sources/manual.yaml",
        "content/faq/basics/price.yaml",
    ] {
        site.edit(path, |text| text.replace("en:", "zh-Hant:"));
    }
    for id in ["price", "trial"] {
        site.remove(&format!("content/faq/basics/{id}.en.md"));
    }
    site.write("content/faq/basics/price.zh-Hant.md", "# 每月多少錢？\n\n小套餐每月 {{plans.small.price}} 元。\n");
    site.build();
    let page = site.read("zh-Hant/faq/price/index.html");
    assert!(
        page.contains("<html lang=\"zh-Hant\">") && page.contains("搜尋") && page.contains(">简体中文</a>"),
        "{page}"
    );
    // Beside English alone, it is called what it always was.
    assert!(site_in_english_too().contains(">中文</a>"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("there is no text in `zh-Hant`; readers are shown the one in `zh`"), "{told}");
    // A variety is shown what it narrows down, and named by its own name elsewhere.
    assert!(site.read("zh-Hant/faq/trial/index.html").contains("還沒有繁體中文版"));
    assert!(site.read("zh/faq/price/index.html").contains(">繁體中文</a>"));
    assert_eq!(found(&site, &["多少錢", "--lang", "zh-Hant"])[0], ("zh-Hant".to_owned(), "price".to_owned()));
    assert_eq!(found(&site, &["多少钱", "--lang", "zh"])[0], ("zh".to_owned(), "price".to_owned()));
}

#[test]
fn words_of_all_languages_in_one_file_are_still_read() {
    let site = Site::small();
    site.write("templates/strings.yaml", "home: {zh: 起点, en: Start}\n").build();
    assert!(site.read("en/faq/price/index.html").contains(">Start</a>"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("warning[old-form]") && told.contains("templates/strings.zh.yaml"), "{told}");
}

#[test]
fn languages_are_named_by_codes_that_there_are() {
    for (locales, told) in [
        ("[zh, xx]", "`xx` is not the code of a language"),
        ("[zh, EN]", "`EN` is not the code of a language"),
        ("[zh, en, zh]", "a site has 1 to 64 languages, each once"),
        ("[]", "a site has 1 to 64 languages, each once"),
        ("[zh]", "`en` is not a language of the site"),
    ] {
        let site = Site::small();
        site.edit("content/site.yaml", |text| {
            let lines = text.lines().filter(|line| !line.starts_with("locales:"));
            format!("{}\nlocales: {locales}\n", lines.collect::<Vec<_>>().join("\n"))
        });
        let output = site.wenda(&["check"]);
        assert_eq!(output.status.code(), Some(1), "{locales}");
        assert!(stdout(&output).contains(told), "{locales}: {}", stdout(&output));
    }
}
