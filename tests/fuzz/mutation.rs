//! Changes of texts and of bytes, as they happen to people and as attackers make them.
//!
//! A change is a few numbers and a piece of text, whatever it is applied to: so proptest can make a list of them shorter and
//! the numbers smaller until only what matters is left.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::hostile::MARKERS;

/// A change. Places are parts of the whole, in 65,536ths.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    kind: Kind,
    at: u16,
    to: u16,
    size: u16,
    token: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Insert,
    InsertLine,
    ReplaceWord,
    ReplaceValue,
    Cut,
    CutLines,
    DuplicateLines,
    SwapLines,
    SwapWords,
    MoveSpan,
    Indent,
    JoinLines,
    Repeat,
    Nest,
    Truncate,
}

const KINDS: [Kind; 15] = [
    Kind::Insert,
    Kind::InsertLine,
    Kind::ReplaceWord,
    Kind::ReplaceValue,
    Kind::Cut,
    Kind::CutLines,
    Kind::DuplicateLines,
    Kind::SwapLines,
    Kind::SwapWords,
    Kind::MoveSpan,
    Kind::Indent,
    Kind::JoinLines,
    Kind::Repeat,
    Kind::Nest,
    Kind::Truncate,
];

/// A few changes, with tokens of a language.
pub(crate) fn mutations(tokens: &'static [&'static str]) -> impl Strategy<Value = Vec<Mutation>> {
    let token = prop_oneof![3 => select(tokens), 1 => select(TROUBLE), 1 => select(MARKERS)];
    let places = (any::<u16>(), any::<u16>());
    let size = prop_oneof![12 => 1..8_u16, 4 => 1..80_u16, 1 => 1..3_000_u16];
    let one = (select(&KINDS[..]), places, size, token);
    vec(one.prop_map(|(kind, (at, to), size, token)| Mutation { kind, at, to, size, token }), 1..8)
}

/// A text after changes, no longer than so many bytes.
pub(crate) fn mutate(text: &str, mutations: &[Mutation], most: usize) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        text = mutation.apply(&text);
        text.truncate(text.floor_char_boundary(most));
    }
    text
}

impl Mutation {
    fn apply(&self, text: &str) -> String {
        let (size, token) = (usize::from(self.size), self.token);
        let at = place(text, self.at);
        let end = text.ceil_char_boundary((at + size).min(text.len()));
        match self.kind {
            Kind::Insert => [&text[..at], token, &text[at..]].concat(),
            Kind::Cut => [&text[..at], &text[end..]].concat(),
            Kind::Repeat => [&text[..at], &token.repeat(size.min(60_000 / token.len().max(1))), &text[at..]].concat(),
            Kind::Truncate => text[..at].to_owned(),
            Kind::MoveSpan => {
                let rest = [&text[..at], &text[end..]].concat();
                let to = place(&rest, self.to);
                [&rest[..to], &text[at..end], &rest[to..]].concat()
            }
            Kind::ReplaceWord | Kind::SwapWords => {
                let words = words(text);
                let Some(word) = pick(&words, self.at) else {
                    return token.to_owned();
                };
                let other = pick(&words, self.to).map_or(token, |other| &text[other]);
                let put = if matches!(self.kind, Kind::SwapWords) { other } else { token };
                [&text[..word.start], put, &text[word.end..]].concat()
            }
            Kind::ReplaceValue => {
                // What follows `: ` in a line, as YAML has it.
                let start = text[at..].find(": ").map_or(at, |found| at + found + 2);
                let end = text[start..].find('\n').map_or(text.len(), |found| start + found);
                [&text[..start], token, &text[end..]].concat()
            }
            _ => self.apply_to_lines(text),
        }
    }

