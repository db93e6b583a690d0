//! Words that others write as one, `sub domain`, or as two, `mydomain`.

use super::as_loaded::AsLoaded;
use super::{Field, Lexicon, Postings};
use crate::analysis::{Token, TokenKind, is_latin, is_stop_word, stem, syllables};

/// What others join to the word after it is short.
const LONGEST_FIRST: usize = 4;

/// Shorter words stand by chance in many that are misspelled.
const SHORTEST_PART: usize = 3;

/// What some say for the mark before the ending of a domain: `dot io`.
const DOT: &str = "dot";

/// Two words of letters as one, each time they stand side by side and the first is short, and the stems of what they make.
pub(in crate::search) fn compounds<'f>(tokens: &[Token<'f>]) -> Vec<Token<'f>> {
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word && is_latin(&token.text));
    let words: Vec<&Token<'_>> = words.filter(|token| token.text.len() > 1).collect();
    let mut compounds = Vec::new();
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        // A space parts them, and nothing else.
        let touch = first.bytes.end + 1 == second.bytes.start && first.positions.end == second.positions.start;
        let joins = touch && first.text.len() <= LONGEST_FIRST;
        let is_dot = first.text == DOT;
        if joins && (is_dot || !pair.iter().any(|token| is_stop_word(&token.text))) {
            let text = [if is_dot { "." } else { &first.text }, &second.text].concat();
            let token = |kind, text: String| Token {
                kind,
                text: text.into(),
                bytes: first.bytes.start..second.bytes.end,
                positions: first.positions.start..second.positions.end,
            };
            let stem = stem(&text);
            compounds.push(token(TokenKind::Variant, text));
            compounds.push(token(TokenKind::Stem, stem));
        }
    }
    compounds
}

/// The tokens of a query with those compounds that documents hold, or that something is said of, and with the parts of words that
/// are known in parts only.
pub(super) fn with_compounds<'f>(
    mut tokens: Vec<Token<'f>>,
    index: &AsLoaded<'_, impl Lexicon + Postings>,
) -> Vec<Token<'f>> {
    let found = compounds(&tokens);
    let parts: Vec<Token<'f>> = tokens.iter().flat_map(|token| parts_of(token, index)).collect();
    for compound in found.chunks(2) {
        // Both are asked for, so that both are fetched at once.
        if compound.iter().filter(|token| is_known(&token.text, index)).count() > 0 {
            let start = compound[0].positions.start;
            let place = tokens.partition_point(|token| token.positions.start < start);
            compound.iter().rev().for_each(|token| tokens.insert(place, token.clone()));
        }
    }
    for part in parts {
        // After what stands there as a whole.
        let whole = tokens.iter().rposition(|token| token.positions == part.positions);
        tokens.insert(whole.map_or(tokens.len(), |place| place + 1), part);
    }
    tokens
}

/// The two words that make up a word of letters which nobody writes, and their stems: those of which the shorter is longest.
fn parts_of<'f>(token: &Token<'f>, index: &AsLoaded<'_, impl Lexicon + Postings>) -> Vec<Token<'f>> {
    let text = &token.text;
    // What spells out Chinese is no English, whatever words it may hold.
    let is_candidate = token.kind == TokenKind::Word && is_latin(text) && text.len() > LONGEST_FIRST + 1;
    if !is_candidate || is_known(text, index) || is_known(&stem(text), index) || !syllables(text).is_empty() {
        return Vec::new();
    }
    if !index.is_whole() {
        // It may be a word: its parts are looked for once that is known.
        return Vec::new();
    }
    let is_word = |part: &str| {
        is_stop_word(part) || part.len() >= SHORTEST_PART && (is_known(part, index) || is_known(&stem(part), index))
    };
    let cuts = (2..text.len() - 1).map(|at| text.split_at(at)).filter(|(first, last)| is_word(first) && is_word(last));
    let Some((first, last)) = cuts.max_by_key(|(first, last)| first.len().min(last.len())) else {
        return Vec::new();
    };
    let token_of = |kind, text: String| Token { kind, text: text.into(), ..token.clone() };
    let mut parts = Vec::new();
    for part in [first, last].into_iter().filter(|part| !is_stop_word(part)) {
        parts.push(token_of(TokenKind::Part, part.to_owned()));
        parts.push(token_of(TokenKind::PartStem, stem(part)));
    }
    parts.dedup_by(|stem, part| stem.text == part.text);
    parts
}

/// Whether documents hold a word, or something is said of it.
fn is_known(text: &str, index: &AsLoaded<'_, impl Lexicon + Postings>) -> bool {
    let held = Field::WORDS.iter().any(|field| index.holds(*field, text));
    held || !index.synonyms(text).is_empty()
}
