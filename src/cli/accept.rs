//! `wenda accept`

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::output::{Line, print};
use super::site_file;
use super::site_folder;
use crate::check::differing_numbers;
use crate::content::{AddressLock, Content, ContentSnippet, TranslationLock, TranslationState};
use crate::diagnostic::{counted, meant, visible_on_a_line};

#[derive(Debug, clap::Args)]
pub(super) struct AcceptArguments {
    /// The articles, or snippets (`snippets/<id>`), whose translations say what their originals say; without one, all of them
    #[arg(value_name = "ARTICLE")]
    articles: Vec<String>,
    /// Keep the addresses that the site has now, instead, in content/addresses.lock: one that is gone is an error from then on
    #[arg(long, conflicts_with_all = ["articles", "lang"])]
    addresses: bool,
    /// The language of the translations; all, if left out
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

pub(super) fn run(arguments: &AcceptArguments, console: &Console) -> Result<(), Failure> {
    let loaded = console.sound_site(&arguments.site)?;
    let Some(content) = loaded.content() else {
        return Err(Failure::Content);
    };
    if arguments.addresses {
        return addresses(content, loaded.plan(None).lasting_addresses(), arguments);
    }
    translations(content, arguments)
}

fn addresses<'a>(
    content: &Content,
    there: impl Iterator<Item = &'a str>,
    arguments: &AcceptArguments,
) -> Result<(), Failure> {
    let kept: BTreeSet<&str> = content.address_lock.addresses.iter().map(|(address, _)| address.as_str()).collect();
    let there: BTreeSet<&str> = there.filter(|address| !address.is_empty()).collect();
    site_file::write(&arguments.site, AddressLock::PATH, &AddressLock::text(there.iter().copied()))?;
    for gone in kept.difference(&there) {
        print(&Line::new().text(format_args!("no longer kept: /{gone}")))?;
    }
    let new = there.difference(&kept).count();
    let kept = counted(there.len(), "address", "addresses");
    print(&Line::new().text(format_args!("{kept} kept, {new} of them new")))
}

fn translations(content: &Content, arguments: &AcceptArguments) -> Result<(), Failure> {
    let AcceptArguments { articles, lang, site, .. } = arguments;
    check_names(content, arguments)?;
    let mut lock = content.translation_lock.clone();
    let (mut accepted, mut missing, mut current) = (Vec::new(), Vec::new(), 0_usize);
    for translation in content.translations() {
        let (name, locale) = (translation.name.as_str(), translation.locale);
        let is_meant = (articles.is_empty() || articles.iter().any(|named| named == name))
            && lang.as_ref().is_none_or(|code| code == locale.code());
        if !is_meant {
            continue;
        }
        match translation.state {
            TranslationState::Missing => missing.push(format!("`{name}` has no text in `{locale}`")),
            TranslationState::Current => {
                lock.accept(name, locale, translation.original);
                current += usize::from(lock.renamed().all(|(_, new)| new.as_str() != name));
            }
            TranslationState::Unaccepted | TranslationState::Stale(_) => {
                lock.accept(name, locale, translation.original);
                let path = translation.text.map_or(name, |text| &text.source.path);
                let differing =
                    translation.text.and_then(|text| differing_numbers(translation.original, text, content));
                let differing = differing.map(|numbers| format!(": numbers differ: {numbers}")).unwrap_or_default();
                accepted.push(format!("{path}{differing}"));
            }
        }
    }
    let forgotten = lock.retain(|name, code| content.has_translation(name, code));
    // What is told is remembered.
    site_file::write(site, TranslationLock::PATH, &lock.text())?;
    accepted.iter().try_for_each(|line| print(&Line::new().text(line)))?;
    // Whoever names an article wants to know what became of it.
    if !articles.is_empty() {
        missing.iter().try_for_each(|line| print(&Line::new().text(line)))?;
    }
    let gone = if forgotten > 0 { format!(", {forgotten} forgotten that are there no more") } else { String::new() };
    let accepted = counted(accepted.len(), "translation", "translations");
    let renamed = match lock.renamed().count() {
        0 => String::new(),
        count => format!(", {count} kept under another id"),
    };
    let known =
        if articles.is_empty() || current == 0 { String::new() } else { format!(", {current} up to date already") };
    print(&Line::new().text(format_args!("{accepted} accepted{known}{renamed}{gone}")))
}

/// An article or a language that is not there is a slip.
fn check_names(content: &Content, arguments: &AcceptArguments) -> Result<(), Failure> {
    let unknown = |what: &str, name: &str, known: &[&str]| {
        let hint = meant(name, known.iter().copied());
        Failure::Usage(format!("the site has no {what} `{}`{hint}", visible_on_a_line(name)))
    };
    let snippets: Vec<String> = content.snippets.iter().map(ContentSnippet::path).collect();
    let ids = content.articles.iter().map(|article| article.id.as_str());
    let ids: Vec<&str> = ids.chain(snippets.iter().map(String::as_str)).collect();
    if let Some(name) = arguments.articles.iter().find(|name| !ids.contains(&name.as_str())) {
        let path = format!("snippets/{name}");
        if ids.contains(&path.as_str()) {
            return Err(Failure::Usage(format!("`{}` is a snippet: name it as `{path}`", visible_on_a_line(name))));
        }
        return Err(unknown("article", name, &ids));
    }
    let codes = content.languages.locales().codes();
    match arguments.lang.as_ref().filter(|code| !codes.contains(&code.as_str())) {
        Some(code) => Err(unknown("language", code, &codes)),
        None => Ok(()),
    }
}
