//! `wenda diff`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::console::{Console, say_error};
use super::failure::Failure;
use super::output::{print_json, print_report};
use super::revision::Revision;
use super::site_folder;
use crate::advice::Advisor;
use crate::comparison::{SiteComparison, SiteVersion, compare};
use crate::diagnostic::visible_on_a_line;
use crate::pipeline::Loaded;
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct DiffArguments {
    /// The site as it was: the folder that holds its `content/`, or a revision of the git repository that the site is in
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The site as it is: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = ComparisonFormat::Human)]
    format: ComparisonFormat,
    /// End with exit code 1 if anything changed
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ComparisonFormat {
    /// Text, for people
    Human,
    /// One JSON document
    Json,
    /// Markdown, for a merge request
    Markdown,
}

pub(super) fn run(arguments: &DiffArguments, console: &Console) -> Result<(), Failure> {
    let line = console.show_progress(matches!(arguments.format, ComparisonFormat::Human));
    let comparison = compared(arguments, console)?;
    drop(line);
    match arguments.format {
        ComparisonFormat::Human => print_report(&report::comparison_human(&comparison))?,
        ComparisonFormat::Markdown => print_report(&report::comparison_markdown(&comparison))?,
        ComparisonFormat::Json => {
            let text =
                serde_json::to_string_pretty(&comparison).map_err(|error| Failure::Machine(error.to_string()))?;
            print_json(&text)?;
        }
    }
    if arguments.exit_code && !comparison.is_empty() { Err(Failure::Content) } else { Ok(()) }
}

fn compared(arguments: &DiffArguments, console: &Console) -> Result<SiteComparison, Failure> {
    let DiffArguments { old, site, .. } = arguments;
    let revision = if old.exists() { None } else { Revision::checked_out(&old.to_string_lossy(), site)? };
    if revision.is_none() && !old.exists() {
        let old = visible_on_a_line(&old.to_string_lossy()).to_string();
        return Err(Failure::Usage(format!(
            "`{old}` is neither a folder nor a revision of the repository of this site"
        )));
    }
    let folder = revision.as_ref().map_or(old.as_path(), Revision::folder);
    if !folder.join("content").is_dir() {
        let old = visible_on_a_line(&folder.to_string_lossy()).to_string();
        let message =
            format!("the old site is not in `{old}`: name the folder that holds its `content`, or a revision of git");
        return Err(Failure::Usage(message));
    }
    let loaded = LoadedVersion::of(folder, console).inspect_err(|failure| {
        if let Failure::Content = failure {
            let old = old.display();
            say_error(&format!(
                "what is told above is wrong with the old site, `{old}`, with which this one is compared"
            ));
        }
    });
    let (old, new) = (loaded?, LoadedVersion::of(site, console)?);
    Ok(compare(&old.version()?, &new.version()?))
}

/// A version of the site, as it was read.
struct LoadedVersion {
    loaded: Loaded,
    advisor: Advisor,
    addresses: Vec<String>,
}

impl LoadedVersion {
    fn of(folder: &Path, console: &Console) -> Result<Self, Failure> {
        let loaded = console.sound_site(folder)?;
        let advisor = loaded.advisor().ok_or(Failure::Content)?;
        let addresses = loaded.plan(None).lasting_addresses().map(str::to_owned).collect();
        Ok(Self { loaded, advisor, addresses })
    }

    fn version(&self) -> Result<SiteVersion<'_>, Failure> {
        let Self { loaded, advisor, addresses } = self;
        let content = loaded.content().ok_or(Failure::Content)?;
        Ok(SiteVersion { content, advisor, addresses: addresses.iter().map(String::as_str).collect() })
    }
}
