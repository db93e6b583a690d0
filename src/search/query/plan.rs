//! From what a reader typed to what is looked for.

use std::ops::Range;

use super::as_loaded::{AsLoaded, Partial};
use super::field::{exact, facet_of};
use super::parse::{parse, searched};
use super::thesaurus::mentions;
use super::topic;
use super::{Field, Lexicon, Meaning, Postings, Term};
use crate::analysis::{Token, bigrams, insert_sorted, is_han, is_latin, is_stop_word, syllables};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The things that were asked for; a document should have all of them, and may have some.
    pub clauses: Vec<Clause>,
    /// What a document must have, each of them.
    pub required: Vec<Way>,
    /// What a document must not have, all of one at once.
    pub excluded: Vec<Vec<Way>>,
    /// The topic that was asked about and that no document covers, by its number.
    pub not_covered: Option<u32>,
}

/// One thing that was asked for, with the ways in which a document may have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// How much it counts.
    pub weight: f32,
    /// The ways; the best that a document has counts.
    pub ways: Vec<Way>,
}

/// A way to have what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The fields that may have it.
    pub fields: &'static [Field],
    /// The terms that stand one after the other, each with the units from the first.
    pub terms: Vec<Term>,
    /// How much of the clause it is worth, up to 1.
    pub worth: f32,
    /// Where it may stand; elsewhere nobody need look.
    pub among: Among,
}

/// Documents among which something may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Among {
    /// In the [fields that ask](Field::ASKED).
    pub asked: Range<u32>,
    /// In the others.
    pub answered: Range<u32>,
}

impl Among {
    /// All documents.
    pub const ALL: Self = Self { asked: 0..u32::MAX, answered: 0..u32::MAX };

    /// Whether any of some documents may have it in a field.
    pub(super) fn meets(&self, field: Field, documents: &Range<u32>) -> bool {
        let among = if Field::ASKED.contains(&field) { &self.asked } else { &self.answered };
        among.start < documents.end && documents.start < among.end
    }
}

impl Way {
    pub(super) fn new(fields: &'static [Field], terms: Vec<Term>, worth: f32) -> Self {
        Self { fields, terms, worth, among: Among::ALL }
    }

    fn term(fields: &'static [Field], text: String, worth: f32) -> Self {
        Self::new(fields, vec![(text, 0)], worth)
    }

    fn word(text: &str, worth: f32) -> Self {
        Self::term(&Field::WORDS, text.to_owned(), worth)
    }

    fn phrase(fields: &'static [Field], terms: impl IntoIterator<Item = String>, worth: f32) -> Self {
        Self::new(fields, terms.into_iter().zip(0..).collect(), worth)
    }

    /// The way to have a facet, as [`facet`](super::facet) writes it.
    pub fn facet(facet: String) -> Self {
        Self::term(&[Field::Facet], facet, 1.0)
    }
}

/// What is worth how much beside the word itself: its stem, a part of an identifier, a word that it begins, one that is
/// spelled or sounds like it, one that means the same.
const STEM: f32 = 0.95;
const PART: f32 = 0.7;
const PREFIX: f32 = 0.5;
const SIMILAR: f32 = 0.7;
const SOUND: f32 = 0.8;
const SYNONYM: f32 = 0.85;

/// How much clauses count beside a word: a word within a longer one, a character that is no word, a word that stands in
/// every question, a word that is also looked for by what it means, two words of letters that follow each other, the whole
/// question.
const INNER: f32 = 0.6;
const CHARACTER: f32 = 0.2;
const STOP_WORD: f32 = 0.06;
const LITERAL: f32 = 0.4;
const PAIR: f32 = 0.3;
const WHOLE: f32 = 2.0;
/// Two characters that stand together: within a word, which says the same; across words; and those that nobody writes, but
/// that sound like what somebody writes.
const WITHIN: f32 = 0.03;
const ACROSS: f32 = 0.3;
const MISHEARD: f32 = 0.8;

