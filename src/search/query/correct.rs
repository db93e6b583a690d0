//! What may have been meant where nothing was found.

use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::parse::{parse, searched};
use super::{Field, Lexicon, Lookup, Postings};
use crate::analysis::{Token, TokenKind, is_latin, syllables};

/// The query with words that stand nowhere replaced by the closest that do, if these are near. None if there are no such words.
/// What filters, what excludes, and what is found as it stands, is left.
pub(super) fn corrections<I: Lexicon + Postings>(query: &str, index: &I) -> Lookup<Vec<String>, I> {
    let index = AsLoaded::new(index);
    let query = searched(query);
    let operators = operators(query);
    let mut corrected = query.to_owned();
    let folded = index.fold(query);
    let tokens = index.tokens(&folded);
    // From the end, so that what was found before stays where it is.
    for token in tokens.iter().rev() {
        let text = &*token.text;
        let is_word = matches!(token.kind, TokenKind::Word | TokenKind::Part) && is_latin(text);
        let Some(letter) = text.chars().next().filter(|_| is_word && distance(text) > 0) else {
            continue;
        };
        let place = folded.source(token.bytes.clone());
        let is_operator = operators.iter().any(|range| range.start < place.end && place.start < range.end);
        if is_operator || stands(token, &tokens, &index) {
            continue;
        }
        let distances = index.words(letter).into_iter().map(|word| (strsim::osa_distance(&word, text), word));
        let closest = distances.filter(|(near, _)| *near <= distance(text)).min();
        if let Some((_, word)) = closest
            && let (Some(before), Some(after)) = (corrected.get(..place.start), corrected.get(place.end..))
        {
            corrected = [before, &word, after].concat();
        }
    }
    let corrections = if corrected == query { Vec::new() } else { vec![corrected] };
    index.finish(corrections).map_err(|partial| partial.not_loaded)
}

/// In how many letters a word may differ from what was meant: in short ones, other words are as near.
fn distance(word: &str) -> usize {
    match word.len() {
        0..4 => 0,
        4..7 => 1,
        7..11 => 2,
        _ => 3,
    }
}

/// Where the operators of a query stand.
fn operators(query: &str) -> Vec<Range<usize>> {
    let parts = parse(query);
    let mut typed = parts.excluded;
    typed.extend(parts.filters.into_iter().map(|(_, _, typed)| typed));
    let mut places = Vec::new();
    for text in typed.iter().filter(|text| !text.is_empty()) {
        let stands = query.as_bytes().windows(text.len()).enumerate().filter(|(_, part)| *part == text.as_bytes());
        places.extend(stands.map(|(start, _)| start..start + text.len()));
    }
    places
}

/// Whether a word is found as it is, by its stem, or by its sound.
fn stands(word: &Token<'_>, tokens: &[Token<'_>], index: &AsLoaded<'_, impl Postings>) -> bool {
    let mut variants = tokens.iter().filter(|token| token.bytes == word.bytes);
    let is_held = |token: &Token<'_>| Field::WORDS.iter().any(|field| index.holds(*field, &token.text));
    variants.any(is_held)
        || syllables(&word.text).iter().any(|reading| {
            let terms: Vec<_> = reading.iter().map(|syllable| (*syllable).to_owned()).zip(0..).collect();
            index.has_anywhere(&terms, &[Field::Syllables])
        })
}
