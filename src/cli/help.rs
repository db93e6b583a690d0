//! `wenda help`: of the program, of a command, and the reference of what a site holds.

use clap::CommandFactory;

use super::failure::Failure;
use super::output::print_report;
use crate::diagnostic::{closest, visible_on_a_line};

/// What is told of besides commands, each with its text.
const TOPICS: [(&str, &str); 2] =
    [("content", include_str!("../../docs/content.md")), ("keys", include_str!("../../docs/keys.md"))];

#[derive(Debug, clap::Args)]
pub(super) struct HelpArguments {
    /// A command; `content`: every file of a site, by example; `keys`: every key of its YAML files
    #[arg(value_name = "COMMAND | content | keys")]
    topic: Option<String>,
}

/// Prints help of the command line that `C` is.
pub(super) fn run<C: CommandFactory>(arguments: &HelpArguments) -> Result<(), Failure> {
    let mut command = C::command();
    let Some(topic) = &arguments.topic else {
        return command.print_long_help().map_err(Failure::Output);
    };
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| name == topic) {
        return print_report(text);
    }
    // What all commands take is known to each of them only then.
    command.build();
    if let Some(named) = command.find_subcommand_mut(topic) {
        return named.print_long_help().map_err(Failure::Output);
    }
    let known = command.get_subcommands().map(clap::Command::get_name).chain(TOPICS.iter().map(|(name, _)| *name));
    let known: Vec<&str> = known.collect();
    let hint = match closest(topic, &known) {
        Some(near) => format!("did you mean `wenda help {near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Err(Failure::Usage(format!("there is no help on `{}`; {hint}", visible_on_a_line(topic))))
}
