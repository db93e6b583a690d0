//! Decisions as queries know them: by what their values are called, and by what those ask who need them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::decision_card::{DecisionCard, DecisionPhrase, DecisionText};
use super::synonym_map::SynonymRule;
use super::token_positions::TokenPositions;
use crate::analysis::{Folded, Segmenter, is_han, is_latin, is_stop_word, readings};

/// A decision, with what queries know it by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDecision {
    /// Its title in each language.
    pub titles: Vec<String>,
    /// Phrases of those who ask it, as in [`Topic::asked`](super::Topic::asked).
    pub asked: Vec<String>,
    /// What it asks for, in its order.
    pub facts: Vec<NamedFact>,
    /// Names whose words are in every query, so that they name no value: that of the provider.
    pub common: Vec<String>,
    /// By the code of a language, what is said of it.
    pub told: Vec<(String, DecisionText)>,
    /// The sections of the source that each outcome cites.
    pub sources: Vec<Vec<String>>,
}

/// A fact, with what its values are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFact {
    /// What it is called and how it is asked for, in each language: words of these name none of its values.
    pub asked_for: Vec<String>,
    /// By value, what it is called in each language; none if queries cannot name it.
    pub values: Vec<Vec<String>>,
}

/// Decisions, ready to be found in queries.
#[derive(Clone, Debug, Default)]
pub struct NamedDecisions {
    decisions: Vec<NamedDecision>,
    phrases: BTreeMap<String, Vec<DecisionPhrase>>,
}

/// Words that name something, in any order, each by what stands at its positions.
type WordSet = BTreeSet<Vec<String>>;

impl NamedDecisions {
    /// Of decisions. What has synonyms may be said by these, too; `segmenter` cuts texts into words.
    pub fn new(decisions: Vec<NamedDecision>, synonyms: &[SynonymRule], segmenter: &Segmenter) -> Self {
        let words = WordCutter { segmenter };
        let rules: Vec<(Vec<WordSet>, Vec<WordSet>)> = synonyms
            .iter()
            .map(|rule| {
                let [from, to] = [&rule.from, &rule.to].map(|texts| texts.iter().map(|text| words.set(text)).collect());
                (from, to)
            })
            .collect();
        let mut all: Vec<DecisionPhrase> = Vec::new();
        for (number, decision) in (0..).zip(&decisions) {
            let common = words.set(&[decision.titles.as_slice(), &decision.common].concat().join("\n"));
            let asked_for: Vec<&str> =
                decision.facts.iter().flat_map(|fact| &fact.asked_for).map(String::as_str).collect();
            let labels = words.set(&asked_for.join("\n"));
            // What several facts could mean, the first of them does.
            let mut taken: BTreeMap<WordSet, Option<(u32, u32)>> = BTreeMap::new();
            for (place, fact) in (0..).zip(&decision.facts) {
                let common = common.union(&words.set(&fact.asked_for.join("\n"))).cloned().collect();
                let naming = FactNames { words: &words, common, labels: &labels, fact, rules: &rules };
                for (set, value) in naming.sets() {
                    taken.entry(set).or_insert(Some((place, value)));
                }
            }
            for phrase in &decision.asked {
                let pieces: Vec<_> = phrase.split_whitespace().map(|piece| words.phrase(piece)).collect();
                all.push(DecisionPhrase { decision: number, value: None, pieces });
            }
            for clause in decision.titles.iter().flat_map(|title| title.split(is_mark)) {
                taken.entry(words.asking(clause)).or_default();
            }
            let phrases = taken.into_iter().map(|(set, value)| (set.into_iter().collect(), value));
            all.extend(phrases.map(|(pieces, value)| DecisionPhrase { decision: number, value, pieces }));
        }
        Self { decisions, phrases: by_rarest(all) }
    }

    /// The decisions, as they were given.
    pub fn decisions(&self) -> &[NamedDecision] {
        &self.decisions
    }

    /// The phrases that are known by a text.
    pub fn phrases(&self, first: &str) -> &[DecisionPhrase] {
        self.phrases.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// All phrases, by the text that they are known by.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[DecisionPhrase])> {
        self.phrases.iter().map(|(first, phrases)| (first.as_str(), phrases.as_slice()))
    }

    /// The sections that the outcomes of a decision cite which are possible after the answers of a card about it, those first that
    /// most of them cite; at most so many.
    pub fn sources(&self, id: &str, card: Option<&DecisionCard>, most: usize) -> Vec<String> {
        let named = |decision: &&NamedDecision| decision.told.first().is_some_and(|(_, text)| text.id == id);
        let Some(decision) = self.decisions.iter().find(named) else {
            return Vec::new();
        };
        let answers = card.filter(|card| card.decision == id).map(|card| card.answers.as_slice());
        let possible = decision.told.first().map(|(_, text)| text.possible(answers.unwrap_or_default()));
        let mut cited: Vec<(usize, &String)> = Vec::new();
        for (place, sections) in (0..).zip(&decision.sources) {
            // Of a decision that is too large for a card any outcome is possible.
            if possible.as_ref().is_some_and(|possible| !possible.is_empty() && !possible.contains(&place)) {
                continue;
            }
            for section in sections {
                match cited.iter_mut().find(|(_, known)| *known == section) {
                    Some((times, _)) => *times += 1,
                    None => cited.push((1, section)),
                }
            }
        }
        cited.sort_by_key(|(times, _)| Reverse(*times));
        cited.into_iter().take(most).map(|(_, section)| section.clone()).collect()
    }