/// Plans a query. What is not loaded leaves a plan that is partial: good for asking for what it will need, too.
pub fn plan<I: Lexicon + Postings>(query: &str, index: &I) -> Result<Plan, Partial<Plan, I::NotLoaded>> {
    let index = AsLoaded::new(index);
    let plan = plan_of(query, &index);
    index.finish(plan)
}

fn plan_of(query: &str, index: &AsLoaded<'_, impl Lexicon + Postings>) -> Plan {
    let mut plan = Plan::default();
    let parts = parse(searched(query));
    let mut text = parts.text;
    for (name, value, typed) in parts.filters {
        let filter = facet_of(&index.fold(&name), &index.fold(&value));
        // A colon is part of many texts: it makes a filter only with the name and the value of one.
        if index.holds(Field::Facet, &filter) {
            plan.required.push(Way::facet(filter));
        } else {
            text.push(' ');
            text.push_str(&typed);
        }
    }
    let phrases: Vec<Vec<Way>> = parts.phrases.iter().map(|phrase| literal(phrase, index)).collect();
    let excluded = parts.excluded.iter().map(|text| literal(text, index));
    plan.excluded.extend(excluded.filter(|ways| !ways.is_empty()));
    let folded = index.fold(text.trim());
    let tokens = index.tokens(&folded);
    let whole = exact(&folded);
    let is_question = index.holds(Field::Exact, &whole);
    if !index.is_whole() {
        // Before it is known which words there are, nothing more can be asked for.
        return plan;
    }
    for ways in phrases {
        // Quotation marks also set off a name: a phrase that is nowhere asks for its words.
        if ways.iter().all(|way| index.has_anywhere(&way.terms, way.fields)) {
            plan.required.extend(ways);
        }
    }
    let places = words(&tokens, index, &mut plan);
    synonyms(&tokens, index, &places, &mut plan);
    pairs_of_words(&tokens, &mut plan);
    spelled_out(&tokens, index, &mut plan);
    let known = |token: &&Token| Field::WORDS.iter().any(|field| index.holds(*field, &token.text));
    let known: Vec<&Token> = tokens.iter().filter(known).collect();
    for pair in bigrams(&folded) {
        plan.clauses.push(two_characters(&pair, &known, index));
    }
    if is_question {
        plan.clauses.push(Clause { weight: WHOLE, ways: vec![Way::term(&[Field::Exact], whole, 1.0)] });
    } else {
        plan.not_covered = topic::asked_about(&tokens, index);
    }
    plan
}

/// The ways to have a text as it stands: Chinese by every two characters, other words one after the other.
fn literal(text: &str, lexicon: &AsLoaded<'_, impl Lexicon>) -> Vec<Way> {
    let folded = lexicon.fold(text);
    let mut ways: Vec<Way> = Vec::new();
    let mut add = |fields: &'static [Field], token: &Token| {
        if let Some(way) = ways.last_mut().filter(|way| way.fields == fields)
            && let Some((_, last)) = way.terms.last()
        {
            match token.units.start.checked_sub(*last) {
                Some(0) => return,
                Some(1) => return way.terms.push((token.text.clone(), token.units.start)),
                _ => {}
            }
        }
        ways.push(Way::new(fields, vec![(token.text.clone(), token.units.start)], 1.0));
    };
    bigrams(&folded).iter().for_each(|pair| add(&[Field::Bigrams], pair));
    let others = lexicon.tokens(&folded);
    others.iter().filter(|token| !token.text.chars().all(is_han)).for_each(|token| add(&Field::WORDS, token));
    for way in &mut ways {
        let first = way.terms[0].1;
        way.terms.iter_mut().for_each(|(_, unit)| *unit -= first);
        if let [(term, _)] = way.terms.as_slice()
            && term.chars().count() == 1
            && term.chars().all(is_han)
        {
            // A character that stands between others is in no pair of its own.
            way.fields = &Field::WORDS;
        }
    }
    ways
}