    fn apply_to_lines(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (size, token) = (usize::from(self.size), self.token);
        let at = usize::from(self.at) * lines.len() / 65_536;
        let to = usize::from(self.to) * lines.len() / 65_536;
        let end = (at + size).min(lines.len());
        match self.kind {
            Kind::InsertLine => lines.insert(at, token.to_owned()),
            Kind::CutLines => drop(lines.drain(at..end)),
            Kind::DuplicateLines => {
                let copied = lines[at..end].to_vec();
                lines.splice(to..to, copied);
            }
            Kind::SwapLines if at < lines.len() => lines.swap(at, to),
            Kind::Indent => lines[at..end].iter_mut().for_each(|line| line.insert_str(0, &" ".repeat(size % 9))),
            Kind::JoinLines if at + 1 < lines.len() => {
                let next = lines.remove(at + 1);
                lines[at].push_str(&next);
            }
            Kind::Nest => {
                let line = lines.get(at).cloned().unwrap_or_default();
                let nested =
                    (0..size.min(400)).map(|depth| [" ".repeat(2 * depth).as_str(), token, " ", &line].concat());
                let nested: Vec<String> = nested.collect();
                lines.splice(at..at, nested);
            }
            _ => {}
        }
        lines.join("\n") + "\n"
    }
}

fn place(text: &str, part: u16) -> usize {
    text.floor_char_boundary(usize::from(part) * text.len() / 65_535)
}

/// Runs of letters, digits and `-`, `_`, `.`; each Chinese text between punctuation is one.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += character.len_utf8(),
            _ => words.push(at..at + character.len_utf8()),
        }
    }
    words
}

fn pick(words: &[std::ops::Range<usize>], part: u16) -> Option<std::ops::Range<usize>> {
    words.get(usize::from(part) * words.len() / 65_536).cloned()
}

/// A change of bytes.
#[derive(Clone, Debug)]
pub(crate) struct Damage {
    kind: u8,
    at: u16,
    to: u16,
    value: u64,
}

/// A few changes of bytes.
pub(crate) fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let value =
        prop_oneof![any::<u8>().prop_map(u64::from), any::<u64>(), select(&[0, 0x7f, 0x80, 0xff, u64::MAX][..])];
    let one = (0..7_u8, any::<u16>(), any::<u16>(), value);
    vec(one.prop_map(|(kind, at, to, value)| Damage { kind, at, to, value }), 1..6)
}

/// Bytes after changes.
pub(crate) fn damage(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for Damage { kind, at, to, value } in damages {
        let at = usize::from(*at) * bytes.len() / 65_536;
        let to = usize::from(*to) * bytes.len() / 65_536;
        let low = value.to_le_bytes();
        match kind {
            0 if at < bytes.len() => bytes[at] ^= low[0] | 1,
            1 => bytes.truncate(at),
            // A number of seven bits a byte, as large as it can be.
            2 => drop(bytes.splice(at..at, [0xff, 0xff, 0xff, 0xff, low[0] & 0x7f])),
            3 => drop(bytes.splice(at..at, low)),
            4 => drop(bytes.drain(at.min(to)..at.max(to))),
            5 => {
                let copied = bytes[at.min(to)..at.max(to)].to_vec();
                bytes.splice(at..at, copied);
            }
            _ if at < bytes.len() => bytes[at] = low[0],
            _ => {}
        }
    }
    bytes
}

/// What Markdown is made of.
pub(crate) const MARKDOWN: &[&str] = &[
    "\n:::\n",
    "\n::: tip A\n",
    "\n:::: tabs\n",
    "\n::: tab **B\n",
    "\n::::\n",
    "> ::: details\n",
    "\n<details>\n<summary>a</summary>\n",
    "<details><summary>a <b>",
    "</details>",
    "<kbd>",
    "</kbd>",
    "<ruby>",
    "<rt>",
    "</ruby>",
    "<br>",
    "\n<dl><dt>a</dt><dd>",
    "</dd></dl>\n",
    "<!-- a -->",
    "\n: ",
    "https://a.example/b_c",
    "\n```js {1,2-9} title=\"a\"\n",
    "> [!TIP] a\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "`",
    "```",
    "````",
    "~~~",
    "#",
    "## ",
    "###### ",
    "==",
    "---",
    "***\n",
    "> ",
    ">",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "99999999999. ",
    "- [ ] ",
    "- [x] ",
    "|",
    "|-|-|",
    "| :-: |",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    "[^备]",
    "{{",
    "}}",
    "{{plans.small.price}}",
    "{{plans}}",
    "{{plans: price, users}}",
    "{{a.b.c}}",
    "{#id}",
    "{.class}",
    "{onclick=x}",
    "[text](article:price)",
    "[text](article:price#anchor)",
    "[](article:price)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](//evil.example)",
    "[x](https://example.com/\"><b>)",
    "[x](mailto:a@b?c=\"d)",
    "[x](page:home)",
    "[x](#anchor)",
    "[x](rule:plans/small)",
    "![alt](pay.gif)",
    "![\"onload=x](pay.gif \"t\")",
    "<https://example.com>",
    "<a@example.com>",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?php",
    "<script>",
    "</script>",
    "&lt;",
    "&#0;",
    "&#x1F600;",
    "&amp;lt;",
    "\\",
    "\\\\",
    "\\<",
    "\n\n",
    "\n",
    "\t",
    "    ",
    "  \n",
    "> [!NOTE]\n> ",
    "> [!WARNING]\n> ",
    "> [！NOTE]\n> ",
    "**“中文”**",
    "**中文。**后",
    "：::",
    "!!! note",
    "[[wiki]]",
    ":smile:",
    "$$x$$",
];

