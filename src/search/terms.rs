//! What a segmenter makes of a document: its terms, by field, and what is shown of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::document::Document;
use super::query::{Field, Fragment, SegmentedPassage, SegmentedText, exact, question_kind_facet};
use crate::analysis::{
    Folded, STEMMED_LANGUAGE, Segmenter, Token, TokenKind, bigrams, is_han, is_latin, question_kinds, readings,
    traditional_words, word_lengths,
};
use crate::name::Script;
use crate::search::shard::wire::fnv1a;

/// A term, and the position in its field at which it stands.
pub(super) type StandingTerm<'f> = (Cow<'f, str>, u32);

/// What a segmenter makes of a document.
pub(super) struct AnalyzedDocument<'f> {
    /// The words of letters that stand in it: no stems.
    pub(super) spellings: Vec<String>,
    /// The terms by field; those of each field in the order in which they stand.
    pub(super) terms: Vec<(Field, Vec<StandingTerm<'f>>)>,
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

/// A document whose texts are folded, once for all that is made of them.
pub(super) struct FoldedDocument<'d> {
    document: &'d Document,
    title: Folded,
    aliases: Vec<Folded>,
    headings: Vec<Folded>,
    texts: Vec<Folded>,
}

impl<'d> FoldedDocument<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let passages = || document.passages.iter();
        Self {
            document,
            title: Folded::new(&document.title),
            aliases: document.aliases.iter().map(|alias| Folded::new(alias)).collect(),
            headings: passages().map(|passage| Folded::new(&passage.heading)).collect(),
            texts: passages().map(|passage| Folded::new(&passage.text)).collect(),
        }
    }

    /// Cuts the texts into words.
    pub(super) fn analyze(&self, segmenter: &Segmenter) -> AnalyzedDocument<'_> {
        let document = self.document;
        // Letters within Chinese, Japanese or Korean are English more often than not.
        let has_stems = document.locale.script() != Script::Spaced || document.locale.language() == STEMMED_LANGUAGE;
        let cut = |folded| if has_stems { segmenter.tokens(folded) } else { segmenter.tokens_without_stems(folded) };
        let [heading_words, text_words] =
            [&self.headings, &self.texts].map(|texts| texts.iter().map(cut).collect::<Vec<_>>());
        let asked = || [&self.title].into_iter().chain(&self.aliases);
        let asked_words: Vec<Vec<Token<'_>>> = asked().map(cut).collect();
        let spellings = spellings(asked_words.iter().chain(&heading_words).chain(&text_words).flatten());
        let sounding = |part: fn(&'static str) -> &'static str| {
            with_position_gaps(asked().chain(&self.headings).map(|folded| sounds(folded, part)))
        };
        let titles = asked().chain(&self.headings).map(|folded| standing(bigrams(folded)));
        let titles = titles.chain([characters(&self.title)]);
        let said = || self.texts.iter().zip(document.passages.iter().map(|passage| passage.text.as_str()));
        let pairs = by_sentence(said().map(|(folded, text)| sentences(bigrams(folded), folded, text)));
        let fragment = self.fragment(&heading_words, &text_words);
        let body = said().zip(text_words).map(|((folded, text), words)| sentences(words, folded, text));
        let mut asked_words = asked_words.into_iter().map(standing);
        let kinds = question_kinds(self.title.text()).into_iter().map(|kind| (question_kind_facet(kind).into(), 0));
        AnalyzedDocument {
            spellings,
            fragment,
            terms: vec![
                (Field::Question, asked_words.next().unwrap_or_default()),
                (Field::Alias, with_position_gaps(asked_words)),
                (Field::Heading, with_position_gaps(heading_words.into_iter().map(standing))),
                (Field::Body, by_sentence(body)),
                (Field::Syllables, sounding(|reading| reading)),
                (Field::Initials, sounding(|reading| &reading[..1])),
                (Field::Bigrams, with_position_gaps(titles.chain([pairs]))),
                (Field::Exact, asked().flat_map(exact_forms).map(|form| (form.into(), 0)).collect()),
                (Field::Facet, document.facets.iter().map(|facet| (facet.into(), 0)).chain(kinds).collect()),
            ],
        }
    }

    /// What is shown of it. Words of headings and texts are those of its passages, one after the other.
    fn fragment(&self, heading_words: &[Vec<Token<'_>>], text_words: &[Vec<Token<'_>>]) -> Fragment {
        let document = self.document;
        let shown =
            |text: &String, words: &[Token<'_>]| SegmentedText { text: text.clone(), words: word_lengths(words) };
        let passages = document.passages.iter().zip(heading_words.iter().zip(text_words));
        let passages = passages.map(|(passage, (heading, text))| SegmentedPassage {
            anchor: passage.anchor.clone(),
            heading: shown(&passage.heading, heading),
            text: shown(&passage.text, text),
        });
        let title = [(&self.title, document.title.as_str())].into_iter();
        let headings = self.headings.iter().zip(document.passages.iter().map(|passage| passage.heading.as_str()));
        let texts = self.texts.iter().zip(document.passages.iter().map(|passage| passage.text.as_str()));
        let may_be_traditional = title.chain(headings).chain(texts).filter(|(folded, _)| !folded.is_as_written());
        Fragment {
            kind: document.kind,
            id: document.id.clone(),
            language: document.locale.to_string(),
            address: document.address.clone(),
            as_of: document.as_of.clone(),
            group: document.group.clone(),
            title: document.title.clone(),
            traditional: traditional_words(may_be_traditional.map(|(_, text)| text)),
            passages: passages.collect(),
        }
    }
}

