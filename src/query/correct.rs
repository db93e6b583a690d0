//! What may have been meant where nothing was found.

use super::plan::words_from;
use super::{Field, Lexicon, Postings};

/// The query with words that are written nowhere replaced by the closest that are. None if there are no such words, or
/// none that is close.
pub fn corrections(query: &str, index: &(impl Lexicon + Postings)) -> Vec<String> {
    let mut corrected = query.to_owned();
    let folded = index.fold(query);
    // From the end, so that what was found before stays where it is.
    for token in index.tokens(&folded).iter().rev() {
        let text = token.text.as_str();
        let is_word = text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_word || Field::WORDS.iter().any(|field| index.holds(*field, text)) {
            continue;
        }
        let distances = words_from(&text[..1], index).into_iter().map(|term| (strsim::osa_distance(&term, text), term));
        let closest = distances.filter(|(distance, _)| *distance <= text.len() / 2).min();
        if let Some((_, term)) = closest
            && corrected.get(token.source.clone()).is_some()
        {
            corrected.replace_range(token.source.clone(), &term);
        }
    }
    if corrected == query { Vec::new() } else { vec![corrected] }
}
