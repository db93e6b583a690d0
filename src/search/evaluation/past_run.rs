//! What search made of judged queries in the last run, kept in `.wenda/`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::result::{JudgedResult, reciprocal_rank};
use crate::content::JudgedQuery;
use crate::folder::sealed;

/// The name of the file, and of its form: other versions of the program read it, as it is them that are compared.
const FILE: &str = "evals";
const FORM: &str = "evals 1";

/// What was found for each query when it was evaluated last.
#[derive(Clone, Debug, Default)]
pub struct PastRun(BTreeMap<String, PastResult>);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PastResult {
    /// What should have answered: a query that is judged anew is not compared.
    answer: Vec<String>,
    place: Option<usize>,
    refused: bool,
}

/// How results changed, of the queries that were judged alike in the last run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScoreChange {
    /// How many are compared.
    pub queries: usize,
    /// What was added to the mean of one through the place, of those that something answers.
    pub mrr_at_10: f64,
    /// How many are right now, or stand further up.
    pub better: usize,
    /// How many are no longer right, or stand further down.
    pub worse: usize,
}

impl PastRun {
    /// The one that is kept beside a site; empty if there is none that can be used.
    pub fn read(site: &Path) -> Self {
        let kept = sealed::read(site, FILE, FORM).and_then(|kept| serde_json::from_slice(&kept).ok());
        Self(kept.unwrap_or_default())
    }

    /// Keeps what was found now beside the site, with what it holds of the other queries. Where it cannot be written, nothing is
    /// kept.
    pub fn keep(mut self, results: &[JudgedResult<'_>], queries: &[JudgedQuery], site: &Path) {
        self.0.retain(|query, _| queries.iter().any(|judged| judged.query.value == *query));
        self.0.extend(results.iter().map(|result| {
            let found = PastResult { answer: answer(result.judged), place: result.place, refused: result.is_refused };
            (result.judged.query.value.clone(), found)
        }));
        if let Ok(kept) = serde_json::to_vec(&self.0) {
            drop(sealed::write(site, FILE, FORM, &kept));
        }
    }

    /// The place that a query had; the outer `None` if it is not compared.
    pub fn place(&self, judged: &JudgedQuery) -> Option<Option<usize>> {
        self.result(judged).map(|past| past.place)
    }

    /// How these results differ from those before; `None` if none of the queries was judged alike.
    pub fn change<'r>(&self, results: impl IntoIterator<Item = &'r JudgedResult<'r>>) -> Option<ScoreChange> {
        let mut change = ScoreChange::default();
        let (mut sum, mut answerable) = (0.0, 0_usize);
        for result in results {
            let Some(past) = self.result(result.judged) else {
                continue;
            };
            change.queries += 1;
            // A refusal is right or wrong as a whole, a place by how far up it is.
            let difference = if result.is_answerable() {
                answerable += 1;
                let difference = result.reciprocal_rank() - reciprocal_rank(past.place);
                sum += difference;
                difference + f64::from(u8::from(past.refused)) - f64::from(u8::from(result.is_refused))
            } else {
                f64::from(u8::from(result.is_refused)) - f64::from(u8::from(past.refused))
            };
            change.better += usize::from(difference > 0.0);
            change.worse += usize::from(difference < 0.0);
        }
        change.mrr_at_10 = sum / answerable.max(1) as f64;
        (change.queries > 0).then_some(change)
    }

    fn result(&self, judged: &JudgedQuery) -> Option<&PastResult> {
        self.0.get(&judged.query.value).filter(|past| past.answer == answer(judged))
    }
}

fn answer(judged: &JudgedQuery) -> Vec<String> {
    judged.answer.articles().iter().map(|article| article.value.to_string()).collect()
}
