//! `wenda import`: projects of other tools, what they become, and what is told of it.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::{PIXEL, Site, files, stderr, stdout};

/// A project, and the site that it becomes in the folder `site`.
pub(crate) struct Project(pub(crate) Site);

impl Project {
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let project = Self(Site::empty());
        for (path, text) in files {
            project.0.write(&format!("project/{path}"), text);
        }
        project
    }

    pub(crate) fn import(&self, arguments: &[&str]) -> Output {
        self.0.wenda(&[&["import", "project", "--out", "site"], arguments].concat())
    }

    /// Imports it, and checks the site.
    pub(crate) fn imported(&self) -> &Self {
        let output = self.import(&[]);
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
        let output = self.0.wenda(&["check", "--site", "site"]);
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        let file = self.0.path().join("site").join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    #[track_caller]
    pub(crate) fn has(&self, path: &str, parts: &[&str]) -> &Self {
        let text = self.read(path);
        for part in parts {
            assert!(text.contains(part), "{path} lacks {part:?}:\n{text}");
        }
        self
    }
}

#[test]
fn a_book_keeps_its_order_its_links_and_what_it_includes() {
    let project = Project::of(&[
        (
            "book.toml",
            "[book]\ntitle = \"手册\"\nlanguage = \"zh-CN\"\n[output.html.redirect]\n\"/old.html\" = \"intro.html\"\n",
        ),
        (
            "src/SUMMARY.md",
            "# 目录\n\n[前言](README.md)\n\n# 入门\n\n- [安装](安装.md)\n  - [细节](deep/detail.md)\n- [介绍](intro.md)\n- [以后写]()\n",
        ),
        ("src/README.md", "# 前言\n\n先看[安装](./安装.md#第一-步)，再看[细节](deep/detail.html)。\n"),
        (
            "src/安装.md",
            "# 安装\n\n## 第一 步\n\n```rust,editable\n{{#include code.rs:main}}\n```\n\n![图](图%201.gif)\n",
        ),
        ("src/deep/detail.md", "没有标题的一页，回到[前言](../README.md)。\n"),
        ("src/intro.md", "# 介绍\n\n文字。[不在](nowhere.md)\n"),
        ("src/code.rs", "// ANCHOR: main\nfn main() {}\n// ANCHOR_END: main\nrest\n"),
        ("src/unlisted.md", "# 没列出\n\n文字。\n"),
    ]);
    project.0.write("project/src/图 1.gif", PIXEL);
    project.imported();
    project.has("content/site.yaml", &["title: \"手册\"", "locales: [zh]"]);
    project.has("content/faq/general/home.md", &["# 前言", "(article:an-zhuang#第一-步)", "(article:detail)"]);
    let titles = project.read("content/faq/categories.yaml");
    assert!(titles.contains("\"入门 · 安装\"") && titles.contains("\"入门\""), "{titles}");
    project.has("content/redirects.yaml", &["\"/old.html\"\n  to: article:intro", "\"/intro.html\""]);
    project.has(
        "import-report.md",
        &[
            "### src/unlisted.md",
            "`SUMMARY.md` does not list it",
            "leads nowhere: it became text",
            "`以后写` is a draft",
        ],
    );
    let text = files_of(&project, "an-zhuang.md");
    assert!(text.contains("```rust\nfn main() {}\n```"), "{text}");
    assert!(text.contains("files/图-1.gif"), "{text}");
    assert!(files_of(&project, "detail.md").contains("# 细节\n"));
}

/// The text of an article, in whichever category it stands.
fn files_of(project: &Project, name: &str) -> String {
    let below = walkdir::WalkDir::new(project.0.path().join("site/content/faq"));
    let found = below.into_iter().map(Result::unwrap).find(|entry| entry.file_name() == Path::new(name).as_os_str());
    fs::read_to_string(found.unwrap_or_else(|| panic!("there is no {name}")).path()).unwrap()
}

#[test]
fn components_and_translations_of_docusaurus_come_along() {
    let page = "---\nsidebar_position: 2\nkeywords: [start, begin]\nauthor: me\n---\nimport Part from './_part.mdx';\nimport Tabs from '@theme/Tabs';\n\n# Start\n\n\
                :::caution[Mind]\nText with **marks**.\n:::\n\n<Tabs>\n  <TabItem value=\"a\" label=\"First\">\n\n    ```js title=\"a.js\" {1}\n    run()\n    ```\n\n  </TabItem>\n</Tabs>\n\n\
                <Part />\n\nSee [more](./more.md#second-part) and <Unknown name={x} />.\n\n{/* hidden */}\n\n<div style={{color: 'red'}}>\n\nRed *text*.\n\n</div>\n";
    let project = Project::of(&[
        (
            "docusaurus.config.js",
            "module.exports = { title: 'Docs', i18n: { defaultLocale: 'en', locales: ['en', 'zh-CN'] }, presets: [['classic', { docs: { routeBasePath: '/' } }]] };",
        ),
        ("sidebars.js", "module.exports = { main: [{ type: 'category', label: 'Guide', items: ['more', 'start'] }] };"),
        ("docs/start.mdx", page),
        ("docs/_part.mdx", "A part that is shared.\n"),
        ("docs/more.md", "# More\n\nText.\n\n## Second part\n\nText.\n"),
        ("i18n/zh-CN/docusaurus-plugin-content-docs/current/start.mdx", "# 开始\n\n见[更多](./more.md)。\n"),
    ]);
    project.imported();
    project.has("content/site.yaml", &["locales: [en, zh]"]);
    let start = files_of(&project, "start.en.md");
    for part in [
        "order: 20",
        "aliases: {en: [\"begin\", \"start\"]}",
        "# Start",
        "> [!CAUTION] Mind\n> Text with **marks**.",
        ":::: tabs\n\n::: tab First\n\n```js",
        "```js {1} title=\"a.js\"\nrun()\n```",
        "A part that is shared.",
        "[more](article:more#second-part)",
        "`<Unknown",
        "Red *text*.",
    ] {
        assert!(start.contains(part), "{part:?} is missing:\n{start}");
    }
    assert!(files_of(&project, "start.zh.md").contains("[更多](article:more)"));
    let report = project.read("import-report.md");
    for part in [
        "imports and exports of MDX",
        "`author` in the front matter",
        "the component `Unknown`",
        "comments are left out",
        "Converted: `Tabs` was rewritten",
    ] {
        assert!(report.contains(part), "{part:?} is missing:\n{report}");
    }
}

#[test]
fn side_bars_and_containers_of_vitepress_are_read() {
    let config = "import { defineConfig } from 'vitepress'\nexport default defineConfig({\n  title: '文档', lang: 'zh-CN',\n  themeConfig: { nav: [{ text: 'X', link: '/b' }], sidebar: sidebar() },\n})\n\
                  function sidebar() {\n  return [{ text: '指南', items: [{ text: 'B', link: '/b' }, { text: 'A', link: '/a' }] }]\n}\n";
    let project = Project::of(&[
        (".vitepress/config.ts", config),
        (
            "a.md",
            "<script setup>\nconst x = 1\n</script>\n\n# A\n\n::: details 更多\n\n::: tip\n里面 {{ x }}\n:::\n\n:::\n\n::: code-group\n\n```sh [npm]\nnpm i\n```\n\n:::\n\n[到 B](/b.html#标题)，[到外](../../../etc/passwd)\n",
        ),
        (
            "b.md",
            "# B\n\n## 标题 <Badge type=\"tip\" text=\"新\" />\n\n| 名 | 值 |\n|---|---|\n| `a` | <br>二行 |\n\n<table><tr><th>甲</th></tr><tr><td>乙</td></tr></table>\n\nVec<T> 与 <b>粗</b>。\n",
        ),
        ("en/a.md", "# A\n\nText in English.\n"),
    ]);
    project.imported();
    let a = files_of(&project, "a.zh.md");
    for part in
        ["order: 20", "::: details 更多\n\n> [!TIP]", "`{{ x }}`", "```sh title=\"npm\"\nnpm i", "(article:b#标题"]
    {
        assert!(a.contains(part), "{part:?} is missing:\n{a}");
    }
    let b = files_of(&project, "b.zh.md");
    for part in ["order: 10", "`新`", "| 甲", "| 乙", "Vec\\<T>", "**粗**"] {
        assert!(b.contains(part), "{part:?} is missing:\n{b}");
    }
    assert!(files_of(&project, "a.en.md").contains("Text in English."));
    project.has("content/faq/categories.yaml", &["指南"]);
    project.has("import-report.md", &["`<script>` is left out", "leads nowhere: it became text", "shown as text"]);
}

#[test]
fn weights_shortcodes_and_bundles_of_hugo_come_along() {
    let project = Project::of(&[
        (
            "hugo.toml",
            "title = \"Site\"\ndefaultContentLanguage = \"en\"\n[languages.en]\ncontentDir = \"content/en\"\n[languages.zh]\ncontentDir = \"content/zh\"\ntitle = \"站点\"\n",
        ),
        ("content/en/docs/_index.md", "+++\ntitle = \"Manual\"\nweight = 1\n+++\n"),
        (
            "content/en/docs/last.md",
            "---\ntitle: \"Last: one\"\nweight: 9\naliases: [/older/]\n---\n{{% alert title=\"Mind\" color=\"warning\" %}}\nText **bold**.\n{{% /alert %}}\n\n{{< figure src=\"a.gif\" alt=\"A dot\" >}}\n\n{{< unknown x=\"1\" >}}\n\nSee [first]({{< relref \"first/index.md#part\" >}}) and [manual](/docs/), [bare]({{< ref \"bare.md\" >}}).\n",
        ),
        (
            "content/en/docs/first/index.md",
            "---\ntitle: First\nweight: 2\ndate: 2024-01-01\n---\nText.\n\n### Part\n\nMore.\n",
        ),
        ("content/en/other/bare.md", "\n---\ntitle: Bare\nweight: 1\n---\nText.\n"),
        ("content/zh/docs/last.md", "---\ntitle: 最后\nweight: 9\n---\n文字。\n"),
        ("content/en/docs/draft.md", "---\ntitle: Draft\ndraft: true\n---\nText.\n"),
    ]);
    project.0.write("project/content/en/docs/a.gif", PIXEL);
    project.imported();
    project.has("content/site.yaml", &["{en: \"Site\", zh: \"站点\"}"]);
    let last = files_of(&project, "last.en.md");
    for part in [
        "# Last: one",
        "> [!WARNING] Mind",
        "![A dot](files/a.gif)",
        "`{{< unknown",
        "(article:first#part)",
        "(category:docs)",
        "[bare](article:bare)",
    ] {
        assert!(last.contains(part), "{part:?} is missing:\n{last}");
    }
    assert!(last.contains("order: 20") && files_of(&project, "first.en.md").contains("order: 10"));
    project.has("content/redirects.yaml", &["\"/older\"\n  to: article:last"]);
    project.has(
        "import-report.md",
        &["it is a draft", "the component `unknown`", "`date` in the front matter", "nothing but a title"],
    );
}

