//! Docusaurus: `docusaurus.config.*`, side bars or positions, `_category_` files, and translations in `i18n/`.

mod number;
mod redirect;
mod sidebar;

use std::collections::BTreeMap;

use self::number::without_number;
use self::redirect::redirects;
use self::sidebar::{DESCRIBED, sidebars};
use crate::import::files::{ProjectFiles, folder_of, join, name_of, without_ending};
use crate::import::front_matter::ForeignFrontMatter;
use crate::import::glob::PathPatterns;
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{NavigationEntry, Project, ProjectPage, name_as_title, pages_below, take_out};
use crate::import::script::ConfigScript;
use crate::import::setting::Setting;
use crate::name::Locale;

const ENDINGS: [&str; 5] = ["js", "ts", "mjs", "cjs", "mts"];

pub(super) fn is_of(files: &ProjectFiles) -> bool {
    settings_path(files).is_some()
}

fn settings_path(files: &ProjectFiles) -> Option<&str> {
    files.nearest(|path| {
        name_of(path).starts_with("docusaurus.config.") && ENDINGS.iter().any(|ending| path.ends_with(ending))
    })
}

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Docusaurus);
    let settings = settings_path(files).unwrap_or_default().to_owned();
    let code = files.settings(&settings).unwrap_or_default();
    let script = ConfigScript::read(&code);
    let root = script.root();
    let root = if root.get("title").is_some() { root } else { largest(&script) };
    let home = folder_of(&settings).to_owned();
    project.title(root.text_of("title"));
    if let Some(base) = root.text_of("baseUrl") {
        project.set_base(&base);
    }
    project.has_math = code.contains("katex") || code.contains("remark-math");
    project.extensions.has_emoji = root.at(&["markdown", "emoji"]) != Some(&Setting::Flag(false));
    let default = root.at(&["i18n", "defaultLocale"]).and_then(Setting::text);
    project.default = default.and_then(|code| language_named(&code));
    project.public = vec![join(&home, "static").unwrap_or_default()];
    project.redirects = redirects(&root);
    let mut labels = Vec::new();
    let mut docs = docs_folders(&root);
    docs.sort();
    docs.dedup();
    for Docs { id, path, route, exclude } in docs {
        let plugin =
            format!("docusaurus-plugin-content-docs{}", if id.is_empty() { String::new() } else { format!("-{id}") });
        let first = project.pages.len();
        labels.extend(add(files, &home, (&path, &format!("{plugin}/current"), &route), &mut project));
        leave_excluded_out(first, exclude, &settings, &mut project);
    }
    for (path, plugin, route) in [("blog", "blog", "blog/"), ("src/pages", "pages", "")] {
        let first = project.pages.len();
        add(files, &home, (path, &format!("docusaurus-plugin-content-{plugin}"), route), &mut project);
        leave_excluded_out(first, excluded(&root, plugin), &settings, &mut project);
    }
    let versions: Vec<&str> =
        files.below(&home).filter(|path| path.contains("versioned_docs/") && without_ending(path).is_some()).collect();
    if let Some(first) = versions.first() {
        let place = first.split_inclusive('/').take_while(|part| !part.starts_with("version-")).collect::<String>();
        project.lost(
            place.trim_end_matches('/'),
            format!("{} pages of older versions were left out: the current one is imported", versions.len()),
        );
    }
    project.home = home;
    sidebars(files, &mut project);
    for (locale, labels) in labels {
        let mut entries: Vec<NavigationEntry> =
            project.navigation.iter().filter(|entry| entry.locale == project.default).cloned().collect();
        for entry in &mut entries {
            (entry.locale, entry.label) = (Some(locale), None);
            translate(&mut entry.group, &labels);
        }
        project.navigation.extend(entries);
    }
    project
}

/// The settings are the definition with the most keys, where the export cannot be read.
fn largest(script: &ConfigScript) -> Setting {
    let found = script.defined.values().filter(|value| value.get("title").is_some());
    found.max_by_key(|value| value.entries().len()).map(|value| script.resolve(value)).unwrap_or_default()
}

/// A folder of documents.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Docs {
    id: String,
    path: String,
    /// What their addresses begin with.
    route: String,
    /// Patterns of what is no page.
    exclude: Vec<String>,
}

