//! The whole build, in the order in which data flows: a [`Session`] with a folder, what was [`Loaded`] of it, the pages that
//! are [`Planned`] of that, and files.
//!
//! Read this file first. Each stage borrows what the one before it made and adds what it finds wrong, so that one run reports
//! everything.

mod read_files;
mod report;
mod search_files;
mod site_index;
mod site_search;
mod unsaved;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub use self::read_files::ReadFiles;
pub use self::report::Report;
pub use self::search_files::{Indexed, SearchFiles};
use self::site_index::SiteIndex;
pub use self::site_search::{SearchError, SiteSearch};
use self::unsaved::UnsavedTexts;
use crate::advice::Advisor;
use crate::check;
use crate::content::{self, Content, ContentCache};
use crate::diagnostic::Diagnostics;
use crate::name::ArticleId;
use crate::progress::{Progress, RunningStage, Stage};
use crate::search::index::{IndexError, Snapshot, Store};
use crate::search::{Corpus, Finder, SiteDocuments, corpus, export};
use crate::site::{Address, KnownSite, OutputFile, Rendering, SiteFiles, SitePlan, shards};
use crate::source::{ChangeScope, KnownFiles, SourceError, SourceFiles};

/// The folder of a site, which may be read again and again: what did not change since the last time is not read, and what was
/// made of it is made once.
#[derive(Clone, Debug)]
pub struct Session {
    folder: PathBuf,
    memory: Arc<Mutex<Memory>>,
    store: Store,
    is_written: bool,
    unsaved: UnsavedTexts,
    known: KnownSite,
    progress: Progress,
}

/// What a session knows of its site from the last time.
#[derive(Debug, Default)]
struct Memory {
    files: KnownFiles,
    content: ContentCache,
}

impl Session {
    /// Works on the site in `folder`.
    pub fn new(folder: &Path) -> Self {
        let memory = Memory { files: KnownFiles::of_site(folder), content: ContentCache::default() };
        let (memory, progress) = (Arc::new(Mutex::new(memory)), Progress::default());
        let (folder, store, unsaved) = (folder.to_owned(), Store::of_site(folder), UnsavedTexts::default());
        Self { folder, memory, store, is_written: false, unsaved, known: KnownSite::default(), progress }
    }

    /// Tells how far it has come, and so does all that is made of what it reads.
    #[must_use]
    pub fn reporting_to(self, progress: &Progress) -> Self {
        Self { progress: progress.clone(), ..self }
    }

    /// What it reads holds the texts of articles, as they were before they were written over, and drafts, which search never finds.
    /// The index of search stays open, to be brought up again and again.
    #[must_use]
    pub fn while_it_is_written(self) -> Self {
        Self { is_written: true, store: self.store.staying_open(), ..self }
    }

    /// Reads the site, as far as its content.
    ///
    /// # Errors
    /// If the folder holds no site, or cannot be listed.
    pub fn load(&self) -> Result<Loaded, SourceError> {
        self.read_files(&ChangeScope::Any)?.load()
    }

