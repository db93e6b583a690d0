//! `wenda status`

use std::path::PathBuf;

use clap::ValueEnum;

use super::console::Console;
use super::failure::Failure;
use super::output::{print_json, print_report};
use super::site_folder;
use crate::diagnostic::visible;
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct StatusArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    format: StatusFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatusFormat {
    /// Text, for people
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(arguments: &StatusArguments, console: &Console) -> Result<(), Failure> {
    let line = console.show_progress(matches!(arguments.format, StatusFormat::Human));
    let loaded = console.sound_site(&arguments.site)?;
    drop(line);
    let Some(content) = loaded.content() else {
        return Err(Failure::Content);
    };
    match arguments.format {
        StatusFormat::Human => print_report(&visible(&report::translations_human(content, loaded.sources()))),
        StatusFormat::Json => print_json(&report::translations_json(content, loaded.sources())),
    }
}
