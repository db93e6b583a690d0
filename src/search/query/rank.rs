//! Which documents answer a plan best.

use std::ops::Range;

use super::clause::{Alternative, Clause, ClauseKind, Match};
use super::matching::{match_phrase, matching_documents};
use super::observer::Observer;
use super::plan::Plan;
use super::ranking::RankingWeights;
use super::{Field, Lookup, PositionedTerm, Postings};

/// A document that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredDocument {
    /// The document, by its number.
    pub document: u32,
    /// How well it answers; only the order means something.
    pub score: f32,
    /// How much of the query it has, as it is judged whether it answers: from 0 to 1.
    pub covered: f32,
    /// The score beside the idf of what no document has, so that large indexes and small ones tell the same; the less, if a word of
    /// the query stands nowhere.
    pub confidence: f32,
    /// The part of the score for having every two Chinese characters of the query.
    pub(super) contiguous: f32,
}

/// The documents that answer a plan; the best of them, so many, come first and in their order: those that answer equally well
/// in the index's own.
///
/// What is rare, and how long texts are, is measured by the documents that the plan requires, so that two languages in one
/// index do not weigh each other's words.
pub fn rank<I: Postings>(
    plan: &Plan,
    best: usize,
    index: &I,
    observer: &mut impl Observer,
) -> Lookup<Vec<ScoredDocument>, I> {
    let weights = index.weights();
    observer.on_plan();
    index.gather(plan)?;
    let (allowed, candidates) = allowed(plan, index)?;
    let documents = index.count(plan, None, allowed.iter().filter(|allowed| **allowed).count())?;
    let judged_idf = |found| idf(found, documents.max(weights.answer.least_documents), weights.idf_smoothing);
    let idf = |found| idf(found, documents, weights.idf_smoothing);
    let mut scoring = Scoring::new(index, candidates, &allowed);
    let mut scores = vec![Score::default(); allowed.len()];
    let [mut all, mut all_judged] = [0.0; 2];
    let mut unknown = UnknownWords::default();
    for clause in &plan.clauses {
        let found = scoring.documents_of(clause, observer)?;
        let holding = index.count(plan, Some(clause), found.len())?;
        unknown.add(clause, holding);
        let (idf, judged) = (idf(holding), clause.weight * judged_idf(holding));
        let weight = clause.weight * idf;
        all += weight;
        if !(holding == 0 && clause.is_explained) {
            all_judged += judged;
        }
        let bigram = u32::from(clause.kind.is_bigram());
        for (document, strength, presence) in found {
            let score = &mut scores[document as usize];
            score.sum += weight * strength;
            score.covered += weight * presence;
            score.judged += judged * presence;
            score.bigrams += bigram;
            observer.on_clause(document, clause, idf, strength);
        }
    }
    let bigrams: Vec<&Clause> = plan.clauses.iter().filter(|clause| clause.kind.is_bigram()).collect();
    if bigrams.len() > 1 {
        let clause = contiguous(&bigrams, weights);
        let has_all = |score: &&Score| score.bigrams as usize == bigrams.len();
        let idf = idf(index.count(plan, Some(&clause), scores.iter().filter(has_all).count())?);
        score_contiguous(&clause, &mut scores, idf, observer);
    }
    let bigrams = bigrams.len() as u32;
    let most = scores.iter().map(|score| score.covered).fold(0.0, higher);
    let listed = plan.clauses.is_empty() && !plan.required.is_empty();
    let trust = if unknown.is_any { weights.answer.unknown_word } else { 1.0 } / idf(0);
    let mut hits: Vec<ScoredDocument> = (0..)
        .zip(scores)
        .filter(|(document, score)| {
            let has_all_bigrams = bigrams > 0 && score.bigrams == bigrams;
            let about = score.covered > 0.0 && (score.covered >= weights.coverage.least * most || has_all_bigrams);
            allowed[*document as usize] && (about || listed)
        })
        .map(|(document, score)| {
            let coverage = score.coverage(all, weights);
            observer.on_hit(document, coverage);
            let covered = score.judged / all_judged.max(f32::MIN_POSITIVE);
            let (contiguous, score) = (score.contiguous * coverage, score.sum * coverage);
            ScoredDocument { document, score, covered, confidence: score * trust, contiguous }
        })
        .collect();
    select_top(&mut hits, best, index);
    Ok(hits)
}

/// Whether a word that was asked for stands nowhere, and no synonym says what it means: what has the rest of the query may be about
/// something else.
#[derive(Default)]
struct UnknownWords {
    is_any: bool,
    /// Whether the clause before is a character that stands nowhere. One may be a slip; two in a row are a word that no text has.
    is_after_character: bool,
}

impl UnknownWords {
    /// Takes the next clause of a query, which so many documents have.
    fn add(&mut self, clause: &Clause, holding: usize) {
        let is_unknown = holding == 0 && !clause.is_explained;
        let is_character = is_unknown && clause.kind == ClauseKind::Character;
        let is_word = matches!(clause.kind, ClauseKind::Word | ClauseKind::Identifier);
        self.is_any |= is_unknown && is_word || is_character && self.is_after_character;
        self.is_after_character = is_character;
    }
}

