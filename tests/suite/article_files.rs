//! The files of articles: which belong together, and what each must hold.

use crate::support::{Site, stdout};

/// A site of some articles in Chinese and English.
fn site(files: &[(&str, &str)]) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: {zh: 问答, en: Answers}\n");
    for (path, text) in files {
        site.write(&format!("content/faq/{path}"), text);
    }
    site
}

/// What `check` tells of it, without excerpts.
fn told(site: &Site) -> Vec<String> {
    let told = stdout(&site.wenda(&["check"]));
    let is_message = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
    told.lines().filter(is_message).map(str::to_owned).collect()
}

#[test]
fn a_text_of_front_matter_alone_is_empty() {
    let site = site(&[
        ("a/x.md", "---\norder: 1\n---\n"),
        ("a/y.zh.md", "# 问？\n\n答。\n"),
        ("a/y.en.md", "<!-- wenda-allow: orphan-article why -->\n"),
    ]);
    let told = told(&site);
    assert!(told.contains(&"error[empty-article]: `content/faq/a/x.md` is empty".to_owned()), "{told:?}");
    assert!(told.contains(&"error[empty-article]: `content/faq/a/y.en.md` is empty".to_owned()), "{told:?}");
}

#[test]
fn front_matter_that_is_not_ended_is_told() {
    let site = site(&[("a/x.md", "---\norder: 1\n# 问？\n\n答。\n")]);
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("help: end the front matter by a line `---`"), "{told}");
}

#[test]
fn what_texts_share_stands_in_one_file() {
    let site = site(&[("a/x.yaml", "order: 1\n"), ("a/x.yml", "order: 2\n"), ("a/x.zh.md", "# 问？\n\n答。\n")]);
    let told = told(&site);
    let twice = "error[duplicate-id]: `content/faq/a/x.yaml` and `content/faq/a/x.yml` are of the same article";
    assert_eq!(told.iter().filter(|told| *told == twice).count(), 1, "{told:?}");
}

/// What is missing because a file is broken is not told beside what is wrong in the file.
#[test]
fn an_article_that_is_lost_to_its_file_is_told_once() {
    let site = site(&[
        ("a/hours.zh.md", "没有标题。\n"),
        ("a/other.zh.md", "# 问？\n\n见[时间](article:hours)。\n"),
        ("a/other.en.md", "# What?\n\nSee [hours](article:hours).\n"),
    ]);
    let errors: Vec<_> = told(&site).into_iter().filter(|told| told.starts_with("error")).collect();
    assert_eq!(errors, ["error[missing-question]: the article does not begin with its question"]);
}

#[test]
fn a_file_that_cannot_be_read_is_not_missed() {
    let site = site(&[("x.zh.md", "# 问？\n\n答。\n"), ("x.en.md", "# What?\n\nThat.\n")]);
    site.write("content/site.yaml", "title: {zh: 问答, en: Answers}\nrequire: [sources]\n");
    site.write("content/faq/x.yaml", b"order: \xFF\n");
    let told = told(&site);
    assert!(told.iter().any(|told| told.starts_with("error[not-utf8]")), "{told:?}");
    assert!(!told.iter().any(|told| told.starts_with("error[missing-file]")), "{told:?}");
}

#[test]
fn an_id_may_hold_a_dot_and_a_misspelt_language_is_none() {
    let site = site(&[("a/16.1.md", "# 问？\n\n答。\n"), ("a/16.2.cn.md", "# 问？\n\n答。\n")]);
    let told = told(&site);
    assert!(
        told.contains(&"error[unknown-locale]: `content/faq/a/16.2.cn.md` names no language of the site".to_owned())
    );
    assert_eq!(told.iter().filter(|told| told.starts_with("error")).count(), 1, "{told:?}");
}

/// What stands in a text is read as text, whatever its front matter holds.
#[test]
fn front_matter_ends_where_the_text_begins() {
    let zh = "---\norder: 20\n---\n# 问？\n\n二十天，即 20 天。\n\n```yaml\n# wenda-allow: orphan-article 例\n```\n";
    let site = site(&[("a/x.zh.md", zh), ("a/x.en.md", "# What?\n\nDays.\n")]);
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("6 | 二十天，即 20 天。") && !told.contains("order: 20"), "{told}");
    assert!(!told.contains("unused-allow"), "{told}");
}

/// A line may end as on any system.
#[test]
fn ends_of_lines_are_all_the_same() {
    let text = "# 问？\r\n\r答。\r\r    代码\r    更多\r";
    let site = site(&[("a/x.zh.md", text), ("a/x.en.md", "# What?\n\nThat.\n")]);
    site.build();
    let page = site.read("zh/faq/x/index.html");
    assert!(page.contains("代码\n更多") && !page.contains('\r'), "{page}");
}

/// As other tools write it: a title instead of a heading, and tags.
#[test]
fn front_matter_tells_the_question_and_words_to_find_it_by() {
    let site = Site::small();
    let answer = "At nine.\n";
    site.write("content/faq/basics/hours.yaml", "sources: [manual/price]\nverified: 2020-02-29\nrelated: [price]\n");
    site.write(
        "content/faq/basics/hours.en.md",
        format!("---\ntitle: When do you open?\ntags: [timetable]\n---\n\n{answer}"),
    );
    site.write("content/faq/basics/hours.zh.md", "---\ntitle: 营业时间\n---\n\n# 几点开门？\n\n九点。\n");
    site.edit("content/faq/basics/trial.en.md", |text| text + "\nWe have [hours](article:hours).\n");
    site.edit("content/faq/basics/trial.zh.md", |text| text + "\n[营业时间](article:hours)。\n");
    let checked = site.wenda(&["check", "--strict"]);
    assert_eq!(stdout(&checked), "no problems found\n");
    site.build();
    let page = site.read("en/faq/hours/index.html");
    assert!(page.contains("<h1>When do you open?</h1>") && page.contains("<p>At nine."), "{page}");
    let page = site.read("zh/faq/hours/index.html");
    assert!(page.replace("<wbr>", "").contains("<h1>几点开门？</h1>") && !page.contains("营业时间"), "{page}");
    for query in ["timetable", "when do you open", "营业时间"] {
        let found = stdout(&site.wenda(&["search", query]));
        assert!(found.contains("faq/hours/"), "{query}: {found}");
    }
    // What the languages share stands in one place.
    site.edit("content/faq/basics/hours.en.md", |text| {
        text.replace("tags: [timetable]", "tags: [timetable]\norder: 2")
    });
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("hours.en.md:4:1") && told.contains("share stands in two files"), "{told}");
    // Without a title or a heading, there is no question.
    site.write("content/faq/basics/hours.en.md", format!("---\ntags: [timetable]\n---\n\n{answer}"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("missing-question"), "{told}");
}
