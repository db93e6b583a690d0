//! A state of the site that stands good, and the threads that make its files when they are asked for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, thread};

use axum::body::Bytes;
use tokio::sync::oneshot;

use super::Notice;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::{Loaded, Report};
use crate::site::SiteFiles;
use crate::source::SourceFiles;

/// As much as the main thread of a program has, on which a site is laid out otherwise.
pub(super) const STACK: usize = 8 << 20;

/// What registers the service worker of a published site.
const REGISTRATION: &str = "static/offline.js";

/// A state of the site that stands good. Its files are made on threads of its own, which hold what they are made of: they end
/// when nobody can ask any more.
#[derive(Debug)]
pub(super) struct Edition {
    requests: Sender<Request>,
    /// The files that it was read from.
    pub(super) sources: SourceFiles,
    /// How many pages there are.
    pub(super) pages: usize,
    /// The files that are copied, by path, each with the hash of what it holds.
    pub(super) copies: BTreeMap<String, [u8; 32]>,
    /// The path of the script by which pages register their service worker.
    pub(super) registration: Option<String>,
    /// Where pages send whether they helped.
    pub(super) helpful: Option<String>,
}

/// What is asked of an edition.
enum Request {
    File { path: String, reply: oneshot::Sender<FileAnswer> },
    Pages { of: PagesOf, reply: Sender<Vec<String>> },
}

/// Which pages are meant.
#[derive(Debug)]
pub(super) enum PagesOf {
    /// All.
    Site,
    /// Those that are made of some files, by the paths of these.
    Sources(Vec<String>),
}

/// What an edition has at a path.
#[derive(Clone, Debug)]
pub(super) enum FileAnswer {
    File(Bytes),
    /// A page, with a slash after the path.
    Folder,
    Missing,
    /// A page that cannot be made.
    Failed(Box<Diagnostic>),
}

/// What came of a state of the site.
pub(super) struct OpenedEdition {
    /// `None` if something is wrong.
    pub(super) edition: Option<Edition>,
    report: Receiver<Report>,
}

impl OpenedEdition {
    /// What is wrong with the state, once all was looked at.
    pub(super) fn report(self) -> io::Result<Report> {
        self.report.recv().map_err(|_| broken())
    }
}

/// A thread ended before it was done.
fn broken() -> io::Error {
    io::Error::other("the site cannot be laid out")
}

/// What the threads tell of an edition that stands before they answer.
struct Contents {
    pages: usize,
    copies: BTreeMap<String, [u8; 32]>,
    registration: Option<String>,
}

impl Contents {
    fn of(files: &SiteFiles<'_>) -> Self {
        let copies = files.copies().map(|(path, file)| (path.to_owned(), file.hash)).collect();
        let mut registrations = files.copies().filter(|(_, file)| file.path == REGISTRATION);
        let registration = registrations.next().map(|(path, _)| path.to_owned());
        Self { pages: files.page_count(), copies, registration }
    }
}

