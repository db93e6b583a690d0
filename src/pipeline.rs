//! The whole build, in the order in which data flows: sources, content, plan, files.
//!
//! Read this file first. Each stage takes what the one before it made and adds what it finds wrong to the same
//! [`Diagnostics`], so that one run reports everything.

use std::path::Path;

use crate::advice::Advisor;
use crate::check;
use crate::content::{self, Content, StatedFact};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::search::index::{IndexError, Snapshot, Stamp, Store};
use crate::search::{Finder, corpus, export};
use crate::site::{Address, OutputFile, SitePlan, render, shards};
use crate::source::{SourceError, Sources};

/// What a run found out.
#[derive(Debug)]
pub struct Report {
    /// The files that it read, to show excerpts of.
    pub sources: Sources,
    /// All problems, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Answers the decisions of the site, if it could be read.
    pub advisor: Option<Advisor>,
    /// Why the index could not be kept for the next time.
    pub not_kept: Option<IndexError>,
}

impl Report {
    /// Whether the site must not be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Builds the site in `folder` and hands its files to `receive`, a batch at a time, in a defined order: pages first, then the
/// files of search. `wait` is called if another process is writing the search index.
///
/// `base_url` takes the place of the one in `site.yaml`. Content with errors is checked as far as it goes but never
/// handed over; templates may still fail on a page after others were, so what `receive` got counts only if the report has
/// no errors.
///
/// # Errors
/// If the site cannot be read, memory fails, or `receive` fails.
pub fn build<E: From<SourceError> + From<IndexError>>(
    folder: &Path,
    base_url: Option<&str>,
    wait: &dyn Fn(),
    receive: &mut dyn FnMut(Vec<OutputFile<'_>>) -> Result<(), E>,
) -> Result<Report, E> {
    let mut not_kept = None;
    let mut report = run(folder, base_url, receive, &mut |content, sources, receive| {
        let index = SiteIndex::new(folder, sources);
        let snapshot = match index.kept() {
            Some(snapshot) => snapshot,
            None => {
                let (snapshot, error) = index.of(content, true, wait)?;
                not_kept = error;
                snapshot
            }
        };
        receive(shards(&export(&snapshot)))
    })?;
    report.not_kept = not_kept;
    Ok(report)
}

/// The index of a site: where it is kept, and what stamp it must have.
struct SiteIndex {
    store: Store,
    stamp: Stamp,
}

impl SiteIndex {
    fn new(folder: &Path, sources: &Sources) -> Self {
        Self { store: Store::of_site(folder), stamp: Stamp::of(sources) }
    }

    /// The index as it was kept, if it fits.
    fn kept(&self) -> Option<Snapshot> {
        self.store.open(&self.stamp)
    }

    /// The index of the content; if it is `whole`, brought up on disk. An index that cannot be kept is as good for this once:
    /// beside it stands why it could not.
    fn of(
        &self,
        content: &Content,
        whole: bool,
        wait: &dyn Fn(),
    ) -> Result<(Snapshot, Option<IndexError>), IndexError> {
        let corpus = corpus(content, &Address::of_found);
        let named = |snapshot: Snapshot| snapshot.with_fingerprint(self.stamp.content());
        let in_memory = || Snapshot::in_memory(&corpus).map(named);
        if !whole {
            return Ok((in_memory()?, None));
        }
        match self.store.update(&corpus, &self.stamp, wait) {
            Ok(snapshot) => Ok((snapshot, None)),
            Err(error) => Ok((in_memory()?, Some(error))),
        }
    }
}

/// Builds the pages of the site in `folder`, without the files of search, and hands them to `receive` as [`build`] does.
///
/// # Errors
/// If the site cannot be read, or `receive` fails.
pub fn pages<E: From<SourceError>>(
    folder: &Path,
    base_url: Option<&str>,
    receive: &mut dyn FnMut(Vec<OutputFile<'_>>) -> Result<(), E>,
) -> Result<Report, E> {
    run(folder, base_url, receive, &mut |_, _, _| Ok(()))
}

/// Takes the files of a site.
type Receive<'r, E> = dyn FnMut(Vec<OutputFile<'_>>) -> Result<(), E> + 'r;
/// Makes more files of content.
type Finish<'f, E> = dyn FnMut(&Content, &Sources, &mut Receive<'_, E>) -> Result<(), E> + 'f;

fn run<E: From<SourceError>>(
    folder: &Path,
    base_url: Option<&str>,
    receive: &mut Receive<'_, E>,
    finish: &mut Finish<'_, E>,
) -> Result<Report, E> {
    let (sources, mut diagnostics) = Sources::read(folder)?;
    let mut advisor = None;
    if let Some(content) = content::load(&sources, &mut diagnostics) {
        advisor = Some(Advisor::of(&content, &sources));
        let plan = SitePlan::new(&content, &sources, base_url, &mut diagnostics);
        check::check(&plan, &sources, &mut diagnostics);
        // Only whole content is rendered: a page made of half of it would fail for reasons already told.
        if !diagnostics.has_errors() {
            render(&plan, &sources, &mut diagnostics, receive)?;
        }
        if !diagnostics.has_errors() {
            finish(&content, &sources, receive)?;
        }
    }
    Ok(report(sources, diagnostics, advisor))
}

/// Reads the site in `folder` as far as its content.
///
/// # Errors
/// If the site cannot be read.
pub fn read(folder: &Path) -> Result<Report, SourceError> {
    Ok(read_and(folder, |_| ())?.0)
}

/// Reads the site in `folder` as far as its content, and tells who states which fact of its source catalogue.
///
/// # Errors
/// If the site cannot be read.
pub fn facts(folder: &Path) -> Result<(Report, Vec<StatedFact>), SourceError> {
    let (report, facts) = read_and(folder, content::stated_facts)?;
    Ok((report, facts.unwrap_or_default()))
}

/// The search of a site.
#[derive(Debug)]
pub struct Search {
    /// Answers queries, if the site could be read.
    pub finder: Option<Finder>,
    /// What was found wrong. `None` if the index was up to date, so that nothing had to be looked at.
    pub report: Option<Report>,
    /// Why the index could not be kept for the next time.
    pub not_kept: Option<IndexError>,
}

/// The search of a site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The site could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Opens the search of the site in `folder`, and brings its index up to the content. `wait` is called if another process
/// is doing that.
///
/// Content with errors is searched as far as it goes, and its index is not kept.
///
/// # Errors
/// If the site cannot be read, or memory fails.
pub fn search(folder: &Path, wait: &dyn Fn()) -> Result<Search, SearchError> {
    let (sources, mut diagnostics) = Sources::read(folder)?;
    let index = SiteIndex::new(folder, &sources);
    if let Some(snapshot) = index.kept() {
        return Ok(Search { finder: Some(Finder::new(snapshot)), report: None, not_kept: None });
    }
    let mut advisor = None;
    let mut finder = None;
    let mut not_kept = None;
    if let Some(content) = content::load(&sources, &mut diagnostics) {
        advisor = Some(Advisor::of(&content, &sources));
        let (snapshot, error) = index.of(&content, !diagnostics.has_errors(), wait)?;
        finder = Some(Finder::new(snapshot));
        not_kept = error;
    }
    Ok(Search { finder, report: Some(report(sources, diagnostics, advisor)), not_kept })
}

fn read_and<T>(folder: &Path, look: impl FnOnce(&Content) -> T) -> Result<(Report, Option<T>), SourceError> {
    let (sources, mut diagnostics) = Sources::read(folder)?;
    let mut advisor = None;
    let mut seen = None;
    if let Some(content) = content::load(&sources, &mut diagnostics) {
        advisor = Some(Advisor::of(&content, &sources));
        seen = Some(look(&content));
    }
    Ok((report(sources, diagnostics, advisor), seen))
}

fn report(sources: Sources, mut diagnostics: Diagnostics, advisor: Option<Advisor>) -> Report {
    diagnostics.remove_consequences(|file| sources.file(file).path.clone());
    Report { sources, diagnostics: diagnostics.into_sorted(), advisor, not_kept: None }
}