#[test]
fn admonitions_tabs_and_snippets_of_mkdocs_are_rewritten() {
    let project = Project::of(&[
        (
            "mkdocs.yml",
            "site_name: Docs\nmarkdown_extensions:\n- pymdownx.arithmatex\n- x: !!python/name:a.b\nnav:\n- Home: index.md\n- Guide:\n  - Use it: guide/use.md\n",
        ),
        ("docs/index.md", "# Docs\n\nSee [use](guide/use.md){: .button }.\n"),
        (
            "docs/guide/use.md",
            "# Use { #use .x }\n\n!!! danger \"Hot\"\n    Do not touch.\n\n    - a list\n\n??? question\n    Why?\n\n=== \"Linux\"\n    ```sh hl_lines=\"1\"\n    ls\n    ```\n\n=== \"Mac\"\n    Text.\n\n--8<-- \"docs/part.txt\"\n\nA formula $a_1 * b_1 * c$ and a note[^1], and none[^2].\n\n| a |\n|---|\n| `x|y` |\n\n[^1]: The note.\n",
        ),
        ("docs/part.txt", "Shared words.\n"),
    ]);
    project.imported();
    project.has("content/faq/general/home.md", &["[use](article:use)."]);
    project.has(
        "content/faq/guide/use.md",
        &[
            "# Use\n",
            "> [!CAUTION] Hot\n> Do not touch.\n>\n> - a list",
            ":::: tabs\n\n::: tab Linux\n\n```sh {1}\nls\n```\n\n:::\n\n::: tab Mac\n\nText.\n\n:::\n\n::::",
            "Shared words.",
            "$a_1 * b_1 * c$",
            "note[^1]",
            "none\\[^2]",
            "`x\\|y`",
            "[^1]: The note.",
        ],
    );
}

#[test]
fn a_folder_of_files_is_a_site_whatever_they_hold() {
    let deep = "> ".repeat(60) + "deep\n";
    let project = Project::of(&[
        (
            "README.md",
            "\u{feff}Words before the title.\r\n\r\nTitle\r\n=====\r\n\r\n# Second title\r\n\r\n## Part {#part}\r\n\r\n## Part {#part}\r\n\r\n[a][ref] [b](mailto:a@b.c) <weird@> [c](javascript:x) [d](#part)\r\n\r\n[ref]: 子/页.md \"tip\"\r\n",
        ),
        (
            "子/页.md",
            "---\ntitle: a: b\n---\n文字 {{ raw }} {{ open \u{1f600} [x]( ) ![](missing.png) ![](https://example.com/a.png) [![i](https://example.com/b.png)](https://example.com)\n\n<p align=\"center\">\n<img src=\"missing2.png\">\n\n*marks*\n\n</p>\n",
        ),
        ("a/readme.md", "# Same\n\nText.\n"),
        ("b/page.md", "# Same\n\n<details><summary>S</summary>\n\ninner\n\n</details>\n"),
        ("a/page.md", "# Same\n\nText[^x].\n\n[^x]: 1\n\n[^x]: 2\n"),
        ("con.md", "# Con\n\nText.\n"),
        ("deep.md", &deep),
        ("empty.md", "\n"),
        ("notes.txt", "no page\n"),
    ]);
    project.imported();
    let home = project.read("content/faq/general/home.md");
    for part in
        ["# Title", "Words before the title.", "## Second title", "### Part {#part}", "[a](article:ye)", "mailto:a@b.c"]
    {
        assert!(home.contains(part), "{part:?} is missing:\n{home}");
    }
    let report = project.read("import-report.md");
    for part in
        ["is not there: it became text", "links of the kind `javascript:`", "images of other sites", "### empty.md"]
    {
        assert!(report.contains(part), "{part:?} is missing:\n{report}");
    }
}

