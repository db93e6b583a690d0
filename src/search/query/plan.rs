//! From what a reader typed to what is looked for.

use std::ops::Range;

use super::as_loaded::{AsLoaded, Partial};
use super::character_pairs::{character_pairs, runs};
use super::clause::{Alternative, Clause, ClauseKind, Match, clause, is_within};
use super::compound::with_compounds;
use super::field::{exact, facet_of, question_kind_facet};
use super::latin_word::LatinWord;
use super::parse::{parse, searched};
use super::repeated::merge_repeated;
use super::synonym_map::synonym_matches;
use super::token_positions::TokenPositions;
use super::topic;
use super::{DecisionMention, Expansion, Field, Lexicon, Postings, decision_card};
use crate::analysis::{Token, TokenKind, bigrams, is_han, is_latin, is_stop_word, question_kinds, syllables};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The things that were asked for; a document should have all of them, and may have some.
    pub clauses: Vec<Clause>,
    /// What a document must have, each of them.
    pub required: Vec<Alternative>,
    /// What a document must not have, all of one at once.
    pub excluded: Vec<Vec<Alternative>>,
    /// The texts of three Chinese characters or more that stand in a row.
    pub runs: Vec<String>,
    /// The topic that was asked about and that no document covers, by its number.
    pub not_covered: Option<u32>,
    /// The decision that was asked.
    pub decision: Option<DecisionMention>,
}

impl Plan {
    /// Whether anything is asked that may have no answer: more than filters, and no question that an author asks.
    pub(super) fn asks(&self) -> bool {
        !self.clauses.is_empty() && self.clauses.iter().all(|clause| clause.kind != ClauseKind::Question)
    }
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
    let tokens = with_compounds(index.tokens(&folded), index);
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
    let said = TokenPositions::of(&tokens);
    let explained = synonyms(&said, index, &places, &mut plan);
    word_bigrams(&tokens, &explained, index, &mut plan);
    pinyin_phrases(&tokens, index, &mut plan);
    let pairs = bigrams(&folded);
    plan.clauses.extend(character_pairs(&pairs, &tokens, &explained, index));
    plan.runs = runs(folded.text(), &pairs);
    if is_question {
        let question = Alternative::term(Match::Question, whole);
        plan.clauses.push(clause(ClauseKind::Question, vec![question]));
    } else {
        plan.not_covered = topic::asked_about(&said, index);
    }
    if plan.not_covered.is_none() {
        plan.decision = decision_card::asked(&said, index);
    }
    for kind in question_kinds(folded.text()) {
        let asking = Alternative::facet(question_kind_facet(kind));
        plan.clauses.push(clause(ClauseKind::QuestionKind, vec![asking]));
    }
    merge_repeated(&mut plan.clauses);
    stop_words_in_titles(&mut plan.clauses);
    let weights = index.weights();
    plan.clauses.iter_mut().for_each(|clause| clause.weight *= weights.clause_weight(clause.kind));
    plan
}

/// Where a query says more, what stands in every question is looked for in questions only: nearly all answers hold it, which tells
/// nothing and takes longest to read.
fn stop_words_in_titles(clauses: &mut [Clause]) {
    if clauses.iter().any(|clause| clause.kind.is_content()) {
        let stop_words = clauses.iter_mut().filter(|clause| clause.kind == ClauseKind::StopWord);
        stop_words.flat_map(|clause| &mut clause.alternatives).for_each(|one| one.documents.narrow_to_titles());
    }
}

/// What a document that has a text as it stands has, all of it: Chinese by every two characters, other words one after the other.
fn literal(text: &str, lexicon: &AsLoaded<'_, impl Lexicon>) -> Vec<Alternative> {
    let folded = lexicon.fold(text);
    let mut parts: Vec<Alternative> = Vec::new();
    // Of what is a word in several ways, the first is what stands there: it is the longest.
    let mut end = 0;
    let mut add = |matched: Match, token: &Token<'_>| {
        if let Some(part) = parts.last_mut().filter(|part| part.matched == matched)
            && let Some((_, last)) = part.terms.last()
        {
            if matched == Match::Word && token.positions.start < end {
                return;
            }
            if token.positions.start == *last + 1 {
                end = token.positions.end;
                return part.terms.push((token.text.to_string(), token.positions.start));
            }
        }
        end = token.positions.end;
        parts.push(Alternative::new(matched, vec![(token.text.to_string(), token.positions.start)]));
    };
    bigrams(&folded).iter().filter(|pair| pair.kind == TokenKind::Word).for_each(|pair| add(Match::Bigram, pair));
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

