//! `wenda lsp`

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::site_folder;
use crate::lsp::{LspError, serve};

#[derive(Debug, clap::Args)]
pub(super) struct LspArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// Speak by the standard input and output, which is the only way; some editors ask for it
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(arguments: &LspArguments, console: &Console) -> Result<(), Failure> {
    serve(&arguments.site, console.session(&arguments.site)).map_err(|error| match error {
        LspError::Source(error) => error.into(),
        LspError::Ended => Failure::Ended,
        LspError::Protocol(_) => Failure::Machine(error.to_string()),
    })
}
