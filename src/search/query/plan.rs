//! From what a reader typed to what is looked for.

use std::ops::Range;

use super::as_loaded::{AsLoaded, Partial};
use super::clause::{Alternative, Clause, ClauseKind, Match};
use super::field::{exact, facet_of};
use super::parse::{parse, searched};
use super::ranking::RANKING;
use super::synonym_map::synonym_matches;
use super::topic;
use super::{DecisionMention, Expansion, Field, Lexicon, Postings, decision_card};
use crate::analysis::{Token, bigrams, insert_sorted, is_han, is_latin, is_stop_word, syllables};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The things that were asked for; a document should have all of them, and may have some.
    pub clauses: Vec<Clause>,
    /// What a document must have, each of them.
    pub required: Vec<Alternative>,
    /// What a document must not have, all of one at once.
    pub excluded: Vec<Vec<Alternative>>,
    /// The topic that was asked about and that no document covers, by its number.
    pub not_covered: Option<u32>,
    /// The decision that was asked.
    pub decision: Option<DecisionMention>,
}

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
            plan.required.push(Alternative::facet(filter));
        } else {
            text.push(' ');
            text.push_str(&typed);
        }
    }
    let phrases: Vec<Vec<Alternative>> = parts.phrases.iter().map(|phrase| literal(phrase, index)).collect();
    let excluded = parts.excluded.iter().map(|text| literal(text, index));
    plan.excluded.extend(excluded.filter(|all| !all.is_empty()));
    let folded = index.fold(text.trim());
    let tokens = index.tokens(&folded);
    let whole = exact(&folded);
    let is_question = index.holds(Field::Exact, &whole);
    if !index.is_whole() {
        // Before it is known which words there are, nothing more can be asked for.
        return plan;
    }
    for phrase in phrases {
        // Quotation marks also set off a name: a phrase that is nowhere asks for its words.
        if phrase.iter().all(|part| index.has_anywhere(&part.terms, part.matched.fields())) {
            plan.required.extend(phrase);
        }
    }
    let places = words(&tokens, index, &mut plan);
    synonyms(&tokens, index, &places, &mut plan);
    word_bigrams(&tokens, &mut plan);
    pinyin_phrases(&tokens, index, &mut plan);
    let known = |token: &&Token<'_>| Field::WORDS.iter().any(|field| index.holds(*field, &token.text));
    let known: Vec<&Token<'_>> = tokens.iter().filter(known).collect();
    for pair in bigrams(&folded) {
        plan.clauses.push(two_characters(&pair, &known, index));
    }
    if is_question {
        let question = Alternative::term(Match::Question, whole);
        plan.clauses.push(clause(ClauseKind::Question, vec![question]));
    } else {
        plan.not_covered = topic::asked_about(&tokens, index);
    }
    if plan.not_covered.is_none() {
        plan.decision = decision_card::asked(&tokens, index);
    }
    plan
}

/// What a document that has a text as it stands has, all of it: Chinese by every two characters, other words one after the other.
fn literal(text: &str, lexicon: &AsLoaded<'_, impl Lexicon>) -> Vec<Alternative> {
    let folded = lexicon.fold(text);
    let mut parts: Vec<Alternative> = Vec::new();
    let mut add = |matched: Match, token: &Token<'_>| {
        if let Some(part) = parts.last_mut().filter(|part| part.matched == matched)
            && let Some((_, last)) = part.terms.last()
        {
            match token.positions.start.checked_sub(*last) {
                Some(0) => return,
                Some(1) => return part.terms.push((token.text.to_string(), token.positions.start)),
                _ => {}
            }
        }
        parts.push(Alternative::new(matched, vec![(token.text.to_string(), token.positions.start)]));
    };
    bigrams(&folded).iter().for_each(|pair| add(Match::Bigram, pair));
    let others = lexicon.tokens(&folded);
    others.iter().filter(|token| !token.text.chars().all(is_han)).for_each(|token| add(Match::Word, token));
    for part in &mut parts {
        let first = part.terms[0].1;
        part.terms.iter_mut().for_each(|(_, position)| *position -= first);
        if let [(term, _)] = part.terms.as_slice()
            && term.chars().count() == 1
            && term.chars().all(is_han)
        {
            // A character that stands between others is in no pair of its own.
            part.matched = Match::Word;
        }
    }
    parts
}

