//! Texts that a page takes from other files: `{{#include …}}`, `--8<-- "…"`, `{! … !}`, `<<< …`, `<!--@include: …-->`.

use std::collections::HashSet;

use super::page::PageContext;
use crate::import::files::{folder_of, is_named, join};
use crate::import::front_matter::ForeignFrontMatter;
use crate::markdown::fence::{CodeLines, FenceInfo};

/// A page may include this much, in bytes: a site reads no larger texts.
const MAX_INCLUDED: usize = 1 << 20;
/// So many files are appended to pages.
const MAX_APPENDED: usize = 16;
/// So many names of such files are looked for among all files.
const MAX_LOOKED_FOR: usize = 64;
/// So many abbreviations of such files are looked for on a page.
const MAX_ABBREVIATIONS: usize = 512;

/// What a page includes.
#[derive(Debug, PartialEq)]
pub(in crate::import) struct Inclusion {
    /// As it is written.
    pub(super) path: String,
    part: IncludedPart,
    /// Whether it is shown as code.
    pub(super) is_code: bool,
    /// How that code is shown: its title, and the lines that are marked.
    pub(super) info: FenceInfo,
}

#[derive(Debug, PartialEq)]
enum IncludedPart {
    Whole,
    /// Lines, counted from 1.
    Lines(usize, usize),
    /// What stands between two marks.
    Named(String),
}

impl Inclusion {
    /// What a line includes, if that is all that it does.
    pub(in crate::import) fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let inside =
            |open: &str, close: &str| line.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).map(str::trim);
        let new = |target: &str, is_code: bool| {
            let (path, part) = part_of(target);
            Some(Self { path, part, is_code, info: FenceInfo::default() })
        };
        if let Some(inner) = inside("{{", "}}") {
            let (kind, target) = inner.split_once(char::is_whitespace)?;
            return match kind {
                "#include" | "#rustdoc_include" => new(target, false),
                "#playground" | "#playpen" => new(target.split_whitespace().next()?, true),
                _ => None,
            };
        }
        if let Some(target) = line.strip_prefix("--8<--").or_else(|| line.strip_prefix("-8<-")) {
            let target = target.trim();
            return new(target.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?, false);
        }
        if let Some(target) = inside("{!", "!}") {
            return new(target.trim_start_matches(['>', ' ']), false);
        }
        if let Some(target) = inside("{*", "*}") {
            return new(target.split_whitespace().next()?, true);
        }
        if let Some(target) = line.strip_prefix("<<<") {
            let end = target.find(['{', '[']).unwrap_or(target.len());
            let (target, info) = (target[..end].trim(), FenceInfo::of(&target[end..]));
            // Shells have such a mark, too, and conflicts that nobody solved.
            if !target.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '@' | '.' | '/' | '_')) {
                return None;
            }
            return new(target, true).map(|inclusion| Self { info, ..inclusion });
        }
        let comment = inside("<!--", "-->")?;
        new(
            comment
                .strip_prefix("@include:")
                .or_else(|| comment.strip_prefix("@include"))?
                .trim_start_matches(':')
                .trim(),
            false,
        )
    }

    /// The lines that it stands for, and the path of their file; `None` if there is no such file within the project.
    pub(super) fn lines(&self, context: &PageContext<'_>) -> Option<(String, Vec<String>)> {
        let path = context.file_named(&self.path)?;
        let (text, _) = context.files.text(&path).ok()?;
        let text = if self.is_code { &*text } else { ForeignFrontMatter::of(&text).body };
        let lines: Vec<&str> = text.lines().collect();
        let chosen: Vec<&str> = match &self.part {
            IncludedPart::Whole => lines,
            IncludedPart::Lines(from, to) => lines
                .into_iter()
                .skip(from.saturating_sub(1))
                .take(to.saturating_add(1).saturating_sub((*from).max(1)))
                .collect(),
            IncludedPart::Named(name) => named(&lines, name)?,
        };
        let chosen = chosen.into_iter().filter(|line| !is_mark(line)).map(str::to_owned);
        Some((path, chosen.collect()))
    }
}

