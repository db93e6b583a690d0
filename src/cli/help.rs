//! `wenda help`: of the program, of a command, and the reference of what a site holds.

use clap::CommandFactory;

use super::failure::Failure;
use super::output::print_report;
use crate::diagnostic::{meant, visible_on_a_line};

/// What is told of besides commands, each with its text.
const TOPICS: [(&str, &str); 5] = [
    ("content", include_str!("../../docs/content.md")),
    ("keys", include_str!("../../docs/keys.md")),
    ("theme", include_str!("../../docs/theme.md")),
    ("deploy", include_str!("../../docs/deploy.md")),
    ("scale", include_str!("../../docs/scale.md")),
];

#[derive(Debug, clap::Args)]
pub(super) struct HelpArguments {
    /// A command; `content`: every file of a site, by example; `keys`: every key of its YAML files; `theme`: a look of its own; `deploy`:
    /// hosts; `scale`: search beyond one machine
    #[arg(value_name = "COMMAND | content | keys | theme | deploy | scale")]
    topic: Option<String>,
}

/// Prints help of the command line that `C` is.
pub(super) fn run<C: CommandFactory>(arguments: &HelpArguments) -> Result<(), Failure> {
    let command = C::command();
    let Some(topic) = &arguments.topic else {
        return print(command, &["wenda", "--help"]);
    };
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| name == topic) {
        return print_report(text);
    }
    if command.find_subcommand(topic).is_some() {
        return print(command, &["wenda", topic, "--help"]);
    }
    let known = command.get_subcommands().map(clap::Command::get_name).chain(TOPICS.iter().map(|(name, _)| *name));
    let hint = meant(topic, known);
    Err(Failure::Usage(format!("there is no help on `{}`{hint}", visible_on_a_line(topic))))
}

/// Prints what a command line that asks for help is answered.
fn print(command: clap::Command, words: &[&str]) -> Result<(), Failure> {
    command.try_get_matches_from(words).err().map_or(Ok(()), |help| help.print().map_err(Failure::Output))
}
