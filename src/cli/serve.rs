//! `wenda serve`

use std::net::IpAddr;
use std::path::PathBuf;

use super::failure::Failure;
use super::output::{say, say_error, say_report};
use crate::dev::{self, Event};

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
        Event::Built { report, pages, elapsed } => {
            say_report(report);
            let milliseconds = elapsed.as_millis();
            if report.has_errors() {
                say("the last good site stays up");
            } else {
                say(format_args!("built {pages} files in {milliseconds} ms"));
            }
        }
        Event::Noted(message) => say(message),
        Event::Failed(message) => say_error(message),
    })?;
    Ok(())
}