fn docs_folders(root: &Setting) -> Vec<Docs> {
    let mut found = Vec::new();
    collect_docs(root, &mut found, 0);
    if !found.iter().any(|docs| docs.id.is_empty()) {
        found.push(Docs { id: String::new(), path: "docs".to_owned(), route: "docs/".to_owned(), exclude: Vec::new() });
    }
    found
}

/// Options of the plugin for documents stand in presets and plugins, in several forms: a map with `docs`, or with `path` and an id.
fn collect_docs(value: &Setting, found: &mut Vec<Docs>, depth: usize) {
    const MAX_NESTING: usize = 12;
    if depth > MAX_NESTING {
        return;
    }
    let mut take = |options: &Setting, id: String| {
        let path = options.text_of("path").unwrap_or_else(|| "docs".to_owned());
        let route = options.text_of("routeBasePath").unwrap_or_else(|| "docs".to_owned());
        let route = route.trim_matches('/');
        let route = if route.is_empty() { String::new() } else { format!("{route}/") };
        let exclude = options.get("exclude").map(Setting::texts).unwrap_or_default();
        found.push(Docs { id, path: path.trim_start_matches("./").trim_end_matches('/').to_owned(), route, exclude });
    };
    if let [Setting::Text(plugin), options] = value.list()
        && plugin.ends_with("plugin-content-docs")
    {
        let id = options.text_of("id").filter(|id| id != "default").unwrap_or_default();
        return take(options, id);
    }
    if let Some(options @ Setting::Map(_)) = value.get("docs") {
        let is_of_theme = options.get("sidebar").is_some() && options.get("sidebarPath").is_none();
        if !is_of_theme {
            take(options, String::new());
        }
    }
    value.list().iter().for_each(|item| collect_docs(item, found, depth + 1));
    value.entries().iter().for_each(|(_, inner)| collect_docs(inner, found, depth + 1));
}

/// Patterns of what is no page of a plugin of the preset.
fn excluded(root: &Setting, plugin: &str) -> Vec<String> {
    let presets = root.get("presets").map(Setting::list).unwrap_or_default();
    presets
        .iter()
        .filter_map(|preset| preset.list().get(1)?.at(&[plugin, "exclude"]))
        .flat_map(Setting::texts)
        .collect()
}

/// Leaves out what the settings take for no page, from a page on.
fn leave_excluded_out(first: usize, exclude: Vec<String>, settings: &str, project: &mut Project) {
    let mut own = project.pages.split_off(first);
    let exclude = Setting::List(exclude.into_iter().map(Setting::Text).collect());
    let patterns = PathPatterns::of_setting(&exclude, "exclude", settings, project);
    let is_left = |page: &ProjectPage| patterns.name(page.path[page.root.len()..].trim_start_matches('/'));
    for path in take_out(&mut own, is_left) {
        project.lost(&path, "the settings leave it out of the site (`exclude`), and it was left out");
    }
    project.pages.append(&mut own);
}

/// What categories are called in a language, by what the original calls them.
type CategoryLabels = (Locale, BTreeMap<String, String>);

/// Adds the pages of a plugin's folder, and their translations. Returns what these call the categories.
fn add(
    files: &ProjectFiles,
    home: &str,
    (path, plugin, route): (&str, &str, &str),
    project: &mut Project,
) -> Vec<CategoryLabels> {
    let mut found = Vec::new();
    let own = join(home, path).unwrap_or_default();
    let translations = join(home, "i18n").unwrap_or_default();
    let mut folders = vec![(own, project.default)];
    let codes = files.below(&translations).filter_map(|path| path[translations.len() + 1..].split('/').next());
    let mut codes: Vec<&str> = codes.collect();
    codes.dedup();
    folders.extend(
        codes
            .into_iter()
            .filter_map(|code| Some((join(&translations, &format!("{code}/{plugin}"))?, Some(language_named(code)?)))),
    );
    for (folder, locale) in folders {
        let mut pages = pages_below(files, &folder, locale);
        // What begins with a mark is included by others.
        pages.retain(|page| !page.path[folder.len()..].split('/').any(|part| part.starts_with('_')));
        let is_blog = path == "blog";
        let labels = category_labels(files, &folder, project);
        let translated = translated_labels(files, &folder);
        let mut keyed: Vec<_> = pages.into_iter().map(|page| placed(files, page, &folder, &labels)).collect();
        if is_blog {
            keyed.sort_by(|a, b| b.1.path.cmp(&a.1.path));
        } else {
            keyed.sort_by(|a, b| a.0.cmp(&b.0));
        }
        for (_, mut page) in keyed {
            if is_blog {
                page.group = vec!["Blog".to_owned()];
            }
            page.locale = locale;
            translate(&mut page.group, &translated);
            page.address = if page.address.starts_with('/') {
                format!("{route}{}", &page.address[1..])
            } else {
                format!("{route}{}", page.address)
            };
            page.key = format!("{}/{}", name_of(path), page.key);
            project.pages.push(page);
        }
        found.extend(locale.filter(|_| !translated.is_empty()).map(|locale| (locale, translated)));
    }
    found
}

