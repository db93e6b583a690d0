//! What changed between two versions of a site, and addresses that are not to be lost.

use std::process::Command;

use serde_json::{Value, json};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout};

/// A site whose articles, rules, decisions and addresses are other ones than those of [`Site::small`] with [`DELIVERY`].
fn change(site: &Site) {
    site.edit("content/faq/basics/price.zh.md", |text| text.replace("再付款。", "不用付款。付完再说。"));
    site.edit("content/faq/basics/trial.en.md", |text| text.replace("## How long {#length}", "## Length {#length}"));
    site.edit("content/rules/plans.yaml", |text| text.replace("price: 90", "price: 95"));
    site.edit("content/decisions/delivery.yaml", |text| text.replace("< 2", "< 3").replace(">= 2", ">= 3"));
    site.write("content/faq/basics/refund.zh.md", "# 能退吗？\n\n能，见[价格](article:price)。\n");
    site.write("content/faq/basics/refund.yaml", "sources: [manual/price]\nverified: 2024-01-01\n");
    site.write("content/faq/basics/refund.en.md", "# Refunds?\n\nYes; see the [price](article:price).\n");
}

fn sites() -> [Site; 2] {
    let [old, new] = [Site::small(), Site::small()];
    for site in [&old, &new] {
        site.write("content/decisions/delivery.yaml", DELIVERY);
    }
    change(&new);
    [old, new]
}