/// A clause for each word; what stands at one place, a word and its stem, is one. The parts of an identifier have clauses of their
/// own: they count little beside the whole, and if that stands nowhere, in its place.
fn words(all: &[Token<'_>], index: &AsLoaded<'_, impl Postings>, plan: &mut Plan) -> Vec<Range<u32>> {
    let mut places = Vec::new();
    let last = all.iter().map(|token| token.positions.end).max().unwrap_or_default();
    let mut tokens = all.iter().peekable();
    // The known word that others stand within.
    let mut around: Option<(Range<u32>, ClauseKind)> = None;
    while let Some(token) = tokens.next() {
        let mut alternatives = vec![Alternative::term(whole(token), token.text.to_string())];
        let mut parts: Vec<Vec<Alternative>> = Vec::new();
        while let Some(variant) = tokens.next_if(|next| next.positions == token.positions) {
            let alternative = |matched: Match| Alternative::term(matched, variant.text.to_string());
            match (variant.kind, parts.last_mut()) {
                (TokenKind::Word | TokenKind::Variant, _) => alternatives.push(alternative(whole(variant))),
                (TokenKind::PartStem, Some(part)) => part.push(alternative(Match::Part)),
                (TokenKind::Part, _) => parts.push(vec![alternative(Match::Part)]),
                (TokenKind::Stem | TokenKind::PartStem, _) => alternatives.push(alternative(Match::Stem)),
            }
        }
        if token.kind == TokenKind::Variant && !is_identifier(&token.text) {
            alternatives.push(as_written(&token.positions, all));
        }
        if token.text.contains('\'') {
            // What is shortened has no parts that say anything.
            alternatives.extend(parts.drain(..).flatten());
        }
        let known = is_known(&alternatives, index);
        let within = around.as_ref().filter(|(around, _)| token.positions.end <= around.end).map(|(_, kind)| *kind);
        if is_latin(&token.text) {
            let begun = LatinWord { text: &token.text, is_known: known, is_last: token.positions.end == last };
            begun.add_alternatives(index, &mut alternatives);
        }
        let is_character = token.positions.end - token.positions.start == 1 && token.text.chars().all(is_han);
        let kind = if is_stop_word(&token.text) || within == Some(ClauseKind::StopWord) {
            ClauseKind::StopWord
        } else if is_character {
            ClauseKind::Character
        } else if let Some(around) = within {
            if around == ClauseKind::Identifier { ClauseKind::Part } else { ClauseKind::InnerWord }
        } else if is_identifier(&token.text) {
            ClauseKind::Identifier
        } else {
            ClauseKind::Word
        };
        if known && within.is_none() {
            around = Some((token.positions.clone(), kind));
        }
        let mut parts = part_clauses(&token.text, kind, known, parts);
        if !known {
            let share = (index.weights().clause.parts / parts.len() as f32).min(1.0);
            parts.iter_mut().for_each(|clause| clause.weight *= share);
        }
        if known || parts.is_empty() || is_latin(&token.text) {
            let mut clause = clause(kind, alternatives);
            clause.is_explained = !known && kind == ClauseKind::Word && !parts.is_empty();
            plan.clauses.push(clause);
        }
        plan.clauses.extend(parts);
        places.resize(plan.clauses.len(), token.positions.clone());
    }
    places
}

/// How a word answers to what was typed: what the mainland says instead of it means the same.
fn whole(token: &Token<'_>) -> Match {
    let is_instead = token.kind == TokenKind::Variant && token.text.chars().all(is_han);
    if is_instead { Match::Synonym } else { Match::Word }
}

/// The longest words between two positions, one after the other.
fn as_written(positions: &Range<u32>, tokens: &[Token<'_>]) -> Alternative {
    let mut terms = Vec::new();
    let mut end = positions.start;
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Word && token.positions.end <= positions.end) {
        if token.positions.start >= end {
            terms.push((token.text.to_string(), token.positions.start - positions.start));
            end = token.positions.end;
        }
    }
    Alternative::new(Match::Word, terms)
}

/// Whether a word is told from others by more than letters: a version, a code, a size, a name with symbols.
fn is_identifier(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && digits < word.len() || word.starts_with(['.', '@']) || word.ends_with(['+', '#'])
}

/// The clauses for the parts of a word, of which the whole is known or not.
fn part_clauses(whole: &str, kind: ClauseKind, is_known: bool, parts: Vec<Vec<Alternative>>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for alternatives in parts {
        let terms = &alternatives[0].terms;
        if clauses.iter().any(|known| known.alternatives[0].terms == *terms) {
            continue;
        }
        let kind = if terms.iter().all(|(part, _)| is_stop_word(part)) {
            ClauseKind::StopWord
        } else if is_known && kind == ClauseKind::Identifier {
            ClauseKind::Part
        } else if is_known || whole.contains(['.', '/', '@']) {
            ClauseKind::InnerWord
        } else {
            ClauseKind::Word
        };
        clauses.push(clause(kind, alternatives));
    }
    clauses
}

fn is_known(alternatives: &[Alternative], index: &AsLoaded<'_, impl Postings>) -> bool {
    let mut terms = alternatives.iter().flat_map(|alternative| &alternative.terms);
    terms.any(|(term, _)| Field::WORDS.iter().any(|field| index.holds(*field, term)))
}

/// Adds what readers may mean by the words that they say, and tells where these stand.
fn synonyms(
    query: &TokenPositions<'_>,
    lexicon: &AsLoaded<'_, impl Lexicon>,
    places: &[Range<u32>],
    plan: &mut Plan,
) -> Vec<Range<u32>> {
    let mut explained = Vec::new();
    for found in synonym_matches(query, lexicon) {
        for (clause, positions) in plan.clauses.iter_mut().zip(places) {
            if is_within(positions, &found.positions) {
                clause.is_explained = true;
                clause.weight *= lexicon.weights().clause.also_synonym;
            }
        }
        let mut alternatives = Vec::new();
        for Expansion { terms, documents } in found.expansions {
            let (terms, documents) = (terms.clone(), documents.clone());
            alternatives.push(Alternative { matched: Match::Synonym, terms, documents });
        }
        // Where what was said is one word, that is an alternative to what it means.
        for token in query.tokens().iter().filter(|token| token.positions == found.positions) {
            alternatives.push(Alternative::term(Match::Word, token.text.to_string()));
        }
        plan.clauses.push(clause(ClauseKind::Synonym, alternatives));
        explained.push(found.positions);
    }
    explained
}

/// Words of letters that follow each other should do so in a document. Where they mean something else together, that is asked for, too.
fn word_bigrams(tokens: &[Token<'_>], explained: &[Range<u32>], lexicon: &AsLoaded<'_, impl Lexicon>, plan: &mut Plan) {
    let mut words: Vec<&Token<'_>> = tokens.iter().filter(|token| !token.text.chars().all(is_han)).collect();
    words.dedup_by_key(|token| token.positions.clone());
    for pair in words.windows(2).filter(|pair| pair[0].positions.end == pair[1].positions.start) {
        if pair.iter().any(|token| !is_stop_word(&token.text)) {
            let terms = pair.iter().map(|token| token.text.to_string());
            let mut clause = clause(ClauseKind::WordBigram, vec![Alternative::row(Match::WordBigram, terms)]);
            let both = pair[0].positions.start..pair[1].positions.end;
            if explained.iter().any(|positions| is_within(&both, positions)) {
                clause.weight *= lexicon.weights().clause.also_synonym;
            }
            plan.clauses.push(clause);
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
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Word && is_latin(&token.text)) {
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
