//! What an engine is asked by: which tokens documents hold.

use super::token::{EngineToken, TokenField, pair};
use crate::search::query::{Alternative, ClauseKind, Field, Match, Plan, PositionedTerm, language_of_facet};

/// Tokens that a document holds all of.
pub type AllOf = Vec<EngineToken>;

/// Which documents are asked for, by the tokens that they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenQuery {
    /// They hold one of these at least; if there are none, what is required suffices.
    pub any: Vec<AllOf>,
    /// Of each of these they hold one at least.
    pub required: Vec<Vec<AllOf>>,
    /// They hold none of these.
    pub excluded: Vec<EngineToken>,
    /// What documents that hold any are the better for; they need not.
    pub better: Vec<EngineToken>,
}

impl TokenQuery {
    /// The documents in any of so many languages that may hold terms in a field, one after the other. `None` if no token tells.
    pub(super) fn of_terms(languages: u8, field: Field, terms: &[PositionedTerm]) -> Option<Self> {
        let (field, in_pairs) = TokenField::of(field);
        let any: Vec<AllOf> = (0..languages).map(|language| all_of(language, field, terms, in_pairs)).collect();
        any.iter().all(|all| !all.is_empty()).then(|| Self { any, ..Self::default() })
    }

    /// What an engine finds is the more, the less of a plan it is asked: documents that ranking will not take are among it.
    fn filters(plan: &Plan, language: u8) -> Self {
        let filters = plan.required.iter().filter(|part| !is_language(part));
        let required: Vec<Vec<AllOf>> = filters.map(|part| vec![tokens(part, language)]).collect();
        // All tokens of a phrase may stand in what has not the phrase.
        let excluded = plan.excluded.iter().filter_map(|parts| match parts.as_slice() {
            [part] => <[EngineToken; 1]>::try_from(tokens(part, language)).ok(),
            _ => None,
        });
        Self { required, excluded: excluded.flatten().collect(), ..Self::default() }
    }

    /// The documents of a language that a plan allows.
    pub(super) fn allowed(plan: &Plan, language: u8) -> Self {
        let filters = Self::filters(plan, language);
        let lacks_filter = filters.required.is_empty();
        let all = vec![vec![EngineToken { language, field: TokenField::Facets, term: language_facet(plan) }]];
        Self { required: if lacks_filter { vec![all] } else { filters.required.clone() }, ..filters }
    }

    /// The documents of a language that a plan allows and that may answer it.
    pub(super) fn candidates(plan: &Plan, language: u8) -> Self {
        let telling = |kind: ClauseKind| kind.is_content();
        let has_content = plan.clauses.iter().any(|clause| telling(clause.kind));
        let asked = plan.clauses.iter().filter(|clause| !has_content || telling(clause.kind));
        let alternatives: Vec<&Alternative> = asked.flat_map(|clause| &clause.alternatives).collect();
        let any = alternatives.iter().map(|alternative| tokens(alternative, language));
        let is_word =
            |alternative: &&&Alternative| alternative.matched.fields() == Field::WORDS && alternative.terms.len() == 1;
        let titles = alternatives.iter().filter(is_word);
        let titles = titles.flat_map(|alternative| all_of(language, TokenField::Titles, &alternative.terms, false));
        let mut query = Self { any: any.collect(), better: titles.collect(), ..Self::filters(plan, language) };
        query.any.sort_unstable();
        query.any.dedup();
        query.better.sort_unstable();
        query.better.dedup();
        query
    }

    /// The documents of a language that a plan allows and that have an alternative of some.
    pub(super) fn having(alternatives: &[Alternative], plan: &Plan, language: u8) -> Self {
        let mut any: Vec<AllOf> = alternatives.iter().map(|alternative| tokens(alternative, language)).collect();
        any.sort_unstable();
        any.dedup();
        Self { any, ..Self::filters(plan, language) }
    }
}

