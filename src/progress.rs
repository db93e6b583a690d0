//! How far a run has come: which stage it is in, how much of that is done, and what each stage took.
//!
//! Whoever works begins a [`Stage`] and counts what is done; whoever wants to know looks at the [`Progress`] that both have.
//! Those who work know nobody who looks: not whether anybody does, nor what for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// A part of a run. They are in the order in which data flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The files of the site are listed, and those read that are not known.
    Reading,
    /// Content is made of the files, and what it refers to is looked up.
    Parsing,
    /// Every page gets its address.
    Planning,
    /// The site is looked at as a whole.
    Checking,
    /// Hosts are asked for the addresses of other sites.
    Links,
    /// Pages are rendered, and written if the site is.
    Pages,
    /// The search index is opened, or brought up to the content.
    SearchIndex,
    /// Judged queries are searched for.
    Queries,
    /// The files that browsers search by are made, and written.
    SearchFiles,
    /// The site is brought to the disk, and takes the place of the one before.
    Publishing,
}

impl Stage {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Parsing => "parsing",
            Self::Planning => "planning",
            Self::Checking => "checking",
            Self::Links => "links",
            Self::Pages => "pages",
            Self::SearchIndex => "search index",
            Self::Queries => "queries",
            Self::SearchFiles => "search files",
            Self::Publishing => "publishing",
        }
    }

    /// What is counted in it; `None` if nothing is.
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Self::Reading => Some("files"),
            Self::Parsing => Some("articles"),
            Self::Links => Some("addresses"),
            Self::Pages => Some("pages"),
            Self::SearchIndex => Some("documents"),
            Self::Queries => Some("queries"),
            Self::Planning | Self::Checking | Self::SearchFiles | Self::Publishing => None,
        }
    }
}

/// Tells the most memory that the process has held so far, in bytes; `None` if that is not known.
pub type PeakMemory = fn() -> Option<u64>;

/// How far a run has come. Copies share it.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    stages: Arc<Mutex<Stages>>,
    peak_memory: Option<PeakMemory>,
}

#[derive(Debug, Default)]
struct Stages {
    /// In the order in which they were begun.
    running: Vec<Arc<Counter>>,
    ended: BTreeMap<Stage, StageCost>,
}

/// What is done of a stage that runs.
#[derive(Debug)]
struct Counter {
    stage: Stage,
    begun: Instant,
    /// How much there is to do, and since when it is done.
    total: OnceLock<(usize, Instant)>,
    done: AtomicUsize,
}

/// A stage that runs, until this is dropped.
#[derive(Debug)]
#[must_use = "the stage ends when this is dropped"]
pub struct RunningStage {
    progress: Progress,
    counter: Arc<Counter>,
}

/// How far a stage has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageProgress {
    /// The stage.
    pub stage: Stage,
    /// How long it runs.
    pub elapsed: Duration,
    /// What is done of what there is to do; `None` if that is not known.
    pub counted: Option<Counted>,
}

/// What is done of what there is to do, in the [unit](Stage::unit) of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// So much is done.
    pub done: usize,
    /// So much there is to do, with what is done.
    pub total: usize,
    /// What is done took so long.
    pub elapsed: Duration,
}

/// What a stage took, each time that it ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageCost {
    /// The time.
    pub elapsed: Duration,
    /// How much was done, in the [unit](Stage::unit) of the stage.
    pub done: usize,
    /// The most memory that the process had held when the stage ended, in bytes, if somebody [measures](Progress::measuring) it.
    pub peak_memory: Option<u64>,
}

impl Progress {
    /// The memory of the process is measured whenever a stage ends.
    pub fn measuring(peak_memory: PeakMemory) -> Self {
        Self { peak_memory: Some(peak_memory), ..Self::default() }
    }

    /// Begins a stage.
    pub fn begin(&self, stage: Stage) -> RunningStage {
        let counter = Counter { stage, begun: Instant::now(), total: OnceLock::new(), done: AtomicUsize::new(0) };
        let counter = Arc::new(counter);
        self.stages().running.push(Arc::clone(&counter));
        RunningStage { progress: self.clone(), counter }
    }

    /// The stage that runs, the one that was begun last if there are several.
    pub fn running(&self) -> Option<StageProgress> {
        self.stages().running.last().map(|counter| counter.progress())
    }

    /// What the stages took that ended.
    pub fn ended(&self) -> BTreeMap<Stage, StageCost> {
        self.stages().ended.clone()
    }

    fn stages(&self) -> MutexGuard<'_, Stages> {
        // Each change is made whole.
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RunningStage {
    /// A stage that nobody looks at.
    pub fn unobserved(stage: Stage) -> Self {
        Progress::default().begin(stage)
    }

    /// Tells how much there is to do; what is done of that is counted from now on. Only the first time counts.
    pub fn set_total(&self, total: usize) {
        let _first = self.counter.total.get_or_init(|| (total, Instant::now()));
    }

    /// Counts what was done.
    pub fn advance(&self, count: usize) {
        self.counter.done.fetch_add(count, Ordering::Relaxed);
    }
}

impl Drop for RunningStage {
    fn drop(&mut self) {
        let peak_memory = self.progress.peak_memory.and_then(|measure| measure());
        let mut stages = self.progress.stages();
        stages.running.retain(|counter| !Arc::ptr_eq(counter, &self.counter));
        let cost = stages.ended.entry(self.counter.stage).or_default();
        cost.elapsed += self.counter.begun.elapsed();
        cost.done += self.counter.done.load(Ordering::Relaxed);
        cost.peak_memory = cost.peak_memory.max(peak_memory);
    }
}

impl Counter {
    fn progress(&self) -> StageProgress {
        let done = self.done.load(Ordering::Relaxed);
        let counted = self.total.get().map(|(total, since)| Counted { done, total: *total, elapsed: since.elapsed() });
        StageProgress { stage: self.stage, elapsed: self.begun.elapsed(), counted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_threads_count_what_they_do() {
        let progress = Progress::default();
        assert_eq!(progress.running(), None);
        let stage = progress.begin(Stage::Pages);
        stage.advance(1);
        let begun = progress.running().unwrap();
        assert_eq!((begun.stage, begun.counted), (Stage::Pages, None), "nobody knows of how many");
        stage.set_total(9);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| stage.advance(2));
            }
        });
        let counted = progress.running().unwrap().counted.unwrap();
        assert_eq!((counted.done, counted.total), (9, 9));
    }

    #[test]
    fn stages_that_end_tell_what_they_took() {
        let progress = Progress::measuring(|| Some(7));
        let outer = progress.begin(Stage::SearchIndex);
        for done in [2, 3] {
            let inner = progress.begin(Stage::Reading);
            inner.advance(done);
            assert_eq!(progress.running().unwrap().stage, Stage::Reading);
        }
        assert_eq!(progress.running().unwrap().stage, Stage::SearchIndex);
        drop(outer);
        assert_eq!(progress.running(), None);
        let ended: Vec<_> = progress.ended().into_iter().map(|(stage, cost)| (stage, cost.done)).collect();
        assert_eq!(ended, [(Stage::Reading, 5), (Stage::SearchIndex, 0)], "in the order in which data flows");
        assert_eq!(progress.ended()[&Stage::Reading].peak_memory, Some(7));
    }
}
