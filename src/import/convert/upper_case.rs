//! Components of MDX whose names have no letter in lower case: there `<A>` is none of HTML. They are marked, and known as components.

use std::collections::BTreeSet;

use super::code_span::code_length;
use super::edit::rewritten;

/// What the marked names begin with.
pub(super) const MARK: &str = "mdx-";

/// Lines of MDX with the names marked of those components that the page imports, closes or uses as a whole.
pub(super) fn with_marked_names(lines: Vec<String>) -> Vec<String> {
    let names = names(&lines);
    if names.is_empty() {
        return lines;
    }
    rewritten(lines, |line| line.contains('<').then(|| marked(line, &names)))
}

/// The name that follows a `<`, or `</`, if it is one in upper case.
fn name_at(rest: &str) -> Option<&str> {
    let is_of_name = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '$');
    let name = &rest[..rest.find(|next| !is_of_name(next)).unwrap_or(rest.len())];
    let is_upper = name.starts_with(|first: char| first.is_ascii_uppercase())
        && !name.contains(|next: char| next.is_ascii_lowercase() || matches!(next, '_' | '$'));
    let ends = rest[name.len()..].chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '>' | '/'));
    (is_upper && ends).then_some(name)
}

/// The names in upper case of components.
fn names(lines: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in lines {
        if let Some(statement) = line.strip_prefix("import ").or_else(|| line.strip_prefix("export ")) {
            let words = statement.split(|next: char| !next.is_alphanumeric() && !matches!(next, '_' | '$'));
            found.extend(words.filter_map(name_at).map(str::to_owned));
        }
        for (at, _) in line.match_indices('<') {
            let rest = &line[at + 1..];
            let closing = rest.strip_prefix('/').and_then(name_at);
            let whole = || name_at(rest).filter(|_| rest.split('>').next().is_some_and(|tag| tag.ends_with('/')));
            found.extend(closing.or_else(whole).map(str::to_owned));
        }
    }
    found
}

/// A line with these names marked, outside of code.
fn marked(line: &str, names: &BTreeSet<String>) -> String {
    let mut written = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(next) = rest.find(['<', '`']) {
        let code = if rest[next..].starts_with('`') { code_length(&rest[next..]) } else { 0 };
        let slash = usize::from(rest[next..].starts_with("</"));
        let end = next + if code > 0 { code } else { 1 + slash };
        written.push_str(&rest[..end]);
        rest = &rest[end..];
        if code == 0 && name_at(rest).is_some_and(|name| names.contains(name)) {
            written.push_str(MARK);
        }
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_upper_case_are_of_components() {
        for (text, expected) in [
            (
                "import A from './a.md'\n\n<A />\n\n`<A />` <A>",
                "import A from './a.md'\n\n<mdx-A />\n\n`<A />` <mdx-A>",
            ),
            ("<B>x</B> <Tabs></Tabs> <b>y</b>", "<mdx-B>x</mdx-B> <Tabs></Tabs> <b>y</b>"),
            ("import {TOC, B2} from 'x'\n<B2 c={'d'}\n/>", "import {TOC, B2} from 'x'\n<mdx-B2 c={'d'}\n/>"),
            ("put <NAME> and <API_KEY> here, <A-b/>", "put <NAME> and <API_KEY> here, <A-b/>"),
            ("<A/>\n```\n<A/>\n```", "<mdx-A/>\n```\n<A/>\n```"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_marked_names(lines).join("\n"), expected);
        }
    }
}
