//! `wenda check`

use std::path::PathBuf;

use clap::ValueEnum;

use super::Failure;
use crate::pipeline;
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
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
    // Pages are rendered too, for what only a template can find, and thrown away.
    let run = pipeline::build::<Failure>(&arguments.site, None, &mut |_| Ok(()))?;
    match arguments.format {
        Format::Human => {
            anstream::print!("{}", report::human(&run.diagnostics, &run.sources, true));
            anstream::println!("{}", report::summary(&run.diagnostics));
        }
        Format::Json => anstream::print!("{}", report::json(&run.diagnostics, &run.sources)),
        Format::Sarif => anstream::print!("{}", report::sarif(&run.diagnostics, &run.sources)),
    }
    if run.has_errors() { Err(Failure::Content) } else { Ok(()) }
}
