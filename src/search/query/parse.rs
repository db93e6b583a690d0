//! What was typed, taken apart: `域名 "实名认证" -转让 category:domain`.

/// The parts of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// All that is asked for, phrases included.
    pub(super) text: String,
    /// What was put in quotation marks.
    pub(super) phrases: Vec<String>,
    /// What must not be there.
    pub(super) excluded: Vec<String>,
    /// Words with a colon, which may be filters: name, value, and how it was typed.
    pub(super) filters: Vec<(String, String, String)>,
}

/// A longer query is cut: nobody types so much, and what is pasted says what it is about before.
pub const MAX_CHARACTERS: usize = 200;

/// As much of what was typed as is searched for: at most [`MAX_CHARACTERS`], without the spaces around it.
pub(super) fn searched(typed: &str) -> &str {
    let typed = typed.trim();
    typed.char_indices().nth(MAX_CHARACTERS).map_or(typed, |(end, _)| &typed[..end])
}

/// Takes a query apart. Nothing that is typed is wrong: what makes no sense as an operator is text.
pub(super) fn parse(query: &str) -> Parts {
    let mut parts = Parts::default();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let negative = rest.strip_prefix('-').filter(|after| after.starts_with(|next: char| !is_operator(next)));
        let begun = negative.unwrap_or(rest);
        let (piece, quoted, after) = piece(begun);
        // What stands in quotation marks is no filter, even if they are not closed.
        let is_plain = !begun.starts_with(|first| closing(first).is_some());
        let colon = piece.find(is_colon).filter(|at| {
            is_plain && begun[*at..].trim_start_matches(is_colon).starts_with(|next: char| !next.is_whitespace())
        });
        match (negative, colon) {
            (Some(_), _) => parts.excluded.push(piece.to_owned()),
            (None, Some(at)) => {
                let colon = piece[at..].chars().next().map_or(0, char::len_utf8);
                let (value, _, beyond) = self::piece(&rest[at + colon..]);
                let typed = &rest[..rest.len() - beyond.len()];
                parts.filters.push((piece[..at].to_owned(), value.to_owned(), typed.to_owned()));
                rest = beyond.trim_start();
                continue;
            }
            (None, None) => {
                if quoted {
                    parts.phrases.push(piece.to_owned());
                }
                parts.text.push_str(piece);
                // What touches a phrase in the query touches it in its meaning, too.
                if after.starts_with(char::is_whitespace) {
                    parts.text.push(' ');
                }
            }
        }
        rest = after.trim_start();
    }
    if parts.text.trim().is_empty() && parts.filters.is_empty() {
        for text in std::mem::take(&mut parts.excluded) {
            parts.text.push_str(&text);
            parts.text.push(' ');
        }
    }
    parts
}

fn is_colon(character: char) -> bool {
    matches!(character, ':' | '\u{FF1A}')
}

fn is_operator(character: char) -> bool {
    character == '-' || character.is_whitespace()
}

/// The mark that ends what one begins.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '\u{201C}' => '\u{201D}',
        '\u{300C}' => '\u{300D}',
        '\u{300E}' => '\u{300F}',
        '\u{FF02}' => '\u{FF02}',
        _ => return None,
    })
}

/// The first piece of a text: what stands in quotation marks, or up to the next space or quotation mark. Whether it is
/// quoted, and what follows.
fn piece(text: &str) -> (&str, bool, &str) {
    if let Some(open) = text.chars().next()
        && let Some(close) = closing(open)
    {
        let inner = &text[open.len_utf8()..];
        return match inner.find(close) {
            Some(end) => (&inner[..end], true, &inner[end + close.len_utf8()..]),
            // A phrase that is not finished yet is text.
            None => (inner, false, ""),
        };
    }
    let ends = |character: char| character.is_whitespace() || closing(character).is_some();
    let end = text.find(ends).unwrap_or(text.len());
    (&text[..end], false, &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    type ExpectedParts = (String, Vec<String>, Vec<String>, Vec<(String, String)>);

    fn parts(query: &str) -> ExpectedParts {
        let parts = parse(query);
        let filters = parts.filters.into_iter().map(|(name, value, _)| (name, value)).collect();
        (parts.text.trim().to_owned(), parts.phrases, parts.excluded, filters)
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn operators_are_told_from_text() {
        for (query, text, phrases, excluded, filters) in [
            ("备案 多久", "备案 多久", &[][..], &[][..], &[][..]),
            ("域名 -转让", "域名", &[], &["转让"], &[]),
            ("-转让", "转让", &[], &[], &[]),
            ("E-1024 - 报错 --", "E-1024 - 报错 --", &[], &[], &[]),
            ("想叫\"中华美食网\"行不行", "想叫中华美食网行不行", &["中华美食网"], &[], &[]),
            ("“实名认证” 「备案」", "实名认证 备案", &["实名认证", "备案"], &[], &[]),
            ("\"not finished", "not finished", &[], &[], &[]),
            ("\"备：a", "备：a", &[], &[], &[]),
            ("「category:domain", "category:domain", &[], &[], &[]),
            ("-\"备：a", "备：a", &[], &[], &[]),
            ("a：\"备：", "", &[], &[], &[("a", "备：")]),
            ("domain -\"real name\"", "domain", &[], &["real name"], &[]),
            ("category:domain 过户", "过户", &[], &[], &[("category", "domain")]),
            ("product:\"hong kong\" 域名", "域名", &[], &[], &[("product", "hong kong")]),
            ("省份：上海", "", &[], &[], &[("省份", "上海")]),
            ("another province: what do I do?", "another province: what do I do?", &[], &[], &[]),
            ("", "", &[], &[], &[]),
        ] {
            let filters: Vec<(String, String)> =
                filters.iter().map(|(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(parts(query), (text.to_owned(), strings(phrases), strings(excluded), filters), "{query}");
        }
    }
}
