//! `wenda import` of MkDocs: what Python-Markdown and its extensions read otherwise than CommonMark is kept, or told with its line.

use std::fs;

use crate::importing::Project;

const SETTINGS: &str = "site_name: T
markdown_extensions:
  - abbr
  - admonition
  - def_list
  - md_in_html
  - pymdownx.blocks.caption
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - pymdownx.inlinehilite
  - pymdownx.magiclink:
      repo_url_shorthand: true
      user: own
      repo: project
  - pymdownx.smartsymbols
  - pymdownx.snippets:
      auto_append:
        - includes/x.md
  - pymdownx.tabbed:
      alternate_style: true
";

/// What a page says, what becomes of it, and what of it is told as lost or to be looked at; each page is told of by itself.
const PAGES: &[(&str, &str, &[&str])] = &[
    // Bodies of items stand four columns to the right of the list.
    (
        "  1.  One\n\n  2.  Two:\n\n    ```\n    code\n    ```\n\n    - *a*\n    - b\n\nAfter.",
        "2.  Two:\n\n    ```\n    code\n    ```\n\n    - *a*\n    - b\n\nAfter.",
        &[],
    ),
    ("- a\n\n      *b*\n\n      - c", "-   a\n\n      *b*\n\n      - c", &[]),
    // Comments before text.
    (
        "<!-- o a.b -->\n\n:   <!-- d `x` --> *Define*:\n\n    === \"Hide levels\"\n\n        ``` yaml\n        a: 1\n        ```\n\nAfter.",
        "*Define*:\n\n:::: tabs\n\n::: tab Hide levels\n\n```yaml\na: 1\n```\n\n:::\n\n::::\n\nAfter.",
        &["Lost: comments are left out (line 3)", "Lost: comments before text are left out (line 5)"],
    ),
    (
        "`t`\n:   <!-- d -->\n    Text *two*.\n\n    Second.\n\n## H\n\n:   Of a heading.",
        "`t`\n:   Text *two*.\n\n    Second.\n\n## H\n\nOf a heading.",
        &["Lost: comments before text are left out (line 4)"],
    ),
    (
        "Dropped in\n<!-- v 6 -->, as [Home] has it.\n\n[Home]: https://example.com",
        "Dropped in\n, as [Home](https://example.com) has it.",
        &["Lost: comments before text are left out (line 4)"],
    ),
    (
        "=== \"T\"\n\n    <!-- c --> In **bold**.",
        "::: tab T\n\nIn **bold**.\n\n:::",
        &["Lost: comments before text are left out (line 5)"],
    ),
    ("<!-- o -->\n\n:   !!! tip\n\n        *x*", "> [!TIP]\n> *x*", &["Lost: comments are left out (line 3)"]),
    ("> [!TIP] [here]\n> b\n\n[here]: https://example.com", "> [!TIP] [here](https://example.com)\n> b", &[]),
    // References to people and repositories.
    (
        "Fixed #12 by @some-one, see (other/thing#3). https://example.com/x#4 and `#5`.",
        "Fixed [#12](https://github.com/own/project/issues/12) by [@some-one](https://github.com/some-one), see \
         ([other/thing#3](https://github.com/other/thing/issues/3)). https://example.com/x#4 and `#5`.",
        &[],
    ),
    (
        "www.example.org and me@example.com.",
        "[www.example.org](http://www.example.org) and [me@example.com](mailto:me@example.com).",
        &[],
    ),
    ("[see #12](https://example.com)", "[see #12](https://example.com)", &[]),
    // What stands at the end of each page.
    (
        "An [environment variable][mk.env] in HTML, not in XHTML.",
        "An [environment variable](https://example.com/env) in HTML, not in XHTML.",
        &["Lost: what abbreviations stand for, shown when pointed at, is left out (line 3)"],
    ),
    // Names of links apart from their texts.
    (
        "See the [styles of *blocks*]\n[colors], or [the\nsame][the\ncolors].\n\n[colors]: https://example.com/c\n[the colors]: https://example.com/d",
        "See the [styles of *blocks*](https://example.com/c), or [the\nsame](https://example.com/d).",
        &[],
    ),
    // Markdown in HTML.
    (
        "<figure markdown>\n  <figcaption markdown>Our [map], **built**</figcaption>\n</figure>\n\n[map]: https://example.com/m",
        "Our [map](https://example.com/m), **built**",
        &[],
    ),
    (
        "<table>\n<tr><th>H</th><td markdown>**x** ==y== [map]</td></tr>\n</table>\n\n[map]: https://example.com/m",
        "**x** <mark>y</mark> [map](https://example.com/m)",
        &[],
    ),
    ("<dl><dt markdown>T *t*</dt><dd markdown=\"span\">D **d** `e`</dd></dl>", "T *t*\n: D **d** `e`", &[]),
    ("<p>**a**</p>", "\\*\\*a\\*\\*", &[]),
    (
        "<small>\n  :octicons-light-bulb-16:\n  **Tip:** Enter it.\n</small>",
        "**Tip:** Enter it.",
        &["Lost: icons are left out (line 4)", "Lost: of `<small>` the text is kept"],
    ),
    // Icons and emoji at the beginning of a line.
    (
        "- __Badge__: an icon as\n  :material-alert-decagram: __new__ or :material-trash-can: __old__.\n\nText\n:material-alert: : here",
        "as\n  __new__ or __old__.\n\nText\n\\: here",
        &["Lost: icons are left out (lines 4, 7)"],
    ),
    (
        "Text\n:tada: **b** :no_such_name:",
        "Text\n🎉 **b** :no_such_name:",
        &["Look at: an emoji is shown by its name (line 4)"],
    ),
    // Blocks.
    (
        "A figure.\n/// caption | <\nCap *text*\n///\n\n/// admonition | Title\n    type: warning\n\nBody\n///\n\n/// details | Sum\n    open: true\n\nIn\n///",
        "Cap *text*\n\n> [!WARNING] Title\n> Body\n\n::: details Sum\n\nIn\n\n:::",
        &[],
    ),
    (
        "__Update__{ .x } text.\n\n- a\n{ .y }\n\n[:octicons-arrow-right-24: Go](https://example.com)",
        "__Update__ text.\n\n- a\n\n[Go](https://example.com)",
        &[
            "Lost: attributes in braces are left out (line 6)",
            "Lost: attributes in braces behind marks are left out (line 3)",
            "Lost: icons are left out (line 8)",
        ],
    ),
    // Code in running text, and signs.
    (
        "The `#!python range()` and ``:::js a`b``, `#!/bin/sh x`.",
        "The `range()` and ``a`b``, `#!/bin/sh x`.",
        &["Lost: the language of code in running text"],
    ),
    ("(c) a --> b, 1/2 `(c)` https://example.com/(c)", "© a → b, ½ `(c)` https://example.com/(c)", &[]),
    // Titles of blocks.
    (
        "??? note\n\n    Body\n\n!!! example\n\n    Ex\n\n!!! tip\n\n    T\n\n!!! bug \"Own\"\n\n    B",
        "::: details Note\n\nBody\n\n:::\n\n> [!NOTE] Example\n> Ex\n\n> [!TIP]\n> T\n\n> [!CAUTION] Own\n> B",
        &[],
    ),
    (
        "!!! note \"\"\n\n    No title",
        "> [!NOTE]\n> No title",
        &["Look at: a block without a title has that of its kind (line 3)"],
    ),
    // Tabs of all kinds.
    (
        "=== \"`x` tab\"\n\n    *a*\n\nb\n\n===! \"New\"\n\n    *c*\n\n===+ \"Open\"\n\n    *d*",
        "::: tab `x` tab\n\n*a*\n\n:::\n\n::::\n\nb\n\n:::: tabs\n\n::: tab New\n\n*c*\n\n:::\n\n::: tab Open\n\n*d*\n\n:::",
        &[],
    ),
    // Code by indentation that looks like a container.
    ("Write:\n\n    !!! note\n        text\n", "```\n!!! note\n    text\n```", &[]),
];

