//! What a site or a file of one begins with.
//!
//! `site/` is a whole site in all languages that it is written in, and `new/` one file of each kind. What is written of them is
//! in the languages that were asked for: see [`Wording`].

mod wording;
mod write;

use rust_embed::RustEmbed;

use crate::content::Content;
use crate::markdown::{AsWritten, plain_text};

pub(super) use self::wording::Wording;
pub(super) use self::write::{Files, write};

#[derive(RustEmbed)]
#[folder = "src/cli/starter/site/"]
struct SiteTemplates;

#[derive(RustEmbed)]
#[folder = "src/cli/starter/new/"]
struct FileTemplates;

/// The files of a small site, by their paths. `today` is the day on which what it says is true.
pub(super) fn site(wording: &Wording, today: &str) -> Files {
    let mut files = Files::new();
    for path in SiteTemplates::iter() {
        let text = SiteTemplates::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        wording.add_file(&path, &text.unwrap_or_default(), &mut files);
    }
    for text in files.values_mut() {
        *text = with_value(text, "date", today);
    }
    if let Some(text) = files.get_mut("content/site.yaml") {
        *text = with_value(text, "locales", &format!("[{}]", wording.codes().join(", ")));
    }
    files
}

/// The files of one thing of a kind, in a folder of the site: those that are called `article.…` for an article, in the name of
/// its id.
pub(super) fn of_kind(kind: &str, folder: &str, id: &str, wording: &Wording) -> Files {
    let mut files = Files::new();
    for name in FileTemplates::iter() {
        let Some(endings) = name.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let text = FileTemplates::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        wording.add_file(&format!("{folder}{id}.{endings}"), &text.unwrap_or_default(), &mut files);
    }
    files
}

/// The texts of a site that say what `wenda new` wrote into them, by their paths.
pub(super) fn unwritten(content: &Content) -> Vec<&str> {
    let templates =
        FileTemplates::iter().filter(|name| name.ends_with(".md")).filter_map(|name| FileTemplates::get(&name));
    let first_line = |text: &str| {
        let line = text.lines().next().unwrap_or_default().trim_start_matches("# ");
        line.split('`').next().unwrap_or_default().trim().to_owned()
    };
    let begins: Vec<String> = templates.map(|file| first_line(&String::from_utf8_lossy(&file.data))).collect();
    let articles = content.articles.iter().flat_map(|article| article.texts.values());
    let articles = articles.map(|text| (text, text.title(content)));
    let snippets = content.snippets.iter().flat_map(|snippet| snippet.texts.values());
    let snippets = snippets.map(|text| (text, plain_text(&text.outline.summary, &AsWritten)));
    let unwritten = articles
        .chain(snippets)
        .filter(|(text, says)| !text.is_derived() && begins.iter().any(|begin| says.starts_with(begin.as_str())));
    unwritten.map(|(text, _)| text.source.path.as_str()).collect()
}

/// YAML with another value for a key of the whole file.
pub(super) fn with_value(text: &str, key: &str, value: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": ")) {
        Some(_) => format!("{key}: {value}\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}
