//! What is served at a moment, and what open pages are told of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use super::edition::Edition;
use super::search::{OpenSearch, Search};
use crate::advice::Advisor;
use crate::http::Desk;

/// Of so many states it is known what changed; a page that has seen none of them loads itself anew.
const REMEMBERED: usize = 64;
/// Who searches waits so long for an index that is on its way.
const SEARCH_PATIENCE: Duration = Duration::from_secs(20);

/// The site as it is served, always the newest.
pub(super) type Latest = watch::Receiver<ServedSite>;

/// The site as it is served.
#[derive(Clone, Debug, Default)]
pub(super) struct ServedSite {
    /// Names this run of the server: another counts anew.
    pub(super) run: Arc<str>,
    /// Counts the states of the site, good or bad.
    pub(super) build: u64,
    /// The last state that stood good.
    pub(super) good: Option<GoodSite>,
    /// Answers queries over the last good state, or over one before while its own is made.
    pub(super) search: Option<Arc<Search>>,
    /// What is wrong with the last state, if it does not stand.
    pub(super) problems: Option<Arc<str>>,
    /// The files that pages show or load, by path, that changed with the last states; the last one at the end.
    changed: VecDeque<Arc<[String]>>,
}

/// A state of the site that stands good.
#[derive(Clone, Debug)]
pub(super) struct GoodSite {
    /// Which state it is.
    pub(super) build: u64,
    pub(super) edition: Arc<Edition>,
    /// Answers its decisions.
    pub(super) advisor: Option<Arc<Advisor>>,
}

/// What an open page is told.
#[derive(Debug, Serialize)]
pub(super) struct LiveUpdate {
    run: Arc<str>,
    build: u64,
    problems: Option<Arc<str>>,
    /// The files that changed since the state that the page knows of; `None` if nobody remembers that.
    changed: Option<Vec<String>>,
}

impl ServedSite {
    /// A server that has read nothing yet.
    pub(super) fn of_run(run: String) -> Self {
        Self { run: run.into(), ..Self::default() }
    }

    /// Goes on to the next state, which stands.
    pub(super) fn stands(&mut self, edition: Edition, advisor: Option<Advisor>) {
        let before = self.good.as_ref().map(|good| &good.edition);
        let changed = before.map(|before| edition.copies_changed_since(before));
        self.count(changed.unwrap_or_default());
        let (edition, advisor) = (Arc::new(edition), advisor.map(Arc::new));
        self.good = Some(GoodSite { build: self.build, edition, advisor });
        self.problems = None;
    }

    /// Goes on to the next state, which does not stand: the one before stays up.
    pub(super) fn fails(&mut self, problems: String) {
        self.count(Vec::new());
        self.problems = Some(problems.into());
    }

    fn count(&mut self, changed: Vec<String>) {
        self.build += 1;
        self.changed.push_back(changed.into());
        if self.changed.len() > REMEMBERED {
            self.changed.pop_front();
        }
    }

    /// Whether a page that knows of a state of a run has something to be told. Who names no run means this one.
    pub(super) fn has_news_for(&self, seen: u64, run: Option<&str>) -> bool {
        seen != self.build || run.is_some_and(|run| run != &*self.run)
    }

    /// What a page is told that knows of a state of a run.
    pub(super) fn news_for(&self, seen: u64, run: Option<&str>) -> LiveUpdate {
        let states = self.build.checked_sub(seen).filter(|_| run.is_none_or(|run| run == &*self.run));
        let states = states.and_then(|states| usize::try_from(states).ok());
        let first = states.and_then(|states| self.changed.len().checked_sub(states));
        let changed = first.map(|first| {
            let mut changed: Vec<String> =
                self.changed.range(first..).flat_map(|paths| paths.iter().cloned()).collect();
            changed.sort();
            changed.dedup();
            changed
        });
        LiveUpdate { run: Arc::clone(&self.run), build: self.build, problems: self.problems.clone(), changed }
    }
}

/// The search as far as it is ready, opened; that of a newer state, if it gave way to that meanwhile.
pub(super) async fn open_search(mut latest: Latest, desk: &Desk) -> Option<Arc<OpenSearch>> {
    loop {
        let (search, newest) = {
            let site = latest.borrow_and_update();
            (site.search.clone()?, site.good.as_ref()?.build)
        };
        if let Some(open) = desk.run(move || search.open(newest)).await.ok()? {
            return Some(open);
        }
        tokio::time::timeout(SEARCH_PATIENCE, latest.changed()).await.ok()?.ok()?;
    }
}

/// Waits for the first search of all to be ready.
pub(super) async fn wait_for_search(latest: &mut Latest) {
    let _ready = tokio::time::timeout(SEARCH_PATIENCE, latest.wait_for(|site| site.search.is_some())).await.is_ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_what_changed_since_it_was_loaded() {
        let mut site = ServedSite::of_run("a".to_owned());
        let count = |site: &mut ServedSite, paths: &[&str]| site.count(paths.iter().map(|&path| path.into()).collect());
        count(&mut site, &[]);
        count(&mut site, &["b.png", "a.css"]);
        site.fails("wrong".to_owned());
        count(&mut site, &["a.css"]);
        let changed = |site: &ServedSite, seen, run| site.news_for(seen, run).changed;
        assert!(!site.has_news_for(4, None) && site.has_news_for(3, None) && site.has_news_for(4, Some("b")));
        assert_eq!(changed(&site, 4, None).unwrap(), [""; 0]);
        assert_eq!(changed(&site, 3, Some("a")).unwrap(), ["a.css"]);
        assert_eq!(changed(&site, 1, None).unwrap(), ["a.css", "b.png"]);
        assert_eq!(changed(&site, 5, None), None, "a state of another run");
        assert_eq!(changed(&site, 3, Some("b")), None);
        (0..REMEMBERED).for_each(|_| count(&mut site, &[]));
        assert_eq!(changed(&site, 3, None), None);
    }
}
