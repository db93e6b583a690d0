//! A folder of Markdown is a site: folders in folders, names in any script, pages that are no questions, drafts.

use crate::pages::{assert_links_lead_somewhere, assert_pages_are_sound};
use crate::support::{Site, files, stderr, stdout};

/// A folder of Markdown, as somebody has it who never heard of Wenda.
fn folder(files: &[(&str, &str)]) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: 帮助\nbase_url: https://example.com/\n");
    for (path, text) in files {
        site.write(&format!("content/{path}"), text);
    }
    site
}

/// The lines of a page as text, without markup.
fn main_of(page: &str) -> &str {
    page.split("<main").nth(1).unwrap().split("</main>").next().unwrap()
}

#[test]
fn folders_in_folders_are_sections() {
    let site = folder(&[
        ("faq/guide/start.md", "# 怎么开始？\n\n见[安装](category:guide/setup)和 [Linux](article:linux)。\n"),
        ("faq/guide/setup/index.md", "# 安装要什么？\n\n一台电脑，见[开始](article:start)。\n"),
        ("faq/guide/setup/zebra.md", "# 斑马？\n\n见[安装](article:setup)。\n"),
        ("faq/guide/setup/unix/linux.md", "# 在 Linux 上怎么装？\n\n见[斑马](article:zebra)。![图](a.gif)\n"),
        ("faq/other/o.md", "# 别的？\n\n见[开始](article:start)。\n"),
    ]);
    site.write("content/faq/guide/setup/unix/a.gif", crate::support::PIXEL);
    site.write("content/faq/categories.yaml", "- id: other\n  title: 其他\n- id: guide/setup\n  title: 安装\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(!told.contains("error"), "{told}");
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);

    // Each has a page: what it stands in, its articles, that of the folder itself first, and its sections.
    let page = site.read("zh/category/guide/setup/index.html");
    assert!(page.contains(r#"<a href="../../../../zh/category/guide/">Guide</a>"#), "{page}");
    let main = main_of(&page).replace("<wbr>", "");
    let places = ["安装要什么？", "斑马？", "zh/category/guide/setup/unix/"].map(|text| main.find(text).unwrap());
    assert!(places.is_sorted(), "{places:?} {main}");
    assert!(main_of(&site.read("zh/category/guide/index.html")).contains("zh/category/guide/setup/"));
    // Beside an article are its section, what that stands in, and the sections of that.
    let page = site.read("zh/faq/zebra/index.html");
    let beside = page.split("<nav class=\"beside\"").nth(1).unwrap().split("</nav>").next().unwrap();
    for link in [
        "zh/category/guide/\">Guide",
        "zh/category/guide/setup/\">安装",
        "zh/faq/setup/",
        "guide/setup/unix/\"><strong>Unix",
    ] {
        assert!(beside.contains(link), "{link}: {beside}");
    }
    // Sections follow what they are in, wherever that stands; the first page shows categories alone.
    let all = site.read("zh/faq/index.html");
    let headings = ["<h2 id=\"other\"", "<h2 id=\"guide\"", "<h3 id=\"guide/setup\"", "<h4 id=\"guide/setup/unix\""];
    let places = headings.map(|heading| all.find(heading).unwrap_or_else(|| panic!("{heading}: {all}")));
    assert!(places.is_sorted(), "{places:?}");
    assert!(!main_of(&site.read("zh/index.html")).contains("category/guide/setup/"));
    // A search within a category finds what is in its sections.
    let found = stdout(&site.wenda(&["search", "category:guide Linux"]));
    assert!(found.contains("在 Linux 上怎么装？"), "{found}");
    // Two files that would be one page are told.
    site.write("content/faq/other/zebra.md", "# 又一匹？\n\n见[开始](article:start)。\n");
    assert!(stdout(&site.wenda(&["check"])).contains("error[duplicate-id]: two articles have the id `zebra`"));
}

#[test]
fn names_may_be_of_any_script() {
    let site = folder(&[
        ("faq/账户/登录.md", "# 怎么登录？\n\n见[忘记密码](article:忘记密码#找回)。\n"),
        ("faq/账户/忘记密码.md", "# 忘记密码怎么办？\n\n见[登录](article:登录)。\n\n## 找回\n\n用手机。\n"),
    ]);
    let told = stdout(&site.wenda(&["check", "--strict"]));
    assert_eq!(told, "no problems found\n");
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);
    let page = site.read("zh/faq/登录/index.html");
    assert!(page.contains("../../../zh/faq/忘记密码/#找回"), "{page}");
    // Addresses in full are in ASCII, as machines want them.
    let encoded = "https://example.com/zh/faq/%E7%99%BB%E5%BD%95/";
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{encoded}\">")), "{page}");
    assert!(site.read("sitemap.xml").contains(&format!("<loc>{encoded}</loc>")));
    assert!(site.read("api/articles.json").contains(&format!("{encoded}index.md\"")));
    assert!(site.read("llms.txt").contains(&format!("({encoded}index.md)")));
    assert!(page.contains("https://example.com/zh/category/%E8%B4%A6%E6%88%B7/\""), "{page}");
    assert!(site.read("zh/category/账户/index.html").contains("<h1>账户"));
    let found = stdout(&site.wenda(&["search", "登录", "--json"]));
    assert!(found.contains("\"id\": \"登录\""), "{found}");
    site.write("content/faq/账户/A b.md", "# 问？\n\n答。\n");
    assert!(stdout(&site.wenda(&["check"])).contains("error[invalid-id]: `A b` is not an id"));
    site.remove("content/faq/账户/A b.md").write("content/faq/a/b/c/d/e/f/g/h/i/deep.md", "# 问？\n\n答。\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("`a/b/c/d/e/f/g/h/i` is not an id") && told.contains("eight deep at most"), "{told}");
}

