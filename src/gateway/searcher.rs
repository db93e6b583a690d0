//! Answers queries, from whichever node answers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::content_version::ContentVersion;
use super::engine_error::EngineError;
use super::event::GatewayEvent;
use super::nodes::Nodes;
use super::session::EngineSession;
use crate::export::mysql::VersionTables;
use crate::http::SearchParameters;
use crate::name::Locale;
use crate::search::external::{EngineCatalog, EngineIndex};
use crate::search::reply;

/// So many documents of a language are ranked at most: those that the full-text index likes best.
const CANDIDATES: usize = 320;
/// A search asks the engine so often at most.
const MAX_ROUNDS: usize = 40;
/// Which version is to be read is asked so often.
const CHECKED: Duration = Duration::from_millis(500);
/// Where all nodes failed, they are tried again after so long at least.
const PAUSE: Duration = Duration::from_millis(20);
/// And looked at after so long at most: whoever tries one of them may find that it answers.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// Answers queries.
pub(super) struct Searcher {
    pub(super) nodes: Nodes,
    current: RwLock<Option<Arc<ContentVersion>>>,
    /// So many versions were opened.
    opened: AtomicU64,
    /// Whether the engine told which version is to be read, when it was asked last.
    checked: Mutex<Result<(), String>>,
    /// What is remembered of a version, in bytes.
    memory: usize,
    /// A search takes so long at most.
    patience: Duration,
    tell: Arc<dyn Fn(&GatewayEvent) + Send + Sync>,
}

/// An answer to a query.
#[derive(Debug)]
pub(super) struct Answered {
    /// As JSON.
    pub(super) body: Arc<str>,
    /// What it was answered from.
    pub(super) version: Arc<ContentVersion>,
    /// How often the engine was asked.
    pub(super) rounds: usize,
    /// How often it was begun anew.
    pub(super) retries: usize,
    /// Whether the answer was known.
    pub(super) cached: bool,
}

/// What is tried again, or for the first time.
struct Attempt {
    /// Each answer of a node may take so long: twice as long as before, so that what is slow on all nodes ends, too.
    timeout: Duration,
    /// After that nobody waits for it.
    end: Instant,
    /// How it failed before.
    failed: Option<EngineError>,
}

impl Searcher {
    pub(super) fn new(
        nodes: Nodes,
        memory: usize,
        patience: Duration,
        tell: Arc<dyn Fn(&GatewayEvent) + Send + Sync>,
    ) -> Self {
        let checked = Mutex::new(Err("the engine was not asked yet".to_owned()));
        Self { nodes, current: RwLock::default(), opened: AtomicU64::new(0), checked, memory, patience, tell }
    }

