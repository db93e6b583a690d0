//! Tabs, as Wenda has them: each is a container `tab`, and those that follow each other stand in one of the kind `tabs`.

use std::ops::Range;

use super::container::{ContainerForm, colons_around, framed};
use super::page::PageContext;
use crate::markdown::fence::CodeLines;

/// Lines that are written, some of which are tabs.
#[derive(Default)]
pub(super) struct WrittenLines {
    pub(super) lines: Vec<String>,
    tabs: Vec<Range<usize>>,
}

impl WrittenLines {
    /// Adds a block.
    pub(super) fn push_block(&mut self, block: Vec<String>) {
        let first = block.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        let name = first.trim_start_matches(':');
        let is_tab = first.len() - name.len() >= 3 && name.split_whitespace().next() == Some("tab");
        let start = self.lines.len();
        self.lines.extend(block);
        if is_tab {
            self.tabs.push(start..self.lines.len());
        }
    }

    /// All lines. Tabs with nothing but blank lines between them stand in a container.
    pub(super) fn grouped(self) -> Vec<String> {
        let Self { lines, tabs } = self;
        if tabs.is_empty() {
            return lines;
        }
        let is_blank = |range: Range<usize>| lines[range].iter().all(|line| line.trim().is_empty());
        let mut grouped = Vec::with_capacity(lines.len() + 6);
        let (mut at, mut next) = (0, 0);
        while let Some(first) = tabs.get(next) {
            let mut end = first.end;
            let mut group = vec![first.clone()];
            next += 1;
            let indent = indent_of(&lines[first.clone()]);
            while let Some(tab) = tabs.get(next)
                && is_blank(end..tab.start)
                && indent_of(&lines[tab.clone()]) == indent
            {
                group.push(tab.clone());
                end = tab.end;
                next += 1;
            }
            grouped.extend_from_slice(&lines[at..first.start]);
            at = end;
            let inner = &lines[first.start..end];
            let colons = colons_around(inner);
            grouped.extend([String::new(), format!("{indent}{colons} tabs")]);
            for (number, tab) in group.into_iter().enumerate() {
                grouped.extend(numbered(&lines[tab], number + 1));
            }
            grouped.extend([format!("{indent}{colons}"), String::new()]);
        }
        grouped.extend_from_slice(&lines[at..]);
        grouped
    }
}

/// The indentation of a block.
fn indent_of(lines: &[String]) -> &str {
    let head = lines.iter().find(|line| !line.trim().is_empty()).map_or("", String::as_str);
    &head[..head.len() - head.trim_start().len()]
}

/// A tab, by its number if it has no name.
fn numbered(lines: &[String], number: usize) -> Vec<String> {
    let mut lines = lines.to_vec();
    if let Some(head) = lines.iter_mut().find(|line| !line.trim().is_empty())
        && head.trim().trim_start_matches(':').trim_start() == "tab"
    {
        head.push_str(&format!(" {number}"));
    }
    lines
}

impl PageContext<'_> {
    /// Tabs that begin with lines `@tab label`, `== label` or `=== label`; `None` if none does.
    pub(super) fn labelled_tabs(&mut self, lines: &[String], depth: usize) -> Option<Vec<String>> {
        let begins = labels(lines);
        let mut written = WrittenLines { lines: self.rewrite(&lines[..*begins.first()?], depth), ..Default::default() };
        for (place, begin) in begins.iter().enumerate() {
            let end = begins.get(place + 1).copied().unwrap_or(lines.len());
            let inner = self.rewrite(&lines[begin + 1..end], depth);
            written.push_block(framed(ContainerForm::Tab, label(&lines[*begin])?, inner));
        }
        Some(written.grouped())
    }
}

/// The lines that begin tabs, but for those of what the lines hold themselves.
fn labels(lines: &[String]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut code = CodeLines::default();
    let mut depth = 0_usize;
    for (at, line) in lines.iter().enumerate() {
        if code.holds(line) {
            continue;
        }
        let trimmed = line.trim();
        let name = trimmed.trim_start_matches(':');
        if trimmed.len() - name.len() >= 3 {
            depth = if name.is_empty() { depth.saturating_sub(1) } else { depth + 1 };
        } else if depth == 0 && label(line).is_some() {
            found.push(at);
        }
    }
    found
}

/// The label of a tab that a line begins.
fn label(line: &str) -> Option<&str> {
    let line = line.trim();
    let named = ["@tab", "=== ", "== "].into_iter().find_map(|mark| line.strip_prefix(mark))?;
    let named = named.strip_prefix(":active").unwrap_or(named);
    Some(named.split('#').next().unwrap_or_default().trim().trim_matches('"')).filter(|label| !label.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn tabs_that_follow_each_other_stand_together() {
        let mut written = WrittenLines::default();
        for block in [
            "::: tab A\na\n:::",
            "",
            "  ",
            "::: tab\nb\n:::",
            "::: tab `x` tab\n:::",
            "text",
            ":::: tab C\n::: x\n:::\n::::",
            "  ::: tab D\n  :::",
        ] {
            written.push_block(lines(block));
        }
        let expected = "\n:::: tabs\n::: tab A\na\n:::\n::: tab 2\nb\n:::\n::: tab `x` tab\n:::\n::::\n\ntext\n\n\
                        ::::: tabs\n:::: tab C\n::: x\n:::\n::::\n:::::\n\n\n  :::: tabs\n  ::: tab D\n  :::\n  ::::\n";
        assert_eq!(written.grouped().join("\n"), expected);
    }

    #[test]
    fn labels_are_known() {
        for (line, found) in [
            ("@tab:active npm#x", Some("npm")),
            ("=== \"One\"", Some("One")),
            ("== Two", Some("Two")),
            ("====", None),
            ("a == b", None),
        ] {
            assert_eq!(label(line), found, "{line}");
        }
        let nested = lines("== A\n::: tabs\n== B\n:::\n```\n== C\n```\n== D");
        assert_eq!(labels(&nested), [0, 7]);
    }
}
