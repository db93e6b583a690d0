//! Which documents hold the terms of a query, and where.

use std::ops::Range;

use super::{Field, Lookup, PositionedTerm, Postings};

/// Documents in the order of their numbers, each with how often.
type Frequencies = Vec<(u32, u32)>;

/// Those of some documents that have terms in a field, as ranking wants them, each with how often. Where an answer is long,
/// that it has the words counts, not that they touch.
pub(in crate::search) fn matching_documents<I: Postings>(
    terms: &[PositionedTerm],
    field: Field,
    candidates: Range<u32>,
    index: &I,
) -> Lookup<Frequencies, I> {
    let find = if field == Field::Body { intersect } else { match_phrase };
    find(terms, field, candidates, index)
}

/// Those of some documents that hold terms in a field, wherever they stand, in the order of their numbers, each with how often
/// they may have them all.
pub(in crate::search) fn intersect<I: Postings>(
    terms: &[PositionedTerm],
    field: Field,
    candidates: Range<u32>,
    index: &I,
) -> Lookup<Frequencies, I> {
    // The rarest first: where it stands nowhere, nothing else is read.
    let most = |place: &usize| index.most_documents(field, &terms[*place].0).unwrap_or(usize::MAX);
    let rarest = match terms {
        [] => return Ok(Vec::new()),
        [_] => 0,
        _ => (0..terms.len()).min_by_key(most).unwrap_or_default(),
    };
    let mut found = index.frequencies(field, &terms[rarest].0, candidates.clone())?;
    for (place, (term, _)) in terms.iter().enumerate() {
        if place == rarest || found.is_empty() {
            continue;
        }
        let others = index.frequencies(field, term, candidates.clone())?;
        let mut others = others.iter().peekable();
        found.retain_mut(|(document, times)| {
            while others.next_if(|(other, _)| other < document).is_some() {}
            let held = others.peek().filter(|(other, _)| other == document);
            *times = held.map_or(0, |(_, other)| (*times).min(*other));
            *times > 0
        });
    }
    Ok(found)
}

/// Those of some documents where terms stand one after the other in a field, in the order of their numbers, each with how often.
pub(in crate::search) fn match_phrase<I: Postings>(
    terms: &[PositionedTerm],
    field: Field,
    candidates: Range<u32>,
    index: &I,
) -> Lookup<Frequencies, I> {
    // Where terms stand is read only of documents that hold all of them.
    let found = intersect(terms, field, candidates, index)?;
    let [(first, at), rest @ ..] = terms else {
        return Ok(Vec::new());
    };
    if rest.is_empty() || found.is_empty() {
        return Ok(found);
    }
    let mut documents: Vec<u32> = found.into_iter().map(|(document, _)| document).collect();
    let mut places = index.positions(field, first, &documents)?;
    for (term, offset) in rest {
        let next = index.positions(field, term, &documents)?;
        let mut next = next.iter().peekable();
        places.retain(|(document, position)| {
            let there = (*document, position.saturating_add(*offset).saturating_sub(*at));
            while next.next_if(|next| **next < there).is_some() {}
            next.peek() == Some(&&there)
        });
        documents = places.iter().map(|(document, _)| *document).collect();
        documents.dedup();
    }
    let times = |of: &[(u32, u32)]| (of[0].0, of.len() as u32);
    Ok(places.chunk_by(|(one, _), (next, _)| one == next).map(times).collect())
}
