//! A second look at the best documents. An index tells which have every two Chinese characters of a query; only the texts tell
//! which have them in a row.

use super::as_loaded::AsLoaded;
use super::observer::Observer;
use super::plan::Plan;
use super::rank::{ScoredDocument, select_top};
use super::{Fragment, Lookup, Postings, StoredFields};
use crate::analysis::Folded;

/// The texts of so many of the best documents are read, however many are shown, so that a longer page begins as a shorter one does.
/// A browser shows as many at first: it needs their texts anyway.
pub(super) const RERANKED: usize = 5;

/// Puts the best documents in order again: those that have every two characters of the query scattered, and not its runs as they
/// stand, lose what they got for having all.
pub(super) fn rerank<I>(
    best: &mut [ScoredDocument],
    plan: &Plan,
    index: &I,
    observer: &mut impl Observer,
) -> Lookup<(), I>
where
    I: Postings + StoredFields,
{
    if plan.runs.is_empty() {
        return Ok(());
    }
    // All texts are asked for before any of them is waited for.
    let loaded = AsLoaded::new(index);
    let mut scattered = Vec::new();
    for (place, hit) in best.iter().enumerate().filter(|(_, hit)| hit.contiguous > 0.0) {
        if let Some(fragment) = loaded.fragment(hit.document) {
            let text = folded_text(&fragment);
            if holds_pairs(&text, plan) && !plan.runs.iter().all(|run| holds(&text, run)) {
                scattered.push(place);
            }
        }
    }
    loaded.finish(()).map_err(|partial| partial.not_loaded)?;
    if !scattered.is_empty() {
        for place in scattered {
            best[place].score -= best[place].contiguous;
            observer.on_scattered(best[place].document);
        }
        select_top(best, best.len(), index);
    }
    Ok(())
}

/// All that is shown of a document, a line for each text.
fn folded_text(fragment: &Fragment) -> String {
    let mut folded = String::new();
    let mut add = |text: &String| {
        folded.push_str(Folded::by(text, &fragment.traditional).text());
        folded.push('\n');
    };
    add(&fragment.title);
    for passage in &fragment.passages {
        add(&passage.heading.text);
        add(&passage.text.text);
    }
    folded
}

/// Whether a text has every two characters of the query. A document may have them in another way to ask it, which is not shown, and
/// there in a row; or as they sound.
fn holds_pairs(text: &str, plan: &Plan) -> bool {
    let mut pairs = plan.clauses.iter().filter(|clause| clause.kind.is_bigram());
    pairs.all(|pair| pair.alternatives[0].terms.iter().all(|(pair, _)| holds(text, pair)))
}

fn holds(text: &str, part: &str) -> bool {
    // Smaller than the standard library's search for a text.
    text.as_bytes().windows(part.len()).any(|piece| piece == part.as_bytes())
}
