//! Traditional Chinese that is made of the simplified.

use crate::support::{Site, stdout};

/// The small site with traditional Chinese that nobody has written.
fn site() -> Site {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "locales: [zh, zh-Hant, en]\nderived: [zh-Hant]\n");
    site
}

#[test]
fn what_nobody_has_written_is_made_of_the_simplified() {
    let site = site();
    site.edit("content/faq/basics/price.zh.md", |text| {
        text + "\n{{snippets/contact}}\n\n![软件](pay.gif) 软件 `软件` **头发**，发展面条。\n"
    });
    site.edit("content/faq/basics/price.en.md", |text| {
        text + "\n{{snippets/contact}}\n\n![Software](pay.gif) Software `软件` **hair**.\n"
    });
    site.write("content/snippets/contact.zh.md", "请联系客服。\n")
        .write("content/snippets/contact.en.md", "Write to us.\n");
    site.write("content/traditional.txt", "# 本站的说法\n软件 軟體\n联系 聯絡\n");
    site.write("content/faq/basics/pay.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();
    let page = site.read("zh-Hant/faq/price/index.html");
    assert!(page.contains("<html lang=\"zh-Hant\"") && page.contains("<title>要多少錢？"), "{page}");
    assert!(page.contains("<p>請聯絡客服。</p>"), "the words of the site come first: {page}");
    assert!(page.contains("軟體 <code>软件</code> <strong>頭髮</strong>，發展麪條。"), "{page}");
    assert!(page.contains("alt=\"軟體\""), "{page}");
    assert!(page.contains("<h2 id=\"pay\">怎麼付"), "{page}");
    let told = "本頁由簡體中文自動轉換而來，原文：<a href=\"../../../zh/faq/price/\" lang=\"zh-Hans\" hreflang=\"zh-Hans\">简体中文</a>";
    assert!(page.contains(told), "{page}");
    let alternate = "rel=\"alternate\" hreflang=\"zh-Hant\" href=\"https://help.example.com/zh-Hant/faq/price/\"";
    assert!(page.contains(alternate) && site.read("en/faq/price/index.html").contains(alternate), "{page}");
    assert!(page.contains("rel=\"canonical\" href=\"https://help.example.com/zh-Hant/faq/price/\""), "{page}");
    assert!(!site.read("zh/faq/price/index.html").contains("自动转换"), "who reads the original is told nothing");
    let rules = site.read("zh-Hant/rules/plans/index.html");
    assert!(rules.contains("未另行撰寫的內容由簡體中文自動轉換而來。"), "{rules}");
    assert!(rules.contains("每月多少錢") || rules.contains("套餐"), "{rules}");
    let found = stdout(&site.wenda(&["search", "--lang", "zh-Hant", "--json", "軟體"]));
    assert!(found.contains("\"lang\": \"zh-Hant\"") && found.contains("要多少錢"), "{found}");
    assert!(stdout(&site.wenda(&["status"])).contains("3 translations"), "nobody translates what is made");
}

#[test]
fn a_text_of_its_own_takes_its_place() {
    let site = site();
    site.write("content/faq/basics/price.zh-Hant.md", "# 要花多少錢？\n\n小套餐每月 {{plans.small.price}} 元，見[](rule:plans)。\n\n## 怎麼付 {#pay}\n\n先[試用](article:trial#length)，再付款。\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();
    let page = site.read("zh-Hant/faq/price/index.html");
    assert!(page.contains("<title>要花多少錢？") && !page.contains("本頁由簡體中文自動轉換"), "{page}");
    assert!(site.read("zh-Hant/faq/trial/index.html").contains("可以試用嗎？"));
}

#[test]
fn the_words_of_a_region_are_those_of_its_tables() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: 软件网络帮助\nlocales: [zh, zh-TW, zh-HK]\nderived: [zh-TW, zh-HK]\n");
    site.write("content/faq/network.md", "# 网络里的软件怎么升级？\n\n打开鼠标设置。\n");
    site.build();
    // In a site that is written in one language alone, plain text is in that.
    assert!(
        site.read("zh-TW/faq/network/index.html").contains("<title>網路裡的軟體怎麼升級？ · 軟體網路幫助"),
        "{}",
        site.read("zh-TW/faq/network/index.html")
    );
    assert!(
        site.read("zh-HK/faq/network/index.html").contains("<title>網絡裏的軟件怎麼升級？"),
        "{}",
        site.read("zh-HK/faq/network/index.html")
    );
}

#[test]
fn words_that_stand_on_a_screen_are_kept_by_the_list_of_the_site() {
    let site = site();
    site.edit("content/sources/manual.yaml", |text| {
        text.replacen("  - id: M-1\n", "  - id: M-1\n    verbatim: [小套餐每月]\n", 1)
    });
    site.edit("content/faq/basics/price.yaml", |text| text + "facts: [M-1]\n");
    site.edit("content/faq/basics/price.en.md", |text| text + "\nThe button says 小套餐每月.\n");
    site.edit("content/faq/basics/price.zh.md", |text| text + "\n按钮写着“小套餐每月”。\n");
    site.write("content/traditional.txt", "小套餐每月 小方案每月\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("[not-verbatim]: the text in `zh-Hant`"), "{told}");
    assert!(
        told.contains("help: keep them as they are, in `content/traditional.txt`: `小套餐每月 小套餐每月`"),
        "{told}"
    );
    site.write("content/traditional.txt", "小套餐每月 小套餐每月\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
}

#[test]
fn words_of_the_theme_are_those_of_the_script() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "locales: [zh, zh-TW, en]\nderived: [zh-TW]\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();
    let page = site.read("zh-TW/faq/price/index.html");
    assert!(page.contains("<html lang=\"zh-TW\"") && page.contains("本頁由簡體中文自動轉換而來"), "{page}");
    assert!(site.read("en/faq/price/index.html").contains("繁體中文（台灣）"));
}

#[test]
fn what_derives_nothing_is_told() {
    let site = site();
    site.edit("content/site.yaml", |text| text.replace("derived: [zh-Hant]", "derived: [zh-Hant, zh-Hant]"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[invalid-value]: `zh-Hant` is listed twice"), "{told}");
    let site = Site::small();
    site.write("content/traditional.txt", "软件 軟體\n");
    let told = stdout(&site.wenda(&["check"]));
    let expected = "warning[stray-file]: no language is derived, and nothing reads `content/traditional.txt`";
    assert!(told.contains(expected), "{told}");
}

/// That texts are missing in a language that was meant to be derived follows from its name.
#[test]
fn a_derived_language_of_another_name_is_told_alone() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "locales: [zh, zh-TW, en]\nderived: [zh-HK]\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.starts_with("error[unknown-locale]: `zh-HK` is no language of the site\n"), "{told}");
    assert!(told.contains("did you mean `zh-TW`?") && told.ends_with("\n1 error\n"), "{told}");
}

/// What a text is missing in that is made of another is missing in that.
#[test]
fn an_original_that_cannot_be_read_is_told_alone() {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "locales: [zh, zh-TW, en]\nderived: [zh-TW]\n");
    site.write("content/faq/basics/price.zh.md", b"\xff\xfe");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.starts_with("error[not-utf8]") && told.ends_with("\n1 error\n"), "{told}");
}
