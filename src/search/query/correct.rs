//! What may have been meant where nothing was found.

use super::as_loaded::AsLoaded;
use super::parse::searched;
use super::{Field, Lexicon, Lookup, Postings};
use crate::analysis::is_latin;

/// The query with words that are written nowhere replaced by the closest that are. None if there are no such words, or
/// none that is close.
pub(super) fn corrections<I: Lexicon + Postings>(query: &str, index: &I) -> Lookup<Vec<String>, I> {
    let index = AsLoaded::new(index);
    let query = searched(query);
    let mut corrected = query.to_owned();
    let folded = index.fold(query);
    // From the end, so that what was found before stays where it is.
    for token in index.tokens(&folded).iter().rev() {
        let text = &*token.text;
        let Some(letter) = text.chars().next().filter(|_| text.len() > 2 && is_latin(text)) else {
            continue;
        };
        if Field::WORDS.iter().any(|field| index.holds(*field, text)) {
            continue;
        }
        let distances = index.words(letter).into_iter().map(|term| (strsim::osa_distance(&term, text), term));
        let closest = distances.filter(|(distance, _)| *distance <= text.len() / 2).min();
        if let Some((_, term)) = closest
            && let place = folded.source(token.bytes.clone())
            && corrected.get(place.clone()).is_some()
        {
            corrected.replace_range(place, &term);
        }
    }
    let corrections = if corrected == query { Vec::new() } else { vec![corrected] };
    index.finish(corrections).map_err(|partial| partial.not_loaded)
}
