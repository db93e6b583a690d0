//! What a full-text index is asked, in MySQL's language of boolean searches.

use crate::search::external::{AllOf, TokenQuery};

/// The text between the parentheses of `AGAINST`. Tokens are letters and digits, so nothing in it needs to be quoted.
pub(super) fn boolean_query(query: &TokenQuery) -> String {
    let TokenQuery { any, required, excluded, better } = query;
    let mut parts: Vec<String> = required.iter().map(|group| one_of(group)).collect();
    if required.is_empty() {
        parts.extend(any.iter().map(all_of));
    } else if !any.is_empty() {
        parts.push(one_of(any));
    }
    parts.extend(better.iter().map(ToString::to_string));
    parts.extend(excluded.iter().map(|token| format!("-{token}")));
    parts.join(" ")
}

/// That a document holds one of some must be.
fn one_of(group: &[AllOf]) -> String {
    match group {
        [all] => all.iter().map(|token| format!("+{token}")).collect::<Vec<_>>().join(" "),
        _ => format!("+({})", group.iter().map(all_of).collect::<Vec<_>>().join(" ")),
    }
}

fn all_of(tokens: &AllOf) -> String {
    match tokens.as_slice() {
        [token] => token.to_string(),
        _ => format!("({})", tokens.iter().map(|token| format!("+{token}")).collect::<Vec<_>>().join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::external::{EngineToken, TokenField};

    #[test]
    fn a_query_is_written_as_a_boolean_search() {
        let of = |field, terms: &[&str]| {
            let token = |term: &&str| EngineToken { language: 0, field, term: (*term).to_owned() };
            terms.iter().map(token).collect::<Vec<_>>()
        };
        let mut query = TokenQuery {
            any: vec![of(TokenField::Words, &["a"]), of(TokenField::Words, &["b", "c"])],
            better: of(TokenField::Titles, &["a"]),
            excluded: of(TokenField::Words, &["x"]),
            ..TokenQuery::default()
        };
        assert_eq!(boolean_query(&query), "0wa (+0wb +0wc) 0ta -0wx");
        let facets = |terms: &[&str]| of(TokenField::Facets, terms);
        query.required = vec![vec![facets(&["d", "e"])], vec![facets(&["f"]), facets(&["g", "h"])]];
        assert_eq!(boolean_query(&query), "+0fd +0fe +(0ff (+0fg +0fh)) +(0wa (+0wb +0wc)) 0ta -0wx");
    }
}
