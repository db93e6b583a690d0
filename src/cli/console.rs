//! What a command tells beside its result, on the standard error: problems, messages, how far it has come and what that took.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, iter};

use clap::builder::styling::{AnsiColor, Style};

use super::failure::Failure;
use super::output::Line;
use super::progress_line::{ProgressLine, StatusLine};
use crate::diagnostic::visible_on_a_line;
use crate::pipeline::{Loaded, Report, Session};
use crate::progress::{Progress, Stage, StageCost};
use crate::report::{self, Grouping};
use crate::search::index::IndexError;

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// How much is told beside the result of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verbosity {
    /// Errors only.
    Quiet,
    /// Problems, a summary, and progress on a terminal.
    Normal,
    /// What each stage took, too.
    Verbose,
}

/// Tells what is to be told beside the result of a command.
pub(super) struct Console {
    verbosity: Verbosity,
    begun: Instant,
    progress: Progress,
    status: Arc<Mutex<StatusLine>>,
}

impl Console {
    pub(super) fn new(verbosity: Verbosity) -> Self {
        let progress = match verbosity {
            Verbosity::Verbose => Progress::measuring(peak_memory),
            _ => Progress::default(),
        };
        Self { verbosity, begun: Instant::now(), progress, status: Arc::default() }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// Works on the site in a folder, and knows how far that has come.
    pub(super) fn session(&self, site: &Path) -> Session {
        Session::new(site).reporting_to(&self.progress)
    }

    /// The site in a folder, in which nothing is wrong that would keep it from being built; else that is told.
    pub(super) fn sound_site(&self, site: &Path) -> Result<Loaded, Failure> {
        let loaded = self.session(site).load()?;
        if loaded.report().has_errors() { Err(self.unsound(&loaded)) } else { Ok(loaded) }
    }

    /// Why nothing is made of a site, which is told: its content has errors, or was changed since it was read.
    pub(super) fn unsound(&self, loaded: &Loaded) -> Failure {
        self.say_report(&loaded.report());
        Failure::Content
    }

    /// How far the command has come.
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows how far the command has come, if its result is for people, until what this returns is dropped. The result must not be
    /// printed before.
    pub(super) fn show_progress(&self, is_for_people: bool) -> Option<ProgressLine> {
        if self.is_quiet() || !is_for_people { None } else { ProgressLine::show(&self.progress, &self.status) }
    }

    /// Prints a line, unless only errors are told.
    pub(super) fn say(&self, line: impl Display) {
        if !self.is_quiet() {
            self.tell(format_args!("{}\n", Line::new().text(line)));
        }
    }

    /// Tells that another process is in the way.
    pub(super) fn say_wait(&self) {
        self.say("another wenda is writing the search index; waiting for it");
    }

    /// Tells why the search index is not kept.
    pub(super) fn say_not_kept(&self, error: &IndexError) {
        self.say(format_args!("{error}; the index is made anew each time"));
    }

    /// Prints what a run found, in colour where the terminal has it; the streams strip what it has not.
    pub(super) fn say_report(&self, run: &Report) {
        self.say_problems(run);
        if !run.diagnostics.is_empty() {
            self.say(report::summary(&run.diagnostics));
        }
    }

    /// Prints problems, without how many there are.
    pub(super) fn say_problems(&self, run: &Report) {
        let human = |problems: &[_]| report::human(problems, &run.sources, Grouping::Grouped, true);
        self.tell(if self.is_quiet() { human(&run.errors()) } else { human(&run.diagnostics) });
    }

    /// Prints what the stages took, if that was asked for.
    pub(super) fn say_costs(&self) {
        let ended = self.progress.ended();
        if self.verbosity == Verbosity::Verbose && !ended.is_empty() {
            self.tell(table(&ended, self.begun.elapsed(), peak_memory()));
        }
    }

    /// What cannot be told to somebody who listens no more is left untold; the exit code stands.
    fn tell(&self, text: impl Display) {
        let mut status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        status.hide();
        tell(text);
    }
}

/// Prints why a command failed.
pub(super) fn say_error(message: &str) {
    let label = Line::new().styled(ERROR, "error");
    tell(format_args!("{label}: {}\n", visible_on_a_line(message)));
}

fn tell(text: impl Display) {
    let _untold = anstream::stderr().write_all(text.to_string().as_bytes());
}

/// The most memory that this process has held so far, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kibibytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    Some(kibibytes.trim().parse::<u64>().ok()? << 10)
}

/// The stages in the order in which data flows, each with its time, the peak of memory when it ended, and what was done; and the
/// same of all.
fn table(ended: &BTreeMap<Stage, StageCost>, elapsed: Duration, peak_memory: Option<u64>) -> String {
    let stages = ended.iter().map(|(stage, cost)| (stage.name(), *cost, stage.unit()));
    let all = ("total", StageCost { elapsed, done: 0, peak_memory }, None);
    let mut table = format!("{:<14}{:>9}", "stage", "time");
    if peak_memory.is_some() {
        table += "   peak memory";
    }
    table.push('\n');
    for (name, cost, unit) in stages.chain(iter::once(all)) {
        let _infallible = write!(table, "{name:<14}{:>7.2} s", cost.elapsed.as_secs_f64());
        if let Some(bytes) = cost.peak_memory {
            let _infallible = write!(table, "{:>10} MiB", bytes >> 20);
        }
        if let Some(unit) = unit {
            let _infallible = write!(table, "   {} {unit}", cost.done);
        }
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_stages_took_is_a_table() {
        let cost = |millis, done| StageCost {
            elapsed: Duration::from_millis(millis),
            done,
            peak_memory: Some(done as u64 * (1 << 20)),
        };
        let ended = BTreeMap::from([(Stage::Pages, cost(12_340, 90)), (Stage::Checking, cost(9, 8))]);
        let expected = "\
stage              time   peak memory
checking         0.01 s         8 MiB
pages           12.34 s        90 MiB   90 pages
total           13.00 s       100 MiB
";
        assert_eq!(table(&ended, Duration::from_secs(13), Some(100 << 20)), expected);
        let unmeasured = BTreeMap::from([(Stage::Checking, StageCost { peak_memory: None, ..cost(9, 8) })]);
        let expected = "\
stage              time
checking         0.01 s
total            1.00 s
";
        assert_eq!(table(&unmeasured, Duration::from_secs(1), None), expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_peak_of_memory_is_known() {
        let held = vec![1u8; 32 << 20];
        assert!(peak_memory().unwrap() > held.len() as u64);
    }
}