impl Edition {
    /// Lays out the pages, and stands ready to make them, if nothing is wrong; what is only warned of is looked for after that. The
    /// pages that then fail are told to `inbox`, with
    /// `build` for the number of the edition.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn open(
        loaded: Arc<Loaded>,
        base_url: String,
        build: u64,
        inbox: Sender<Notice>,
    ) -> io::Result<OpenedEdition> {
        let sources = loaded.sources().clone();
        let feedback = loaded.content().and_then(|content| content.site.feedback.as_ref());
        let helpful = feedback.and_then(|feedback| Some(feedback.helpful.as_ref()?.as_str().to_owned()));
        let (requests, asked) = mpsc::channel();
        let (opened, contents) = mpsc::channel();
        let (looked, report) = mpsc::channel();
        let workers = Workers { asked: Mutex::new(asked), build, inbox: Mutex::new(inbox) };
        let work = move || lay_out(&loaded, &base_url, (opened, looked), &workers);
        thread::Builder::new().name(format!("edition {build}")).stack_size(STACK).spawn(work)?;
        let contents: Option<Contents> = contents.recv().map_err(|_| broken())?;
        let edition = contents.map(|Contents { pages, copies, registration }| Self {
            requests,
            sources,
            pages,
            copies,
            registration,
            helpful,
        });
        Ok(OpenedEdition { edition, report })
    }

    /// What there is at a path; `None` if the work on it broke down.
    pub(super) async fn ask(&self, path: String) -> Option<FileAnswer> {
        self.request(path)?.await.ok()
    }

    /// The same, for a thread that may wait.
    pub(super) fn ask_and_wait(&self, path: String) -> Option<FileAnswer> {
        self.request(path)?.blocking_recv().ok()
    }

    fn request(&self, path: String) -> Option<oneshot::Receiver<FileAnswer>> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request::File { path, reply }).ok()?;
        Some(answer)
    }

    /// The paths of some pages.
    pub(super) fn pages_of(&self, of: PagesOf) -> Vec<String> {
        let (reply, pages) = mpsc::channel();
        let asked = self.requests.send(Request::Pages { of, reply });
        asked.ok().and_then(|()| pages.recv().ok()).unwrap_or_default()
    }

    /// The paths of the files that are copied and are not as in another edition.
    pub(super) fn copies_changed_since(&self, before: &Self) -> Vec<String> {
        let (new, old) = (&self.copies, &before.copies);
        let changed = new.iter().filter(|(path, hash)| old.get(*path) != Some(*hash)).map(|(path, _)| path);
        let gone = old.keys().filter(|path| !new.contains_key(*path));
        changed.chain(gone).cloned().collect()
    }
}

/// Lays out a state of the site and tells what it holds if it stands; then makes its pages, and tells what is wrong with it.
fn lay_out(
    loaded: &Loaded,
    base_url: &str,
    (opened, looked): (Sender<Option<Contents>>, Sender<Report>),
    workers: &Workers,
) {
    let planned = loaded.lay_out(Some(base_url));
    let mut found = Diagnostics::default();
    let files = planned.on_demand(&mut found);
    let at_once = (files.is_none() || planned.raises_warnings()).then(|| planned.checked_report(found.clone()));
    let stands = |report: &Report| !report.has_errors();
    let files = files.filter(|_| at_once.as_ref().is_none_or(stands));
    // Whoever opened it waits.
    let _told = opened.send(files.as_ref().map(Contents::of));
    let look = || drop(looked.send(at_once.unwrap_or_else(|| planned.checked_report(found))));
    match &files {
        Some(files) => workers.serve(files, look),
        None => look(),
    }
}

/// Where the threads of an edition take what is asked.
struct Workers {
    asked: Mutex<Receiver<Request>>,
    build: u64,
    inbox: Mutex<Sender<Notice>>,
}

impl Workers {
    /// Answers on all cores until nobody can ask any more; does something else besides.
    fn serve(&self, files: &SiteFiles<'_>, besides: impl FnOnce()) {
        let cores = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    while let Some(request) = self.next() {
                        // Who asked for what breaks down gets no answer, and everybody else does.
                        let _broken = catch_unwind(AssertUnwindSafe(|| self.answer(files, request)));
                    }
                });
            }
            besides();
        });
    }

    fn next(&self) -> Option<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    fn answer(&self, files: &SiteFiles<'_>, request: Request) {
        match request {
            Request::File { reply, .. } if reply.is_closed() => {}
            Request::File { path, reply } => {
                let answer = answer(files, &path);
                if let FileAnswer::Failed(problem) = &answer {
                    let inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
                    let (build, problem) = (self.build, problem.clone());
                    // When the server ends, nobody is told.
                    let _untold = inbox.send(Notice::PageFailed { build, page: path, problem });
                }
                let _gone = reply.send(answer);
            }
            Request::Pages { of: PagesOf::Site, reply } => {
                let _gone = reply.send(files.page_paths().collect());
            }
            Request::Pages { of: PagesOf::Sources(sources), reply } => {
                let _gone = reply.send(sources.iter().flat_map(|source| files.pages_of(source)).collect());
            }
        }
    }
}

fn answer(files: &SiteFiles<'_>, path: &str) -> FileAnswer {
    match files.get(path) {
        Some(Ok(file)) => FileAnswer::File(file.bytes.into_owned().into()),
        Some(Err(problem)) => FileAnswer::Failed(problem),
        None if files.has_page(&format!("{path}/index.html")) => FileAnswer::Folder,
        None => FileAnswer::Missing,
    }
}
