//! `wenda check --fix`: what is set against the rules is put in its place, and nothing else is touched.

use std::fs;

use crate::support::{Site, stderr, stdout};

const PRICE: &str = "content/faq/basics/price.zh.md";
const BEFORE: &str = "\
# 要多少钱？

小套餐每月 {{plans.small.price}} 元,见[套餐](rule:plans),`wenda(套餐),x`在ECS上。

选\"续费\"...见<https://example.com/套餐,a>  \\\"原样\\\"

```
代码,不改...
```

## 怎么付 {#pay}

先[试用](article:trial#length),再付款。
";
const AFTER: &str = "\
# 要多少钱？

小套餐每月 {{plans.small.price}} 元，见[套餐](rule:plans)，`wenda(套餐),x`在 ECS 上。

选“续费”……见<https://example.com/套餐,a>  \\\"原样\\\"

```
代码,不改...
```

## 怎么付 {#pay}

先[试用](article:trial#length)，再付款。
";

/// A text in a list is set as any other text.
#[test]
fn lists_of_cells_are_set_as_other_cells_are() {
    let site = Site::small();
    site.edit("content/rules/plans.yaml", |text| {
        let column = "- {id: gives, type: list, of: text, optional: yes, label: {zh: 包含, en: Includes}}\nrows:\n";
        let cell = "  price: 9\n  gives:\n    zh: [用ECS, \"付款,退款\"]\n    en: [Servers, \"Paying；refunds\"]\n";
        text.replace("rows:\n", column).replace("  price: 9\n", cell)
    });
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("content/rules/plans.yaml:18:10") && told.contains("3 warnings"), "{told}");
    site.wenda(&["check", "--fix"]);
    let text = fs::read_to_string(site.path().join("content/rules/plans.yaml")).unwrap();
    assert!(text.contains("zh: [用 ECS, \"付款，退款\"]\n    en: [Servers, \"Paying; refunds\"]\n"), "{text}");
    assert_eq!(stdout(&site.wenda(&["check"])), "no problems found\n");
}

#[test]
fn what_is_safe_is_mended_after_it_was_shown() {
    let site = Site::small();
    site.write(PRICE, BEFORE);
    site.edit("content/rules/plans.yaml", |text| {
        text.replace("各套餐的价格。", "各套餐的价格;按月算。").replace("月价", "'月价(元)'")
    });
    let before = fs::read(site.path().join("content/rules/plans.yaml")).unwrap();
    let told = stdout(&site.wenda(&["check", "--fix", "--dry-run"]));
    assert!(
        told.contains(&format!(
            "{PRICE}:13\n- 先[试用](article:trial#length),再付款。\n+ 先[试用](article:trial#length)，再付款。\n"
        )),
        "{told}"
    );
    assert!(told.contains(" can be mended in 2 files\n"), "{told}");
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), BEFORE, "nothing was written");
    assert_eq!(fs::read(site.path().join("content/rules/plans.yaml")).unwrap(), before);

    let told = stdout(&site.wenda(&["check", "--fix"]));
    assert!(told.contains(" mended in 2 files\n"), "{told}");
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), AFTER);
    let rules = fs::read_to_string(site.path().join("content/rules/plans.yaml")).unwrap();
    assert!(rules.contains("zh: 各套餐的价格；按月算。") && rules.contains("'月价（元）'"), "{rules}");
    assert!(stdout(&site.wenda(&["check", "--fix"])).starts_with("nothing that is safe to mend\n"));
    assert_eq!(site.wenda(&["check", "--fix", "--format", "json"]).status.code(), Some(2));
}