    /// What is said of a decision in a language.
    pub fn told(&self, decision: u32, language: &str) -> Option<&DecisionText> {
        let told = &self.decisions.get(decision as usize)?.told;
        told.iter().find(|(code, _)| code == language).map(|(_, text)| text)
    }
}

impl NamedDecision {
    /// The texts that its phrases are made of.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let names = self.facts.iter().flat_map(|fact| fact.asked_for.iter().chain(fact.values.iter().flatten()));
        names.chain(&self.titles).chain(&self.asked).chain(&self.common).map(String::as_str)
    }
}

/// Phrases by the first text of the piece that tells them best from others.
fn by_rarest(phrases: Vec<DecisionPhrase>) -> BTreeMap<String, Vec<DecisionPhrase>> {
    let mut begin: BTreeMap<String, usize> = BTreeMap::new();
    for first in phrases.iter().flat_map(|phrase| &phrase.pieces).filter_map(|piece| piece.first()) {
        *begin.entry(first.clone()).or_default() += 1;
    }
    let mut known: BTreeMap<String, Vec<DecisionPhrase>> = BTreeMap::new();
    for mut phrase in phrases {
        let common = |piece: &Vec<String>| piece.first().and_then(|first| begin.get(first)).copied();
        let rarest = (0..phrase.pieces.len()).min_by_key(|place| common(&phrase.pieces[*place]));
        if let Some(rarest) = rarest
            && phrase.pieces.iter().all(|piece| !piece.is_empty())
        {
            phrase.pieces[..=rarest].rotate_right(1);
            known.entry(phrase.pieces[0][0].clone()).or_default().push(phrase);
        }
    }
    known
}

/// Cuts names into words.
struct WordCutter<'s> {
    segmenter: &'s Segmenter,
}

/// A word of a name.
struct NameWord {
    piece: Vec<String>,
    /// How many characters it has.
    width: usize,
    /// Whether it is no more than letters that stand for a name: `ECS`.
    is_short_name: bool,
}

impl WordCutter<'_> {
    /// What stands at the positions of a text.
    fn phrase(&self, text: &str) -> Vec<String> {
        TokenPositions::of(&self.segmenter.tokens(&Folded::new(text))).into_phrase()
    }

    /// The words of a text that say something, one after the other; and how many characters all of it has.
    fn words(&self, text: &str) -> (Vec<NameWord>, usize) {
        let folded = Folded::new(text);
        let mut words = Vec::new();
        let (mut end, mut width) = (0, 0);
        for token in self.segmenter.tokens(&folded) {
            if token.positions.start < end {
                continue;
            }
            end = token.positions.end;
            let length = token.text.chars().count();
            width += length;
            let is_chinese = token.text.chars().all(is_han);
            if is_stop_word(&token.text) || length < if is_chinese { 2 } else { 3 } {
                continue;
            }
            let is_upper = |written: &str| written.chars().filter(char::is_ascii_uppercase).count() > 1;
            let written = text.split(|character: char| !character.is_ascii_alphanumeric());
            let is_short_name =
                written.into_iter().any(|word| is_upper(word) && word.eq_ignore_ascii_case(&token.text));
            words.push(NameWord { piece: self.phrase(&token.text), width: length, is_short_name });
        }
        (words, width)
    }

    /// The words of a text that say something.
    fn set(&self, text: &str) -> WordSet {
        self.words(text).0.into_iter().map(|word| word.piece).collect()
    }

    /// How one Chinese word sounds, written together: `xianggang`.
    fn sound(&self, set: &WordSet) -> Option<WordSet> {
        let characters: Vec<char> =
            set.first().filter(|_| set.len() == 1)?.iter().flat_map(|text| text.chars()).collect();
        if characters.len() < 2 || !characters.iter().all(|character| is_han(*character)) {
            return None;
        }
        let sounds = characters.iter().map(|character| readings(*character).first().copied());
        Some([self.phrase(&sounds.collect::<Option<Vec<_>>>()?.concat())].into())
    }

    /// What a clause of a title asks: its words, or if one says all, the clause as it stands.
    fn asking(&self, clause: &str) -> WordSet {
        let words = self.set(clause);
        if words.len() > 1 {
            words
        } else {
            [self.phrase(clause)].into_iter().filter(|phrase| phrase.len() > 1).collect()
        }
    }
}

/// Whether a character parts names that stand for the same.
fn is_mark(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace() && !matches!(character, '-' | '\'' | '.' | '&' | '+')
}

