//! VitePress and VuePress: the literals of `.vitepress/config.*`, of which the side bars give the order.

use std::collections::HashSet;

use crate::import::files::{ProjectFiles, folder_of, join, name_of};
use crate::import::glob::PathPatterns;
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{NavigationEntry, Project, key_of, page_at, pages_below, take_out};
use crate::import::script::ConfigScript;
use crate::import::setting::Setting;

/// Items may stand in items this deep.
const MAX_NESTING: usize = 16;

pub(super) fn is_of(files: &ProjectFiles) -> bool {
    settings_folder(files).is_some()
}

/// The folder `.vitepress`.
fn settings_folder(files: &ProjectFiles) -> Option<String> {
    let is_config = |path: &str| {
        let mut parts = path.split('/').skip_while(|part| !matches!(*part, ".vitepress" | ".vuepress"));
        parts.next().is_some() && parts.next().is_some_and(|name| name.starts_with("config")) && is_script(path)
    };
    let path = files.nearest(is_config)?;
    let folder = path.split('/').take_while(|part| !part.starts_with("config")).collect::<Vec<_>>();
    Some(folder.join("/"))
}

fn is_script(path: &str) -> bool {
    matches!(path.rsplit('.').next(), Some("ts" | "js" | "mts" | "mjs" | "cjs" | "json"))
}

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Vitepress);
    let settings = settings_folder(files).unwrap_or_default();
    let home = folder_of(&settings).to_owned();
    let mut root = home.clone();
    let is_theme = |path: &str| {
        path[settings.len()..].split('/').any(|part| matches!(part, "theme" | "cache" | "dist" | "components"))
    };
    // Settings may be imported from beside the pages.
    let is_settings = |path: &str| {
        let stem = name_of(path).split('.').next().unwrap_or_default();
        path.starts_with(&format!("{settings}/")) && !is_theme(path) || matches!(stem, "config" | "sidebar")
    };
    let paths: Vec<&str> = files.below(&home).filter(|path| is_script(path) && is_settings(path)).collect();
    let mut all = ConfigScript::default();
    let mut exported = Vec::new();
    for path in &paths {
        let script = ConfigScript::read(&files.settings(path).unwrap_or_default());
        all.defined.extend(script.defined);
        exported.push(script.exported);
    }
    let exported: Vec<Setting> = exported.iter().map(|value| all.resolve(value)).collect();
    for (value, path) in exported.iter().zip(&paths) {
        if let Some(source) = value.text_of("srcDir") {
            root = join(&home, &source).unwrap_or_else(|| {
                project
                    .lost(path, format!("the settings lead out of the project, to `{source}`: this was passed over"));
                home.clone()
            });
        }
        if let Some(base) = value.text_of("base") {
            project.set_base(&base);
        }
        read_languages(value, path, &mut project);
        let root_lang = value.at(&["locales", "root", "lang"]).and_then(Setting::text);
        let lang = root_lang.or_else(|| value.text_of("lang"));
        project.default = project.default.or_else(|| lang.and_then(|code| language_named(&code)));
        let delimiter = |name: &str| value.at(&["markdown", "attrs", name]).and_then(Setting::text);
        let marks = delimiter("leftDelimiter").zip(delimiter("rightDelimiter"));
        project.attribute_marks = project.attribute_marks.take().or(marks);
        project.has_math |= value.at(&["markdown", "math"]).is_some_and(Setting::is_true);
    }
    project.home.clone_from(&home);
    project.public = [join(&root, "public"), join(&settings, "public")].into_iter().flatten().collect();
    let is_clean = exported.iter().any(|value| value.get("cleanUrls").is_some_and(Setting::is_true));
    take_pages(files, (&root, &settings), if is_clean { "" } else { ".html" }, &mut project);
    let place = paths.first().copied().unwrap_or_default();
    leave_excluded_out(&exported, (&root, place), &mut project);
    let (found, mut left) = navigation(exported, &all, &root);
    let keys: HashSet<&str> = project.pages.iter().map(|page| page.key.as_str()).collect();
    let leads_nowhere = found.iter().filter(|entry| !keys.contains(entry.key.as_str()));
    left.extend(leads_nowhere.map(|entry| entry.label.clone().unwrap_or_else(|| entry.key.clone())));
    project.no_pages(place, left);
    project.navigation = found;
    if project.navigation.is_empty() {
        project.look(place, "no side bar could be read out of the settings: pages are in the order of their paths");
    }
    project
}

