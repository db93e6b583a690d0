//! Hugo's shortcodes: each becomes the tag of a component, and is treated as those are.

use std::collections::HashSet;

use crate::import::remark::Remarks;
use crate::markdown::fence::CodeLines;

/// An address is no longer, in bytes.
const LONGEST_ADDRESS: usize = 4 << 10;

/// The attribute of a shortcode of tabs that is written with `%`: what it holds is Markdown.
pub(super) const HOLDS_MARKDOWN: &str = "_markdown";

/// The names of shortcodes that are closed: those can hold a text.
pub(super) fn closed_names(text: &str) -> HashSet<&str> {
    let closing = text.split("{{").filter_map(|rest| rest.trim_start_matches(['<', '%', ' ']).strip_prefix('/'));
    closing.filter_map(|rest| rest.trim_start().split([' ', '>', '%']).next()).collect()
}

/// Where the next shortcode begins.
fn next_shortcode(text: &str) -> Option<usize> {
    let braces = text.match_indices('{').map(|(at, _)| at);
    let mut begins = braces.filter(|at| text[*at..].starts_with("{{<") || text[*at..].starts_with("{{%"));
    begins.next()
}

/// A text with tags in place of shortcodes, outside of blocks of code.
pub(super) fn shortcodes_as_tags(text: &str, remarks: &mut Remarks) -> String {
    let closed = closed_names(text);
    let mut converted = String::with_capacity(text.len());
    let mut prose = String::new();
    let mut code = CodeLines::default();
    for line in text.split_inclusive('\n') {
        if code.holds(line) {
            converted.push_str(&in_prose(&std::mem::take(&mut prose), &closed, remarks));
            converted.push_str(
                &line.replace("{{</*", "{{<").replace("*/>}}", ">}}").replace("{{%/*", "{{%").replace("*/%}}", "%}}"),
            );
        } else {
            prose.push_str(line);
        }
    }
    converted.push_str(&in_prose(&prose, &closed, remarks));
    converted
}

fn in_prose(prose: &str, closed: &HashSet<&str>, remarks: &mut Remarks) -> String {
    let mut converted = String::with_capacity(prose.len());
    let mut rest = prose;
    let mut span = CodeSpan::default();
    while let Some(open) = next_shortcode(rest) {
        let percent = rest[open..].starts_with("{{%");
        let ending = if percent { "%}}" } else { ">}}" };
        let Some(length) = rest[open..].find(ending) else {
            break;
        };
        converted.push_str(&rest[..open]);
        span.pass(&rest[..open]);
        let written = &rest[open..open + length + 3];
        let inner = rest[open + 3..open + length].trim();
        rest = &rest[open + length + 3..];
        if !inner.starts_with("/*") && span.holds(rest) {
            remarks.lost("a shortcode in code is shown as it is written", written);
            converted.push_str(written);
            continue;
        }
        if let Some(shown) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            converted.push_str(&format!("`{} {} {ending}`", &written[..3], shown.trim()));
        } else if let Some(name) = inner.strip_prefix('/') {
            converted.push_str(&format!("</hugo-{}>", tag_name(name.trim())));
        } else {
            let in_destination = is_in_destination(&converted);
            if in_destination && !matches!(inner.split_whitespace().next(), Some("ref" | "relref")) {
                remarks.look("a shortcode makes an address, which is not known here", written);
            }
            converted.push_str(&opening(inner, (in_destination, percent), closed));
        }
        if !inner.starts_with('/') {
            let name = inner.split_whitespace().next().unwrap_or_default();
            remarks.converted(format!("the shortcode `{name}` was read"), written);
        }
    }
    converted.push_str(rest);
    converted
}

/// The span of code that a place in running text may stand in: how many backticks began it.
#[derive(Default)]
struct CodeSpan(Option<usize>);

impl CodeSpan {
    /// Goes on past a text.
    fn pass(&mut self, text: &str) {
        let paragraph = text.rsplit_once("\n\n").map(|(_, last)| last);
        if paragraph.is_some() {
            self.0 = None;
        }
        for length in runs_of_backticks(paragraph.unwrap_or(text)) {
            match self.0 {
                None => self.0 = Some(length),
                Some(begun) if begun == length => self.0 = None,
                Some(_) => {}
            }
        }
    }

    /// Whether the place stands in one, which what follows ends.
    fn holds(&self, after: &str) -> bool {
        self.0.is_some_and(|begun| {
            let paragraph = after.split_once("\n\n").map_or(after, |(first, _)| first);
            runs_of_backticks(paragraph).any(|length| length == begun)
        })
    }
}

