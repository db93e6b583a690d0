//! Projects of other tools, with damaged files and names that people think of: a site, or a reason why there is none.

use std::collections::{BTreeSet, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wenda::import::{ImportError, import};

use crate::campaign::campaign;
use crate::hostile::MARKERS;
use crate::mutation::{FOREIGN, MARKDOWN, Mutation, TROUBLE, mutate, mutations};
use crate::support::{Files, PIXEL, write};

type Project = &'static [(&'static str, &'static str)];

/// What each tool has that others have not: settings, order, languages, and its own Markdown.
const PROJECTS: &[Project] = &[
    &[
        (
            "book.toml",
            "[book]\ntitle = \"手册\"\nlanguage = \"zh-CN\"\n[output.html]\nmathjax-support = true\n[output.html.redirect]\n\"/old.html\" = \"intro.html\"\n",
        ),
        (
            "src/SUMMARY.md",
            "# 目录\n\n[前言](README.md)\n\n# 入门\n\n- [安装](安装.md)\n  - [细节](deep/detail.md)\n- [以后写]()\n",
        ),
        ("src/README.md", "# 前言\n\n先看[安装](./安装.md#第一-步)，再看[细节](deep/detail.html)。\n"),
        (
            "src/安装.md",
            "# 安装\n\n## 第一 步\n\n```rust,editable\n{{#include code.rs:main}}\n```\n\n\\\\( a_1 \\\\)\n",
        ),
        ("src/deep/detail.md", "{{#title A}}\n{{#include ../code.rs:1:2}}\n\n回到[前言](../README.md)。\n"),
        ("src/code.rs", "// ANCHOR: main\nfn main() {}\n// ANCHOR_END: main\nrest\n"),
    ],
    &[
        (
            "docusaurus.config.js",
            "module.exports = { title: 'Docs', i18n: { defaultLocale: 'en', locales: ['en', 'zh-CN'] }, presets: [['classic', { docs: { routeBasePath: '/' } }]] };",
        ),
        (
            "sidebars.js",
            "const a = ['more'];\nmodule.exports = { main: [{ type: 'category', label: 'Guide', items: [...a, 'start'] }] };",
        ),
        (
            "docs/start.mdx",
            "---\nsidebar_position: 2\nkeywords: [start, begin]\n---\nimport Part from './_part.mdx';\n\n# Start\n\n:::caution[Mind]\nText with **marks**.\n:::\n\n<Tabs>\n  <TabItem value=\"a\" label=\"First\">\n\n    ```js title=\"a.js\" {1}\n    run()\n    ```\n\n  </TabItem>\n</Tabs>\n\n<Part />\n\nSee [more](./more.md#second-part) and <Unknown name={x} />.\n\n{/* hidden */}\n",
        ),
        ("docs/_part.mdx", "A part that is shared.\n"),
        ("docs/more.md", "# More\n\nText.\n\n## Second part {#second}\n\nText.\n"),
        ("i18n/zh-CN/docusaurus-plugin-content-docs/current/start.mdx", "# 开始\n\n见[更多](./more.md)。\n"),
    ],
    &[
        (
            ".vitepress/config.ts",
            "export default defineConfig({\n  title: '文档', lang: 'zh-CN',\n  themeConfig: { sidebar: sidebar() },\n})\nfunction sidebar() {\n  return [{ text: '指南', items: [{ text: 'B', link: '/b' }] }]\n}\n",
        ),
        (
            "a.md",
            "<script setup>\nconst x = 1\n</script>\n\n# A\n\n::: details 更多\n\n::: tip\n里面 {{ x }}\n:::\n\n:::\n\n::: code-group\n\n```sh [npm]\nnpm i\n```\n\n:::\n\n[到 B](/b.html#标题)\n\n<!--@include: ./b.md{2,}-->\n",
        ),
        (
            "b.md",
            "# B\n\n## 标题 <Badge type=\"tip\" text=\"新\" />\n\n| 名 | 值 |\n|---|---|\n| `a` | <br>二行 |\n\n<table><tr><th>甲</th></tr><tr><td>乙</td></tr></table>\n",
        ),
        ("en/a.md", "# A\n\nText in English.\n"),
    ],
    &[
        (
            "hugo.toml",
            "title = \"Site\"\ndefaultContentLanguage = \"en\"\n[languages.en]\ncontentDir = \"content/en\"\n[languages.zh]\ncontentDir = \"content/zh\"\n",
        ),
        ("content/en/docs/_index.md", "+++\ntitle = \"Manual\"\nweight = 1\n+++\n"),
        (
            "content/en/docs/last.md",
            "---\ntitle: \"Last: one\"\nweight: 9\naliases: [/older/]\n---\n{{% alert title=\"Mind\" color=\"warning\" %}}\nText **bold**.\n{{% /alert %}}\n\n{{< figure src=\"a.gif\" alt=\"A dot\" >}}\n\nSee [first]({{< relref \"first/index.md#part\" >}}).\n",
        ),
        ("content/en/docs/first/index.md", "---\ntitle: First\n---\nText.\n\n### Part\n\nMore.\n"),
        ("content/zh/docs/last.md", "---\ntitle: 最后\n---\n文字。\n"),
    ],
    &[
        (
            "mkdocs.yml",
            "site_name: Docs\nmarkdown_extensions:\n- pymdownx.arithmatex\nnav:\n- Home: index.md\n- Guide:\n  - Use it: guide/use.md\n",
        ),
        ("docs/index.md", "# Docs\n\nSee [use](guide/use.md){: .button }.\n"),
        (
            "docs/guide/use.md",
            "# Use { #use .x }\n\n!!! danger \"Hot\"\n    Do not touch.\n\n??? question\n    Why?\n\n=== \"Linux\"\n    ```sh hl_lines=\"1\"\n    ls\n    ```\n\n--8<-- \"docs/part.txt\"\n\nTerm\n:   It is $a_1$[^1].\n\n| a |\n|---|\n| `x|y` |\n\n[^1]: The note.\n",
        ),
        ("docs/part.txt", "Shared words.\n"),
    ],
    &[
        (
            "README.md",
            "Title\n=====\n\n## Part {#part}\n\n[a][ref] <weird@> [c](javascript:x)\n\n[ref]: 子/页.md \"tip\"\n",
        ),
        (
            "子/页.md",
            "---\ntitle: a: b\n---\n文字 {{ raw }} ![](missing.png) [![i](https://example.com/b.png)](https://example.com)\n\n<p align=\"center\">\n<img src=\"a.gif\">\n\n*marks*\n\n</p>\n",
        ),
        ("b/page.md", "# Same\n\n<details><summary>S</summary>\n\ninner\n\n</details>\n"),
    ],
];

/// Names that people give, or that do harm.
const NAMES: &[&str] = &[
    "MySQL配置",
    "1分钟入门",
    "2-快速开始",
    "README-zh",
    "readme_配",
    "女绿",
    "con",
    "com2",
    "LPT9",
    "categories",
    "index",
    "_index",
    "SUMMARY",
    "a.zh-CN",
    "a.",
    "-",
    "a b",
    "a#b",
    "a?b",
    "a%41b",
    "{a}",
    "[a]",
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "どこ",
    "㍿",
    "𠮷",
    "嗯",
    "1.2.3",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa绿",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa女",
];
const ENDINGS: &[&str] = &[".md", ".zh.md", "_en.md", ".mdx", ".markdown", ".MD", ".txt", ".gif", ".json", ""];
const FOLDERS: &[&str] =
    &["", "src/", "docs/", "docs/guide/", "content/en/docs/", "content/zh/", "zh/", "女绿/", "con/"];

/// A change of a project.
#[derive(Clone, Debug)]
enum Change {
    /// A file of it, by its number, damaged.
    File(prop::sample::Index, Vec<Mutation>),
    /// A file under another name, with what another file holds.
    Name(String, prop::sample::Index),
    /// A file that is gone.
    Gone(prop::sample::Index),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let index = any::<prop::sample::Index>;
    let stem = prop_oneof![6 => select(NAMES), 1 => select(TROUBLE), 1 => select(MARKERS)];
    let name = (select(FOLDERS), stem, select(ENDINGS)).prop_map(|(folder, stem, ending)| {
        let stem: String = stem.chars().filter(|character| !matches!(character, '/' | '\0')).collect();
        format!("{folder}x{stem}{ending}").replace(if stem.is_empty() { "" } else { "x" }, "")
    });
    let one = prop_oneof![
        4 => (index(), mutations(FOREIGN)).prop_map(|(file, changes)| Change::File(file, changes)),
        3 => (index(), mutations(MARKDOWN)).prop_map(|(file, changes)| Change::File(file, changes)),
        3 => (name, index()).prop_map(|(name, like)| Change::Name(name, like)),
        1 => index().prop_map(Change::Gone),
    ];
    vec(one, 1..5)
}

/// The files of a project after changes.
fn changed(project: Project, changes: &[Change]) -> Files {
    let mut files: Files = project.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    files.insert("docs/a.gif".to_owned(), PIXEL.to_vec());
    for change in changes {
        match change {
            Change::File(file, changes) => {
                let (path, text) = file.get(project);
                files.insert((*path).to_owned(), mutate(text, changes, 30_000).into_bytes());
            }
            Change::Name(name, like) => {
                let last = name.rsplit('/').next().unwrap_or_default();
                if !matches!(last, "" | "." | "..") && last.len() <= 255 {
                    files.insert(name.clone(), like.get(project).1.into());
                }
            }
            Change::Gone(file) => drop(files.remove(file.get(project).0)),
        }
    }
    // What is a file cannot be a folder.
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let folders: HashSet<String> =
        names.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned())).collect();
    files.retain(|path, _| !folders.contains(path));
    files
}

#[test]
fn imports() {
    let inputs = (select(PROJECTS), changes());
    campaign("imports", 300, &inputs, |(project, changes)| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        write(&folder.path().join("project"), &changed(project, &changes));
        match import(&folder.path().join("project"), None, &folder.path().join("site")) {
            // It was built before it was put there.
            Ok(done) => prop_assert_eq!(done.errors, 0, "the new site can be built"),
            Err(ImportError::Nothing { .. } | ImportError::Empty(..)) => {
                prop_assert!(!folder.path().join("site").exists())
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
        Ok(())
    });
}
