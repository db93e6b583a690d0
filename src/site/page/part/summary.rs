//! Summaries that are not too long.

use std::ops::Range;

use crate::analysis::{Dictionary, Folded, Neighbours, Segmenter, is_full_width, script_of};
use crate::content::Language;
use crate::name::Script;

/// So many columns a summary has at most, Chinese counting double; `shorten` may add an ellipsis.
const COLUMNS: usize = 160;
/// A summary that ends earlier for the sake of a whole sentence tells too little.
const LEAST: usize = COLUMNS / 2;
/// What ends after so many columns is near the end.
const NEAR: usize = COLUMNS * 3 / 4;

/// What closes a quotation or a parenthesis, and belongs to the sentence before it.
const CLOSING: [char; 9] = ['”', '’', '」', '』', '）', '》', ')', '"', '\''];

/// A summary that is not too long for a list or a description: it ends with a sentence, or else with an ellipsis after a clause or
/// a word. Sentences after the first that point at what stands below them in their text are left out, where it does not.
pub(crate) fn shorten(text: &str, language: &Language) -> String {
    shorten_with(text, language.message("pointers"), language.message("ellipsis"))
}

fn shorten_with(text: &str, pointers: &str, ellipsis: &str) -> String {
    let text = without_pointers(text, pointers);
    let Some(room) = room(&text) else {
        return text;
    };
    let within = &text[..room];
    if let Some(end) = ends_of_sentences(&text).into_iter().rfind(|end| *end <= room && columns(&text[..*end]) >= LEAST)
    {
        return text[..end].trim_end().to_owned();
    }
    let cut = end_of_clause(within, NEAR).or_else(|| match script_of(within) {
        Script::Han => end_of_clause(within, LEAST).or_else(|| end_of_phrase(&text, room)),
        _ => within.rfind(char::is_whitespace),
    });
    let kept = text[..cut.unwrap_or(room)].trim_end_matches(|last: char| last.is_whitespace() || is_mark(last));
    format!("{kept}{ellipsis}")
}

/// A text without the sentences, but for its first, in which one of the words stands that point at what is below, or that end
/// with a colon.
fn without_pointers(text: &str, pointers: &str) -> String {
    let points = |sentence: &str| {
        let sentence = sentence.to_lowercase();
        let mut words = pointers.split('|').filter(|word| !word.is_empty());
        sentence.trim_end().ends_with([':', '：']) || words.any(|word| sentence.contains(word))
    };
    let mut kept = String::with_capacity(text.len());
    for sentence in sentences(text) {
        if kept.is_empty() || !points(&text[sentence.clone()]) {
            kept.push_str(&text[sentence]);
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// Each sentence with the space after it; joined they are the text.
fn sentences(text: &str) -> Vec<Range<usize>> {
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

/// After which bytes a sentence ends. A full stop of Latin script ends one if a space and no small letter follow.
fn ends_of_sentences(text: &str) -> Vec<usize> {
    let ends = text.char_indices().filter_map(|(place, character)| {
        let after = &text[place + character.len_utf8()..];
        let rest = after.trim_start_matches(CLOSING);
        let ends = match character {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let next = rest.trim_start();
                next.is_empty() || next.len() < rest.len() && !next.starts_with(char::is_lowercase)
            }
            _ => false,
        };
        ends.then(|| text.len() - rest.len())
    });
    ends.collect()
}

/// Before the last mark that ends a clause, if so many columns come before it.
fn end_of_clause(text: &str, least: usize) -> Option<usize> {
    let mut marks = text.char_indices().rev().filter(|(place, mark)| {
        let ends = !mark.is_ascii() || text[place + mark.len_utf8()..].starts_with(' ');
        is_mark(*mark) && ends
    });
    let (place, _) = marks.next()?;
    (columns(&text[..place]) >= least).then_some(place)
}

fn is_mark(character: char) -> bool {
    matches!(character, '，' | '；' | '：' | '、' | ',' | ';' | ':')
}

/// The last place up to which whole words of Chinese stand.
fn end_of_phrase(text: &str, room: usize) -> Option<usize> {
    let mut neighbours = Neighbours::default();
    neighbours.add(Folded::new(text).text());
    let segmenter = Segmenter::new(&Dictionary::of_texts([], &neighbours));
    let mut end = 0;
    let ends = segmenter.phrases(text).into_iter().map(|phrase| {
        end += phrase.len();
        end
    });
    ends.take_while(|end| *end <= room).last()
}

/// How many bytes have room, if not all have.
fn room(text: &str) -> Option<usize> {
    let mut columns = 0;
    let beyond = text.char_indices().find(|(_, character)| {
        columns += width(*character);
        columns > COLUMNS
    });
    beyond.map(|(place, _)| place)
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(character: char) -> usize {
    if is_full_width(character) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(text: &str) -> String {
        shorten_with(text, "下表|below", "…")
    }

    #[test]
    fn long_summaries_end_with_a_sentence_or_between_words() {
        assert_eq!(shortened("short"), "short");
        let sentence =
            "An address is checked by the office of the province (e.g. by mail), which takes 3.5 days at most.";
        let words = "what nobody knows ".repeat(9);
        assert_eq!(shortened(&format!("{sentence} And then {words}.")), sentence);
        assert_eq!(shortened(&words), format!("{}what nobody…", "what nobody knows ".repeat(8)));
        let clause = format!("{}, which is why {words}", "a".repeat(130));
        assert_eq!(shortened(&clause), format!("{}…", "a".repeat(130)));
    }

    #[test]
    fn long_chinese_summaries_end_with_a_sentence_a_clause_or_a_word() {
        let sentence = format!("{}“网站”。", "要先备案的网站，".repeat(5));
        assert_eq!(shortened(&format!("{sentence}{}", "然后再提交资料，".repeat(9))), sentence);
        assert_eq!(shortened(&"提交资料以后，".repeat(20)), format!("{}提交资料以后…", "提交资料以后，".repeat(10)));
        let words = shortened(&"备案服务器".repeat(20));
        assert!(words.ends_with("备案…") || words.ends_with("服务器…"), "{words}");
        assert!(columns(&words) > LEAST, "{words}");
    }

    #[test]
    fn sentences_that_point_at_what_is_not_shown_are_left_out() {
        for (text, expected) in [
            ("账号要对。没有错的，再对照下表找原因。不行就重来。", "账号要对。不行就重来。"),
            ("下表列出全部网址。", "下表列出全部网址。"),
            ("Log in. The table below tells the causes. Wait.", "Log in. Wait."),
            ("It depends. These are the cases:", "It depends."),
        ] {
            assert_eq!(shortened(text), expected);
        }
    }
}