/// How long the runs of backticks are, in their order.
fn runs_of_backticks(text: &str) -> impl Iterator<Item = usize> {
    text.split(|next| next != '`').map(str::len).filter(|length| *length > 0)
}

/// Whether what follows a text is part of an address: of a link, of a definition, or in an attribute.
fn is_in_destination(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_ADDRESS))..];
    let begin = near.rfind('\n').map_or(0, |end| end + 1);
    let above = near[..begin.saturating_sub(1)].rfind('\n').map_or(0, |end| end + 1);
    // The address may stand on the next line.
    let goes_on = near[above..begin].trim_end();
    let goes_on = goes_on.ends_with("](") || goes_on.ends_with("]:");
    let line = &near[if goes_on { above } else { begin }..];
    let is_open = |rest: &str| match rest.strip_prefix('<') {
        Some(rest) => !rest.contains('>'),
        None => !rest.contains([')', ' ']),
    };
    let of_link = line.rfind("](").is_some_and(|at| is_open(line[at + 2..].trim_start()));
    let of_attribute = line.rfind("=\"").is_some_and(|at| !line[at + 2..].contains('"'));
    let marks = [' ', '\t', '\n', '>'];
    let definition = line.trim_start_matches(marks).strip_prefix('[').and_then(|line| line.split_once("]:"));
    of_link || of_attribute || definition.is_some_and(|(_, rest)| is_open(rest.trim_start_matches(marks)))
}

/// The name of the tag that stands for a shortcode, as CommonMark knows tags.
fn tag_name(name: &str) -> String {
    name.chars().map(|next| if next.is_ascii_alphanumeric() { next } else { '-' }).collect()
}

fn attribute_name(name: &str) -> String {
    let fits = |next: &char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
    name.chars().map(|next| if fits(&next) { next } else { '-' }).collect()
}

fn opening(inner: &str, (in_destination, percent): (bool, bool), closed: &HashSet<&str>) -> String {
    let (name, parameters) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let (name, parameters) = (name.trim_end_matches('/'), parameters.trim().trim_end_matches('/'));
    let given = parameters_of(parameters);
    if in_destination || matches!(name, "ref" | "relref") {
        // An address has no spaces.
        return given.into_iter().next().map(|(_, value)| value.replace(' ', "%20")).unwrap_or_default();
    }
    let escape =
        |value: &str| value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('\n', " ");
    let attributes: String = given.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    let end = if closed.contains(name) && !inner.ends_with('/') { "" } else { " /" };
    let mark = if percent && end.is_empty() && name.contains("code") {
        format!(" {HOLDS_MARKDOWN}=\"\"")
    } else {
        String::new()
    };
    format!("<hugo-{}{attributes}{mark}{end}>", tag_name(name))
}

/// Named and unnamed parameters; the latter are called `_0`, `_1` and so on.
pub(super) fn parameters_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|next: char| next.is_whitespace() || "=\"`".contains(next)).unwrap_or(rest.len());
        let (name, value) = match rest[end..].strip_prefix('=') {
            Some(value) => (attribute_name(&rest[..end]), value),
            None => (format!("_{}", found.len()), rest),
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '`')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        found.push((if is_name { name } else { format!("_{name}") }, value.to_owned()));
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_become_tags() {
        let convert = |text: &str| shortcodes_as_tags(text, &mut Remarks::default());
        assert_eq!(
            convert("{{< alert title=\"a & b\" >}}\nText\n{{< /alert >}}\n"),
            "<hugo-alert title=\"a &amp; b\">\nText\n</hugo-alert>\n"
        );
        assert_eq!(convert("{{% youtube abc %}}"), "<hugo-youtube _0=\"abc\" />");
        assert_eq!(convert("[x]({{< ref \"a.md#b\" >}})"), "[x](a.md#b)");
        assert_eq!(convert("```\n{{</* a */>}}\n```\n"), "```\n{{< a >}}\n```\n");
        assert_eq!(convert("{{< open"), "{{< open");
        assert_eq!(
            convert("`a@{{< version >}}` and {{< my_tip a_b=\"c\" >}}"),
            "`a@{{< version >}}` and <hugo-my-tip a_b=\"c\" />"
        );
        assert_eq!(convert("[a]: <{{% param repo %}}/x>\n"), "[a]: <repo/x>\n");
        assert_eq!(convert("> [a]:\n>  <v{{% param v %}}>\n"), "> [a]:\n>  <vv>\n");
        assert_eq!(convert("[a](\n{{< ref \"b c.md\" >}}) {{< d >}}"), "[a](\nb%20c.md) <hugo-d />");
        assert_eq!(convert("[a]: b\n{{< d >}}"), "[a]: b\n<hugo-d />");
    }
}