/// A clause for each word; what stands at one place, a word and its stem, is one.
fn words(tokens: &[Token<'_>], index: &AsLoaded<'_, impl Postings>, plan: &mut Plan) -> Vec<Range<u32>> {
    let mut places = Vec::new();
    let last = tokens.iter().map(|token| token.positions.end).max().unwrap_or_default();
    let mut tokens = tokens.iter().peekable();
    let mut around: Option<Range<u32>> = None;
    while let Some(token) = tokens.next() {
        let mut variants = Vec::new();
        while let Some(variant) = tokens.next_if(|next| next.positions == token.positions) {
            variants.push(variant);
        }
        let mut alternatives = vec![Alternative::term(Match::Word, token.text.to_string())];
        for variant in variants {
            let matched = if is_latin(&token.text) { Match::Stem } else { Match::Part };
            alternatives.push(Alternative::term(matched, variant.text.to_string()));
        }
        let known = is_known(&alternatives, index);
        let within = around.as_ref().is_some_and(|around| token.positions.end <= around.end);
        if is_latin(&token.text) {
            let begun = LatinWord { text: &token.text, is_known: known, is_last: token.positions.end == last };
            begun.add_alternatives(index, &mut alternatives);
        }
        let is_character = token.positions.end - token.positions.start == 1 && token.text.chars().all(is_han);
        let kind = if is_stop_word(&token.text) {
            ClauseKind::StopWord
        } else if is_character {
            ClauseKind::Character
        } else if within {
            ClauseKind::InnerWord
        } else {
            ClauseKind::Word
        };
        if known && !within {
            around = Some(token.positions.clone());
        }
        places.push(token.positions.clone());
        plan.clauses.push(clause(kind, alternatives));
    }
    places
}

fn is_known(alternatives: &[Alternative], index: &AsLoaded<'_, impl Postings>) -> bool {
    let mut terms = alternatives.iter().flat_map(|alternative| &alternative.terms);
    terms.any(|(term, _)| Field::WORDS.iter().any(|field| index.holds(*field, term)))
}

/// A word of letters, which may stand for itself mistyped, for what it begins, or for Chinese by its sound.
struct LatinWord<'w> {
    text: &'w str,
    is_known: bool,
    is_last: bool,
}

impl LatinWord<'_> {
    fn add_alternatives(&self, index: &AsLoaded<'_, impl Postings>, alternatives: &mut Vec<Alternative>) {
        let Self { text, is_known, is_last } = *self;
        let mut add = |alternative: Alternative| {
            let is_there = |known: &Alternative| {
                known.terms == alternative.terms
                    && known.matched.fields() == alternative.matched.fields()
                    && RANKING.match_boost(known.matched) >= RANKING.match_boost(alternative.matched)
            };
            if !alternatives.iter().any(is_there) {
                alternatives.push(alternative);
            }
        };
        if !is_known && text.len() > 3 {
            fuzzy(text, index).into_iter().for_each(|term| add(Alternative::term(Match::Fuzzy, term)));
        }
        if is_last && text.len() > 2 {
            for field in Field::WORDS {
                let begun = index.terms(field, text, 16);
                begun.into_iter().for_each(|term| add(Alternative::term(Match::Prefix, term)));
            }
        }
        let readings = syllables(text);
        for reading in &readings {
            if reading.len() > 1 || !is_known {
                add(Alternative::row(Match::Pinyin, reading.iter().map(|syllable| (*syllable).to_owned())));
            }
        }
        if readings.is_empty() && !is_known && is_last {
            pinyin_prefix(text, index).into_iter().for_each(&mut add);
        }
        if !is_known && (2..=8).contains(&text.len()) {
            add(Alternative::row(Match::Initials, text.chars().map(String::from)));
        }
    }
}

