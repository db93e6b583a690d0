//! Figures of many judged queries.

use super::result::JudgedResult;
use crate::name::Locale;

/// Figures of the queries that something answers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many there are.
    pub queries: usize,
    /// The mean of one through the place of the first right article, from 0 to 1; 0 for what is not among the first ten.
    pub mrr_at_10: f64,
    /// The share that a right article stands first for, from 0 to 1.
    pub first: f64,
    /// The share that one stands among the first three for, from 0 to 1.
    pub in_3: f64,
}

impl Figures {
    /// Of those results that something answers.
    pub fn of<'r>(results: impl IntoIterator<Item = &'r JudgedResult<'r>>) -> Self {
        let results: Vec<&JudgedResult<'_>> = results.into_iter().filter(|result| result.is_answerable()).collect();
        let mean = |value: &dyn Fn(&JudgedResult<'_>) -> f64| {
            results.iter().map(|result| value(result)).fold(0.0, std::ops::Add::add) / results.len().max(1) as f64
        };
        let within = |most| mean(&|result| f64::from(u8::from(result.place.is_some_and(|place| place <= most))));
        Self {
            queries: results.len(),
            mrr_at_10: mean(&|result| result.reciprocal_rank()),
            first: within(1),
            in_3: within(3),
        }
    }
}

/// The results of queries that something answers, in one language and style.
#[derive(Clone, Debug)]
pub struct EvaluationGroup<'r> {
    /// The language; none of those that mix several.
    pub language: Option<Locale>,
    /// The style; none of all styles of the language.
    pub style: Option<&'r str>,
    /// What search made of each.
    pub results: Vec<&'r JudgedResult<'r>>,
}

/// By language, and in each by style, both in the order in which the queries have them: first the styles, then all of them.
pub fn groups<'r>(results: &'r [JudgedResult<'r>]) -> Vec<EvaluationGroup<'r>> {
    let answerable: Vec<&JudgedResult<'_>> = results.iter().filter(|result| result.is_answerable()).collect();
    let mut groups = Vec::new();
    for (language, in_language) in by(&answerable, |result| result.judged.language) {
        let styles = by(&in_language, |result| result.judged.style.as_str()).into_iter();
        groups.extend(styles.map(|(style, results)| EvaluationGroup { language, style: Some(style), results }));
        groups.push(EvaluationGroup { language, style: None, results: in_language });
    }
    groups
}

/// Results by a key of each, in the order in which the keys come.
fn by<'r, K: PartialEq>(
    results: &[&'r JudgedResult<'r>],
    key: impl Fn(&'r JudgedResult<'r>) -> K,
) -> Vec<(K, Vec<&'r JudgedResult<'r>>)> {
    let mut found: Vec<(K, Vec<&JudgedResult<'_>>)> = Vec::new();
    for result in results {
        let key = key(result);
        match found.iter_mut().find(|(known, _)| *known == key) {
            Some((_, of_key)) => of_key.push(result),
            None => found.push((key, vec![result])),
        }
    }
    found
}
