//! The command line: one file a command, and the only place that prints or sets an exit code.

mod ask;
mod build;
mod check;
mod diff;
mod explanation;
mod output;
mod search;
mod serve;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::output::say_error;
use crate::advice::AnswerError;
use crate::dev::ServeError;
use crate::diagnostic::visible_on_a_line;
use crate::name::{Locale, Locales, Script};
use crate::pipeline::SearchError;
use crate::search::index::IndexError;
use crate::site::WriteError;
use crate::source::SourceError;

/// Publishes a help center.
#[derive(Debug, Parser)]
#[command(name = "wenda", version, about, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the content has errors
  2  the command line is wrong
  3  the machine failed (files, network, a full or closed output)";

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a decision: from what is given, or question by question
    Ask(ask::AskArguments),
    /// Write the site to a folder, whole or not at all
    Build(build::BuildArguments),
    /// Report what is wrong with the content, and write nothing
    Check(check::CheckArguments),
    /// Tell how the answers of the decisions changed since another version of the site
    Diff(diff::DiffArguments),
    /// Find articles, rules and decisions
    Search(search::SearchArguments),
    /// Show the site while it is written: open pages follow what is saved
    Serve(serve::ServeArguments),
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The content has errors, which were printed.
    #[error("")]
    Content,
    /// The command line cannot be understood, which was explained.
    #[error("")]
    CommandLine,
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Machine(String),
    /// What was found could not be printed.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::NoSite(_) => Self::Usage(error.to_string()),
            SourceError::Io { .. } => Self::Machine(error.to_string()),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io { .. } => Self::Machine(error.to_string()),
            _ => Self::Usage(error.to_string()),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Source(error) => error.into(),
            SearchError::Index(error) => error.into(),
        }
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Machine(error.to_string())
    }
}

/// Runs a command line, prints what it has to say, and returns the exit code of the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let done = match Cli::try_parse_from(&arguments) {
        Ok(parsed) => execute(parsed.command).and_then(|()| io::stdout().flush().map_err(Failure::Output)),
        Err(error) => explain(error, &arguments),
    };
    let Err(failure) = done else {
        return ExitCode::SUCCESS;
    };
    let code = match &failure {
        Failure::Content => 1,
        Failure::Usage(_) | Failure::CommandLine => 2,
        Failure::Machine(_) | Failure::Output(_) => 3,
    };
    match &failure {
        Failure::Content | Failure::CommandLine => {}
        // Whoever closes a pipe has seen enough.
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        _ => say_error(&failure.to_string()),
    }
    ExitCode::from(code)
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Ask(arguments) => ask::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    }
}

/// Prints help, or what is wrong with the command line.
fn explain(error: clap::Error, arguments: &[OsString]) -> Result<(), Failure> {
    if !error.use_stderr() {
        return error.print().map_err(Failure::Output);
    }
    // The message repeats arguments as they are: it is made anew of arguments whose characters are all in sight.
    let shown = arguments.iter().map(|argument| visible_on_a_line(&argument.to_string_lossy()).into_owned());
    let error = Cli::try_parse_from(shown).err().unwrap_or(error);
    // A failure to print it has nowhere to be told.
    let _unprintable = error.print();
    Err(Failure::CommandLine)
}

/// A language that was asked for.
///
/// # Errors
/// If the site does not have it.
fn known_locale(asked: Locale, locales: &[Locale]) -> Result<Locale, Failure> {
    if locales.contains(&asked) {
        return Ok(asked);
    }
    Err(Failure::Usage(AnswerError::unknown_locale(asked.code(), locales).to_string()))
}

/// The language of a site that is nearest to that of the environment; that of the Latin script if the environment has none.
fn environment_locale(locales: &Locales) -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let set = set.into_iter().find(|value| !value.is_empty());
    // As in `zh_TW.UTF-8`.
    let named = set.and_then(|value| value.split(['.', '@']).next()?.replace('_', "-").parse::<Locale>().ok());
    let Some(spoken) = named.or_else(|| Locale::usual_of(Script::Spaced)) else {
        return locales.first();
    };
    let nearest = std::iter::once(spoken).chain(spoken.ancestors()).find(|locale| locales.contains(*locale));
    let same_language = || locales.iter().find(|locale| locale.language() == spoken.language());
    let usual = || Locale::usual_of(Script::Spaced).filter(|usual| locales.contains(*usual));
    nearest.or_else(same_language).or_else(usual).unwrap_or(locales.first())
}
