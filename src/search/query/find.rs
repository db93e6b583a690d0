//! The whole of a search: what answers a query best, in the reader's language and in others, with what is shown of it.

use std::rc::Rc;

use super::as_loaded::{AsLoaded, Partial};
use super::clause::Alternative;
use super::correct::corrections;
use super::field::language_facet;
use super::highlighter::Highlighter;
use super::observer::Observer;
use super::plan::{Plan, plan};
use super::prefetch::prefetch;
use super::rank::{ScoredDocument, higher, rank, select_top};
use super::rerank::{RERANKED, rerank};
use super::snippet::{Snippet, snippet};
use super::{DecisionCard, Fragment, Index, Lexicon, Lookup, NotCovered, Postings, StoredFields};

/// What answers a query.
#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// How many documents do.
    pub total: usize,
    /// What was asked about, if no document covers it: whatever is found answers another question.
    pub not_covered: Option<NotCovered>,
    /// The decision that was asked, with the answers that the query gives.
    pub decision: Option<DecisionCard>,
    /// The best of them: those in the language first; where these are few, what only other languages have.
    pub hits: Vec<Hit>,
    /// Whether nothing of what was found answers the query: hits are the nearest questions then.
    pub no_answer: bool,
    /// If nothing answers, what may have been meant.
    pub corrections: Vec<String>,
    /// If nothing was found, what a reader may want instead.
    pub suggestions: Vec<Hit>,
}

/// A document that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The document, by its number.
    pub document: u32,
    /// How well it answers; only the order means something.
    pub score: f32,
    /// What is shown of it.
    pub fragment: Rc<Fragment>,
    /// The passage that answers best.
    pub snippet: Snippet,
}

impl Hit {
    /// The section that answers best.
    pub fn anchor(&self) -> Option<&str> {
        self.fragment.passages.get(self.snippet.passage)?.anchor.as_deref()
    }
}

/// So many documents are suggested where nothing was found.
const SUGGESTIONS: usize = 5;

/// What answers a query best, at most `limit` documents: in the reader's language first, then in others in their order; by their
/// codes.
///
/// # Errors
/// If a part of the index is not loaded yet.
pub fn find<I>(query: &str, languages: &[&str], limit: usize, index: &I) -> Lookup<SearchResults, I>
where
    I: Lexicon + Postings + StoredFields,
{
    IndexSearcher { index, observer: &mut () }.answer(query, languages, limit)
}

/// A search in an index, which somebody may watch.
pub(super) struct IndexSearcher<'i, I, O> {
    pub(super) index: &'i I,
    pub(super) observer: &'i mut O,
}

