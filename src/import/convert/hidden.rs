//! Formulas while a text is converted: other characters stand for theirs, so that nothing in them is read as Markdown or HTML.

/// What stands for the first character of ASCII in a formula; the others follow. No text holds them.
const FIRST_HIDDEN: u32 = 0x10_ff00;
/// A formula in which other characters stand for those of ASCII. What its lines begin with stays.
pub(super) fn hidden(formula: &str) -> String {
    let mut written = String::with_capacity(4 * formula.len());
    for (place, line) in formula.split('\n').enumerate() {
        let (before, line) = if place > 0 {
            written.push('\n');
            line.split_at(line.len() - line.trim_start_matches([' ', '\t', '>']).len())
        } else {
            ("", line)
        };
        written.push_str(before);
        let hide = |next: char| char::from_u32(FIRST_HIDDEN + next as u32).filter(|_| next.is_ascii()).unwrap_or(next);
        written.extend(line.chars().map(hide));
    }
    written
}

/// A text with its formulas as they are written; `None` if it has none.
pub(in crate::import) fn shown(text: &str) -> Option<String> {
    let ascii = |next: char| (next as u32).checked_sub(FIRST_HIDDEN).and_then(|code| u8::try_from(code).ok());
    let show = |next: char| ascii(next).filter(u8::is_ascii).map_or(next, char::from);
    let shown: String = text.chars().map(show).collect();
    (shown != text).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_hidden_and_shown() {
        let formula = "$$\na < b\n>   = 税\n$$";
        let hidden = hidden(formula);
        assert!(!hidden.contains(['$', '<', '=']) && hidden.contains("\n>   ") && hidden.contains('税'), "{hidden}");
        assert_eq!(shown(&hidden).as_deref(), Some(formula));
        assert_eq!(shown("no formula: $"), None);
    }
}
