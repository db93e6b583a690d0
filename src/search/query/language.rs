//! Which language a query is in.

use super::parse::searched;
use super::{Field, Lexicon, Lookup, Postings};
use crate::analysis::{is_han, is_latin, syllables};

/// Whether a query is Chinese: in characters, or in letters that are no words of the index but the sound of some.
pub fn is_chinese<I: Lexicon + Postings>(query: &str, index: &I) -> Lookup<bool, I> {
    let folded = index.fold(searched(query)).map_err(|partial| partial.not_loaded)?;
    if folded.text().chars().any(is_han) {
        return Ok(true);
    }
    let mut sounds = 0;
    let mut words = 0;
    for token in index.tokens(&folded)? {
        let text = &*token.text;
        if !is_latin(text) {
            continue;
        }
        let mut written = 0;
        for field in Field::WORDS {
            written += index.document_frequency(field, &[(text.to_owned(), 0)])?;
        }
        // What is written somewhere is no row of initials, as in a plan.
        let mut by_sound = 0;
        if written == 0 && (2..=8).contains(&text.len()) {
            let letters: Vec<&str> = (0..text.len()).map(|at| &text[at..=at]).collect();
            by_sound = documents_with(&letters, Field::Initials, index)?;
        }
        for reading in syllables(text) {
            by_sound = by_sound.max(documents_with(&reading, Field::Syllables, index)?);
        }
        // One syllable alone is a word as often as not; it counts for a sound only if it is no word.
        if by_sound > written {
            sounds += 1;
        } else if written > 0 {
            words += 1;
        }
    }
    Ok(sounds > words)
}

/// How many documents have something that sounds so.
fn documents_with<I: Postings>(sounds: &[&str], field: Field, index: &I) -> Lookup<usize, I> {
    let terms: Vec<(String, u32)> = sounds.iter().map(|sound| (*sound).to_owned()).zip(0..).collect();
    index.document_frequency(field, &terms)
}
