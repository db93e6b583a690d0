//! One problem: what is wrong, where, and what to do.

use serde::{Deserialize, Serialize};

use super::closest::{Candidates, closest};
use super::code::{Code, Severity};
use super::fix::Fix;
use super::place::Place;

/// One problem, for its author to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Whether it stops a build.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that bear on it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// What to do, most likely remedy first.
    pub hints: Vec<String>,
    /// What mends it, if that is safe to do without a person.
    pub fix: Option<Box<Fix>>,
    /// The beginning of the paths of the files that should have held what is missing. If such a file has errors itself,
    /// they are the cause.
    pub(crate) expected_in: Option<Box<str>>,
}

impl Diagnostic {
    /// A problem, as severe as its kind is.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity(),
            code,
            message: message.into(),
            place: place.into(),
            related: Vec::new(),
            hints: Vec::new(),
            fix: None,
            expected_in: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what to do about it, if nothing better is known.
    #[must_use]
    pub(crate) fn or_hint(self, hint: impl Into<String>) -> Self {
        if self.hints.is_empty() { self.hint(hint) } else { self }
    }

    /// Adds what mends it.
    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(Box::new(fix));
        self
    }

    /// Adds another place that bears on the problem.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, shows: impl Into<String>) -> Self {
        self.related.push((place.into(), shows.into()));
        self
    }

    /// Says which file should have held what is missing, by its path or the beginning of it.
    #[must_use]
    pub(crate) fn expected_in(mut self, path: impl Into<String>) -> Self {
        self.expected_in = Some(path.into().into_boxed_str());
        self
    }

    /// The same as [`Diagnostic::suggest`], where many names may be wanted of many.
    #[must_use]
    pub(crate) fn suggest_of(self, wanted: &str, known: &Candidates) -> Self {
        self.suggest(wanted, known.near(wanted))
    }

    /// Adds "did you mean", if one of `known` is close to `wanted`, and otherwise the list of what is known, if it is short.
    #[must_use]
    pub fn suggest<'a>(self, wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        /// So many names are listed.
        const MAX_LISTED: usize = 12;
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(best) = closest(wanted, &known) {
            return self.hint(format!("did you mean `{best}`?"));
        }
        if known.is_empty() || known.len() > MAX_LISTED {
            return self;
        }
        let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        self.hint(format!("known here: {}", list.join(", ")))
    }
}
