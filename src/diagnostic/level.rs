//! What a site makes of a kind of problem: nothing, a warning or an error.

use std::collections::BTreeMap;

use super::code::{Code, Severity};
use super::problem::Diagnostic;

/// What a site makes of a kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not told.
    Off,
    /// It is told, and the site can be published.
    Warning,
    /// It stops a build.
    Error,
}

impl Level {
    /// Every level, from the mildest on.
    pub const ALL: [Self; 3] = [Self::Off, Self::Warning, Self::Error];

    /// The name, as it stands in `site.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Whether a site may give the level to a kind of problem. What makes pages wrong stays an error.
    pub fn suits(self, code: Code) -> bool {
        self == Self::Error || code.severity() == Severity::Warning
    }
}

/// The levels that a site gives; the others are those of the table.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// Gives a level that suits the kind of problem.
    pub(super) fn set(&mut self, code: Code, level: Level) {
        self.0.insert(code, level);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether some kinds of problems are errors that else are not.
    pub(super) fn raise(&self) -> bool {
        self.0.iter().any(|(code, level)| *level == Level::Error && code.severity() == Severity::Warning)
    }

    /// A problem at its level, unless it is off.
    pub(super) fn apply(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let severity = match self.0.get(&diagnostic.code) {
            None => diagnostic.severity,
            Some(Level::Off) => return None,
            Some(Level::Warning) => Severity::Warning,
            Some(Level::Error) => Severity::Error,
        };
        Some(Diagnostic { severity, ..diagnostic })
    }
}