/// The words of letters, `a` to `z`, among tokens, each once.
fn spellings<'t>(tokens: impl Iterator<Item = &'t Token<'t>>) -> Vec<String> {
    let words = tokens.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Part));
    let words = words.filter(|token| token.text.len() > 1 && is_latin(&token.text)).map(|token| &*token.text);
    words.collect::<BTreeSet<&str>>().into_iter().map(str::to_owned).collect()
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

fn standing(tokens: Vec<Token<'_>>) -> Vec<StandingTerm<'_>> {
    tokens.into_iter().map(|token| (token.text, token.positions.start)).collect()
}

/// The Chinese characters of a text, each once: so who types one of them finds it.
fn characters(folded: &Folded) -> Vec<StandingTerm<'_>> {
    let characters: BTreeSet<char> = folded.text().chars().filter(|character| is_han(*character)).collect();
    characters.into_iter().zip(0..).map(|(character, place)| (character.to_string().into(), place)).collect()
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
fn by_sentence<'f>(texts: impl Iterator<Item = Vec<Sentence<'f>>>) -> Vec<StandingTerm<'f>> {
    let mut sentences: Vec<Sentence<'_>> = texts.flatten().collect();
    sentences.sort_by(|one, other| (one.key, &one.terms).cmp(&(other.key, &other.terms)));
    let slots = sentences.iter().map(Sentence::slots).sum::<usize>();
    let mut is_taken = vec![false; (SLOTS_PER_SENTENCE * slots).next_power_of_two().max(MIN_SLOTS)];
    let mut placed: Vec<(usize, Sentence<'_>)> = Vec::with_capacity(sentences.len());
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
        placed.push((slot, sentence));
    }
    placed.sort_unstable_by_key(|(slot, _)| *slot);
    let terms = placed.into_iter().flat_map(|(slot, sentence)| {
        sentence.terms.into_iter().map(move |(term, position)| (term, slot as u32 * SLOT + position))
    });
    terms.collect()
}

/// A sentence.
struct Sentence<'f> {
    /// A hash of its first characters.
    key: u64,
    /// Their positions are counted from its beginning, and rise.
    terms: Vec<StandingTerm<'f>>,
}

