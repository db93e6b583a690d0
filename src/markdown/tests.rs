//! What holds for any text: it is parsed, its HTML is well nested, and diagnostics point into it.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostics, Place};
use crate::name::{Locale, Target};
use crate::source::SourceFile;

struct Anywhere;

impl Referents for Anywhere {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        Some(quote.column.to_string().into())
    }

    fn title(&self, target: &Target) -> Option<Cow<'_, str>> {
        Some(target.to_string().into())
    }
}

impl Resolve for Anywhere {
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        Some(ResolvedLink { href: target.to_string(), external: false })
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        Some(ResolvedImage { src: path.to_owned(), width: 1, height: 1 })
    }

    fn table(&self, quote: &TableQuote) -> String {
        format!("<b>{}</b>", quote.table)
    }

    fn table_cells(&self, quote: &TableQuote) -> Vec<Vec<String>> {
        vec![vec![quote.table.to_string()]]
    }

    fn alert(&self, kind: AlertKind) -> String {
        kind.name().to_owned()
    }

    fn details(&self) -> String {
        "details".to_owned()
    }

    fn task(&self) -> String {
        "task".to_owned()
    }

    fn footnote_back(&self) -> String {
        "back".to_owned()
    }
}

/// The elements that are open at the end of HTML, or the end tag that fits none.
fn open_elements(html: &str) -> Result<Vec<&str>, &str> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Err(tag),
            Some(_) => {}
            None => {
                let name = tag.split(' ').next().unwrap();
                if !["img", "br", "hr", "input"].contains(&name) {
                    open.push(name);
                }
            }
        }
    }
    Ok(open)
}

/// Checks what holds for any text.
fn assert_sound(text: &str) {
    let file = SourceFile::in_memory("content/faq/a/b.zh.md", text);
    let mut diagnostics = Diagnostics::default();
    let document = parse(&file, "zh".parse::<Locale>().unwrap(), &mut diagnostics);
    let html = html(&document, &Anywhere);
    assert_eq!(open_elements(&html), Ok(Vec::new()), "{text:?}: {html}");
    for diagnostic in diagnostics.into_sorted() {
        if let Place::Text(span) = diagnostic.place {
            assert!(file.text().get(span.range()).is_some(), "{text:?}: {diagnostic:?}");
        }
    }
}

/// Half of a full-width mark is blank: a link that began or ended in one would have a line below nothing.
#[test]
fn a_link_stands_between_the_marks_that_begin_and_end_its_text() {
    for (text, expected) in [
        ("见[怎么办？](https://a.example/)。", "<p>见<a href=\"https://a.example/\">怎么办</a>？。</p>\n"),
        ("[甲，](https://a.example/)乙", "<p><a href=\"https://a.example/\">甲</a>，乙</p>\n"),
        ("见[（要不要？）](https://a.example/)", "<p>见（<a href=\"https://a.example/\">要不要</a>？）</p>\n"),
        ("见[《办法》](https://a.example/)", "<p>见《<a href=\"https://a.example/\">办法</a>》</p>\n"),
        ("[办法（试行）](https://a.example/)", "<p><a href=\"https://a.example/\">办法（试行）</a></p>\n"),
        ("[（一）和（二）](https://a.example/)", "<p><a href=\"https://a.example/\">（一）和（二）</a></p>\n"),
        ("[（，）](https://a.example/)", "<p><a href=\"https://a.example/\">（，）</a></p>\n"),
        ("[？](https://a.example/)", "<p><a href=\"https://a.example/\">？</a></p>\n"),
        ("[a **b？**](https://a.example/)", "<p><a href=\"https://a.example/\">a <strong>b？</strong></a></p>\n"),
        ("[What?](https://a.example/)", "<p><a href=\"https://a.example/\">What?</a></p>\n"),
    ] {
        assert_eq!(twice(text).0, expected);
    }
}

/// One that nothing ends takes none of those behind it, and is told.
#[test]
fn a_footnote_that_nothing_ends_is_text() {
    for (text, shown, told) in [
        (
            "word^[open *b] c* and `a`^[code].",
            "<p>word^[open <em>b] c</em> and <code>a</code><sup class=\"footnote-mark\">",
            vec![4],
        ),
        ("a^[b", "<p>a^[b</p>", vec![1]),
        ("a^[b c^[d e^[f] g", "<p>a^[b c^[d e<sup class=\"footnote-mark\">", vec![1, 6]),
        ("a^[b ^[c-z] [d]] e", "<p>a<sup class=\"footnote-mark\">", vec![]),
        ("a\\^[b", "<p>a^[b</p>", vec![]),
    ] {
        let file = SourceFile::in_memory("content/faq/a/b.zh.md", text);
        let mut diagnostics = Diagnostics::default();
        let document = parse(&file, "zh".parse::<Locale>().unwrap(), &mut diagnostics);
        let html = html(&document, &Anywhere);
        assert!(html.starts_with(shown), "{text}: {html}");
        let places = diagnostics.into_sorted().into_iter().filter_map(|diagnostic| match diagnostic.place {
            Place::Text(span) if diagnostic.message.contains("nothing ends the footnote") => Some(span.range().start),
            _ => None,
        });
        assert_eq!(places.collect::<Vec<_>>(), told, "{text}");
    }
}

