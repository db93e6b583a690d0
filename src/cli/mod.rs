//! The command line: one file a command, and the only place that prints or sets an exit code.

mod ask;
mod build;
mod check;
mod console;
mod diff;
mod explanation;
mod failure;
mod import;
mod locale;
mod output;
mod progress_line;
mod search;
mod serve;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::console::{Console, Verbosity, say_error};
use self::failure::Failure;
use crate::diagnostic::visible_on_a_line;

/// Publishes a help center.
#[derive(Debug, Parser)]
#[command(name = "wenda", version, about, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Tell errors only: no warnings, no summary, no progress. What was asked for is printed, and for machines all of it
    #[arg(long, global = true)]
    quiet: bool,
    /// Tell at the end what each stage took: its time, and the peak of memory
    #[arg(long, global = true)]
    verbose: bool,
}

impl Cli {
    /// Options before a command and after it are known together only here.
    fn verbosity(&self) -> Result<Verbosity, Failure> {
        match (self.quiet, self.verbose) {
            (true, true) => Err(Failure::Usage("`--quiet` and `--verbose` exclude each other".to_owned())),
            (true, false) => Ok(Verbosity::Quiet),
            (false, true) => Ok(Verbosity::Verbose),
            (false, false) => Ok(Verbosity::Normal),
        }
    }
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
    /// Make a site of another tool's project: Markdown folders, mdBook, Docusaurus, VitePress, Hugo, MkDocs
    Import(import::ImportArguments),
    /// Find articles, rules and decisions
    Search(search::SearchArguments),
    /// Show the site while it is written: open pages follow what is saved
    Serve(serve::ServeArguments),
}

/// Runs a command line, prints what it has to say, and returns the exit code of the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let done = match Cli::try_parse_from(&arguments) {
        Ok(parsed) => execute(parsed),
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

fn execute(parsed: Cli) -> Result<(), Failure> {
    let console = Console::new(parsed.verbosity()?);
    let done = command(parsed.command, &console).and_then(|()| io::stdout().flush().map_err(Failure::Output));
    console.say_costs();
    done
}

fn command(command: Command, console: &Console) -> Result<(), Failure> {
    match command {
        Command::Ask(arguments) => ask::run(&arguments, console),
        Command::Build(arguments) => build::run(&arguments, console),
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Diff(arguments) => diff::run(&arguments, console),
        Command::Import(arguments) => import::run(&arguments, console),
        Command::Search(arguments) => search::run(&arguments, console),
        Command::Serve(arguments) => serve::run(&arguments, console),
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