impl Sentence<'_> {
    /// How many slots it takes. Between its last word and the next sentence is room.
    fn slots(&self) -> usize {
        let last = self.terms.last().map_or(0, |(_, position)| *position);
        ((last + 1) / SLOT + 1) as usize
    }
}

/// The sentences of a text that have terms. `tokens` are those of the text, which was folded.
fn sentences<'f>(tokens: Vec<Token<'f>>, folded: &Folded, text: &str) -> Vec<Sentence<'f>> {
    let starts = sentence_starts(text);
    let begin = |start: usize| -> u64 {
        let mut bytes = [0; 4 * CHARACTERS_IN_KEY];
        let mut length = 0;
        for character in text[start..].trim_start().chars().take(CHARACTERS_IN_KEY) {
            length += character.encode_utf8(&mut bytes[length..]).len();
        }
        fnv1a(None, &bytes[..length])
    };
    let mut next = folded.offsets(starts.iter().copied()).into_iter().zip(starts).peekable();
    let mut start = 0;
    let mut sentences: Vec<Sentence<'_>> = Vec::new();
    let mut first = 0;
    let mut is_new = true;
    for token in tokens {
        while let Some((_, original)) = next.next_if(|(offset, _)| *offset <= token.bytes.start) {
            (start, is_new) = (original, true);
        }
        if is_new {
            (first, is_new) = (token.positions.start, false);
            sentences.push(Sentence { key: begin(start), terms: Vec::new() });
        }
        if let Some(sentence) = sentences.last_mut() {
            sentence.terms.push((token.text, token.positions.start.saturating_sub(first)));
        }
    }
    sentences
}

/// The terms of several texts, each apart from the one before.
fn with_position_gaps<'f>(texts: impl Iterator<Item = Vec<StandingTerm<'f>>>) -> Vec<StandingTerm<'f>> {
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
fn sounds(folded: &Folded, part: fn(&'static str) -> &'static str) -> Vec<StandingTerm<'static>> {
    let mut terms: Vec<StandingTerm<'_>> = Vec::new();
    for (position, character) in (0..).zip(folded.text().chars()).filter(|(_, character)| is_han(*character)) {
        let first = terms.len();
        for reading in readings(character) {
            let sound = part(reading);
            if terms[first..].iter().all(|(known, _)| known != sound) {
                terms.push((sound.into(), position));
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
        let texts = texts.map(Folded::new);
        let terms = with_position_gaps(texts.iter().map(|text| standing(bigrams(text))));
        assert_eq!(terms[0], ("备案".into(), 0));
        assert_eq!(terms[1].1, POSITION_GAP);
        assert_eq!(terms.last().unwrap(), &("接入".into(), 3 * POSITION_GAP));
    }

    /// The pairs of a text, sentence by sentence.
    fn pairs(text: &str) -> Vec<(String, u32)> {
        let folded = Folded::new(text);
        let terms = by_sentence([sentences(bigrams(&folded), &folded, text)].into_iter());
        terms.into_iter().map(|(term, position)| (term.into_owned(), position)).collect()
    }

    #[test]
    fn a_changed_sentence_leaves_the_others_where_they_are() {
        let position = |terms: &[(String, u32)], wanted: &str| terms.iter().find(|(term, _)| term == wanted).unwrap().1;
        let before = pairs("备案要二十天。接入不要。\n完成。");
        for after in [
            "备案要二十个工作日。接入不要。\n完成。",
            "备案要二十天。新的一句。接入不要。\n\n完成。",
            "接入不要。备案要二周吗？\n完成。",
        ] {
            let after = pairs(after);
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
        let terms = pairs(&text);
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
            assert!(syllables.contains(&(expected.0.into(), expected.1)), "{expected:?}");
        }
        let initials = sounds(&Folded::new("的"), |reading| &reading[..1]);
        assert_eq!(initials, [("d".into(), 0)]);
    }
}
