//! Snippets: texts that several articles quote.

use crate::support::{Site, stderr, stdout};

const TRIAL: &str = "content/faq/basics/trial.zh.md";

/// A site with a snippet of one paragraph, and one with a heading, a footnote and a picture, which quotes the first.
fn site() -> Site {
    let site = Site::small();
    site.write("content/snippets/contact.zh.md", "写信给[客服](mailto:help@example.com)，见[](article:price#pay)。\n")
        .write(
            "content/snippets/contact.en.md",
            "Write to [us](mailto:help@example.com), see [](article:price#pay).\n",
        );
    let zh = "{{snippets/contact}}\n\n## 退款 {#refund}\n\n每月 {{plans.small.price}} 元可退[^1]，见[上文](#refund)。\n\n[^1]: 注释。\n";
    let en = "{{snippets/contact}}\n\n## Refunds {#refund}\n\nOf {{plans.small.price}} yuan[^1], see [above](#refund).\n\n[^1]: A note.\n";
    site.write("content/snippets/terms.zh.md", zh).write("content/snippets/terms.en.md", en);
    site.edit(TRIAL, |text| {
        text.replace("先看[价格](article:price)。", "先看[价格](article:price)[^a]：{{snippets/contact}}")
    });
    site.edit(TRIAL, |text| text + "\n{{snippets/terms}}\n\n见[退款](#refund)。\n\n[^a]: 自己的。\n");
    site.edit("content/faq/basics/trial.en.md", |text| {
        text.replace("first.", "first[^a]. {{snippets/contact}}")
            + "\n{{snippets/terms}}\n\nSee [refunds](#refund).\n\n[^a]: Its own.\n"
    });
    site
}

#[test]
fn a_snippet_stands_where_it_is_quoted() {
    let site = site();
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();
    let page = site.read("zh/faq/trial/index.html");
    let link = "<a href=\"mailto:help@example.com\" rel=\"external noopener\">客服</a>";
    assert!(
        page.contains(&format!("：写信给{link}，见<a href=\"../../../zh/faq/price/#pay\">要多少钱</a>？。</p>")),
        "{page}"
    );
    assert!(page.contains(&format!("<p>写信给{link}")), "{page}");
    assert!(page.contains("<h2 id=\"refund\">退款"), "{page}");
    assert!(page.contains("<a href=\"#refund\">退款</a>"), "it is among the contents: {page}");
    assert!(
        page.contains("每月 9 元可退<sup class=\"footnote-mark\"><a id=\"_fnref-2\" href=\"#_fn-2\">2</a></sup>"),
        "{page}"
    );
    assert!(
        page.contains("<li id=\"_fn-1\">\n<p>自己的。 <a ") && page.contains("<li id=\"_fn-2\">\n<p>注释。 <a "),
        "{page}"
    );
    let twin = site.read("zh/faq/trial/index.md");
    assert!(twin.contains("## 退款 {#refund}") && !twin.contains("{{"), "{twin}");
    assert!(stdout(&site.wenda(&["search", "退款"])).contains("#refund"));
}

#[test]
fn an_edit_of_a_snippet_reaches_all_that_quote_it() {
    let site = site();
    site.build();
    assert!(!stdout(&site.wenda(&["search", "打电话"])).contains("可以试用吗"));
    site.edit("content/snippets/terms.zh.md", |text| text.replace("每月", "打电话，每月"));
    site.build();
    assert!(site.read("zh/faq/trial/index.html").contains("打电话，每月 9 元"));
    assert!(stdout(&site.wenda(&["search", "打电话"])).contains("可以试用吗"));
}

#[test]
fn the_translation_of_a_snippet_goes_stale_by_itself() {
    let site = site();
    assert!(stdout(&site.wenda(&["accept"])).ends_with("4 translations accepted\n"));
    site.edit("content/snippets/contact.zh.md", |text| text.replace("写信", "打电话"));
    let told = stdout(&site.wenda(&["status"]));
    assert!(told.starts_with("stale       content/snippets/contact.en.md\n"), "{told}");
    assert!(told.contains("4 translations: 3 up to date, 1 stale"), "{told}");
    assert!(stdout(&site.wenda(&["check"])).contains("content/snippets/contact.en.md:1:1"));
    let told = stdout(&site.wenda(&["status", "--format", "json"]));
    assert!(told.contains("\"beginning\"") && !told.contains("\"question\""), "{told}");
    site.build();
    let notice = "The original of this translation has changed since";
    assert!(site.read("en/faq/trial/index.html").contains(notice), "a page tells of what it shows");
    assert!(!site.read("zh/faq/trial/index.html").contains("此后有改动"));
    assert!(!site.read("en/faq/price/index.html").contains(notice));
    let told = stderr(&site.wenda(&["accept", "contact"]));
    assert!(told.contains("`contact` is a snippet: name it as `snippets/contact`"), "{told}");
    assert!(stdout(&site.wenda(&["accept", "snippets/contact"])).ends_with("1 translation accepted\n"));
    site.remove("content/snippets/contact.en.md");
    let output = site.wenda(&["check"]);
    assert!(stdout(&output).contains("the snippet `contact` has no text in `en`"), "{}", stdout(&output));
}

#[test]
fn a_snippet_means_its_own_headings_and_stands_in_no_description() {
    let site = Site::small();
    site.write("content/snippets/part.md", "## 同名\n\n见[本节](#同名)。\n");
    site.write("content/snippets/word.md", "字\n");
    site.edit(TRIAL, |text| text + "\n{{snippets/part}}\n\n## 同名\n\n见[这里](#同名)。\n");
    site.build();
    let page = site.read("zh/faq/trial/index.html");
    assert!(page.contains("<a href=\"#同名-1\">本节</a>") && page.contains("<a href=\"#同名\">这里</a>"), "{page}");
    site.edit(TRIAL, |text| text + "\n![图 {{snippets/word}}](a.png)\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[bad-quote]: no snippet stands in the description of an image"), "{told}");
}

#[test]
fn what_snippets_bring_has_bounds() {
    let site = Site::small();
    // Each holds the one before twice.
    site.write("content/snippets/a0.md", "很长的一段。\n".repeat(100));
    for number in 1..=9 {
        let before = number - 1;
        let text = format!("{{{{snippets/a{before}}}}}\n\n").repeat(60);
        site.write(&format!("content/snippets/a{number}.md"), text);
    }
    site.edit(TRIAL, |text| text + "\n{{snippets/a9}}\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("what the text quotes of snippets up to here has more than 1 MiB"), "{told}");
    assert!(told.contains("snippets stand in each other more than 8 deep"), "{told}");
}
