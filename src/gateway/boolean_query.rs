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
    parts.extend(better.iter().cloned());
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
        [token] => token.clone(),
        _ => format!("({})", tokens.iter().map(|token| format!("+{token}")).collect::<Vec<_>>().join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_a_boolean_search() {
        let all = |tokens: &[&str]| tokens.iter().map(|token| (*token).to_owned()).collect::<Vec<_>>();
        let mut query = TokenQuery {
            any: vec![all(&["0wa"]), all(&["0wb", "0wc"])],
            better: all(&["0ta"]),
            excluded: all(&["0wx"]),
            ..TokenQuery::default()
        };
        assert_eq!(boolean_query(&query), "0wa (+0wb +0wc) 0ta -0wx");
        query.required = vec![vec![all(&["0fd", "0fe"])], vec![all(&["0ff"]), all(&["0fg", "0fh"])]];
        assert_eq!(boolean_query(&query), "+0fd +0fe +(0ff (+0fg +0fh)) +(0wa (+0wb +0wc)) 0ta -0wx");
    }
}
