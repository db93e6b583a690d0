//! Why answers are not taken, and what may have been meant.

use crate::content::{DecisionFact, NoNumber, UNKNOWN};
use crate::diagnostic::meant;
use crate::name::{DecisionId, Locale, Localized};

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// There is no such decision.
    #[error("there is no decision `{name}`{hint}")]
    UnknownDecision {
        /// As it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// The decision asks for no such fact.
    #[error("`{decision}` asks for no fact `{name}`{hint}")]
    UnknownFact {
        /// By its id.
        decision: DecisionId,
        /// As it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// The fact has no such value.
    #[error("`{fact}` cannot be `{value}`{hint}")]
    UnknownValue {
        /// By its id.
        fact: String,
        /// As it was given.
        value: String,
        /// What may have been meant.
        hint: String,
    },
    /// The answer is asked for in a language that the site does not have.
    #[error("the site has no language `{name}`{hint}")]
    UnknownLocale {
        /// As it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// A fact is given twice.
    #[error("`{0}` is given twice")]
    Twice(String),
}

impl AnswerError {
    /// A language is named that the site does not have.
    pub fn unknown_locale(name: &str, locales: &[Locale]) -> Self {
        Self::UnknownLocale { name: name.to_owned(), hint: meant(name, locales.iter().map(Locale::code)) }
    }

    pub(super) fn unknown_decision<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        Self::UnknownDecision { name: name.to_owned(), hint: meant(name, known) }
    }

    pub(super) fn unknown_fact(decision: &DecisionId, name: &str, facts: &[DecisionFact]) -> Self {
        let named = facts.iter().map(|fact| (fact.id.value.as_str(), &fact.label));
        let hint = meant_of(name, named, None);
        Self::UnknownFact { decision: decision.clone(), name: name.to_owned(), hint }
    }

    pub(super) fn unknown_value(fact: &DecisionFact, value: &str) -> Self {
        let hint = match fact.why_no_number(value) {
            Some(NoNumber { expected, meant: Some(meant) }) => format!("; it is {expected}: `{meant}`?"),
            Some(NoNumber { expected, meant: None }) => format!("; it is {expected}"),
            None => meant_of(value, fact.values.iter().map(|value| (value.id.as_str(), &value.label)), Some(UNKNOWN)),
        };
        Self::UnknownValue { fact: fact.id.value.to_string(), value: value.to_owned(), hint }
    }
}

/// What may have been meant by a name: an id, or a label if it is written as none of the ids are.
fn meant_of<'n>(
    name: &str,
    named: impl Iterator<Item = (&'n str, &'n Localized<String>)> + Clone,
    besides: Option<&'n str>,
) -> String {
    if name.is_ascii() {
        return meant(name, named.map(|(id, _)| id).chain(besides));
    }
    let labels = named.flat_map(|(_, label)| label.values()).map(String::as_str);
    meant(name, labels.filter(|label| !label.is_ascii()))
}
