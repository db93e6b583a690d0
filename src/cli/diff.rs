//! `wenda diff`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Failure, say_report};
use crate::advice::Advisor;
use crate::comparison::{Comparison, NotCompared, compare};
use crate::pipeline;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The site as it was: the folder that holds its `content/`
    #[arg(value_name = "OLD_DIR")]
    old: PathBuf,
    /// The site as it is: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Text, for people
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let comparison = compare(&advisor(&arguments.old)?, &advisor(&arguments.site)?);
    match arguments.format {
        Format::Human => print(&comparison),
        Format::Json => {
            let text =
                serde_json::to_string_pretty(&comparison).map_err(|error| Failure::Machine(error.to_string()))?;
            anstream::println!("{text}");
        }
    }
    Ok(())
}

fn advisor(folder: &Path) -> Result<Advisor, Failure> {
    let mut run = pipeline::read(folder)?;
    match run.advisor.take().filter(|_| !run.has_errors()) {
        Some(advisor) => Ok(advisor),
        None => {
            say_report(&run);
            Err(Failure::Content)
        }
    }
}

fn print(comparison: &Comparison) {
    let bold = clap::builder::styling::Style::new().bold();
    for id in &comparison.added {
        anstream::println!("{bold}{id}{bold:#}: a new decision");
    }
    for id in &comparison.removed {
        anstream::println!("{bold}{id}{bold:#}: removed");
    }
    for change in &comparison.changed {
        let (combinations, of) = (change.combinations, change.of);
        anstream::println!("{bold}{}{bold:#}: {combinations} of {of} combinations changed", change.decision);
        for name in &change.added {
            anstream::println!("  + {name}");
        }
        for name in &change.removed {
            anstream::println!("  - {name}");
        }
        for outcome in &change.changes {
            anstream::println!("\n  {} combinations", outcome.combinations);
            anstream::println!("    from  {}", outcome.from);
            anstream::println!("    to    {}", outcome.to);
            let example = outcome.example.iter().map(|(fact, values)| format!("{fact}: {}", values.join(" or ")));
            anstream::println!("    where {}", example.collect::<Vec<_>>().join("; "));
            anstream::println!("    rows  {} -> {}", outcome.old_rows.join(" "), outcome.new_rows.join(" "));
        }
        anstream::println!();
    }
    for NotCompared { decision, reason } in &comparison.not_compared {
        anstream::println!("{bold}{decision}{bold:#}: not compared, because {reason}");
    }
    let told = comparison.added.len() + comparison.removed.len() + comparison.changed.len();
    if told + comparison.not_compared.len() == 0 {
        anstream::println!("no decision answers otherwise");
    }
}
