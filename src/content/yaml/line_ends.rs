//! Line ends in texts that stand on several lines: YAML makes a space of each, Chinese has none there.

use crate::analysis::joins_lines;

/// How a text is written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// A block that begins with `>`.
    Folded,
}

/// The text of a scalar without the spaces that stand for line ends between two full-width characters, by the rule of
/// Markdown. `source` is the scalar as it is written; spaces that were typed within a line stay.
pub(super) fn join_lines(text: String, source: &str) -> String {
    let first_line = source.find('\n');
    let (style, written) = match (source.as_bytes().first(), first_line) {
        (None | Some(b'|'), _) | (_, None) => return text,
        (Some(b'\''), _) => (Style::SingleQuoted, &source[1..]),
        (Some(b'"'), _) => (Style::DoubleQuoted, &source[1..]),
        (Some(b'>'), Some(header)) => (Style::Folded, &source[header..]),
        _ => (Style::Plain, source),
    };
    // What the two differ in is nothing that this knows how to read: the parser's text stands.
    joined(&text, written, style).unwrap_or(text)
}

/// Goes through the text and its source side by side; `None` if they do not belong together.
fn joined(text: &str, source: &str, style: Style) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut text, mut source) = (text, source);
    while let Some(character) = text.chars().next() {
        let blank = blank_prefix(source);
        if blank.contains('\n') {
            let (spaces, rest) = text.split_at_checked(folded_length(blank, text, style))?;
            if spaces.chars().any(|space| !space.is_ascii_whitespace()) {
                return None;
            }
            if spaces.contains('\n') || !joins_lines(out.chars().next_back(), rest.chars().next()) {
                out.push_str(spaces);
            }
            (text, source) = (rest, &source[blank.len()..]);
            continue;
        }
        if !blank.is_empty() {
            // All of it at once: each look at a run of spaces goes through all of it.
            text = text.strip_prefix(blank)?;
            source = &source[blank.len()..];
            out.push_str(blank);
            continue;
        }
        let Some(written) = source.chars().next() else {
            // The place of a block ends before its last line end.
            return text.trim_matches('\n').is_empty().then(|| out + text);
        };
        source = match (style, written) {
            (Style::DoubleQuoted, '\\') => match after_escape(&source[1..])? {
                Escape::Character(rest) => rest,
                Escape::LineEnd(lines, rest) => {
                    let (breaks, after) = text.split_at_checked(lines - 1)?;
                    out.push_str(breaks);
                    (text, source) = (after, rest);
                    continue;
                }
            },
            (Style::SingleQuoted, '\'') => source.strip_prefix("''")?,
            _ if written == character => &source[written.len_utf8()..],
            _ => return None,
        };
        out.push(character);
        text = &text[character.len_utf8()..];
    }
    Some(out)
}

fn blank_prefix(source: &str) -> &str {
    let rest = source.trim_start_matches([' ', '\t', '\n']);
    &source[..source.len() - rest.len()]
}

/// How many bytes of the text stand for spaces and line ends of the source.
fn folded_length(blank: &str, text: &str, style: Style) -> usize {
    if style == Style::Folded {
        return blank_prefix(text).len();
    }
    // One line end is a space, and of several each but the first is a line end.
    blank.matches('\n').count().saturating_sub(1).max(1)
}

enum Escape<'s> {
    /// It stands for one character; what follows it.
    Character(&'s str),
    /// It takes away a line end, which this many line ends follow it with; what follows them.
    LineEnd(usize, &'s str),
}

/// What a backslash means, by what follows it.
fn after_escape(source: &str) -> Option<Escape<'_>> {
    let blank = blank_prefix(source);
    if source.starts_with('\n') {
        return Some(Escape::LineEnd(blank.matches('\n').count(), &source[blank.len()..]));
    }
    let name = source.chars().next()?;
    let digits = match name {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    source.get(name.len_utf8() + digits..).map(Escape::Character)
}

#[cfg(test)]
mod tests {
    use super::join_lines;

    #[test]
    fn line_ends_between_full_width_characters_are_no_spaces() {
        for (text, source, joined) in [
            ("价格与付款， 退款", "价格与付款，\n  退款", "价格与付款，退款"),
            ("价格 退款", "价格  \n  退款", "价格退款"),
            ("价格 退款", "'价格\n  退款'", "价格退款"),
            ("它's 价格", "'它''s\n  价格'", "它's 价格"),
            ("价格 退款", "\"价格\n  退款\"", "价格退款"),
            ("a价\u{683C} 退", "\"\\x61价\\u683c\n  退\"", "a价\u{683C}退"),
            ("价格退款 付", "\"价格\\\n  退款\n  付\"", "价格退款付"),
            ("价格 退款\n", ">\n  价格\n  退款\n", "价格退款\n"),
            ("价格 退款", ">-  # 两行\n  价格\n  退款", "价格退款"),
            ("价格 退款\n", ">2\n  价格\n  退款", "价格退款\n"),
            ("价格\n退款 付", ">-\n  价格\n\n  退款\n  付", "价格\n退款付"),
            ("价格\n退款", "价格\n\n  退款", "价格\n退款"),
            ("价\n  格\n退 款", ">-\n  价\n    格\n  退\n  款", "价\n  格\n退款"),
        ] {
            assert_eq!(join_lines(text.to_owned(), source), joined, "{source}");
        }
    }

    #[test]
    fn other_spaces_stay() {
        for (text, source) in [
            ("价格 与 付款", "价格 与 付款"),
            ("价格 与\n付款", "|\n  价格 与\n  付款"),
            ("购买 ECS 之后", "购买\n  ECS\n  之后"),
            ("one two", "one\n  two"),
            ("价格 退款", "\"价格\\x20\\\n  退款\""),
            ("价格 退款", "\"价格\\ \\\n  退款\""),
            ("价格 退款", "!!str 价格\n  退款"),
        ] {
            assert_eq!(join_lines(text.to_owned(), source), text, "{source}");
        }
    }
}
