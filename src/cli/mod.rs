//! The command line: one file a command, and the only place that prints or sets an exit code.

mod accept;
mod ask;
mod build;
mod check;
mod console;
mod diff;
mod eject;
mod eval;
mod explanation;
mod export;
mod failure;
mod fix;
mod gateway;
mod generated;
mod gone;
mod help;
mod import;
mod init;
mod interruption;
mod locale;
mod lsp;
mod new;
mod out_folder;
mod output;
mod progress_line;
mod revision;
mod schema;
mod search;
mod serve;
mod shell;
mod site_file;
mod site_folder;
mod starter;
mod status;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};

use self::console::{Console, Verbosity, say_error};
use self::failure::Failure;
use crate::diagnostic::visible_on_a_line;

/// Publishes a help center.
#[derive(Debug, Parser)]
#[command(name = "wenda", version, about, max_term_width = 100, after_help = EXIT_CODES, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Tell errors only: no warnings, no summary, no progress. What was asked for is printed, and for machines all of it
    #[arg(long, global = true)]
    quiet: bool,
    /// Tell at the end what each stage took: its time, and the peak of memory
    #[arg(long, global = true)]
    verbose: bool,
    /// When to use colors; `auto`: on a terminal
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// What is asked for by arguments that are not understood as a whole.
    fn of(arguments: &[OsString]) -> Self {
        let words = arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
        let mut asked = None;
        let mut before = "";
        for word in words {
            asked = if before == "--color" { Some(word) } else { word.strip_prefix("--color=").or(asked) };
            before = word;
        }
        asked.and_then(|word| Self::from_str(word, false).ok()).unwrap_or(Self::Auto)
    }

    /// Has all that is printed from now on colored so.
    fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
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
    /// Remember that translations say what their originals say now, or which addresses the site has
    Accept(accept::AcceptArguments),
    /// Answer a decision: from what is given, or question by question
    Ask(ask::AskArguments),
    /// Write the site to a folder, whole or not at all
    Build(build::BuildArguments),
    /// Report what is wrong with the content, and write nothing
    Check(check::CheckArguments),
    /// Print what makes a shell complete the command line
    Completions(generated::CompletionsArguments),
    /// Tell what changed since another version of the site: texts, rules, decisions and addresses
    Diff(diff::DiffArguments),
    /// Copy a template, a string file or a style of the theme into the site, to change it
    Eject(eject::EjectArguments),
    /// Tell how well search answers the queries of content/evals.yaml
    Eval(eval::EvalArguments),
    /// Write the search of the site for an engine beyond one machine
    Export(export::ExportArguments),
    /// Answer searches from an engine that an export was loaded into, as `/api/search`
    Gateway(gateway::GatewayArguments),
    /// Explain a command, or all that a site holds: `wenda help content`, `wenda help keys`, `wenda help theme`, …
    Help(help::HelpArguments),
    /// Make a site of another tool's project: Markdown folders, mdBook, Docusaurus, VitePress, Hugo, MkDocs
    Import(import::ImportArguments),
    /// Write a small complete site to begin with
    Init(init::InitArguments),
    /// Answer an editor while a site is written (Language Server Protocol)
    Lsp(lsp::LspArguments),
    /// Print the page of the manual
    Man,
    /// Begin an article, a page, a rule table, a decision, a guide or a snippet
    New(new::NewArguments),
    /// Print the JSON Schema of a kind of file, or write those of all, for editors
    Schema(schema::SchemaArguments),
    /// Find articles, rules and decisions
    Search(search::SearchArguments),
    /// Show the site while it is written: open pages follow what is saved
    Serve(serve::ServeArguments),
    /// Tell how the translations stand to their originals: what is stale, section by section, and what is missing
    Status(status::StatusArguments),
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
        Failure::Content | Failure::Ended => 1,
        Failure::Usage(_) | Failure::CommandLine => 2,
        Failure::Machine(_) | Failure::Output(_) => 3,
    };
    match &failure {
        Failure::Content | Failure::CommandLine | Failure::Ended => {}
        // Whoever closes a pipe has seen enough.
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        _ => say_error(&failure.to_string()),
    }
    ExitCode::from(code)
}

fn execute(parsed: Cli) -> Result<(), Failure> {
    parsed.color.apply();
    let console = Console::new(parsed.verbosity()?);
    let is_for_editor = matches!(parsed.command, Command::Lsp(_));
    let done = command(parsed.command, &console).and_then(|()| match io::stdout().flush() {
        // An editor that asked for the end and is gone reads no answer any more.
        Err(error) if is_for_editor && error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        flushed => flushed.map_err(Failure::Output),
    });
    console.say_costs();
    done
}

fn command(command: Command, console: &Console) -> Result<(), Failure> {
    match command {
        Command::Accept(arguments) => accept::run(&arguments, console),
        Command::Ask(arguments) => ask::run(&arguments, console),
        Command::Build(arguments) => build::run(&arguments, console),
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Completions(arguments) => generated::completions::<Cli>(&arguments),
        Command::Diff(arguments) => diff::run(&arguments, console),
        Command::Eject(arguments) => eject::run(&arguments, console),
        Command::Eval(arguments) => eval::run(&arguments, console),
        Command::Export(arguments) => export::run(&arguments, console),
        Command::Gateway(arguments) => gateway::run(&arguments, console),
        Command::Help(arguments) => help::run::<Cli>(&arguments),
        Command::Import(arguments) => import::run(&arguments, console),
        Command::Init(arguments) => init::run(&arguments, console),
        Command::Lsp(arguments) => lsp::run(&arguments, console),
        Command::Man => generated::man::<Cli>(),
        Command::New(arguments) => new::run(&arguments, console),
        Command::Schema(arguments) => schema::run(&arguments, console),
        Command::Search(arguments) => search::run(&arguments, console),
        Command::Serve(arguments) => serve::run(&arguments, console),
        Command::Status(arguments) => status::run(&arguments, console),
    }
}

/// Prints help, or what is wrong with the command line.
fn explain(error: clap::Error, arguments: &[OsString]) -> Result<(), Failure> {
    Color::of(arguments).apply();
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
