//! What an import lost that no step told: the words of each page are counted in its source, as far as they are known there, and in
//! what readers of the new page see.

mod comparison;
mod nearby;
mod page;
mod reader;
mod running;
mod shown;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::comparison::{WordComparison, WordRun};
use self::page::SourcePage;
use self::reader::SourceSyntax;
use self::shown::{ShownPage, letters_of_address};
use self::words::WordKind;
use super::files::ProjectFiles;
use super::kind::Tool;
use super::project::Project;
use super::remark::{Remark, RemarkKind};
use super::site::ImportedSite;
use crate::markdown::Dialect;
use crate::name::Locale;

/// So many places of a page are named one by one.
const MAX_NAMED: usize = 24;
/// An excerpt is no longer, in characters.
const MAX_EXCERPT: usize = 80;

/// What became of words, as it is told of an excerpt and of the lines of others.
type Fate = (RemarkKind, &'static str, &'static str);

const LOST: Fate = (RemarkKind::Lost, "is not on the new page", "other words are not on the new page");
const LED_AWAY: Fate =
    (RemarkKind::Lost, "is an address that the new page does not lead to", "other addresses are not on the new page");
const INTO_CODE: Fate = (
    RemarkKind::Look,
    "stands in code on the new page, and did not",
    "other words stand in code on the new page, and did not",
);
const OUT_OF_CODE: Fate =
    (RemarkKind::Look, "was code, and is text on the new page", "other words were code, and are text on the new page");

/// What pages lost that no remark names: words, what is code, and addresses of other sites.
pub(super) fn untold(files: &ProjectFiles, project: &Project, site: &ImportedSite, locale: Locale) -> Vec<Remark> {
    let mut told: BTreeMap<&str, ToldLines> = BTreeMap::new();
    for remark in site.remarks.iter().filter(|remark| remark.kind != RemarkKind::Converted) {
        let lines = told.entry(&remark.path).or_default();
        lines.all.extend(&remark.lines);
        if remark.kind == RemarkKind::Lost {
            lines.lost.extend(&remark.lines);
        }
    }
    let dialect = Dialect { locale, has_formulas: project.has_math };
    let found: Vec<Vec<Remark>> = site
        .origins
        .par_iter()
        .map(|(path, origin)| {
            let shown = site.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let (Some(shown), Ok((source, _))) = (shown, files.text(origin)) else {
                return Vec::new();
            };
            let syntax = SourceSyntax {
                is_mdx: project.tool == Tool::Docusaurus || origin.ends_with(".mdx"),
                hides_lines: project.tool == Tool::Mdbook,
                has_math: project.has_math,
                has_definitions: !project.appended.is_empty(),
                is_of_mkdocs: project.tool == Tool::Mkdocs,
                has_symbols: project.extensions.has_symbols,
                has_code_languages: project.extensions.has_code_languages,
            };
            let page = SourcePage::of(&source, syntax);
            let pair = PagePair { path: origin, source: &source, page, shown: ShownPage::of(shown, dialect) };
            pair.remarks(told.get(origin.as_str()).unwrap_or(&ToldLines::default()))
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// The lines of a page of which something is told.
#[derive(Debug, Default)]
struct ToldLines {
    all: BTreeSet<usize>,
    /// Those that lost something.
    lost: BTreeSet<usize>,
}

/// A page before and after.
struct PagePair<'t> {
    path: &'t str,
    source: &'t str,
    page: SourcePage,
    shown: ShownPage,
}

impl PagePair<'_> {
    /// What is lost on other lines than those of which it is told.
    fn remarks(&self, told: &ToldLines) -> Vec<Remark> {
        let ends: Vec<usize> = self.source.match_indices('\n').map(|(at, _)| at).collect();
        let line = |place: usize| ends.partition_point(|end| *end < place) + 1;
        let words = &self.page.words.words;
        let comparison = WordComparison::of(words, &self.shown.words.words);
        let ends_line = |first: usize, second: usize| line(first) != line(second);
        let mut found = FoundPlaces::default();
        let mut add = |fate: Fate, runs: Vec<WordRun>| {
            for (first, last) in runs {
                let place = words[first].start;
                if !told.all.contains(&line(place)) {
                    found.add(fate, &self.excerpt((first, last)), line(place));
                }
            }
        };
        add(LOST, comparison.missing(&ends_line));
        add(INTO_CODE, comparison.of_other_kind(WordKind::Text, &ends_line));
        add(OUT_OF_CODE, comparison.of_other_kind(WordKind::Code, &ends_line));
        for (address, place) in &self.page.addresses {
            let letters = letters_of_address(address);
            let is_known = self.shown.addresses.contains(&letters) || comparison.shows(&letters);
            if !is_known && !told.lost.contains(&line(*place)) {
                found.add(LED_AWAY, address, line(*place));
            }
        }
        found.into_remarks(self.path)
    }
}

impl PagePair<'_> {
    /// Words as they stand in the source; those of an attribute by themselves.
    fn excerpt(&self, (first, last): WordRun) -> String {
        let words = &self.page.words.words[first..=last];
        let (start, end) = (words[0].start, words[words.len() - 1].end);
        let source = self.source.get(start..end).unwrap_or_default();
        if source.is_empty() || source.starts_with(['<', '{', ']']) {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            return texts.join(" ");
        }
        source.to_owned()
    }
}

/// What is found on a page: the first places with what stands there, of the others the lines.
#[derive(Debug, Default)]
struct FoundPlaces {
    named: BTreeMap<(RemarkKind, String), BTreeSet<usize>>,
    others: BTreeMap<(RemarkKind, String), BTreeSet<usize>>,
}

