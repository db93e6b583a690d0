//! The passage of a document that shows why it was found.

use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::highlighter::{Highlighter, MARGIN, Occurrence, weight_of};
use super::rank::higher;
use super::ranking::RANKING;
use super::{Fragment, Lexicon, SegmentedPassage};
use crate::analysis::{is_alphanumeric, is_full_width, is_han};

/// A piece of a text, with what was asked for marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage that it comes from, by its place.
    pub passage: usize,
    /// The text, with an ellipsis where it was cut.
    pub text: String,
    /// The bytes that are marked, ascending and apart.
    pub marks: Vec<Range<usize>>,
}

impl Snippet {
    /// As HTML: text escaped once, with `<mark>` around what is marked.
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        self.pieces(&mut |text, marked| {
            html.push_str(if marked { "<mark>" } else { "" });
            for character in text.chars() {
                match character {
                    '&' => html.push_str("&amp;"),
                    '<' => html.push_str("&lt;"),
                    '>' => html.push_str("&gt;"),
                    '"' => html.push_str("&quot;"),
                    other => html.push(other),
                }
            }
            html.push_str(if marked { "</mark>" } else { "" });
        });
        html
    }

    /// Hands over the text piece by piece, each with whether it is marked.
    pub fn pieces(&self, receive: &mut dyn FnMut(&str, bool)) {
        let mut done = 0;
        for mark in &self.marks {
            receive(&self.text[done..mark.start], false);
            receive(&self.text[mark.clone()], true);
            done = mark.end;
        }
        receive(&self.text[done..], false);
    }
}

/// A snippet is so wide at most; a Chinese character is twice as wide as a letter.
const WIDTH: usize = 160;

/// Cuts the snippet of a document: from the passage that has most of what was asked for, the piece that has most of it.
pub(super) fn snippet(
    highlighter: &Highlighter<'_>,
    fragment: &Fragment,
    lexicon: &AsLoaded<'_, impl Lexicon>,
) -> Snippet {
    let value = |[heading, text]: [f32; 2]| text + RANKING.heading_of_passage * heading;
    let at_most = |passage: &SegmentedPassage| {
        value([&passage.heading, &passage.text].map(|text| highlighter.at_most(text, &fragment.traditional)))
    };
    let at_most: Vec<f32> = fragment.passages.iter().map(at_most).collect();
    // The most promising first: beside it, few others need a close look.
    let most = at_most.iter().copied().fold(0.0, higher);
    let first = at_most.iter().position(|at_most| *at_most == most).unwrap_or_default();
    let places = (first..first + 1).chain(0..first).chain(first + 1..at_most.len());
    let mut best: Option<(f32, usize, Vec<Occurrence>)> = None;
    for place in places {
        let (Some(passage), Some(at_most)) = (fragment.passages.get(place), at_most.get(place)) else {
            continue;
        };
        if best.as_ref().is_some_and(|(known, ..)| at_most * MARGIN < *known) {
            continue;
        }
        let [in_heading, found] =
            [&passage.heading, &passage.text].map(|text| highlighter.find(text, &fragment.traditional, lexicon));
        let total = value([&in_heading, &found].map(|found| weight_of(found.iter())));
        // Of those that have as much, the first.
        if best.as_ref().is_none_or(|(known, before, _)| total > *known || total == *known && place < *before) {
            best = Some((total, place, found));
        }
    }
    let Some((_, passage, found)) = best else {
        return Snippet::default();
    };
    cut(passage, &fragment.passages[passage].text.text, &found)
}

/// Ranges without their overlaps and seams.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

fn width(character: char) -> usize {
    if is_full_width(character) { 2 } else { 1 }
}

