//! Every two Chinese characters of a query: however a dictionary cuts them, they are looked for as they stand.

use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::clause::{Alternative, Clause, ClauseKind, Match, clause, is_within};
use super::{Field, Lexicon, Postings};
use crate::analysis::{Token, TokenKind, is_han, is_negation, is_stop_word};

/// So many pairs that begin with a character are looked for.
const MOST_BEGUN: usize = 24;

/// A clause for every two characters that stand together in a query, of these words; some of which synonyms explain.
pub(super) fn character_pairs(
    pairs: &[Token<'_>],
    tokens: &[Token<'_>],
    explained: &[Range<u32>],
    index: &AsLoaded<'_, impl Lexicon + Postings>,
) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let known = |token: &&Token<'_>| Field::WORDS.iter().any(|field| index.holds(*field, &token.text));
    let known: Vec<&Token<'_>> = tokens.iter().filter(known).collect();
    let mut before = None;
    for pair in pairs.iter().filter(|pair| pair.kind == TokenKind::Word) {
        let mut asked = two_characters(pair, tokens, &known, index);
        for instead in pairs.iter().filter(|other| other.kind == TokenKind::Variant) {
            if instead.positions == pair.positions {
                asked.alternatives.push(Alternative::term(Match::Bigram, instead.text.to_string()));
            }
        }
        // Who asks whether or not denies nothing.
        if asked.kind == ClauseKind::NegatedBigram && before == pair.text.chars().last() {
            asked.kind = ClauseKind::BorderBigram;
        }
        before = pair.text.chars().next();
        asked.is_explained = explained.iter().any(|said| is_within(&pair.positions, said));
        clauses.push(asked);
    }
    clauses
}

/// The pieces of a text that pairs of it overlap in, of its pairs in their order.
pub(super) fn runs(text: &str, pairs: &[Token<'_>]) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut end = 0;
    for pair in pairs.iter().filter(|pair| pair.kind == TokenKind::Word) {
        match runs.last_mut().filter(|_| pair.bytes.start < end) {
            Some(run) => run.push_str(&text[end..pair.bytes.end]),
            None => runs.push(pair.text.to_string()),
        }
        end = pair.bytes.end;
    }
    runs
}

/// Two characters as they stand; and if nobody writes them so, as they sound, unless each belongs to a word that is known.
fn two_characters(
    pair: &Token<'_>,
    tokens: &[Token<'_>],
    known: &[&Token<'_>],
    index: &AsLoaded<'_, impl Lexicon + Postings>,
) -> Clause {
    let Range { start, end } = pair.positions;
    let within = known.iter().any(|word| word.positions.start <= start && end <= word.positions.end);
    let written = Alternative::term(Match::Bigram, pair.text.to_string());
    if pair.text.chars().eq(pair.text.chars().filter(|character| is_han(*character)).take(1)) {
        // A character alone is in the titles that have it, and begins words of answers.
        let mut alternatives = vec![written];
        for begun in index.terms(Field::Bigrams, &pair.text, MOST_BEGUN) {
            if begun != pair.text {
                alternatives.push(Alternative::term(Match::BegunBigram, begun));
            }
        }
        return clause(ClauseKind::Bigram, alternatives);
    }
    let ends = known.iter().any(|word| word.positions.start < start && word.positions.end == start + 1);
    let begins = known.iter().any(|word| word.positions.start + 1 == end && end < word.positions.end);
    // A character that is a word of every question by itself.
    let is_stop = |at: u32| tokens.iter().any(|token| token.positions == (at..at + 1) && is_stop_word(&token.text));
    if pair.text.chars().count() == 2 && !(ends && begins) && !index.holds(Field::Bigrams, &pair.text) {
        // Both are asked for, so that both are fetched at once.
        let mut sounds = Vec::new();
        for character in pair.text.chars() {
            sounds.extend(index.reading(character).map(str::to_owned));
        }
        if sounds.len() == 2 {
            return clause(ClauseKind::HomophoneBigram, vec![written, Alternative::row(Match::Pinyin, sounds)]);
        }
    }
    let kind = if within {
        ClauseKind::InnerBigram
    } else if pair.text.chars().next().is_some_and(|first| is_negation(first.encode_utf8(&mut [0; 4]))) {
        ClauseKind::NegatedBigram
    } else if (ends || is_stop(start)) && (begins || is_stop(start + 1)) {
        ClauseKind::BorderBigram
    } else {
        ClauseKind::Bigram
    };
    clause(kind, vec![written])
}