/// What asks for all of every two characters of a query.
fn contiguous(bigrams: &[&Clause], weights: &RankingWeights) -> Clause {
    let pairs: Vec<String> = bigrams.iter().map(|clause| clause.alternatives[0].terms[0].0.clone()).collect();
    let all = Alternative::row(Match::Bigram, pairs);
    let kind = ClauseKind::Contiguous;
    Clause { kind, weight: weights.clause_weight(kind), alternatives: vec![all], is_explained: false }
}

/// Adds to the scores of documents that have every two characters of a query: the fewer do, the more.
fn score_contiguous(clause: &Clause, scores: &mut [Score], idf: f32, observer: &mut impl Observer) {
    for all in &clause.alternatives {
        let has_all = |score: &Score| score.bigrams as usize == all.terms.len();
        for (document, score) in (0..).zip(scores.iter_mut()).filter(|(_, score)| has_all(score)) {
            score.contiguous = clause.weight * idf;
            score.sum += score.contiguous;
            observer.on_field(document, Field::Bigrams, 1, 1.0);
            observer.on_alternative(document, all, 1.0);
            observer.on_clause(document, clause, idf, 1.0);
        }
    }
}

/// Brings the best documents, so many, to the front, in their order. Of thousands that are found a page shows a few: each is
/// put in its place among the best so far.
pub(super) fn select_top(hits: &mut [ScoredDocument], best: usize, index: &impl Postings) {
    let is_better = |a: &ScoredDocument, b: &ScoredDocument| {
        let by_score = a.score.total_cmp(&b.score);
        by_score.then_with(|| index.tie_breaker(b.document).cmp(&index.tie_breaker(a.document))).is_gt()
    };
    for next in 0..hits.len() {
        let sorted = best.min(next);
        let place = hits[..sorted].partition_point(|known| is_better(known, &hits[next]));
        if place < best {
            // What was last of the best gives way.
            let last = next.min(best - 1);
            hits.swap(last, next);
            hits[place..=last].rotate_right(1);
        }
    }
}

/// Which documents a plan allows: those that have all that it requires, and nothing that it excludes; and from which to which
/// they are.
pub(super) fn allowed<I: Postings>(plan: &Plan, index: &I) -> Lookup<(Vec<bool>, Range<u32>), I> {
    let size = index.max_doc() as usize;
    let having = |part: &Alternative| {
        let mut has = vec![false; size];
        for field in part.matched.fields() {
            let found = match_phrase(&part.terms, *field, 0..index.max_doc(), index)?;
            found.iter().for_each(|(document, _)| has[*document as usize] = true);
        }
        Ok(has)
    };
    let mut allowed = vec![true; size];
    for part in &plan.required {
        allowed.iter_mut().zip(having(part)?).for_each(|(allowed, has)| *allowed &= has);
    }
    for parts in &plan.excluded {
        let mut excluded = vec![true; size];
        for part in parts {
            excluded.iter_mut().zip(having(part)?).for_each(|(excluded, has)| *excluded &= has);
        }
        allowed.iter_mut().zip(excluded).for_each(|(allowed, excluded)| *allowed &= !excluded);
    }
    let first = allowed.iter().position(|allowed| *allowed).unwrap_or_default();
    let end = allowed.iter().rposition(|allowed| *allowed).map_or(first, |last| last + 1);
    Ok((allowed, first as u32..end as u32))
}

/// What a document has gathered.
#[derive(Clone, Copy, Default)]
struct Score {
    sum: f32,
    /// How much of the query it has.
    covered: f32,
    /// The same, as it is judged whether it answers.
    judged: f32,
    /// How many of every two characters of the query it has, as they stand or sound.
    bigrams: u32,
    /// What having all of these adds to the sum.
    contiguous: f32,
}

impl Score {
    /// What the sum is multiplied by: a document that has more of the query is better than one that repeats a part of it.
    fn coverage(self, all: f32, weights: &RankingWeights) -> f32 {
        weights.coverage.base + weights.coverage.growth * self.covered / all.max(f32::MIN_POSITIVE)
    }
}

/// Inverse document frequency: `ln(1 + (N − n + s) / (n + s))`, where `found` is n, `all` is N and `smoothing` is s.
pub(in crate::search) fn idf(found: usize, all: usize, smoothing: f32) -> f32 {
    let (found, all) = (found as f32, all as f32);
    // Not the machine's own logarithm: the last bit may be another on another machine, and in a browser.
    libm::log1pf((all - found + smoothing) / (found + smoothing))
}

/// The higher of two numbers that are some. WebAssembly has no instruction for what [`f32::max`] makes of those that are not.
pub(super) fn higher(one: f32, other: f32) -> f32 {
    if one < other { other } else { one }
}

/// A value for each document, of which only those that were touched are taken and set back.
struct Accumulator {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Accumulator {
    fn new(documents: u32) -> Self {
        Self { values: vec![0.0; documents as usize], touched: Vec::new() }
    }

