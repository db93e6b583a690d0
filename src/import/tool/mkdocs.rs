//! MkDocs: `mkdocs.yml` and its `nav`; one for each language, too, as in `docs/en/mkdocs.yml`; or parts of it, as `mkdocs-nav.yml`.

use std::collections::BTreeSet;

use crate::import::convert::AppendedText;
use crate::import::extension::Extensions;
use crate::import::files::{ProjectFiles, folder_of, is_named, join, name_of};
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{Brackets, NavigationEntry, Project, page_at, pages_below};
use crate::import::remark::{Remark, RemarkKind};
use crate::import::setting::Setting;
use crate::name::Locale;

/// Settings may inherit from settings so often.
const MAX_INHERITED: usize = 4;

pub(super) fn is_of(files: &ProjectFiles) -> bool {
    !all(files).is_empty()
}

/// The files of settings: one, those in folders named by languages, or else the first that holds a part.
fn all(files: &ProjectFiles) -> Vec<(String, Option<Locale>)> {
    if let Some(one) = files.first(["mkdocs.yml", "mkdocs.yaml"]) {
        return vec![(one.to_owned(), None)];
    }
    let is_settings = |path: &&str| matches!(path.rsplit('/').next(), Some("mkdocs.yml" | "mkdocs.yaml"));
    let near: Vec<&str> = files.paths().filter(is_settings).filter(|path| path.matches('/').count() <= 3).collect();
    let named = |path: &&str| folder_of(path).rsplit('/').next().and_then(language_named);
    let of_languages: Vec<_> = near.iter().filter_map(|path| Some(((*path).to_owned(), Some(named(path)?)))).collect();
    match near[..] {
        [only] if of_languages.is_empty() => vec![(only.to_owned(), None)],
        _ if of_languages.is_empty() => {
            parts(files).first().map(|part| ((*part).to_owned(), None)).into_iter().collect()
        }
        _ => of_languages,
    }
}

/// Files beside each other that hold parts of the settings, which a program puts together.
fn parts(files: &ProjectFiles) -> Vec<&str> {
    let is_part = |path: &&str| {
        path.starts_with("mkdocs") && !path.contains('/') && (path.ends_with(".yml") || path.ends_with(".yaml"))
    };
    let mut parts: Vec<&str> = files.paths().filter(is_part).collect();
    parts.sort_unstable();
    parts
}

/// The settings of a file, with those that it inherits after its own.
fn settings(files: &ProjectFiles, path: &str) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next.take().filter(|_| found.len() < MAX_INHERITED) {
        let read = files.settings(&path).and_then(|text| Setting::of_yaml(&text));
        let Some(read) = read else {
            break;
        };
        next = read.text_of("INHERIT").and_then(|parent| join(folder_of(&path), &parent));
        found.push(read);
    }
    found
}

/// Whether a file holds all settings.
fn is_whole(path: &str) -> bool {
    matches!(name_of(path), "mkdocs.yml" | "mkdocs.yaml")
}

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Mkdocs);
    let mut languages = all(files);
    languages.sort_by_key(|(_, locale)| locale.is_some_and(|locale| locale.code() != "en"));
    for (path, locale) in languages {
        let mut all = settings(files, &path);
        for part in parts(files).into_iter().filter(|part| *part != path && !is_whole(&path)) {
            all.extend(settings(files, part));
        }
        if all.is_empty() {
            project.look(&path, "the settings could not be read: pages are in the order of their paths");
        }
        if let Some(parent) = all.last().and_then(|last| last.text_of("INHERIT")) {
            project.look(&path, format!("`INHERIT: {parent}` is not read: import the folder that holds both files"));
        }
        let first = |keys: &[&str]| all.iter().find_map(|settings| settings.at(keys));
        let text = |keys: &[&str]| first(keys).and_then(Setting::text);
        let named = translated_from(first(&["plugins"])).or_else(|| text(&["theme", "language"]));
        let language = locale.or_else(|| named.and_then(|code| language_named(&code)));
        if project.default.is_none() {
            project.default = language;
            project.home = folder_of(&path).to_owned();
            if let Some(url) = text(&["site_url"]) {
                project.set_base(&url);
            }
        }
        project.titles.extend(text(&["site_name"]).map(|title| (locale, title)));
        project.descriptions.extend(text(&["site_description"]).map(|text| (locale, text)));
        let extensions = format!("{:?}", first(&["markdown_extensions"])).to_lowercase();
        project.has_math |= ["arithmatex", "math", "katex"].iter().any(|name| extensions.contains(name));
        project.extensions = Extensions::of(first(&["markdown_extensions"]));
        let appended = appended(files, first(&["markdown_extensions"]));
        appended.iter().for_each(|path| tell_appended(files, path, &mut project));
        project.appended.extend(appended);
        // `arithmatex` takes brackets for a formula only in a paragraph of their own.
        if project.has_math && !extensions.contains("arithmatex") {
            project.brackets = Brackets::Anywhere;
        }
        let named = text(&["docs_dir"]).unwrap_or_else(|| "docs".to_owned());
        let root = project.folder(&path, &named, "docs");
        project.public.push(root.clone());
        let flat = first(&["use_directory_urls"]).is_some_and(|value| *value == Setting::Flag(false));
        let mut pages = pages_below(files, &root, locale);
        for page in &mut pages {
            page.address = match page.key.is_empty() || page.key.ends_with('/') {
                true => page.key.clone(),
                false if flat => format!("{}.html", page.key),
                false => format!("{}/", page.key),
            };
        }
        project.pages.extend(pages);
        if let Some(nav) = first(&["nav"]) {
            let keys = project.pages.iter().map(|page| page.key.clone()).collect();
            let mut reader = NavReader { root: &root, locale, keys, ..NavReader::default() };
            reader.read(nav);
            project.navigation.append(&mut reader.found);
            project.no_pages(&path, reader.left);
        }
        project.redirects.extend(redirects(first(&["plugins"]), &root));
    }
    project
}