impl FoundPlaces {
    fn add(&mut self, (kind, message, of_others): Fate, excerpt: &str, line: usize) {
        let first = excerpt.lines().next().unwrap_or_default();
        let shown: String = first.chars().take(MAX_EXCERPT).map(|next| if next == '`' { '\'' } else { next }).collect();
        let more = if shown.len() < excerpt.len() { "…" } else { "" };
        let key = (kind, format!("`{shown}{more}` {message}"));
        if self.named.len() < MAX_NAMED || self.named.contains_key(&key) {
            self.named.entry(key).or_default().insert(line);
        } else {
            self.others.entry((kind, of_others.to_owned())).or_default().insert(line);
        }
    }

    fn into_remarks(self, path: &str) -> Vec<Remark> {
        let all = self.named.into_iter().chain(self.others);
        let remarks = all.map(|((kind, message), lines)| Remark {
            path: path.to_owned(),
            kind,
            message,
            lines: lines.into_iter().collect(),
        });
        remarks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str, shown: &str) -> Vec<String> {
        let locale: Locale = "en".parse().unwrap();
        let page = SourcePage::of(source, SourceSyntax::default());
        let shown = ShownPage::of(shown, Dialect { locale, has_formulas: false });
        let remarks = PagePair { path: "a.md", source, page, shown }.remarks(&ToldLines::default());
        remarks.into_iter().map(|remark| format!("{} {:?}", remark.message, remark.lines)).collect()
    }

    #[test]
    fn what_is_gone_is_told_with_its_line() {
        for (source, shown, told_of) in [
            (
                "# Z\n\nOne two three.\n\nFour five.\n",
                "# Z\n\nOne three.\n\nFour five.\n",
                "`two` is not on the new page [3]",
            ),
            ("# Z\n\n中文字。\n\n再写一行。\n", "# Z\n\n中文字。\n", "`再写一行` is not on the new page [5]"),
            ("# Z\n\nA `b c` d.\n", "# Z\n\nA b c d.\n", "`b c` was code, and is text on the new page [3]"),
            ("# Z\n\nA b c d.\n", "# Z\n\n`A b c d.`\n", "`A b c d` stands in code on the new page, and did not [3]"),
            ("# Z\n\n<p title=\"More of it\">b</p>\n", "# Z\n\nb\n", "`more of it` is not on the new page [3]"),
            ("# Z\n\n```js title=\"x.js\"\nb\n```\n", "# Z\n\n```js\nb\n```\n", "`x js` is not on the new page [3]"),
            (
                "# Z\n\n[b](https://example.com/c)\n",
                "# Z\n\nb\n",
                "`https://example.com/c` is an address that the new page does not lead to [3]",
            ),
        ] {
            assert_eq!(told(source, shown), [told_of], "{source}");
        }
        let many = (0..100).map(|line| format!("word{line}\n\n")).collect::<String>();
        let messages = told(&many, "# A\n");
        assert_eq!(messages.len(), MAX_NAMED + 1);
        assert!(
            messages.iter().any(|message| message.starts_with("other words are not on the new page")),
            "{messages:?}"
        );
    }

    #[test]
    fn what_has_another_form_is_not_told() {
        for (source, shown) in [
            ("---\ntitle: A\n---\n# B\n\nRe**mark** <b>c</b>d\n", "# B\n\nRe**mark** **c** d\n"),
            ("# A\n\n<!-- no\n\n```\ncode\n```\n-->\n\n<script>\nlet b\n</script>\n\nc\n", "# A\n\nc\n"),
            (
                "# A\n\n:::tip Title {open}\nb\n:::\n\n!!! note \"T\"\n    c\n",
                "# A\n\n> [!TIP] Title\n> b\n\n> [!NOTE] T\n> c\n",
            ),
            (
                "# A\n\n1.\tb[^n] [c][d] :tada: &eacute;\n\n[^n]: e\n\n[d]:\n  /f\n",
                "# A\n\n- b[^n] [c](#a) 🎉 é\n\n[^n]: e\n",
            ),
            (
                "# A\n\n```js\nlet b // [!code ++]\n```\n\n    code `x`\n",
                "# A\n\n```js\nlet b\n```\n\n```\ncode `x`\n```\n",
            ),
            (
                "# A\n\n--8<-- \"inc.md\"\n\n```py\n--8<-- \"x.py\"\n```\n\nb `c` d\n\n```go {hl_lines=[2,\"3-4\"]}\ne\n```\n",
                "# A\n\n```py\n```\n\nb `c` d\n\n```go {2,3-4}\ne\n```\n",
            ),
            (
                "# A\n\n[b](\nhttps://example.com/c), [d][e\nf]\n\n[e f]: https://example.com\n",
                "# A\n\n[b](https://example.com/c), [d](https://example.com)\n",
            ),
            ("# A\n\n$$\n0<j<i, [y](x)\n$$\n\n<b>c</b>\n", "# A\n\n`0<j<i, [y](x)`\n\n**c**\n"),
            ("# A\n\n{{< tip title=\"B c\" >}}d{{< /tip >}} a[0][1]\n", "# A\n\n> [!TIP] B c\n> d a[0][1]\n"),
            (
                "# A\n\n<Card\n  title=\"B\"\n  href=\"https://example.com\">c</Card>\n",
                "# A\n\n**[B](https://example.com)**\n\nc\n",
            ),
        ] {
            assert_eq!(told(source, shown), [""; 0], "{source}");
        }
    }
}