/// The label and the position of the folders that have a `_category_` file.
fn category_labels(
    files: &ProjectFiles,
    root: &str,
    project: &mut Project,
) -> BTreeMap<String, (Option<f64>, Option<String>)> {
    let is_category = |path: &&str| name_of(path).starts_with("_category_.");
    let read = files.below(root).filter(is_category).filter_map(|path| {
        let text = files.settings(path)?;
        let value = if path.ends_with(".json") { ConfigScript::read(&text).root() } else { Setting::of_yaml(&text)? };
        if value.at(&["link", "description"]).or_else(|| value.get("description")).is_some() {
            project.lost(path, DESCRIBED);
        }
        let place = value.get("position").and_then(Setting::number);
        Some((folder_of(path).to_owned(), (place, value.text_of("label"))))
    });
    read.collect()
}

/// The labels of categories in the language of a folder of translations, by those of the original.
fn translated_labels(files: &ProjectFiles, folder: &str) -> BTreeMap<String, String> {
    let messages = files.settings(&format!("{folder}.json")).and_then(|text| Setting::of_json(&text));
    let messages = messages.iter().flat_map(Setting::entries);
    let labels = messages.filter_map(|(id, message)| {
        let (_, label) = id.strip_prefix("sidebar.")?.split_once(".category.")?;
        Some((label.to_owned(), message.text_of("message")?))
    });
    labels.collect()
}

fn translate(group: &mut [String], labels: &BTreeMap<String, String>) {
    for label in group {
        if let Some(translated) = labels.get(label) {
            label.clone_from(translated);
        }
    }
}

/// Numbers before bare names; a name for what has no number.
type PathPlace = Vec<(bool, u64, String)>;

fn place_of(position: Option<f64>, name: &str) -> (bool, u64, String) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let number = position.or_else(|| name[..digits].parse().ok());
    // Positive numbers are ordered as their bits are.
    (number.is_none(), number.unwrap_or(0.0).max(0.0).to_bits(), name.to_owned())
}

fn placed(
    files: &ProjectFiles,
    mut page: ProjectPage,
    root: &str,
    labels: &BTreeMap<String, (Option<f64>, Option<String>)>,
) -> (PathPlace, ProjectPage) {
    let text = files.text(&page.path).map(|(text, _)| text).unwrap_or_default();
    let front = ForeignFrontMatter::of(&text).settings;
    let mut place = Vec::new();
    let mut folder = root.to_owned();
    let below = page.path[root.len()..].trim_start_matches('/').to_owned();
    for part in folder_of(&below).split('/').filter(|part| !part.is_empty()) {
        folder = join(&folder, part).unwrap_or_default();
        let (position, label) = labels.get(&folder).cloned().unwrap_or_default();
        place.push(place_of(position, part));
        page.group.push(label.unwrap_or_else(|| name_as_title(part)));
    }
    let position = front.get("sidebar_position").and_then(Setting::number);
    let is_index = page.key.is_empty() || page.key.ends_with('/');
    place.push(place_of(position.or(is_index.then_some(0.0)), name_of(&below)));
    page.label = front.text_of("sidebar_label");
    let parts: Vec<&str> = page.key.split('/').map(without_number).collect();
    page.key = parts.join("/");
    let slug = front.text_of("slug");
    page.address = match (slug, front.text_of("id")) {
        (Some(slug), _) if slug.starts_with('/') => slug,
        (Some(name), _) | (None, Some(name)) => join(folder_of(&page.key), &name).unwrap_or_default(),
        _ => page.key.clone(),
    };
    (place, page)
}
