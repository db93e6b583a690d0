//! A line on a terminal that tells how far a command has come.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::progress::{Counted, Progress, StageProgress};

/// What is done sooner needs no line.
const DELAY: Duration = Duration::from_secs(1);
/// The line is written again after so long.
const INTERVAL: Duration = Duration::from_millis(100);
/// A terminal that does not tell how wide it is may be no wider.
const NARROW: usize = 60;

/// Keeps a line up to how far a command has come, on a thread of its own, and removes it when dropped.
pub(super) struct ProgressLine {
    /// Nothing is sent: the thread ends when this is dropped.
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ProgressLine {
    /// Shows how far `progress` has come where people see it: on a terminal that can write over a line. Others who write to that
    /// terminal hold `status` and hide it before.
    pub(super) fn show(progress: &Progress, status: &Arc<Mutex<StatusLine>>) -> Option<Self> {
        if !io::stderr().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return None;
        }
        let (end, ended) = mpsc::channel();
        let (progress, status) = (progress.clone(), Arc::clone(status));
        let follow = move || follow(&progress, &status, &ended);
        // Where the system gives no thread, the work goes on all the same.
        let thread = thread::Builder::new().name("progress".to_owned()).spawn(follow).ok();
        Some(Self { end: Some(end), thread })
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.end = None;
        if let Some(thread) = self.thread.take() {
            // What broke down there was told, and is no reason to break down here.
            let _broken = thread.join();
        }
    }
}

fn follow(progress: &Progress, status: &Mutex<StatusLine>, ended: &Receiver<()>) {
    let lock = || -> MutexGuard<'_, StatusLine> { status.lock().unwrap_or_else(PoisonError::into_inner) };
    let mut wait = DELAY;
    while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = INTERVAL;
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(NARROW, |(width, _)| usize::from(width.0));
        // Between two stages the line before stands.
        if let Some(running) = progress.running() {
            lock().show(line(&running, width));
        }
    }
    lock().hide();
}

/// The line that stands last on the terminal; empty if there is none.
#[derive(Debug, Default)]
pub(super) struct StatusLine(String);

impl StatusLine {
    /// Writes it over what stands there. In one piece, and with spaces over what is left of the one before, so that it does not
    /// flicker on any terminal.
    fn show(&mut self, text: String) {
        if self.0 != text {
            let left = self.0.len().saturating_sub(text.len());
            write(&format!("\r{text}{:left$}{}", "", "\u{8}".repeat(left)));
            self.0 = text;
        }
    }

    /// Removes it, so that something else can be written where it stood.
    pub(super) fn hide(&mut self) {
        if !self.0.is_empty() {
            write(&format!("\r{:columns$}\r", "", columns = self.0.len()));
            self.0.clear();
        }
    }
}

/// Progress that cannot be written any more is left unseen.
fn write(text: &str) {
    let _unseen = io::stderr().write_all(text.as_bytes());
}

/// As in "pages: 12288 of 40961, 8120 pages/s", or "checking: 3 s" where nothing is counted; all of it ASCII, in less columns than
/// the terminal has.
fn line(running: &StageProgress, columns: usize) -> String {
    let StageProgress { stage, elapsed, counted } = running;
    let mut line = format!("{}: ", stage.name());
    let _infallible = match (counted, stage.unit()) {
        (Some(Counted { done, total, elapsed }), Some(unit)) if *total > 0 => {
            let rate = *done as f64 / elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
            write!(line, "{done} of {total}, {rate:.0} {unit}/s")
        }
        _ => write!(line, "{} s", elapsed.as_secs()),
    };
    // In the last column of some terminals a character begins the next line.
    line.truncate(columns.saturating_sub(1));
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Stage;

    fn running(stage: Stage, counted: Option<(usize, usize)>) -> StageProgress {
        let elapsed = Duration::from_millis(2500);
        let counted = counted.map(|(done, total)| Counted { done, total, elapsed });
        StageProgress { stage, elapsed: Duration::from_secs(3), counted }
    }

    #[test]
    fn the_line_tells_what_is_done_of_how_much_and_the_rate() {
        assert_eq!(line(&running(Stage::Pages, Some((500, 40_961))), 80), "pages: 500 of 40961, 200 pages/s");
        let index = running(Stage::SearchIndex, Some((0, 7)));
        assert_eq!(line(&index, 80), "search index: 0 of 7, 0 documents/s");
    }

    #[test]
    fn where_nothing_is_counted_the_line_tells_the_time() {
        assert_eq!(line(&running(Stage::SearchFiles, None), 80), "search files: 3 s");
        assert_eq!(line(&running(Stage::Reading, Some((0, 0))), 80), "reading: 3 s");
    }

    #[test]
    fn the_line_stays_one_line() {
        assert_eq!(line(&running(Stage::Pages, Some((500, 40_961))), 20), "pages: 500 of 40961");
        assert_eq!(line(&running(Stage::Pages, None), 0), "");
    }
}
