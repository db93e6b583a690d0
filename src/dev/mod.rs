//! The site while it is written: read, watched, and served; a page is made when it is asked for.
//!
//! No page is written to disk; only the search index is kept beside the site. A state with errors leaves the last good one up;
//! its problems are shown over the open pages. What follows a save, in this order: the site is read, open pages are told, the
//! pages that are made of what was saved are tried, the terminal is told, and the search is brought up in the background. Where
//! a template or a setting of the site was saved, all pages are tried in the background, too.

mod edition;
mod feedback;
mod files;
mod search;
mod search_thread;
mod served;
mod server;
mod told;
mod watch;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch as channel;

use self::edition::{Edition, FileAnswer, PagesOf};
use self::feedback::FeedbackBox;
use self::search::GoodState;
use self::served::{GoodSite, ServedSite};
use self::told::{ProblemChanges, ToldProblems};
use self::watch::RestSignal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{Loaded, Report, Session};
use crate::progress::Progress;
use crate::report::{self, Grouping};
use crate::source::{ChangeScope, SourceError, SourceFiles, check_site};

/// So many pages that are made of what was saved are tried before the terminal is told.
const MAX_TRIED: usize = 64;

/// What happens while serving, for whoever started it to tell.
#[derive(Debug)]
pub enum Event<'a> {
    /// The server answers at this address.
    Listening(SocketAddr),
    /// The site was read for the first time.
    Read {
        /// What is wrong with it.
        report: &'a Report,
        /// How many pages it has; none if it has errors.
        pages: usize,
        /// The ids of the drafts among them.
        drafts: &'a [String],
        /// How long it took.
        elapsed: Duration,
    },
    /// The site was changed.
    Saved(&'a Saved),
    /// A page that was asked for, or tried, cannot be made.
    PageFailed(&'a Report),
    /// Something goes on otherwise than usual.
    Noted(&'a str),
    /// The site could not be read; the next change is waited for.
    Failed(&'a str),
}

/// What came of a change.
#[derive(Debug)]
pub struct Saved {
    /// The paths of the files that came, went, or hold something else; none if the site could not be read before.
    pub changed: Vec<String>,
    /// How long it took from the first sign of it until open pages were told.
    pub told: Duration,
    /// Whether the site stands.
    pub stands: bool,
    /// Whether some state of it is up: if it does not stand, the last good one.
    pub is_up: bool,
    /// The problems that are new.
    pub found: Report,
    /// How many problems are gone.
    pub mended: usize,
    /// How many there are now.
    pub left: usize,
    /// The ids of the drafts, if they are others than before.
    pub drafts: Option<Vec<String>>,
}

/// The server could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The site folder cannot be watched.
    #[error("cannot watch the site folder: {0}")]
    Watch(#[from] notify::Error),
    /// The server broke down.
    #[error("the server failed: {0}")]
    Server(#[from] io::Error),
    /// There is no site.
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// What the threads of the server tell the one that reads the site.
#[derive(Debug)]
enum Notice {
    /// The folder was changed, since this moment; what it may have changed.
    Changed(Instant, ChangeScope),
    /// A page of the edition of a build cannot be made.
    PageFailed { build: u64, page: String, problem: Box<Diagnostic> },
    /// Something goes on otherwise than usual.
    Noted(String),
    /// Something else than the site failed.
    Failed(String),
    /// Nothing can change any more.
    Ended,
}

/// Serves the site in `folder` at `address` until the process ends; `tell` hears what happens, and `progress` tells how far reading
/// has come.
///
/// # Errors
/// If there is no site in the folder, the address cannot be listened at, or the folder cannot be watched.
pub fn serve(
    folder: &Path,
    address: SocketAddr,
    progress: &Progress,
    tell: &dyn Fn(Event<'_>),
) -> Result<(), ServeError> {
    check_site(folder)?;
    let listener = TcpListener::bind(address).map_err(|error| ServeError::Listen { address, error })?;
    let address = listener.local_addr()?;
    let run = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (snapshots, latest) = channel::channel(ServedSite::of_run(format!("{:x}", run.as_millis())));
    let (inbox, notices) = mpsc::channel();
    // Watching begins before the site is first read, so that no change falls between them.
    let mut changes = watch::SiteWatcher::of(folder)?;
    let snapshots = Arc::new(snapshots);
    let mut author = Author {
        session: Session::new(folder).while_it_is_written().reporting_to(progress),
        base_url: format!("http://{address}/"),
        searches: search_thread::follow(Arc::clone(&snapshots), inbox.clone(), changes.rest_signal())?,
        rest: changes.rest_signal(),
        snapshots,
        inbox: inbox.clone(),
        read: None,
        drafts: Vec::new(),
        told: ToldProblems::default(),
    };
    let feedback = FeedbackBox(inbox.clone());
    author.begin(tell)?;
    thread::Builder::new().name("watcher".to_owned()).spawn(move || {
        while let Some((began, scope)) = changes.wait()
            && inbox.send(Notice::Changed(began, scope)).is_ok()
        {}
        let _ended = inbox.send(Notice::Ended);
    })?;
    server::start(listener, latest, feedback)?;
    tell(Event::Listening(address));
    author.follow(&notices, tell)
}

/// Reads the site, again and again.
struct Author {
    session: Session,
    base_url: String,
    snapshots: Arc<channel::Sender<ServedSite>>,
    searches: Sender<GoodState>,
    rest: RestSignal,
    inbox: Sender<Notice>,
    /// What was read last; `None` if the site could not be read.
    read: Option<SourceFiles>,
    /// The ids of the drafts that were told last.
    drafts: Vec<String>,
    told: ToldProblems,
}

impl Author {
    /// Reads the site for the first time.
    fn begin(&mut self, tell: &dyn Fn(Event<'_>)) -> Result<(), ServeError> {
        let start = Instant::now();
        let loaded = Arc::new(self.session.load()?);
        let (report, _) = self.show(&loaded)?;
        self.told.update(&report);
        let good = self.good();
        let pages = good.as_ref().map_or(0, |good| good.edition.pages);
        self.drafts = drafts_of(&loaded).unwrap_or_default();
        tell(Event::Read { report: &report, pages, drafts: &self.drafts, elapsed: start.elapsed() });
        self.read = Some(loaded.sources().clone());
        if let Some(good) = good {
            self.search(good.build, loaded);
            self.try_all_pages(good)?;
        }
        Ok(())
    }

    /// Does what is to be done about each thing that happens.
    fn follow(&mut self, notices: &Receiver<Notice>, tell: &dyn Fn(Event<'_>)) -> Result<(), ServeError> {
        let mut next = None;
        loop {
            let Some(notice) = next.take().or_else(|| notices.recv().ok()) else {
                return Ok(());
            };
            match notice {
                Notice::Changed(began, mut scope) => {
                    // What was changed while the site was read last is read at once.
                    while let Ok(notice) = notices.try_recv() {
                        match notice {
                            Notice::Changed(_, more) => scope.extend(more),
                            other => {
                                next = Some(other);
                                break;
                            }
                        }
                    }
                    self.change(began, &scope, tell)?;
                }
                Notice::PageFailed { build, page, problem } => self.tell_of_page(build, &page, *problem, tell),
                Notice::Noted(message) => tell(Event::Noted(&message)),
                Notice::Failed(message) => tell(Event::Failed(&message)),
                Notice::Ended => return Ok(()),
            }
        }
    }

    /// Reads the site again, after a change that began at a moment.
    fn change(&mut self, began: Instant, scope: &ChangeScope, tell: &dyn Fn(Event<'_>)) -> Result<(), ServeError> {
        let loaded = match self.load_changed(scope) {
            Ok(Some(loaded)) => Arc::new(loaded),
            Ok(None) => return Ok(()),
            Err(error) => {
                let message = error.to_string();
                tell(Event::Failed(&message));
                self.read = None;
                self.snapshots.send_modify(|snapshot| snapshot.fails(message));
                return Ok(());
            }
        };
        let changed = self.read.as_ref().map(|before| loaded.sources().changed_since(before)).unwrap_or_default();
        let changed: Vec<String> = changed.into_iter().map(str::to_owned).collect();
        let (report, told) = self.show(&loaded)?;
        let told = told.duration_since(began);
        self.read = Some(loaded.sources().clone());
        let stands = !report.has_errors();
        if !stands {
            // The search, after which there is time, follows what stands.
            self.rest.send();
        }
        let ProblemChanges { mut found, mut mended } = self.told.update(&report);
        let left = report.diagnostics.len();
        let drafts = drafts_of(&loaded).filter(|drafts| *drafts != self.drafts);
        if let Some(drafts) = &drafts {
            self.drafts.clone_from(drafts);
        }
        if let Some(good) = self.good().filter(|_| stands) {
            self.search(good.build, loaded);
            let of_pages = self.try_pages(&good.edition, &changed);
            found.extend(of_pages.found);
            mended += of_pages.mended;
            let is_of_all_pages = |path: &String| path.starts_with("templates/") || path == "content/site.yaml";
            if changed.is_empty() || changed.iter().any(is_of_all_pages) {
                self.try_all_pages(good)?;
            }
        }
        let found = Report { sources: report.sources, diagnostics: found };
        let left = left + self.told.failing_problems();
        let is_up = self.good().is_some();
        tell(Event::Saved(&Saved { changed, told, stands, is_up, found, mended, left, drafts }));
        Ok(())
    }

    /// What was made of the site, if it is other than when it was read last.
    fn load_changed(&self, scope: &ChangeScope) -> Result<Option<Loaded>, SourceError> {
        let read = self.session.read_files(scope)?;
        let is_known = self.read.as_ref().is_some_and(|before| read.sources().changed_since(before).is_empty());
        if is_known { Ok(None) } else { read.load().map(Some) }
    }

    /// Puts a state of the site up, if it stands, and tells open pages. Returns what is wrong with it, and when they were told.
    fn show(&self, loaded: &Arc<Loaded>) -> io::Result<(Report, Instant)> {
        let build = self.snapshots.borrow().build + 1;
        let mut opened = Edition::open(Arc::clone(loaded), self.base_url.clone(), build, self.inbox.clone())?;
        if let Some(edition) = opened.edition.take() {
            let advisor = loaded.advisor();
            self.snapshots.send_modify(|snapshot| snapshot.stands(edition, advisor));
            let told = Instant::now();
            return Ok((opened.report()?, told));
        }
        let report = opened.report()?;
        let problems = shown(&report);
        self.snapshots.send_modify(|snapshot| snapshot.fails(problems));
        Ok((report, Instant::now()))
    }

    /// The last state that stood good.
    fn good(&self) -> Option<GoodSite> {
        self.snapshots.borrow().good.clone()
    }

    /// Has the search brought up to a state of the site, in the background.
    fn search(&self, build: u64, loaded: Arc<Loaded>) {
        // The thread ends with the process.
        let _sent = self.searches.send(GoodState { build, loaded });
    }

    /// Tries the pages that failed before, and those that are made of some files.
    fn try_pages(&mut self, edition: &Edition, changed: &[String]) -> ProblemChanges {
        let mut pages = self.told.failing();
        pages.extend(edition.pages_of(PagesOf::Sources(changed.iter().take(MAX_TRIED).cloned().collect())));
        pages.truncate(MAX_TRIED);
        let failures = pages.into_iter().filter_map(|page| match edition.ask_and_wait(page.clone())? {
            FileAnswer::Failed(problem) => Some((page, *problem)),
            _ => None,
        });
        self.told.update_pages(failures.collect(), &edition.sources)
    }

    /// Tries all pages in the background, one after the other, until one fails or there is a newer state. It rests as long as it
    /// works: whoever writes goes first.
    fn try_all_pages(&self, GoodSite { build, edition, .. }: GoodSite) -> io::Result<()> {
        let latest = self.snapshots.subscribe();
        thread::Builder::new().name("trial".to_owned()).spawn(move || {
            let is_latest = || latest.borrow().build == build;
            for page in edition.pages_of(PagesOf::Site) {
                let start = Instant::now();
                // A template that fails on one page mostly fails on all. The edition tells of it itself.
                if !is_latest() || matches!(edition.ask_and_wait(page), Some(FileAnswer::Failed(_)) | None) {
                    return;
                }
                thread::sleep(start.elapsed());
            }
        })?;
        Ok(())
    }

    /// Tells of a page that cannot be made, if nobody was told yet.
    fn tell_of_page(&mut self, build: u64, page: &str, problem: Diagnostic, tell: &dyn Fn(Event<'_>)) {
        let Some(good) = self.good().filter(|good| good.build == build) else {
            return;
        };
        let sources = &good.edition.sources;
        if self.told.fails(page, &problem, sources) {
            tell(Event::PageFailed(&Report { sources: sources.clone(), diagnostics: vec![problem] }));
        }
    }
}

/// The ids of the drafts among the articles; `None` if nothing could be made of the site.
fn drafts_of(loaded: &Loaded) -> Option<Vec<String>> {
    let articles = loaded.content()?.articles.iter();
    Some(articles.filter(|article| article.draft).map(|article| article.id.to_string()).collect())
}

/// What pages show of the errors that keep a state of the site from standing.
fn shown(report: &Report) -> String {
    let errors = report.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
    report::human(&errors.cloned().collect::<Vec<_>>(), &report.sources, Grouping::Grouped, false)
}
