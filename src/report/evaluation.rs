//! How well search answers judged queries.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::pretty;
use crate::name::Locale;
use crate::search::{EvaluationGroup, Figures, JudgedResult, PastRun, groups};

/// What a language is called that is several.
const MIXED: &str = "mixed";

/// What is listed of the queries that are missed.
#[derive(Clone, Copy, Debug)]
pub struct MissesShown {
    /// At most so many.
    pub most: usize,
    /// Whether those that are held out are listed, too.
    pub held_out: bool,
}

/// The figures by language and style as a table, what changed since the last run, and what is missed, worst first.
pub fn evaluation_human(results: &[JudgedResult<'_>], past: &PastRun, shown: MissesShown) -> String {
    let mut out = format!(
        "{:<10}{:<16}{:>8}{:>9}{:>8}{:>8}{:>9}\n",
        "language", "style", "queries", "MRR@10", "first", "in 3", "change"
    );
    for EvaluationGroup { language, style, results } in groups(results) {
        row(&mut out, [name(&language), style.unwrap_or("all")], results, past);
    }
    row(&mut out, ["all", "all"], results, past);
    if results.iter().any(|result| result.judged.held_out && result.is_answerable()) {
        row(&mut out, ["held out", "all"], results.iter().filter(|result| result.judged.held_out), past);
    }
    let (refused, unanswerable) = refusals(results);
    if unanswerable > 0 {
        let _infallible = writeln!(out, "\nNothing answers {unanswerable}: readers are told so of {refused}.");
    }
    let wrongly = wrongly_refused(results);
    if wrongly > 0 {
        let _infallible = writeln!(out, "Readers are told so of {wrongly} that something answers.");
    }
    if let Some(change) = past.change(results) {
        let _infallible = writeln!(
            out,
            "\nSince the last run {} of {} queries are better, and {} worse.",
            change.better, change.queries, change.worse
        );
    }
    let (listed, unlisted) = missed(results, shown);
    if !listed.is_empty() {
        out.push_str("\nMissed:\n");
    }
    for result in listed {
        miss(&mut out, result, past);
    }
    if unlisted > 0 {
        let _infallible = writeln!(out, "  and {unlisted} more");
    }
    out
}

fn name(language: &Option<Locale>) -> &str {
    language.as_ref().map_or(MIXED, Locale::code)
}

fn row<'r>(
    out: &mut String,
    [language, style]: [&str; 2],
    results: impl IntoIterator<Item = &'r JudgedResult<'r>>,
    past: &PastRun,
) {
    let answerable: Vec<&JudgedResult<'_>> = results.into_iter().filter(|result| result.is_answerable()).collect();
    let Figures { queries, mrr_at_10, first, in_3 } = Figures::of(answerable.iter().copied());
    let change = past.change(answerable.iter().copied());
    let change = change.map_or_else(String::new, |change| format!("{:+.3}", change.mrr_at_10));
    let _infallible = writeln!(
        out,
        "{}",
        format!("{language:<10}{style:<16}{queries:>8}{mrr_at_10:>9.3}{first:>8.3}{in_3:>8.3}{change:>9}").trim_end()
    );
}

/// A missed query, what was found, and what should have been.
fn miss(out: &mut String, result: &JudgedResult<'_>, past: &PastRun) {
    let JudgedResult { judged, place, first, is_refused } = result;
    let place = place.map_or_else(|| "-".to_owned(), |place| place.to_string());
    let before = match past.place(judged) {
        Some(before) if before != result.place => {
            format!("  (was {})", before.map_or_else(|| "-".to_owned(), |before| before.to_string()))
        }
        _ => String::new(),
    };
    let _infallible = writeln!(out, "{place:>4}  {}{before}", judged.query.value);
    let first = first.as_deref().unwrap_or("nothing");
    let wanted: Vec<&str> = judged.answer.articles().iter().map(|article| article.value.as_str()).collect();
    let _infallible = match (wanted.is_empty(), is_refused) {
        (true, _) => writeln!(out, "      nothing answers it; first is {first}"),
        (false, true) => writeln!(out, "      {} answers it; readers are told that nothing does", wanted.join(", ")),
        (false, false) => writeln!(out, "      {} answers it; first is {first}", wanted.join(", ")),
    };
}

/// How many readers are told of that nothing answers them, of how many that nothing does.
fn refusals(results: &[JudgedResult<'_>]) -> (usize, usize) {
    let unanswerable: Vec<&JudgedResult<'_>> = results.iter().filter(|result| !result.is_answerable()).collect();
    (unanswerable.iter().filter(|result| result.is_refused).count(), unanswerable.len())
}

fn wrongly_refused(results: &[JudgedResult<'_>]) -> usize {
    results.iter().filter(|result| result.is_answerable() && result.is_refused).count()
}

/// What is missed, worst first, and how many more there are than may be listed.
fn missed<'r>(results: &'r [JudgedResult<'r>], shown: MissesShown) -> (Vec<&'r JudgedResult<'r>>, usize) {
    let mut missed: Vec<&JudgedResult<'_>> =
        results.iter().filter(|result| !result.is_right() && (shown.held_out || !result.judged.held_out)).collect();
    missed.sort_by(|a, b| a.reciprocal_rank().total_cmp(&b.reciprocal_rank()));
    let unlisted = missed.len().saturating_sub(shown.most);
    missed.truncate(shown.most);
    (missed, unlisted)
}

/// The same as one JSON document: `{"queries", "mrr_at_10", "first", "in_3", "change", "groups", "held_out", "unanswerable",
/// "wrongly_refused", "missed"}`.
pub fn evaluation_json(results: &[JudgedResult<'_>], past: &PastRun, shown: MissesShown) -> String {
    let mut document = figures(results);
    document["change"] = past.change(results).map_or(Value::Null, |change| {
        json!({
            "queries": change.queries, "mrr_at_10": rounded(change.mrr_at_10), "better": change.better,
            "worse": change.worse,
        })
    });
    let in_groups = groups(results).into_iter().map(|EvaluationGroup { language, style, results }| {
        let mut group = figures(results);
        group["language"] = json!(language);
        group["style"] = json!(style);
        group
    });
    document["groups"] = in_groups.collect();
    document["held_out"] = figures(results.iter().filter(|result| result.judged.held_out));
    let (refused, unanswerable) = refusals(results);
    document["unanswerable"] = json!({ "queries": unanswerable, "refused": refused });
    document["wrongly_refused"] = json!(wrongly_refused(results));
    let (listed, _) = missed(results, shown);
    document["missed"] = listed.into_iter().map(|result| missed_json(result, past)).collect();
    pretty(&document)
}

fn figures<'r>(results: impl IntoIterator<Item = &'r JudgedResult<'r>>) -> Value {
    let Figures { queries, mrr_at_10, first, in_3 } = Figures::of(results);
    json!({ "queries": queries, "mrr_at_10": rounded(mrr_at_10), "first": rounded(first), "in_3": rounded(in_3) })
}

/// A figure has four digits after the point.
fn rounded(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4
}

fn missed_json(result: &JudgedResult<'_>, past: &PastRun) -> Value {
    let JudgedResult { judged, place, first, is_refused } = result;
    let answer: Vec<&str> = judged.answer.articles().iter().map(|article| article.value.as_str()).collect();
    let mut miss = json!({
        "query": judged.query.value, "language": judged.language, "style": judged.style, "held_out": judged.held_out,
        "answer": answer, "place": place, "first": first, "refused": is_refused,
    });
    if let Some(before) = past.place(judged) {
        miss["before"] = json!(before);
    }
    miss
}
