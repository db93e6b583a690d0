//! `wenda serve`

use std::net::IpAddr;
use std::path::PathBuf;

use super::failure::Failure;
use super::output::{say, say_error, say_problems, say_report};
use crate::dev::{self, Event, Saved};
use crate::diagnostic::visible_on_a_line;

/// So many files that were changed are named; more are counted.
const MAX_NAMED: usize = 2;

#[derive(Debug, clap::Args)]
pub(super) struct ServeArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port to listen at; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

pub(super) fn run(arguments: &ServeArguments) -> Result<(), Failure> {
    dev::serve(&arguments.site, (arguments.host, arguments.port).into(), &|event| match event {
        Event::Listening(address) => say(format_args!("listening on http://{address}/, press Ctrl-C to stop")),
        Event::Read { report, pages, elapsed } => {
            say_report(report);
            if !report.has_errors() {
                say(format_args!("read the site in {} ms: {}", elapsed.as_millis(), counted(pages, "page")));
            }
        }
        Event::Saved(saved) => {
            say_problems(&saved.found);
            say(line(saved));
        }
        Event::PageFailed(report) => {
            say("a page cannot be made:");
            say_problems(report);
        }
        Event::Noted(message) => say(message),
        Event::Failed(message) => say_error(message),
    })?;
    Ok(())
}

/// A change in one line: what was changed, how long it took, and what became of the problems.
fn line(saved: &Saved) -> String {
    let Saved { changed, told, stands, found, mended, left } = saved;
    let new = found.diagnostics.len();
    let what = match changed.len() {
        0 => "the site".to_owned(),
        1..=MAX_NAMED => visible_on_a_line(&changed.join(", ")).into_owned(),
        count => counted(count, "file"),
    };
    let mut line = format!("{what}: {} ms", told.as_millis());
    let mut add = |count: usize, of: &str| {
        if count > 0 {
            line += &format!(", {}{of}", counted(count, "problem"));
        }
    };
    add(new, " new");
    add(*mended, " mended");
    add(*left, " in all");
    if !stands {
        line += "; the last good site stays up";
    }
    line
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
