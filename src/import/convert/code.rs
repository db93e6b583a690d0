//! Blocks of code: what stands after their marks, and what tools act on in them, as Wenda has it.

use std::ops::RangeInclusive;

use super::include::Inclusion;
use super::page::PageContext;
use crate::import::kind::Tool;
use crate::markdown::fence::{Fence, FenceInfo, continuation};

/// What comments begin and end with that hold nothing but a mark.
const COMMENT_BEGINS: [&str; 9] = ["//", "#", "<!--", "{/*", "/*", "--", "%", ";", "*"];
const COMMENT_ENDS: [&str; 3] = ["*/}", "-->", "*/"];

/// A mark in code: `// [!code ++]`.
#[derive(Debug, PartialEq)]
struct CodeMark {
    /// `++`, `--`, `focus`, `highlight`, …
    kind: String,
    /// How many lines it is about.
    count: usize,
    /// The line without it.
    rest: String,
}

impl CodeMark {
    fn of(line: &str) -> Option<Self> {
        let (before, after) = line.split_once("[!code ")?;
        let (kind, after) = after.split_once(']')?;
        let before = before.trim_end();
        let before = COMMENT_BEGINS.iter().find_map(|begin| before.strip_suffix(begin))?;
        let after = after.trim();
        let after = COMMENT_ENDS.iter().find_map(|end| after.strip_prefix(end)).unwrap_or(after);
        let (kind, count) = match kind.split_once(':') {
            Some((kind, count)) => (kind, count.parse().unwrap_or(1)),
            None => (kind, 1),
        };
        Some(Self { kind: kind.trim().to_owned(), count, rest: format!("{}{after}", before.trim_end()) })
    }
}

impl PageContext<'_> {
    /// A block of code, which begins at a place. Returns the place after it.
    pub(super) fn code(&mut self, fence: &Fence<'_>, lines: &[String], at: usize, written: &mut Vec<String>) -> usize {
        let (rest, marked) = marked_by_key(fence.info_string());
        let mut info = FenceInfo::of(&rest);
        info.marked.extend(marked);
        if info.more.is_some() {
            self.remarks.lost("attributes of code blocks, such as line numbers, are left out", &lines[at]);
        }
        let lead = continuation(fence.lead);
        let mut closing = format!("{lead}{}", fence.marks());
        let mut held: Vec<String> = Vec::new();
        let mut next = at + 1;
        while next < lines.len() && !fence.is_left_by(&lines[next]) {
            let line = &lines[next];
            next += 1;
            if fence.is_closed_by(line) {
                closing.clone_from(line);
                break;
            }
            self.code_line(line, &mut held);
        }
        match self.project.tool {
            Tool::Mdbook => self.without_hidden(&info, &mut held),
            Tool::Vitepress => self.without_marks_in_code(&mut info, &lead, &mut held),
            _ if self.is_mdx() => take_marks(&mut held, &mut info.marked),
            _ => {}
        }
        written.push(format!("{}{}{}", fence.lead, fence.marks(), info.written()));
        written.append(&mut held);
        written.push(closing);
        next
    }

    /// A line of code, or what it includes. Tools that include code by `<<<` show it as it is where it stands in code.
    fn code_line(&mut self, line: &str, held: &mut Vec<String>) {
        let inclusion = Inclusion::of(line).filter(|_| !line.trim_start().starts_with("<<<"));
        match inclusion.map(|inclusion| self.included_lines(&inclusion)) {
            Some(Ok((path, inner))) => {
                self.remarks.converted(format!("`{path}` was included"), line);
                let indent = &line[..line.len() - line.trim_start().len()];
                held.extend(inner.into_iter().map(|inner| format!("{indent}{inner}")));
            }
            Some(Err(why)) => {
                self.remarks.lost(format!("{why}: the line is kept"), line);
                held.push(line.to_owned());
            }
            None => held.push(line.to_owned()),
        }
    }

    /// Leaves out what a book hides of its Rust: lines that begin with `# `.
    fn without_hidden(&mut self, info: &FenceInfo, held: &mut Vec<String>) {
        if info.language == "rust" {
            held.retain_mut(|line| {
                let code = line.trim_start_matches(['>', ' ', '\t']);
                let is_hidden = code == "#" || code.starts_with("# ");
                if is_hidden {
                    self.remarks.lost("lines of code that the book hides are left out", line);
                } else if code.starts_with("##") {
                    line.remove(line.len() - code.len());
                }
                !is_hidden
            });
        }
        held.iter_mut().for_each(|line| *line = shown_directive(line));
    }

    /// Marks in comments become marked lines; lines that came and went a block of differences.
    fn without_marks_in_code(&mut self, info: &mut FenceInfo, lead: &str, held: &mut Vec<String>) {
        let mut kept: Vec<String> = Vec::with_capacity(held.len());
        let mut marks: Vec<(usize, CodeMark)> = Vec::new();
        for line in held.iter() {
            let mut rest = line.clone();
            let place = kept.len();
            let mut has_mark = false;
            while let Some(mark) = CodeMark::of(&rest) {
                self.remarks.converted("marks in comments became marked lines of code", line);
                rest.clone_from(&mark.rest);
                marks.push((place, mark));
                has_mark = true;
            }
            // Marks that stand alone are about the lines that follow.
            if !has_mark || !rest.trim_start_matches(['>', ' ', '\t']).is_empty() {
                kept.push(rest);
            }
        }
        if marks.is_empty() {
            return;
        }
        let kind_of = |place: usize| {
            let about =
                marks.iter().filter(move |(from, mark)| (*from..from.saturating_add(mark.count)).contains(&place));
            about.map(|(_, mark)| mark.kind.as_str())
        };
        let is_difference = marks.iter().any(|(_, mark)| matches!(mark.kind.as_str(), "++" | "--"));
        for (place, line) in kept.iter_mut().enumerate() {
            let is = |wanted: &str| kind_of(place).any(|kind| kind == wanted);
            if is_difference {
                let sign = if is("++") {
                    '+'
                } else if is("--") {
                    '-'
                } else {
                    ' '
                };
                let at = if line.starts_with(lead) { lead.len() } else { 0 };
                line.insert(at, sign);
            }
            if ["focus", "highlight", "hl", "warning", "error"].into_iter().any(is) {
                let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
                if !info.marked.iter().any(|lines| lines.contains(&number)) {
                    info.marked.push(number..=number);
                }
            }
        }
        if is_difference {
            "diff".clone_into(&mut info.language);
        }
        *held = kept;
    }
}