/// The parts of a name each of which may stand for it: `云服务器 ECS` is `云服务器` and `ECS`.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for clause in name.split(is_mark) {
        let mut before: Option<bool> = None;
        for word in clause.split_whitespace() {
            let is_chinese = word.chars().any(is_han);
            match parts.last_mut() {
                Some(part) if before == Some(is_chinese) => {
                    part.push(' ');
                    part.push_str(word);
                }
                _ => parts.push(word.to_owned()),
            }
            before = Some(is_chinese);
        }
    }
    parts
}

/// What names the values of a fact.
struct FactNames<'f> {
    words: &'f WordCutter<'f>,
    /// Words of the decision and of the fact that name nothing by themselves.
    common: WordSet,
    /// Words by which the decision asks for any of its facts: these are no synonyms of values.
    labels: &'f WordSet,
    fact: &'f NamedFact,
    /// What stands for what, in words.
    rules: &'f [(Vec<WordSet>, Vec<WordSet>)],
}

/// A name has no more words than these, to be said by all of them.
const MAX_WORDS: usize = 5;
/// Of a name at least one part of so many must be said.
const LEAST_PART: usize = 2;
/// And of that of another value that has the same word, no more than one of so many.
const OTHER_PART: usize = 3;

impl FactNames<'_> {
    /// Sets of words that name a value, each with the value's place; none names two.
    fn sets(&self) -> Vec<(WordSet, u32)> {
        let mut found: BTreeMap<WordSet, BTreeSet<u32>> = BTreeMap::new();
        let mut add = |set: WordSet, value: u32| {
            if !set.is_subset(&self.common) {
                found.entry(set).or_default().insert(value);
            }
        };
        for (value, names) in (0..).zip(&self.fact.values) {
            for part in names.iter().flat_map(|name| parts(name)) {
                self.of_part(&part, value, &mut add);
            }
        }
        let mut said = Vec::new();
        for (set, values) in &found {
            let rules = self.rules.iter().filter(|(_, to)| to.contains(set));
            for from in rules
                .flat_map(|(from, _)| from)
                .filter(|from| !from.is_subset(&self.common) && !from.is_subset(self.labels))
            {
                said.extend(
                    values.iter().filter(|value| !self.stands_in_another(from, **value)).map(|value| (from, *value)),
                );
            }
        }
        for (set, value) in said {
            found.entry(set.clone()).or_default().insert(value);
        }
        for (set, values) in found.clone() {
            if let Some(sound) = self.words.sound(&set) {
                found.entry(sound).or_default().extend(values);
            }
        }
        let single = |(set, values): (WordSet, BTreeSet<u32>)| match values.into_iter().collect::<Vec<_>>()[..] {
            [value] => Some((set, value)),
            _ => None,
        };
        found.into_iter().filter_map(single).collect()
    }

    /// The words of a part of a name that stand for it: all of them, and those that are most of it and end as it does.
    fn of_part(&self, part: &str, value: u32, add: &mut impl FnMut(WordSet, u32)) {
        let (words, width) = self.words.words(part);
        let Some(head) = words.last() else {
            return;
        };
        let is_mixed = self.fact.values[value as usize].iter().any(|name| name.contains(part) && parts(name).len() > 1);
        if words.len() == 1 && is_mixed && is_latin(&part.to_lowercase()) && !head.is_short_name {
            return;
        }
        let all: usize = words.iter().map(|word| word.width).sum();
        if words.len() <= MAX_WORDS && all * LEAST_PART >= width {
            let set: WordSet = words.iter().map(|word| word.piece.clone()).collect();
            if !self.stands_in_another(&set, value) {
                self.guard(&set, value, add);
                add(set, value);
            }
        }
        for word in &words {
            let set: WordSet = [&word.piece, &head.piece].into_iter().cloned().collect();
            let said = if word.piece == head.piece { head.width } else { word.width + head.width };
            if said * LEAST_PART >= width && !self.stands_in_another(&set, value) {
                add(set.clone(), value);
                // A word that others have, too, is theirs where more of them is said.
                self.guard(&set, value, add);
            }
        }
    }

    /// Where a word of a name stands in that of another value, too, it names that one together with any other word of it.
    fn guard(&self, set: &WordSet, value: u32, add: &mut impl FnMut(WordSet, u32)) {
        if set.is_subset(&self.common) {
            return;
        }
        for (other, names) in (0..).zip(&self.fact.values).filter(|(other, _)| *other != value) {
            for words in names.iter().map(|name| self.words.set(name)).filter(|words| set.is_subset(words)) {
                for word in words.difference(set) {
                    let mut more = set.clone();
                    more.insert(word.clone());
                    add(more, other);
                }
            }
        }
    }

    /// Whether words stand in the name of another value, as no small part of it.
    fn stands_in_another(&self, set: &WordSet, value: u32) -> bool {
        let others = (0..).zip(&self.fact.values).filter(|(other, _)| *other != value);
        others.flat_map(|(_, names)| names).any(|name| {
            let (words, width) = self.words.words(name);
            let said: usize = words.iter().filter(|word| set.contains(&word.piece)).map(|word| word.width).sum();
            set.iter().all(|piece| words.iter().any(|word| word.piece == *piece)) && said * OTHER_PART >= width
        })
    }
}
