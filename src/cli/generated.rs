//! `wenda completions` and `wenda man`: what is made of the command line itself.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::failure::Failure;

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArguments {
    /// The shell that is to complete them
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints what makes a shell complete the command line that `C` is.
pub(super) fn completions<C: CommandFactory>(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut C::command(), "wenda", &mut script);
    io::stdout().write_all(&script).map_err(Failure::Output)
}

/// Prints the page of the manual: all commands, one after the other.
pub(super) fn man<C: CommandFactory>() -> Result<(), Failure> {
    let mut page = Vec::new();
    render(C::command(), &mut page).map_err(Failure::Output)?;
    io::stdout().write_all(&page).map_err(Failure::Output)
}

fn render(mut command: clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    command.build();
    clap_mangen::Man::new(command.clone()).render(page)?;
    for of in command.get_subcommands() {
        let man = clap_mangen::Man::new(of.clone());
        writeln!(page, ".SH \"WENDA {}\"", of.get_name().to_uppercase())?;
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
    }
    Ok(())
}
