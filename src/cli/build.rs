//! `wenda build`

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{process, thread};

use super::console::Console;
use super::failure::Failure;
use super::gone;
use super::interruption::Interruption;
use super::out_folder;
use super::output::print_json;
use crate::diagnostic::{Diagnostic, counted};
use crate::name::{self, ArticleId};
use crate::pipeline::{Loaded, SearchFiles, Session};
use crate::progress::Stage;
use crate::search::index::IndexError;
use crate::site::{BuildKey, BuildRecord, Changes, ChangesFile, Published, SearchFile, Staging, WriteError};
use crate::source::ChangeScope;

#[derive(Debug, clap::Args)]
pub(super) struct BuildArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The folder to write. It is taken from the current folder, not from `--site`; it is replaced whole if Wenda made it, and left
    /// alone if not. Files that stay the same keep their times
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// The address that the site is published at, instead of the one in `site.yaml`
    #[arg(long, value_name = "URL", value_parser = name::base_url)]
    base_url: Option<String>,
    /// The file to tell in, as JSON, which files were added, changed and removed; `-` for the output
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

/// So long at most goes on what works beside the pages before somebody sees that it has ended.
const PATIENCE: Duration = Duration::from_millis(5);

/// Where to tell what changed.
enum Teller {
    Output,
    File(ChangesFile),
}

pub(super) fn run(arguments: &BuildArguments, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    out_folder::check_name(&arguments.out)?;
    let line = console.show_progress(arguments.changes.as_deref() != Some(Path::new("-")));
    let interruption = Interruption::watch();
    let staging = Staging::new(&arguments.out, &arguments.site)?;
    let teller = arguments.changes.as_deref().map(|file| Teller::new(file, arguments)).transpose()?;
    let session = console.session(&arguments.site);
    let build = Build { arguments, console, interruption };
    let published = match build.publish(build.begin(&session, staging)?) {
        // Somebody changed what was to stay, or another build came first: this time nothing is to stay.
        Err(WriteError::Changed(_)) => {
            let staging = Staging::anew(&arguments.out, &arguments.site)?;
            build.publish(build.fill(&session.load()?, staging, Round::Second)?)?
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

/// A site that is not yet in its place.
struct Filled {
    staging: Staging,
    /// What it was made of; `None` if no record of it is to be kept.
    key: Option<BuildKey>,
    told: Vec<Diagnostic>,
    /// The codes of its languages.
    languages: Vec<String>,
    /// The articles that are known to be called otherwise now: the ids that they had and have.
    renamed: Vec<(String, ArticleId)>,
}

/// A site that is to be written.
struct Build<'a> {
    arguments: &'a BuildArguments,
    console: &'a Console,
    interruption: Interruption,
}

impl Build<'_> {
    /// Writes all files of the site, unless those stand there that a build before made of the same.
    fn begin(&self, session: &Session, mut staging: Staging) -> Result<Filled, Failure> {
        let mut files = session.read_files(&ChangeScope::Any)?;
        staging = self.unless_interrupted(staging);
        if let Some(record) = BuildRecord::read(&self.arguments.site)
            && let Some(report) = files.told_by(&record, self.arguments.base_url.as_deref())
            && self.keep_all(&mut staging, &record)
        {
            self.console.say_report(&report);
            // The record is there.
            return Ok(Filled { staging, key: None, told: Vec::new(), languages: Vec::new(), renamed: Vec::new() });
        }
        self.fill(&files.load()?, staging, Round::First)
    }

    fn keep_all(&self, staging: &mut Staging, record: &BuildRecord) -> bool {
        let _stage = self.console.progress().begin(Stage::Publishing);
        staging.keep_all(&record.files)
    }

    /// Writes all files of the site, and tells what is wrong with it, but only once.
    fn fill(&self, loaded: &Loaded, mut staging: Staging, round: Round) -> Result<Filled, Failure> {
        let Self { arguments, console, .. } = self;
        staging = self.unless_interrupted(staging);
        let mut planned = loaded.plan(arguments.base_url.as_deref());
        staging = self.unless_interrupted(staging);
        if loaded.content().is_some_and(|content| content.site.compress) {
            staging.compress_texts(planned.compressed_paths());
        }
        let searchable = planned.searchable();
        // Search needs nothing of the pages: both are made at once.
        let (mut staging, search) = thread::scope(|scope| -> Result<_, Failure> {
            let search = scope.spawn(|| match searchable {
                Some(loaded) => loaded.search_files(&|| console.say_wait()),
                None => Ok(SearchFiles::default()),
            });
            for files in planned.pages() {
                staging.write(files)?;
                staging = self.unless_interrupted(staging);
            }
            while !search.is_finished() {
                thread::sleep(PATIENCE);
                staging = self.unless_interrupted(staging);
            }
            Ok((staging, search.join().unwrap_or_else(|panic| resume_unwind(panic))?))
        })?;
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
        for files in SearchFile::batches(&search.files) {
            staging.write(files.map_err(IndexError::Disk)?)?;
            staging = self.unless_interrupted(staging);
        }
        let key = BuildKey::of(loaded.sources(), arguments.base_url.as_deref());
        // That the index is not kept is told each time.
        let key = key.filter(|_| search.not_kept.is_none());
        let locales = loaded.content().map(|content| content.languages.locales());
        let languages = locales.iter().flat_map(|locales| locales.codes()).map(str::to_owned).collect();
        let renamed = loaded.content().into_iter().flat_map(|content| content.translation_lock.renamed());
        let renamed = renamed.map(|(old, new)| (old.to_owned(), new.clone())).collect();
        Ok(Filled { staging, key, told: report.diagnostics, languages, renamed })
    }

    /// Goes on, unless the process was asked to end: then what is half done goes before it.
    fn unless_interrupted(&self, staging: Staging) -> Staging {
        let Some(code) = self.interruption.code() else {
            return staging;
        };
        drop(staging);
        self.console.say(format_args!("interrupted: nothing was written to `{}`", self.arguments.out.display()));
        // What works beside this one may take long to end.
        process::exit(code)
    }

    /// Puts a site in its place, and keeps a record of it.
    fn publish(&self, filled: Filled) -> Result<Published, WriteError> {
        let _stage = self.console.progress().begin(Stage::Publishing);
        let Filled { staging, key, told, languages, renamed } = filled;
        let published = self.unless_interrupted(staging).publish()?;
        if let Some(gone) = gone::told(&published.changes, &languages, &renamed) {
            self.console.say(gone);
        }
        let Some(key) = key else {
            return Ok(published);
        };
        let record = BuildRecord { key, told, files: published.files };
        record.keep(&self.arguments.site);
        Ok(Published { files: record.files, ..published })
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
        (published.files.count() - written, "kept"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, done)| format!("{count} {done}"));
    let counts: Vec<_> = counts.collect();
    let written = counted(written, "file", "files");
    let seconds = elapsed.as_secs_f64();
    format!("wrote {written} to `{}` in {seconds:.2} s: {}", out.display(), counts.join(", "))
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
