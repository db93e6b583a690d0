//! Addresses of links that hold spaces, which Python-Markdown takes for addresses, in the brackets that CommonMark wants around them.

use super::edit::rewritten;
use super::page::PageContext;

impl PageContext<'_> {
    /// Lines in which such addresses stand in brackets, but for code and formulas.
    pub(super) fn with_spaced_addresses(&mut self, lines: Vec<String>) -> Vec<String> {
        let (has_math, mut is_formula) = (self.project.has_math, false);
        rewritten(lines, |line| {
            let is_of_formula = has_math && (is_formula || line.contains('$'));
            is_formula ^= has_math && line.matches("$$").count() % 2 == 1;
            let (bracketed, addresses) = if is_of_formula { None } else { bracketed(line) }?;
            for address in addresses {
                self.remarks.look("addresses with spaces were put between `<` and `>`", &address);
            }
            Some(bracketed)
        })
    }
}

/// A line with its addresses that hold spaces in brackets, and these addresses; `None` if it has none.
fn bracketed(line: &str) -> Option<(String, Vec<String>)> {
    let (mut written, mut addresses) = (String::new(), Vec::new());
    let (mut rest, mut is_code) = (line, false);
    while let Some(at) = rest.find("](") {
        let (before, inner) = rest.split_at(at + 2);
        written.push_str(before);
        rest = inner;
        // Between backticks it is code.
        is_code ^= before.matches('`').count() % 2 == 1;
        let Some(address) = end_of_link(inner).map(|end| without_title(&inner[..end])).filter(|_| !is_code) else {
            continue;
        };
        let trimmed = address.trim();
        if trimmed.contains(' ') && !trimmed.contains(['<', '>', '{']) {
            written.push_str(&format!("<{trimmed}>"));
            written.push_str(&address[address.trim_end().len()..]);
            addresses.push(trimmed.to_owned());
            rest = &inner[address.len()..];
        }
    }
    written.push_str(rest);
    (!addresses.is_empty()).then_some((written, addresses))
}

/// What stands between the brackets of a link has no more characters.
const MAX_LINK: usize = 1024;

/// Where the bracket is closed that a text stands in; brackets of a title between quotation marks are none.
fn end_of_link(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(MAX_LINK)];
    let mut open = 0_usize;
    text.char_indices().find_map(|(at, next)| {
        match next {
            '"' | '\'' if text[..at].ends_with(' ') => {
                let closes = |end: &usize| text[end + 1..].trim_start().starts_with(')');
                let end = text[at + 1..].match_indices(next).map(|(end, _)| at + 1 + end).find(closes);
                return end.map(|end| text.len() - text[end + 1..].trim_start().len());
            }
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
        None
    })
}

/// What a link leads to, without the title between quotation marks behind it.
fn without_title(inner: &str) -> &str {
    let end = inner.trim_end();
    let title = ['"', '\''].into_iter().find_map(|quote| {
        let before = end.strip_suffix(quote)?;
        before.find(&format!(" {quote}"))
    });
    title.map_or(inner, |at| &inner[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_spaces_are_put_in_brackets() {
        for (line, written) in [
            ("![p](a/my pic.png) b", Some("![p](<a/my pic.png>) b")),
            ("[p]( a b.md#c \"T t\" ) [q](c d)", Some("[p](<a b.md#c> \"T t\" ) [q](<c d>)")),
            ("[p](a (b c).md)", Some("[p](<a (b c).md>)")),
            ("[p](a \"T t\") [q](<a b>) [r](a.md 'x y')", None),
            ("[p](a.md \"1) T\") [q](a b \"(2\")", Some("[p](a.md \"1) T\") [q](<a b> \"(2\")")),
            ("`[p](a b)` [q](a", None),
            ("[p](a{ .b c })", None),
        ] {
            assert_eq!(bracketed(line).map(|(line, _)| line).as_deref(), written, "{line}");
        }
    }
}
