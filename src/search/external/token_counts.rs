//! In how many documents tokens stand, told from the lists of terms: an engine reads all entries of its full-text index for a token.

use super::index::EngineIndex;
use super::token::{EngineToken, term_key};
use super::token_query::{AllOf, TokenQuery};
use crate::search::query::Lookup;

/// A search or a count has an engine read so many entries of its full-text index, as far as the choice is ours: however many documents
/// there are, it takes as long.
const MOST_READ: usize = 10_000;

/// What lists tell of a query: parts of the documents of a language, if tokens stand beside each other by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Estimate {
    /// So large a part has any of what is asked for.
    any: f64,
    /// So large a part has what is required and nothing that is excluded.
    allowed: f64,
    /// Whether an engine has to count it, and need not read too much for that.
    is_counted: bool,
}

impl EngineIndex<'_> {
    /// How many documents of a language a query finds, `within` so many that have what is required: exactly, where it is listed or
    /// need not be read from too much.
    pub(super) fn count_of_query(
        &self,
        mut query: TokenQuery,
        language: u8,
        within: Option<usize>,
    ) -> Lookup<usize, Self> {
        let Estimate { any, allowed, is_counted } = self.estimate(&query, language)?;
        if is_counted {
            self.rarest_first(&mut query)?;
            return self.counted(query);
        }
        let within = within.map_or_else(|| allowed * self.all(language), |within| within as f64);
        Ok((any * within).round() as usize)
    }

    fn all(&self, language: u8) -> f64 {
        self.catalog.documents_in(language).max(1) as f64
    }

    fn estimate(&self, query: &TokenQuery, language: u8) -> Lookup<Estimate, Self> {
        let any = self.counts_of_group(&query.any);
        let required = all_here(query.required.iter().map(|group| self.counts_of_group(group)));
        let excluded = all_here(query.excluded.iter().map(|token| self.count_of(token)));
        let (any, required, excluded) = (any?, required?, excluded?);
        let all = self.all(language);
        let share =
            |group: &[usize]| 1.0 - group.iter().map(|count| 1.0 - (*count as f64 / all).min(1.0)).product::<f64>();
        let groups = || required.iter().chain([&any, &excluded]);
        let tokens =
            [&query.any].into_iter().chain(&query.required).flatten().map(Vec::len).sum::<usize>() + excluded.len();
        Ok(Estimate {
            any: if any.is_empty() { 1.0 } else { share(&any) },
            allowed: required.iter().map(|group| share(group)).product::<f64>() * (1.0 - share(&excluded)),
            is_counted: tokens > 1 && groups().flatten().sum::<usize>() <= MOST_READ,
        })
    }

    /// A query that asks for the rarest of what another asks for, so many that an engine need not read too much, and enough to be
    /// ranked; and whether that is all of it. What has the commonest tokens alone is not among the best.
    pub(super) fn rarest(&self, query: TokenQuery, language: u8) -> Lookup<(TokenQuery, bool), Self> {
        let any = self.counts_of_group(&query.any);
        let better = all_here(query.better.iter().map(|token| self.count_of(token)));
        let filters = TokenQuery { any: Vec::new(), ..query.clone() };
        let filters = self.estimate(&filters, language);
        let (any, better, filters) = (any?, better?, filters?);
        // Of few documents all is read.
        if !query.required.is_empty() && filters.allowed * self.all(language) <= MOST_READ as f64 {
            return Ok((query, true));
        }
        let mut counts: Vec<(usize, bool)> = any.iter().map(|count| (*count, true)).collect();
        counts.extend(better.iter().map(|count| (*count, false)));
        counts.sort_unstable();
        let (mut read, mut found, mut most) = (0, 0.0, 0);
        for (count, finds) in &counts {
            if read + count > MOST_READ && found >= self.most as f64 {
                break;
            }
            (read, most) = (read + count, *count);
            found += if *finds { *count as f64 * filters.allowed } else { 0.0 };
        }
        let is_all = counts.iter().all(|(count, _)| *count <= most);
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

    /// In how many documents all of some tokens stand at most, for each of a group: in no more than the rarest.
    fn counts_of_group(&self, group: &[AllOf]) -> Lookup<Vec<usize>, Self> {
        all_here(group.iter().map(|tokens| Ok(self.counts(tokens)?.into_iter().min().unwrap_or(0))))
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
        assert!(index.count_of_query(query, 0, None).is_err());
        let asked = |words: &[&str]| {
            let lookup = |word: &&str| EngineLookup::Frequency(TokenField::Words.list(), (*word).to_owned());
            words.iter().map(lookup).collect::<Vec<_>>()
        };
        assert_eq!(index.take_missing(), asked(&["b", "c", "d"]));
        assert!(index.rarest(TokenQuery { better: words(&["f"]), ..any(&[&["e"]]) }, 0).is_err());
        assert_eq!(index.take_missing(), asked(&["e", "f"]));
    }

    #[test]
    fn an_engine_counts_what_no_list_tells_and_what_it_need_not_read_much_for() {
        let catalog = catalog();
        let index = index(&catalog, &[("rare", 20), ("a", 25_000), ("b", 20_000), ("none", 0)]);
        let told = |query: &TokenQuery, within| index.count_of_query(query.clone(), 0, within).ok();
        for (word, count) in [("a", 25_000), ("rare", 20), ("none", 0)] {
            assert_eq!(told(&any(&[&[word]]), None), Some(count));
        }
        assert_eq!((told(&any(&[&["rare"], &["rare"]]), None), told(&any(&[&["rare", "a"]]), None)), (None, None));
        // One of two stands where the other does by chance, and all of some in no more than one of them.
        assert_eq!(
            (told(&any(&[&["a"], &["b"]]), None), told(&any(&[&["a", "b"]]), None)),
            (Some(35_000), Some(20_000))
        );
        let filtered = TokenQuery { required: vec![vec![words(&["b"])]], excluded: words(&["rare"]), ..any(&[&["a"]]) };
        assert_eq!((told(&filtered, None), told(&filtered, Some(600))), (Some(9_996), Some(300)));
    }

    #[test]
    fn the_commonest_is_left_out_where_an_engine_would_read_too_much() {
        let catalog = catalog();
        let counts = [("none", 0), ("few", 3), ("a", 30_000), ("b", 6_000), ("c", 4_000), ("d", 1_000), ("e", 40_000)];
        let index = index(&catalog, &counts);
        let rarest = |groups: &[&[&str]]| index.rarest(any(groups), 0).unwrap();
        assert_eq!(rarest(&[&["b"], &["c"]]), (any(&[&["b"], &["c"]]), true));
        assert_eq!(rarest(&[&["a"], &["c"], &["d"], &["b"]]), (any(&[&["c"], &["d"]]), false));
        // All of some are no more than the rarest of them.
        assert_eq!(rarest(&[&["a", "d"], &["e"]]), (any(&[&["a", "d"]]), false));
        assert_eq!(rarest(&[&["e"], &["a"]]), (any(&[&["a"]]), false), "something is asked for");
        assert_eq!(rarest(&[&["none"], &["a"], &["few"]]), (any(&[&["none"], &["a"], &["few"]]), true), "and enough");
        let titled = TokenQuery { better: words(&["a", "d"]), ..any(&[&["e"], &["c"]]) };
        let kept = TokenQuery { better: words(&["d"]), ..any(&[&["c"]]) };
        assert_eq!(index.rarest(titled, 0).unwrap(), (kept, false));
        let lonely = TokenQuery { better: words(&["d"]), ..any(&[&["e"]]) };
        assert_eq!(index.rarest(lonely.clone(), 0).unwrap(), (lonely, true));
    }

    #[test]
    fn a_filter_leaves_what_is_to_be_read() {
        let catalog = catalog();
        let index = index(&catalog, &[("few", 400), ("many", 25_000), ("rare", 500), ("a", 30_000)]);
        let within = |filter: &str| {
            let query = TokenQuery { required: vec![vec![words(&[filter])]], ..any(&[&["a"], &["rare"]]) };
            index.rarest(query.clone(), 0).unwrap() == (query, true)
        };
        assert!(within("few"), "of few documents all is read");
        assert!(within("many"), "half of the rare ones would not be enough");
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