#[test]
fn what_python_markdown_reads_otherwise_is_kept_or_told() {
    let pages: Vec<(String, String)> = PAGES
        .iter()
        .enumerate()
        .map(|(number, (text, _, _))| (format!("docs/p{number}.md"), format!("# P\n\n{text}\n")))
        .collect();
    let appended = "  [mk.env]: https://example.com/env\n*[HTML]: Hypertext\n";
    let mut files = vec![("mkdocs.yml", SETTINGS), ("includes/x.md", appended), ("docs/index.md", "# Home\n\nhi\n")];
    files.extend(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let project = Project::of(&files);
    project.imported();
    let report = project.read("import-report.md") + "\n### ";
    let articles: Vec<_> = walkdir::WalkDir::new(project.0.path().join("site/content")).into_iter().flatten().collect();
    let mut wrong = String::new();
    for ((path, _), (text, kept, told)) in pages.iter().zip(PAGES) {
        let name = path.trim_start_matches("docs/");
        let article = articles.iter().find(|article| article.file_name() == name).unwrap();
        let article = fs::read_to_string(article.path()).unwrap();
        let section = report.split_once(&format!("### {path}\n")).map_or("", |(_, rest)| rest);
        let section = section.split("\n### ").next().unwrap_or_default();
        let lines: Vec<&str> =
            section.lines().filter(|line| line.starts_with("- Lost") || line.starts_with("- Look at")).collect();
        let is_told = told.iter().all(|told| lines.iter().any(|line| line[2..].starts_with(told)));
        if !article.contains(kept) || !is_told || lines.len() != told.len() {
            wrong.push_str(&format!("{text}\n--- became\n{article}\n--- told\n{section}\n\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_stands_at_the_end_of_each_page_is_told() {
    let project = Project::of(&[
        ("mkdocs.yml", "site_name: T\nmarkdown_extensions:\n  - pymdownx.snippets:\n      auto_append: [inc/x.md]\n"),
        ("inc/x.md", "<!-- c -->\n[a]:\n  https://example.com\n\nText at the end.\n"),
        ("docs/a.md", "# A\n\nSee [a].\n"),
    ]);
    project.imported();
    project.has("content/faq/general/a.md", &["See [a](https://example.com)."]);
    project.has("import-report.md", &["### inc/x.md", "beside definitions and abbreviations is left out (line 5)"]);
}