    fn add(&mut self, document: u32, value: f32) {
        let known = &mut self.values[document as usize];
        if *known == 0.0 {
            self.touched.push(document);
        }
        *known += value;
    }

    fn raise(&mut self, document: u32, value: f32) {
        let known = &mut self.values[document as usize];
        if *known == 0.0 {
            self.touched.push(document);
        }
        *known = higher(*known, value);
    }

    fn take(&mut self) -> Vec<(u32, f32)> {
        let values = &mut self.values;
        self.touched.drain(..).map(|document| (document, std::mem::take(&mut values[document as usize]))).collect()
    }
}

/// Terms in a field, and the documents that have them, each with how often; in the order of the terms.
type PostingsCache<'i> = Vec<((Field, &'i [PositionedTerm]), Vec<(u32, u32)>)>;

struct Scoring<'i, I> {
    index: &'i I,
    /// By field, what a document's length divides frequencies by; computed for all documents that may be found, when it is
    /// needed for one.
    norms: [Option<Vec<f32>>; Field::ALL.len()],
    /// From the first document that may be found to the last.
    candidates: Range<u32>,
    allowed: &'i [bool],
    strengths: Accumulator,
    best: Accumulator,
    /// What a document has of a clause, however often and in however long a text: from 0 to 1.
    presences: Accumulator,
    best_presence: Accumulator,
    /// What was looked up already: clauses share words.
    cache: PostingsCache<'i>,
}

impl<'i, I: Postings> Scoring<'i, I> {
    fn new(index: &'i I, candidates: Range<u32>, allowed: &'i [bool]) -> Self {
        let [strengths, best, presences, best_presence] = [(); 4].map(|()| Accumulator::new(index.max_doc()));
        let (norms, cache) = (Default::default(), Vec::new());
        Self { index, norms, candidates, allowed, strengths, best, presences, best_presence, cache }
    }

    /// The documents that have what was asked for, each with how strongly, and how much of it: by the best of its alternatives.
    fn documents_of(&mut self, clause: &'i Clause, observer: &mut impl Observer) -> Lookup<Vec<(u32, f32, f32)>, I> {
        let weights = self.index.weights();
        for alternative in &clause.alternatives {
            let candidates = self.candidates.clone();
            for field in alternative.fields_in(&candidates) {
                let wanted = (*field, alternative.terms.as_slice());
                let place = match self.cache.binary_search_by_key(&wanted, |(known, _)| *known) {
                    Ok(place) => place,
                    Err(place) => {
                        let mut found =
                            matching_documents(&alternative.terms, *field, self.candidates.clone(), self.index)?;
                        found.retain(|(document, _)| self.allowed[*document as usize]);
                        self.cache.insert(place, (wanted, found));
                        place
                    }
                };
                let found = &self.cache[place].1;
                if found.is_empty() {
                    continue;
                }
                let (index, candidates) = (self.index, &self.candidates);
                let norms = match &mut self.norms[*field as usize] {
                    Some(norms) => norms,
                    unknown => unknown.insert(norms(*field, candidates.clone(), index)?),
                };
                for (document, times) in found.iter() {
                    let norm = norms[(*document - self.candidates.start) as usize];
                    let frequency = weights.field_boost(*field) * *times as f32 / norm;
                    observer.on_field(*document, *field, *times, frequency);
                    self.strengths.add(*document, frequency);
                    self.presences.raise(*document, weights.coverage_of(*field));
                }
            }
            let boost = weights.match_boost(alternative.matched);
            for ((document, frequency), (_, presence)) in self.strengths.take().into_iter().zip(self.presences.take()) {
                let strength = boost * frequency * (weights.k1 + 1.0) / (weights.k1 + frequency);
                observer.on_alternative(document, alternative, strength);
                self.best.raise(document, strength);
                self.best_presence.raise(document, boost * presence);
            }
        }
        let found = self.best.take().into_iter().zip(self.best_presence.take());
        Ok(found.map(|((document, strength), (_, presence))| (document, strength, presence)).collect())
    }
}

/// What the lengths of a field divide frequencies by. Sounds and pairs are as many as the words that they stand for.
fn norms<I: Postings>(field: Field, documents: Range<u32>, index: &I) -> Lookup<Vec<f32>, I> {
    let words: &[Field] = match field {
        Field::Syllables | Field::Initials => &Field::TITLES,
        Field::Bigrams => &Field::WORDS,
        // What is asked as a whole, and what filters go by, is not the less telling the more of it there is.
        Field::Exact | Field::Facet => &[],
        _ => &[field],
    };
    let average = words.iter().map(|field| index.average_length(*field)).sum::<f32>().max(1.0);
    let mut lengths = vec![0; documents.len()];
    for field in words {
        lengths.iter_mut().zip(index.lengths(*field, documents.clone())?).for_each(|(sum, length)| *sum += length);
    }
    let b = index.weights().length_normalization(field);
    let norm = |length: u32| if words.is_empty() { 1.0 } else { 1.0 - b + b * length as f32 / average };
    Ok(lengths.into_iter().map(norm).collect())
}