/// What the Markdown and the settings of other tools are made of.
pub(crate) const FOREIGN: &[&str] = &[
    "\n:::tip[a]\n",
    "\n:::\n",
    "\n::::\n",
    "\n::: code-group\n",
    "\n!!! note \"a\"\n    ",
    "\n??? tip\n    ",
    "\n=== \"a\"\n    ",
    "--8<-- \"a\"",
    "--8<-- \"docs/guide/use.md\"",
    "{{#include code.rs:1:18446744073709551615}}",
    "{{#include README.md}}",
    "{{#include a.rs:}}",
    "{{#title a}}",
    "{! docs/index.md !}",
    "<<< @/a.md{1,}",
    "<!--@include: ./a.md{2,1}-->",
    "{{< x >}}",
    "{{< x \"a\" b=`c` >}}",
    "{{< /x >}}",
    "{{% x %}}",
    "{{% /x %}}",
    "{{</* x */>}}",
    "{{<",
    ">}}",
    "<Tabs>",
    "</Tabs>",
    "<TabItem label=\"a\">",
    "</TabItem>",
    "<Card title={<b>x</b>} />",
    "<X y={",
    "<X y=\"",
    "<X\n",
    "</X>",
    "<Part />",
    "import Part from './_part.mdx';\n",
    "export const a = {\n",
    "{/* ",
    " */}",
    "{x}",
    "<div class=\"tip\" markdown>",
    "</div>",
    "<table><tr><td colspan=\"2\">",
    "</td></tr></table>",
    "<img src=\"a.gif\" width=1>",
    "<a href=\"b.md\">",
    "<a name=\"x\"></a>",
    "<details open><summary>",
    "</details>",
    "<SCRIPT>",
    "<style>",
    "</style>",
    "<svg>",
    "<iframe src=\"//a\">",
    "<pre><code>",
    "</code></pre>",
    "<br/>",
    "<!--",
    "-->",
    "[a](b.md#c)",
    "[a](/b/ \"t\")",
    "[a](<b c.md>)",
    "[a][b]",
    "\n[b]: ../c.md\n",
    "![a](docs/a.gif)",
    "[[a|b]]",
    "![[a]]",
    "{: .a #b }",
    "{ #a .b }",
    "{#a}",
    "$a_1$",
    "$$\na\n$$",
    "\\\\(a\\\\)",
    "==a==",
    "^a^",
    "~a~",
    ":smile:",
    "\n: a\n",
    "*[A]: b",
    "[TOC]",
    "[[toc]]",
    "\n---\ntitle: a\n---\n",
    "\n+++\ntitle = 'a'\n+++\n",
    "\n~~~\n",
    "```js {1} title=\"a\"\n",
    "> [!NOTE]\n> ",
    "> {{< x >}}\n",
    "- <X>\n",
    "'",
    "\"",
    "`",
    "${a}",
    "...a",
    "() => ({",
    "function a() {",
    "return [",
    "const a = [b, b, b];",
    "const b = [a, a];",
    "items: [",
    "autogenerated",
    "link: '/a'",
    "/*",
    "//",
];

