//! In how many documents tokens stand, told from the lists of terms: an engine reads all entries of its full-text index for a token.

use super::index::EngineIndex;
use super::token::{EngineToken, term_key};
use super::token_query::{AllOf, TokenQuery};
use crate::search::query::Lookup;

/// A search or a count has an engine read so many entries of its full-text index, as far as the choice is ours: however many documents
/// there are, it takes as long.
const MOST_READ: usize = 10_000;

/// In how many documents what is asked for stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    /// In so many, if tokens stand beside each other by chance.
    documents: f64,
    /// An engine reads so many entries to count them.
    entries: usize,
    /// Whether it is so: one token is asked for.
    is_exact: bool,
}

impl Estimate {
    /// The number of documents, unless an engine is to count them.
    pub(super) fn told(self) -> Option<usize> {
        (self.is_exact || self.entries > MOST_READ).then_some(self.documents.round() as usize)
    }
}

impl EngineIndex<'_> {
    /// How many documents a query finds, as far as lists tell it.
    pub(super) fn estimate(&self, query: &TokenQuery, language: u8) -> Lookup<Estimate, Self> {
        let TokenQuery { any, required, excluded, better: _ } = query;
        let groups = [any].into_iter().filter(|group| !group.is_empty()).chain(required);
        let counted = all_here(groups.map(|group| self.counts_of_group(group)))?;
        let without = all_here(excluded.iter().map(|token| self.count_of(token)))?;
        let all = self.catalog.documents_in(language).max(1) as f64;
        let lacking = |count: &usize| 1.0 - (*count as f64 / all).min(1.0);
        let mut part: f64 = without.iter().map(lacking).product();
        let (mut tokens, mut entries) = (without.len(), without.iter().sum::<usize>());
        for group in &counted {
            let having = |counts: &Vec<usize>| counts.iter().map(|count| 1.0 - lacking(count)).product::<f64>();
            part *= 1.0 - group.iter().map(|counts| 1.0 - having(counts)).product::<f64>();
            tokens += group.iter().map(Vec::len).sum::<usize>();
            entries += group.iter().map(|counts| least(counts)).sum::<usize>();
        }
        Ok(Estimate { documents: all * part, entries, is_exact: tokens == 1 && without.is_empty() })
    }

    /// A query that asks for the rarest of what another asks for, so many that an engine need not read too much; and whether that is
    /// all of it. What has the commonest tokens alone is not among the best.
    pub(super) fn rarest(&self, query: TokenQuery) -> Lookup<(TokenQuery, bool), Self> {
        let any = all_here(query.any.iter().map(|tokens| self.counts(tokens)));
        let better = all_here(query.better.iter().map(|token| self.count_of(token)));
        let (any, better) = (any?.iter().map(|counts| least(counts)).collect::<Vec<_>>(), better?);
        let mut counts: Vec<usize> = any.iter().chain(&better).copied().collect();
        counts.sort_unstable();
        let affordable = counts.iter().scan(0, |read, count| {
            *read += count;
            (*read <= MOST_READ).then_some(*count)
        });
        // Something is asked for in any case.
        let most = affordable.last().unwrap_or(0).max(any.iter().min().copied().unwrap_or(0));
        let is_all = counts.iter().all(|count| *count <= most);
        let rarest =
            TokenQuery { any: kept(query.any, &any, most), better: kept(query.better, &better, most), ..query };
        Ok((rarest, is_all))
    }

    /// Tokens that documents hold all of, the rarest first: an engine reads of the others where it stands.
    pub(super) fn rarest_first(&self, query: &mut TokenQuery) -> Lookup<(), Self> {
        let groups = query.any.iter_mut().chain(query.required.iter_mut().flatten());
        all_here(groups.map(|tokens| {
            let counts = self.counts(tokens)?;
            let mut counted: Vec<(usize, EngineToken)> = counts.into_iter().zip(tokens.drain(..)).collect();
            counted.sort();
            tokens.extend(counted.into_iter().map(|(_, token)| token));
            Ok(())
        }))
        .map(drop)
    }

    fn counts_of_group(&self, group: &[AllOf]) -> Lookup<Vec<Vec<usize>>, Self> {
        all_here(group.iter().map(|tokens| self.counts(tokens)))
    }

    fn counts(&self, tokens: &AllOf) -> Lookup<Vec<usize>, Self> {
        all_here(tokens.iter().map(|token| self.count_of(token)))
    }

    /// In how many documents a token stands.
    fn count_of(&self, token: &EngineToken) -> Lookup<usize, Self> {
        let counts = self.listed_counts(token.field.list(), &term_key(&token.term))?;
        Ok(counts.get(usize::from(token.language)).copied().unwrap_or(0) as usize)
    }
}

/// What all lookups give: all of them are made, so that what lacks is asked for at once.
fn all_here<T, E>(lookups: impl Iterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    lookups.collect::<Vec<_>>().into_iter().collect()
}

/// No more documents hold all of some tokens than hold the rarest.
fn least(counts: &[usize]) -> usize {
    counts.iter().min().copied().unwrap_or(0)
}