/// What stands in the place of a list that the tool makes by itself.
const MADE_BY_ITSELF: [&str; 3] = ["auto", "heading", "structure"];

/// Takes the pages below a folder, but for what stands beside the settings. The addresses of those that are no index have an ending.
fn take_pages(files: &ProjectFiles, (root, settings): (&str, &str), ending: &str, project: &mut Project) {
    let home = project.home.clone();
    let below_home = |path: &str| home.is_empty() || path.starts_with(&format!("{home}/"));
    project.pages = pages_below(files, root, None);
    project.pages.retain(|page| below_home(&page.path) && !page.path.starts_with(settings));
    leave_patterns_out(root, project);
    for page in &mut project.pages {
        // A side bar may name what stands in a folder of a language.
        page.address = if page.key.is_empty() || page.key.ends_with('/') {
            page.key.clone()
        } else {
            format!("{}{ending}", page.key)
        };
    }
}

/// Leaves out what is no page: `[name].md`, of which a program makes some.
fn leave_patterns_out(root: &str, project: &mut Project) {
    let left = take_out(&mut project.pages, |page| page.path[root.len()..].contains('['));
    for path in left {
        project.lost(&path, "it is a pattern for pages that a program makes, and was left out");
    }
}

/// Leaves out what the settings take for no page: `pagePatterns` of VuePress, `srcExclude` of VitePress.
fn leave_excluded_out(exported: &[Setting], (root, place): (&str, &str), project: &mut Project) {
    for key in ["pagePatterns", "patterns", "srcExclude"] {
        let Some(setting) = exported.iter().find_map(|settings| settings.get(key)) else {
            continue;
        };
        let patterns = PathPatterns::of_setting(setting, key, place, project);
        let is_left = |path: &str| match key {
            _ if setting.texts().is_empty() => false,
            "srcExclude" => patterns.name(path),
            _ => !patterns.take(path),
        };
        let left = take_out(&mut project.pages, |page| is_left(page.path[root.len()..].trim_start_matches('/')));
        for path in left {
            project.lost(&path, format!("the settings leave it out of the site (`{key}`), and it was left out"));
        }
    }
}

/// What settings say in each language: how the site is called, what it is about, and its menu, which does not come along.
fn read_languages(settings: &Setting, path: &str, project: &mut Project) {
    let languages = settings.get("locales").map(Setting::entries).unwrap_or_default().iter();
    let languages = languages.map(|(key, language)| {
        let code = key.trim_matches('/');
        let is_root = code.is_empty() || code == "root";
        (if is_root { None } else { language_named(code) }, language)
    });
    // What is said of a language stands before what is said of all.
    let mut menu = Vec::new();
    for (locale, said) in languages.chain([(None, settings)]) {
        project.titles.extend(said.text_of("title").map(|title| (locale, title)));
        project.descriptions.extend(said.text_of("description").map(|text| (locale, text)));
        let items = said.at(&["themeConfig", "nav"]).map(Setting::list).unwrap_or_default();
        menu.extend(items.iter().filter_map(|item| item.text_of("text")));
    }
    if !menu.is_empty() {
        project.lost(path, format!("the menu at the top is left out: {}", menu.join(", ")));
    }
}

