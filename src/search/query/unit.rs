//! The units of a text, by which what people say is compared: Chinese characters, and words of letters with their stems.

use std::ops::Range;

use crate::analysis::{Token, is_han};

/// What stands at each unit of a text.
pub(super) struct Units<'t> {
    tokens: &'t [Token],
    /// In their order: the unit, with a Chinese character, or a word of letters with its stem and parts. What comes first is what
    /// a word is compared by.
    units: Vec<(u32, Vec<String>)>,
}

impl<'t> Units<'t> {
    /// The units of the words of a text.
    pub(super) fn of(tokens: &'t [Token]) -> Self {
        let mut units: Vec<(u32, Vec<String>)> = Vec::new();
        for token in tokens {
            let chinese = token.text.chars().all(is_han);
            let pieces: Vec<(u32, String)> = if chinese {
                (token.units.start..).zip(token.text.chars().map(String::from)).collect()
            } else {
                vec![(token.units.start, token.text.clone())]
            };
            for (unit, text) in pieces {
                let place = match units.binary_search_by_key(&unit, |(known, _)| *known) {
                    Ok(place) => place,
                    Err(place) => {
                        units.insert(place, (unit, Vec::new()));
                        place
                    }
                };
                let texts = &mut units[place].1;
                if !texts.contains(&text) {
                    let is_stem = texts.first().is_some_and(|first| is_stem(first, &text));
                    texts.insert(if is_stem { 0 } else { texts.len() }, text);
                }
            }
        }
        Self { tokens, units }
    }

    /// Each unit as it is compared.
    pub(super) fn into_said(self) -> Vec<String> {
        self.units.into_iter().map(|(_, mut texts)| texts.swap_remove(0)).collect()
    }

    /// All that stands at the units, each with the place of its unit among them.
    pub(super) fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let units = self.units.iter().enumerate();
        units.flat_map(|(place, (_, texts))| texts.iter().map(move |text| (place, text.as_str())))
    }

    /// The units of something that is said from a place on, if it begins and ends where words do.
    pub(super) fn said_at(&self, place: usize, said: &[String]) -> Option<Range<u32>> {
        let rest = self.units.get(place..)?;
        let (first, _) = rest.first()?;
        let follows = rest.len() >= said.len()
            && said
                .iter()
                .zip(rest)
                .zip(*first..)
                .all(|((said, (at, texts)), expected)| *at == expected && texts.contains(said));
        let units = *first..first + u32::try_from(said.len()).unwrap_or(u32::MAX);
        let are_words = follows
            && self.tokens.iter().any(|token| token.units.start == units.start)
            && self.tokens.iter().any(|token| token.units.end == units.end);
        are_words.then_some(units)
    }

    /// Whether something is said anywhere, from where a word begins to where one ends.
    pub(super) fn say(&self, said: &[String]) -> bool {
        (0..self.units.len()).any(|place| self.said_at(place, said).is_some())
    }
}

/// Whether, of two tokens at one place, the later is the stem of the one before.
pub(super) fn is_stem(word: &str, later: &str) -> bool {
    [word, later].iter().all(|text| text.bytes().all(|byte| byte.is_ascii_alphabetic()))
}
