//! What a hit of `wenda search --explain` got for what, as a table.

use std::cmp::Reverse;

use super::failure::Failure;
use super::output::{DIM, Line, print};
use crate::search::query::{Contribution, Explanation};

/// Prints the parts of a score, the highest first. As they are rounded, they add up to the score as it is rounded.
///
/// # Errors
/// As [`print()`].
pub(super) fn show(score: f32, explanation: &Explanation) -> Result<(), Failure> {
    let coverage = explanation.coverage;
    print(&Line::new().text(format_args!("  score {:.3} (coverage {coverage:.3} is in every part)", score)))?;
    let header = format!(
        "  {:>9}  {:<13}  {:<16}  {:<9}  {:>5}  {:>6}  {:>6}  {}",
        "part", "clause", "match", "field", "times", "weight", "rarity", "terms"
    );
    if !explanation.contributions.is_empty() {
        print(&Line::new().styled(DIM, header))?;
    }
    let parts = thousandths(score, &explanation.contributions);
    let mut rows: Vec<(i64, &Contribution)> = parts.into_iter().zip(&explanation.contributions).collect();
    rows.sort_by_key(|(part, _)| Reverse(*part));
    rows.into_iter().try_for_each(|(part, row)| {
        let Contribution { clause, matched, terms, field, times, weight, idf, .. } = row;
        let (clause, matched, field) = (clause.name(), matched.name(), field.name());
        let part = part as f64 / 1000.0;
        print(&Line::new().text(format_args!(
            "  {part:>9.3}  {clause:<13}  {matched:<16}  {field:<9}  {times:>5}  {weight:>6.3}  {idf:>6.3}  {}",
            terms.join(" ")
        )))
    })
}

/// Parts of a score in thousandths. What rounding takes from them or adds to them is made up for by the largest.
fn thousandths(score: f32, contributions: &[Contribution]) -> Vec<i64> {
    let rounded = |value: f32| (f64::from(value) * 1000.0).round() as i64;
    let mut parts: Vec<i64> = contributions.iter().map(|contribution| rounded(contribution.score)).collect();
    let left = rounded(score) - parts.iter().sum::<i64>();
    if let Some(largest) = parts.iter_mut().max() {
        *largest += left;
    }
    parts
}
