//! Words that others write as one: `sub domain`, `web site`.

use super::as_loaded::AsLoaded;
use super::{Field, Lexicon, Postings};
use crate::analysis::{Token, TokenKind, is_latin, is_stop_word, stem};

/// What others join to the word after it is short.
const LONGEST_FIRST: usize = 4;

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
        if joins && !pair.iter().any(|token| is_stop_word(&token.text)) {
            let text = [&*first.text, &*second.text].concat();
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

/// The tokens of a query with those compounds that documents hold, or that something is said of.
pub(super) fn with_compounds<'f>(
    mut tokens: Vec<Token<'f>>,
    index: &AsLoaded<'_, impl Lexicon + Postings>,
) -> Vec<Token<'f>> {
    for compound in compounds(&tokens).chunks(2) {
        let is_known = |token: &Token<'_>| {
            let held = Field::WORDS.iter().any(|field| index.holds(*field, &token.text));
            held || !index.synonyms(&token.text).is_empty()
        };
        // Both are asked for, so that both are fetched at once.
        if compound.iter().filter(|token| is_known(token)).count() > 0 {
            let start = compound[0].positions.start;
            let place = tokens.partition_point(|token| token.positions.start < start);
            compound.iter().rev().for_each(|token| tokens.insert(place, token.clone()));
        }
    }
    tokens
}
