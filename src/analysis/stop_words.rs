//! Words that stand in every question, and say nothing of what it is about.

/// The words, by language; one a line, as they are compared: English ones as stems, too.
const STOP_WORDS: [&str; 2] = [include_str!("stop_words/zh.txt"), include_str!("stop_words/en.txt")];

/// Whether a word, as it is compared, stands in every question: such words are looked for, and count for little.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.iter().any(|words| words.split_terminator('\n').any(|stop| stop == word))
}

/// Whether a text, as it is compared, holds a letter or digit beside words that stand in every question.
#[cfg(not(target_arch = "wasm32"))]
pub fn has_content_words(text: &str) -> bool {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().any(|word| !is_made_of_stop_words(word))
}

/// Whether a word is one or several of them: Chinese has no spaces between words.
#[cfg(not(target_arch = "wasm32"))]
fn is_made_of_stop_words(word: &str) -> bool {
    /// No Chinese one has more characters.
    const LONGEST: usize = 4;
    // Letters are words as a whole only.
    if is_stop_word(word) {
        return true;
    }
    let mut reached = vec![false; word.len() + 1];
    reached[0] = true;
    for (start, _) in word.char_indices() {
        if !reached[start] {
            continue;
        }
        let ends = word[start..].char_indices().map(|(at, character)| start + at + character.len_utf8());
        for end in ends.take(LONGEST) {
            let part = &word[start..end];
            reached[end] = reached[end] || (!part.is_ascii() && is_stop_word(part));
        }
    }
    reached[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_alone_say_nothing() {
        for (text, says) in [
            ("", false),
            ("？ -", false),
            ("the", false),
            ("how is it", false),
            ("isthe", true),
            ("怎么", false),
            ("我们要不要", false),
            ("怎么办", true),
            ("要 备案", true),
            ("e-1024", true),
            ("可不可以要不要", false),
            (&"的".repeat(100_000), false),
            (&("的".repeat(100_000) + "税"), true),
            (&"税".repeat(100_000), true),
        ] {
            assert_eq!(has_content_words(text), says, "{text}");
        }
    }
}
