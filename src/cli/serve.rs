//! `wenda serve`

use std::cell::Cell;
use std::net::IpAddr;
use std::path::PathBuf;

use super::console::{Console, say_error};
use super::failure::Failure;
use super::site_folder;
use crate::dev::{self, Event, Saved};
use crate::diagnostic::{counted, visible_on_a_line};

/// So many files that were changed are named; more are counted.
const MAX_NAMED: usize = 2;
/// So many drafts are named; more are counted.
const MAX_NAMED_DRAFTS: usize = 5;

#[derive(Debug, clap::Args)]
pub(super) struct ServeArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port to listen at; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

pub(super) fn run(arguments: &ServeArguments, console: &Console) -> Result<(), Failure> {
    let line = Cell::new(console.show_progress(true));
    let tell = |event: Event<'_>| {
        // How far it has come is shown while the site is read for the first time.
        drop(line.take());
        tell(&event, console);
    };
    dev::serve(&arguments.site, (arguments.host, arguments.port).into(), console.progress(), &tell)?;
    Ok(())
}

fn tell(event: &Event<'_>, console: &Console) {
    match event {
        Event::Listening(address) => console.say(format_args!("listening on http://{address}/, press Ctrl-C to stop")),
        Event::Read { report, pages, drafts, elapsed } => {
            console.say_report(report);
            if !report.has_errors() {
                let pages = counted(*pages, "page", "pages");
                let drafts = if drafts.is_empty() { String::new() } else { format!("; {}", told_drafts(drafts)) };
                console.say(format_args!("read the site in {} ms: {pages}{drafts}", elapsed.as_millis()));
            }
            console.say_costs();
        }
        Event::Saved(saved) => {
            console.say_problems(&saved.found);
            console.say(told_of(saved));
        }
        Event::PageFailed(report) => {
            console.say("a page cannot be made:");
            console.say_problems(report);
        }
        Event::Noted(message) => console.say(message),
        Event::Failed(message) => say_error(message),
    }
}

/// A change in one line: what was changed, how long it took, and what became of the problems.
fn told_of(saved: &Saved) -> String {
    let Saved { changed, told, stands, is_up, found, mended, left, drafts } = saved;
    let new = found.diagnostics.len();
    let what = match changed.len() {
        0 => "the site".to_owned(),
        1..=MAX_NAMED => visible_on_a_line(&changed.join(", ")).into_owned(),
        count => counted(count, "file", "files"),
    };
    let mut line = format!("{what}: {} ms", told.as_millis());
    let mut add = |count: usize, of: &str| {
        if count > 0 {
            line += &format!(", {}{of}", counted(count, "problem", "problems"));
        }
    };
    add(new, " new");
    add(*mended, " mended");
    add(*left, " in all");
    if !stands {
        line += if *is_up { "; the last good site stays up" } else { "; no page can be shown yet" };
    }
    if let Some(drafts) = drafts {
        line += &format!("; {}", told_drafts(drafts));
    }
    line
}

/// Which pages are shown here that a build leaves out.
fn told_drafts(drafts: &[String]) -> String {
    let named = drafts.iter().take(MAX_NAMED_DRAFTS).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let more = match drafts.len().saturating_sub(MAX_NAMED_DRAFTS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match drafts.len() {
        0 => "no drafts any more".to_owned(),
        count => format!("{}: {named}{more}", counted(count, "draft", "drafts")),
    }
}