impl PageContext<'_> {
    /// The lines that an inclusion stands for, and the path of their file; or why there are none.
    pub(super) fn included_lines(&mut self, inclusion: &Inclusion) -> Result<(String, Vec<String>), &'static str> {
        let (path, lines) = inclusion.lines(self).ok_or("what it includes is not in the project")?;
        self.take_in(&path, &lines)?;
        Ok((path, lines))
    }

    /// What links by name lead to that each page of the project has at its end. What abbreviations of the page stand for is told.
    pub(super) fn appended(&mut self, body: &str) -> String {
        let mut appended = AppendedText::default();
        let mut files: Vec<String> = self.project.appended.clone();
        let (mut next, mut looked_for) = (0, 0);
        while let Some(path) = files.get(next).cloned().filter(|_| next < MAX_APPENDED) {
            next += 1;
            for line in self.files.text(&path).map(|(text, _)| text).unwrap_or_default().lines() {
                if !appended.take(line)
                    && line.ends_with(".md")
                    && files.len() < MAX_APPENDED
                    && looked_for < MAX_LOOKED_FOR
                {
                    looked_for += 1;
                    let name = line.trim_start_matches(['-', '8', '<', ' ', '"']);
                    let named = self.files.nearest(|path| is_named(path, name));
                    files.extend(named.map(str::to_owned).filter(|named| !files.contains(named)));
                }
            }
        }
        let is_word = |next: char| next.is_alphanumeric();
        let stands =
            |name: &str, at: usize| !body[..at].ends_with(is_word) && !body[at + name.len()..].starts_with(is_word);
        for name in appended.abbreviations.iter().take(MAX_ABBREVIATIONS) {
            if self.remarks.stands(name) && body.match_indices(name.as_str()).any(|(at, _)| stands(name, at)) {
                self.remarks.lost("what abbreviations stand for, shown when pointed at, is left out", name);
            }
        }
        appended.defined_beside(body)
    }

    /// Counts what is included of a file; fails if that would have no end.
    pub(super) fn take_in(&mut self, path: &str, lines: &[String]) -> Result<(), &'static str> {
        if self.including.iter().any(|open| open == path) {
            return Err("it includes what it stands in");
        }
        let bytes = lines.iter().map(|line| line.len() + 1).sum::<usize>();
        if self.included + bytes > MAX_INCLUDED {
            return Err("what it includes would make the page too large");
        }
        self.included += bytes;
        Ok(())
    }

    /// The file that an alias of the tool names: `@site/…`.
    pub(in crate::import) fn file_by_alias(&self, target: &str) -> Option<String> {
        if target.starts_with(['@', '~']) { self.file_named(target) } else { None }
    }

    /// The file that a page names, from its own folder, the folder of its language, the tool's or the project's.
    pub(super) fn file_named(&self, target: &str) -> Option<String> {
        let target = target.trim();
        let (aliased, path) = match target.strip_prefix("@site/").or_else(|| target.strip_prefix("~/")) {
            Some(path) => (true, path),
            None => target.strip_prefix("@/").map_or((false, target), |path| (true, path)),
        };
        let own = folder_of(&self.page.path);
        let folders = [own, &self.page.root, &self.project.home, folder_of(&self.page.root), ""];
        let folders = folders.into_iter().skip(usize::from(aliased));
        let found = folders.filter_map(|folder| join(folder, path.trim_start_matches('/')));
        let mut found = found.filter(|path| self.files.has(path));
        found.next()
    }
}

/// What stands in files that are appended to pages.
#[derive(Debug, Default, PartialEq)]
pub(in crate::import) struct AppendedText {
    /// What links by name lead to, by their names.
    definitions: Vec<(String, String)>,
    abbreviations: Vec<String>,
    /// Whether the line before was a definition whose address stands below it.
    is_open: bool,
}

impl AppendedText {
    /// Takes a line; `false` if it is neither a definition nor an abbreviation.
    pub(in crate::import) fn take(&mut self, line: &str) -> bool {
        let text = line.trim();
        let label = text.strip_prefix('[').filter(|label| !label.starts_with('^'));
        let address = label.and_then(|label| label.split_once("]:")).map(|(_, address)| address);
        let abbreviation = text.strip_prefix("*[").and_then(|rest| rest.split_once("]:")).map(|(name, _)| name.trim());
        if let Some((name, _)) = label.and_then(|label| label.split_once("]:")) {
            self.definitions.push((name.to_lowercase(), text.to_owned()));
        } else if let Some((_, definition)) = self.definitions.last_mut().filter(|_| self.is_open) {
            definition.push_str(&format!("\n{text}"));
        } else {
            self.abbreviations.extend(abbreviation.map(str::to_owned).filter(|name| !name.is_empty()));
        }
        let is_known = self.is_open || address.is_some() || abbreviation.is_some() || text.is_empty();
        self.is_open = address.is_some_and(|address| address.trim().is_empty());
        is_known
    }

    /// The definitions of names that a text does not define.
    fn defined_beside(self, text: &str) -> String {
        let mut code = CodeLines::default();
        let lines = text.lines().filter(|line| !code.holds(line));
        let names =
            lines.filter_map(|line| Some(line.trim_start().strip_prefix('[')?.split_once("]:")?.0.to_lowercase()));
        let mut known: HashSet<String> = names.collect();
        let own = self.definitions.into_iter().filter(|(name, _)| known.insert(name.clone()));
        own.map(|(_, definition)| format!("\n{definition}")).collect()
    }
}