#[test]
fn a_page_is_no_question() {
    let site = folder(&[
        ("faq/a.md", "# 问？\n\n见[关于](page:about#team)、[全部](page:questions)和[再问](article:b)。\n"),
        ("faq/b.md", "# 再问？\n\n见[前文](article:a)。\n"),
        (
            "pages/about.md",
            "# 关于我们\n\n我们是谁。![图](logo.gif)\n\n## 团队 {#team}\n\n三个人，见[问](article:a)。\n",
        ),
        ("pages/legal/privacy.md", "# 隐私\n\n我们什么也不存。\n"),
    ]);
    site.write("content/pages/logo.gif", crate::support::PIXEL);
    site.edit("content/site.yaml", |text| text + "footer: [page:about, page:privacy]\nrequire: [verified]\n");
    for file in ["a", "b"] {
        site.edit(&format!("content/faq/{file}.md"), |text| format!("---\nverified: 2024-02-03\n---\n{text}"));
    }
    let told = stdout(&site.wenda(&["check", "--strict"]));
    assert_eq!(told, "no problems found\n", "nothing is asked of a page that is asked of answers");
    site.build();
    assert_links_lead_somewhere(&site);
    assert_pages_are_sound(&site);
    let page = site.read("zh/pages/about/index.html");
    assert!(page.contains("<h1>关于") && page.contains("zh/pages/privacy/"), "{page}");
    assert!(!page.contains("FAQPage") && !page.contains("class=\"beside\""), "{page}");
    assert!(site.read("zh/faq/a/index.html").contains("zh/pages/about/#team"));
    let questions = site.read("zh/faq/index.html");
    assert!(!main_of(&questions).contains("关于我们"), "it is among no questions: {questions}");
    assert!(site.read("sitemap.xml").contains("/zh/pages/privacy/"));
    assert!(stdout(&site.wenda(&["search", "团队"])).contains("关于我们"));
    site.edit("content/faq/a.md", |text| text.replace("page:about#team", "page:abuot"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[unknown-article]: there is no page `abuot`"), "{told}");
}

/// What is missing only because its file is broken is not told besides.
#[test]
fn a_broken_page_is_told_once() {
    let site = folder(&[
        ("faq/a.md", "# 问？\n\n见[关于](page:about)、[团队](page:team)和[安装](article:setup)。\n"),
        ("faq/guide/setup/index.md", "# 怎么安装？\n\n见[问](article:a)。\n"),
        ("pages/about.md", "# 关于我们\n\n我们是谁。\n"),
        ("pages/team/index.md", "# 团队\n\n三个人。\n"),
    ]);
    site.edit("content/site.yaml", |text| text + "footer: [page:about]\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(!told.contains("error"), "{told}");
    let broken = ["faq/guide/setup/index.md", "pages/about.md", "pages/team/index.md"];
    for path in broken {
        site.edit(&format!("content/{path}"), |text| format!("---\nsummary: [\n---\n{text}"));
    }
    let told = stdout(&site.wenda(&["check"]));
    for path in broken {
        assert!(told.contains(&format!("--> content/{path}:")), "{path}: {told}");
    }
    assert!(!told.contains("unknown-article"), "{told}");
    // A slip is told with the name as it is written there.
    for path in broken {
        site.edit(&format!("content/{path}"), |text| text.replace("summary: [", "summary: 说明"));
    }
    site.edit("content/site.yaml", |text| text.replace("page:about", "page:abuot"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("there is no page `abuot`") && told.contains("did you mean `about`?"), "{told}");
}

/// `page:search` leads elsewhere.
#[test]
fn a_page_is_not_called_as_one_that_is_made() {
    let site = folder(&[
        ("faq/search.md", "# 怎么搜索？\n\n按 `/`。\n"),
        ("pages/changes.md", "# 变化\n\n没有。\n"),
        ("pages/sources/index.md", "# 来源\n\n在这里。\n"),
        ("pages/about.md", "# 关于我们\n\n三个人。\n"),
    ]);
    let output = site.wenda(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stdout(&output);
    assert!(told.contains("error[duplicate-id]: `page:changes` is a page that Wenda makes"), "{told}");
    assert!(
        told.contains("error[duplicate-id]: `page:sources` is") && told.contains("content/pages/sources/index.md"),
        "{told}"
    );
    assert_eq!(told.matches("duplicate-id").count(), 2, "{told}");
}

/// What a folder says of itself is what it is called.
#[test]
fn a_folder_is_called_as_its_index_is() {
    let site = folder(&[
        ("faq/guide/a.md", "# 问？\n\n答。\n"),
        ("faq/guide/setup/index.md", "# 安装与{{snippets/w}}\n\n先看这里。\n"),
        ("faq/guide/setup/b.md", "# 还问？\n\n还答。\n"),
        ("faq/money/index.md", "# 付款\n\n怎么付。\n"),
        ("faq/categories.yaml", "- id: money\n  title: 费用\n"),
        ("snippets/w.md", "升级\n"),
    ]);
    site.build();
    let title = |folder: &str| {
        let page = site.read(&format!("zh/category/{folder}/index.html"));
        page.split("<title>").nth(1).unwrap().split(" ·").next().unwrap().to_owned()
    };
    assert_eq!(title("guide/setup"), "安装与升级");
    assert_eq!(title("guide"), "Guide", "it has no text of its own");
    assert_eq!(title("money"), "费用", "what is listed is called so");
}

/// What is no question is found as what it is.
#[test]
fn a_page_is_found_as_a_page() {
    let site = folder(&[("faq/a.md", "# 问？\n\n答。\n"), ("pages/about.md", "# 关于袋熊\n\n我们。\n")]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&site.wenda(&["search", "--json", "袋熊"]))).unwrap();
    assert_eq!((&found["hits"][0]["kind"], &found["hits"][0]["id"]), (&"page".into(), &"pages/about".into()));
    let found: serde_json::Value = serde_json::from_str(&stdout(&site.wenda(&["search", "--json", "问"]))).unwrap();
    assert_eq!(found["hits"][0]["kind"], "article");
}

#[test]
fn a_draft_is_left_out_until_it_is_none() {
    let site = folder(&[
        ("faq/a.md", "# 问？\n\n答。\n"),
        ("faq/b.md", "---\ndraft: true\n---\n# 还没想好？\n\n见[问](article:a),还没写完。\n"),
    ]);
    let output = site.wenda(&["check", "--strict"]);
    assert_eq!(stdout(&output), "no problems found\n");
    assert!(stderr(&output).contains("left out, as it is a draft: `b`"), "{}", stderr(&output));
    site.build();
    assert!(!site.public().join("zh/faq/b").exists());
    assert!(!site.read("zh/faq/index.html").contains("还没想好"));
    assert!(!stdout(&site.wenda(&["search", "还没想好"])).contains("zh/faq/b/"));
    site.edit("content/faq/a.md", |text| text + "\n见[草稿](article:b)。\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[unknown-article]: `b` is a draft, which readers do not see"), "{told}");
    site.edit("content/faq/b.md", |text| text.replace("draft: true", "draft: false"));
    site.build();
    assert!(site.public().join("zh/faq/b/index.html").exists());
}

/// What is not yet written may be half written.
#[test]
fn a_draft_that_cannot_be_read_keeps_nobody_from_the_site() {
    let site = folder(&[
        ("faq/a.md", "# 问？\n\n答。\n"),
        ("faq/b.md", "---\n# not yet\ndraft: true\ntitle: [\n---\n# 还没想好？\n\n见![图](secret.gif)。\n"),
        ("faq/c.md", "# 再问？\n\n没写完。\n"),
        ("faq/c.yaml", "draft: yes # 先放着\norder: later\n"),
        ("faq/d.md", "---\ndraft: true\n"),
    ]);
    site.write("content/faq/secret.gif", crate::support::PIXEL);
    let output = site.wenda(&["check"]);
    let told = stdout(&output);
    for file in ["b.md:4", "d.md"] {
        assert!(told.contains(&format!("--> content/faq/{file}")), "{file}: {told}");
    }
    assert!(output.status.success() && !told.contains("error["), "{told}");
    assert!(stderr(&output).contains("left out, as it is a draft: `c`"), "{}", stderr(&output));
    site.build();
    assert!(site.public().join("zh/faq/a/index.html").exists());
    let published = files(&site.public());
    assert!(!published.keys().any(|path| path.contains("faq/b/") || path.contains("faq/c/") || path.ends_with(".gif")));
    // Nothing makes a draft of what is published.
    site.edit("content/faq/b.md", |text| text.replace("draft: true", "order: 1"));
    assert!(stdout(&site.wenda(&["check"])).contains("error[yaml-syntax]"));
}

/// Names are a matter of what is published.
#[test]
fn a_draft_whose_name_is_none_keeps_nobody_from_the_site() {
    let site = folder(&[
        ("site.yaml", "title: {zh: 帮助, en: Help}\n"),
        ("faq/a.zh.md", "# 问？\n\n答。\n"),
        ("faq/a.en.md", "# Why?\n\nSo.\n"),
        ("faq/b.eng.md", "---\ndraft: true\n---\n# 还没想好？\n\n答。\n"),
        ("faq/c.zhh.md", "# 再问？\n\n没写完。\n"),
        ("faq/c.yaml", "draft: true\n"),
        ("faq/Not An Id.zh.md", "---\ndraft: true\n---\n# 草稿？\n\n没写完。\n"),
        ("faq/Bad Folder/d.zh.md", "---\ndraft: true\n---\n# 草稿？\n\n没写完。\n"),
        ("pages/search.zh.md", "---\ndraft: true\n---\n# 草稿\n\n没写完。\n"),
    ]);
    let output = site.wenda(&["check"]);
    let told = stdout(&output);
    assert!(output.status.success() && !told.contains("error["), "{told}");
    for problem in ["b.eng.md` names no language", "c.zhh.md` names no language", "`Not An Id` is not an id"] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
    site.build();
    site.edit("content/faq/b.eng.md", |text| text.replace("draft: true", "order: 1"));
    assert!(stdout(&site.wenda(&["check"])).contains("error[unknown-locale]"));
}

/// What stands beside a draft is left out with it, unless readers are shown it elsewhere.
#[test]
fn files_of_drafts_are_not_published() {
    let site = folder(&[
        ("faq/g/a.md", "# 问？\n\n答。![图](shared.gif)\n"),
        (
            "faq/g/d.md",
            "---\ndraft: true\n---\n# 草稿？\n\n![图](shared.gif)![图](secret.gif)\n\n见[图](own.gif)。\n\n{{snippets/half}}\n",
        ),
        ("snippets/half.md", "没写完。![图](half.gif)\n"),
    ]);
    for file in ["faq/g/shared.gif", "faq/g/secret.gif", "faq/g/own.gif", "snippets/half.gif"] {
        site.write(&format!("content/{file}"), crate::support::PIXEL);
    }
    let published = || {
        let mut names: Vec<String> = files(&site.public()).into_keys().filter(|path| path.ends_with(".gif")).collect();
        names.sort();
        names.iter().map(|path| path.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    site.build();
    assert_eq!(published(), ["shared.gif"]);
    for (path, bytes) in files(&site.public()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!["secret.gif", "half.gif", "草稿？"].iter().any(|name| text.contains(name)), "{path}");
    }
    assert_links_lead_somewhere(&site);
    site.edit("content/faq/g/d.md", |text| text.replace("draft: true", "draft: false"));
    site.build();
    assert_eq!(published(), ["own.gif", "secret.gif", "shared.gif", "half.gif"]);
    assert_links_lead_somewhere(&site);
}

/// What a draft needs is not told to be removed.
#[test]
fn what_a_draft_refers_to_is_in_use() {
    let site = folder(&[
        ("faq/a/a.md", "# 问？\n\n答。\n"),
        ("faq/g/d.md", "---\ndraft: true\n---\n# 草稿？\n\n![图](secret.gif)\n\n{{snippets/half}}\n"),
        ("faq/categories.yaml", "- id: a\n  title: 甲\n- id: g\n  title: 乙\n"),
        ("snippets/half.md", "没写完。\n\n{{snippets/rest}}\n"),
        ("snippets/rest.md", "其余。\n"),
    ]);
    site.write("content/faq/g/secret.gif", crate::support::PIXEL);
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.remove("content/faq/g/d.md");
    let told = stdout(&site.wenda(&["check"]));
    for problem in [
        "no article refers to `content/faq/g/secret.gif`",
        "nothing quotes the snippet `half`",
        "only snippets that nothing quotes quote the snippet `rest`",
        "empty-category",
    ] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
}

/// What was accepted of a text is true of it while it is a draft.
#[test]
fn translations_of_a_draft_stay_accepted() {
    let site = folder(&[
        ("faq/a.zh.md", "# 问？\n\n答。\n"),
        ("faq/a.en.md", "# Asked?\n\nAnswered.\n"),
        ("faq/b.zh.md", "# 还问？\n\n还答。\n"),
        ("faq/b.en.md", "# Asked again?\n\nAnswered again.\n"),
    ]);
    site.edit("content/site.yaml", |_| "title: {zh: 帮助, en: Help}\nlocales: [zh, en]\n".to_owned());
    let lock = || std::fs::read_to_string(site.path().join("content/translations.lock")).unwrap();
    assert!(stdout(&site.wenda(&["accept"])).ends_with("2 translations accepted\n"));
    let accepted = lock();
    site.write("content/faq/b.yaml", "draft: true\n");
    assert_eq!(stdout(&site.wenda(&["accept"])), "0 translations accepted\n");
    assert_eq!(lock(), accepted);
    let told = stdout(&site.wenda(&["status", "--format", "json"]));
    assert!(told.contains("\"orphans\": []") || told.contains("\"orphans\":[]"), "{told}");
    // An article that says what it says is none that was called so before.
    site.write("content/faq/c.zh.md", "# 还问？\n\n还答。\n")
        .write("content/faq/c.en.md", "# Asked again?\n\nAnswered again.\n");
    assert_eq!(stdout(&site.wenda(&["accept"])), "content/faq/c.en.md\n1 translation accepted\n");
    assert!(lock().contains("\nb en question "), "{}", lock());
}

/// What is told of a link to a draft does not depend on what was read before.
#[test]
fn a_link_to_what_becomes_a_draft_is_told_anew() {
    let site = folder(&[
        ("faq/a.md", "# 问？\n\n见[草稿](article:b)。\n"),
        ("faq/b.md", "---\ndraft: true\ntitle: [\n---\n# 还没想好？\n\n没写完。\n"),
    ]);
    let session = wenda::pipeline::Session::new(site.path());
    let told = || {
        let report = session.load().unwrap().report();
        report.diagnostics.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>()
    };
    let is_draft = "`b` is a draft, which readers do not see".to_owned();
    let broken = told();
    assert!(broken.len() > 1 && broken.contains(&is_draft), "{broken:?}");
    site.edit("content/faq/b.md", |text| text.replace("title: [\n", ""));
    assert_eq!(told(), [is_draft]);
    site.edit("content/faq/b.md", |text| text.replace("draft: true\n", "draft: true\ntitle: [\n"));
    assert_eq!(told(), broken);
}

/// What somebody forgot to write a text for is not published.
#[test]
fn a_file_of_yaml_without_a_text_is_for_readers_if_a_text_links_to_it() {
    let site = folder(&[
        ("faq/g/a.md", "# 问？\n\n见[例子](deep/example.yaml)。\n"),
        ("faq/g/deep/b.md", "# 还问？\n\n见[另一个](../other%2Dexample.yaml)。\n"),
        ("faq/g/deep/example.yaml", "replicas: 3\n"),
        ("faq/g/other-example.yaml", "replicas: 4\n"),
    ]);
    site.build();
    assert_links_lead_somewhere(&site);
    assert!(site.public().join("files/g/deep/example.yaml").exists());
    assert!(site.public().join("files/g/other-example.yaml").exists());
    for path in ["content/faq/g/deep/new.yaml", "content/faq/g/new.yaml", "content/pages/new.yaml"] {
        site.write(path, "order: 1\n");
        let told = stdout(&site.wenda(&["check"]));
        assert!(told.contains("error[empty-article]: the article `new` has no text"), "{path}: {told}");
        site.remove(path);
    }
}

#[test]
fn who_wrote_an_article_and_when_is_told() {
    let site =
        folder(&[("faq/a.md", "---\nauthors: [张三, 李四]\nupdated: 2024-02-03\ntags: [甲]\n---\n# 问？\n\n答。\n")]);
    site.build();
    let page = site.read("zh/faq/a/index.html");
    assert!(page.contains("<p class=\"age\">作者：张三、李四；更新于 2024-02-03</p>"), "{page}");
    assert!(site.read("sitemap.xml").contains("<lastmod>2024-02-03</lastmod>"));
    assert!(page.contains("\"dateModified\":\"2024-02-03\""), "{page}");
}
