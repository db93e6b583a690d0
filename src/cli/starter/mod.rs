//! What a site or a file of one begins with.
//!
//! `site/` is a whole site in all languages that it is written in, and `new/` one file of each kind. What is written of them is
//! in the languages that were asked for: see [`Wording`].

mod whole;
mod wording;
mod write;

use rust_embed::RustEmbed;

use crate::content::{ArticleText, Content};
use crate::markdown::{AsWritten, plain_text};
use crate::source::SourceFiles;

pub(super) use self::whole::write_whole;
use self::wording::WRITTEN;
pub(super) use self::wording::Wording;
pub(super) use self::write::{Files, take_back, write};

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

/// What a text begins with that `wenda new` asks its author to write, in the languages of the templates.
const ASKS: [&str; 5] = ["Write ", "Answer it here", "Say here", "这里写", "這裡寫"];
/// The folders of what YAML alone tells.
const YAML_FOLDERS: [&str; 3] = ["content/rules/", "content/decisions/", "content/guides/"];

/// The files of a site that say what `wenda new` wrote into them, by their paths, those of YAML with the line.
pub(super) fn unwritten(content: &Content, sources: &SourceFiles) -> Vec<String> {
    let asked = asked();
    let is_asked = |says: &str| asked.iter().any(|begin| says.starts_with(begin.as_str()));
    let says_what_is_asked =
        |text: &ArticleText| is_asked(&text.title(content)) || is_asked(&plain_text(&text.outline.summary, &AsWritten));
    let articles = content.articles.iter().flat_map(|article| article.texts.values());
    let snippets = content.snippets.iter().flat_map(|snippet| snippet.texts.values());
    let texts = articles.chain(snippets).filter(|text| !text.is_derived() && says_what_is_asked(text));
    let yaml = YAML_FOLDERS.into_iter().flat_map(|folder| sources.below(folder)).filter_map(|file| {
        let value =
            |line: &str| line.split_once(": ").map(|(_, value)| value.trim_start_matches(['"', '\'']).to_owned());
        let line = file.text().lines().position(|line| value(line).is_some_and(|value| is_asked(&value)))?;
        Some(format!("{}:{}", file.path, line + 1))
    });
    texts.map(|text| text.source.path.clone()).chain(yaml).collect()
}

/// What the templates ask for, as far as it is the same in every file.
fn asked() -> Vec<String> {
    let templates = FileTemplates::iter().filter_map(|name| FileTemplates::get(&name));
    let mut asked = Vec::new();
    for template in templates {
        for line in String::from_utf8_lossy(&template.data).lines() {
            let text = line.trim_start_matches([' ', '#']);
            let text = WRITTEN.iter().find_map(|code| text.strip_prefix(code)?.strip_prefix(": ")).unwrap_or(text);
            if ASKS.iter().any(|ask| text.starts_with(ask)) {
                asked.push(text.split('`').next().unwrap_or_default().trim().to_owned());
            }
        }
    }
    asked
}

/// YAML with another value for a key of the whole file.
pub(super) fn with_value(text: &str, key: &str, value: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": ")) {
        Some(_) => format!("{key}: {value}\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}