/// A clause for each word; what stands at one place, a word and its stem, is one.
fn words(tokens: &[Token], index: &AsLoaded<'_, impl Postings>, plan: &mut Plan) -> Vec<Range<u32>> {
    let mut places = Vec::new();
    let last = tokens.iter().map(|token| token.units.end).max().unwrap_or_default();
    let mut tokens = tokens.iter().peekable();
    let mut around: Option<Range<u32>> = None;
    while let Some(token) = tokens.next() {
        let mut variants = Vec::new();
        while let Some(variant) = tokens.next_if(|next| next.units == token.units) {
            variants.push(variant);
        }
        let mut clause = Clause { weight: 1.0, ways: vec![Way::word(&token.text, 1.0)] };
        for variant in variants {
            let worth = if is_latin(&token.text) { STEM } else { PART };
            clause.ways.push(Way::word(&variant.text, worth));
        }
        let known = is_known(&clause, index);
        let within = around.as_ref().is_some_and(|around| token.units.end <= around.end);
        if is_latin(&token.text) {
            latin(&token.text, known, token.units.end == last, index, &mut clause);
        }
        let is_character = token.units.end - token.units.start == 1 && token.text.chars().all(is_han);
        clause.weight = if is_stop_word(&token.text) {
            STOP_WORD
        } else if is_character {
            CHARACTER
        } else if within {
            INNER
        } else {
            1.0
        };
        if known && !within {
            around = Some(token.units.clone());
        }
        places.push(token.units.clone());
        plan.clauses.push(clause);
    }
    places
}

fn is_known(clause: &Clause, index: &AsLoaded<'_, impl Postings>) -> bool {
    let mut terms = clause.ways.iter().flat_map(|way| &way.terms);
    terms.any(|(term, _)| Field::WORDS.iter().any(|field| index.holds(*field, term)))
}

/// What a word of letters may stand for: itself mistyped, what it begins, Chinese by its sound.
fn latin(text: &str, known: bool, is_last: bool, index: &AsLoaded<'_, impl Postings>, clause: &mut Clause) {
    let mut add = |way: Way| {
        if !clause.ways.contains(&way) {
            clause.ways.push(way);
        }
    };
    if !known && text.len() > 3 {
        similar(text, index).iter().for_each(|term| add(Way::word(term, SIMILAR)));
    }
    if is_last && text.len() > 2 {
        for field in Field::WORDS {
            index.terms(field, text, 16).iter().for_each(|term| add(Way::word(term, PREFIX)));
        }
    }
    let readings = syllables(text);
    for reading in &readings {
        if reading.len() > 1 || !known {
            add(Way::phrase(&[Field::Syllables], reading.iter().map(|syllable| (*syllable).to_owned()), SOUND));
        }
    }
    if readings.is_empty() && !known && is_last {
        unfinished(text, index).into_iter().for_each(&mut add);
    }
    if !known && (2..=8).contains(&text.len()) {
        add(Way::phrase(&[Field::Initials], text.chars().map(String::from), SOUND));
    }
}

