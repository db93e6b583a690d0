//! Which language a query is in.

use super::parse::searched;
use super::{Field, Lexicon, Postings};
use crate::analysis::{is_han, is_latin, syllables};

/// Whether a query is Chinese: in characters, or in letters that are no words of the index but the sound of some.
pub fn is_chinese(query: &str, index: &(impl Lexicon + Postings)) -> bool {
    let folded = index.fold(searched(query));
    if folded.text().chars().any(is_han) {
        return true;
    }
    let mut sounds = 0;
    let mut words = 0;
    for token in index.tokens(&folded) {
        let text = token.text.as_str();
        if !is_latin(text) {
            continue;
        }
        let all = 0..index.documents();
        let written =
            Field::WORDS.iter().map(|field| index.frequencies(*field, text, all.clone()).len()).sum::<usize>();
        let readings = syllables(text).into_iter();
        // What is written somewhere is no row of initials, as in a plan.
        let initials = (written == 0 && (2..=8).contains(&text.len())).then(|| {
            let letters: Vec<&str> = (0..text.len()).map(|at| &text[at..=at]).collect();
            heard(&letters, Field::Initials, index)
        });
        let heard = readings.map(|reading| heard(&reading, Field::Syllables, index)).chain(initials).max();
        // One syllable alone is a word as often as not; it counts for a sound only if it is no word.
        match heard.unwrap_or_default() {
            heard if heard > written => sounds += 1,
            _ if written > 0 => words += 1,
            _ => {}
        }
    }
    sounds > words
}

/// How many documents have something that sounds so.
fn heard(sounds: &[&str], field: Field, index: &impl Postings) -> usize {
    let terms: Vec<(String, u32)> = sounds.iter().map(|sound| (*sound).to_owned()).zip(0..).collect();
    super::matching::occurrences(&terms, field, 0..index.documents(), index).len()
}