    /// Reads the files of the site, and makes nothing of them yet. Those outside of `scope` are as they were when they were read last.
    ///
    /// # Errors
    /// If the folder holds no site, or cannot be listed.
    pub fn read_files(&self, scope: &ChangeScope) -> Result<ReadFiles<'_>, SourceError> {
        let mut memory = self.memory();
        let (sources, diagnostics) = self.read(&mut memory.files, scope)?;
        Ok(ReadFiles { session: self, memory, sources, diagnostics })
    }

    /// Opens the search of the site, and brings its index up to the content. `wait` is called if another process is doing that.
    ///
    /// Content with errors is searched as far as it goes, and its index is not kept.
    ///
    /// # Errors
    /// If the site cannot be read, or memory or the disk fails.
    pub fn search(&self, wait: &dyn Fn()) -> Result<SiteSearch, SearchError> {
        let mut memory = self.memory();
        let (sources, diagnostics) = self.read(&mut memory.files, &ChangeScope::Any)?;
        let index = self.index(&sources);
        // The content is not looked at if its index was kept.
        if let Some(snapshot) = index.kept() {
            memory.files.keep(&self.folder);
            return Ok(SiteSearch { finder: Some(Finder::new(snapshot)), report: None, not_kept: None, sources });
        }
        let loaded = self.load_of(sources, diagnostics, &mut memory)?;
        drop(memory);
        let (finder, not_kept) = match loaded.index_anew(wait)? {
            Some(index) => (Some(Finder::new(index.snapshot)), index.not_kept),
            None => (None, None),
        };
        Ok(SiteSearch { finder, report: Some(loaded.report()), not_kept, sources: loaded.sources })
    }

    /// Has a file hold what it holds in an editor, until that is `None`: then what is on the disk. The path is that from the folder of
    /// the site.
    pub fn set_unsaved(&self, path: &str, text: Option<&str>) {
        self.unsaved.set(path, text);
    }

    fn read(&self, known: &mut KnownFiles, scope: &ChangeScope) -> Result<(SourceFiles, Diagnostics), SourceError> {
        let (sources, diagnostics) =
            SourceFiles::read_again(&self.folder, known, scope, &self.progress.begin(Stage::Reading))?;
        Ok((self.unsaved.over(sources), diagnostics))
    }

    /// The content of files that were read.
    fn load_of(
        &self,
        sources: SourceFiles,
        diagnostics: Diagnostics,
        memory: &mut Memory,
    ) -> Result<Loaded, SourceError> {
        let read = |sources: SourceFiles, mut diagnostics: Diagnostics, known: &mut ContentCache| {
            let stage = self.progress.begin(Stage::Parsing);
            sources.hold();
            known.shows_drafts = self.is_written;
            let content = content::load_again(&sources, known, &mut diagnostics, &stage).map(Arc::new);
            Loaded { index: self.index(&sources), sources, content, diagnostics }
        };
        let loaded = read(sources, diagnostics, &mut memory.content);
        if loaded.sources.changed().next().is_none() {
            return Ok(loaded);
        }
        // A file was changed since it was looked at, or is not what it was known to be: all are read, whatever is known.
        *memory = Memory::default();
        let (sources, diagnostics) = self.read(&mut memory.files, &ChangeScope::Any)?;
        Ok(read(sources, diagnostics, &mut memory.content))
    }

    fn index(&self, sources: &SourceFiles) -> SiteIndex {
        SiteIndex {
            store: self.store.clone(),
            sources: sources.clone(),
            cache_key: OnceLock::new(),
            session: self.clone(),
        }
    }

    /// Keeps the list of the files beside the index, so that the next process need not read them to know that it is up to them.
    fn keep_files(&self) {
        self.memory().files.keep(&self.folder);
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // What is known is put in place whole.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A site as it was read.
#[derive(Debug)]
pub struct Loaded {
    sources: SourceFiles,
    content: Option<Arc<Content>>,
    diagnostics: Diagnostics,
    index: SiteIndex,
}

impl Loaded {
    fn known(&self) -> &KnownSite {
        &self.index.session.known
    }

    fn begin(&self, stage: Stage) -> RunningStage {
        self.index.session.progress.begin(stage)
    }

    /// What the site says; `None` if nothing can be made of it.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_deref()
    }

    /// The files that it was read from.
    pub fn sources(&self) -> &SourceFiles {
        &self.sources
    }

    /// What answers the decisions of the site.
    pub fn advisor(&self) -> Option<Advisor> {
        self.content.as_ref().map(|content| Advisor::new(Arc::clone(content), self.sources.clone()))
    }

    /// What was found wrong.
    pub fn report(&self) -> Report {
        Report::new(&self.sources, self.diagnostics.clone())
    }

    /// Lays out the pages, and looks at the site as a whole. `base_url` takes the place of the one in `site.yaml`.
    pub fn plan(&self, base_url: Option<&str>) -> Planned<'_> {
        let mut planned = self.lay_out(base_url);
        planned.diagnostics = planned.checked();
        planned
    }

    /// Lays out the pages only: the site as a whole is still to be [looked at](Planned::checked_report).
    pub fn lay_out(&self, base_url: Option<&str>) -> Planned<'_> {
        let _stage = self.begin(Stage::Planning);
        let mut diagnostics = self.diagnostics.clone();
        let plan = self
            .content()
            .map(|content| SitePlan::new(content, (&self.sources, self.known()), base_url, &mut diagnostics));
        Planned { loaded: self, plan, diagnostics }
    }

    /// What can be found of the site. `None` if nothing can be made of the content.
    pub fn corpus(&self) -> Option<Corpus<SiteDocuments<'_>>> {
        Some(corpus(self.content()?, &Address::of_subject))
    }

    /// Names the content that is searched.
    pub fn fingerprint(&self) -> &str {
        self.index.cache_key().content()
    }

    /// The index of the content, as it was kept or made anew; `None` if nothing can be made of the content, or a text of it was
    /// changed since it was read, which the report tells. `wait` is called if another process is writing it.
    ///
    /// # Errors
    /// If memory or the disk fails.
    pub fn index(&self, wait: &dyn Fn()) -> Result<Option<Indexed>, IndexError> {
        match self.kept_index() {
            Some(snapshot) => {
                self.index.session.keep_files();
                Ok(Some(Indexed { snapshot, not_kept: None }))
            }
            None => self.index_anew(wait),
        }
    }

    /// The files that browsers search by, of the [index](Self::index).
    ///
    /// # Errors
    /// If memory or the disk fails.
    pub fn search_files(&self, wait: &dyn Fn()) -> Result<SearchFiles, IndexError> {
        let Some(Indexed { snapshot, not_kept }) = self.index(wait)? else {
            return Ok(SearchFiles::default());
        };
        let _stage = self.begin(Stage::SearchFiles);
        Ok(SearchFiles { files: shards(export(&snapshot)?), not_kept })
    }

    /// The index of the content, if it was kept.
    pub fn kept_index(&self) -> Option<Snapshot> {
        self.content.as_ref().and_then(|_| self.index.kept_on_disk())
    }

    /// The index of the content, where none was kept that fits.
    fn index_anew(&self, wait: &dyn Fn()) -> Result<Option<Indexed>, IndexError> {
        let stage = self.begin(Stage::SearchIndex);
        let Some(corpus) = self.corpus() else {
            return Ok(None);
        };
        if self.diagnostics.has_errors() {
            let snapshot = self.index.in_memory(&corpus)?;
            return Ok(snapshot.map(|snapshot| Indexed { snapshot, not_kept: None }));
        }
        self.index.bring_up_to(&corpus, &stage, wait)
    }
}

