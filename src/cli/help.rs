//! `wenda help`: of the program, of a command, and the reference of what a site holds.

use clap::CommandFactory;

use super::failure::Failure;
use super::output::print_report;
use crate::diagnostic::{closest, meant, visible_on_a_line};

/// What is told of besides commands, each with its text.
const TOPICS: [(&str, &str); 6] = [
    ("content", include_str!("../../docs/content.md")),
    ("keys", include_str!("../../docs/keys.md")),
    ("theme", include_str!("../../docs/theme.md")),
    ("deploy", include_str!("../../docs/deploy.md")),
    ("scale", include_str!("../../docs/scale.md")),
    ("import", include_str!("../../docs/import.md")),
];

#[derive(Debug, clap::Args)]
pub(super) struct HelpArguments {
    /// A command; `content`: every file of a site, by example; `keys`: every key of its YAML files; `theme`: a look of its own; `deploy`:
    /// hosts; `scale`: search beyond one machine; `import`: the command, and what comes along of which tool
    #[arg(value_name = "COMMAND | content | keys | theme | deploy | scale")]
    topic: Option<String>,
}

/// Prints help of the command line that `C` is.
pub(super) fn run<C: CommandFactory>(arguments: &HelpArguments) -> Result<(), Failure> {
    let command = C::command();
    let Some(topic) = &arguments.topic else {
        return print(command, &["wenda", "--help"]);
    };
    let text = TOPICS.iter().find(|(name, _)| name == topic).map(|(_, text)| *text);
    let is_command = command.find_subcommand(topic).is_some();
    match (is_command, text) {
        (true, Some(text)) => {
            print(command, &["wenda", topic, "--help"])?;
            print_report(&format!("\n{text}"))
        }
        (true, None) => print(command, &["wenda", topic, "--help"]),
        (false, Some(text)) => print_report(text),
        (false, None) => Err(unknown(topic, &command)),
    }
}

/// What there is help on.
fn unknown(topic: &str, command: &clap::Command) -> Failure {
    let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let topics = TOPICS.iter().map(|(name, _)| *name).filter(|name| !commands.contains(name));
    let topics: Vec<&str> = topics.collect();
    let best = closest(topic, &[&*topics, &*commands].concat());
    Failure::Usage(format!(
        "there is no help on `{}`{} There is help on the commands ({}) and on {}",
        visible_on_a_line(topic),
        best.map_or_else(|| ".".to_owned(), |best| meant(topic, [best])),
        commands.join(", "),
        topics.join(", ")
    ))
}

/// Prints what a command line that asks for help is answered.
fn print(command: clap::Command, words: &[&str]) -> Result<(), Failure> {
    command.try_get_matches_from(words).err().map_or(Ok(()), |help| help.print().map_err(Failure::Output))
}
