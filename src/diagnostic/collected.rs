//! What a run found, and what of it is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::allow::{Allow, Allows};
use super::code::{Code, Severity};
use super::fix::Fix;
use super::level::{Level, Levels};
use super::place::{FileId, Place, Span};
use super::problem::Diagnostic;

/// The problems of a run, as they are found, and what the site says of them: which are allowed, and how severe each kind is.
///
/// Both hold for what is told ([`Diagnostics::into_sorted`]) and for nothing before it: what is no error by itself leaves the
/// content whole.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(
    /// `None` is nothing: of most files and articles there is nothing to tell, and each has its own.
    Option<Box<Collected>>,
);

#[derive(Clone, Debug, Default)]
struct Collected {
    /// Shared: what is known of a text is kept with it, and told again with all that is found later.
    found: Vec<Arc<Diagnostic>>,
    allows: Allows,
    levels: Levels,
}

impl Diagnostics {
    fn collected(&mut self) -> &mut Collected {
        self.0.get_or_insert_default()
    }

    fn found(&self) -> impl Iterator<Item = &Arc<Diagnostic>> {
        self.0.iter().flat_map(|all| &all.found)
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.collected().found.push(Arc::new(diagnostic));
    }

    /// Adds all of another collection.
    pub fn append(&mut self, other: Self) {
        let Some(mut other) = other.0 else {
            return;
        };
        let all = self.collected();
        all.found.append(&mut other.found);
        all.allows.append(other.allows);
        all.levels.append(other.levels);
    }

    /// Keeps some of the problems.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        if let Some(all) = &mut self.0 {
            all.found.retain(|problem| is_kept(problem));
        }
    }

    /// Makes warnings of some of the problems.
    pub(crate) fn soften(&mut self, is_meant: impl Fn(&Diagnostic) -> bool) {
        for problem in self.0.iter_mut().flat_map(|all| &mut all.found).filter(|problem| is_meant(problem)) {
            Arc::make_mut(problem).severity = Severity::Warning;
        }
    }

    /// Takes a comment that allows a problem: what stands between its delimiters, and where it stands in `text`. `false` if it
    /// is a comment of another kind.
    pub(crate) fn allow(&mut self, comment: &str, span: Span, text: &str) -> bool {
        match Allow::read(comment, span, text) {
            None => return false,
            Some(Ok(allow)) => self.collected().allows.push(allow),
            Some(Err(bad)) => self.push(bad),
        }
        true
    }

    /// Makes a kind of problem as severe as the site says. The level has to [suit](Level::suits) it.
    pub(crate) fn set_level(&mut self, code: Code, level: Level) {
        self.collected().levels.set(code, level);
    }

    /// Reports comments that allow what is not there. Whoever asks has looked for everything.
    pub(crate) fn report_unused_allows(&mut self) {
        let Some(all) = &mut self.0 else {
            return;
        };
        let used: BTreeSet<Span> =
            all.found.iter().filter_map(|found| all.allows.of(found)).map(|allow| allow.comment).collect();
        let unused = all.allows.iter().filter(|allow| !used.contains(&allow.comment) && !allow.code.is_on_request());
        all.found.extend(unused.map(|allow| {
            let message = format!("there is no `{}` here to allow", allow.code);
            let unused = Diagnostic::new(Code::UnusedAllow, allow.comment, message).hint(
                "remove the comment; it allows what is told of its own line, or of the next one if it stands alone",
            );
            Arc::new(unused.fix(Fix::without_comment(allow.comment)))
        }));
    }

    /// Removes what is only a consequence: something is missing from a file that could not be read whole.
    pub(crate) fn remove_consequences(&mut self, path_of: impl Fn(FileId) -> String) {
        let errors = self.found().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken: BTreeSet<String> = errors.map(|diagnostic| path_of(diagnostic.place.file())).collect();
        self.retain(|diagnostic| {
            !diagnostic.expected_in.as_ref().is_some_and(|path| broken.iter().any(|file| file.starts_with(&**path)))
        });
    }

    /// Whether nothing was found, and nothing said of what may be.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|all| all.found.is_empty() && all.allows.is_empty() && all.levels.is_empty())
    }

    /// Whether something is not as whole as it has to be, whatever the site says of warnings.
    pub fn has_errors(&self) -> bool {
        self.found().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether the site makes errors of some kinds of warnings.
    pub(crate) fn raises_warnings(&self) -> bool {
        self.0.as_ref().is_some_and(|all| all.levels.raise())
    }

    /// What is told, in reading order: by file, then by place, errors first; each problem once, at the level that the site
    /// gives it, without what is allowed or off.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        self.into_sorted_by(|file| file)
    }

    /// The same, where the order of the files is not that of their ids.
    pub(crate) fn into_sorted_by<O: Ord>(self, order: impl Fn(FileId) -> O) -> Vec<Diagnostic> {
        let Collected { found, allows, levels } = self.0.map(|all| *all).unwrap_or_default();
        let told = found.into_iter().filter(|found| allows.of(found).is_none());
        let mut told: Vec<Diagnostic> = told.filter_map(|found| levels.apply(Arc::unwrap_or_clone(found))).collect();
        told.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                let start = if let Place::Text(span) = d.place { span.start } else { 0 };
                (order(d.place.file()), start, d.severity, d.code)
            };
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        told.dedup();
        told
    }
}