/// What stands after the marks of a fence without its key `hl_lines`, and the lines that this names: `"2 3-4"`, `[2,"3-4"]`.
pub(in crate::import) fn marked_by_key(info: &str) -> (String, Vec<RangeInclusive<u32>>) {
    let Some((before, after)) = info.split_once("hl_lines") else {
        return (info.to_owned(), Vec::new());
    };
    let value = after.trim_start().strip_prefix([':', '=']).unwrap_or(after).trim_start();
    let length = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|end| end + 2),
        Some('[') => value.find(']').map(|end| end + 1),
        _ => value.find(|next: char| !next.is_ascii_digit() && !matches!(next, '-' | ' ')),
    };
    let (lines, rest) = value.split_at(length.unwrap_or(value.len()));
    let numbers = lines.split(|next: char| !next.is_ascii_digit() && next != '-').filter(|number| !number.is_empty());
    let ranges = numbers.filter_map(|lines| {
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        Some(first.parse().ok()?..=last.parse().ok()?)
    });
    (format!("{before}{}", rest.trim_start_matches([',', ' '])), ranges.collect())
}

/// Takes the comments off lines of code that say which of them are marked.
fn take_marks(lines: &mut Vec<String>, marked: &mut Vec<RangeInclusive<u32>>) {
    let (mut line, mut next, mut begun) = (0, false, None);
    lines.retain(|text| {
        let comment = text.trim().trim_matches(['/', '*', '#', '<', '!', '-', '>', '{', '}', ' ', ';']);
        match comment {
            "highlight-next-line" => next = true,
            "highlight-start" => begun = Some(line + 1),
            "highlight-end" => marked.extend(begun.take().map(|first| first..=line)),
            _ => {
                line += 1;
                if std::mem::take(&mut next) {
                    marked.push(line..=line);
                }
                return true;
            }
        }
        false
    });
}

