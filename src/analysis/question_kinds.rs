//! Kinds of questions: what a text asks, whatever it asks about.

use super::is_alphanumeric;

/// The kinds, by language: one a line, with the phrases by which a text asks so. A phrase of letters stands between spaces and
/// has `_` for one; `*` stands for anything. What is said by one line is not looked at by the lines below it.
const QUESTION_KINDS: [&str; 2] = [include_str!("question_kinds/zh.txt"), include_str!("question_kinds/en.txt")];

/// The kinds of question that a folded text asks: `how`, `where`.
pub fn question_kinds(text: &str) -> Vec<&'static str> {
    let spaced = |character: char| if is_alphanumeric(character) { character } else { ' ' };
    let mut rest: String = [' '].into_iter().chain(text.chars().map(spaced)).chain([' ']).collect();
    let mut kinds = Vec::new();
    for line in QUESTION_KINDS.iter().flat_map(|language| language.split_terminator('\n')) {
        let mut words = line.split(' ');
        let kind = words.next().unwrap_or_default();
        let mut asks = false;
        for phrase in words {
            asks |= take(phrase, &mut rest);
        }
        if asks && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Whether a word says no to what follows it.
pub fn is_negation(word: &str) -> bool {
    let mut lines = QUESTION_KINDS.iter().flat_map(|language| language.split_terminator('\n'));
    lines.any(|line| line.strip_prefix("without ").is_some_and(|words| words.split(' ').any(|known| known == word)))
}

/// Takes a phrase out of a text, wherever it stands; whether it does.
fn take(phrase: &str, text: &mut String) -> bool {
    let is_spaced = phrase.is_ascii();
    let spaces = if is_spaced { " " } else { "" };
    let words = phrase.chars().map(|character| if character == '_' { ' ' } else { character });
    let phrase: String = spaces.chars().chain(words).chain(spaces.chars()).collect();
    let (first, last) = phrase.split_once('*').unwrap_or((&phrase, ""));
    let mut from = 0;
    let mut found = false;
    while let Some((before, rest)) = split_at_text(text, from, first)
        && let Some((between, after)) = split_at_text(rest, 0, last)
    {
        found = true;
        // What stands between the two is left: it asks on.
        from = before.len();
        *text = [before, " ", between, after].concat();
    }
    found
}

/// What stands before and after a piece of a text, the first from a place on.
fn split_at_text<'t>(text: &'t str, from: usize, piece: &str) -> Option<(&'t str, &'t str)> {
    let (at, _) = text.char_indices().find(|(at, _)| *at >= from && text[*at..].starts_with(piece))?;
    Some((&text[..at], &text[at + piece.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_asks_in_kinds() {
        for (text, kinds) in [
            ("备案要多久", &["long"][..]),
            ("服务器在香港，要不要备案？", &["need"]),
            ("网站还要备案吗", &["need"]),
            ("为什么要备案", &["why"]),
            ("备案服务号是什么", &["what"]),
            ("没买服务器，能申请吗", &["can", "without"]),
            ("核验没通过怎么办", &["fails", "how"]),
            ("how long does it take", &["long"]),
            ("how do i file", &["how"]),
            ("do i need a licence without a server", &["need", "without"]),
            ("nothing however", &[]),
            ("", &[]),
        ] {
            assert_eq!(question_kinds(text), kinds, "{text}");
        }
    }
}
