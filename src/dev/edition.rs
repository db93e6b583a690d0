//! A state of the site that stands good, and the threads that make its files when they are asked for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, thread};

use axum::body::Bytes;
use tokio::sync::oneshot;

use super::Occurrence;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Loaded, Report};
use crate::site::SiteFiles;
use crate::source::SourceFiles;

/// As much as the main thread of a program has, on which a site is laid out otherwise.
pub(super) const STACK: usize = 8 << 20;

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
}

/// What is asked of an edition.
enum Request {
    File { path: String, reply: oneshot::Sender<Answer> },
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
pub(super) enum Answer {
    File(Bytes),
    /// A page, with a slash after the path.
    Folder,
    Missing,
    /// A page that cannot be made.
    Failed(Box<Diagnostic>),
}

/// What came of a state of the site.
pub(super) struct Opened {
    /// `None` if something is wrong.
    pub(super) edition: Option<Edition>,
    pub(super) report: Report,
}

/// What the threads tell of an edition before they answer.
struct Contents {
    report: Report,
    pages: usize,
    copies: BTreeMap<String, [u8; 32]>,
    stands: bool,
}

impl Edition {
    /// Lays out the pages, and stands ready to make them, if nothing is wrong. The pages that then fail are told to `inbox`, with
    /// `build` for the number of the edition.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn open(
        loaded: Arc<Loaded>,
        base_url: String,
        build: u64,
        inbox: Sender<Occurrence>,
    ) -> io::Result<Opened> {
        let (requests, asked) = mpsc::channel();
        let (opened, contents) = mpsc::sync_channel(1);
        let workers = Workers { asked: Mutex::new(asked), build, inbox: Mutex::new(inbox) };
        thread::Builder::new().name(format!("edition {build}")).stack_size(STACK).spawn(move || {
            let planned = loaded.plan(Some(&base_url));
            let (files, report) = planned.on_demand();
            let copies = files.iter().flat_map(SiteFiles::copies);
            let copies = copies.map(|(path, file)| (path.to_owned(), file.hash)).collect();
            let pages = files.as_ref().map_or(0, SiteFiles::page_count);
            // Whoever opened it waits.
            let _told = opened.send(Contents { report, pages, copies, stands: files.is_some() });
            if let Some(files) = files {
                workers.serve(&files);
            }
        })?;
        let contents = contents.recv().map_err(|_| io::Error::other("the site cannot be laid out"))?;
        let Contents { report, pages, copies, stands } = contents;
        let edition = stands.then(|| Self { requests, sources: report.sources.clone(), pages, copies });
        Ok(Opened { edition, report })
    }

    /// What there is at a path; `None` if the work on it broke down.
    pub(super) async fn ask(&self, path: String) -> Option<Answer> {
        self.request(path)?.await.ok()
    }

    /// The same, for a thread that may wait.
    pub(super) fn ask_and_wait(&self, path: String) -> Option<Answer> {
        self.request(path)?.blocking_recv().ok()
    }

    fn request(&self, path: String) -> Option<oneshot::Receiver<Answer>> {
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

/// Where the threads of an edition take what is asked.
struct Workers {
    asked: Mutex<Receiver<Request>>,
    build: u64,
    inbox: Mutex<Sender<Occurrence>>,
}

impl Workers {
    /// Answers on all cores until nobody can ask any more.
    fn serve(&self, files: &SiteFiles<'_>) {
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
                if let Answer::Failed(problem) = &answer {
                    let inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
                    let (build, problem) = (self.build, problem.clone());
                    // When the server ends, nobody is told.
                    let _untold = inbox.send(Occurrence::PageFailed { build, page: path, problem });
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

fn answer(files: &SiteFiles<'_>, path: &str) -> Answer {
    match files.get(path) {
        Some(Ok(file)) => Answer::File(file.bytes.into_owned().into()),
        Some(Err(problem)) => Answer::Failed(problem),
        None if files.has_page(&format!("{path}/index.html")) => Answer::Folder,
        None => Answer::Missing,
    }
}
