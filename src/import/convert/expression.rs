//! Expressions of MDX where a page has them: those that are nothing but a text are that, and others are told.

use super::code_span::code_length;
use super::code_tag::holds_code;
use super::edit::rewritten;
use super::name::{is_image, is_tab, plain_name};
use super::page::PageContext;
use super::tag::{MarkupTag, braces};
use super::text_expression::TextExpression;
use super::upper_case::with_marked_names;

/// An expression takes no more lines.
const MAX_LINES: usize = 200;

/// The name and the path that a line of MDX imports.
pub(super) fn imported(statement: &str) -> Option<(&str, String)> {
    let (names, path) = statement.strip_prefix("import ")?.rsplit_once(" from ")?;
    // What formats Markdown puts a backslash before `_`, which is none in the program.
    Some((names.trim(), path.trim().trim_end_matches(';').trim_matches(['"', '\'']).replace('\\', "")))
}

/// Lines of MDX with paths in place of the names of images that they import.
fn with_imported_images(lines: Vec<String>) -> Vec<String> {
    let images = lines.iter().filter_map(|line| imported(line)).filter(|(_, path)| is_image(path));
    let images: Vec<_> =
        images.map(|(name, path)| (format!("={{{name}}}"), format!("={{require(\"{path}\")}}"))).collect();
    if images.is_empty() {
        return lines;
    }
    let with_paths = |line: &str| images.iter().fold(line.to_owned(), |line, (name, path)| line.replace(name, path));
    rewritten(lines, |line| line.contains("={").then(|| with_paths(line)))
}

/// A line of MDX with texts in place of the expressions that are such.
pub(super) fn with_texts(line: &str) -> String {
    let mut written = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(next) = rest.find(['{', '`']) {
        written.push_str(&rest[..next]);
        rest = &rest[next..];
        if rest.starts_with('`') {
            let end = code_length(rest);
            written.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        // The value of an attribute is part of its tag.
        let found = TextExpression::at(rest).filter(|_| !written.ends_with(['=', '{', '\\']));
        match found {
            Some(found) => {
                written.push_str(&found.written());
                rest = &rest[found.length..];
            }
            None => {
                written.push('{');
                rest = &rest[1..];
            }
        }
    }
    written + rest
}

impl PageContext<'_> {
    /// Lines of MDX in which each component is known by its name, and each image by its path.
    pub(super) fn with_marked_names(&self, lines: Vec<String>) -> Vec<String> {
        if self.is_mdx() { with_marked_names(with_imported_images(lines)) } else { lines }
    }

    /// An expression of several lines that a line begins with: what a program computes is code here.
    pub(super) fn expression(&mut self, lines: &[String], indent: &str) -> Option<(usize, Vec<String>)> {
        let whole = lines[..lines.len().min(MAX_LINES)].join("\n");
        let whole = whole.trim_start();
        let (expression, after) = whole.split_at(braces(whole)?);
        let taken = expression.matches('\n').count() + 1;
        if taken == 1 || !after.lines().next().unwrap_or_default().trim().is_empty() {
            return None;
        }
        if let Some(found) = TextExpression::of(expression) {
            return Some((taken, vec![format!("{indent}{}", found.written())]));
        }
        for line in &lines[..taken] {
            self.remarks.look("what a program computes in braces is kept as code", line);
        }
        let longest = expression.split(|next| next != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(3.max(longest + 1));
        let begin = [String::new(), format!("{indent}{fence}jsx")];
        let code = begin.into_iter().chain(lines[..taken].iter().cloned());
        Some((taken, code.chain([format!("{indent}{fence}"), String::new()]).collect()))
    }

    /// A line of MDX without comments; what else a program computes there is told.
    pub(super) fn without_expressions(&mut self, line: &str) -> String {
        let mut written = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(next) = rest.find(['{', '`', '<', '\\']) {
            written.push_str(&rest[..next]);
            rest = &rest[next..];
            let length = match rest.as_bytes()[0] {
                b'`' => code_length(rest),
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'<' => MarkupTag::at(rest).map_or(1, |tag| tag.length),
                _ => {
                    let length = braces(rest);
                    let inner = length.map_or(&rest[1..], |length| &rest[1..length - 1]).trim();
                    if let Some(length) = length.filter(|_| inner.starts_with("/*") && inner.ends_with("*/")) {
                        self.remarks.lost("comments are left out", inner);
                        rest = &rest[length..];
                        continue;
                    }
                    if self.is_computed(inner, &written, line) {
                        self.remarks.look("what a program computes in braces is shown as it is written", inner);
                    }
                    length.unwrap_or(1)
                }
            };
            written.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        written + rest
    }

    /// Whether what stands in braces is an expression: no id of a heading, no attribute, no value of a template and no formula.
    fn is_computed(&self, inner: &str, before: &str, line: &str) -> bool {
        let is_of_formula = self.project.has_math
            && (line.contains('$') || before.ends_with(|last: char| last.is_alphanumeric() || "_^}".contains(last)));
        let is_list = inner.starts_with(['#', '.', ':', '%', '{']) || before.ends_with(['=', '{', ']']);
        let is_attribute = before.ends_with(')') && inner.contains('=');
        !inner.is_empty() && !is_of_formula && !is_list && !is_attribute
    }

    /// What a component holds, if that is an expression that is a text: code is code, and what else is between backticks, too, but
    /// for components that only arrange what they hold.
    pub(super) fn held_text(&self, tag: &MarkupTag, inner: &[String], arranges: bool) -> Option<Vec<String>> {
        if !self.is_mdx() {
            return None;
        }
        let whole = inner.join("\n");
        let whole = whole.trim();
        let found = TextExpression::of(whole)?;
        let name = plain_name(&tag.name);
        let lines = || found.text.trim_matches('\n').lines().map(str::to_owned);
        if holds_code(tag, &name, inner) {
            return Some(lines().collect());
        }
        if !found.is_verbatim || arranges || is_tab(&name) || found.text.trim().is_empty() {
            return Some(vec![found.written()]);
        }
        let fence = if found.text.contains("```") { "``````" } else { "```" };
        Some(std::iter::once(fence.to_owned()).chain(lines()).chain([fence.to_owned()]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_are_texts_are_read() {
        for (line, written) in [
            ("a{' '}", "a "),
            ("a {\"x < y_z\"} b", "a x \\< y\\_z b"),
            ("{`a  b`} `{' '}` ``{'`'}``", "`a  b` `{' '}` ``{'`'}``"),
            ("{ 'it\\'s \\u4e2d' }", "it's 中"),
            ("<A b={'c'} />{x.y}{`a${b}`}{'a' + 'b'}", "<A b={'c'} />{x.y}{`a${b}`}{'a' + 'b'}"),
            ("{`a\\nb`} {{'c'}}", "a b {{'c'}}"),
        ] {
            assert_eq!(with_texts(line), written, "{line}");
        }
        assert_eq!(TextExpression::at("{`a\n b`} c").map(|found| found.text).as_deref(), Some("a\n b"));
        assert_eq!(TextExpression::at("{'a\n b'}"), None);
    }
}