/// Words of the index that a word may be a misspelling of: one letter for short words, two for long ones may be missing,
/// too many, wrong or exchanged. Few misspell a word's beginning: one of its first two letters begins the right one.
fn fuzzy(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<String> {
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

/// Syllables of which the last is not finished, gone on with: `jushit`.
fn pinyin_prefix(text: &str, index: &AsLoaded<'_, impl Postings>) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    for at in (1..text.len()).rev() {
        let (begun, rest) = text.split_at(at);
        for reading in syllables(begun) {
            for next in index.terms(Field::Syllables, rest, 8) {
                let terms = reading.iter().map(|syllable| (*syllable).to_owned()).chain([next]);
                alternatives.push(Alternative::row(Match::PinyinPrefix, terms));
            }
        }
        if !alternatives.is_empty() {
            break;
        }
    }
    alternatives
}

/// Adds what readers may mean by the words that they say.
fn synonyms(tokens: &[Token<'_>], lexicon: &AsLoaded<'_, impl Lexicon>, places: &[Range<u32>], plan: &mut Plan) {
    for found in synonym_matches(tokens, lexicon) {
        for (clause, positions) in plan.clauses.iter_mut().zip(places) {
            if found.positions.start <= positions.start && positions.end <= found.positions.end {
                clause.weight *= RANKING.clause.also_synonym;
            }
        }
        let expansions = found.expansions.iter();
        let synonyms = expansions.map(|Expansion { terms, documents }| Alternative {
            matched: Match::Synonym,
            terms: terms.clone(),
            documents: documents.clone(),
        });
        // Where what was said is one word, that is an alternative to what it means.
        let words = tokens.iter().filter(|token| token.positions == found.positions);
        let words = words.map(|token| Alternative::term(Match::Word, token.text.to_string()));
        plan.clauses.push(clause(ClauseKind::Synonym, synonyms.chain(words).collect()));
    }
}

/// Words of letters that follow each other should do so in a document.
fn word_bigrams(tokens: &[Token<'_>], plan: &mut Plan) {
    let mut words: Vec<&Token<'_>> = tokens.iter().filter(|token| !token.text.chars().all(is_han)).collect();
    words.dedup_by_key(|token| token.positions.clone());
    for pair in words.windows(2).filter(|pair| pair[0].positions.end == pair[1].positions.start) {
        if pair.iter().any(|token| !is_stop_word(&token.text)) {
            let terms = pair.iter().map(|token| token.text.to_string());
            plan.clauses.push(clause(ClauseKind::WordBigram, vec![Alternative::row(Match::WordBigram, terms)]));
        }
    }
}

/// Words of letters that follow each other may spell out Chinese: `yuming bu zai wo mingxia`.
fn pinyin_phrases(tokens: &[Token<'_>], index: &AsLoaded<'_, impl Postings>, plan: &mut Plan) {
    let mut run: Vec<String> = Vec::new();
    let mut words = 0;
    let mut end = None;
    let mut finish = |run: &mut Vec<String>, words: &mut usize| {
        let spoken = Alternative::row(Match::Pinyin, run.drain(..));
        if *words > 1 && index.has_anywhere(&spoken.terms, spoken.matched.fields()) {
            plan.clauses.push(clause(ClauseKind::PinyinPhrase, vec![spoken]));
        }
        *words = 0;
    };
    for token in tokens.iter().filter(|token| is_latin(&token.text)) {
        if end == Some(token.positions.end) {
            continue;
        }
        if end.is_some_and(|end| end != token.positions.start) {
            finish(&mut run, &mut words);
        }
        end = Some(token.positions.end);
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
fn two_characters(pair: &Token<'_>, known: &[&Token<'_>], index: &AsLoaded<'_, impl Lexicon + Postings>) -> Clause {
    let Range { start, end } = pair.positions;
    let within = known.iter().any(|word| word.positions.start <= start && end <= word.positions.end);
    let written = Alternative::term(Match::Bigram, pair.text.to_string());
    let ends = known.iter().any(|word| word.positions.start < start && word.positions.end == start + 1);
    let begins = known.iter().any(|word| word.positions.start + 1 == end && end < word.positions.end);
    if pair.text.chars().count() == 2 && !(ends && begins) && !index.holds(Field::Bigrams, &pair.text) {
        let mut characters = pair.text.chars().map(|character| index.reading(character));
        // Both are asked for, so that both are fetched at once.
        if let [Some(Some(first)), Some(Some(second))] = [characters.next(), characters.next()] {
            let sound = [first, second].map(str::to_owned);
            return clause(ClauseKind::HomophoneBigram, vec![written, Alternative::row(Match::Pinyin, sound)]);
        }
    }
    clause(if within { ClauseKind::InnerBigram } else { ClauseKind::Bigram }, vec![written])
}

/// A clause that counts as its kind does.
fn clause(kind: ClauseKind, alternatives: Vec<Alternative>) -> Clause {
    Clause { kind, weight: RANKING.clause_weight(kind), alternatives }
}
