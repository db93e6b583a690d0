//! Where the sentences of a plain text end, in Chinese and in Latin script.

use std::ops::Range;

/// What a full stop is a part of. `No.` stands before a number, which says so itself; elsewhere `No.` is an answer.
const ABBREVIATIONS: [&str; 12] = ["Mr", "Mrs", "Ms", "Dr", "Art", "Inc", "Ltd", "Co", "vs", "etc", "cf", "approx"];

/// What ends a sentence of Chinese.
const STOPS: [char; 3] = ['。', '！', '？'];

/// What closes a quotation or a parenthesis, and belongs to the sentence before it.
const CLOSING: [char; 9] = ['”', '’', '」', '』', '）', '》', ')', '"', '\''];

/// Each sentence with the space after it; joined they are the text.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut begin = 0;
    let mut sentences = Vec::new();
    for end in ends_of_sentences(text).into_iter().chain([text.len()]) {
        let end = text.len() - text[end..].trim_start().len();
        if end > begin {
            sentences.push(begin..end);
            begin = end;
        }
    }
    sentences
}

/// After which bytes a sentence ends. One of Chinese goes on behind a quotation that ends with a stop, and a full stop of Latin script
/// ends one if a space and no small letter follow, unless the sentence goes on.
pub(crate) fn ends_of_sentences(text: &str) -> Vec<usize> {
    let ends = text.char_indices().filter_map(|(place, character)| {
        let after = &text[place + character.len_utf8()..];
        let rest = after.trim_start_matches(CLOSING);
        let next = rest.trim_start();
        let ends = match character {
            stop if STOPS.contains(&stop) => {
                !after.starts_with(STOPS) && (rest.len() == after.len() || !rest.starts_with(char::is_alphanumeric))
            }
            '.' | '!' | '?' if next.is_empty() => true,
            '.' if goes_on(&text[..place], next) => false,
            '.' | '!' | '?' => next.len() < rest.len() && !next.starts_with(char::is_lowercase),
            _ => false,
        };
        ends.then(|| text.len() - rest.len())
    });
    ends.collect()
}

/// Whether a sentence goes on after a full stop: it stands before a number, or after a single letter or an abbreviation.
fn goes_on(before: &str, next: &str) -> bool {
    let word = before.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    next.starts_with(|first: char| first.is_ascii_digit()) || word.len() == 1 || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_sentences_end_with_their_last_stop() {
        for text in ["要“备案。”吗？", "要备案吗？！", "（要备案。）"] {
            assert_eq!(sentences(text).len(), 1, "{text}");
        }
        assert_eq!(sentences("要备案。“网站”要！能用吗？").len(), 3);
    }

    #[test]
    fn sentences_go_on_after_abbreviations_and_before_numbers() {
        for text in [
            "Decree No. 33 applies.",
            "Some ask for it, e.g. Guangdong.",
            "Some need not, i.e. Beijing.",
            "U.S. Customs asks for it.",
            "It takes Form B. Customs asks for it.",
        ] {
            assert_eq!(sentences(text).len(), 1, "{text}");
        }
        for abbreviation in ABBREVIATIONS {
            let text = format!("It is {abbreviation}. Li who asks.");
            assert_eq!(sentences(&text).len(), 1, "{text}");
        }
        for text in ["No. It need not be filed.", "Is it free? 5 yuan.", "It takes 20 days. Then pay."] {
            assert_eq!(sentences(text).len(), 2, "{text}");
        }
    }
}
