//! `wenda eject`

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::output::{Line, print};
use super::site_folder;
use super::starter::{self, Files};
use crate::diagnostic::{meant, visible_on_a_line};
use crate::source::{built_in_files, check_site};

#[derive(Debug, clap::Args)]
pub(super) struct EjectArguments {
    /// The file: `article.html`, `strings.en.yaml`, `site.css`; without a name, all are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

pub(super) fn run(arguments: &EjectArguments, console: &Console) -> Result<(), Failure> {
    let EjectArguments { name, site } = arguments;
    // Texts only: nobody changes the engine.
    let texts =
        || built_in_files().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes.into_owned()).ok()?)));
    let Some(name) = name else {
        return texts().try_for_each(|(path, _)| print(&Line::new().text(path)));
    };
    let is_named = |path: &str| path == name || path.split_once('/').is_some_and(|(_, below)| below == name);
    let Some((path, text)) = texts().find(|(path, _)| is_named(path)) else {
        return Err(unknown(name, texts().map(|(path, _)| path)));
    };
    check_site(site)?;
    starter::write(site, &Files::from([(path.clone(), text)]))?;
    print(&Line::new().text(site_folder::within(site, &path).display()))?;
    if path.contains("strings.") {
        console.say("remove the keys that you do not change: what a file of words lacks, it has from the theme");
    }
    Ok(())
}

fn unknown(name: &str, paths: impl Iterator<Item = String>) -> Failure {
    let names: Vec<String> = paths.filter_map(|path| Some(path.split_once('/')?.1.to_owned())).collect();
    let hint = meant(name, names.iter().map(String::as_str));
    let hint = if hint.is_empty() { "; `wenda eject` lists all" } else { &hint };
    Failure::Usage(format!("the theme has no file `{}`{hint}", visible_on_a_line(name)))
}