/// What YAML is made of.
pub(crate) const YAML: &[&str] = &[
    ":",
    ": ",
    "：",
    "- ",
    "-",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    ",",
    "，",
    "? ",
    "#",
    " # x",
    "|",
    "|-",
    ">",
    ">-",
    "\"",
    "'",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "!!str ",
    "!x ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "~",
    "null",
    "yes",
    "no",
    "on",
    "true",
    "False",
    "0",
    "-1",
    "1e3",
    "1e999",
    "0x1F",
    "0o17",
    "0123",
    "1_000",
    ".inf",
    ".nan",
    "18446744073709551616",
    "3.0000000000000000000001",
    "2024-02-30",
    "2024-02-29",
    "9999-12-31",
    "12:30:45",
    "zh",
    "en",
    "{zh: 甲, en: A}",
    "{zh: [甲], en: [A]}",
    "id: x",
    "id:",
    "title:",
    "label:",
    "then: x",
    "when:",
    "not: ",
    "{not: no}",
    "\"< 7\"",
    "\">= 7 < 30\"",
    "\"> 1\"",
    "\"<= 2\"",
    "unknown",
    "usual: ",
    "constructor",
    "__proto__",
    "toString",
    "small",
    "plans",
    "price",
    "reference",
    "list",
    "of: text",
    "{{price}}",
    "{{plans.small.price}}",
    "\t",
    "  ",
    "\n",
    "\n\n",
    "@x",
    "%x",
    "`x`",
    "sources: [manual/prices]",
    "see: price",
    "../x",
    "/x",
    "javascript:x",
    "https://x.example/\"><b>",
];

/// What templates and lists of words are made of.
pub(crate) const TEMPLATE: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ title }}",
    "{{ x.y.z }}",
    "{% if x %}",
    "{% endif %}",
    "{% for a in b %}",
    "{% endfor %}",
    "{% include \"page.html\" %}",
    "{% include \"citations.html\" %}",
    "{% extends \"page.html\" %}",
    "{% block body %}",
    "{% endblock %}",
    "{% raw %}",
    "| safe",
    "| escape",
    "{#",
    "#}",
    "{{ 1 / 0 }}",
    "{{ 9999999999999999999 }}",
    "<b>",
    "\"",
    "#",
];

/// What queries are made of.
pub(crate) const QUERY: &[&str] = &[
    "\"",
    "“",
    "”",
    "'",
    "-",
    " -",
    "+",
    ":",
    "：",
    "category:",
    "product:",
    "kind:",
    "lang:zh",
    "id:",
    "*",
    "?",
    "~",
    "^",
    "(",
    ")",
    "[",
    "]",
    "AND",
    "OR",
    "NOT",
    "备案",
    "要不要备案",
    "beian",
    "bei an",
    "ba",
    "bahao",
    "網域過戶",
    "ＥＣＳ",
    "e-1024",
    "v7.5.0",
    "C++",
    ".NET",
    "café",
    "ß",
    "İ",
    "ﬁ",
    "①",
    "㍿",
    "𠮷",
    "👨‍👩‍👧‍👦",
    "en",
    "enenenen",
    "aa",
    "的",
    "了",
    "the",
    "of",
    " ",
    "  ",
    "\u{3000}",
    "0x80070057",
    "99999999999999999999",
];

/// What is hard to handle whatever it stands in.
pub(crate) const TROUBLE: &[&str] = &[
    "jAvAsCrIpT\u{a}:wenda()",
    "{{ wenda }}",
    "{% wenda %}",
    "",
    "\0",
    "\u{1}",
    "\u{7}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2028}",
    "\u{2029}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{e000}",
    "\u{f8ff}",
    "\u{10ffff}",
    "\u{fdd0}",
    "\u{301}",
    "e\u{301}",
    "é",
    "ÅÅ",
    "\u{1f1e8}\u{1f1f3}",
    "ﷺ",
    "𝕏",
    "\r",
    "\r\n",
    "<",
    ">",
    "&",
    "\"",
    "'",
];
