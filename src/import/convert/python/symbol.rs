//! Signs that stand for others in running text, and the language that code in it may begin with.

/// What stands for a sign.
const SIGNS: [(&str, &str); 8] =
    [("(tm)", "™"), ("(c)", "©"), ("(r)", "®"), ("+/-", "±"), ("=/=", "≠"), ("<-->", "↔"), ("-->", "→"), ("<--", "←")];
const FRACTIONS: [(&str, &str); 15] = [
    ("1/4", "¼"),
    ("1/2", "½"),
    ("3/4", "¾"),
    ("1/3", "⅓"),
    ("2/3", "⅔"),
    ("1/5", "⅕"),
    ("2/5", "⅖"),
    ("3/5", "⅗"),
    ("4/5", "⅘"),
    ("1/6", "⅙"),
    ("5/6", "⅚"),
    ("1/8", "⅛"),
    ("3/8", "⅜"),
    ("5/8", "⅝"),
    ("7/8", "⅞"),
];

/// The sign that a text begins with: how long what stands for it is, and what it is.
pub(in crate::import) fn symbol(before: &str, text: &str) -> Option<(usize, &'static str)> {
    let is_of_arrow =
        |mark: &str| mark.starts_with('-') && before.ends_with('-') || mark == "<--" && text[3..].starts_with('-');
    let sign = SIGNS.iter().find(|(mark, _)| text.starts_with(mark) && !is_of_arrow(mark));
    let is_word = |next: char| next.is_alphanumeric() || next == '_';
    let parts =
        |mark: &str, joins: fn(char) -> bool| !before.ends_with(joins) && !text[mark.len()..].starts_with(joins);
    let fraction = || {
        let found = FRACTIONS.iter().find(|(mark, _)| text.starts_with(mark))?;
        Some(found).filter(|(mark, _)| parts(mark, |next| next.is_numeric()))
    };
    let care_of = || text.starts_with("c/o").then_some(&("c/o", "℅")).filter(|(mark, _)| parts(mark, is_word));
    let (mark, sign) = sign.or_else(fraction).or_else(care_of)?;
    Some((mark.len(), sign))
}

/// How long the name of its language is that code begins with: `#!python x`, `:::js x`.
pub(in crate::import) fn code_language(code: &str) -> Option<usize> {
    let colons = code.len() - code.trim_start_matches(':').len();
    let mark = if code.starts_with("#!") { 2 } else { Some(colons).filter(|colons| *colons >= 3)? };
    let is_of_name = |next: char| next.is_alphanumeric() || matches!(next, '_' | '#' | '.' | '+' | '-');
    let rest = code[mark..].trim_start_matches(is_of_name);
    let behind = rest.trim_start();
    (behind.len() < rest.len() && !behind.is_empty()).then_some(code.len() - behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_known() {
        for (before, text, found) in [
            ("", "(c) x", Some((3, "©"))),
            ("a ", "--> b", Some((3, "→"))),
            ("-", "-->", None),
            ("", "<-->", Some((4, "↔"))),
            ("", "<---", None),
            ("", "1/2.", Some((3, "½"))),
            ("1", "1/2", None),
            ("", "1/25", None),
            ("", "c/o x", Some((3, "℅"))),
            ("do", "c/o", None),
        ] {
            assert_eq!(symbol(before, text), found, "{before}{text}");
        }
    }

    #[test]
    fn languages_of_code_are_known() {
        for (code, length) in
            [("#!python a()", Some(9)), (":::js  b", Some(7)), ("#!sh", None), ("#!/bin/sh x", None), ("::a b", None)]
        {
            assert_eq!(code_language(code), length, "{code}");
        }
    }
}