impl<I, O> IndexSearcher<'_, I, O>
where
    I: Lexicon + Postings + StoredFields,
    O: Observer,
{
    /// What [`find`] finds.
    pub(super) fn answer(&mut self, query: &str, languages: &[&str], limit: usize) -> Lookup<SearchResults, I> {
        let index = self.index;
        let Some((&own, others)) = languages.split_first() else {
            return Ok(SearchResults::default());
        };
        let mut plan = match plan(query, index) {
            Ok(plan) => plan,
            Err(Partial { made: mut plan, not_loaded }) => {
                plan.required.push(in_language(own));
                prefetch(&plan, index);
                return Err(not_loaded);
            }
        };
        let mut hits = self.rank_in(&mut plan, own, limit.max(RERANKED))?;
        let reread = hits.len().min(RERANKED);
        // What mixes languages has some of its words in each.
        let mut covered = most_covered(&hits);
        let best = hits.first().map_or(0.0, |hit| hit.score);
        for other in others {
            // Where what comes before fills the page, nobody comes to what only this one has.
            if hits.len() < limit {
                let found = self.rank_in(&mut plan, other, 0)?;
                covered += most_covered(&found);
                let mut found = only_there(&hits, best, found, index)?;
                select_top(&mut found, limit, index);
                hits.append(&mut found);
            }
        }
        let total = hits.len();
        let reranked = rerank(&mut hits[..reread], &plan, index, self.observer);
        hits.truncate(limit);
        let no_answer = plan.decision.is_none() && plan.asks() && !is_answered(&hits, covered, index);
        // All that is shown is asked for before any of it is waited for.
        let not_covered = plan.not_covered.map_or(Ok(None), |topic| index.topic(topic, own));
        let asked = plan.decision.as_ref().map_or(Ok(None), |asked| index.decision(asked.decision, own));
        let hits = show(hits, &plan, index);
        let corrections = if total == 0 || no_answer { corrections(query, index) } else { Ok(Vec::new()) };
        let decision = asked?.zip(plan.decision.as_ref()).map(|(told, mention)| told.card(mention));
        let (not_covered, hits) = (not_covered?, hits?);
        reranked?;
        let suggestions = if total == 0 { self.suggestions(plan, own)? } else { Vec::new() };
        Ok(SearchResults { total, not_covered, decision, hits, no_answer, corrections: corrections?, suggestions })
    }

    fn rank_in(&mut self, plan: &mut Plan, language: &str, best: usize) -> Lookup<Vec<ScoredDocument>, I> {
        // Only what is required is found by nothing else.
        if plan.clauses.is_empty() && plan.required.is_empty() {
            return Ok(Vec::new());
        }
        plan.required.push(in_language(language));
        let hits = rank(plan, best, self.index, self.observer);
        if hits.is_err() {
            prefetch(plan, self.index);
        }
        plan.required.pop();
        hits
    }

    /// What to offer where nothing was found: what there is without the filters, or decisions.
    fn suggestions(&mut self, mut plan: Plan, language: &str) -> Lookup<Vec<Hit>, I> {
        plan.required.clear();
        plan.excluded.clear();
        let mut found = self.rank_in(&mut plan, language, SUGGESTIONS)?;
        if found.is_empty() {
            let decisions = Alternative::facet("kind:decision".to_owned());
            let mut decisions = Plan { required: vec![decisions], ..Plan::default() };
            found = self.rank_in(&mut decisions, language, SUGGESTIONS)?;
        }
        found.truncate(SUGGESTIONS);
        show(found, &plan, self.index)
    }
}

/// Whether any of some hits may answer a query, of which the best in each language have so much together.
fn is_answered(hits: &[ScoredDocument], covered: f32, index: &impl Index) -> bool {
    let least = &index.weights().answer;
    covered >= least.covered || hits.iter().any(|hit| hit.confidence >= least.confidence)
}

/// The part of a query that the hit has which has most of it.
fn most_covered(hits: &[ScoredDocument]) -> f32 {
    hits.iter().map(|hit| hit.covered).fold(0.0, higher)
}

fn in_language(language: &str) -> Alternative {
    Alternative::facet(language_facet(language))
}

/// Of the hits in another language those that are worth showing beside some that are known, the best in the reader's own so good.
fn only_there<I: StoredFields>(
    known_hits: &[ScoredDocument],
    best: f32,
    others: Vec<ScoredDocument>,
    index: &I,
) -> Lookup<Vec<ScoredDocument>, I> {
    let mut known = Vec::new();
    for hit in known_hits {
        known.push(index.translation_group(hit.document)?);
    }
    let mut kept = Vec::new();
    for hit in others {
        if hit.score >= index.weights().other_language * best
            && !known.contains(&index.translation_group(hit.document)?)
        {
            kept.push(hit);
        }
    }
    Ok(kept)
}

fn show<I>(hits: Vec<ScoredDocument>, plan: &Plan, index: &I) -> Lookup<Vec<Hit>, I>
where
    I: Lexicon + StoredFields,
{
    let index = AsLoaded::new(index);
    let highlighter = Highlighter::of(plan);
    let mut shown = Vec::new();
    for ScoredDocument { document, score, .. } in hits {
        if let Some(fragment) = index.fragment(document) {
            let snippet = snippet(&highlighter, &fragment, &index);
            shown.push(Hit { document, score, fragment, snippet });
        }
    }
    index.finish(shown).map_err(|partial| partial.not_loaded)
}
