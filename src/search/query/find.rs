//! The whole of a search: what answers a query best, in the reader's language and in the other, with what is shown of it.

use std::rc::Rc;

use super::plan::{Plan, Way, plan};
use super::rank::{Hit, order, rank};
use super::snippet::{Snippet, snippet};
use super::{Documents, Fragment, Lexicon, NotCovered, Postings, corrections};

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
/// `None` if a part of the index is not there yet.
pub fn find<I>(query: &str, languages: [&str; 2], limit: usize, index: &I) -> Option<Answer>
where
    I: Lexicon + Postings + Documents,
{
    let mut plan = plan(query, index);
    let own = rank_in(&mut plan, languages[0], limit, index)?;
    // Where the reader's own language fills the page, nobody comes to what only the other one has.
    let mut others = if own.len() < limit { rank_in(&mut plan, languages[1], 0, index)? } else { Vec::new() };
    let best = own.first().map_or(0.0, |hit| hit.score);
    others.retain(|hit| hit.score >= OTHER_LANGUAGE * best);
    let known: Vec<u64> = own.iter().map(|hit| index.thing(hit.document)).collect();
    others.retain(|hit| !known.contains(&index.thing(hit.document)));
    order(&mut others, limit, index);
    let total = own.len() + others.len();
    // Asked for before hits are shown, so that what an index lacks of both is fetched at once.
    let not_covered = plan.not_covered.and_then(|topic| index.topic(topic, languages[0]));
    let hits = show(own.into_iter().chain(others).take(limit), &plan, index)?;
    let mut answer = Answer { total, not_covered, hits, ..Answer::default() };
    if total == 0 {
        answer.corrections = corrections(query, index);
        answer.suggestions = suggestions(plan, languages[0], index)?;
    }
    index.is_whole().then_some(answer)
}

fn rank_in<I: Postings + Documents>(plan: &mut Plan, language: &str, best: usize, index: &I) -> Option<Vec<Hit>> {
    // Only what is required is found by nothing else.
    let asks = !plan.clauses.is_empty() || !plan.required.is_empty();
    plan.required.push(Way::facet(["lang:", language].concat()));
    let hits = if asks { rank(plan, best, index) } else { Vec::new() };
    plan.required.pop();
    index.is_whole().then_some(hits)
}

fn show<I>(hits: impl Iterator<Item = Hit>, plan: &Plan, index: &I) -> Option<Vec<Found>>
where
    I: Lexicon + Documents,
{
    let shown = hits.filter_map(|Hit { document, score }| {
        let fragment = index.fragment(document)?;
        let snippet = snippet(plan, &fragment, index);
        Some(Found { document, score, fragment, snippet })
    });
    let shown = shown.collect();
    index.is_whole().then_some(shown)
}

/// What to offer where nothing was found: what there is without the filters, or decisions.
fn suggestions<I>(mut plan: Plan, language: &str, index: &I) -> Option<Vec<Found>>
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
    show(found.into_iter().take(SUGGESTIONS), &plan, index)
}
