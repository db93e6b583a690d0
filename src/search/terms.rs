//! What a segmenter makes of a document: its terms, by field, and what is shown of it.

use std::collections::HashSet;

use super::document::Document;
use super::query::{Field, Fragment, PositionedTerm, SegmentedPassage, SegmentedText, exact};
use crate::analysis::{
    Folded, STEMMED_LANGUAGE, Segmenter, Token, bigrams, is_han, readings, traditional_words, word_lengths,
};
use crate::name::Script;
use crate::search::shard::wire::fnv1a;

/// What a segmenter makes of a document.
pub(super) struct AnalyzedDocument {
    /// The terms by field; those of each field in the order in which they stand.
    pub(super) terms: Vec<(Field, Vec<PositionedTerm>)>,
    /// What is shown of it where it is found.
    pub(super) fragment: Fragment,
}

/// Each text of a field begins at the next multiple of this position, so that no phrase runs from one into the next.
const POSITION_GAP: u32 = 1 << 12;

/// Each sentence of an answer begins at a multiple of this position.
const SLOT: u32 = 32;
/// There are so many times as many slots as sentences need, so that few want the same.
const SLOTS_PER_SENTENCE: usize = 4;
/// And no fewer than these: a position of theirs takes two bytes.
const MIN_SLOTS: usize = 256;
/// So many characters say where a sentence begins.
const CHARACTERS_IN_KEY: usize = 4;

/// Cuts the texts of a document into words, once for all that is made of them. The words that occur in them are added to `words`.
pub(super) fn analyze(document: &Document, segmenter: &Segmenter, words: &mut HashSet<String>) -> AnalyzedDocument {
    let question = [Folded::new(&document.title)];
    let aliases: Vec<Folded> = document.aliases.iter().map(|alias| Folded::new(alias)).collect();
    let headings: Vec<Folded> = document.passages.iter().map(|passage| Folded::new(&passage.heading)).collect();
    let texts: Vec<Folded> = document.passages.iter().map(|passage| Folded::new(&passage.text)).collect();
    for folded in question.iter().chain(&aliases).chain(&headings).chain(&texts) {
        segmenter.add_occurring(folded, words);
    }
    // Letters within Chinese, Japanese or Korean are English more often than not.
    let has_stems = document.locale.script() != Script::Spaced || document.locale.language() == STEMMED_LANGUAGE;
    let cut =
        |folded: &Folded| if has_stems { segmenter.tokens(folded) } else { segmenter.tokens_without_stems(folded) };
    let tokens = |folded: &[Folded]| folded.iter().map(cut).collect::<Vec<_>>();
    let [heading_words, text_words] = [tokens(&headings), tokens(&texts)];
    let asked = || question.iter().chain(&aliases);
    let sounding = |part: fn(&'static str) -> &'static str| {
        with_position_gaps(asked().chain(&headings).map(|folded| sounds(folded, part)))
    };
    let titles = asked().chain(&headings).map(|folded| standing(bigrams(folded)));
    let said = || document.passages.iter().map(|passage| passage.text.as_str());
    let pairs = by_sentence(texts.iter().map(bigrams).zip(said()));
    let fragment = fragment(document, &heading_words, &text_words);
    let body = by_sentence(text_words.into_iter().zip(said()));
    AnalyzedDocument {
        fragment,
        terms: vec![
            (Field::Question, with_position_gaps(tokens(&question).into_iter().map(standing))),
            (Field::Alias, with_position_gaps(tokens(&aliases).into_iter().map(standing))),
            (Field::Heading, with_position_gaps(heading_words.into_iter().map(standing))),
            (Field::Body, body),
            (Field::Syllables, sounding(|reading| reading)),
            (Field::Initials, sounding(|reading| &reading[..1])),
            (Field::Bigrams, with_position_gaps(titles.chain([pairs]))),
            (Field::Exact, asked().flat_map(exact_forms).map(|form| (form, 0)).collect()),
            (Field::Facet, document.facets.iter().map(|facet| (facet.clone(), 0)).collect()),
        ],
    }
}

/// What is shown of a document. Words of headings and texts are those of its passages, one after the other.
fn fragment(document: &Document, heading_words: &[Vec<Token>], text_words: &[Vec<Token>]) -> Fragment {
    let shown = |text: &String, words: &[Token]| SegmentedText { text: text.clone(), words: word_lengths(words) };
    let passages = document.passages.iter().zip(heading_words.iter().zip(text_words));
    let passages = passages.map(|(passage, (heading, text))| SegmentedPassage {
        anchor: passage.anchor.clone(),
        heading: shown(&passage.heading, heading),
        text: shown(&passage.text, text),
    });
    let texts = document.passages.iter().flat_map(|passage| [passage.heading.as_str(), passage.text.as_str()]);
    Fragment {
        kind: document.kind,
        id: document.id.clone(),
        language: document.locale.to_string(),
        address: document.address.clone(),
        as_of: document.as_of.clone(),
        group: document.group.clone(),
        title: document.title.clone(),
        traditional: traditional_words(texts),
        passages: passages.collect(),
    }
}

/// The ways to type a whole question: as it is, and where it is all Chinese, by its sound and by first letters.
fn exact_forms(folded: &Folded) -> Vec<String> {
    let whole = exact(folded);
    let mut forms = Vec::new();
    if whole.chars().all(is_han) {
        let sounds: Option<Vec<&str>> = whole.chars().map(|character| readings(character).first().copied()).collect();
        let sounds = sounds.unwrap_or_default();
        forms.extend([sounds.concat(), sounds.iter().map(|sound| &sound[..1]).collect()]);
        forms.retain(|form| form.len() > 2);
    }
    forms.push(whole);
    forms
}

fn standing(tokens: Vec<Token>) -> Vec<PositionedTerm> {
    tokens.into_iter().map(|token| (token.text, token.positions.start)).collect()
}

/// Where each sentence of a text begins, but for the first. No phrase runs over a mark.
fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let is_end = match character {
            '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' => true,
            '.' => next.is_some_and(char::is_whitespace),
            _ => false,
        };
        if is_end {
            starts.push(at + character.len_utf8());
        }
    }
    starts
}

