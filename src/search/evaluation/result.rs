//! What search makes of a judged query.

use crate::content::{ExpectedAnswer, JudgedQuery};
use crate::progress::RunningStage;
use crate::search::Finder;
use crate::search::query::DocumentKind;

/// So many articles are looked at: further down nobody reads.
const DEPTH: usize = 10;
/// So many hits are asked for: those of other kinds stand beside the articles and are passed over.
const HITS: usize = 3 * DEPTH;

/// What search makes of a judged query.
#[derive(Clone, Debug)]
pub struct JudgedResult<'q> {
    /// The query, with what should answer it.
    pub judged: &'q JudgedQuery,
    /// The place of the first article that answers it among the articles that were found, from 1 to 10.
    pub place: Option<usize>,
    /// The id of the article that was found first.
    pub first: Option<String>,
    /// Whether readers are told that nothing here answers it.
    pub is_refused: bool,
}

/// Searches for each query as a reader does, in the language of the query. `stage` counts them.
pub fn evaluate<'q>(
    queries: impl ExactSizeIterator<Item = &'q JudgedQuery>,
    finder: &Finder,
    stage: &RunningStage,
) -> Vec<JudgedResult<'q>> {
    stage.set_total(queries.len());
    queries.map(|judged| result(judged, finder)).inspect(|_| stage.advance(1)).collect()
}

fn result<'q>(judged: &'q JudgedQuery, finder: &Finder) -> JudgedResult<'q> {
    let reply = finder.find(&judged.query.value, None, HITS);
    let is_refused = reply.not_covered.is_some() || reply.no_answer || reply.hits.is_empty();
    let mut found: Vec<String> = Vec::new();
    for hit in reply.hits.into_iter().filter(|hit| matches!(hit.kind, DocumentKind::Article | DocumentKind::Page)) {
        // An article is found once, in whatever languages.
        if !found.contains(&hit.id) {
            found.push(hit.id);
        }
    }
    let is_right = |id: &String| judged.answer.articles().iter().any(|article| article.value.as_str() == id);
    let place = found.iter().take(DEPTH).position(is_right).map(|place| place + 1);
    JudgedResult { judged, place, first: found.into_iter().next(), is_refused }
}

impl JudgedResult<'_> {
    /// Whether the site holds an answer.
    pub fn is_answerable(&self) -> bool {
        matches!(self.judged.answer, ExpectedAnswer::Articles(_))
    }

    /// Whether an article that answers stands first, or the reader is told rightly that nothing does.
    pub fn is_right(&self) -> bool {
        if self.is_answerable() { self.place == Some(1) && !self.is_refused } else { self.is_refused }
    }

    /// One through the place; 0 if no right article was found.
    pub fn reciprocal_rank(&self) -> f64 {
        reciprocal_rank(self.place)
    }
}

pub(super) fn reciprocal_rank(place: Option<usize>) -> f64 {
    place.map_or(0.0, |place| 1.0 / place as f64)
}