/// The piece of a text that has most of what was found, from the beginning of a sentence if one is near.
fn cut(passage: usize, text: &str, found: &[Occurrence]) -> Snippet {
    let room = |from: usize| {
        let mut used = 0;
        let end = text[from..].char_indices().find(|(_, character)| {
            used += width(*character);
            used > WIDTH
        });
        end.map_or(text.len(), |(at, _)| from + at)
    };
    let starts = [0].into_iter().chain(found.iter().map(|found| sentence_start(text, found.bytes.start)));
    let mut best = (f32::MIN, 0..room(0));
    for start in starts {
        let end = room(start);
        let first = found.partition_point(|found| found.bytes.start < start);
        let inside = found[first..].iter().take_while(|found| found.bytes.start < end);
        let value = weight_of(inside.filter(|found| found.bytes.end <= end));
        if value > best.0 {
            best = (value, start..end);
        }
    }
    let mut range = best.1;
    if range.end < text.len() {
        range.end = word_end(text, &range);
    }
    let marks = joined(found.iter().map(|found| found.bytes.clone()));
    let mut snippet = Snippet { passage, ..Snippet::default() };
    let push_mark = |snippet: &mut Snippet, from: usize| {
        let to = snippet.text.trim_end().len();
        if from < to {
            snippet.marks.push(from..to);
        }
    };
    if range.start > 0 && !text[..range.start].ends_with('\n') && !ends_sentence(&text[..range.start]) {
        snippet.text.push('…');
    }
    let mut marks = marks.iter().filter(|mark| mark.start >= range.start && mark.end <= range.end).peekable();
    let mut open = None;
    for (at, character) in text[range.clone()].char_indices() {
        let at = range.start + at;
        if open.is_none() && marks.peek().is_some_and(|mark| mark.start == at) {
            open = Some(snippet.text.len());
        }
        // Blocks are lines; a snippet is one. Beside a full-width mark, nothing else parts them.
        let next = || text[at + 1..range.end].chars().next();
        if character != '\n' {
            snippet.text.push(character);
        } else if !snippet.text.ends_with(is_full_width_mark) && !next().is_some_and(is_full_width_mark) {
            snippet.text.push(' ');
        }
        if let Some(from) = open
            && marks.next_if(|mark| mark.end <= at + character.len_utf8()).is_some()
        {
            push_mark(&mut snippet, from);
            open = None;
        }
    }
    let kept = snippet.text.trim_end().len();
    snippet.text.truncate(kept);
    if range.end < text.trim_end().len() {
        snippet.text.push('…');
    }
    snippet
}

/// Whether a character is a mark of Chinese that has its space within it.
fn is_full_width_mark(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}') && !is_han(character)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(' ').ends_with(['。', '！', '？', '；', '\n'])
        || (text.ends_with(' ') && text.trim_end().ends_with(['.', '!', '?', ';']))
}

/// Where the sentence of a place begins, or if that is far, a word not far before it.
fn sentence_start(text: &str, at: usize) -> usize {
    let mut used = 0;
    let mut word = at;
    for (place, character) in text[..at].char_indices().rev() {
        used += width(character);
        let after = place + character.len_utf8();
        if ends_sentence(&text[..after]) || character == '\n' {
            return text.len() - text[after..].trim_start().len();
        }
        if used > WIDTH / 4 {
            return word;
        }
        if is_han(character) || !is_alphanumeric(character) {
            word = if is_han(character) { place } else { after };
        }
    }
    0
}

