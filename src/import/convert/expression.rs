//! Expressions of MDX that are nothing but a text, where a page has them.

use super::code_span::code_length;
use super::code_tag::holds_code;
use super::name::{is_tab, plain_name};
use super::page::PageContext;
use super::tag::MarkupTag;
use super::text_expression::TextExpression;

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
