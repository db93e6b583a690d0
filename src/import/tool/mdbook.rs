//! mdBook: `book.toml`, and the order of the chapters in `SUMMARY.md`.

use std::collections::HashSet;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::import::files::{ProjectFiles, folder_of, join, without_ending};
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{NavigationEntry, Project, page_at, pages_below};
use crate::import::setting::Setting;
use crate::name::Locale;

/// Whether the folder holds a book.
pub(super) fn is_of(files: &ProjectFiles) -> bool {
    !books(files).is_empty()
}

/// The settings of the book, or of the books in folders named by languages.
fn books(files: &ProjectFiles) -> Vec<(String, Option<Locale>)> {
    if files.has("book.toml") {
        return vec![("book.toml".to_owned(), None)];
    }
    let near = files.paths().filter(|path| path.ends_with("/book.toml") && path.matches('/').count() <= 2);
    let near: Vec<&str> = near.collect();
    let folder = |path: &str| folder_of(path).rsplit('/').next().and_then(language_named);
    let named = near.iter().filter_map(|path| Some(((*path).to_owned(), Some(folder(path)?))));
    let named: Vec<_> = named.collect();
    match near[..] {
        [only] if named.is_empty() => vec![(only.to_owned(), None)],
        _ => named,
    }
}

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Mdbook);
    for (path, locale) in books(files) {
        let settings = files.settings(&path).and_then(|text| Setting::of_toml(&text)).unwrap_or_default();
        let language = settings.at(&["book", "language"]).and_then(Setting::text);
        let locale = locale.or_else(|| language.and_then(|code| language_named(&code)));
        if project.default.is_none() {
            project.default = locale;
            project.home = folder_of(&path).to_owned();
        }
        project.title(settings.at(&["book", "title"]).and_then(Setting::text));
        if let Some(url) = settings.at(&["output", "html", "site-url"]).and_then(Setting::text) {
            project.set_base(&url);
        }
        project.has_math |= settings.at(&["output", "html", "mathjax-support"]).is_some_and(Setting::is_true)
            || settings.at(&["preprocessor", "katex"]).is_some();
        for (from, to) in settings.at(&["output", "html", "redirect"]).map(Setting::entries).unwrap_or_default() {
            project.redirects.extend(to.text().map(|to| (from.clone(), to)));
        }
        let source = settings.at(&["book", "src"]).and_then(Setting::text).unwrap_or_else(|| "src".to_owned());
        let root = project.folder(&path, &source, "src");
        read_book(files, &root, locale, &mut project);
    }
    project
}

fn read_book(files: &ProjectFiles, root: &str, locale: Option<Locale>, project: &mut Project) {
    let Some(summary) =
        files.first([&*format!("{root}/SUMMARY.md"), &*format!("{root}/summary.md")]).map(str::to_owned)
    else {
        project.look(root, "the book has no `SUMMARY.md`: its pages are in the order of their paths");
        project.pages.extend(pages_below(files, root, locale));
        return;
    };
    let text = files.settings(&summary).unwrap_or_default();
    let mut listed = HashSet::new();
    for (path, group, label) in chapters(&text) {
        if path.is_empty() {
            project.lost(&summary, format!("the chapter `{label}` is a draft without a file"));
            continue;
        }
        let Some(path) = join(root, &path).filter(|path| files.has(path)) else {
            project.lost(&summary, format!("the chapter `{label}` has no file `{path}`"));
            continue;
        };
        let mut page = page_at(&path, root, locale);
        // Names of chapters tell no language.
        page.locale = locale;
        let stem = without_ending(page.path.strip_prefix(root).unwrap_or(&page.path)).unwrap_or_default();
        page.key = crate::import::project::key_of(stem.trim_start_matches('/'));
        page.address = if page.key.is_empty() || page.key.ends_with('/') {
            format!("{}index.html", page.key)
        } else {
            format!("{}.html", page.key)
        };
        listed.insert(path);
        project.navigation.push(NavigationEntry { key: page.key.clone(), locale, group, label: Some(label) });
        project.pages.push(page);
    }
    let left: Vec<_> = files.below(root).filter(|path| without_ending(path).is_some() && **path != summary).collect();
    for path in left.into_iter().filter(|path| !listed.contains(*path)) {
        project.lost(path, "`SUMMARY.md` does not list it, so it is no chapter, and was left out");
    }
}

/// The path (empty of a draft), the groups and the title of each chapter.
fn chapters(summary: &str) -> Vec<(String, Vec<String>, String)> {
    let mut found: Vec<(String, Vec<String>, String)> = Vec::new();
    let (mut part, mut above) = (None, Vec::<String>::new());
    let (mut text, mut link) = (String::new(), None);
    for event in Parser::new(summary) {
        match event {
            Event::Start(Tag::Heading { .. }) => text.clear(),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if !found.is_empty() || part.is_none() => {
                part = Some(text.trim().to_owned()).filter(|part| !is_title(part));
            }
            Event::Start(Tag::List(_)) => {
                above.push(text.trim().to_owned());
                // Whoever has chapters below it heads their group.
                if above.len() > 1
                    && let Some((_, group, label)) = found.last_mut()
                    && *label == text.trim()
                {
                    group.push(label.clone());
                }
            }
            Event::End(TagEnd::List(_)) => drop(above.pop()),
            Event::Start(Tag::Item) => text.clear(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                text.clear();
                link = Some(dest_url.to_string());
            }
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak => text.push(' '),
            Event::End(TagEnd::Link) => {
                let path = link.take().unwrap_or_default();
                let path = percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned();
                let group = part.iter().chain(above.iter().skip(1)).cloned().collect();
                found.push((path, group, text.trim().to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// The first heading is none of a part.
fn is_title(heading: &str) -> bool {
    matches!(heading.to_lowercase().as_str(), "summary" | "目录" | "table of contents" | "contents")
}
