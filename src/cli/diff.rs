//! `wenda diff`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::console::Console;
use super::failure::Failure;
use super::output::{BOLD, Line, print, print_json};
use crate::advice::Advisor;
use crate::comparison::{Comparison, NotCompared, compare};

#[derive(Debug, clap::Args)]
pub(super) struct DiffArguments {
    /// The site as it was: the folder that holds its `content/`
    #[arg(value_name = "OLD_DIR")]
    old: PathBuf,
    /// The site as it is: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = ComparisonFormat::Human)]
    format: ComparisonFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ComparisonFormat {
    /// Text, for people
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(arguments: &DiffArguments, console: &Console) -> Result<(), Failure> {
    let line = console.show_progress(matches!(arguments.format, ComparisonFormat::Human));
    let comparison = compare(&advisor(&arguments.old, console)?, &advisor(&arguments.site, console)?);
    drop(line);
    match arguments.format {
        ComparisonFormat::Human => show(&comparison)?,
        ComparisonFormat::Json => {
            let text =
                serde_json::to_string_pretty(&comparison).map_err(|error| Failure::Machine(error.to_string()))?;
            print_json(&text)?;
        }
    }
    Ok(())
}

fn advisor(folder: &Path, console: &Console) -> Result<Advisor, Failure> {
    let loaded = console.session(folder).load()?;
    let run = loaded.report();
    match loaded.advisor().filter(|_| !run.has_errors()) {
        Some(advisor) => Ok(advisor),
        None => {
            console.say_report(&run);
            Err(Failure::Content)
        }
    }
}

fn show(comparison: &Comparison) -> Result<(), Failure> {
    let say = |line: std::fmt::Arguments<'_>| print(&Line::new().text(line));
    for id in &comparison.added {
        print(&Line::new().styled(BOLD, id).text(": a new decision"))?;
    }
    for id in &comparison.removed {
        print(&Line::new().styled(BOLD, id).text(": removed"))?;
    }
    for change in &comparison.changed {
        let (combinations, of) = (change.combinations, change.of);
        let counted = format_args!(": {combinations} of {of} combinations changed");
        print(&Line::new().styled(BOLD, &change.decision).text(counted))?;
        for name in &change.added {
            say(format_args!("  + {name}"))?;
        }
        for name in &change.removed {
            say(format_args!("  - {name}"))?;
        }
        for outcome in &change.changes {
            say(format_args!("\n  {} combinations", outcome.combinations))?;
            say(format_args!("    from  {}", outcome.from))?;
            say(format_args!("    to    {}", outcome.to))?;
            let example = outcome.example.iter().map(|(fact, values)| format!("{fact}: {}", values.join(" or ")));
            say(format_args!("    where {}", example.collect::<Vec<_>>().join("; ")))?;
            say(format_args!("    rows  {} -> {}", outcome.old_rows.join(" "), outcome.new_rows.join(" ")))?;
        }
        say(format_args!(""))?;
    }
    for NotCompared { decision, reason } in &comparison.not_compared {
        print(&Line::new().styled(BOLD, decision).text(format_args!(": not compared, because {reason}")))?;
    }
    let told = comparison.added.len() + comparison.removed.len() + comparison.changed.len();
    if told + comparison.not_compared.len() == 0 {
        say(format_args!("no decision answers otherwise"))?;
    }
    Ok(())
}