/// Entities in titles are read as in all text, and quotation marks behind backslashes as themselves.
#[test]
fn titles_of_code_are_read_as_text() {
    for (text, shown) in [
        ("```c&#43;&#43; title=\"a &amp; b\"\nx\n```", "a &amp; b<"),
        ("```js title=\"a &lt; \\\"b\\\"\"\nx\n```", "a &lt; \"b\"<"),
        ("```js title=\"a &amp;amp; b\"\nx\n```", "a &amp;amp; b<"),
        ("> - ```js file=\"a &amp;amp; b\"\n>   x\n>   ```", "a &amp;amp; b<"),
    ] {
        let (first, second) = twice(text);
        assert!(first.contains(shown), "{text}: {first}");
        assert_eq!(first, second, "{text}");
    }
}

/// The document as HTML, and as HTML of what is written of it as CommonMark.
fn twice(text: &str) -> (String, String) {
    let shown = |text: &str| {
        let file = SourceFile::in_memory("content/faq/a/b.zh.md", text);
        let document = parse(&file, "zh".parse::<Locale>().unwrap(), &mut Diagnostics::default());
        (html(&document, &Anywhere), commonmark(&document, &Anywhere))
    };
    let (first, written) = shown(text);
    (first, shown(&written).0)
}

#[test]
fn what_is_written_as_commonmark_is_read_as_the_same() {
    for text in [
        "# 问？ {#why}\n\n甲\n乙 **丙（丁）**戊，*a* ~~b~~ `c|d` ``e`f``\\\n新行。\n",
        "1. a\n2. b\n   - c\n   - d\n\n   e\n\n- [x] f\n- [ ] g\n\n* h\n",
        "> [!NOTE]\n> a\n>\n> - b\n\n> c\n",
        "| a | b |\n|:--|--:|\n| `x\\|y` | z\\|w |\n",
        "a[^1] b[^2].\n\n[^1]: One.\n\n    More.\n[^2]: Two.\n",
        "````sh\n```\na\n```\n````\n\n---\n",
        "\\# no heading\n\n\\- none\n\n2018\\. none\n\n\\*a\\* \\_b\\_ a_b 1 < 2 \\[c\\](d) \\![e] &amp;amp; C# &#33;[f](article:x)\n",
        "> [!TIP] 甲 **乙**\n> a\n\n> [!NOTE]\n\n<details>\n<summary>a *b*</summary>\n\n- c\n\n</details>\n",
        "```js {1,3-4} title=\"a b\"\na\n```\n\n甲\n: 乙\n: 丙\n\n丁\n: 戊\n\nA<sub>1</sub> <kbd>*b*</kbd>~~c~~\n",
        "https\\://example.com 和 https://example.com/a_b_c。\n\n\\::: tip\n\n\\: a\n",
        "{{a.b.c}} 和 [](article:x)，[y](https://example.com/a_(b)?c=d)\n",
    ] {
        let (first, second) = twice(text);
        assert_eq!(first, second, "{text}");
    }
}

#[test]
fn articles_are_written_as_they_are_read() {
    for text in [
        include_str!("../../content/faq/need-to-file/cdn.en.md"),
        include_str!("../../content/faq/prepare/how-long.zh.md"),
    ] {
        // A rule table becomes a table of texts.
        let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("{{")).collect();
        let (first, second) = twice(&text);
        assert_eq!(first, second);
    }
}

/// Pieces of Markdown and of what looks like it.
const PIECES: &str = "([*_~`#>|\\[\\](){}!<&\\\\: \n-]{1,4}|[甲。，（）【】「“”：！＊＃｀｜＞｛｝、é한e\u{301}]{1,3}|\
                      \\]\\(article:x\\)|\\]（article:x）|\\{\\{a\\.b\\.c\\}\\}|\\{#id\\}|\\[\\^1\\]|\\[\\^1\\]: |\\[!NOTE\\]|1[.、]|<b>|</?kbd>|<br>|</?del>|</?details>\n|<details><summary>|</summary>|:::|\n:::+ ?(tip|details|tabs|tab|x)?( a)?\n|<!-- a -->|https://a\\.b/c|\n: |&amp;|\n\n|\n\\|-\\|-\\|\n|    )";

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_markdown_become_sound_pages(pieces in proptest::collection::vec(PIECES, 0..24)) {
        assert_sound(&pieces.concat());
    }

    #[test]
    fn any_text_becomes_a_sound_page(text in "(?s).{0,200}") {
        assert_sound(&text);
    }
}
