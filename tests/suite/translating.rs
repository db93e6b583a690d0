//! Translations, and what of their originals was changed since.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::support::{Site, stderr, stdout};

const ORIGINAL: &str = "content/faq/basics/price.zh.md";

fn status(site: &Site) -> Value {
    let output = site.wenda(&["status", "--format", "json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_translation_goes_stale_section_by_section_and_is_accepted_again() {
    let site = Site::small();
    let told = stdout(&site.wenda(&["status"]));
    assert!(told.starts_with("unaccepted  content/faq/basics/price.en.md\n"), "{told}");
    assert!(told.contains("2 translations: 0 up to date, 0 stale, 0 missing, 2 unaccepted\n"), "{told}");
    assert_eq!(
        stdout(&site.wenda(&["check", "--strict"])),
        "no problems found\n",
        "nothing is asked of who keeps no lock"
    );

    assert!(stdout(&site.wenda(&["accept"])).ends_with("2 translations accepted\n"));
    let lock = std::fs::read_to_string(site.path().join("content/translations.lock")).unwrap();
    let lines: Vec<&str> = lock.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 4, "{lock}");
    assert!(lines.is_sorted(), "{lock}");
    assert!(lines[0].starts_with("price en #pay ") && lines[1].starts_with("price en question "), "{lock}");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    assert_eq!(stdout(&site.wenda(&["accept"])), "0 translations accepted\n");
    site.build();
    assert!(!site.read("en/faq/price/index.html").contains("has changed since"));

    site.edit(ORIGINAL, |text| text.replace("再付款", "不用付款"));
    let output = site.wenda(&["check", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&output));
    insta::assert_snapshot!(stdout(&site.wenda(&["status"])));
    site.build();
    let page = site.read("en/faq/price/index.html");
    assert!(page.contains("The original of this translation has changed since"), "{page}");
    assert!(page.contains("the original holds: <a href=\"../../../zh/faq/price/\" lang=\"zh-Hans\""), "{page}");
    assert!(!site.read("zh/faq/price/index.html").contains("此后有改动"), "the original is not stale");

    assert_eq!(site.wenda(&["accept", "prise"]).status.code(), Some(2));
    assert!(stderr(&site.wenda(&["accept", "prise"])).contains("did you mean `price`?"));
    assert!(stdout(&site.wenda(&["accept", "price", "--lang", "en"])).ends_with("1 translation accepted\n"));
    assert_eq!(stdout(&site.wenda(&["accept", "price"])), "0 translations accepted, 1 up to date already\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");

    site.remove("content/faq/basics/trial.en.md");
    site.edit("content/faq/basics/price.en.md", |text| text.replace("(article:trial#length)", "(article:trial)"));
    assert_eq!(status(&site)["missing"], 1);
    assert_eq!(status(&site)["orphans"][0]["article"], "trial");
    let told = stdout(&site.wenda(&["accept", "trial"]));
    assert!(told.starts_with("`trial` has no text in `en`\n") && told.contains("1 forgotten"), "{told}");
}

#[test]
fn missing_translations_are_told_once_with_a_count() {
    let site = Site::small();
    for name in ["one", "two", "three"] {
        site.write(&format!("content/faq/basics/{name}.zh.md"), format!("# {name}？\n\n见[价格](article:price)。\n"));
        site.write(&format!("content/faq/basics/{name}.yaml"), "sources: [manual/price]\nverified: 2024-01-01\n");
    }
    let told = stdout(&site.wenda(&["check"]));
    assert_eq!(told.matches("warning[missing-translation]").count(), 1, "{told}");
    assert!(told.contains("2 more like this"), "{told}");
    assert_eq!(stdout(&site.wenda(&["check", "--all"])).matches("warning[missing-translation]").count(), 3);
}

/// A text with a bit of everything, in sections by these anchors.
const SECTIONS: [&str; 5] = ["question", "#fee", "#steps", "#limits", "#more"];
const TEXT: &str = "\
# 续费要多少钱，什么时候付？

小套餐每年 90 元，大套餐 1,200.50 元，可以开发票（纸质）；见[](rule:plans)。

第二年起打 8 折，温度低于 -5 度时不能安装。

## 费用 {#fee}

按 {{plans.small.price}} 元一个月算，**不可以**退，超过 3 个月的除外。

- 先[试用](article:trial#length)，再付款。
- 域名 example.com 不收费。

## 步骤 {#steps}

1. 登录 ECS 控制台，选“续费”。
2. 核对金额 >= 10 元，确认。

## 限制 {#limits}

| 项目 | 上限 |
|---|---|
| 站点 | 20 个 |

> [!NOTE]
> 个人最多 5 个，单位不限。

## 其他 {#more}

运行 `wenda build` 之后查看结果，用时约 10 分钟。

```sh
wenda build --out public
```
";

/// What an edit does to the text, and whether it says something else by that.
#[derive(Clone, Debug)]
struct Edit {
    text: String,
    /// The sections that it changes; none if it wraps, spaces or punctuates anew.
    changed: BTreeSet<&'static str>,
}

/// The section that a place of the text is in.
fn section(at: usize) -> &'static str {
    SECTIONS[TEXT[..at].matches("\n## ").count()]
}

/// What may be changed in words, each with what it becomes.
const OTHER_WORDS: [(&str, &str); 24] = [
    ("90", "91"),
    ("1,200.50", "1,200,50"),
    ("1,200.50", "120050"),
    ("-5", "5"),
    ("-5", "+5"),
    ("8 折", "9 折"),
    ("3 个月", "30 个月"),
    (">= 10", "> 10"),
    (">= 10", "<= 10"),
    ("20 个", "2 个"),
    ("10 分钟", "10 小时"),
    ("不可以", "可以"),
    ("可以开", "不可以开"),
    ("不能", "能"),
    ("不收费", "收费"),
    ("(rule:plans)", "(article:trial)"),
    ("article:trial#length", "article:trial"),
    ("example.com", "example.org"),
    ("example.com", "example com"),
    ("{{plans.small.price}}", "{{plans.large.price}}"),
    ("`wenda build`", "`wenda check`"),
    ("--out public", "--out  site"),
    ("个人最多", "个人至少"),
    ("ECS", "CDN"),
];
/// What may be changed without a change of words.
const SAME_WORDS: [(&str, &str); 16] = [
    ("，", ","),
    ("，", "、"),
    ("，", "；"),
    ("。\n", ".\n"),
    ("。\n", "！\n"),
    ("（纸质）", "(纸质)"),
    ("；", "——"),
    ("“续费”", "「续费」"),
    (" ", "  "),
    ("，", "，\n"),
    ("90 元", "90元"),
    ("低于 -5", "低于-5"),
    ("ECS 控制台", "ECS控制台"),
    ("\n\n", "\n\n\n"),
    ("。\n", "。 \n"),
    ("1,200.50", "1，200.50"),
];

/// The places of a piece of the text; with the piece `in_text`, those where marks and spaces are none of Markdown.
fn places(piece: &str, in_text: bool) -> Vec<usize> {
    let is_text = |at: usize| {
        let line = TEXT[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = TEXT[line..].lines().next().unwrap_or_default();
        let begins = line.starts_with(['#', '|']) || (piece == " " && line.starts_with(['-', '>', '1', '2']));
        !begins && !line.contains('`') && !TEXT[..at].contains("```")
    };
    TEXT.match_indices(piece).map(|(at, _)| at).filter(|at| !in_text || is_text(*at)).collect()
}

fn replaced(piece: &str, by: &str, at: usize) -> String {
    format!("{}{by}{}", &TEXT[..at], &TEXT[at + piece.len()..])
}

fn edits() -> impl Strategy<Value = Edit> {
    let words = (0..OTHER_WORDS.len(), any::<prop::sample::Index>()).prop_map(|(which, index)| {
        let (piece, by) = OTHER_WORDS[which];
        let at = *index.get(&places(piece, false));
        Edit { text: replaced(piece, by, at), changed: BTreeSet::from([section(at)]) }
    });
    let paragraphs = (any::<prop::sample::Index>(), any::<bool>()).prop_map(|(index, is_added)| {
        // What follows a blank line and is no heading.
        let starts: Vec<usize> =
            TEXT.match_indices("\n\n").map(|(at, _)| at + 2).filter(|at| !TEXT[*at..].starts_with('#')).collect();
        let at = *index.get(&starts);
        let end = TEXT[at..].find("\n\n").map_or(TEXT.len(), |end| at + end + 2);
        let text = if is_added {
            replaced("", "还要写情况说明。\n\n", at)
        } else {
            format!("{}{}", &TEXT[..at], &TEXT[end..])
        };
        Edit { text, changed: BTreeSet::from([section(at)]) }
    });
    let headings = (1..SECTIONS.len(), any::<bool>()).prop_map(|(which, is_renamed)| {
        let (at, _) = TEXT.match_indices("\n## ").nth(which - 1).unwrap();
        let text = if is_renamed { replaced("\n## ", "\n## 新的", at) } else { replaced("\n## ", "\n### ", at) };
        Edit { text, changed: BTreeSet::from([SECTIONS[which]]) }
    });
    let characters = any::<prop::sample::Index>().prop_filter_map("no word", |index| {
        let words: Vec<(usize, char)> =
            TEXT.char_indices().filter(|(_, character)| ('一'..='龥').contains(character)).collect();
        let (at, character) = *index.get(&words);
        let text = replaced(&character.to_string(), if character == '新' { "旧" } else { "新" }, at);
        Some(Edit { text, changed: BTreeSet::from([section(at)]) })
    });
    let nothing = (0..SAME_WORDS.len(), any::<prop::sample::Index>()).prop_map(|(which, index)| {
        let (piece, by) = SAME_WORDS[which];
        let at = *index.get(&places(piece, true));
        Edit { text: replaced(piece, by, at), changed: BTreeSet::new() }
    });
    prop_oneof![words, paragraphs, headings, characters, nothing]
}

/// Of a thousand edits, each that changes what is said is told at its section, and none of the others.
#[test]
fn what_is_said_otherwise_is_told_at_its_section_and_nothing_else() {
    let site = Site::small();
    site.write(ORIGINAL, TEXT);
    let lock = site.wenda(&["accept", "price"]);
    assert!(lock.status.success(), "{}{}", stdout(&lock), stderr(&lock));
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let session = wenda::pipeline::Session::new(site.path());
    runner
        .run(&edits(), |edit| {
            site.write(ORIGINAL, &edit.text);
            let loaded = session.load().unwrap();
            let content = loaded.content().unwrap();
            let article = content.article(&"price".parse().unwrap()).unwrap();
            let stale: BTreeSet<String> = match content.translation_state(article, crate::support::en()) {
                wenda::content::TranslationState::Stale(changes) => {
                    changes.into_iter().map(|change| change.section).collect()
                }
                wenda::content::TranslationState::Current => BTreeSet::new(),
                state => panic!("{state:?}"),
            };
            let expected: BTreeSet<String> = edit.changed.iter().map(|section| (*section).to_owned()).collect();
            prop_assert_eq!(stale, expected, "{}", edit.text);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Nobody translates a text anew because it is called otherwise.
#[test]
fn an_article_that_is_called_otherwise_keeps_what_was_accepted() {
    let site = Site::small();
    site.wenda(&["accept"]);
    site.wenda(&["accept", "--addresses"]);
    site.rename_trial();
    let found = status(&site);
    assert_eq!(found["renamed"], json!([{ "from": "trial", "to": "trying" }]), "{found}");
    assert_eq!((&found["unaccepted"], &found["orphans"]), (&json!(0), &json!([])));
    let told = stdout(&site.wenda(&["status"]));
    assert!(
        told.contains("\nrenamed     trial is trying now: `wenda accept trying` keeps what was accepted\n"),
        "{told}"
    );
    // Who says the same is the same page, however different the ids are.
    site.wenda(&["check", "--fix"]);
    let redirects = std::fs::read_to_string(site.path().join("content/redirects.yaml")).unwrap();
    assert_eq!(redirects, "- {from: faq/trial/, to: 'article:trying'}\n");
    let told = stdout(&site.wenda(&["accept", "trying"]));
    assert_eq!(told, "0 translations accepted, 1 kept under another id\n");
    let lock = std::fs::read_to_string(site.path().join("content/translations.lock")).unwrap();
    assert!(lock.contains("\ntrying en ") && !lock.contains("\ntrial en "), "{lock}");

    // Two that say the same as one did are told of.
    let site = Site::small();
    site.wenda(&["accept"]);
    site.rename_trial();
    let folder = site.path().join("content/faq/basics");
    for ending in ["yaml", "zh.md", "en.md"] {
        std::fs::copy(folder.join(format!("trying.{ending}")), folder.join(format!("twice.{ending}"))).unwrap();
    }
    let found = status(&site);
    assert_eq!((&found["renamed"], &found["unaccepted"]), (&json!([]), &json!(2)), "{found}");
}

/// What differs in a section whose original was changed follows from that; elsewhere it is told.
#[test]
fn what_differs_in_a_stale_section_is_told_once() {
    let site = Site::small();
    site.wenda(&["accept"]);
    site.edit(ORIGINAL, |text| text.replace("再付款", "再在 7 天内付款"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("warning[stale-translation]") && !told.contains("language-mismatch"), "{told}");
    site.edit("content/faq/basics/price.en.md", |text| text.replacen("\n\n", "\n\nIn 11 ways.\n\n", 1));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("the text in `en` says 11, that in `zh` does not"), "{told}");
    assert!(!told.contains("says 7"), "{told}");
    // Who accepts it all the same sees what still differs.
    assert_eq!(
        stdout(&site.wenda(&["accept"])),
        "content/faq/basics/price.en.md: numbers differ: only `zh` says 7, only `en` says 11\n1 translation accepted\n"
    );
    assert!(stdout(&site.wenda(&["check"])).contains("the text in `zh` says 7, that in `en` does not"));
}

/// Each by its language, where a site has several that are translated into.
#[test]
fn translations_that_were_never_accepted_are_named_by_language() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: {zh: 帮助, en: Help, ja: ヘルプ}\nlocales: [zh, en, ja]\n");
    site.write("content/translations.lock", "");
    for (language, text) in [("zh", "# 怎么办？\n\n答。\n"), ("en", "# How?\n\nSo.\n"), ("ja", "# どう？\n\nこう。\n")]
    {
        site.write(&format!("content/faq/how.{language}.md"), text);
    }
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("2 translations were never accepted: `how` in `en`, `how` in `ja`\n"), "{told}");
}

#[test]
fn what_cannot_be_remembered_is_not_listed_as_accepted() {
    let site = Site::small();
    fs::create_dir_all(site.path().join("content/translations.lock/in-the-way")).unwrap();
    let output = site.wenda(&["accept"]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(3), ""), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_link_through_which_nothing_is_written_is_named() {
    let site = Site::small();
    fs::rename(site.path().join("content"), site.path().join("texts")).unwrap();
    std::os::unix::fs::symlink(site.path().join("texts"), site.path().join("content")).unwrap();
    for arguments in [&["accept"][..], &["new", "page", "about"]] {
        let output = site.wenda(arguments);
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        assert!(stderr(&output).contains("`content` is a symbolic link"), "{}", stderr(&output));
    }
}
