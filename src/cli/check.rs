//! `wenda check`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::failure::Failure;
use super::output::{Line, print, print_json, print_report};
use crate::content::StatedFact;
use crate::diagnostic::visible;
use crate::pipeline::{Report, Session};
use crate::report::{self, Base, Grouping};

#[derive(Debug, clap::Args)]
pub(super) struct CheckArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    format: ReportFormat,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show every problem, those too that are like others in many files; else these are counted
    #[arg(long)]
    all: bool,
    /// List every fact of the source catalogue with the articles and rule rows that state it, instead of problems
    #[arg(long)]
    facts: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportFormat {
    /// Text with excerpts, for people
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Workflow commands, which GitHub Actions shows beside the lines of a pull request
    Github,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    if arguments.facts {
        return facts(arguments);
    }
    // Pages are rendered too, for what only a template can find, and thrown away.
    let loaded = Session::new(&arguments.site).load()?;
    let mut planned = loaded.plan(None);
    planned.pages().for_each(drop);
    let run = planned.report();
    show(&run, arguments)?;
    let failed = if arguments.strict { !run.diagnostics.is_empty() } else { run.has_errors() };
    if failed { Err(Failure::Content) } else { Ok(()) }
}

fn show(run: &Report, arguments: &CheckArguments) -> Result<(), Failure> {
    match arguments.format {
        ReportFormat::Human => {
            let repeated = if arguments.all { Grouping::Ungrouped } else { Grouping::Grouped };
            print_report(&report::human(&run.diagnostics, &run.sources, repeated, true))?;
            print(&Line::new().text(report::summary(&run.diagnostics)))
        }
        ReportFormat::Json => print_json(&report::json(&run.diagnostics, &run.sources)),
        ReportFormat::Sarif => print_json(&report::sarif(&run.diagnostics, &run.sources, &base(&arguments.site)?)),
        ReportFormat::Github => {
            print_report(&report::github(&run.diagnostics, &run.sources, &base(&arguments.site)?))?;
            print(&Line::new().text(report::summary(&run.diagnostics)))
        }
    }
}

/// The nearest folder above the site, or the site itself, that is a repository; else the current folder.
fn base(site: &Path) -> Result<Base, Failure> {
    let absolute = |path: &Path| path.canonicalize().map_err(|error| Failure::Machine(error.to_string()));
    let site = absolute(site)?;
    let repository = site.ancestors().find(|folder| folder.join(".git").exists());
    Ok(match repository {
        Some(root) => Base::new(root, &site),
        None => Base::new(&absolute(Path::new("."))?, &site),
    })
}

/// Lists who states what. A fact that nobody states, or a superseded one that something rests on, fails a strict check only.
fn facts(arguments: &CheckArguments) -> Result<(), Failure> {
    let loaded = Session::new(&arguments.site).load()?;
    let run = loaded.report();
    if run.has_errors() {
        show(&run, arguments)?;
        return Err(Failure::Content);
    }
    let facts = loaded.facts();
    match arguments.format {
        ReportFormat::Human => print_report(&visible(&report::facts_human(&facts, &run.sources)))?,
        ReportFormat::Json => print_json(&report::facts_json(&facts, &run.sources))?,
        ReportFormat::Sarif | ReportFormat::Github => {
            let message = "this format holds problems, not facts: use `--format json`";
            return Err(Failure::Usage(message.to_owned()));
        }
    }
    if arguments.strict && !facts.iter().all(StatedFact::is_settled) { Err(Failure::Content) } else { Ok(()) }
}