/// Reads the list of pages of one language.
#[derive(Default)]
struct NavReader<'r> {
    root: &'r str,
    locale: Option<Locale>,
    /// The keys of all pages.
    keys: BTreeSet<String>,
    group: Vec<String>,
    found: Vec<NavigationEntry>,
    /// What entries that lead to no page are called.
    left: Vec<String>,
}

impl NavReader<'_> {
    fn read(&mut self, nav: &Setting) {
        const MAX_NESTING: usize = 16;
        if self.group.len() > MAX_NESTING {
            return;
        }
        match nav {
            Setting::Text(path) => self.add(path, None),
            Setting::Map(items) => {
                for (label, inner) in items {
                    if let Setting::Text(path) = inner {
                        self.add(path, Some(label.clone()));
                    } else {
                        self.group.push(label.clone());
                        self.read(inner);
                        self.group.pop();
                    }
                }
            }
            items => items.list().iter().for_each(|item| self.read(item)),
        }
    }

    fn add(&mut self, path: &str, label: Option<String>) {
        // Plugins take patterns for the pages that they are to list.
        if path.contains('*') {
            return;
        }
        let locale = self.locale;
        let file = if path.ends_with('/') { format!("{path}index.md") } else { path.to_owned() };
        let key = page_at(&format!("{}/{file}", self.root), self.root, locale).key;
        let is_page = !path.contains("://") && (path.ends_with(".md") || path.ends_with('/'));
        if is_page && self.keys.contains(&key) {
            self.found.push(NavigationEntry { key, locale, group: self.group.clone(), label });
            return;
        }
        // A folder without an index stands for all that it holds.
        let inside: Vec<String> =
            self.keys.iter().filter(|key| path.ends_with('/') && key.starts_with(path)).cloned().collect();
        if inside.is_empty() {
            self.left.push(label.unwrap_or_else(|| path.to_owned()));
            return;
        }
        let group: Vec<String> = self.group.iter().cloned().chain(label).collect();
        let entry = |key| NavigationEntry { key, locale, group: group.clone(), label: None };
        self.found.extend(inside.into_iter().map(entry));
    }
}

/// The code of the language that the plugin `i18n` takes for the original.
fn translated_from(plugins: Option<&Setting>) -> Option<String> {
    let plugins = plugins?;
    let options = plugins.get("i18n").or_else(|| plugins.list().iter().find_map(|plugin| plugin.get("i18n")))?;
    let languages = options.get("languages").map(Setting::list).unwrap_or_default();
    let is_default = |language: &&Setting| language.get("default").is_some_and(Setting::is_true);
    let listed = languages.iter().find(is_default).and_then(|language| language.text_of("locale"));
    listed.or_else(|| options.text_of("default_language"))
}

/// The files that `pymdownx.snippets` puts at the end of each page.
fn appended(files: &ProjectFiles, extensions: Option<&Setting>) -> Vec<String> {
    let entries = extensions.map_or(&[][..], Setting::list).iter().chain(extensions);
    let named = entries.filter_map(|entry| entry.at(&["pymdownx.snippets", "auto_append"])).flat_map(Setting::texts);
    named.filter_map(|name| files.nearest(|path| is_named(path, &name)).map(str::to_owned)).collect()
}

/// Tells of a file that stands at the end of each page if it holds more than definitions and abbreviations.
fn tell_appended(files: &ProjectFiles, path: &str, project: &mut Project) {
    let text = files.text(path).map(|(text, _)| text).unwrap_or_default();
    let mut appended = AppendedText::default();
    let is_other = |line: &str| {
        let text = line.trim();
        !text.starts_with("<!--") && !text.starts_with("--8<--") && !text.ends_with(".md")
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !appended.take(line) && is_other(line));
    let lines: Vec<usize> = lines.map(|(at, _)| at + 1).collect();
    if !lines.is_empty() {
        let message = "what stands at the end of each page beside definitions and abbreviations is left out";
        project.remarks.push(Remark { lines, ..Remark::of_file(RemarkKind::Lost, path, message) });
    }
}

/// What the plugin `redirects` is told: old addresses, and the file or the address that each leads to.
fn redirects(plugins: Option<&Setting>, root: &str) -> Vec<(String, String)> {
    let Some(plugins) = plugins else {
        return Vec::new();
    };
    let one = plugins.at(&["redirects", "redirect_maps"]);
    let listed = plugins.list().iter().find_map(|plugin| plugin.at(&["redirects", "redirect_maps"]));
    let maps = one.or(listed).map(Setting::entries).unwrap_or_default();
    let target = |to: String| join(root, &to).filter(|_| !to.contains("://")).unwrap_or(to);
    let pair =
        |(from, to): &(String, Setting)| Some((from.trim_end_matches(".md").to_owned() + "/", target(to.text()?)));
    maps.iter().filter_map(pair).collect()
}