#[test]
fn a_file_keeps_its_line_ends_and_what_the_site_allows_or_turns_off() {
    let site = Site::small();
    let text = |marks: &str| {
        format!(
            "\u{feff}# 要多少钱？\r\n\r\n小套餐每月 {{{{plans.small.price}}}} 元{marks}见[](rule:plans)。\r\n\r\n## 怎么付 {{#pay}}\r\n\r\n先[试用](article:trial#length)，再付款。\r\n"
        )
    };
    site.write(PRICE, text(","));
    site.wenda(&["check", "--fix"]);
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), text("，"));

    site.write(PRICE, text(","));
    site.edit("content/site.yaml", |site| site + "diagnostics: {half-width-punctuation: off}\n");
    assert_eq!(stdout(&site.wenda(&["check", "--fix"])), "nothing to mend\nno problems found\n");
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), text(","));
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let site = Site::small();
    site.write(
        "content/faq/basics/real.txt",
        "# 要多少钱？\n\n九元,见[](rule:plans)和[试用](article:trial#length)。\n",
    );
    site.remove(PRICE);
    std::os::unix::fs::symlink("real.txt", site.path().join(PRICE)).unwrap();
    let output = site.wenda(&["check", "--fix"]);
    assert!(stderr(&output).contains("is a link"), "{}", stderr(&output));
    assert!(site.path().join(PRICE).is_symlink());
}

/// Why is said truly.
#[test]
fn what_cannot_be_written_as_it_was_is_left_with_the_reason() {
    let site = Site::small();
    let text = fs::read_to_string(site.path().join(PRICE)).unwrap().replacen("，", ",", 1);
    let mixed = text.replacen('\n', "\r\n", 1);
    site.write(PRICE, &mixed);
    let output = site.wenda(&["check", "--fix"]);
    let told =
        format!("`{PRICE}` is left as it is: its line ends are of several kinds: save it with one kind of them\n");
    assert!(stderr(&output).contains(&told), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), mixed);
}

/// It was once written anew, as whoever ran Wenda would make it.
#[cfg(unix)]
#[test]
fn a_file_that_is_mended_keeps_its_mode() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let site = Site::small();
    site.write(PRICE, BEFORE);
    let path = site.path().join(PRICE);
    // Only root can give files to others.
    let is_given = chown(&path, Some(12_345), Some(54_321)).is_ok();
    fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    site.wenda(&["check", "--fix"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), AFTER);
    let found = fs::metadata(&path).unwrap();
    assert_eq!(found.permissions().mode() & 0o7777, 0o640);
    if is_given {
        assert_eq!((found.uid(), found.gid()), (12_345, 54_321));
    }
}

#[test]
fn comments_that_allow_nothing_go_and_links_name_the_heading_that_is_meant() {
    let site = Site::small();
    site.write(PRICE, "# 要多少钱？\n\n<!-- wenda-allow: half-width-punctuation as printed -->\n小套餐每月 {{plans.small.price}} 元，见[](rule:plans)与[下文](#怎么付)。 <!-- wenda-allow: ellipsis as printed -->\n\n## 怎么付 {#pay}\n\n先[试用](article:trial#Length)，再付款。\n");
    site.edit("content/site.yaml", |text| text + "diagnostics: {language-mismatch: off}\n");
    site.edit("content/faq/basics/trial.yaml", |text| format!("# wenda-allow: orphan-article it is new\n{text}"));
    let told = stdout(&site.wenda(&["check", "--fix"]));
    assert!(
        told.contains(&format!("{PRICE}:3\n- <!-- wenda-allow: half-width-punctuation as printed -->\n")),
        "{told}"
    );
    assert!(told.contains("5 problems mended in 2 files\nno problems found\n"), "{told}");
    let text = fs::read_to_string(site.path().join(PRICE)).unwrap();
    assert_eq!(
        text,
        "# 要多少钱？\n\n小套餐每月 {{plans.small.price}} 元，见[](rule:plans)与[下文](#pay)。\n\n## 怎么付 {#pay}\n\n先[试用](article:trial#length)，再付款。\n"
    );
    let yaml = fs::read_to_string(site.path().join("content/faq/basics/trial.yaml")).unwrap();
    assert!(!yaml.contains("wenda-allow"), "{yaml}");
}