/// The terms of texts, sentence by sentence.
///
/// Where a sentence begins depends on its first characters alone, as far as that place is free: so after a change the words of all
/// other sentences stand where they stood, and few files of the index change.
fn by_sentence<'t>(texts: impl Iterator<Item = (Vec<Token>, &'t str)>) -> Vec<PositionedTerm> {
    let mut sentences: Vec<Sentence> = texts.flat_map(|(tokens, text)| sentences(tokens, text)).collect();
    sentences.sort_by(|one, other| (one.key, &one.terms).cmp(&(other.key, &other.terms)));
    let slots = sentences.iter().map(Sentence::slots).sum::<usize>();
    let mut is_taken = vec![false; (SLOTS_PER_SENTENCE * slots).next_power_of_two().max(MIN_SLOTS)];
    let mut all = Vec::new();
    for sentence in sentences {
        let mut slot = sentence.key as usize % is_taken.len();
        let mut run = slot..slot + sentence.slots();
        while let Some(last) = run.clone().rev().find(|slot| is_taken.get(*slot).copied().unwrap_or_default()) {
            slot = last + 1;
            run = slot..slot + sentence.slots();
        }
        if is_taken.len() < run.end {
            is_taken.resize(run.end, false);
        }
        is_taken[run].fill(true);
        all.extend(sentence.terms.into_iter().map(|(term, position)| (term, slot as u32 * SLOT + position)));
    }
    all.sort_by_key(|(_, position)| *position);
    all
}

/// A sentence.
struct Sentence {
    /// A hash of its first characters.
    key: u64,
    /// Their positions are counted from its beginning.
    terms: Vec<PositionedTerm>,
}

impl Sentence {
    /// How many slots it takes. Between its last word and the next sentence is room.
    fn slots(&self) -> usize {
        let last = self.terms.iter().map(|(_, position)| *position).max().unwrap_or_default();
        ((last + 1) / SLOT + 1) as usize
    }
}

/// The sentences of a text that have terms.
fn sentences(tokens: Vec<Token>, text: &str) -> Vec<Sentence> {
    let starts = sentence_starts(text);
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut before = None;
    let mut first = 0;
    for token in tokens {
        let number = starts.partition_point(|start| *start <= token.source.start);
        if before != Some(number) {
            (before, first) = (Some(number), token.positions.start);
            let start = number.checked_sub(1).map_or(0, |number| starts[number]);
            let begins: String = text[start..].trim_start().chars().take(CHARACTERS_IN_KEY).collect();
            sentences.push(Sentence { key: fnv1a(None, begins.as_bytes()), terms: Vec::new() });
        }
        if let Some(sentence) = sentences.last_mut() {
            sentence.terms.push((token.text, token.positions.start.saturating_sub(first)));
        }
    }
    sentences
}

