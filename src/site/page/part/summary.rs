//! Summaries that are not too long.

use crate::analysis::{Dictionary, Folded, Neighbours, Segmenter, is_full_width, script_of};
use crate::markdown::{ends_of_sentences, sentences};
use crate::name::{Locale, Script};
use crate::site::page::context::Context;

/// So many columns a summary has at most, Chinese counting double; `shorten` may add an ellipsis.
const COLUMNS: usize = 160;
/// A summary that ends earlier for the sake of a whole sentence tells too little.
const LEAST: usize = COLUMNS / 2;
/// What ends after so many columns is near the end.
const NEAR: usize = COLUMNS * 3 / 4;

/// A summary that is not too long for a list or a description: it ends with a sentence, or else with an ellipsis after a clause or
/// a word. Sentences after the first that point at what stands below them in their text are left out, where it does not.
/// `locale` is the language that it is written in.
pub(crate) fn shorten(text: &str, locale: Locale, context: Context<'_>) -> String {
    let language = context.content.languages.get(locale);
    let end_of_phrase = |text: &str, room: usize| end_of_phrase(text, room, &context.content.dictionary);
    shorten_with(text, language.message("pointers"), language.message("ellipsis"), end_of_phrase)
}

fn shorten_with(
    text: &str,
    pointers: &str,
    ellipsis: &str,
    end_of_phrase: impl Fn(&str, usize) -> Option<usize>,
) -> String {
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

/// A text without the sentences, but for its first, that point at what is below by one of the phrases, or that end with a colon.
fn without_pointers(text: &str, pointers: &str) -> String {
    let points = |sentence: &str| {
        let sentence = sentence.trim_end().to_lowercase();
        let mut phrases = pointers.split('|').filter(|phrase| !phrase.is_empty());
        sentence.ends_with([':', '：']) || phrases.any(|phrase| points_beyond(&sentence, phrase))
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

/// Whether a phrase stands in a sentence, in Latin script as whole words, and no colon after it shows what it points at.
fn points_beyond(sentence: &str, phrase: &str) -> bool {
    let in_word = |character: char| character.is_ascii_alphanumeric();
    let are_apart = |before: &str, after: &str| !(before.ends_with(in_word) && after.starts_with(in_word));
    sentence.match_indices(phrase).any(|(place, _)| {
        let (before, after) = (&sentence[..place], &sentence[place + phrase.len()..]);
        are_apart(before, phrase) && are_apart(phrase, after) && !after.contains(": ") && !after.contains('：')
    })
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

/// The last place up to which whole words of Chinese stand, those of the site among them. Few summaries come to this: most have a
/// mark to end at.
fn end_of_phrase(text: &str, room: usize, words: &[String]) -> Option<usize> {
    let mut neighbours = Neighbours::default();
    neighbours.add(Folded::new(text).text());
    let segmenter = Segmenter::new(&Dictionary::of_texts(words.iter().map(String::as_str), &neighbours));
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

    /// The words of each language that the theme has.
    const WORDS: [&str; 3] = [
        include_str!("../../../../templates/strings.en.yaml"),
        include_str!("../../../../templates/strings.zh.yaml"),
        include_str!("../../../../templates/strings.zh-Hant.yaml"),
    ];

    fn shortened(text: &str) -> String {
        shortened_with(text, &[])
    }

    fn shortened_with(text: &str, words: &[String]) -> String {
        let pointers = WORDS.map(|words| {
            let line = words.lines().find_map(|line| line.strip_prefix("pointers: \""));
            line.and_then(|line| line.strip_suffix('"')).expect("each language has pointers")
        });
        shorten_with(text, &pointers.join("|"), "…", |text, room| end_of_phrase(text, room, words))
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
            ("Log in. The table lists causes. The table also lists remedies. Wait.", "Log in. Wait."),
            ("Log in. The steps are as follows.", "Log in."),
            ("Log in. For the others see below.", "Log in."),
            ("文档说法不一。另有两种说法，见下文。", "文档说法不一。"),
            ("材料要齐。步骤如下。", "材料要齐。"),
            ("材料要齐。分为以下几种。", "材料要齐。"),
            ("材料要齊。分為以下幾種，詳見下圖。", "材料要齊。"),
        ] {
            assert_eq!(shortened(text), expected);
        }
    }

    #[test]
    fn sentences_that_say_what_they_say_by_themselves_stay() {
        for text in [
            "Pay first. It may not fall below 5 yuan.",
            "Pay first. It is filed on the following day.",
            "Pay first. The tablet shows a code.",
            "Pay first. The cases are as follows: none is free.",
            "先缴费。18 岁以下不收费，低于 5 元也不收。",
            "先登录。例如下载失败，就换浏览器。",
            "先登录。审核意见下发以后再改，以下文件不用交。",
            "先登录。材料如下：身份证、营业执照。",
            "先繳費。18 歲以下不收費，審核意見下發後再改。",
        ] {
            assert_eq!(shortened(text), text);
        }
    }

    #[test]
    fn long_chinese_summaries_do_not_cut_words_of_the_site() {
        // There is room for the first five of its seven characters.
        let word = "备案服务申请号";
        let (before, after) = ("服务器".repeat(25), "服务器".repeat(9));
        assert_eq!(shortened_with(&format!("{before}{word}{after}"), &[word.to_owned()]), format!("{before}…"));
    }
}
