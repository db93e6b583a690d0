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
    let tokens = index.tokens(&folded)?;
    let words: Vec<&str> = tokens.iter().map(|token| &*token.text).filter(|text| is_latin(text)).collect();
    // All words are asked for at once, then all sounds.
    let written = of_each(words.iter(), index, |text, index| {
        Field::WORDS.map(|field| index.document_frequency(field, &[((*text).to_owned(), 0)])).into_iter().sum()
    })?;
    let words = words.into_iter().zip(written);
    let told = of_each(words, index, |(text, written), index| Ok((written, is_sound(text, written, index)?)))?;
    let sounds = told.iter().filter(|(_, is_sound)| *is_sound).count();
    let words = told.iter().filter(|(written, is_sound)| !is_sound && *written > 0).count();
    Ok(sounds > words)
}

/// What is told of each of some, where all of it is loaded; what is not is asked for at once.
fn of_each<T, R, I: Postings>(
    all: impl Iterator<Item = T>,
    index: &I,
    tell: impl Fn(T, &I) -> Lookup<R, I>,
) -> Lookup<Vec<R>, I> {
    let told: Vec<_> = all.map(|one| tell(one, index)).collect();
    told.into_iter().collect()
}

/// Whether a word of letters, which so many documents hold as it is written, stands in more of them by its sound. One syllable alone is
/// a word as often as not; it counts for a sound only if it is no word.
fn is_sound<I: Postings>(text: &str, written: usize, index: &I) -> Lookup<bool, I> {
    // What is written somewhere is no row of initials, as in a plan.
    let mut by_initials = Ok(false);
    if written == 0 && (2..=8).contains(&text.len()) {
        let letters: Vec<&str> = (0..text.len()).map(|at| &text[at..=at]).collect();
        by_initials = sounds_so(&letters, Field::Initials, written, index);
    }
    let readings = syllables(text);
    let readings: Vec<_> =
        readings.iter().map(|reading| sounds_so(reading, Field::Syllables, written, index)).collect();
    readings.into_iter().chain([by_initials]).try_fold(false, |sounds, found| Ok(sounds | found?))
}

/// Whether more documents than so many have something that sounds so.
fn sounds_so<I: Postings>(sounds: &[&str], field: Field, written: usize, index: &I) -> Lookup<bool, I> {
    let terms: Vec<(String, u32)> = sounds.iter().map(|sound| (*sound).to_owned()).zip(0..).collect();
    index.has_more_than(written, field, &terms)
}
