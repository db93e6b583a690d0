//! What an author can mend: a [`Diagnostic`] says what is wrong, where, and what to do.
//!
//! Diagnostics are values. Every stage collects all it finds, so that one run reports every problem at once.

mod closest;
mod code;
mod visible;

use std::collections::BTreeSet;

pub(crate) use closest::Known;
pub use closest::closest;
pub use code::{Code, Severity};
pub use visible::{is_control, is_invisible, visible, visible_on_a_line};

/// Names a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`. Offsets past 4 GiB saturate; no source file is that long.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let offset = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a problem lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file as a whole, or one that has no text to show.
    File(FileId),
    /// A piece of a file.
    Text(Span),
}

impl Place {
    /// The file that the place lies in.
    pub fn file(self) -> FileId {
        match self {
            Self::File(file) => file,
            Self::Text(span) => span.file,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

/// One problem, for its author to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The beginning of the paths of the files that should have held what is missing. If such a file has errors itself,
    /// they are the cause.
    pub(crate) expected_in: Option<String>,
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
            expected_in: None,
        }
    }

    /// The same as [`Diagnostic::new`].
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(code, place, message)
    }

    /// The same as [`Diagnostic::new`].
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(code, place, message)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
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
        self.expected_in = Some(path.into());
        self
    }

    /// The same as [`Diagnostic::suggest`], where many names may be wanted of many.
    #[must_use]
    pub(crate) fn suggest_of(self, wanted: &str, known: &Known) -> Self {
        self.suggest(wanted, known.near(wanted))
    }

    /// Adds "did you mean", if one of `known` is close to `wanted`, and otherwise the list of what is known, if it is short.
    #[must_use]
    pub fn suggest<'a>(self, wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        /// So many names are listed.
        const MOST_LISTED: usize = 12;
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(best) = closest(wanted, &known) {
            return self.hint(format!("did you mean `{best}`?"));
        }
        if known.is_empty() || known.len() > MOST_LISTED {
            return self;
        }
        let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        self.hint(format!("known here: {}", list.join(", ")))
    }
}

/// The problems of a run, as they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all problems of another collection.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Removes what is only a consequence: something is missing from a file that could not be read whole.
    pub(crate) fn remove_consequences(&mut self, path_of: impl Fn(FileId) -> String) {
        let errors = self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken: BTreeSet<String> = errors.map(|diagnostic| path_of(diagnostic.place.file())).collect();
        self.0.retain(|diagnostic| {
            !diagnostic.expected_in.as_ref().is_some_and(|path| broken.iter().any(|file| file.starts_with(path)))
        });
    }

    /// Whether a build must stop.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The problems in reading order: by file, then by place, errors first; each one once.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.0;
        all.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                let start = if let Place::Text(span) = d.place { span.start } else { 0 };
                (d.place.file(), start, d.severity, d.code)
            };
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        all.dedup();
        all
    }
}