#[test]
fn all_that_changed_is_told_for_people_and_programs() {
    let [old, new] = sites();
    let folder = old.path().to_str().unwrap();
    let output = new.wenda(&["diff", folder, "--exit-code"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
    insta::assert_snapshot!(stdout(&new.wenda(&["diff", folder, "--format", "markdown"])));

    let output = new.wenda(&["diff", folder, "--format", "json"]);
    assert!(output.status.success(), "without --exit-code a difference is no failure");
    let comparison: Value = serde_json::from_slice(&output.stdout).unwrap();
    let section = &comparison["articles"]["changed"][0]["sections"][0];
    assert_eq!(section["section"], "#pay");
    assert_eq!(section["added"][1], "付完再说。");
    let cell = &comparison["tables"][0]["cells"][0];
    assert_eq!((&cell["row"], &cell["column"]), (&json!("large"), &json!("price")));
    assert_eq!(cell["told"], json!([{ "lang": "zh", "from": "90", "to": "95" }]));
    assert_eq!(comparison["addresses"]["gained"], json!(["en/faq/refund/", "zh/faq/refund/"]));

    let back = new.wenda(&["diff", folder, "--site", folder, "--exit-code"]);
    assert_eq!((stdout(&back).as_str(), back.status.code()), ("no text, rule, decision or address changed\n", Some(0)));
}

#[test]
fn who_quotes_a_changed_cell_and_what_replaces_a_lost_address_are_named() {
    let [old, new] = [Site::small(), Site::small()];
    new.edit("content/rules/plans.yaml", |text| text.replace("price: 9\n", "price: 8\n"));
    old.write("content/faq/basics/refunds.zh.md", "# 能退吗？\n\n能，见[价格](article:price)。\n");
    old.write("content/faq/basics/refunds.yaml", "sources: [manual/price]\nverified: 2024-01-01\n");
    new.write("content/faq/basics/refund.zh.md", "# 能退吗？\n\n能，见[价格](article:price)。\n");
    new.write("content/faq/basics/refund.yaml", "sources: [manual/price]\nverified: 2024-01-01\n");
    let told = stdout(&new.wenda(&["diff", old.path().to_str().unwrap()]));
    assert!(told.contains("small.price: 9 -> 8; quoted by price\n"), "{told}");
    assert!(told.ends_with("- {from: faq/refunds/, to: 'article:refund'}\n"), "{told}");
}

/// What every page shows is told once.
#[test]
fn a_title_that_changed_is_told() {
    let [old, new] = [Site::small(), Site::small()];
    new.edit("content/site.yaml", |text| text.replacen("zh: ", "zh: 新", 1));
    new.edit("content/faq/categories.yaml", |text| text.replacen("zh: ", "zh: 新", 1));
    let output = new.wenda(&["diff", old.path().to_str().unwrap(), "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
    let is_title = |line: &str| line.starts_with("  title (zh): ") && line.contains(" -> 新");
    assert!(lines[0] == "site" && is_title(&lines[1]) && lines[2].is_empty(), "{lines:?}");
    assert!(lines[3] == "category:basics" && is_title(&lines[4]), "{lines:?}");
}

/// Whoever reviews it sees what was done, not an article that went and another that came.
#[test]
fn an_article_that_is_called_otherwise_is_no_other_one() {
    let [old, new] = [Site::small(), Site::small()];
    new.rename_trial();
    let told = stdout(&new.wenda(&["diff", old.path().to_str().unwrap()]));
    assert!(told.contains("article:trying: renamed, was article:trial\n"), "{told}");
    assert!(!told.contains(": new") && !told.contains(": removed"), "{told}");
    // With what changed in it.
    new.edit("content/faq/basics/trying.en.md", |text| text + "\nIt ends by itself.\n");
    let told = stdout(&new.wenda(&["diff", old.path().to_str().unwrap()]));
    assert!(told.contains("article:trying: renamed, was article:trial\n"), "{told}");
    assert!(told.contains("article:trying (en)\n") && told.contains("    + It ends by itself.\n"), "{told}");
    // Where nothing of it stayed, a redirect tells.
    for code in ["zh", "en"] {
        let heading = if code == "zh" { "# 能先试试吗？" } else { "# May I try?" };
        new.write(
            &format!("content/faq/basics/trying.{code}.md"),
            format!("{heading}\n\n9 90 900.\n\n## B {{#length}}\n\nC.\n"),
        );
    }
    let diff = |arguments: &[&str]| stdout(&new.wenda(&[&["diff", old.path().to_str().unwrap()], arguments].concat()));
    let told = diff(&[]);
    assert!(told.contains("article:trying: new\n") && told.contains("article:trial: removed\n"), "{told}");
    new.write("content/redirects.yaml", "- {from: faq/trial/, to: 'article:trying'}\n");
    let told = diff(&["--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["articles"]["renamed"], json!([{"from": "trial", "to": "trying"}]));
    assert_eq!((&told["articles"]["added"], &told["articles"]["removed"]), (&json!([]), &json!([])));
    // In colour where it is asked for, and only then.
    let coloured = diff(&["--color", "always"]);
    assert!(coloured.contains("\u{1b}[1marticle:trying: renamed, was article:trial\u{1b}[0m\n"), "{coloured:?}");
    assert!(
        coloured.contains("\u{1b}[32m    + C.\u{1b}[0m\n") && coloured.contains("\u{1b}[31m    - "),
        "{coloured:?}"
    );
    assert!(!diff(&[]).contains('\u{1b}') && !diff(&["--format", "markdown", "--color", "always"]).contains('\u{1b}'));
}

pub(crate) fn git(site: &Site, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

#[test]
fn a_revision_of_git_is_a_version() {
    let repository = Site::empty();
    crate::support::copy(Site::small().path(), &repository.path().join("docs/help center"));
    git(&repository, &["init", "--quiet"]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "--quiet", "--message", "one"]);
    git(&repository, &["tag", "v1"]);
    let price = "docs/help center/content/faq/basics/price.en.md";
    repository.edit(price, |text| text.replace("then pay", "then pay us"));
    let diff = |old: &str| repository.wenda(&["diff", old, "--site", "docs/help center"]);
    for revision in ["HEAD", "v1"] {
        let told = stdout(&diff(revision));
        assert_eq!(told.lines().next(), Some("article:price (en)"), "{told}");
        assert!(told.contains("+ [Try it](article:trial#length) first, then pay us.\n"), "{told}");
    }
    git(&repository, &["commit", "--all", "--quiet", "--message", "two"]);
    assert_eq!(stdout(&diff("HEAD")), "no text, rule, decision or address changed\n");
    for unknown in ["HEAD~7", "--output=x", "nowhere"] {
        let output = repository.wenda(&["diff", "--site", "docs/help center", "--", unknown]);
        assert_eq!(output.status.code(), Some(2), "{unknown}: {}", stderr(&output));
    }
    git(&repository, &["rm", "-r", "--quiet", "docs/help center/content/site.yaml"]);
    git(&repository, &["commit", "--all", "--quiet", "--message", "three"]);
    crate::support::copy(Site::small().path(), &repository.path().join("docs/help center"));
    assert!(stderr(&diff("HEAD")).contains("there is no `content/site.yaml` of this site in `HEAD`"));
}

#[test]
fn a_snippet_that_changed_is_told_once_with_all_who_show_it() {
    let [old, new] = [Site::small(), Site::small()];
    for site in [&old, &new] {
        site.write("content/snippets/tel.zh.md", "电话 123。\n").write("content/snippets/tel.en.md", "Call 123.\n");
        site.write("content/snippets/us.zh.md", "找我们：\n\n{{snippets/tel}}\n");
        site.write("content/snippets/us.en.md", "Find us:\n\n{{snippets/tel}}\n");
        for code in ["zh", "en"] {
            site.edit(&format!("content/faq/basics/trial.{code}.md"), |text| text + "\n{{snippets/us}}\n");
            site.edit(&format!("content/faq/basics/price.{code}.md"), |text| text + "\n{{snippets/tel}}\n");
        }
    }
    new.edit("content/snippets/tel.zh.md", |text| text.replace("123", "456"));
    new.edit("content/faq/basics/price.zh.md", |text| text + "\n完。\n");
    let output = new.wenda(&["diff", old.path().to_str().unwrap(), "--exit-code"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = stdout(&output);
    let snippet = "snippets/tel (zh): quoted by price, trial\n  beginning\n    - 电话 123。\n    + 电话 456。\n";
    assert!(told.contains(snippet), "{told}");
    assert_eq!(told.matches("456").count(), 1, "{told}");
    assert!(told.contains("article:price (zh)") && !told.contains("article:trial"), "{told}");
    let unknown = new.wenda(&["diff", "v1.0"]);
    assert!(stderr(&unknown).contains("`v1.0` is neither a folder nor a revision"), "{}", stderr(&unknown));
    // That the site is named by `--site` is no remedy for what it is compared with.
    let elsewhere = stderr(&new.wenda(&["diff", "content"]));
    assert!(elsewhere.starts_with("error: the old site is not in `content`: name the folder"), "{elsewhere}");
}

/// Those that say the same take no part in what is compared, however many they are.
#[test]
fn one_that_changed_is_found_among_many_that_are_called_otherwise() {
    let [old, new] = [Site::empty(), Site::empty()];
    for site in [&old, &new] {
        site.write("content/site.yaml", "title: 帮助\n");
    }
    for number in 0..129 {
        let text = format!("# 第 {number} 问是什么？\n\n这是第 {number} 个回答，讲的是第 {number} 件事，没有别的。\n");
        old.write(&format!("content/faq/a{number}.md"), &text);
        let end = if number == 64 { "后来又加了一句。\n" } else { "" };
        new.write(&format!("content/faq/b{number}.md"), text + end);
    }
    let told = stdout(&new.wenda(&["diff", old.path().to_str().unwrap(), "--format", "json"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    let articles = &told["articles"];
    assert_eq!((&articles["added"], &articles["removed"]), (&json!([]), &json!([])));
    let renamed = articles["renamed"].as_array().unwrap();
    assert!(renamed.len() == 129 && renamed.contains(&json!({"from": "a64", "to": "b64"})), "{renamed:?}");
}

/// What is lost only as a file is broken is told by what is wrong in that.
#[test]
fn an_address_is_not_lost_by_a_slip_of_the_hand() {
    let site = Site::small();
    site.wenda(&["accept", "--addresses"]);
    for (path, slip) in [
        ("content/faq/basics/trial.yaml", "sources: ["),
        ("content/faq/basics/trial.en.md", "no question"),
        ("content/rules/plans.yaml", "title: ["),
        ("content/redirects.yaml", "- {from: "),
    ] {
        let is_there = site.path().join(path).exists();
        let before = if is_there { std::fs::read_to_string(site.path().join(path)).unwrap() } else { String::new() };
        site.write(path, slip);
        let told = stdout(&site.wenda(&["check"]));
        assert!(told.contains(&format!("--> {path}")) && !told.contains("lost-address"), "{path}: {told}");
        if is_there {
            site.write(path, before)
        } else {
            site.remove(path)
        };
    }
    // What is lost besides is told.
    site.rename_trial();
    site.write("content/faq/basics/price.yaml", "sources: [");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("`/en/faq/trial/`") && !told.contains("`/en/faq/price/`"), "{told}");
}

#[test]
fn an_address_that_is_kept_is_not_lost() {
    let site = Site::small();
    let told = stdout(&site.wenda(&["accept", "--addresses"]));
    assert!(told.ends_with(" of them new\n"), "{told}");
    let lock = std::fs::read_to_string(site.path().join("content/addresses.lock")).unwrap();
    assert!(lock.contains("\nen/faq/price/\n") && lock.contains("\nzh/rules/plans/small/\n"), "{lock}");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");

    site.rename_trial();
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(
        told.contains("error[lost-address]: nothing stands at `/en/faq/trial/`, `/zh/faq/trial/` any more"),
        "{told}"
    );
    let redirect = "- {from: faq/trial/, to: 'article:trying'}";
    assert!(told.contains(redirect), "{told}");
    site.write("content/redirects.yaml", redirect);
    assert_eq!(stdout(&site.wenda(&["check"])), "no problems found\n");
    // A redirect is kept from then on, too.
    assert!(stdout(&site.wenda(&["accept", "--addresses"])).contains("2 of them new"));
    site.remove("content/redirects.yaml");
    assert_eq!(site.wenda(&["check"]).status.code(), Some(1));
    let let_go = stdout(&site.wenda(&["accept", "--addresses"]));
    assert!(let_go.starts_with("no longer kept: /en/faq/trial/\nno longer kept: /zh/faq/trial/\n"), "{let_go}");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
}

/// What has no page of Markdown of its own is told as well.
#[test]
fn terms_guides_checklists_and_the_words_of_decisions_are_compared() {
    let [old, new] = [Site::empty(), Site::empty()];
    for site in [&old, &new] {
        crate::support::write(site.path(), &crate::support::reference());
        site.write("content/pages/about.zh.md", "# 关于\n\n旧。\n")
            .write("content/pages/about.en.md", "# About\n\nOld.\n");
    }
    let yaml = |name: &str, from: &str, to: &str| {
        new.edit(&format!("content/{name}.yaml"), |text| text.replacen(from, to, 1));
    };
    yaml("glossary", "一起出售的几项服务。", "一起出售的服务。");
    yaml("glossary", "    zh: [方案]\n", "    zh: [方案, 组合]\n");
    new.edit("content/glossary.yaml", |text| {
        text + "- id: fee\n  term: {zh: 费, en: fee}\n  definition: {zh: 钱。, en: Money.}\n"
    });
    yaml("guides/buying", "steps: [price, refund]", "steps: [refund, price]");
    yaml("checklists/start", "备好公司的发票抬头。", "备好发票抬头。");
    yaml("checklists/start", "trial: no", "trial: yes");
    yaml("changes", "以前是十四天。", "以前是十五天。");
    yaml("decisions/refund", "用过就不能退了。", "用过就不能再退了。");
    yaml("rules/plans", "各套餐的价格与限制。", "各套餐的价格和限制。");
    yaml("sources/handbook", "小套餐每月 9 元，限 1 人。", "小套餐每月 9 元。");
    new.edit("content/pages/about.zh.md", |text| text.replace("旧", "新"));
    let output = new.wenda(&["diff", old.path().to_str().unwrap(), "--exit-code"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
    let json = stdout(&new.wenda(&["diff", old.path().to_str().unwrap(), "--format", "json"]));
    let told: Value = serde_json::from_str(&json).unwrap();
    let guide = told["entries"].as_array().unwrap().iter().find(|entry| entry["of"] == "guide:buying").unwrap();
    let steps = json!([{ "key": "steps", "lang": null, "removed": ["price"], "added": ["price"] }]);
    assert_eq!(guide["parts"], steps);
}

#[test]
fn what_is_wrong_with_the_old_site_is_told_of_that() {
    let [old, new] = sites();
    old.write("content/site.yaml", "title: {zh: 旧, en: Old}\nnone: 1\n");
    let folder = old.path().display().to_string();
    let output = new.wenda(&["diff", &folder]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains(&format!("is wrong with the old site, `{folder}`")), "{told}");
    assert!(!stderr(&old.wenda(&["diff", &new.path().display().to_string()])).contains("old site"));
}