/// The pages that the side bars list, and what links to other sites are called there.
fn navigation(exported: Vec<Setting>, all: &ConfigScript, root: &str) -> (Vec<NavigationEntry>, Vec<String>) {
    let mut sidebars: Vec<Setting> = exported;
    sidebars.extend(
        all.defined.values().filter(|value| value.get("themeConfig").is_some()).map(|value| all.resolve(value)),
    );
    let named = all.defined.iter().filter(|(name, _)| name.to_lowercase().contains("sidebar"));
    let named: Vec<Setting> = named.map(|(_, value)| all.resolve(value)).collect();
    let mut walk = SidebarWalk { root, found: Vec::new(), left: Vec::new() };
    sidebars.iter().for_each(|value| walk.sidebars(value, 0));
    if walk.found.is_empty() {
        named.iter().for_each(|value| walk.sidebar(value));
    }
    (walk.found, walk.left)
}

struct SidebarWalk<'r> {
    root: &'r str,
    found: Vec<NavigationEntry>,
    left: Vec<String>,
}

impl SidebarWalk<'_> {
    /// Finds the side bars in the settings: what `sidebar` holds, at the top or for a language.
    fn sidebars(&mut self, value: &Setting, depth: usize) {
        if depth > MAX_NESTING {
            return;
        }
        for (key, inner) in value.entries() {
            match key.as_str() {
                "sidebar" => self.sidebar(inner),
                key if key.starts_with('/') => self.sidebar(value),
                _ => self.sidebars(inner, depth + 1),
            }
        }
    }

    /// A side bar: items, or items for each of some folders.
    fn sidebar(&mut self, value: &Setting) {
        match value {
            Setting::Map(entries) if value.get("items").is_none() => {
                for (folder, inner) in entries.iter().filter(|(folder, _)| folder.starts_with('/')) {
                    let base = inner.text_of("base").unwrap_or_default();
                    match inner.get("items") {
                        Some(items) => self.items(items, &base, &[]),
                        None => self.items(inner, if matches!(inner, Setting::List(_)) { "" } else { folder }, &[]),
                    }
                }
            }
            value => self.items(value, "", &[]),
        }
    }

    fn items(&mut self, value: &Setting, base: &str, group: &[String]) {
        if group.len() > MAX_NESTING {
            return;
        }
        for item in value.list() {
            self.items(item, base, group);
        }
        if let Setting::Text(link) = value
            && !MADE_BY_ITSELF.contains(&link.as_str())
        {
            self.entry(link, base, group, None);
        }
        let Setting::Map(_) = value else {
            return;
        };
        let label = value.text_of("text").or_else(|| value.text_of("title"));
        let link = value.text_of("link").or_else(|| value.text_of("path"));
        let items = value.get("items").or_else(|| value.get("children"));
        let inner: Vec<String> = group.iter().cloned().chain(label.clone().filter(|_| items.is_some())).collect();
        if let Some(link) = link {
            self.entry(&link, base, if items.is_some() { &inner } else { group }, label);
        }
        let own = value.text_of("base");
        if let Some(items) = items {
            self.items(items, own.as_deref().unwrap_or(base), &inner);
        }
    }

    fn entry(&mut self, link: &str, base: &str, group: &[String], label: Option<String>) {
        if link.contains("://") {
            self.left.push(label.unwrap_or_else(|| link.to_owned()));
            return;
        }
        let link = link.split(['#', '?']).next().unwrap_or(link);
        let path = format!("{}/{}", base.trim_end_matches('/'), link.trim_start_matches('/'));
        let path = path.trim_start_matches('/').trim_end_matches(".md").trim_end_matches(".html");
        let stem = if path.is_empty() || path.ends_with('/') { format!("{path}index") } else { path.to_owned() };
        let page = page_at(&format!("{}/{stem}.md", self.root), self.root, None);
        let key = key_of(if name_of(&page.key).is_empty() { &stem } else { &page.key });
        let key = if page.key.ends_with('/') || page.key.is_empty() { page.key } else { key };
        self.found.push(NavigationEntry { key, locale: page.locale, group: group.to_vec(), label });
    }
}