/// The terms of several texts, each apart from the one before.
fn with_position_gaps(texts: impl Iterator<Item = Vec<PositionedTerm>>) -> Vec<PositionedTerm> {
    let mut all = Vec::new();
    let mut begin = 0;
    for terms in texts {
        let last = terms.iter().map(|(_, position)| *position).max().unwrap_or_default();
        all.extend(terms.into_iter().map(|(term, position)| (term, begin + position)));
        begin += (last / POSITION_GAP + 1) * POSITION_GAP;
    }
    all
}

/// How Chinese is read, character by character, with every reading of each; `part` is what is taken of a reading.
fn sounds(folded: &Folded, part: fn(&'static str) -> &'static str) -> Vec<PositionedTerm> {
    let mut terms: Vec<PositionedTerm> = Vec::new();
    for (position, character) in (0..).zip(folded.text().chars()).filter(|(_, character)| is_han(*character)) {
        let first = terms.len();
        for reading in readings(character) {
            let sound = part(reading);
            if terms[first..].iter().all(|(known, _)| known != sound) {
                terms.push((sound.to_owned(), position));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_runs_from_one_text_into_the_next() {
        let texts = ["备案", &"好".repeat(5000), "接入"];
        let terms = with_position_gaps(texts.iter().map(|text| standing(bigrams(&Folded::new(text)))));
        assert_eq!(terms[0], ("备案".to_owned(), 0));
        assert_eq!(terms[1].1, POSITION_GAP);
        assert_eq!(terms.last().unwrap(), &("接入".to_owned(), 3 * POSITION_GAP));
    }

    #[test]
    fn a_changed_sentence_leaves_the_others_where_they_are() {
        let terms = |text: &str| by_sentence([(bigrams(&Folded::new(text)), text)].into_iter());
        let position =
            |terms: &[PositionedTerm], wanted: &str| terms.iter().find(|(term, _)| term == wanted).unwrap().1;
        let before = terms("备案要二十天。接入不要。\n完成。");
        for after in [
            "备案要二十个工作日。接入不要。\n完成。",
            "备案要二十天。新的一句。接入不要。\n\n完成。",
            "接入不要。备案要二周吗？\n完成。",
        ] {
            let after = terms(after);
            for wanted in ["备案", "接入", "不要", "完成"] {
                assert_eq!(position(&before, wanted), position(&after, wanted), "{wanted} in {after:?}");
            }
        }
        assert_eq!(sentence_starts("v7.5 is out. Get it!"), [12, 20], "what a number holds ends nothing");
    }

    #[test]
    fn no_phrase_runs_from_one_sentence_into_another() {
        // Many that begin alike want the same place, and some are long.
        let text: String = (0..200).map(|number| format!("备案要多久{}。", "好的".repeat(number % 40))).collect();
        let terms = by_sentence([(bigrams(&Folded::new(&text)), text.as_str())].into_iter());
        assert!(terms.is_sorted_by_key(|(_, position)| *position));
        let positions: std::collections::BTreeSet<u32> = terms.iter().map(|(_, position)| *position).collect();
        assert_eq!(positions.len(), terms.len(), "no two stand at one place");
        for (term, position) in terms.iter().filter(|(term, _)| term == "备案") {
            assert!(position % SLOT == 0 && !positions.contains(&position.wrapping_sub(1)), "{term} {position}");
        }
    }

    #[test]
    fn a_character_is_found_by_every_sound_it_has() {
        let syllables = sounds(&Folded::new("重A行"), |reading| reading);
        for expected in [("chong", 0), ("zhong", 0), ("hang", 2), ("xing", 2)] {
            assert!(syllables.contains(&(expected.0.to_owned(), expected.1)), "{expected:?}");
        }
        let initials = sounds(&Folded::new("的"), |reading| &reading[..1]);
        assert_eq!(initials, [("d".to_owned(), 0)]);
    }
}