/// Where a text is cut before a word is.
fn word_end(text: &str, range: &Range<usize>) -> usize {
    let inner = &text[range.clone()];
    let next = text[range.end..].chars().next();
    if next.is_none_or(|next| is_han(next) || !is_alphanumeric(next)) {
        return range.end;
    }
    let end = inner.char_indices().rev().find(|(_, character)| is_han(*character) || !is_alphanumeric(*character));
    // A word that fills the whole piece is cut all the same.
    end.map_or(range.end, |(at, character)| range.start + at + character.len_utf8())
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::super::{
        Alternative, Clause, ClauseKind, DocumentKind, Match, Plan, SegmentedPassage, SegmentedText, Vocabulary,
    };
    use super::*;
    use crate::analysis::{Dictionary, Folded, traditional_words, word_lengths};

    fn lexicon() -> &'static Vocabulary {
        static LEXICON: OnceLock<Vocabulary> = OnceLock::new();
        LEXICON.get_or_init(|| Vocabulary::new(Dictionary::with_words(["备案服务号"]), Vec::new(), Vec::new()))
    }

    fn fragment(passages: &[(&str, &str)]) -> Fragment {
        let text = |text: &str| {
            let folded = Folded::new(text);
            let Ok(tokens) = lexicon().tokens(&folded);
            SegmentedText { text: text.to_owned(), words: word_lengths(&tokens) }
        };
        Fragment {
            kind: DocumentKind::Article,
            id: String::new(),
            language: String::new(),
            address: String::new(),
            as_of: None,
            group: None,
            title: String::new(),
            passages: passages
                .iter()
                .map(|(heading, body)| SegmentedPassage { anchor: None, heading: text(heading), text: text(body) })
                .collect(),
            traditional: traditional_words(passages.iter().flat_map(|(heading, text)| [*heading, *text])),
        }
    }

    /// A plan that asks for words, for what stands together, and for sounds.
    fn asking(words: &[&str], pairs: &[&str], sounds: &[&[&str]]) -> Plan {
        let terms = |terms: &[&str]| terms.iter().map(|term| (*term).to_owned()).zip(0..).collect();
        let clause = |matched: Match, wanted: &[&str]| Clause {
            kind: ClauseKind::Word,
            weight: 1.0,
            alternatives: vec![Alternative::new(matched, terms(wanted))],
            is_explained: false,
        };
        let words = words.iter().map(|word| clause(Match::Word, &word.split(' ').collect::<Vec<_>>()));
        let pairs = pairs.iter().map(|pair| clause(Match::Bigram, &[pair]));
        let sounds = sounds.iter().map(|sounds| clause(Match::Pinyin, sounds));
        Plan { clauses: words.chain(pairs).chain(sounds).collect(), ..Plan::default() }
    }

    fn html(plan: &Plan, passages: &[(&str, &str)]) -> (usize, String) {
        let snippet = snippet(&Highlighter::of(plan), &fragment(passages), &AsLoaded::new(lexicon()));
        (snippet.passage, snippet.to_html())
    }

    #[test]
    fn what_was_asked_for_is_marked_and_the_rest_escaped_once() {
        let plan = asking(&["服务器", "a&b"], &[], &[]);
        assert_eq!(
            html(&plan, &[("", "用 <b>伺服器</b> &amp; A&B。")]).1,
            "用 &lt;b&gt;<mark>伺服器</mark>&lt;/b&gt; &amp;amp; <mark>A&amp;B</mark>。"
        );
    }

    #[test]
    fn words_are_marked_whole() {
        // 信息 within 工和信息化 is marked only where it is a word; two characters that are no word stand in for none.
        let plan = asking(&["备案"], &["备案", "案服"], &[]);
        assert_eq!(
            html(&plan, &[("", "先备案，再领备案服务号")]).1,
            "先<mark>备案</mark>，再领<mark>备案</mark>服务号"
        );
        assert_eq!(html(&asking(&[], &["案服"], &[]), &[("", "领备案服务号")]).1, "领备<mark>案服</mark>务号");
        assert_eq!(
            html(&asking(&["file"], &[], &[]), &[("", "Filing is filed.")]).1,
            "<mark>Filing</mark> is <mark>filed</mark>."
        );
        let plan = asking(&["load balanc"], &[], &[]);
        assert_eq!(html(&plan, &[("", "A load, or a load balancer")]).1, "A load, or a <mark>load balancer</mark>");
        assert_eq!(html(&asking(&[], &[], &[&["mu", "bu"]]), &[("", "领幕布")]).1, "领<mark>幕布</mark>");
    }

    #[test]
    fn the_passage_that_has_most_is_shown() {
        let plan = asking(&["域名", "过户"], &[], &[]);
        let passages = [("", "域名是什么。"), ("怎么过户域名", "在控制台操作。"), ("别的", "域名可以过户。")];
        assert_eq!(html(&plan, &passages).0, 1, "a heading that answers leads to what stands below it");
        assert_eq!(html(&plan, &[passages[0], passages[2]]).0, 1);
        assert_eq!(html(&plan, &[]), (0, String::new()));
        assert_eq!(html(&asking(&["没有"], &[], &[]), &passages).0, 0, "an answer begins at its beginning");
    }

    #[test]
    fn lines_are_parted_by_a_space_where_no_full_width_mark_parts_them() {
        let shown = |text: &str| html(&asking(&["备案"], &[], &[]), &[("", text)]).1;
        assert_eq!(shown("备案\n域名\n要看：\n多久。\n（一）"), "<mark>备案</mark> 域名 要看：多久。（一）");
        assert_eq!(shown("域名 备案。\nFile “it”\n“now”."), "域名 <mark>备案</mark>。File “it” “now”.");
    }

    #[test]
    fn a_long_text_is_cut_between_sentences_and_words() {
        let filler = "这一句什么也不说。".repeat(40);
        let text = format!("{filler}域名要实名。{filler}");
        let cut = html(&asking(&["域名"], &[], &[]), &[("", &text)]).1;
        assert!(cut.starts_with("<mark>域名</mark>要实名。") && cut.ends_with('…'), "{cut}");
        let filler = "nothing is said here ".repeat(40);
        let text = format!("{filler}domain {filler}");
        let cut = html(&asking(&["domain"], &[], &[]), &[("", &text)]).1;
        assert!(cut.starts_with('…') && cut.contains("<mark>domain</mark>"), "{cut}");
        let words = cut.replace(['…'], "").replace("<mark>", "").replace("</mark>", "");
        assert!(words.split_whitespace().all(|word| text.split(' ').any(|known| known == word)), "{cut}");
    }

    proptest! {
        #[test]
        fn the_same_passage_is_shown_as_if_all_were_looked_at_closely(
            passages in prop::collection::vec(
                (r"(备案|备|案|\PC| ){0,4}",
                 r"(\PC|备案|備案|域名|網域|伺服器|服务|幕布|Sub-domain|ａｂ|Ab|16 GB|[備服务器号b\u{200B}\u{301}…“。，　]){0,30}"),
                1..6,
            ),
        ) {
            let words = ["备案", "域名", "服务器", "ab", "16gb", "subdomain"];
            let plan = asking(&words, &["案服"], &[&["mu", "bu"]]);
            let passages: Vec<(&str, &str)> = passages.iter().map(|(heading, text)| (&**heading, &**text)).collect();
            let (highlighter, fragment) = (Highlighter::of(&plan), fragment(&passages));
            let weight = |text: &SegmentedText| {
                let found = highlighter.find(text, &fragment.traditional, &AsLoaded::new(lexicon()));
                let weight = weight_of(found.iter());
                assert!(weight <= highlighter.at_most(text, &fragment.traditional) * MARGIN, "{text:?}");
                weight
            };
            let mut best = (f32::MIN, 0);
            for (place, passage) in fragment.passages.iter().enumerate() {
                let total = weight(&passage.text) + RANKING.heading_of_passage * weight(&passage.heading);
                if total > best.0 {
                    best = (total, place);
                }
            }
            prop_assert_eq!(snippet(&highlighter, &fragment, &AsLoaded::new(lexicon())).passage, best.1);
        }

        #[test]
        fn a_snippet_is_a_piece_of_the_text(text in r"(\PC|[备案服务号域名a-z <&。\n.]){0,400}") {
            let plan = asking(&["备案", "域名", "a", "ab"], &["服务"], &[&["bei", "an"]]);
            let snippet = snippet(&Highlighter::of(&plan), &fragment(&[("", &text)]), &AsLoaded::new(lexicon()));
            let joined = |text: &str| text.replace([' ', '\n', '…'], "");
            prop_assert!(joined(&text).contains(&joined(&snippet.text)), "{:?} is not in {:?}", snippet.text, text);
            let mut end = 0;
            for mark in &snippet.marks {
                prop_assert!(mark.start >= end && snippet.text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()));
                end = mark.end;
            }
            prop_assert!(snippet.text.chars().count() <= WIDTH + 2);
        }
    }
}
