//! Code in running text.

/// How many bytes the code has that a text begins with, with its backticks; of backticks that no others end, how many they are.
pub(super) fn code_length(text: &str) -> usize {
    let marks = leading_backticks(text);
    let mut from = marks;
    while let Some(at) = text[from..].find('`').map(|next| from + next) {
        let run = leading_backticks(&text[at..]);
        from = at + run;
        if run == marks {
            return from;
        }
    }
    marks
}

fn leading_backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ends_with_as_many_backticks_as_it_begins_with() {
        for (text, code) in
            [("`a` b", "`a`"), ("``a ` b`` `", "``a ` b``"), ("`a ``b", "`"), ("``", "``"), ("`a``b`", "`a``b`")]
        {
            assert_eq!(&text[..code_length(text)], code, "{text}");
        }
    }
}
