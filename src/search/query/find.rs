//! The whole of a search: what answers a query best, in the reader's language and in the other, with what is shown of it.

use std::rc::Rc;

use super::as_loaded::{AsLoaded, Partial};
use super::field::language_facet;
use super::plan::{Plan, Way, plan};
use super::prefetch::prefetch;
use super::rank::{Hit, order, rank};
use super::snippet::{Snippet, snippet};
use super::wanted::Wanted;
use super::{Documents, Fragment, Lexicon, Lookup, NotCovered, Postings, corrections};

/// What answers a query.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// How many documents do.
    pub total: usize,
    /// What was asked about, if no document covers it: whatever is found answers another question.
    pub not_covered: Option<NotCovered>,
    /// The best of them: those in the language first; where these are few, what only the other language has.
    pub hits: Vec<Found>,
    /// If nothing was found, what may have been meant.
    pub corrections: Vec<String>,
    /// If nothing was found, what a reader may want instead.
    pub suggestions: Vec<Found>,
}

/// A document that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The document, by its number.
    pub document: u32,
    /// How well it answers; only the order means something.
    pub score: f32,
    /// What is shown of it.
    pub fragment: Rc<Fragment>,
    /// The passage that answers best.
    pub snippet: Snippet,
}

impl Found {
    /// The section that answers best.
    pub fn anchor(&self) -> Option<&str> {
        self.fragment.passages.get(self.snippet.passage)?.anchor.as_deref()
    }
}

/// So many documents are suggested where nothing was found.
const SUGGESTIONS: usize = 5;
/// What only the other language has is worth showing if it answers at least so well as the best in the reader's own.
const OTHER_LANGUAGE: f32 = 0.6;

/// What answers a query best, at most `limit` documents; `languages` are the codes of the reader's language and of the other.
///
/// # Errors
/// If a part of the index is not loaded yet.
pub fn find<I>(query: &str, languages: [&str; 2], limit: usize, index: &I) -> Lookup<Answer, I>
where
    I: Lexicon + Postings + Documents,
{
    let mut plan = match plan(query, index) {
        Ok(plan) => plan,
        Err(Partial { made: mut plan, not_loaded }) => {
            plan.required.push(in_language(languages[0]));
            prefetch(&plan, index);
            return Err(not_loaded);
        }
    };
    let mut hits = rank_in(&mut plan, languages[0], limit, index)?;
    // Where the reader's own language fills the page, nobody comes to what only the other one has.
    if hits.len() < limit {
        let mut others = only_there(&hits, rank_in(&mut plan, languages[1], 0, index)?, index)?;
        order(&mut others, limit, index);
        hits.append(&mut others);
    }
    let total = hits.len();
    hits.truncate(limit);
    // All that is shown is asked for before any of it is waited for.
    let not_covered = plan.not_covered.map_or(Ok(None), |topic| index.topic(topic, languages[0]));
    let hits = show(hits, &plan, index);
    let mut answer = Answer { total, not_covered: not_covered?, hits: hits?, ..Answer::default() };
    if total == 0 {
        let corrections = corrections(query, index);
        answer.suggestions = suggestions(plan, languages[0], index)?;
        answer.corrections = corrections?;
    }
    Ok(answer)
}

fn in_language(language: &str) -> Way {
    Way::facet(language_facet(language))
}

fn rank_in<I: Postings>(plan: &mut Plan, language: &str, best: usize, index: &I) -> Lookup<Vec<Hit>, I> {
    // Only what is required is found by nothing else.
    if plan.clauses.is_empty() && plan.required.is_empty() {
        return Ok(Vec::new());
    }
    plan.required.push(in_language(language));
    let hits = rank(plan, best, index);
    if hits.is_err() {
        prefetch(plan, index);
    }
    plan.required.pop();
    hits
}

/// Of the hits in the other language those that are worth showing beside some in the reader's own.
fn only_there<I: Documents>(own: &[Hit], others: Vec<Hit>, index: &I) -> Lookup<Vec<Hit>, I> {
    let mut known = Vec::new();
    for hit in own {
        known.push(index.translation_group(hit.document)?);
    }
    let best = own.first().map_or(0.0, |hit| hit.score);
    let mut kept = Vec::new();
    for hit in others {
        if hit.score >= OTHER_LANGUAGE * best && !known.contains(&index.translation_group(hit.document)?) {
            kept.push(hit);
        }
    }
    Ok(kept)
}

fn show<I>(hits: Vec<Hit>, plan: &Plan, index: &I) -> Lookup<Vec<Found>, I>
where
    I: Lexicon + Documents,
{
    let index = AsLoaded::new(index);
    let wanted = Wanted::of(plan);
    let mut shown = Vec::new();
    for Hit { document, score } in hits {
        if let Some(fragment) = index.fragment(document) {
            let snippet = snippet(&wanted, &fragment, &index);
            shown.push(Found { document, score, fragment, snippet });
        }
    }
    index.finish(shown).map_err(|partial| partial.not_loaded)
}

/// What to offer where nothing was found: what there is without the filters, or decisions.
fn suggestions<I>(mut plan: Plan, language: &str, index: &I) -> Lookup<Vec<Found>, I>
where
    I: Lexicon + Postings + Documents,
{
    plan.required.clear();
    plan.excluded.clear();
    let mut found = rank_in(&mut plan, language, SUGGESTIONS, index)?;
    if found.is_empty() {
        let mut decisions = Plan { required: vec![Way::facet("kind:decision".to_owned())], ..Plan::default() };
        found = rank_in(&mut decisions, language, SUGGESTIONS, index)?;
    }
    found.truncate(SUGGESTIONS);
    show(found, &plan, index)
}