/// An article that is called otherwise.
fn rename(site: &Site, to: &str) {
    let folder = site.path().join("content/faq/basics");
    for ending in ["yaml", "zh.md", "en.md"] {
        fs::rename(folder.join(format!("trial.{ending}")), folder.join(format!("{to}.{ending}"))).unwrap();
    }
    for file in ["price.yaml", "price.zh.md", "price.en.md"].map(|name| folder.join(name)) {
        let text = fs::read_to_string(&file).unwrap();
        let text = text.replace("article:trial", &format!("article:{to}")).replace("[trial]", &format!("[{to}]"));
        fs::write(file, text).unwrap();
    }
}

const REDIRECTS: &str = "content/redirects.yaml";

#[test]
fn a_page_that_is_called_otherwise_gets_a_redirect() {
    let site = Site::small();
    site.wenda(&["accept", "--addresses"]);
    rename(&site, "trials");
    let redirect = "- {from: faq/trial/, to: 'article:trials'}\n";
    let dry = stdout(&site.wenda(&["check", "--fix", "--dry-run"]));
    assert!(dry.contains(&format!("{REDIRECTS}:1\n+ {redirect}")) && dry.contains("1 problem can be mended"), "{dry}");
    assert!(!site.path().join(REDIRECTS).exists());
    // A list that takes no line at its end is left, and so is one that is broken.
    let other = "- {from: faq/old/, to: 'article:price'}\n...\n";
    site.write(REDIRECTS, other);
    let output = site.wenda(&["check", "--fix"]);
    assert!(stderr(&output).contains(&format!("add to its list\n{}", redirect.trim_end())), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(site.path().join(REDIRECTS)).unwrap(), other);
    let broken = "- {from: faq/old/, to: 'article:price'}\nbad\n";
    site.write(REDIRECTS, broken).wenda(&["check", "--fix"]);
    assert_eq!(fs::read_to_string(site.path().join(REDIRECTS)).unwrap(), broken);
    // What only leads on is no page to lead to.
    site.write(REDIRECTS, "- {from: faq/trial-x/, to: 'article:price'}\r\n");
    let output = site.wenda(&["check", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let written = fs::read_to_string(site.path().join(REDIRECTS)).unwrap();
    assert_eq!(written, format!("- {{from: faq/trial-x/, to: 'article:price'}}\r\n{}\r\n", redirect.trim_end()));
}

#[test]
fn a_redirect_is_added_as_the_list_is_written() {
    let entry = "- {from: faq/trial/, to: 'article:trials'}\n";
    let price = "- {from: faq/old/, to: 'article:price'}\n";
    for (before, after) in [
        ("# None yet.\n".to_owned(), format!("# None yet.\n{entry}")),
        ("[]\n".to_owned(), format!("\n{entry}")),
        (format!("  {price}"), format!("  {price}  {entry}")),
    ] {
        let site = Site::small();
        site.wenda(&["accept", "--addresses"]);
        rename(&site, "trials");
        site.write(REDIRECTS, &before);
        let output = site.wenda(&["check", "--fix"]);
        assert_eq!(output.status.code(), Some(0), "{before}: {}", stdout(&output));
        assert_eq!(fs::read_to_string(site.path().join(REDIRECTS)).unwrap(), after);
    }
}

/// In a site of one language each text is in that, wherever it stands.
#[test]
fn texts_of_rule_tables_in_one_language_are_mended() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: 帮助\n").write("content/faq/a.md", "# 问？\n\n见[表](rule:t)。\n");
    let table = |text: &str, label: &str| {
        format!(
            "title: 表\ndescription: 表。\ncolumns:\n  - {{id: name, label: 名, type: text}}\n  \
             - {{id: kind, label: 类, type: enum, values: {{a: '{label}'}}}}\nrows:\n  - {{id: x, name: {text}, kind: a}}\n"
        )
    };
    site.write("content/rules/t.yaml", table("好9好", "甲,乙"));
    let output = site.wenda(&["check", "--fix"]);
    let mended = fs::read_to_string(site.path().join("content/rules/t.yaml")).unwrap();
    assert_eq!(mended, table("好 9 好", "甲，乙"), "{}", stdout(&output));
}

#[test]
fn what_a_fix_would_mend_is_counted() {
    let site = Site::small();
    site.edit("content/faq/basics/price.zh.md", |text| text + &"\n甲,乙\n".repeat(30) + "\n[](https://example.com)\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(
        told.ends_with("\n30 warnings\n`wenda check --fix` mends 30 of them\n") || told.contains("mends 30 of them"),
        "{told}"
    );
    assert!(told.contains("29 more like this; `wenda check --all` shows each:"), "one file with as many: {told}");
    assert_eq!(told.matches("warning[half-width-punctuation]").count(), 1);
    assert_eq!(stdout(&site.wenda(&["check", "--all"])).matches("warning[half-width-punctuation]").count(), 30);
    assert!(!stdout(&site.wenda(&["check", "--fix"])).contains("`wenda check --fix`"));
}

/// Where translations tell nothing, git does.
#[test]
fn a_page_of_one_language_that_is_called_otherwise_gets_a_redirect_by_git() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: 帮助\n");
    for (id, text) in [("a", "退款多久到账"), ("b", "可以开发票吗")] {
        let text = format!("# {text}？\n\n{text}，要看付款的方式：银行卡三天，别的当天。\n");
        site.write(&format!("content/faq/money/{id}.md"), text);
    }
    site.wenda(&["accept", "--addresses"]);
    let rename =
        || fs::rename(site.path().join("content/faq/money/a.md"), site.path().join("content/faq/money/refund-time.md"));
    rename().unwrap();
    site.edit("content/faq/money/refund-time.md", |text| text.replace("当天", "当天到账"));
    site.wenda(&["check", "--fix"]);
    assert!(!site.path().join(REDIRECTS).exists(), "nobody knows what was there");
    fs::rename(site.path().join("content/faq/money/refund-time.md"), site.path().join("content/faq/money/a.md"))
        .unwrap();
    crate::comparing::git(&site, &["init", "--quiet"]);
    crate::comparing::git(&site, &["add", "content"]);
    crate::comparing::git(&site, &["commit", "--quiet", "--message", "one"]);
    rename().unwrap();
    site.edit("content/faq/money/refund-time.md", |text| text.replace("当天到账", "隔天到账"));
    // What was committed since is looked at, too.
    crate::comparing::git(&site, &["add", "content"]);
    crate::comparing::git(&site, &["commit", "--quiet", "--message", "two"]);
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("`wenda check --fix` finds what it is called now"), "{told}");
    let output = site.wenda(&["check", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let written = fs::read_to_string(site.path().join(REDIRECTS)).unwrap();
    assert_eq!(written, "- {from: faq/a/, to: 'article:refund-time'}\n");
}

/// Nobody knows where readers of these should go.
#[test]
fn a_page_that_is_gone_or_broken_gets_no_redirect() {
    let site = Site::small();
    site.wenda(&["accept", "--addresses"]);
    rename(&site, "zebra");
    site.wenda(&["check", "--fix"]);
    assert!(!site.path().join(REDIRECTS).exists(), "the only new page may be about something else");
    let site = Site::small();
    site.wenda(&["accept", "--addresses"]);
    site.write("content/faq/basics/trials.zh.md", "# 新的？\n\n答。\n");
    site.write("content/faq/basics/trials.en.md", "# New?\n\nYes.\n");
    site.write("content/faq/basics/trial.yaml", "x: [");
    site.wenda(&["check", "--fix"]);
    assert!(!site.path().join(REDIRECTS).exists(), "the page is there again once it is mended");
}

#[test]
fn what_other_texts_name_is_not_mended() {
    let site = Site::small();
    let text = "# 要多少钱？\n\n每月9元，见[甲,乙]与[步骤](#第9步)，点确认9付款。\n\n## 第9步\n\n先[试用](article:trial#length)，再付款。\n\n[甲,乙]: https://example.com/\n";
    site.write(PRICE, text);
    site.edit("content/sources/manual.yaml", |text| {
        text.replacen("  - id: M-1\n", "  - id: M-1\n    verbatim: [确认9付款]\n", 1)
    });
    let told = stdout(&site.wenda(&["check", "--fix"]));
    let mended = fs::read_to_string(site.path().join(PRICE)).unwrap();
    assert_eq!(mended, text.replace("每月9元", "每月 9 元"), "{told}");
}

/// Else the slip is gone, and readers see what became of it.
#[test]
fn what_was_meant_as_something_else_is_left_to_its_author() {
    let site = Site::small();
    let slips = [
        "公式见下，:smile: [[hello]]",
        "!!! note \"注意\"",
        "!!! note \"看**这里**,好\"",
        "=== \"标签\"",
        "{% include \"文件.md\" %}",
        "{{< ref \"文件.md\" >}}",
    ];
    let text = |mark: &str| {
        let answer = "小套餐每月 {{plans.small.price}} 元，见[套餐](rule:plans)";
        let end = "## 怎么付 {#pay}\n\n先[试用](article:trial#length)，再付款。\n";
        format!("# 要多少钱？\n\n{answer}{mark}再看。\n\n{}\n\n{end}", slips.join("\n\n"))
    };
    site.write(PRICE, text(","));
    let told = stdout(&site.wenda(&["check", "--fix"]));
    assert!(told.contains("1 problem mended in 1 file\n"), "{told}");
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), text("，"));
    assert_eq!(told.matches("warning[near-miss]").count(), slips.len() + 1, "{told}");
    // Marks of a slip that the site is silent about are none of a text either.
    site.edit("content/site.yaml", |site| site + "diagnostics: {near-miss: off}\n");
    site.edit(PRICE, |text| text.replace("!!! note \"看**这里**,好\"\n\n", ""));
    assert!(stdout(&site.wenda(&["check", "--fix"])).starts_with("nothing that is safe to mend\n"));
}

