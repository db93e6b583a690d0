//! MkDocs: `mkdocs.yml` and its `nav`; one for each language, too, as in `docs/en/mkdocs.yml`; or parts of it, as `mkdocs-nav.yml`.

use crate::import::files::{ProjectFiles, folder_of, is_named, join, name_of};
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{Brackets, NavigationEntry, Project, page_at, pages_below};
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
        let language = locale.or_else(|| text(&["theme", "language"]).and_then(|code| language_named(&code)));
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
        project.appended.extend(appended(files, first(&["markdown_extensions"])));
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
            let mut reader = NavReader { root: &root, locale, group: Vec::new(), found: Vec::new() };
            reader.read(nav);
            project.navigation.append(&mut reader.found);
        }
        for (from, to) in redirects(first(&["plugins"])) {
            project.redirects.push((from, join(&root, &to).unwrap_or(to)));
        }
    }
    project
}

/// Reads the list of pages of one language.
struct NavReader<'r> {
    root: &'r str,
    locale: Option<Locale>,
    group: Vec<String>,
    found: Vec<NavigationEntry>,
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
        if path.contains("://") || !(path.ends_with(".md") || path.ends_with('/')) {
            return;
        }
        let path = if path.ends_with('/') { format!("{path}index.md") } else { path.to_owned() };
        let page = page_at(&format!("{}/{path}", self.root), self.root, self.locale);
        let (locale, group) = (self.locale, self.group.clone());
        self.found.push(NavigationEntry { key: page.key, locale, group, label });
    }
}

/// The files that `pymdownx.snippets` puts at the end of each page.
fn appended(files: &ProjectFiles, extensions: Option<&Setting>) -> Vec<String> {
    let entries = extensions.map_or(&[][..], Setting::list).iter().chain(extensions);
    let named = entries.filter_map(|entry| entry.at(&["pymdownx.snippets", "auto_append"])).flat_map(Setting::texts);
    named.filter_map(|name| files.nearest(|path| is_named(path, &name)).map(str::to_owned)).collect()
}

/// What the plugin `redirects` is told.
fn redirects(plugins: Option<&Setting>) -> Vec<(String, String)> {
    let Some(plugins) = plugins else {
        return Vec::new();
    };
    let one = plugins.at(&["redirects", "redirect_maps"]);
    let listed = plugins.list().iter().find_map(|plugin| plugin.at(&["redirects", "redirect_maps"]));
    let maps = one.or(listed).map(Setting::entries).unwrap_or_default();
    maps.iter().filter_map(|(from, to)| Some((from.trim_end_matches(".md").to_owned() + "/", to.text()?))).collect()
}