/// The code of the language whose documents a plan is for.
pub(super) fn language_of(plan: &Plan) -> Option<&str> {
    plan.required.iter().filter(|part| is_language(part)).find_map(|part| language_of_facet(&part.terms.first()?.0))
}

/// The facet of the language, which all its documents have.
fn language_facet(plan: &Plan) -> String {
    let facets = plan.required.iter().filter(|part| is_language(part));
    facets.filter_map(|part| part.terms.first()).map(|(facet, _)| facet.clone()).next().unwrap_or_default()
}

fn is_language(part: &Alternative) -> bool {
    part.matched == Match::Filter && part.terms.first().is_some_and(|(facet, _)| language_of_facet(facet).is_some())
}

/// What documents of a language that have an alternative hold.
fn tokens(alternative: &Alternative, language: u8) -> AllOf {
    let (field, in_pairs) = match alternative.matched.fields() {
        fields if fields == Field::WORDS && alternative.documents.is_titles_only() => (TokenField::Titles, false),
        // Which other field of words it is, does not matter to an engine.
        fields if fields == Field::WORDS => (TokenField::Words, false),
        fields => fields.first().map_or((TokenField::Words, false), |field| TokenField::of(*field)),
    };
    all_of(language, field, &alternative.terms, in_pairs)
}

fn all_of(language: u8, field: TokenField, terms: &[PositionedTerm], in_pairs: bool) -> AllOf {
    let token = |term: String| EngineToken { language, field, term };
    match terms {
        [_, _, ..] if in_pairs => terms.windows(2).map(|two| token(pair(&two[0].0, &two[1].0))).collect(),
        _ => terms.iter().map(|(term, _)| token(term.clone())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Clause;

    fn term(matched: Match, text: &str) -> Alternative {
        Alternative { matched, ..Alternative::facet(text.to_owned()) }
    }

    /// A token of the second language.
    fn token(field: TokenField, term: &str) -> EngineToken {
        EngineToken { language: 1, field, term: term.to_owned() }
    }

    #[test]
    fn a_plan_asks_an_engine_for_what_may_answer() {
        let clause = |kind, alternatives| Clause { kind, weight: 1.0, alternatives, is_explained: false };
        let mut initials = term(Match::Initials, "b");
        initials.terms.extend([("a".to_owned(), 1), ("x".to_owned(), 2)]);
        let plan = Plan {
            clauses: vec![
                clause(ClauseKind::Word, vec![term(Match::Word, "bax"), initials]),
                clause(ClauseKind::StopWord, vec![term(Match::Word, "the")]),
            ],
            required: vec![term(Match::Filter, "category:start"), term(Match::Filter, "lang:en")],
            excluded: vec![vec![term(Match::Word, "app")]],
            ..Plan::default()
        };
        assert_eq!(language_of(&plan), Some("en"));
        let asked = TokenQuery::candidates(&plan, 1);
        let initials = ["b_a", "a_x"].map(|pair| token(TokenField::Initials, pair)).to_vec();
        assert_eq!(asked.any, [vec![token(TokenField::Words, "bax")], initials]);
        assert_eq!(asked.required, [vec![vec![token(TokenField::Facets, "category:start")]]]);
        assert_eq!(asked.excluded, [token(TokenField::Words, "app")]);
        assert_eq!(asked.better, [token(TokenField::Titles, "bax")]);
        let all = Plan { required: vec![term(Match::Filter, "lang:en")], ..plan };
        assert_eq!(TokenQuery::allowed(&all, 1).required, [vec![vec![token(TokenField::Facets, "lang:en")]]]);
    }

    #[test]
    fn what_is_looked_for_in_titles_only_is_counted_there() {
        let anywhere = term(Match::Word, "the");
        let mut in_titles = anywhere.clone();
        in_titles.documents.narrow_to_titles();
        for (alternative, field) in [(anywhere, TokenField::Words), (in_titles, TokenField::Titles)] {
            assert_eq!(TokenQuery::having(&[alternative], &Plan::default(), 1).any, [vec![token(field, "the")]]);
        }
    }
}
