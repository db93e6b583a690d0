//! `wenda check`

use std::path::PathBuf;

use clap::ValueEnum;

use super::Failure;
use crate::pipeline::{self, Report};
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// List every fact of the source catalogue with the articles and rule rows that state it, instead of problems
    #[arg(long)]
    facts: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Text with excerpts, for people
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.facts {
        return facts(arguments);
    }
    // Pages are rendered too, for what only a template can find, and thrown away.
    let run = pipeline::pages::<Failure>(&arguments.site, None, &mut |_| Ok(()))?;
    print(&run, arguments.format);
    let failed = if arguments.strict { !run.diagnostics.is_empty() } else { run.has_errors() };
    if failed { Err(Failure::Content) } else { Ok(()) }
}

fn print(run: &Report, format: Format) {
    match format {
        Format::Human => {
            anstream::print!("{}", report::human(&run.diagnostics, &run.sources, true));
            anstream::println!("{}", report::summary(&run.diagnostics));
        }
        Format::Json => anstream::print!("{}", report::json(&run.diagnostics, &run.sources)),
        Format::Sarif => anstream::print!("{}", report::sarif(&run.diagnostics, &run.sources)),
    }
}

/// Lists who states what. A fact that nobody states fails a strict check only.
fn facts(arguments: &Arguments) -> Result<(), Failure> {
    let (run, facts) = pipeline::facts(&arguments.site)?;
    if run.has_errors() {
        print(&run, arguments.format);
        return Err(Failure::Content);
    }
    match arguments.format {
        Format::Human => anstream::print!("{}", report::facts_human(&facts)),
        Format::Json => anstream::print!("{}", report::facts_json(&facts)),
        Format::Sarif => return Err(Failure::Usage("SARIF holds problems, not facts: use `--format json`".to_owned())),
    }
    let unstated = facts.iter().any(|fact| fact.stated_by.is_empty());
    if arguments.strict && unstated { Err(Failure::Content) } else { Ok(()) }
}
