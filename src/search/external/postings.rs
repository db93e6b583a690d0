//! What ranking needs to know of the documents that were gathered, and of all others together.

use std::ops::Range;

use super::gathered::GatheredDocument;
use super::index::{EngineIndex, PlanScope};
use super::token::{TermField, term_key};
use super::token_query::{TokenQuery, language_of};
use crate::search::query::{Clause, Field, Lookup, Plan, PositionedTerm, Postings, match_phrase};

/// So many documents that hold all terms of a phrase are looked at to know whether any holds the phrase.
const MOST_OF_PHRASE: usize = 64;

impl EngineIndex<'_> {
    /// The documents whose numbers are in a range, with these.
    fn within(&self, numbers: Range<u32>) -> impl Iterator<Item = (u32, &GatheredDocument)> {
        numbers.filter_map(|number| Some((number, self.document(number)?)))
    }

    /// In how many documents a term stands, in all languages together.
    fn frequency(&self, field: TermField, term: &str) -> Lookup<usize, Self> {
        let counts = self.listed_counts(field, &term_key(term))?;
        Ok(counts.iter().map(|count| *count as usize).sum())
    }

    /// The place of the language whose documents a plan is for.
    fn language(&self, plan: &Plan) -> u8 {
        language_of(plan).and_then(|code| self.catalog.language(code)).unwrap_or_default()
    }

    /// Whether a clause was looked for in documents of which some are not here, so that these cannot be counted.
    fn is_partial(&self, clause: &Clause, plan: &Plan) -> bool {
        match self.scope.get() {
            PlanScope::Allowed => false,
            PlanScope::Best => true,
            PlanScope::Answering => {
                plan.clauses.iter().any(|clause| clause.kind.is_content()) && !clause.kind.is_content()
            }
        }
    }

    fn count_having(&self, clause: &Clause, plan: &Plan) -> Lookup<usize, Self> {
        let language = self.language(plan);
        let allowed = self.count_allowed(plan)?;
        self.count_of_query(TokenQuery::having(&clause.alternatives, plan, language), language, Some(allowed))
    }

    /// How many documents of a language there are that a plan allows.
    fn count_allowed(&self, plan: &Plan) -> Lookup<usize, Self> {
        let language = self.language(plan);
        if plan.required.len() < 2 && plan.excluded.is_empty() {
            return Ok(self.catalog.documents_in(language));
        }
        self.count_of_query(TokenQuery::allowed(plan, language), language, None)
    }

    /// Gathers the best documents that may answer a plan, and tells whether they are all that may.
    fn gather_candidates(&self, plan: &Plan, language: u8) -> Lookup<bool, Self> {
        let (mut query, is_all) = self.rarest(TokenQuery::candidates(plan, language), language)?;
        self.rarest_first(&mut query)?;
        Ok(self.gathered(query, self.most)? && is_all)
    }
}

impl Postings for EngineIndex<'_> {
    fn max_doc(&self) -> u32 {
        self.documents.len() as u32
    }

    fn tie_breaker(&self, document: u32) -> u64 {
        self.document(document).map_or(0, |document| document.identity)
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        Ok(self.within(documents).map(|(_, known)| known.lengths.get(field as usize).copied().unwrap_or(0)).collect())
    }

    fn average_length(&self, field: Field) -> f32 {
        self.catalog.average_length(field)
    }

    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self> {
        Ok(self.frequency(TermField::Of(field), term)? > 0)
    }

    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        let times = self.within(candidates).map(|(number, document)| (number, document.terms.times(field, term)));
        Ok(times.filter(|(_, times)| *times > 0).collect())
    }

    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        let known = candidates.iter().filter_map(|number| Some((*number, self.document(*number)?)));
        let places = known.flat_map(|(number, document)| {
            document.terms.positions(field, term).iter().map(move |position| (number, *position))
        });
        Ok(places.collect())
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        self.listed(TermField::Of(field), prefix, most)
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        self.listed(TermField::Spelling, letter.encode_utf8(&mut [0; 4]), usize::MAX)
    }

    fn document_frequency(&self, field: Field, terms: &[PositionedTerm]) -> Lookup<usize, Self> {
        if let [(term, _)] = terms {
            return self.frequency(TermField::Of(field), term);
        }
        let Some(mut query) = TokenQuery::of_terms(self.catalog.languages(), field, terms) else {
            return Ok(0);
        };
        self.rarest_first(&mut query)?;
        let is_all = self.gathered(query.clone(), MOST_OF_PHRASE)?;
        let found = match_phrase(terms, field, 0..self.max_doc(), self)?.len();
        if is_all || found == 0 {
            return Ok(found);
        }
        // As large a part of all that hold the terms as of those that were looked at.
        Ok((self.counted(query)? * found.min(MOST_OF_PHRASE)).div_ceil(MOST_OF_PHRASE).max(found))
    }

    fn gather(&self, plan: &Plan) -> Lookup<(), Self> {
        let language = self.language(plan);
        let lists = plan.clauses.is_empty();
        if lists || plan.required.len() > 1 && self.count_allowed(plan)? <= self.most {
            let is_all = self.gathered(TokenQuery::allowed(plan, language), self.most)?;
            // What filters leave may be few enough to have all of it.
            if lists || is_all {
                self.scope.set(PlanScope::Allowed);
                return Ok(());
            }
        }
        let asked = self.gather_candidates(plan, language);
        let scope = if asked == Ok(true) { PlanScope::Answering } else { PlanScope::Best };
        self.scope.set(scope);
        // All counts are asked for at once; before the documents are here, those that will be needed in any case.
        if asked.is_err() {
            self.scope.set(PlanScope::Answering);
        }
        let mut counts = vec![self.count_allowed(plan)];
        let partial = plan.clauses.iter().filter(|clause| self.is_partial(clause, plan));
        counts.extend(partial.map(|clause| self.count_having(clause, plan)));
        counts.into_iter().chain([asked.map(usize::from)]).collect::<Result<Vec<usize>, _>>().map(drop)
    }

    fn count(&self, plan: &Plan, clause: Option<&Clause>, counted: usize) -> Lookup<usize, Self> {
        match clause {
            _ if self.scope.get() == PlanScope::Allowed => Ok(counted),
            None => Ok(self.count_allowed(plan)?.max(counted)),
            Some(clause) if self.is_partial(clause, plan) => Ok(self.count_having(clause, plan)?.max(counted)),
            Some(_) => Ok(counted),
        }
    }
}