/// What stands in no more than so many documents.
fn kept<T>(all: Vec<T>, counts: &[usize], most: usize) -> Vec<T> {
    all.into_iter().zip(counts).filter(|(_, count)| **count <= most).map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::external::{EngineCatalog, EngineLookup, EngineSettings, TokenField};
    use crate::search::index::IndexError;
    use crate::search::tests::{HELP_CENTER, corpus_of};

    /// A site that has very many documents in its first language.
    fn catalog() -> EngineCatalog {
        let mut corpus = corpus_of(&HELP_CENTER);
        corpus.locales = ["zh", "en"].map(|code| code.parse().unwrap()).to_vec();
        let (mut settings, _) = EngineSettings::export::<IndexError, _>(&corpus, "1", &mut |_| Ok(())).unwrap();
        settings.documents[0] = 50_000;
        EngineCatalog::new(settings).unwrap()
    }

    /// An index that knows in how many documents of the first language words stand.
    fn index<'c>(catalog: &'c EngineCatalog, counts: &[(&str, u32)]) -> EngineIndex<'c> {
        let mut index = EngineIndex::new(catalog, 320);
        for (word, count) in counts {
            index.provide_frequency(TokenField::Words.list(), (*word).to_owned(), vec![*count, 7]);
        }
        index
    }

    fn words(words: &[&str]) -> AllOf {
        let token = |word: &&str| EngineToken { language: 0, field: TokenField::Words, term: (*word).to_owned() };
        words.iter().map(token).collect()
    }

    fn any(groups: &[&[&str]]) -> TokenQuery {
        TokenQuery { any: groups.iter().map(|group| words(group)).collect(), ..TokenQuery::default() }
    }

    #[test]
    fn all_that_lacks_is_asked_for_at_once() {
        let catalog = catalog();
        let index = index(&catalog, &[("a", 1)]);
        let query = TokenQuery { required: vec![vec![words(&["c"])]], excluded: words(&["d"]), ..any(&[&["a", "b"]]) };
        assert!(index.estimate(&query, 0).is_err());
        let asked = |words: &[&str]| {
            let lookup = |word: &&str| EngineLookup::Frequency(TokenField::Words.list(), (*word).to_owned());
            words.iter().map(lookup).collect::<Vec<_>>()
        };
        // What is not to be had is not looked up before the rest is known.
        assert_eq!(index.take_missing(), asked(&["b", "c"]));
        assert!(index.rarest(TokenQuery { better: words(&["f"]), ..any(&[&["e"]]) }).is_err());
        assert_eq!(index.take_missing(), asked(&["e", "f"]));
    }

    #[test]
    fn an_engine_counts_what_no_list_tells_and_what_it_need_not_read_much_for() {
        let catalog = catalog();
        let index = index(&catalog, &[("rare", 20), ("a", 25_000), ("b", 20_000), ("none", 0)]);
        let told = |query: &TokenQuery| index.estimate(query, 0).unwrap().told();
        assert_eq!(
            (told(&any(&[&["a"]])), told(&any(&[&["rare"]])), told(&any(&[&["none"]]))),
            (Some(25_000), Some(20), Some(0))
        );
        assert_eq!((told(&any(&[&["rare"], &["rare"]])), told(&any(&[&["rare", "a"]]))), (None, None));
        // By chance, one of two stands where the other does.
        assert_eq!((told(&any(&[&["a"], &["b"]])), told(&any(&[&["a", "b"]]))), (Some(35_000), Some(10_000)));
        let filtered = TokenQuery { required: vec![vec![words(&["b"])]], excluded: words(&["rare"]), ..any(&[&["a"]]) };
        assert_eq!(told(&filtered), Some(9_996));
    }

    #[test]
    fn the_commonest_is_left_out_where_an_engine_would_read_too_much() {
        let catalog = catalog();
        let index = index(&catalog, &[("a", 30_000), ("b", 6_000), ("c", 4_000), ("d", 1_000), ("e", 40_000)]);
        let rarest = |groups: &[&[&str]]| index.rarest(any(groups)).unwrap();
        assert_eq!(rarest(&[&["b"], &["c"]]), (any(&[&["b"], &["c"]]), true));
        assert_eq!(rarest(&[&["a"], &["c"], &["d"], &["b"]]), (any(&[&["c"], &["d"]]), false));
        // All of some are no more than the rarest of them.
        assert_eq!(rarest(&[&["a", "d"], &["e"]]), (any(&[&["a", "d"]]), false));
        assert_eq!(rarest(&[&["e"], &["a"]]), (any(&[&["a"]]), false), "something is asked for");
        let titled = TokenQuery { better: words(&["a", "d"]), ..any(&[&["e"], &["c"]]) };
        let kept = TokenQuery { better: words(&["d"]), ..any(&[&["c"]]) };
        assert_eq!(index.rarest(titled).unwrap(), (kept, false));
        let lonely = TokenQuery { better: words(&["d"]), ..any(&[&["e"]]) };
        assert_eq!(index.rarest(lonely.clone()).unwrap(), (lonely, true));
    }

    #[test]
    fn an_engine_reads_the_rarest_first() {
        let catalog = catalog();
        let index = index(&catalog, &[("a", 30), ("b", 20), ("c", 20), ("d", 1)]);
        let mut query =
            TokenQuery { required: vec![vec![words(&["a", "d"])]], ..any(&[&["a", "c", "b"], &["b", "d"]]) };
        index.rarest_first(&mut query).unwrap();
        let expected = TokenQuery { required: vec![vec![words(&["d", "a"])]], ..any(&[&["b", "c", "a"], &["d", "b"]]) };
        assert_eq!(query, expected);
    }
}
