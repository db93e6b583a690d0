//! The problems that were told, so that each is told once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Report;
use crate::source::SourceFiles;

/// The problems that were told and stand.
#[derive(Debug, Default)]
pub(super) struct ToldProblems {
    /// What was found in the content: how often, and how severe it is.
    standing: HashMap<Identity, (usize, Severity)>,
    /// The pages that could not be made.
    failing: BTreeMap<String, Identity>,
}

/// A problem as one knows it again when lines before it come or go: by its file and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Identity(u64);

impl Identity {
    fn of(problem: &Diagnostic, sources: &SourceFiles) -> Self {
        let mut hasher = DefaultHasher::new();
        (problem.severity, problem.code.name(), &problem.message).hash(&mut hasher);
        sources.file(problem.place.file()).path.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// What a report has that the one before had not, and the other way round.
#[derive(Debug, Default)]
pub(super) struct ProblemChanges {
    pub(super) found: Vec<Diagnostic>,
    pub(super) mended: usize,
}

impl ToldProblems {
    /// Takes note of what is wrong now.
    pub(super) fn update(&mut self, report: &Report) -> ProblemChanges {
        let mut before = std::mem::take(&mut self.standing);
        let mut found = Vec::new();
        for problem in &report.diagnostics {
            let identity = Identity::of(problem, &report.sources);
            self.standing.entry(identity).or_insert((0, problem.severity)).0 += 1;
            match before.get_mut(&identity) {
                Some((count, _)) if *count > 0 => *count -= 1,
                _ => found.push(problem.clone()),
            }
        }
        let mut mended = 0;
        for (identity, (count, severity)) in before.into_iter().filter(|(_, (count, _))| *count > 0) {
            // Where there are errors, not all else is looked for.
            if severity == Severity::Warning && report.has_errors() {
                self.standing.entry(identity).or_insert((0, severity)).0 += count;
            } else {
                mended += count;
            }
        }
        ProblemChanges { found, mended }
    }

    /// Takes note of a page that cannot be made; whether that was not told yet.
    pub(super) fn fails(&mut self, page: &str, problem: &Diagnostic, sources: &SourceFiles) -> bool {
        let identity = Identity::of(problem, sources);
        let is_new = self.failing.values().all(|known| *known != identity);
        self.failing.insert(page.to_owned(), identity);
        is_new
    }

    /// The pages that could not be made.
    pub(super) fn failing(&self) -> Vec<String> {
        self.failing.keys().cloned().collect()
    }

    /// Takes note of the pages that cannot be made, of all that could not be made before and others: what is newly wrong with
    /// them, and how many problems are gone.
    pub(super) fn update_pages(
        &mut self,
        failures: Vec<(String, Diagnostic)>,
        sources: &SourceFiles,
    ) -> ProblemChanges {
        let before: HashSet<Identity> = std::mem::take(&mut self.failing).into_values().collect();
        let mut found = Vec::new();
        for (page, problem) in failures {
            if self.fails(&page, &problem, sources) && !before.contains(&Identity::of(&problem, sources)) {
                found.push(problem);
            }
        }
        let still: HashSet<Identity> = self.failing.values().copied().collect();
        ProblemChanges { found, mended: before.difference(&still).count() }
    }

    /// How many problems keep pages from being made.
    pub(super) fn failing_problems(&self) -> usize {
        self.failing.values().collect::<HashSet<_>>().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostics, FileId};

    fn report(problems: &[(Code, &str)]) -> Report {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        let (sources, _) = SourceFiles::read(folder.path()).unwrap();
        let mut diagnostics = Diagnostics::default();
        problems.iter().for_each(|(code, message)| diagnostics.push(Diagnostic::new(*code, FileId(0), *message)));
        Report { sources, diagnostics: diagnostics.into_sorted() }
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        let (orphan, broken) = ((Code::OrphanArticle, "nothing leads here"), (Code::RawHtml, "HTML"));
        let mut told = ToldProblems::default();
        let mut news = |problems: &[_]| {
            let ProblemChanges { found, mended } = told.update(&report(problems));
            (found.into_iter().map(|problem| problem.message).collect::<Vec<_>>(), mended)
        };
        assert_eq!(news(&[orphan]), (vec!["nothing leads here".to_owned()], 0));
        assert_eq!(news(&[orphan]), (vec![], 0));
        // Nobody looks for orphans while there are errors.
        assert_eq!(news(&[broken]), (vec!["HTML".to_owned()], 0));
        assert_eq!(news(&[orphan]), (vec![], 1));
        assert_eq!(news(&[]), (vec![], 1));
        assert_eq!(news(&[orphan]), (vec!["nothing leads here".to_owned()], 0));
    }

    #[test]
    fn a_template_that_fails_on_many_pages_is_one_problem() {
        let mut told = ToldProblems::default();
        let sources = report(&[]).sources;
        let problem = Diagnostic::new(Code::Template, FileId(0), "no such variable");
        assert!(told.fails("a/index.html", &problem, &sources));
        assert!(!told.fails("b/index.html", &problem, &sources));
        let still = told.update_pages(vec![("b/index.html".to_owned(), problem)], &sources);
        assert_eq!((still.found.len(), still.mended), (0, 0));
        assert_eq!((told.failing(), told.failing_problems()), (vec!["b/index.html".to_owned()], 1));
        let other = Diagnostic::new(Code::Template, FileId(0), "no such filter");
        let changed = told.update_pages(vec![("b/index.html".to_owned(), other)], &sources);
        assert_eq!((changed.found.len(), changed.mended), (1, 1));
        assert_eq!(told.update_pages(vec![], &sources).mended, 1);
    }
}
