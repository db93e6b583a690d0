//! Where a text has what was asked for, to be marked.

use std::cell::RefCell;
use std::ops::Range;

use super::as_loaded::AsLoaded;
use super::clause::{Alternative, Match};
use super::plan::Plan;
use super::ranking::RANKING;
use super::{Lexicon, PositionedTerm, SegmentedText};
use crate::analysis::{Folded, bigrams_of, insert_sorted, is_han, sort_almost, tokens_of};

/// What may be marked, each with the clause that asks for it and how much it counts.
#[derive(Default)]
pub(super) struct Highlighter<'p> {
    words: Vec<(&'p Alternative, usize, f32)>,
    /// The terms of these, in their order.
    terms: Vec<&'p str>,
    sounds: Vec<(&'p Alternative, usize, f32)>,
    /// By character, whether it begins each of these: texts are made of few characters.
    first_sounds: RefCell<Vec<(char, Vec<bool>)>>,
    /// Every two characters that were asked for; they are marked where no word is.
    bigrams: Vec<&'p str>,
}

/// Something that was asked for, in a text.
pub(super) struct Occurrence {
    pub bytes: Range<usize>,
    clause: usize,
    weight: f32,
}

/// What each clause counts once.
pub(super) fn weight_of<'f>(found: impl Iterator<Item = &'f Occurrence>) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut total = 0.0;
    for found in found {
        // Few clauses are found in a text.
        if !seen.contains(&found.clause) {
            seen.push(found.clause);
            total += found.weight;
        }
    }
    total
}

impl<'p> Highlighter<'p> {
    /// What a plan asks for.
    pub(super) fn of(plan: &'p Plan) -> Self {
        let mut highlighter = Self::default();
        // Words of every question are no reason to show a passage, unless nothing else was asked for.
        let any = plan.clauses.iter().any(|clause| clause.kind.is_content());
        for (number, clause) in plan.clauses.iter().enumerate() {
            for alternative in &clause.alternatives {
                let weight = clause.weight * RANKING.match_boost(alternative.matched);
                match alternative.matched {
                    Match::Bigram | Match::BegunBigram => {
                        let pairs = alternative.terms.iter();
                        pairs.for_each(|(pair, _)| insert_sorted(&mut highlighter.bigrams, pair.as_str()));
                    }
                    Match::Pinyin | Match::PinyinPrefix | Match::Initials => {
                        highlighter.sounds.push((alternative, number, weight));
                    }
                    Match::Question | Match::Filter => {}
                    _ if any && !clause.kind.is_content() => {}
                    _ => highlighter.words.push((alternative, number, weight)),
                }
            }
        }
        let terms = highlighter.words.iter().flat_map(|(alternative, ..)| &alternative.terms);
        terms.for_each(|(term, _)| insert_sorted(&mut highlighter.terms, term.as_str()));
        highlighter
    }

    /// Where a text has what is wanted: whole words, and where it has none of them, every two characters.
    pub(super) fn find(
        &self,
        text: &SegmentedText,
        traditional: &Vec<(String, String)>,
        lexicon: &AsLoaded<'_, impl Lexicon>,
    ) -> Vec<Occurrence> {
        if text.text.is_empty() {
            return Vec::new();
        }
        let folded = Folded::by(&text.text, traditional);
        let mut found = self.find_words(&folded, &text.words);
        self.find_sounds(&folded, lexicon, &mut found);
        if found.is_empty() && !self.bigrams.is_empty() {
            let pairs = bigrams_of(&folded, &|pair| self.bigrams.binary_search(&pair).is_ok());
            let places = pairs.into_iter().map(|pair| folded.source(pair.bytes));
            found.extend(places.map(|bytes| Occurrence { bytes, clause: 0, weight: 1.0 }));
        }
        sort_almost(&mut found, |found| (found.bytes.start, found.bytes.end));
        found
    }

    fn find_words(&self, folded: &Folded, lengths: &[u8]) -> Vec<Occurrence> {
        let tokens = tokens_of(folded, lengths, &self.terms);
        let mut found = Vec::new();
        for (place, token) in tokens.iter().enumerate() {
            for (alternative, clause, weight) in &self.words {
                let Some(((first, _), rest)) = alternative.terms.split_first() else {
                    continue;
                };
                if *first != token.text {
                    continue;
                }
                let mut end = token.bytes.end;
                let whole = rest.iter().all(|(term, offset)| {
                    let at = token.positions.start + offset;
                    let next = tokens[place..].iter().take_while(|next| next.positions.start <= at);
                    let next = next.filter(|next| next.positions.start == at && next.text == *term).last();
                    end = next.map_or(end, |next| next.bytes.end);
                    next.is_some()
                });
                if whole {
                    let bytes = folded.source(token.bytes.start..end);
                    found.push(Occurrence { bytes, clause: *clause, weight: *weight });
                }
            }
        }
        found
    }

    fn find_sounds(&self, folded: &Folded, lexicon: &AsLoaded<'_, impl Lexicon>, found: &mut Vec<Occurrence>) {
        if self.sounds.is_empty() {
            return;
        }
        let characters: Vec<(usize, char)> = folded.text().char_indices().collect();
        let sounds = |character, (sound, _): &PositionedTerm, spoken: &Alternative| {
            spoken.matched.fields().iter().any(|field| lexicon.sounds(character, sound, *field))
        };
        let mut first_sounds = self.first_sounds.borrow_mut();
        for (start, (at, first)) in characters.iter().enumerate().filter(|(_, (_, first))| is_han(*first)) {
            let place = first_sounds.binary_search_by_key(first, |(character, _)| *character).unwrap_or_else(|place| {
                let begins = self.sounds.iter().map(|(spoken, ..)| sounds(*first, &spoken.terms[0], spoken));
                first_sounds.insert(place, (*first, begins.collect()));
                place
            });
            let begun = self.sounds.iter().zip(&first_sounds[place].1).filter(|(_, begins)| **begins);
            for ((alternative, clause, weight), _) in begun {
                let Some(spoken) = characters.get(start..start + alternative.terms.len()) else {
                    continue;
                };
                let mut pairs = spoken.iter().zip(&alternative.terms);
                if pairs.all(|((_, character), term)| is_han(*character) && sounds(*character, term, alternative)) {
                    let (last, character) = spoken[spoken.len() - 1];
                    let bytes = folded.source(*at..last + character.len_utf8());
                    found.push(Occurrence { bytes, clause: *clause, weight: *weight });
                }
            }
        }
    }
}