/// A path, and which part of the file is meant: `a.rs:2:10`, `a.rs:name`, `a.md{2,10}`, `a.ts#name`.
fn part_of(target: &str) -> (String, IncludedPart) {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    if let Some((path, lines)) = target.strip_suffix('}').and_then(|target| target.rsplit_once('{')) {
        let (from, to) = lines.split_once([',', '-']).unwrap_or((lines, lines));
        return (
            path.trim().to_owned(),
            IncludedPart::Lines(number(from).unwrap_or(1), number(to).unwrap_or(usize::MAX)),
        );
    }
    if let Some((path, name)) = target.rsplit_once('#') {
        return (path.to_owned(), IncludedPart::Named(name.to_owned()));
    }
    let mut parts = target.split(':');
    let path = parts.next().unwrap_or(target).to_owned();
    let part = match (parts.next(), parts.next()) {
        (None, _) => IncludedPart::Whole,
        (Some(from), to) if from.is_empty() || number(from).is_some() => {
            let from = number(from).unwrap_or(1);
            let to = to.map_or(from, |to| number(to).unwrap_or(usize::MAX));
            IncludedPart::Lines(from, to)
        }
        (Some(name), _) => IncludedPart::Named(name.to_owned()),
    };
    (path, part)
}

fn named<'l>(lines: &[&'l str], name: &str) -> Option<Vec<&'l str>> {
    let begins =
        [format!("ANCHOR: {name}"), format!("#region {name}"), format!("[start:{name}]"), format!("region {name}")];
    let ends = [
        format!("ANCHOR_END: {name}"),
        format!("#endregion {name}"),
        format!("[end:{name}]"),
        "#endregion".to_owned(),
        "endregion".to_owned(),
    ];
    let ends_with = |line: &str, marks: &[String]| {
        marks.iter().any(|mark| line.trim_end_matches(['-', '>', ' ', '*', '/', ';']).ends_with(mark))
    };
    let from = lines.iter().position(|line| ends_with(line, &begins))? + 1;
    let length = lines[from..].iter().position(|line| ends_with(line, &ends)).unwrap_or(lines.len() - from);
    Some(lines[from..from + length].to_vec())
}

fn is_mark(line: &str) -> bool {
    ["ANCHOR: ", "ANCHOR_END: ", "--8<-- [start:", "--8<-- [end:"].iter().any(|mark| line.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_and_abbreviations_are_appended() {
        let mut appended = AppendedText::default();
        for line in ["  [a]: https://example.com", "[b]:", "  <https://example.com/b>", "*[CSS]: Style", ""] {
            assert!(appended.take(line), "{line}");
        }
        assert_eq!(appended.abbreviations, ["CSS"]);
        assert!(!appended.take("text [a]: b") && !appended.take("[^1]: note"));
        assert_eq!(appended.defined_beside("text\n[A]: c\n```\n[b]: d\n```"), "\n[b]:\n<https://example.com/b>");
    }

    #[test]
    fn inclusions_of_all_tools_are_known() {
        for (line, path, part, is_code) in [
            ("{{#include ../a.rs:2:10}}", "../a.rs", IncludedPart::Lines(2, 10), false),
            ("{{#include a.rs:main}}", "a.rs", IncludedPart::Named("main".to_owned()), false),
            ("{{#playground a.rs editable}}", "a.rs", IncludedPart::Whole, true),
            ("--8<-- \"docs/a.md\"", "docs/a.md", IncludedPart::Whole, false),
            ("{!> ../../src/a.py!}", "../../src/a.py", IncludedPart::Whole, false),
            ("{* ../../src/a.py hl[1:2] *}", "../../src/a.py", IncludedPart::Whole, true),
            ("<<< @/snippets/a.ts#part{1,2}", "@/snippets/a.ts", IncludedPart::Named("part".to_owned()), true),
            ("<!--@include: ./a.md{3,}-->", "./a.md", IncludedPart::Lines(3, usize::MAX), false),
        ] {
            let found = Inclusion::of(line).map(|found| (found.path, found.part, found.is_code));
            assert_eq!(found, Some((path.to_owned(), part, is_code)), "{line}");
        }
        let info = Inclusion::of("<<< @/a.ts{1,3} [A]").map(|found| found.info.written());
        assert_eq!(info.as_deref(), Some(" {1,3} title=\"A\""));
        for none in ["{{ name }}", "<!-- a -->", "{{#title A}}", "a --8<-- \"b\"", "<<< \"here\"", "<<<<<<< HEAD"] {
            assert_eq!(Inclusion::of(none), None, "{none}");
        }
    }
}