#[test]
fn a_mending_that_changed_nothing_says_so() {
    let site = Site::small();
    assert_eq!(stdout(&site.wenda(&["check", "--fix"])), "nothing to mend\nno problems found\n");
    site.write("content/faq/empty/.keep", "")
        .edit("content/faq/categories.yaml", |text| text + "- {id: empty, title: {zh: 空的, en: Empty}}\n");
    let told = stdout(&site.wenda(&["check", "--fix"]));
    assert!(told.starts_with("nothing that is safe to mend\n"), "{told}");
}

/// A space may belong beside a mark that was put in its place: what is mended then is told before, too.
#[test]
fn what_can_be_mended_is_what_is_mended() {
    let site = Site::small();
    site.write(PRICE, "# 要多少钱？\n\n写完.,云\n\nA ,中\n");
    let before = fs::read_to_string(site.path().join(PRICE)).unwrap();
    let can = stdout(&site.wenda(&["check", "--fix", "--dry-run"]));
    assert_eq!(fs::read_to_string(site.path().join(PRICE)).unwrap(), before);
    let done = stdout(&site.wenda(&["check", "--fix"]));
    let (shown, rest) = can.split_once(" can be mended in ").unwrap();
    let (mended, _) = done.split_once(" mended in ").unwrap();
    assert_eq!(shown, mended);
    assert!(rest.starts_with("1 file\n"), "{can}");
    assert!(shown.ends_with("\n- A ，中\n+ A，中\n4 problems"), "the second round: {shown}");
}