    /// The version that is answered from, as far as is known.
    pub(super) fn known(&self) -> Option<Arc<ContentVersion>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why nothing can be answered, if so.
    pub(super) fn unready(&self) -> Option<String> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner).clone().err()
    }

    /// Keeps to the version that is to be read, for as long as there is a gateway: searches go on with the one before while the next
    /// is opened.
    pub(super) fn follow(gateway: &Weak<Self>) {
        while let Some(searcher) = gateway.upgrade() {
            let checked = searcher.check().map_err(|error| error.to_string());
            *searcher.checked.lock().unwrap_or_else(PoisonError::into_inner) = checked;
            drop(searcher);
            thread::sleep(CHECKED);
        }
    }

    /// Opens the version that is to be read, if that is another.
    fn check(&self) -> Result<(), EngineError> {
        let known = self.known();
        let (opened, _) = self.retrying(&mut |attempt| {
            self.with_session(attempt, |session| {
                let known = known.as_ref().map(|known| known.catalog.version());
                let name = session.current(known)?;
                if known == Some(&name) { Ok(None) } else { self.open(&name, session).map(Some) }
            })
        })?;
        if let Some(version) = opened {
            let (name, documents) = (version.catalog.version().to_owned(), version.catalog.documents());
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(version));
            (self.tell)(&GatewayEvent::Version { version: name, documents });
        }
        Ok(())
    }

    /// What is remembered as the answer to a query.
    pub(super) fn remembered(asked: &SearchParameters, version: &Arc<ContentVersion>) -> Option<Answered> {
        let body = version.replies.get(&key(asked))?;
        Some(Answered { body, version: Arc::clone(version), rounds: 0, retries: 0, cached: true })
    }

    /// What answers a query.
    pub(super) fn answer(
        &self,
        asked: &SearchParameters,
        mut version: Arc<ContentVersion>,
    ) -> Result<Answered, EngineError> {
        let ((body, rounds), retries) = self.retrying(&mut |attempt| {
            // Who follows the engine knows the next one soon.
            if matches!(attempt.failed, Some(EngineError::OtherVersion))
                && let Some(current) = self.known()
            {
                version = current;
            }
            self.attempt(asked, &version, attempt)
        })?;
        let body: Arc<str> = body.into();
        let key = key(asked);
        let weight = body.len() + key.len();
        version.replies.put(key, Arc::clone(&body), weight);
        Ok(Answered { body, version, rounds, retries, cached: false })
    }

    /// Tries again what failed, on other nodes, as long as there is time.
    fn retrying<T>(&self, work: &mut dyn FnMut(&Attempt) -> Result<T, EngineError>) -> Result<(T, usize), EngineError> {
        let end = Instant::now() + self.patience;
        let mut attempt = Attempt { timeout: self.nodes.timeout, end, failed: None };
        let mut refusals = 0;
        for retries in 0.. {
            match work(&attempt) {
                Ok(done) => return Ok((done, retries)),
                Err(error @ EngineError::NoContent(_)) => return Err(error),
                Err(error @ EngineError::Refused { is_slow: false, .. }) => {
                    refusals += 1;
                    // What no node takes is not asked for ever.
                    if refusals > self.nodes.count() {
                        return Err(error);
                    }
                    attempt.failed = Some(error);
                }
                Err(error) => attempt.failed = Some(error),
            }
            let pause = match attempt.failed {
                Some(EngineError::OtherVersion) => PAUSE,
                _ => self.nodes.next_try(),
            };
            // As long as a node is left that did not fail, it is asked at once.
            let pause = if pause.is_zero() { pause } else { pause.clamp(PAUSE, LONGEST_PAUSE) };
            let now = Instant::now();
            if now + pause >= end {
                break;
            }
            thread::sleep(pause);
            if let Some(EngineError::Node { .. } | EngineError::Refused { is_slow: true, .. }) = attempt.failed {
                let longer = attempt.timeout.saturating_mul(2).min(end - now - pause);
                attempt.timeout = longer.max(self.nodes.timeout);
            }
        }
        Err(EngineError::Late(match attempt.failed {
            Some(EngineError::Late(message)) => message,
            failed => failed.map(|error| error.to_string()).unwrap_or_default(),
        }))
    }

    /// Works with a connection to a node, which is left alone if that fails.
    fn with_session<T>(
        &self,
        attempt: &Attempt,
        work: impl FnOnce(&mut EngineSession<'_>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut node = self.nodes.connect(attempt.timeout)?;
        let begun = Instant::now();
        let done = work(&mut EngineSession { node: &mut node, end: attempt.end });
        match &done {
            // A node that says nothing takes longer.
            Err(EngineError::Node { .. }) if node.was_kept && begun.elapsed() < attempt.timeout => {
                self.nodes.drop_closed(node);
            }
            Err(error @ EngineError::Node { .. }) => self.nodes.drop_failed(node, error),
            _ => self.nodes.release(node),
        }
        done
    }

    /// Tries once, on one node.
    fn attempt(
        &self,
        asked: &SearchParameters,
        version: &ContentVersion,
        attempt: &Attempt,
    ) -> Result<(String, usize), EngineError> {
        self.with_session(attempt, |session| {
            session.require(version)?;
            let mut index = EngineIndex::new(&version.catalog, CANDIDATES);
            let mut rounds = 0;
            for _ in 0..MAX_ROUNDS {
                if let Ok(reply) = reply(&asked.query, asked.lang, asked.limit, &index) {
                    // A reply is made of texts, which can always be written.
                    return Ok((serde_json::to_string(&reply).unwrap_or_default(), rounds));
                }
                let missing = index.take_missing();
                rounds += usize::from(session.provide(missing, version, &mut index)?);
            }
            Err(EngineError::NoContent(format!("the engine was asked {MAX_ROUNDS} times for one query")))
        })
    }

    fn open(&self, name: &str, session: &mut EngineSession<'_>) -> Result<ContentVersion, EngineError> {
        let damaged = || EngineError::NoContent("the settings of the export are damaged".to_owned());
        let tables = VersionTables::of(name).ok_or_else(damaged)?;
        let catalog = EngineCatalog::new(session.settings(&tables)?).ok_or_else(damaged)?;
        Ok(ContentVersion::new(self.opened.fetch_add(1, Ordering::Relaxed), catalog, tables, self.memory))
    }
}

/// What an answer is remembered by.
fn key(asked: &SearchParameters) -> String {
    format!("{}\n{}\n{}", asked.lang.as_ref().map_or("", Locale::code), asked.limit, asked.query)
}
