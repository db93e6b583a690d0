//! What stands at the positions of a text, by which what people say is compared: Chinese characters, and words of letters with
//! their stems; what is written with hyphens also without them.

use std::ops::Range;

use crate::analysis::{Token, TokenKind, insert_sorted, is_han};

/// What stands at each position of a text.
pub(super) struct TokenPositions<'t> {
    tokens: &'t [Token<'t>],
    /// In their order: the position, with a Chinese character, or a word of letters with its stem and parts. What comes first is
    /// what a word is compared by.
    positions: Vec<(u32, Vec<String>)>,
}

impl<'t> TokenPositions<'t> {
    /// Of the words of a text.
    pub(super) fn of(tokens: &'t [Token<'t>]) -> Self {
        let mut positions: Vec<(u32, Vec<String>)> = Vec::new();
        for token in tokens {
            let chinese = token.text.chars().all(is_han);
            // By its stem, and without hyphens.
            let comes_first = !chinese && matches!(token.kind, TokenKind::Stem | TokenKind::Variant);
            // What is said instead of a word, and is longer or shorter, has no characters of its own there.
            if chinese && token.text.chars().count() != token.positions.len() {
                continue;
            }
            let pieces: Vec<(u32, String)> = if chinese {
                (token.positions.start..).zip(token.text.chars().map(String::from)).collect()
            } else {
                vec![(token.positions.start, token.text.to_string())]
            };
            for (position, text) in pieces {
                let place = match positions.binary_search_by_key(&position, |(known, _)| *known) {
                    Ok(place) => place,
                    Err(place) => {
                        positions.insert(place, (position, Vec::new()));
                        place
                    }
                };
                let texts = &mut positions[place].1;
                let place = if comes_first { 0 } else { texts.len() };
                if !texts.contains(&text) {
                    texts.insert(place, text);
                } else if comes_first {
                    texts.retain(|known| *known != text);
                    texts.insert(0, text);
                }
            }
        }
        Self { tokens, positions }
    }

    /// What stands at each position, as it is compared.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn into_phrase(self) -> Vec<String> {
        self.positions.into_iter().map(|(_, mut texts)| texts.swap_remove(0)).collect()
    }

    /// All that stands anywhere, each with the place of its position in the list of them.
    pub(super) fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let positions = self.positions.iter().enumerate();
        positions.flat_map(|(place, (_, texts))| texts.iter().map(move |text| (place, text.as_str())))
    }

    /// The words of the text.
    pub(super) fn tokens(&self) -> &'t [Token<'t>] {
        self.tokens
    }

    /// What stands anywhere, in its order.
    pub(super) fn distinct_texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        self.texts().for_each(|(_, text)| insert_sorted(&mut texts, text));
        texts
    }

    /// The positions of a phrase that stands from a place of the list on, if it begins and ends where words do.
    pub(super) fn phrase_at(&self, place: usize, phrase: &[String]) -> Option<Range<u32>> {
        let rest = self.positions.get(place..)?;
        let (first, _) = rest.first()?;
        let follows = rest.len() >= phrase.len()
            && phrase
                .iter()
                .zip(rest)
                .zip(*first..)
                .all(|((wanted, (at, texts)), expected)| *at == expected && texts.contains(wanted));
        // What is one word may be written as several.
        let is_whole = |token: &&Token<'_>| token.positions.start == *first && phrase == [&*token.text];
        let whole = self.tokens.iter().find(is_whole).map(|token| token.positions.clone());
        let positions = whole.unwrap_or(*first..first + u32::try_from(phrase.len()).unwrap_or(u32::MAX));
        let are_words = follows
            && self.tokens.iter().any(|token| token.positions.start == positions.start)
            && self.tokens.iter().any(|token| token.positions.end == positions.end);
        are_words.then_some(positions)
    }

    /// Whether a phrase stands anywhere, and not only within a word: 服务 is not said by 服务器.
    pub(super) fn says_phrase(&self, phrase: &[String]) -> bool {
        let holds = |outer: &Range<u32>, inner: &Range<u32>| {
            outer != inner && outer.start <= inner.start && inner.end <= outer.end
        };
        let mut said = (0..self.positions.len()).filter_map(|place| self.phrase_at(place, phrase));
        said.any(|inner| !self.tokens.iter().any(|token| holds(&token.positions, &inner)))
    }

    /// Whether a phrase stands anywhere, from where a word begins to where one ends.
    pub(super) fn contains_phrase(&self, phrase: &[String]) -> bool {
        (0..self.positions.len()).any(|place| self.phrase_at(place, phrase).is_some())
    }
}
