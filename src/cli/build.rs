//! `wenda build`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::console::Console;
use super::failure::Failure;
use super::output::print_json;
use crate::name;
use crate::pipeline::Loaded;
use crate::progress::Stage;
use crate::site::{Changes, ChangesFile, Published, Staging, WriteError};

#[derive(Debug, clap::Args)]
pub(super) struct BuildArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The folder to write; it is replaced whole if Wenda made it, and left alone if not. Files that stay the same keep their times
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// The address that the site is published at, instead of the one in `site.yaml`
    #[arg(long, value_name = "URL", value_parser = name::base_url)]
    base_url: Option<String>,
    /// The file to tell in, as JSON, which files were added, changed and removed; `-` for the output
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

/// Where to tell what changed.
enum Teller {
    Output,
    File(ChangesFile),
}

pub(super) fn run(arguments: &BuildArguments, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    let line = console.show_progress(arguments.changes.as_deref() != Some(Path::new("-")));
    let staging = Staging::new(&arguments.out, &arguments.site)?;
    let teller = arguments.changes.as_deref().map(|file| Teller::new(file, arguments)).transpose()?;
    let loaded = console.session(&arguments.site).load()?;
    let build = Build { arguments, console, loaded };
    let published = match build.publish(build.fill(staging, Round::First)?) {
        // Somebody changed what was to stay, or another build came first: this time nothing is to stay.
        Err(WriteError::Changed(_)) => {
            build.publish(build.fill(Staging::anew(&arguments.out, &arguments.site)?, Round::Second)?)?
        }
        published => published?,
    };
    drop(line);
    if let Some(error) = &published.left {
        console.say(format_args!("the site before could not be removed, and stands beside the new one: {error}"));
    }
    console.say(summary(&published, &arguments.out, start.elapsed()));
    teller.map_or(Ok(()), |teller| teller.tell(&published.changes))
}

/// A build begins again at most once.
#[derive(PartialEq, Eq)]
enum Round {
    First,
    Second,
}

/// A site that was read, and is to be written.
struct Build<'a> {
    arguments: &'a BuildArguments,
    console: &'a Console,
    loaded: Loaded,
}

impl Build<'_> {
    /// Writes all files of the site, and tells what is wrong with it, but only once.
    fn fill(&self, mut staging: Staging, round: Round) -> Result<Staging, Failure> {
        let Self { arguments, console, loaded } = self;
        let mut planned = loaded.plan(arguments.base_url.as_deref());
        for files in planned.pages() {
            staging.write(files)?;
        }
        let search = planned.search(&|| console.say_wait())?;
        let report = planned.report();
        if round == Round::First || report.has_errors() {
            console.say_report(&report);
            if let Some(error) = &search.not_kept {
                console.say_not_kept(error);
            }
        }
        if report.has_errors() {
            console.say(format_args!("nothing was written to `{}`", arguments.out.display()));
            return Err(Failure::Content);
        }
        let _stage = console.progress().begin(Stage::SearchFiles);
        staging.write(search.files)?;
        Ok(staging)
    }

    fn publish(&self, staging: Staging) -> Result<Published, WriteError> {
        let _stage = self.console.progress().begin(Stage::Publishing);
        staging.publish()
    }
}

/// As in "wrote 3 files to `public` in 0.42 s: 1 added, 2 changed, 1 removed, 4781 kept".
fn summary(published: &Published, out: &Path, elapsed: Duration) -> String {
    let Changes { added, changed, removed } = &published.changes;
    let written = added.len() + changed.len();
    let counts = [
        (added.len(), "added"),
        (changed.len(), "changed"),
        (removed.len(), "removed"),
        (published.files - written, "kept"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, done)| format!("{count} {done}"));
    let counts: Vec<_> = counts.collect();
    let noun = if written == 1 { "file" } else { "files" };
    let seconds = elapsed.as_secs_f64();
    format!("wrote {written} {noun} to `{}` in {seconds:.2} s: {}", out.display(), counts.join(", "))
}

impl Teller {
    fn new(file: &Path, arguments: &BuildArguments) -> Result<Self, Failure> {
        if file == Path::new("-") {
            return Ok(Self::Output);
        }
        Ok(Self::File(ChangesFile::new(file, &arguments.out, &arguments.site)?))
    }

    fn tell(&self, changes: &Changes) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(changes).map_err(|error| Failure::Machine(error.to_string()))?;
        match self {
            Self::Output => print_json(&text),
            Self::File(file) => Ok(file.write(&(text + "\n"))?),
        }
    }
}