#[test]
fn what_includes_without_end_is_cut_and_told() {
    let project = Project::of(&[("a.md", "# A\n\n{{#include a.md}}\n\n{{#include b.md}}\n")]);
    project.0.write("project/b.md", "# B\n\n{{#include a.md}}\n");
    for level in 0..8 {
        let next = format!("{{{{#include l{}.md}}}}\n\n", level + 1).repeat(10);
        project.0.write(&format!("project/l{level}.md"), format!("# L{level}\n\n{next}"));
    }
    project.0.write("project/l8.md", format!("# L8\n\n{}\n", "many words ".repeat(1_000)));
    let output = project.import(&["--from", "markdown"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let parts = ["it includes what it stands in", "what it includes would make the page too large"];
    project.has("import-report.md", &parts);
    assert!(project.read("content/faq/general/l0.md").len() < 2 << 20);
    assert_eq!(project.0.wenda(&["check", "--site", "site"]).status.code(), Some(0));
}

/// The next import would read the site as a part of the project.
#[test]
fn a_site_is_written_outside_of_the_project() {
    let project = Project::of(&[("a.md", "# A\n\nText.\n")]);
    let before = files(project.0.path());
    for out in ["project/site", "project", "project/a/../b/site"] {
        let output = project.0.wenda(&["import", "project", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
        assert!(stderr(&output).contains("lies in the project"), "{out}: {}", stderr(&output));
    }
    assert_eq!(files(project.0.path()), before);

    // That leads through the project, and out of it.
    let inside = |out: &str| {
        let inside = project.0.path().join("project");
        crate::support::wenda().args(["import", ".", "--out", out]).current_dir(inside).output().unwrap()
    };
    let output = inside("../beside");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(project.0.path().join("beside/content/faq/general/a.md").is_file());
    assert!(stderr(&inside("../project/site")).contains("lies in the project"));
}

#[test]
fn a_project_of_drafts_is_told_as_one() {
    let project = Project::of(&[("a.md", "---\ndraft: true\n---\n# A\n\nx\n"), ("b.md", "# B\n")]);
    let output = project.import(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "error: `project` holds 2 pages, and none is taken: each is a draft, cannot be read, or is nothing but a title\n"
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_taken_is_told_and_nothing_outside_is_read() {
    let project = Project::of(&[
        ("a.md", "# A\n\n![secret](out.png) [b](b.md) [page](danger.html)\n"),
        ("danger.html", "<script>1</script>"),
    ]);
    project.0.write("secret.png", PIXEL).write("secret.md", "# Secret\n\nText.\n");
    project.0.write("project/b.md", b"# \xff\xfe\n").write("project/huge.md", vec![b'a'; 2 << 20]);
    std::os::unix::fs::symlink("../secret.png", project.0.path().join("project/out.png")).unwrap();
    std::os::unix::fs::symlink("../secret.md", project.0.path().join("project/out.md")).unwrap();
    std::os::unix::fs::symlink("..", project.0.path().join("project/up")).unwrap();

    let output = project.import(&["--from", "markdown"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(stdout(&output).contains("\nnot read: 2 remarks on 2 files\n"), "{}", stdout(&output));
    assert!(told.contains("b.md: it was not imported: it is not UTF-8 from byte 2 on"), "{told}");
    assert!(told.contains("huge.md: it was not imported: it holds 2097152 bytes"), "{told}");
    assert_eq!(project.0.wenda(&["check", "--site", "site"]).status.code(), Some(0));
    project.has(
        "import-report.md",
        &["the link leads out of the project", "`danger.html` was not copied", "### out.md", "### up"],
    );
    assert!(!project.0.path().join("site/content/faq/general/files").exists());
    assert!(!project.read("import-report.md").contains("Secret"));
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let project = Project::of(&[("a.md", "# A\n\nText.\n")]);
    project.0.write("site/mine.txt", "mine");
    let output = project.import(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is there already and not empty"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(project.0.path().join("site")).unwrap().count(), 1);
    assert_eq!(project.0.wenda(&["import", "nowhere"]).status.code(), Some(2));
    let empty = Project::of(&[("a.txt", "")]);
    let output = empty.import(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds no pages"), "{}", stderr(&output));
    assert!(!empty.0.path().join("site").exists());
}

#[test]
fn the_same_project_makes_the_same_site() {
    let files = [("zh/a.md", "# 甲\n\n[乙](b.md)\n"), ("zh/b.md", "# 乙\n\n文字。\n"), ("en/a.md", "# A\n\nText.\n")];
    let [first, second] = [Project::of(&files), Project::of(&files)];
    first.imported();
    second.imported();
    let files = |project: &Project| crate::support::files(&project.0.path().join("site"));
    assert_eq!(files(&first), files(&second));
    assert!(files(&first).contains_key("content/faq/general/a.zh.md"));
}

#[test]
fn what_settings_and_front_matter_cannot_say_is_told() {
    let page = "---\ntitle: [one, two]\nweight: heavy\ntags: {a: 1}\n---\n# Page\n\n[There](there.md)\n\n![Map](map.png)\n\n\
                <div class=\"warning\">\n\n**Mind** the gap.\n\n</div>\n";
    let book = Project::of(&[
        ("book.toml", "[book]\ntitle = \"A\"\nsrc = \"../elsewhere\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [Page](page.md)\n"),
        ("src/page.md", page),
    ]);
    book.imported().has(
        "import-report.md",
        &[
            "the settings lead out of the project, to `../elsewhere`: `src` was read instead",
            "`title` in the front matter is not what it should be",
            "`weight` in the front matter is not what it should be",
            "`tags` in the front matter is not what it should be",
            "the link to `there.md` leads nowhere",
            "the image `map.png` is not there",
            "1 file of Markdown became 1 article in 1 category",
        ],
    );
    let became = book.read("content/faq/general/page.md");
    assert!(became.contains("> [!WARNING]\n> **Mind** the gap."), "{became}");

    let malformed = Project::of(&[
        ("book.toml", "[book\ntitle ="),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", "# A\n\nText.\n"),
    ]);
    malformed.imported().has("import-report.md", &["### book.toml", "the settings are malformed, and were not read"]);
}

#[test]
fn the_command_that_is_proposed_can_be_pasted() {
    let project = Project::of(&[("a.md", "# A\n\nText.\n")]);
    let output = project.0.wenda(&["import", "project", "--out", "my site"]);
    let told = stdout(&output);
    assert!(told.contains("wenda serve --site 'my site'\n"), "{told}");
    let quiet = project.0.wenda(&["import", "project", "--out", "quiet", "--quiet"]);
    assert_eq!((stdout(&quiet), stderr(&quiet)), (String::new(), String::new()));
    assert!(told.starts_with("1 file of ") && told.contains("became 1 article in 1 category"), "{told}");
}

/// Pages of each tool, and what stands in the article of `a.md`.
const KEPT: &[(&str, &str, &str)] = &[
    (
        "markdown",
        "[b][] and ![c][].\n\n[b]: https://example.com\n[c]: https://example.com/c.png",
        "[b](https://example.com) and [c](https://example.com/c.png).",
    ),
    (
        "markdown",
        "<p>The <b>key</b> is <em>a</em> <em>b</em>\nnext\n<code>x</code> end.</p>",
        "The **key** is *a* *b* next `x` end.",
    ),
    ("markdown", "| a | b |\n|---|---|\n| <ul><li>x</li><li>y</li></ul> | 一<br>二 |", "| x<br>y | 一<br>二 |"),
    (
        "markdown",
        "<table><tr><td>n</td></tr><tr><td><b>x</b><br>y</td></tr></table>",
        "| n       |\n| ------- |\n| **x**<br>y |",
    ),
    ("markdown", "<table><tr><th>n</td></tr><tr><td>x</td></tr></table>", "| n |\n| - |\n| x |"),
    (
        "markdown",
        "<table><tr><th>P</th><th>Q</th></tr><tr><th>r1</th><td>v1</td></tr></table>",
        "| P  | Q  |\n| -- | -- |\n| r1 | v1 |",
    ),
    ("markdown", "<pre>\na\n\n\n  *b* __c__\n</pre>", "```\na\n\n\n  *b* __c__\n```"),
    (
        "markdown",
        "<pre><code class=\"language-py\">\n``` fence\nx &lt; 1\n</code></pre>\n\nafter",
        "````py\n``` fence\nx < 1\n````\n\nafter",
    ),
    ("markdown", "<ul><li>one<pre>a\n  b</pre></li></ul>", "- one\n\n  ```\n  a\n    b\n  ```"),
    ("markdown", "<table><tr><th>h</th></tr><tr><td><code>a|b</code></td></tr></table>", "`a\\|b`"),
    (
        "markdown",
        "<table><tr><th>h</th></tr><tr><td><h3>Head</h3><p>p1</p><pre>l1\nl2 | x</pre></td></tr></table>",
        "**Head**<br>p1<br>`l1`<br>`l2 \\| x`",
    ),
    ("markdown", "Run `x` on <pod-name>, of List<String>.", "Run `x` on \\<pod-name>, of List\\<String>."),
    (
        "markdown",
        "<p><abbr title=\"Style Sheets\">CSS</abbr>, H<sub>2</sub>O, __x__</p>",
        "CSS (Style Sheets), H<sub>2</sub>O, \\_\\_x\\_\\_",
    ),
    ("markdown", "<code>&lt;div&gt;</code> in <code>a</code> line", "`<div>` in `a` line"),
    ("markdown", "<div><a href=\"https://example.com\"><p>Camp</p></a></div>", "Camp\n\n[Camp](https://example.com)"),
    (
        "markdown",
        "<table><tr><td>\n\n[r][s]\n\n</td></tr></table>\n\n[s]: https://example.com",
        "[r](https://example.com)",
    ),
    ("markdown", "> [![Watch](w.png)](https://example.com)", "> [Watch](https://example.com)"),
    ("markdown", "> [!NOTE] **T** - low\n> first\ngoes on", "> [!NOTE] **T** - low\n> first\n> goes on"),
    ("markdown", "<!-- old:\n:::tip\n-->\n\nrest", "# A\n\nrest"),
    ("markdown", "## \\<X> usage", "## \\<X> usage"),
    ("mkdocs", "## With pip { #pip data-toc-label=\"a b\" }", "## With pip {#pip}"),
    (
        "mkdocs",
        "==m== H~2~O x^2^ ++ctrl+a++ **b**{ .red } :material-check:.",
        "<mark>m</mark> H<sub>2</sub>O x<sup>2</sup> <kbd>Ctrl</kbd>+<kbd>A</kbd> **b** .",
    ),
    ("mkdocs", "A $x^2+y^2$ and ^3^.", "A $x^2+y^2$ and <sup>3</sup>."),
    ("mkdocs", "$a<b>c$ `$x$` $[a](b){{c}}$, $\\nope$.", "$a<b>c$ `$x$` $[a](b){{c}}$, `$\\nope$`."),
    ("mkdocs", "从 $5 到 $10，`$x$` 与 $y$。", "从 \\$5 到 \\$10，`$x$` 与 $y$。"),
    ("mkdocs", "It is $5/$10 or \\(a_1\\).", "It is \\$5/\\$10 or $a_1$."),
    ("mkdocs", "> $$\n> a\n> = b\n> $$", "> $$\n> a\n> = b\n> $$"),
    ("mkdocs", "--8<--\ninc.txt\n--8<--", "included"),
    ("mdbook", "In \\\\( a_1 \\\\) it.", "In $a_1$ it."),
    ("hugo", "`k@{{< version >}}` {{< my_tip text=\"Pods\" >}}", "`k@{{< version >}}` `{{< my-tip text=\"Pods\" >}}`"),
    ("hugo", "[a]\n\n[a]: <{{% param repo %}}/x>\n[b]: https://example.com\n\n[b]", "[b](https://example.com)"),
    ("hugo", "{{< codeFrom lang=\"yaml\" >}}\n# a_b_c\n{{< /codeFrom >}}", "```yaml\n# a_b_c\n```"),
    (
        "hugo",
        "{{< figure src=\"https://example.com/p.png\" alt=\"Alt\" caption=\"Below\" >}}",
        "[Alt](https://example.com/p.png)\n\nBelow",
    ),
    (
        "hugo",
        "{{% tab \"x\" %}}\n1\n{{% /tab %}} {{% tab \"y\" %}}\n2\n{{% /tab %}}",
        ":::: tabs\n\n::: tab x\n\n1\n\n:::\n\n::: tab y\n\n2\n\n:::\n\n::::",
    ),
    (
        "hugo",
        "{{< tabs >}}{{< tab \"x\" >}}1{{< /tab >}}{{< tab \"y\" >}}2{{< /tab >}}{{< /tabs >}}",
        ":::: tabs\n\n::: tab x\n\n1\n\n:::\n\n::: tab y\n\n2\n\n:::\n\n::::",
    ),
    ("hugo", "{{% notice tip \"My Title\" %}}\nin\n{{% /notice %}}", "> [!TIP] My Title\n> in"),
    ("hugo", "```go {hl_lines=[2,\"3-4\"]}\na\n```", "```go {2,3-4}\na\n```"),
    ("hugo", "{{< highlight go \"hl_lines=2,linenos=table\" >}}\na\n{{< /highlight >}}", "```go {2}\na\n```"),
    (
        "docusaurus",
        "At <Tabs><TabItem label=\"La\" value=\"a\">Ta</TabItem><TabItem value=\"b\">Tb</TabItem></Tabs>",
        "At\n\n:::: tabs\n\n::: tab La\n\nTa\n\n:::\n\n::: tab b\n\nTb\n\n:::\n\n::::",
    ),
    ("markdown", "<details>\n<summary>S</summary>\n\n<p>x</p>\n</details>", "::: details S\n\nx\n\n:::"),
    ("docusaurus", "<Foo>\nin\n</Foo> tail", "in\n\ntail"),
    ("docusaurus", "<Card title=\"T\" description=\"Told\">in</Card> tail", "in (T; Told) tail"),
    ("hugo", "At {{% notice tip \"My Title\" %}}in{{% /notice %}}.", "At in (My Title)."),
    ("docusaurus", "<Card title=\"T\" description=\"Told\">\nin\n</Card>", "**T**\n\nTold\n\nin"),
    (
        "docusaurus",
        ":::note [See](https://example.com) for more\nx\n:::",
        "> [!NOTE] [See](https://example.com) for more\n> x",
    ),
    // Code by indentation is code.
    (
        "markdown",
        "x:\n\n    <p>\n    <script>\n      a\n    </script>\n    <!-- c -->\n    </p>",
        "x:\n\n```\n<p>\n<script>\n  a\n</script>\n<!-- c -->\n</p>\n```",
    ),
    ("hugo", "x:\n\n    {{< figure src=\"x.png\" >}}\n    ::: tip", "```\n{{< figure src=\"x.png\" >}}\n::: tip\n```"),
    (
        "mkdocs",
        "!!! note\n    x\n\n        <script>a()</script>",
        "> [!NOTE]\n> x\n>\n> ```\n> <script>a()</script>\n> ```",
    ),
    // No line of a formula is a heading.
    ("mkdocs", "$$\na\n=\nb\n$$", "# A\n\n$$\na =\nb\n$$"),
    ("mkdocs", "- [L \\[NOI #5\\] b](https://example.com)", "- [L \\[NOI #5\\] b](https://example.com)"),
    (
        "hugo",
        "{{< tabs \"Out\" \"In\" >}}\n{{% codetab %}}\nText\n```sh\nx\n```\n{{% /codetab %}}\n{{% codetab %}}\ny\n{{% /codetab %}}\n{{< /tabs >}}",
        ":::: tabs\n\n::: tab Out\n\nText\n```sh\nx\n```\n\n:::\n\n::: tab In\n\ny\n\n:::\n\n::::",
    ),
    ("markdown", "<span>`a`</span><span>`b`</span> <span>**c**</span><span>**d**</span>", "`a` `b` **c** **d**"),
    ("markdown", "<p><code>a</code><code>b</code> <b>c</b><b>d</b></p>", "`a` `b` **cd**"),
    ("markdown", "E<b>i</b><b>no</b> and <p>E<strong> </strong><strong>i</strong>n</p>", "E**ino** and"),
    ("markdown", "<p>选择<strong> </strong><strong>Plugin</strong><strong>s</strong></p>", "选择 **Plugins**"),
    (
        "mkdocs",
        "=== \"Py[^r]\"\n    x\n\n??? note \"E[^r]\"\n    y\n\n[^r]: Ref.",
        "::: tab Py\n\nx\n\n[^r]\n\n:::\n\n::::\n\n::: details E\n\ny\n\n[^r]\n\n:::",
    ),
    (
        "docusaurus",
        "<Tabs values={[{label: \"On it\", value: \"a\"}]}>\n<TabItem value=\"a\">\n\nx\n\n</TabItem>\n</Tabs>",
        "::: tab On it\n\nx",
    ),
    ("docusaurus", "````mdx-code-block\nimport A from \"a\";\n\n<Foo>\nin\n</Foo>\n````", "# A\n\nin\n"),
    ("markdown", "在<ruby>型<rt>xing</rt></ruby>。**b**", "在<ruby>型<rt>xing</rt></ruby>。**b**"),
    (
        "markdown",
        "<ruby>尾<rp>(</rp><rt>t</rt><rp>)</rp></ruby> <ruby>*x*<rt>y</rt></ruby>",
        "<ruby>尾<rt>t</rt></ruby> *x* (y)",
    ),
    ("markdown", "<code><a href=\"https://example.com\">A</a>: <b>x</b></code>", "[`A`](https://example.com)`: x`"),
    (
        "markdown",
        "<p>in <code><a href=\"https://example.com\">A</a>: <b>x</b></code></p>",
        "in [`A`](https://example.com)`: x`",
    ),
    (
        "markdown",
        "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td rowspan=2>d</td><td>e</td><td>f</td></tr>\
         <tr><td>g</td><td>h</td></tr><tr><td colspan=2>i</td><td>j</td></tr></table>",
        "| d | e | f |\n|   | g | h |\n| i |   | j |",
    ),
    (
        "markdown",
        "| P |\n|---|\n| in <table><tr><td>n</td><td>t</td></tr><tr><td>o</td><td>u</td></tr></table> |",
        "in <br>n t <br>o u",
    ),
    ("markdown", "<span># a</span>\n\n<span>* b</span>", "\\# a\n\n\\* b"),
    ("markdown", "<script>\nx\n</script> after", "# A\n\nafter"),
    (
        "markdown",
        "[<http://e.com/a_1>](http://e.com/a_1) and [**https://e.com/x**](https://e.com/y)",
        "[http://e.com/a_1](http://e.com/a_1) and [https://e.com/x](https://e.com/y)",
    ),
    ("docusaurus", "<Foo\n  a={[\"b\"]}\n/>", "`<Foo a={[\"b\"]} />`"),
    ("mkdocs", "a <kbd>\\[</kbd> <sub>\\*</sub> <kbd>*</kbd>", "a <kbd>\\[</kbd> <sub>\\*</sub> `*`"),
    ("markdown", "<kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd> <code>a <var>b</var></code>", "`Ctrl+C` `a b`"),
    (
        "markdown",
        "<dl><dt>T1</dt><dd>M <b>b</b></dd><dt>T2</dt><dt>T3</dt><dd>M2</dd><dd><p>M3</p><ul><li>x</li></ul></dd></dl>",
        "T1\n: M **b**\n\nT2\nT3\n: M2\n: M3\n\n  - x\n",
    ),
    ("markdown", "[x](#my_1)\n\n<h3 id=\"my_1\">Head</h3>", "[x](#my_1)\n\n### Head {#my_1}"),
    ("markdown", "[o](#old)\n\n<a name=\"old\"></a>\n\n## Other", "[o](#old)\n\n## Other {#old}"),
    ("markdown", "```js title=\"a \\\"b\\\" c.js\"\nx\n```", "```js title=\"a \\\"b\\\" c.js\"\nx\n```"),
    ("markdown", "```js title=\"a &lt; &amp;amp; b\"\nx\n```", "```js title=\"a < &amp;amp; b\"\nx\n```"),
    ("markdown", "## b() <badge>new</badge>\n\n<chip>c</chip> <x> d</y>", "## b() new\n\nc \\<x> d\\</y>"),
    ("markdown", "an <svg><path d=\"M0\"/><text>T</text></svg> icon", "an  icon"),
    (
        "mkdocs",
        "## B\n\n::: a.b_c\n    options:\n      x: true\n\n##\u{a0}C\n\n::: a.d\n\n###D\n\nend",
        "## B\n\n## C\n\n### D\n\nend",
    ),
    (
        "markdown",
        "<table><tr><th>h</th></tr><tr><td>F:<li>a</li>E:<li>b</li></td></tr><tr><td><p>c</p></td></tr></table>",
        "| F:<br>a<br>E:<br>b |\n| c ",
    ),
    ("markdown", "| P |\n|---|\n| <ul><li>x</li></ul>rest |", "| x<br>rest |"),
    (
        "markdown",
        "<iframe src=\"https://p.example.com/player.html?id=1&x=2\"></iframe>",
        "[p.example.com](https://p.example.com/player.html?id=1&x=2)",
    ),
    ("docusaurus", "- <FontIcon icon=\"x\" />`a`: b", "- `a`: b"),
    (
        "markdown",
        "::: tabs code\n```js title=\"A\"\na\n```\n```npm\nb\n```\n:::",
        "# A\n\n::: code-group\n\n```js title=\"A\"\na\n```\n```npm\nb\n```\n\n:::",
    ),
    (
        "markdown",
        ":::: tip\na\n\n\n::: details D\nb\n:::\n\nc\n::::",
        "> [!TIP]\n> a\n>\n> ::: details D\n>\n> b\n>\n> :::\n>\n> c\n",
    ),
    ("docusaurus", "a{' '}**b** {\"x < y\"} {`c d`}", "a **b** x \\< y `c d`"),
    ("docusaurus", "<Pick>{`a b\\nc`}</Pick>", "# A\n\n```\na b\nc\n```"),
    ("docusaurus", "<CodeBlock language={\"sh\"}>{`x\n\n  y`}</CodeBlock>", "```sh\nx\n\n  y\n```"),
    (
        "docusaurus",
        "<Card title=\"T\" image=\"https://example.com/i.png\">\nin\n</Card>",
        "**T**\n\n[i.png](https://example.com/i.png)\n\nin",
    ),
    ("markdown", "Of the form \"<source>:<key>\".", "Of the form \"\\<source>:\\<key>\"."),
    ("markdown", "word^[note *a*] more", "word^[note *a*] more"),
    (
        "hugo",
        "{{< tabs >}}\n{{< tab name=\"N\" codelang=\"bash\" >}}\na_b_c *x*\n{{< /tab >}}\n{{< /tabs >}}",
        "::: tab N\n\n```bash\na_b_c *x*\n```\n\n:::",
    ),
    ("docusaurus", "a {/* hidden */}b\n\n```js\nx\n// highlight-next-line\ny\n```", "a b\n\n```js {2}\nx\ny\n```"),
];

#[test]
fn what_pages_say_is_kept_in_whatever_form_it_is_written() {
    let settings = [
        ("markdown", "other.txt", ""),
        ("hugo", "hugo.toml", "title = \"T\"\n"),
        ("docusaurus", "docusaurus.config.js", "module.exports = { title: 'T' };\n"),
        ("mkdocs", "mkdocs.yml", "site_name: T\nmarkdown_extensions: [pymdownx.arithmatex]\n"),
        ("mdbook", "book.toml", "[book]\ntitle = \"T\"\n[output.html]\nmathjax-support = true\n"),
    ];
    for (tool, text, kept) in KEPT {
        let (_, path, config) = settings.iter().find(|(name, _, _)| name == tool).unwrap();
        let folder = match *tool {
            "hugo" => "content/",
            "mdbook" => "src/",
            "markdown" => "",
            _ => "docs/",
        };
        let project = Project::of(&[
            (path, config),
            (&format!("{folder}a.md"), &format!("# A\n\n{text}\n")),
            ("src/SUMMARY.md", "- [A](a.md)\n"),
            ("inc.txt", "included\n"),
        ]);
        let output = project.import(&["--from", tool]);
        assert_eq!(output.status.code(), Some(0), "{text}: {}", stderr(&output));
        let article = walkdir::WalkDir::new(project.0.path().join("site/content")).into_iter().flatten();
        let article = article.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("a.md")).unwrap();
        let article = fs::read_to_string(article).unwrap();
        assert!(article.contains(kept), "{tool}: {text}\n---\n{article}");
    }
}

#[test]
fn what_is_no_markdown_is_named_and_categories_are_called_as_in_each_language() {
    let project = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'T', i18n: { defaultLocale: 'en' } };\n"),
        ("sidebars.js", "module.exports = { docs: [{ type: 'category', label: 'Core', items: ['c/b'] }] };\n"),
        ("docs/c/_category_.json", "{\"label\": \"Cat\", \"link\": {\"description\": \"What it tells.\"}}"),
        ("docs/c/b.md", "# B\n\n[x][nowhere]\n"),
        ("docs/c/n.ipynb", "{}"),
        ("src/pages/index.js", "export default 1"),
        ("i18n/zh/docusaurus-plugin-content-docs/current/c/b.md", "# 乙\n\n文字\n"),
        (
            "i18n/zh/docusaurus-plugin-content-docs/current.json",
            "{\"sidebar.docs.category.Core\": {\"message\": \"核心\"}}",
        ),
    ]);
    project.imported();
    let report = project.read("import-report.md");
    for told in [
        "docs/c/n.ipynb",
        "src/pages/index.js",
        "the description of the category is left out",
        "a link by a name that nothing defines is shown as text (line 3)",
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    let named = walkdir::WalkDir::new(project.0.path().join("site/content")).into_iter().flatten();
    let mut named = named.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"));
    assert!(named.any(|entry| fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("核心"))));
}

#[test]
fn ordinary_names_and_headings_that_stand_as_high_as_the_title_do_no_harm() {
    // The sixth byte of such a name lies within a character: that was once the end of the import.
    let names = ["MySQL配置", "1分钟入门", "2-快速开始", "v2版本说明", "com2", "categories"];
    let pages: Vec<(String, String)> =
        names.iter().map(|name| (format!("{name}.md"), format!("# {name}\n\n文字。\n"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Project::of(&pages).imported();

    let book = Project::of(&[
        ("book.toml", "[book]\ntitle = \"\u{fffe}\"\n[preprocessor.katex]\n"),
        ("src/SUMMARY.md", "# Summary\n\n[A](a.md)\n\n# \u{fffe}\n\n- [B](b.md)\n"),
        ("src/a.md", "$$\na\n$$ # Docs\n# Docs\n\nText.\n"),
        ("src/b.md", "# B\n\nTerm\n\n:   It is this.\n\n    See [that](a.md).\n"),
    ]);
    book.imported();
    // What stands under a term is no block of code.
    assert!(files_of(&book, "b.md").contains("See [that](article:a)."), "{}", files_of(&book, "b.md"));
}

#[test]
fn code_of_vitepress_keeps_its_titles_and_marks() {
    let config = "export default { title: 'X', markdown: { attrs: { leftDelimiter: '%{', rightDelimiter: '}%' } } }";
    let page = "# A\n\n## Head %{#top}%\n\nSee [there](#top).\n\n::: code-group\n\n<<< @/s.js [first.js]\n\n<<< @/s.js{1} [second.js]\n\n:::\n\n\
                ```js\na // [!code ++]\nb // [!code --]\nc\n```\n\n```js\na\n// [!code focus]\nb\n```\n\n\
                ```js {2}\nd // [!code --]\ne // [!code ++] // [!code highlight]\n```\n\n\
                :::: tabs key:x\n=== One\ntext 1\n=== Two\ntext 2\n::::\n\n\
                ```sh\n<<< \"here string\"\n<<<<<<< HEAD\n```\n\n```md\n<<< @/s.js\n```\n";
    let project = Project::of(&[(".vitepress/config.mts", config), ("a.md", page), ("s.js", "const a = 1\n")]);
    project.imported();
    let text = project.read("content/faq/general/a.md");
    for part in [
        "## Head {#top}",
        "[there](#top)",
        "::: code-group\n\n````js title=\"first.js\"\nconst a = 1\n````",
        "````js {1} title=\"second.js\"",
        "```diff\n+a\n-b\n c\n```",
        "```js {2}\na\nb\n```",
        ":::: tabs\n\n::: tab One\n\ntext 1\n\n:::\n\n::: tab Two",
        "```diff {2}\n-d\n+e\n```",
        "<<< \"here string\"\n<<<<<<< HEAD",
        "```md\n<<< @/s.js\n```",
    ] {
        assert!(text.contains(part), "{part:?} is missing:\n{text}");
    }
    assert!(!text.contains("key:x"), "{text}");
    let report = project.read("import-report.md");
    assert!(!report.contains("what it includes is not in the project"), "{report}");
    assert!(report.contains("blocks of the kind `tabs` were rewritten (line 32)"), "{report}");
}

#[test]
fn languages_of_vitepress_keep_their_titles_and_addresses() {
    let config = "export default { title: '云', description: '云的帮助', locales: { root: { title: '云帮助', lang: 'zh-CN' },\n\
                  en: { lang: 'en-US', title: 'Cloud Help', description: 'Help for clouds' } },\n\
                  themeConfig: { nav: [{ text: '指南', link: '/a' }, { text: 'GitHub', link: 'https://example.com' }] } }";
    let project = Project::of(&[
        (".vitepress/config.mts", config),
        ("en/a.md", "# A\n\nText.\n\n![x](x)\n"),
        ("a.md", "# 甲\n\n文字。\n"),
    ]);
    project.imported();
    project.has(
        "content/site.yaml",
        &["title: {zh: \"云帮助\", en: \"Cloud Help\"}", "description: {zh: \"云的帮助\", en: \"Help for clouds\"}"],
    );
    project.has("content/redirects.yaml", &["- from: \"/a.html\"", "- from: \"/en/a.html\""]);
    project.has(
        "import-report.md",
        &["the menu at the top is left out: 指南, GitHub", "is not there: it became text (line 5)"],
    );
    // What its languages share stands in the original.
    assert!(files_of(&project, "a.zh.md").starts_with("---\norder: 10\n"));
    assert!(files_of(&project, "a.en.md").starts_with("# A\n"));
}

#[test]
fn what_a_book_hides_and_shows_of_code_is_as_in_the_book() {
    let page = "# A\n\n```rust\n# use hidden;\n#\n#[test]\nfn main() {}\n## shown\n```\n\n```sh\n# shown\n```\n\nWrite `\\{{#include x.rs}}`.\n";
    let project = Project::of(&[
        ("book.toml", "[book]\ntitle = \"X\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n"),
        ("src/a.md", page),
    ]);
    project.imported().has(
        "content/faq/general/a.md",
        &["```rust\n#[test]\nfn main() {}\n# shown\n```", "```sh\n# shown\n```", "Write `{{#include x.rs}}`."],
    );
    project.has("import-report.md", &["lines of code that the book hides are left out (lines 4, 5)"]);
}

#[test]
fn remarks_name_lines_and_no_sentence_is_taken_for_an_import() {
    let hugo = Project::of(&[
        ("hugo.toml", "title = \"X\"\n"),
        ("content/a.md", "---\ntitle: A\n---\nText.\n\n{{< my_thing x=\"1\" >}}\n"),
    ]);
    hugo.imported();
    let report = hugo.read("import-report.md");
    assert!(report.lines().any(|line| line.contains("the component `my") && line.ends_with("(line 6)")), "{report}");
    let mdx = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'X' };"),
        (
            "docs/a.mdx",
            "import A from './a';\nimport './b.css';\nimport {\n  C,\n} from 'c';\n\n# A\n\nText.\n\nimport \"x\" is what is written.\n\nimport data from elsewhere, too.\n",
        ),
    ]);
    mdx.imported();
    let text = files_of(&mdx, "a.md");
    assert!(text.contains("import \"x\" is what") && text.contains("import data from elsewhere"), "{text}");
    assert!(!text.contains("b.css") && !text.contains("'c'"), "{text}");
}

/// A hundred are more than a page of Wenda takes; each component, division and dead link was once looked for from the beginning.
#[test]
fn what_style_sheets_templates_and_names_stand_for_is_told_with_its_line() {
    let page = "# A\n\n:tada: and :not_known:\n\n`{%` is code, {% if a %} is none.\n\n\
                ## B <sup class=\"badge\" data-text=\"3.5+\" />\n\n```html\n<script>\n```\n\n<script>\nx\n</script>\n";
    let project = Project::of(&[
        (
            ".vitepress/config.mts",
            "export default { title: 'T', themeConfig: { sidebar: [{ text: 'A', link: '/a' }] } }\n",
        ),
        ("a.md", page),
    ]);
    project.imported();
    assert!(files_of(&project, "a.md").contains("🎉 and :not_known:"));
    project.has(
        "import-report.md",
        &[
            "an emoji is shown by its name (line 3)",
            "marks of templates in braces are shown as text (line 5)",
            "a text that a style sheet shows is left out: `3.5+` (line 7)",
            "`<script>` is left out (line 13)",
        ],
    );
}

#[test]
fn a_page_of_nothing_but_open_blocks_is_imported() {
    let repeated = |count: usize, line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    let tips = format!("# A\n\n{}", repeated(100, &|_| ":::tip\nx\n\n".to_owned()));
    let foos = format!("# B\n\n{}", repeated(20_000, &|at| format!("text <Foo a=\"{at}\" /> x\n")));
    let open = format!("# C\n\n{}", repeated(20_000, &|_| "<Foo>\n".to_owned()));
    let links = format!("# D\n\n{}", repeated(20_000, &|at| format!("[x](nope{at}.md)\n")));
    let nested = |name: &str| {
        format!("{}x{}", repeated(10_000, &|_| format!("<{name}>")), repeated(10_000, &|_| format!("</{name}>")))
    };
    let tags = format!(
        "# E\n\n{}\n\n{}\n\nx{}{}\n",
        nested("code"),
        nested("ruby"),
        repeated(20_000, &|_| "<i>".to_owned()),
        repeated(20_000, &|_| "</b>".to_owned())
    );
    let project =
        Project::of(&[("a.md", &tips), ("b.mdx", &foos), ("c.mdx", &open), ("d.md", &links), ("e.md", &tags)]);
    project.imported();
    project.has("import-report.md", &["blocks in blocks that are nested too deep are shown as text"]);
}

#[test]
fn what_no_step_told_is_told_by_the_words_of_the_page() {
    let page = "# [A](https://example.com/title)\n\n<template v-if=\"x\">Only at times</template>\n\n\
                - x\n  <a href=\"https://example.com/kept\">\n    <i></i>\n  </a>\n\n\
                <Deck>\n\t<Card\n\t\ttitle=\"Life\"\n\t\thref=\"https://example.com/card\"\n\t>\n\t\tOf events\n\t</Card>\n</Deck>\n\n\
                [![b](https://example.com/badge.svg)](https://example.com/b)\n";
    let project = Project::of(&[(".vitepress/config.mts", "export default { title: 'T' }\n"), ("a.md", page)]);
    project.imported();
    let text = files_of(&project, "a.md");
    for kept in ["[kept](https://example.com/kept)", "**[Life](https://example.com/card)**", "\nOf events"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    project.has(
        "import-report.md",
        &[
            "a title leads nowhere: its link or image is left out (line 1)",
            "an image within a link, which would become a link, is left out: what it shows stands there (line 19)",
            "what a style sheet shows of a link is left out: it is called by its address (line 6)",
        ],
    );
    let report = project.read("import-report.md");
    assert!(
        text.contains("Only at times") || report.contains("`Only at times` is not on the new page (line 3)"),
        "{report}"
    );
}

#[test]
fn blocks_that_stand_in_others_are_no_code() {
    let mkdocs = Project::of(&[
        ("mkdocs.yml", "site_name: A\nmarkdown_extensions:\n- pymdownx.snippets:\n    auto_append: [refs.md]\n"),
        ("docs/.snippets/refs.md", "--8<--\nlinks.md\n--8<--\n"),
        ("docs/.snippets/links.md", "[ext]: https://example.com/x \"T\"\n*[E]: an `e`\n"),
        (
            "docs/index.md",
            "# A\n\n<div>\n    <p>B</p>\n\n    <p>\n        C d\n    </p>\n</div>\n\n/// html | div.result\nE [f][ext]\n///\n\n*[GFM]: `code` and more\n",
        ),
    ]);
    mkdocs.imported();
    let text = files_of(&mkdocs, "home.md");
    assert!(
        text.contains("\nC d")
            && text.contains("[f](https://example.com/x)")
            && !text.contains("```")
            && !text.contains("div.result"),
        "{text}"
    );
    let mdx = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'X' };"),
        (
            "docs/a.mdx",
            "# A\n\n<Tabs>\n  <TabItem value=\"b\" label=\"B\">\n\n<Tabs>\n  <TabItem value=\"c\" label=\"C\">\n\nText.\n\n\
             ```js\nd\n```\n\n</TabItem>\n</Tabs>\n\n</TabItem>\n</Tabs>\n",
        ),
    ]);
    mdx.imported();
    let text = files_of(&mdx, "a.md");
    assert!(text.contains("\nText.") && text.contains("\n```js\nd\n```"), "{text}");
}

/// Each takes two containers; Wenda takes fewer than there are here.
#[test]
fn tabs_in_tabs_past_what_a_page_takes_become_text() {
    let tabs = (0..20).map(|depth| format!("{0}=== \"T{depth}\"\n\n", "    ".repeat(depth))).collect::<String>();
    let page = format!("# A\n\n{tabs}{}inner $x$\n", "    ".repeat(20));
    let project = Project::of(&[("mkdocs.yml", "site_name: A\n"), ("docs/a.md", &page)]);
    project.imported();
    project.has("import-report.md", &["blocks in blocks that are nested too deep are shown as text"]);
}

#[test]
fn a_formula_that_holds_braces_stays_whole() {
    let project = Project::of(&[("a.md", "# A\n\nA $x_{{a}}$ b {{ c }}.\n")]);
    project.imported();
    assert!(files_of(&project, "a.md").contains("A `$x_{{a}}$` b `{{ c }}`."));
    project.has("import-report.md", &["a formula is kept as code: nothing says that the project has any (line 3)"]);
}

#[test]
fn settings_of_mkdocs_in_parts_are_read_and_a_project_without_any_is_told_what_to_do() {
    let project = Project::of(&[
        ("mkdocs-common.yml", "site_name: Parts\n"),
        ("mkdocs-online.yml", "INHERIT: mkdocs-common.yml\n"),
        ("mkdocs-nav.yml", "nav:\n- b.md\n- First: a.md\n"),
        ("docs/a.md", "# A\n\n!!! note\n    x\n"),
        ("docs/b.md", "# B\n\ny\n"),
    ]);
    project.imported();
    assert!(project.read("content/site.yaml").contains("Parts"));
    assert!(files_of(&project, "a.md").contains("> [!NOTE]\n> x"));
    let order =
        |name: &str| files_of(&project, name).lines().find(|line| line.starts_with("order:")).map(str::to_owned);
    assert!(order("b.md") < order("a.md"), "{:?} {:?}", order("b.md"), order("a.md"));

    // Whole settings go before parts, wherever they are.
    let whole = Project::of(&[
        ("mkdocs-deploy.yml", "site_name: Deployed\n"),
        ("docs/en/mkdocs.yml", "site_name: English\n"),
        ("docs/en/docs/a.md", "# A\n\nx\n"),
        ("docs/zh/mkdocs.yml", "site_name: 中文\n"),
        ("docs/zh/docs/a.md", "# 甲\n\n乙\n"),
    ]);
    whole.imported();
    whole.has("content/site.yaml", &["{en: \"English\", zh: \"中文\"}"]);
    assert!(files_of(&whole, "a.en.md").contains("# A") && files_of(&whole, "a.zh.md").contains("# 甲"));

    let plain = Project::of(&[("docs/a.md", "# A\n\nx\n")]);
    let told = stderr(&plain.import(&["--from", "mkdocs"]));
    assert!(
        told.contains("(`mkdocs.yml`, or `mkdocs-*.yml`), or read any folder of Markdown by --from markdown"),
        "{told}"
    );
}

/// The front matter of a home page is all that it shows.
#[test]
fn a_home_page_keeps_what_its_front_matter_says() {
    let hero = "---\nlayout: home\nhero:\n  name: 海螺\n  text: 小工具\n  tagline: 又快又小\n  image: /logo.png\n  actions:\n  - theme: brand\n    text: 快速开始\n    link: /guide/start\nfeatures:\n- icon: 🚀\n  title: 快\n  details: 一秒之内 <b>完成</b>\n  link: /guide/start\n  linkText: 怎么用\n- title: 小\n  details: 不到 1 MB\n---\n";
    let project = Project::of(&[
        (".vitepress/config.ts", "export default { title: '海螺', lang: 'zh-CN' }\n"),
        ("index.md", hero),
        ("guide/start.md", "# 开始\n\n先看[首页](/)。\n"),
    ]);
    project.imported();
    project.has(
        "content/faq/general/home.md",
        &[
            "# 海螺\n",
            "小工具",
            "又快又小",
            "- [快速开始](article:start)",
            "## 快",
            "一秒之内 **完成**",
            "[怎么用](article:start)",
            "## 小",
            "不到 1 MB",
        ],
    );
    project.has("content/faq/guide/start.md", &["[首页](article:home)"]);
    project.has(
        "import-report.md",
        &["the image at the top of the home page is left out", "icons of features are left out"],
    );
    assert!(!project.read("import-report.md").contains("`features` in the front matter"));

    let old = "---\nhome: true\nheroText: Conch\ntagline: Small and fast\nactionText: Start\nactionLink: /guide/\nfeatures:\n- title: Fast\n  details: In a second\nfooter: MIT licensed\n---\n\nMore text.\n";
    let project = Project::of(&[
        (".vuepress/config.js", "module.exports = { title: 'Conch' }\n"),
        ("README.md", old),
        ("guide/README.md", "# Guide\n\nBegin.\n"),
    ]);
    project.imported();
    project.has(
        "content/faq/general/home.md",
        &[
            "# Conch\n",
            "Small and fast\n",
            "- [Start](article:guide)",
            "## Fast\n\nIn a second\n",
            "More text.\n",
            "MIT licensed\n",
        ],
    );
}

#[test]
fn a_page_of_several_parts_is_called_as_its_front_matter_says() {
    let project = Project::of(&[
        ("hugo.toml", "title = \"T\"\n"),
        ("content/a.md", "---\ntitle: Quick start\n---\n\n# Install\n\nx\n\n# Run\n\ny\n"),
        ("content/b.md", "---\ntitle: b!\n---\n\n# B\n\nx\n\n# C\n\ny\n"),
    ]);
    project.imported();
    let articles = files_of(&project, "a.md") + &files_of(&project, "b.md");
    for part in ["# Quick start\n\n## Install\n\nx\n\n## Run\n", "# B\n\nx\n\n## C\n"] {
        assert!(articles.contains(part), "{part}\n{articles}");
    }
    assert!(!project.read("import-report.md").contains("`Quick start`"));
}

#[test]
fn settings_of_mkdocs_without_marks_are_no_text() {
    let project = Project::of(&[
        ("mkdocs.yml", "site_name: T\n"),
        (
            "docs/a.md",
            "title: Named\nauthor: First, Second\n    Third\n\nText.<span id=\"x\"></span>\n\nkey: no setting\n",
        ),
    ]);
    project.imported();
    let article = files_of(&project, "a.md");
    assert!(article.contains("# Named\n\nText.\n\nkey: no setting\n"), "{article}");
    let report = project.read("import-report.md");
    for told in ["`author` in the front matter is left out (line 2)", "a place to link to is left out"] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    assert!(!report.contains("is not on the new page"), "{report}");
}

#[test]
fn a_page_in_the_folder_of_a_language_stands_before_one_in_none() {
    let project = Project::of(&[
        (
            ".vitepress/config.js",
            "export default { locales: { 'zh-CN': { lang: 'zh-CN' }, 'en-US': { lang: 'en-US' } } }\n",
        ),
        ("readme.md", "# 仓库\n\n这里是文档的仓库，不是首页。\n"),
        ("zh-CN/index.md", "# 首页\n\n欢迎阅读这份文档。\n"),
        ("zh-CN/a.md", "# 甲\n\n文字写在这里。\n"),
        ("en-US/index.md", "# Home\n\nWelcome to the manual.\n"),
    ]);
    project.imported();
    let report = project.read("import-report.md");
    let told = "### readme.md\n\n- Lost: it is the same page in the same language as `zh-CN/index.md`";
    assert!(report.contains(told), "{report}");
}

#[test]
fn what_mdx_imports_is_found_though_its_path_is_written_as_markdown() {
    let project = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'T' };\n"),
        ("docs/a.mdx", "---\ntitle: A\n---\n\nimport Part from './common/\\_part.md'\n\n<Part />\n"),
        ("docs/common/_part.md", "Said in common.\n"),
    ]);
    project.imported();
    let article = files_of(&project, "a.md");
    assert!(article.contains("# A\n\nSaid in common.\n"), "{article}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_the_whole_machine_is_no_project() {
    let project = Project::of(&[("a.md", "# A\n\nText.\n")]);
    let pipe = project.0.path().join("project/pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    project.imported().has("import-report.md", &["pipe", "it is neither a file nor a folder"]);
    let output = project.0.wenda(&["import", "/"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`/` is the whole machine"), "{}", stderr(&output));
}

#[test]
fn an_expression_that_is_a_text_is_read_alike_wherever_it_stands() {
    let page = "# A\n\n<img src={\"a.gif\"} alt={'it\\'s'} />\n\n<img src=\"a.gif\" alt={'one' + 'two'} />\n";
    let project = Project::of(&[("docusaurus.config.js", "module.exports = {}"), ("docs/a.mdx", page)]);
    project.0.write("project/docs/a.gif", PIXEL);
    let text = project.imported().read("content/faq/docs/a.md");
    assert!(text.contains("![it's](") && !text.contains("one' + 'two"), "{text}");
}

/// Lists of pages were read for pages alone, and what else they name was gone without a word.
#[test]
fn what_lists_of_pages_name_besides_pages_is_told() {
    let docs = ("docs/a.md", "# A\n\nx\n");
    let sidebars = "module.exports = { docs: ['a', 'gone', { type: 'link', label: 'Shop', href: 'https://example.com' },\n\
                    { type: 'category', label: 'C', link: { type: 'generated-index', description: 'All of C' }, items: ['a'] }] };\n";
    let vitepress = "export default { title: 'X', themeConfig: { sidebar: [{ text: 'G', items: [{ text: 'A', link: '/a' },\n\
                     { text: 'Shop', link: 'https://example.com' }, { text: 'Gone', link: '/gone' }] }] } }";
    let mkdocs = "site_name: X\nnav:\n- a.md\n- Shop: https://example.com\n- More:\n  - Gone: gone.md\n  - Folder: c/\n  - '*.md'\n";
    for (files, told) in [
        (
            &[docs, ("docusaurus.config.js", "module.exports = { title: 'X' };\n"), ("sidebars.js", sidebars)][..],
            &["lead to none are left out: gone, Shop\n", "the description of the category is left out"][..],
        ),
        (
            &[("a.md", "# A\n\nx\n"), (".vitepress/config.ts", vitepress)][..],
            &[
                "### .vitepress/config.ts\n\n- Lost: links in the list of pages that lead to none are left out: Shop, Gone\n",
            ][..],
        ),
        (
            &[docs, ("docs/c/d.md", "# D\n\nx\n"), ("mkdocs.yml", mkdocs)][..],
            &["### mkdocs.yml\n\n- Lost: links in the list of pages that lead to none are left out: Shop, Gone\n"][..],
        ),
    ] {
        Project::of(files).imported().has("import-report.md", told);
    }
    // A folder in such a list stands for its pages.
    let project = Project::of(&[docs, ("docs/c/d.md", "# D\n\nx\n"), ("mkdocs.yml", mkdocs)]);
    project.imported().has("content/faq/categories.yaml", &["- id: c\n  title: \"More · Folder\"\n"]);
}

/// Those of MkDocs to other sites were lost, and so was each whose target is written with an anchor or from the folder of the page.
#[test]
fn redirects_of_a_project_lead_on_or_are_named() {
    let settings = "site_name: X\nplugins:\n- redirects:\n    redirect_maps:\n      old.md: a.md#part\n      out.md: https://example.com/x\n      gone.md: nowhere.md\n";
    let project = Project::of(&[("mkdocs.yml", settings), ("docs/a.md", "# A\n\nx\n")]);
    project.imported().has("import-report.md", &["- Lost: redirects to what is no page are left out: `gone/`\n"]);
    let moved = ["\"/old\"\n  to: article:a\n", "\"/out\"\n  to: \"https://example.com/x\"\n"];
    project.has("content/redirects.yaml", &moved);

    let book = "[output.html.redirect]\n\"/b/old.html\" = \"new.html\"\n\"/c/old.html\" = \"../b/new.html#part\"\n";
    let project =
        Project::of(&[("book.toml", book), ("src/SUMMARY.md", "- [A](b/new.md)\n"), ("src/b/new.md", "# A\n\nx\n")]);
    let moved = ["\"/b/old.html\"\n  to: article:new\n", "\"/c/old.html\"\n  to: article:new\n"];
    project.imported().has("content/redirects.yaml", &moved);

    let front = "---\ntitle: A\naliases: [old, /older/, ../oldest]\n---\nx\n";
    let project = Project::of(&[("hugo.toml", "title = \"X\"\n"), ("content/b/a.md", front)]);
    project.imported().has("content/redirects.yaml", &["\"/b/old\"\n", "\"/older\"\n", "\"/oldest\"\n"]);
}

/// The new home of a language stands where the old one did, which was told as an address that got lost.
#[test]
fn the_home_of_a_language_needs_no_redirect() {
    let config = "export default { title: 'X', locales: { root: { lang: 'zh-CN' }, en: { lang: 'en' } } }";
    let project = Project::of(&[
        (".vitepress/config.ts", config),
        ("index.md", "# 甲\n\n文字。\n"),
        ("en/index.md", "# A\n\nText.\n"),
        ("b.md", "# 乙\n\n文字。\n"),
    ]);
    let report = project.imported().read("import-report.md");
    assert!(!report.contains("without a redirect"), "{report}");
    assert!(!project.read("content/redirects.yaml").contains("/en"));
}

#[test]
fn links_to_a_page_that_was_left_out_are_told() {
    let project = Project::of(&[
        ("hugo.toml", "title = \"X\"\n"),
        ("content/b/a.md", "---\ntitle: A\n---\nSee [this](../draft/#part), [that](../b/).\n"),
        ("content/b/draft.md", "---\ntitle: D\ndraft: true\n---\nx\n"),
        ("content/b/_index.md", "---\ntitle: B\n---\n"),
    ]);
    project.imported().has("content/faq/b/a.md", &["[this](category:b), [that](category:b)"]);
    project.has("import-report.md", &["- Look at: links to a page that was left out lead to its category (line 4)\n"]);
}

/// A section that its translation names otherwise fell into two categories of the same name.
#[test]
fn a_page_stands_in_the_category_of_its_original() {
    let project = Project::of(&[
        ("hugo.toml", "title = \"X\"\ndefaultContentLanguage = \"zh\"\n"),
        ("content/b/_index.md", "---\ntitle: 文档\n---\n"),
        ("content/b/_index.en.md", "---\ntitle: Docs\n---\n"),
        ("content/b/a.en.md", "---\ntitle: A\n---\nText.\n"),
        ("content/b/a.md", "---\ntitle: 甲\n---\n文字。\n"),
        ("content/b/z.md", "---\ntitle: 乙\n---\n文字。\n"),
    ]);
    project.imported();
    assert_eq!(project.read("content/faq/categories.yaml"), "- id: b\n  title: {zh: \"文档\", en: \"Docs\"}\n");
}

#[test]
fn quotations_stay_open_and_addresses_may_hold_spaces() {
    let page = "# A\n\n!!! quote \"Who\"\n    Words.\n\n    More.\n\n!!! question\n    Why?\n\n??? quote\n    Hidden.\n\n[b](b c.md#part) ![p](my pic.png \"T\")\n";
    let project =
        Project::of(&[("mkdocs.yml", "site_name: X\n"), ("docs/a.md", page), ("docs/b c.md", "# B\n\n## Part\n\nx\n")]);
    project.0.write("project/docs/my pic.png", PIXEL);
    project.imported().has(
        "content/faq/general/a.md",
        &[
            "> **Who**\n>\n> Words.\n>\n> More.\n",
            "::: details Quote\n\nHidden.",
            "[b](article:b-c#part) ![p](files/my-pic.png)",
        ],
    );
    let report = project.read("import-report.md");
    assert!(!report.contains("is not on the new page"), "{report}");
}

/// The space behind it made code of what followed in the item.
#[test]
fn an_icon_leaves_nothing_behind() {
    let page = "# A\n\n-   :material-bug: __Bug__\n\n    Report a [bug](b.md).\n\n\
                Is :material-check:{ style=\"color: #4DB6AC\" } __clear__ or __not__{ title=\"a b\" }.\n";
    let project = Project::of(&[("mkdocs.yml", "site_name: X\n"), ("docs/a.md", page), ("docs/b.md", "# B\n\nx\n")]);
    project.imported().has(
        "content/faq/general/a.md",
        &["-   __Bug__\n\n    Report a [bug](article:b).\n", "\nIs __clear__ or __not__.\n"],
    );
}

/// The value alone was looked for, and stood in another tag.
#[test]
fn what_is_told_of_an_attribute_has_the_line_of_its_tag() {
    let page = "# A\n\n<Tabs>\n<TabItem value=\"x\" label=\"X\">\n\ntext\n\n</TabItem>\n</Tabs>\n\n<Foo bar=\"x\">text</Foo>\n";
    let project = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'X' };\n"),
        ("docs/a.mdx", page),
        ("docs/b.md", "---\nunlisted: true\n---\n# B\n\nx\n"),
    ]);
    let told = [
        "of the component `Foo` the attribute `bar` is left out (line 11)",
        "(`unlisted`), and here lists do (line 2)",
    ];
    project.imported().has("import-report.md", &told);
}

/// The original was taken for the page of its translation, and left out.
#[test]
fn the_original_is_in_a_language_that_it_has_no_translation_into() {
    let plugin =
        "site_name: X\nplugins:\n- i18n:\n    languages:\n    - locale: zh\n      default: true\n    - locale: en\n";
    let page = "# index\n\n{{ page.title }} 见 Docker.\n";
    for files in [
        &[("mkdocs.yml", plugin), ("docs/index.md", "# A\n\nx\n"), ("docs/index.en.md", "# A\n\nx\n")][..],
        &[("mkdocs.yml", "site_name: X\n"), ("docs/index.md", page), ("docs/index.en.md", "# A\n\nx\n")],
        &[("zh/a.md", "# A\n\nx\n"), ("zh/b.md", "# B\n\nx\n"), ("en/a.md", "# A\n\nx\n")],
    ] {
        let project = Project::of(files);
        project.imported().has("content/site.yaml", &["locales: [zh, en]\n"]);
        assert!(!project.read("import-report.md").contains("left out"));
    }
}

#[test]
fn old_addresses_are_those_that_the_settings_make() {
    let config = "export default { title: 'X', plugins: [['@docusaurus/plugin-client-redirects',\n\
                  { redirects: [{ from: '/old', to: '/docs/a' }, { from: ['/p', '/q'], to: '/docs/a' }] }]] };\n";
    let project = Project::of(&[("docusaurus.config.ts", config), ("docs/a.md", "# A\n\nx\n")]);
    let moved = ["/old", "/p", "/q"].map(|from| format!("- from: \"{from}\"\n  to: article:a\n"));
    project.imported().has("content/redirects.yaml", &moved.each_ref().map(String::as_str));

    let config = "export default { title: 'X', cleanUrls: true }";
    let project = Project::of(&[
        (".vitepress/config.ts", config),
        ("b/a.md", "# A\n\n[c](./c) [d](/b/c.html)\n"),
        ("b/c.md", "# C\n\nx\n"),
        ("b/[id].md", "# {{ $params.id }}\n"),
    ]);
    project.imported().has("content/redirects.yaml", &["- from: \"/b/a\"\n"]);
    project.has("content/faq/b/a.md", &["[c](article:c) [d](article:c)"]);
    project.has("import-report.md", &["### b/[id].md\n\n- Lost: it is a pattern for pages that a program makes"]);
}

/// A page was called `{ { $frontmatter.title }}`, and its title was told as lost.
#[test]
fn a_page_shows_what_its_front_matter_says() {
    let vue = "---\ntitle: Real *one*\nx: 5\n---\n# {{ $frontmatter.title }}\n\n`{{ $frontmatter.x }}`, {{ $frontmatter.x }}\n";
    let mdx =
        "---\ntitle: Real\nx: 5\n---\n# {frontMatter.title}\n\n`{frontMatter.x}`, {frontMatter.x} {frontMatter.none}\n";
    for (files, kept) in [
        (
            [(".vitepress/config.ts", "export default { title: 'X' }"), ("a.md", vue)],
            "# Real \\*one\\*\n\n`{{ $frontmatter.x }}`, 5\n",
        ),
        (
            [("docusaurus.config.js", "module.exports = { title: 'X' };\n"), ("docs/a.mdx", mdx)],
            "# Real\n\n`{frontMatter.x}`, 5 {frontMatter.none}\n",
        ),
    ] {
        let project = Project::of(&files);
        let text = files_of(project.imported(), "a.md");
        assert!(text.ends_with(kept), "{text}");
        let report = project.read("import-report.md");
        assert!(!report.contains("is not on the new page"), "{report}");
    }
}

/// Docsy's panes say what their tabs hold; names of emoji are such where the settings say so.
#[test]
fn tabs_emoji_and_definitions_of_hugo_are_read_as_there() {
    let page = "---\ntitle: A\n---\n\n\
                {{< tabpane lang=\"sh\" >}}\n{{< tab header=\"In:\" disabled=true />}}\n{{< tab header=\"npm\" >}}\nnpm i # *x*\n{{< /tab >}}\n\
                {{< tab header=\"yarn\" lang=\"bash\" >}}\nyarn\n{{< /tab >}}\n{{< /tabpane >}}\n\n\
                {{< tabpane text=true persist=lang >}}\n{{% tab header=\"Text\" lang=\"en\" %}}\n**Bold**\n{{% /tab %}}\n{{< /tabpane >}}\n\n\
                {{< tabs >}}\n{{< tab name=\"Old\" lang=\"yaml\" >}}\n```yaml\na: 1\n```\n{{< /tab >}}\n{{< /tabs >}}\n\n\
                :tada: and :no_such_one:\n\n\
                See [more][], [Hugo][ver] and [B][].\n\n<!-- start -->\n[ver]:\n  <https://example.com/v{{% param ver %}}>\n\
                [more]: https://example.com/more\n[B]:\n{{< ref \"b c\" >}}\n";
    let files = |settings| {
        Project::of(&[("hugo.toml", settings), ("content/a.md", page), ("content/b c.md", "---\ntitle: B\n---\n\nb\n")])
    };
    let project = files("title = \"X\"\nenableEmoji = true\n");
    project.imported();
    let text = files_of(&project, "a.md");
    for part in [
        "\nIn:\n",
        "::: tab npm\n\n```sh\nnpm i # *x*\n```",
        "::: tab yarn\n\n```bash\nyarn\n```",
        "::: tab Text\n\n**Bold**",
        "::: tab Old\n\n```yaml\na: 1\n```",
        "🎉 and :no_such_one:",
        "[more](https://example.com/more), [Hugo](https://example.com/vver) and [B](article:b-c).",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    project.has(
        "import-report.md",
        &["an emoji is shown by its name (line 29)", "a shortcode makes an address, which is not known here (line 35)"],
    );
    let report = project.read("import-report.md");
    for untold in ["stands in code", "is not on the new page", "`persist`", "nothing defines"] {
        assert!(!report.contains(untold), "{untold}: {report}");
    }
    let project = files("title = \"X\"\n");
    project.imported();
    assert!(files_of(&project, "a.md").contains("\n\\:tada: and"));
}

/// What the settings take for no page is none.
#[test]
fn pages_that_settings_leave_out_are_named() {
    let left = |settings: (&str, &str), page: &str, left: &str| {
        let project = Project::of(&[settings, (page, "# A\n\nText\n"), (left, "# B\n\nNotice\n")]);
        project.imported();
        let below = walkdir::WalkDir::new(project.0.path().join("site/content")).into_iter().map(Result::unwrap);
        let mut texts = below.filter_map(|entry| fs::read_to_string(entry.path()).ok());
        (texts.any(|text| text.contains("Notice")), project.read("import-report.md"))
    };
    for (settings, text, page, out, key) in [
        (
            "docs/.vuepress/config.ts",
            "export default defineUserConfig({ pagePatterns: ['**/*.md', '!**/*.snippet.md', '!.vuepress'] })",
            "docs/a.md",
            "docs/s/x.snippet.md",
            "pagePatterns",
        ),
        (
            ".vitepress/config.ts",
            "export default { srcExclude: ['{drafts,old}/**'] }",
            "a.md",
            "old/b/c.md",
            "srcExclude",
        ),
        (
            "docusaurus.config.js",
            "module.exports = { title: 'X', presets: [['classic', { docs: { exclude: ['**/*.part.md'] } }]] }",
            "docs/a.md",
            "docs/b.part.md",
            "exclude",
        ),
        (
            "docusaurus.config.js",
            "const out = ['AGENTS.md']; module.exports = { title: 'X', presets: [['classic', { blog: { exclude: out } }]] }",
            "blog/a.md",
            "blog/AGENTS.md",
            "exclude",
        ),
    ] {
        let (came, report) = left((settings, text), page, out);
        let told = format!("the settings leave it out of the site (`{key}`), and it was left out");
        assert!(!came && report.contains(&format!("### {out}\n\n- Lost: {told}")), "{key}: {report}");
    }
    let computed = "export default { srcExclude: ['a/[b].md', ...more()] }";
    let (came, report) = left((".vitepress/config.ts", computed), "a.md", "b.md");
    let told =
        "not all of the setting `srcExclude` is read, and pages that it leaves out may have come along: a/[b].md";
    assert!(came && report.contains(told), "{report}");
}

#[test]
fn what_mdx_computes_is_told_and_its_names_in_upper_case_are_components() {
    let page = "import A from './_a.mdx'\nimport B from '@site/src/b'\n\n# T {#top}\n\nSum {1 + 1}, {name}, {'text'} and `{code}`.\n\n\
                <A />\n\nIn <B>words</B> and [x](b.md){/* no */}.\n\n\
                {[1, 2].map((n) => (\n  <li>{n}</li>\n))}\n\nFor {list.map(\n\n## H {#h}\n\n:smile:\n";
    let project = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'X' }"),
        ("docs/a.mdx", page),
        ("docs/_a.mdx", "What the partial says\n"),
        ("docs/b.md", "# B\n\nb\n"),
    ]);
    project.imported();
    let text = files_of(&project, "a.md");
    for part in ["{1 + 1}, {name}, text and `{code}`", "What the partial says", "In words and", "```jsx\n{[1, 2]", "😄"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("**words**") && !text.contains("mdx-"), "{text}");
    project.has(
        "import-report.md",
        &[
            "what a program computes in braces is shown as it is written (lines 6, 16)",
            "what a program computes in braces is kept as code (lines 12, 13, 14)",
            "of the component `B` what it holds was kept, without its looks (line 10)",
        ],
    );
}

