//! Why hits are ranked as they are: what each got for what, as ranking counted it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::clause::{Alternative, Clause, ClauseKind, Match};
use super::find::{IndexSearcher, SearchResults};
use super::observer::Observer;
use super::ranking::RankingWeights;
use super::{Field, Lexicon, Lookup, Postings, StoredFields};

/// What a hit got for what.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// What the sum of all contributions was multiplied by, because of what the document covers of the query: from the
    /// [base](super::Coverage::base) to 1. The contributions are told with it.
    pub coverage: f32,
    /// What it got, in the order of the query; together the score of the hit.
    pub contributions: Vec<Contribution>,
}

/// What a document got for having something in a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// What of the query asks for it.
    #[serde(serialize_with = "clause_name")]
    pub clause: ClauseKind,
    /// How the document has it: by the best alternative of the clause.
    #[serde(rename = "match", serialize_with = "match_name")]
    pub matched: Match,
    /// The terms that it has.
    pub terms: Vec<String>,
    /// The field that it has them in.
    #[serde(serialize_with = "field_name")]
    pub field: Field,
    /// How often.
    pub times: u32,
    /// What having it there counts: that of the clause, the match and the field multiplied.
    pub weight: f32,
    /// How rare it is: the inverse document frequency of the clause. Readers of explanations know it as rarity.
    #[serde(rename = "rarity")]
    pub idf: f32,
    /// The part of the score. Of an alternative that stands in several fields, each has a part by how frequent it is there.
    pub score: f32,
}

fn clause_name<S: Serializer>(clause: &ClauseKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(clause.name())
}

fn match_name<S: Serializer>(matched: &Match, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(matched.name())
}

fn field_name<S: Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(field.name())
}

/// What answers a query best, as [`find`](super::find()) finds it, with what each document got, by its number.
///
/// # Errors
/// If a part of the index is not loaded yet.
pub fn explain<I>(
    query: &str,
    languages: &[&str],
    limit: usize,
    index: &I,
) -> Lookup<(SearchResults, BTreeMap<u32, Explanation>), I>
where
    I: Lexicon + Postings + StoredFields,
{
    let mut explainer = Explainer::of(index.weights());
    let answer = IndexSearcher { index, observer: &mut explainer }.answer(query, languages, limit)?;
    Ok((answer, explainer.explanations))
}

/// Writes down what ranking tells, document by document.
struct Explainer<'w> {
    weights: &'w RankingWeights,
    /// The fields that have the alternative at hand.
    fields: BTreeMap<u32, Vec<InField>>,
    /// The best alternative of the clause at hand, so far.
    best: BTreeMap<u32, Matched>,
    /// What all clauses so far contribute, before coverage.
    contributions: BTreeMap<u32, Vec<Contribution>>,
    /// The hits.
    explanations: BTreeMap<u32, Explanation>,
}

/// That a field has an alternative.
struct InField {
    field: Field,
    times: u32,
    frequency: f32,
}

/// That a document has an alternative.
struct Matched {
    matched: Match,
    terms: Vec<String>,
    strength: f32,
    fields: Vec<InField>,
}

impl<'w> Explainer<'w> {
    fn of(weights: &'w RankingWeights) -> Self {
        Self {
            weights,
            fields: BTreeMap::new(),
            best: BTreeMap::new(),
            contributions: BTreeMap::new(),
            explanations: BTreeMap::new(),
        }
    }
}

impl Observer for Explainer<'_> {
    fn on_plan(&mut self) {
        // What no hit came of is not told.
        self.contributions.clear();
    }

    fn on_field(&mut self, document: u32, field: Field, times: u32, frequency: f32) {
        self.fields.entry(document).or_default().push(InField { field, times, frequency });
    }

    fn on_alternative(&mut self, document: u32, alternative: &Alternative, strength: f32) {
        let fields = self.fields.remove(&document).unwrap_or_default();
        if self.best.get(&document).is_none_or(|best| best.strength < strength) {
            let terms = alternative.terms.iter().map(|(term, _)| term.clone()).collect();
            self.best.insert(document, Matched { matched: alternative.matched, terms, strength, fields });
        }
    }

    fn on_clause(&mut self, document: u32, clause: &Clause, idf: f32, strength: f32) {
        let Some(Matched { matched, terms, fields, .. }) = self.best.remove(&document) else {
            return;
        };
        let all: f32 = fields.iter().map(|field| field.frequency).sum();
        let contributions = fields.into_iter().map(|InField { field, times, frequency }| Contribution {
            clause: clause.kind,
            matched,
            terms: terms.clone(),
            field,
            times,
            weight: clause.weight * self.weights.match_boost(matched) * self.weights.field_boost(field),
            idf,
            score: clause.weight * idf * strength * frequency / all,
        });
        self.contributions.entry(document).or_default().extend(contributions);
    }

    fn on_hit(&mut self, document: u32, coverage: f32) {
        let mut contributions = self.contributions.remove(&document).unwrap_or_default();
        contributions.iter_mut().for_each(|contribution| contribution.score *= coverage);
        self.explanations.insert(document, Explanation { coverage, contributions });
    }

    fn on_scattered(&mut self, document: u32) {
        if let Some(explanation) = self.explanations.get_mut(&document) {
            explanation.contributions.retain(|contribution| contribution.clause != ClauseKind::Contiguous);
        }
    }
}