/// The pages of a site, each with its address.
#[derive(Debug)]
pub struct Planned<'l> {
    loaded: &'l Loaded,
    plan: Option<SitePlan<'l>>,
    diagnostics: Diagnostics,
}

impl<'l> Planned<'l> {
    /// The files of the pages, a batch at a time, in a defined order. There are none if something is wrong; a template may still
    /// fail on a page after others were made, so files count only if the [report](Self::report) that follows has no errors.
    pub fn pages(&mut self) -> impl Iterator<Item = Vec<OutputFile<'_>>> {
        let Self { loaded, plan, diagnostics, .. } = self;
        let plan = plan.as_ref().filter(|_| !diagnostics.has_errors());
        let mut rendering = plan.and_then(|plan| {
            Rendering::new(plan, (&loaded.sources, loaded.known()), loaded.begin(Stage::Pages), diagnostics)
        });
        std::iter::from_fn(move || match rendering.as_mut()?.next()? {
            Ok(files) => Some(files),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                rendering = None;
                None
            }
        })
    }

    /// The files of the site, each to be made when it is asked for. There are none if something is wrong, which is added to what
    /// was found.
    pub fn on_demand(&self, found: &mut Diagnostics) -> Option<SiteFiles<'_>> {
        let plan = self.plan.as_ref().filter(|_| !self.diagnostics.has_errors())?;
        SiteFiles::new(plan, &self.loaded.sources, self.loaded.known(), found)
    }

    /// The paths of what the site itself brings compressed.
    pub fn compressed_paths(&self) -> impl Iterator<Item = String> {
        self.plan.iter().flat_map(SitePlan::compressed_paths)
    }

    /// The addresses that readers may keep.
    pub fn lasting_addresses(&self) -> impl Iterator<Item = &str> {
        self.plan.iter().flat_map(SitePlan::lasting_addresses)
    }

    /// Whether the site makes errors of what are warnings elsewhere: what nobody has looked for yet may keep it from standing.
    pub fn raises_warnings(&self) -> bool {
        self.diagnostics.raises_warnings()
    }

    /// What is wrong, with the site as a whole, too, and what was found besides.
    pub fn checked_report(&self, found: Diagnostics) -> Report {
        let mut diagnostics = self.checked();
        diagnostics.append(found);
        Report::new(&self.loaded.sources, diagnostics)
    }

    fn checked(&self) -> Diagnostics {
        let _stage = self.loaded.begin(Stage::Checking);
        let mut diagnostics = self.diagnostics.clone();
        if let Some(content) = self.loaded.content() {
            check::check(content, &self.loaded.sources, &mut diagnostics);
            if !diagnostics.has_errors() {
                diagnostics.report_unused_allows();
            }
        }
        diagnostics
    }

    /// Asks other hosts for what the site links to.
    pub fn check_links(&mut self) {
        if let Some(content) = self.loaded.content().filter(|_| !self.diagnostics.has_errors()) {
            let stage = self.loaded.begin(Stage::Links);
            let folder = &self.loaded.index.session.folder;
            self.diagnostics.append(check::links(content, &self.loaded.sources, folder, &stage));
        }
    }

    /// The site, if nothing is wrong with it: its search needs nothing of the pages.
    pub fn searchable(&self) -> Option<&'l Loaded> {
        Some(self.loaded).filter(|_| !self.diagnostics.has_errors())
    }

    /// The entries of `content/redirects.yaml` that lead on from addresses that the site keeps and lost, where pages took their place:
    /// as their ids tell, or as it is known of `renamed` articles, by the ids that they had.
    pub fn missing_redirects(&self, renamed: &[(String, ArticleId)]) -> Vec<String> {
        self.plan.as_ref().map(|plan| plan.missing_redirects(renamed)).unwrap_or_default()
    }

    /// What was found wrong up to now.
    pub fn report(&self) -> Report {
        Report::new(&self.loaded.sources, self.diagnostics.clone())
    }
}
