//! `wenda build`

use std::path::PathBuf;
use std::time::Instant;

use super::failure::Failure;
use super::output::{say, say_not_kept, say_report, say_wait};
use crate::name;
use crate::pipeline::Session;
use crate::site::Staging;

#[derive(Debug, clap::Args)]
pub(super) struct BuildArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The folder to write; it is replaced whole if Wenda made it, and left alone if not
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// The address that the site is published at, instead of the one in `site.yaml`
    #[arg(long, value_name = "URL", value_parser = name::base_url)]
    base_url: Option<String>,
}

pub(super) fn run(arguments: &BuildArguments) -> Result<(), Failure> {
    let start = Instant::now();
    let mut staging = Staging::new(&arguments.out, &arguments.site)?;
    let loaded = Session::new(&arguments.site).load()?;
    let mut planned = loaded.plan(arguments.base_url.as_deref());
    for files in planned.pages() {
        staging.write(files)?;
    }
    let search = planned.search(&say_wait)?;
    staging.write(search.files)?;
    let report = planned.report();
    say_report(&report);
    if let Some(error) = &search.not_kept {
        say_not_kept(error);
    }
    if report.has_errors() {
        say(format_args!("nothing was written to `{}`", arguments.out.display()));
        return Err(Failure::Content);
    }
    let published = staging.publish()?;
    if let Some(error) = published.left {
        say(format_args!("the site before could not be removed, and stands beside the new one: {error}"));
    }
    let files = published.files;
    let elapsed = start.elapsed().as_secs_f64();
    say(format_args!("wrote {files} files to `{}` in {elapsed:.2} s", arguments.out.display()));
    Ok(())
}