/// Lines of MDX without the fences around what is MDX itself.
pub(super) fn without_mdx_fences(lines: &[String]) -> Vec<String> {
    let mut written = Vec::with_capacity(lines.len());
    let mut open: Option<(Fence<'_>, bool)> = None;
    for line in lines {
        match open.take().filter(|(fence, _)| !fence.is_left_by(line)) {
            Some((fence, is_mdx)) if fence.is_closed_by(line) => {
                written.push(if is_mdx { String::new() } else { line.clone() })
            }
            Some((fence, is_mdx)) => {
                written.push(line.clone());
                open = Some((fence, is_mdx));
            }
            None => {
                open = Fence::open(line).map(|fence| {
                    let is_mdx = fence.info().language == "mdx-code-block";
                    (fence, is_mdx)
                });
                let is_mdx = open.as_ref().is_some_and(|(_, is_mdx)| *is_mdx);
                written.push(if is_mdx { String::new() } else { line.clone() });
            }
        }
    }
    written
}

/// A line of a book in which a directive is shown, and does nothing.
pub(super) fn shown_directive(line: &str) -> String {
    line.replace("\\{{#", "{{#")
}

/// Whether lines are blocks of code that have names, and nothing else.
pub(super) fn are_named_code(lines: &[String]) -> bool {
    let mut open: Option<Fence<'_>> = None;
    let mut count = 0;
    for line in lines {
        match open.take() {
            Some(fence) => open = Some(fence).filter(|fence| !fence.is_closed_by(line)),
            None if line.trim().is_empty() => {}
            None => {
                let fence = Fence::open(line);
                let is_named = |fence: &Fence<'_>| {
                    let info = fence.info();
                    info.title.is_some() || !info.language.is_empty()
                };
                if !fence.as_ref().is_some_and(is_named) {
                    return false;
                }
                (open, count) = (fence, count + 1);
            }
        }
    }
    count > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_lines_are_named_in_all_forms() {
        for (info, rest, lines) in [
            ("go {hl_lines=[2,\"3-4\"],linenos=true}", "go {linenos=true}", vec![2..=2, 3..=4]),
            ("sh hl_lines=\"2 3-4\" title=\"a\"", "sh title=\"a\"", vec![2..=2, 3..=4]),
            ("hl_lines=8 15-17,linenos=table", "linenos=table", vec![8..=8, 15..=17]),
            ("js {1}", "js {1}", vec![]),
        ] {
            assert_eq!(marked_by_key(info), (rest.to_owned(), lines), "{info}");
        }
    }

    #[test]
    fn fences_around_mdx_are_left_out() {
        for (text, written) in [
            ("````mdx-code-block\n<Tabs>\n\n```xml\n<a/>\n```\n````\nb", "\n<Tabs>\n\n```xml\n<a/>\n```\n\nb"),
            ("```js\n```mdx-code-block\n```", "```js\n```mdx-code-block\n```"),
        ] {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            assert_eq!(without_mdx_fences(&lines).join("\n"), written);
        }
    }

    #[test]
    fn marks_in_comments_are_known() {
        for (line, kind, count, rest) in [
            ("a // [!code ++]", "++", 1, "a"),
            ("  <b> <!-- [!code focus:3] -->", "focus", 3, "  <b>"),
            ("# [!code --]", "--", 1, ""),
            ("a /* [!code hl] */ }", "hl", 1, "a }"),
        ] {
            assert_eq!(CodeMark::of(line), Some(CodeMark { kind: kind.into(), count, rest: rest.into() }), "{line}");
        }
        assert_eq!(CodeMark::of("a [!code ++]"), None, "no comment");
    }
    #[test]
    fn blocks_that_have_names_are_known() {
        for (text, is_named) in [
            ("\n```sh [npm]\nx\n```\n\n```js\n```", true),
            ("```\nx\n```", false),
            ("```js\n```\ntext", false),
            ("", false),
        ] {
            assert_eq!(are_named_code(&text.lines().map(str::to_owned).collect::<Vec<_>>()), is_named, "{text}");
        }
    }
}