/// Words of the index that a word may be a misspelling of: one letter for short words, two for long ones may be missing,
/// too many, wrong or exchanged. Few misspell a word's beginning: one of its first two letters begins the right one.
fn similar(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<String> {
    let distance = if text.len() < 8 { 1 } else { 2 };
    let near =
        |term: &String| term.len().abs_diff(text.len()) <= distance && strsim::osa_distance(term, text) <= distance;
    let mut found: Vec<String> = Vec::new();
    for letter in text.chars().take(2) {
        for word in index.words(letter).into_iter().filter(near) {
            insert_sorted(&mut found, word);
        }
    }
    found
}

/// The ways to go on with syllables of which the last is not finished: `jushit`.
fn unfinished(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<Way> {
    let mut ways = Vec::new();
    for at in (1..text.len()).rev() {
        let (begun, rest) = text.split_at(at);
        for reading in syllables(begun) {
            for next in index.terms(Field::Syllables, rest, 8) {
                let terms = reading.iter().map(|syllable| (*syllable).to_owned()).chain([next]);
                ways.push(Way::phrase(&[Field::Syllables], terms, PREFIX));
            }
        }
        if !ways.is_empty() {
            break;
        }
    }
    ways
}

/// Adds what readers may mean by the words that they say.
fn synonyms(tokens: &[Token], lexicon: &AsLoaded<'_, impl Lexicon>, places: &[Range<u32>], plan: &mut Plan) {
    for mention in mentions(tokens, lexicon) {
        for (clause, units) in plan.clauses.iter_mut().zip(places) {
            if mention.units.start <= units.start && units.end <= mention.units.end {
                clause.weight *= LITERAL;
            }
        }
        let meanings = mention.meanings.iter();
        let ways = meanings.map(|Meaning { terms, among }| Way {
            among: among.clone(),
            ..Way::new(&Field::WORDS, terms.clone(), SYNONYM)
        });
        let mut ways: Vec<Way> = ways.collect();
        // Where what was said is one word, what it means is another way to have it.
        let words = tokens.iter().filter(|token| token.units == mention.units);
        ways.extend(words.map(|token| Way::word(&token.text, 1.0)));
        plan.clauses.push(Clause { weight: 1.0, ways });
    }
}

/// Words of letters that follow each other should do so in a document.
fn pairs_of_words(tokens: &[Token], plan: &mut Plan) {
    let mut words: Vec<&Token> = tokens.iter().filter(|token| !token.text.chars().all(is_han)).collect();
    words.dedup_by_key(|token| token.units.clone());
    for pair in words.windows(2).filter(|pair| pair[0].units.end == pair[1].units.start) {
        if pair.iter().any(|token| !is_stop_word(&token.text)) {
            let terms = pair.iter().map(|token| token.text.clone());
            plan.clauses.push(Clause { weight: PAIR, ways: vec![Way::phrase(&Field::ASKED, terms, 1.0)] });
        }
    }
}

/// Words of letters that follow each other may spell out Chinese: `yuming bu zai wo mingxia`.
fn spelled_out(tokens: &[Token], index: &AsLoaded<'_, impl Postings>, plan: &mut Plan) {
    let mut run: Vec<String> = Vec::new();
    let mut words = 0;
    let mut end = None;
    let mut finish = |run: &mut Vec<String>, words: &mut usize| {
        let way = Way::phrase(&[Field::Syllables], run.drain(..), SOUND);
        if *words > 1 && index.has_anywhere(&way.terms, way.fields) {
            plan.clauses.push(Clause { weight: 1.0, ways: vec![way] });
        }
        *words = 0;
    };
    for token in tokens.iter().filter(|token| is_latin(&token.text)) {
        if end == Some(token.units.end) {
            continue;
        }
        if end.is_some_and(|end| end != token.units.start) {
            finish(&mut run, &mut words);
        }
        end = Some(token.units.end);
        match syllables(&token.text).first() {
            Some(reading) => {
                run.extend(reading.iter().map(|syllable| (*syllable).to_owned()));
                words += 1;
            }
            None => finish(&mut run, &mut words),
        }
    }
    finish(&mut run, &mut words);
}

/// Two characters as they stand; and if nobody writes them so, as they sound, unless each belongs to a word that is known.
fn two_characters(pair: &Token, known: &[&Token], index: &AsLoaded<'_, impl Lexicon + Postings>) -> Clause {
    let Range { start, end } = pair.units;
    let within = known.iter().any(|word| word.units.start <= start && end <= word.units.end);
    let written = Way::term(&[Field::Bigrams], pair.text.clone(), 1.0);
    let mut clause = Clause { weight: if within { WITHIN } else { ACROSS }, ways: vec![written] };
    let ends = known.iter().any(|word| word.units.start < start && word.units.end == start + 1);
    let begins = known.iter().any(|word| word.units.start + 1 == end && end < word.units.end);
    if pair.text.chars().count() == 2 && !(ends && begins) && !index.holds(Field::Bigrams, &pair.text) {
        let mut characters = pair.text.chars().map(|character| index.reading(character));
        // Both are asked for, so that both are fetched at once.
        if let [Some(Some(first)), Some(Some(second))] = [characters.next(), characters.next()] {
            let sound = [first, second].map(str::to_owned);
            clause.ways.push(Way::phrase(&[Field::Syllables], sound, SOUND));
            clause.weight = MISHEARD;
        }
    }
    clause
}