/// An image may be named by an expression, and described by its title alone.
#[test]
fn images_of_html_keep_their_place_and_what_describes_them() {
    let project = Project::of(&[
        ("docusaurus.config.js", "module.exports = { title: 'X' }"),
        (
            "docs/a.mdx",
            "import b from './b.gif'\n\n# A\n\n<img src={require('@site/static/img/a.gif').default} alt=\"Of a\" />\n\n\
             <img src={b} alt=\"Of b\" />\n",
        ),
    ]);
    project.0.write("project/static/img/a.gif", PIXEL);
    project.0.write("project/docs/b.gif", PIXEL);
    project.imported();
    assert!(files_of(&project, "a.md").contains("\n![Of b](files/b.gif)\n"), "{}", files_of(&project, "a.md"));
    assert!(!project.read("import-report.md").contains("Lost:"), "{}", project.read("import-report.md"));
    assert!(files_of(&project, "a.md").contains("\n![Of a](files/a.gif)\n"), "{}", files_of(&project, "a.md"));
    let project = Project::of(&[("a.md", "# A\n\n<p align=\"center\">\n<img title=\"Of a\" src=\"a.gif\">\n</p>\n")]);
    project.0.write("project/a.gif", PIXEL);
    project.imported();
    assert!(files_of(&project, "a.md").contains("\n![Of a](files/a.gif)\n"), "{}", files_of(&project, "a.md"));
    assert!(!project.read("import-report.md").contains("not on the new page"));
}

#[test]
fn a_link_around_another_stands_behind_it() {
    let page = "# A\n\n<a href=\"https://example.com/z\">text [inner](b.md) more</a>\n\n\
                ![of [a](b.md) thing](https://example.com/i.png)\n\n他说<strong>“好”</strong>的。\n";
    let project = Project::of(&[("a.md", page), ("b.md", "# B\n\nb\n")]);
    project.imported();
    let text = files_of(&project, "a.md");
    for part in [
        "text [inner](article:b) more ([z](https://example.com/z))",
        "[of a thing](https://example.com/i.png)",
        "他说**“好”**的。",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    project.has("import-report.md", &["a link around another stands behind it (line 3)"]);
}
