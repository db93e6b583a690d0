//! Where marks of running text end. No search goes far, so that a page of nothing but marks is read in work that grows with it.

/// What is looked for is no further away, in bytes.
pub(super) const MAX_DISTANCE: usize = 4 << 10;
/// Keys are no longer, in bytes.
const MAX_KEYS: usize = 512;
/// So many brackets are open within an address at once, as CommonMark has it.
const MAX_BRACKETS: usize = 32;

/// How long `++ctrl+alt++` is at the beginning of a text.
pub(super) fn keys(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("++")?;
    let is_of_name = |next: char| next.is_ascii_alphanumeric() || "-+\"&;".contains(next);
    let near = near(inner, MAX_KEYS);
    let end = near.find(|next| !is_of_name(next)).or_else(|| (near.len() == inner.len()).then_some(near.len()))?;
    let name = &near[..end];
    (name.len() > 2 && name.ends_with("++")).then_some(name.len() + 2)
}

/// The beginning of a text: so many bytes, or one character less.
pub(super) fn near(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// Where a character stands in the first line of a text, not too far away.
pub(super) fn within_line(text: &str, mark: char) -> Option<usize> {
    let near = near(text, MAX_DISTANCE);
    near.find(mark).filter(|end| !near[..*end].contains('\n'))
}

/// Where a character stands in the first paragraph of a text, not too far away.
fn within_paragraph(text: &str, mark: char) -> Option<usize> {
    let near = near(text, MAX_DISTANCE);
    near.find(mark).filter(|end| !near[..*end].contains("\n\n"))
}

/// How long an address is: up to a space, or the bracket that ends the link. A shortcode in it may hold both.
///
/// An address may be of any length, but each `](` in it opens a bracket, and few are: so few addresses are read over any place.
/// Brackets in shortcodes do not count, so those with shortcodes are not of any length.
pub(super) fn end_of_address(text: &str) -> Option<usize> {
    let (mut open, mut braces, mut has_shortcode) = (0_usize, 0_usize, false);
    for (at, character) in text.char_indices() {
        if open > MAX_BRACKETS || has_shortcode && at > MAX_DISTANCE {
            return None;
        }
        match character {
            '\n' => return Some(at),
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ if braces > 1 => has_shortcode = true,
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ if character.is_whitespace() => return Some(at),
            _ => {}
        }
    }
    Some(text.len())
}

/// How long the label is that a text begins with, and which it is.
pub(super) fn label_of(text: &str) -> Option<(usize, String)> {
    let end = within_paragraph(text, ']')?;
    Some((end, text[..end].split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()))
}

/// What follows the bracket of a label that stands apart from the text that ends here: `] [label]`.
pub(super) fn label_apart(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(']')?;
    let below = rest.strip_prefix('\n').map(|rest| rest.trim_start_matches([' ', '\t', '>']));
    below.or_else(|| rest.strip_prefix(' '))?.strip_prefix('[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::audit::page::SourcePage;
    use crate::import::audit::reader::SourceSyntax;

    #[test]
    fn marks_end_nearby() {
        let data = format!("data:image/png;base64,{}", "A".repeat(20_000));
        for (text, length) in [
            ("a) b", Some(1)),
            ("a(b)c) d", Some(5)),
            ("a b", Some(1)),
            ("{{< ref \"a b (c\" >}}) d", Some(20)),
            (&format!("{data})"), Some(data.len())),
            (&"](".repeat(MAX_BRACKETS + 2), None),
            (&format!("{{{{{}}}}})", "a ".repeat(MAX_DISTANCE)), None),
        ] {
            assert_eq!(end_of_address(text), length, "{text:.40}");
        }
        assert_eq!(keys("++ctrl+a++ b"), Some(10));
        assert_eq!(keys(&"++a".repeat(MAX_KEYS)), None);
        assert_eq!(within_line("ab]", ']'), Some(2));
        assert_eq!(within_line("a\nb]", ']'), None);
        assert_eq!(within_line(&format!("{}]", "中".repeat(MAX_DISTANCE)), ']'), None);
    }

    #[test]
    fn lines_of_nothing_but_marks_are_read() {
        let syntax = SourceSyntax { has_math: true, ..SourceSyntax::default() };
        let words = |text: &str| SourcePage::of(text, syntax).words.words.len();
        for marks in [
            "](",
            "](<",
            "](a \"",
            "][",
            "]({{",
            "{{](}}",
            "[^",
            "++a ++a",
            "&",
            "x <script> ",
            "x <Style>",
            "<!",
            "<?",
            "<!--",
            "<a b=",
            "<a b={",
            "<a b=\"<a c='",
            "$ ",
            "{",
            "{{",
            "{{<",
            "{/*",
            "` `` ",
            "a<br>",
            "a<br>[!",
            "a<br>[^",
            "a<br>`",
            ":a",
            "\\",
            "中](",
        ] {
            // The first and the last of them may be read in another way.
            let few = words(&format!("a {} b", marks.repeat(5_000 / marks.len())));
            let many = words(&format!("a {} b", marks.repeat(100_000 / marks.len())));
            assert!(few <= many && many <= 20 * few + 20, "{marks}: {few} and {many}");
        }
    }
}
