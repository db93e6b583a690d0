//! `wenda init`

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::console::Console;
use super::failure::Failure;
use super::locale::spoken_locale;
use super::out_folder;
use super::schema;
use super::shell::as_argument;
use super::starter::{self, Wording};
use crate::content::ARTICLE_FOLDER;
use crate::name::{Locale, Locales};
use crate::source::built_in_files;

/// The words of the theme that a language begins with which has none of its own.
const WORDS: &str = "templates/strings.en.yaml";

#[derive(Debug, clap::Args)]
pub(super) struct InitArguments {
    /// The folder to write the site to: a new or an empty one
    #[arg(value_name = "DIR")]
    site: PathBuf,
    /// The languages of the site, the first for readers who speak none of them, as `zh,en` [default: the environment's]
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
    lang: Vec<Locale>,
}

pub(super) fn run(arguments: &InitArguments, console: &Console) -> Result<(), Failure> {
    let site = &arguments.site;
    out_folder::check_name(site)?;
    let locales = locales(&arguments.lang)?;
    let wording = Wording::of(locales.as_slice());
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    let mut files = starter::site(&wording, &today.to_string());
    schema::link(&mut files);
    files.extend(schema::files());
    files.insert(".gitignore".to_owned(), "/public/\n/.wenda/\n".to_owned());
    files.extend(wording.untranslated().filter_map(words_of));
    let left = starter::write_whole(site, &files)?;
    console.say(format_args!("wrote a site of {} files to `{}`", files.len(), site.display()));
    for folder in left {
        console.say(format_args!("`{}` is left over from an interrupted run, and can be removed", folder.display()));
    }
    let shown = as_argument(site);
    for locale in wording.untranslated() {
        console.say(format_args!(
            "its texts in `{locale}` are English: translate them, and the words of the theme in `{}`",
            words_path(locale)
        ));
    }
    console.say(format_args!("next:\n  wenda serve --site {shown}"));
    let mut folders = files.keys().filter_map(|path| path.strip_prefix(ARTICLE_FOLDER)?.split_once('/'));
    let category = folders.next().map(|(category, _)| format!(" --category {category}")).unwrap_or_default();
    console.say(format_args!("  wenda new article ID{category} --site {shown}"));
    console.say(format_args!("  wenda new page ID --site {shown}    or rule, decision, guide, snippet"));
    console.say("  wenda help content    every file and key, by example");
    Ok(())
}

/// The languages that were asked for, each once; else the one that the starter is written in which is nearest to that of the
/// environment.
fn locales(asked: &[Locale]) -> Result<Locales, Failure> {
    let spoken = || spoken_locale().map(Wording::nearest);
    let locales = if asked.is_empty() { Vec::from_iter(spoken()) } else { asked.to_vec() };
    let many = || Failure::Usage(format!("a site has 1 to {} languages", Locales::MAX));
    Locales::new(&locales).ok_or_else(many)
}

fn words_path(locale: Locale) -> String {
    format!("templates/strings.{locale}.yaml")
}

/// The file of the words of a language that the theme has none in: English ones, but for what the language is called.
fn words_of(locale: Locale) -> Option<(String, String)> {
    let (_, words) = built_in_files().find(|(path, _)| path == WORDS)?;
    let words = String::from_utf8_lossy(&words);
    let lines = words.lines().filter(|line| !line.starts_with("language_"));
    Some((words_path(locale), lines.map(|line| format!("{line}\n")).collect()))
}
