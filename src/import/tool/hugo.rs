//! Hugo: `hugo.toml` or `config.toml`, weights, titles of sections, and languages by folders or the names of files.

use std::collections::BTreeMap;

use crate::import::files::{ProjectFiles, folder_of, join, name_of};
use crate::import::front_matter::ForeignFrontMatter;
use crate::import::kind::Tool;
use crate::import::language::language_named;
use crate::import::project::{Project, ProjectPage, name_as_title, pages_below};
use crate::import::setting::Setting;
use crate::name::Locale;

const CONFIGS: [&str; 10] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
];

pub(super) fn is_of(files: &ProjectFiles) -> bool {
    let has_content = || files.below("content").next().is_some();
    let has_settings = files.first(CONFIGS).is_some() || files.below("config/_default").next().is_some();
    has_settings && (has_content() || !settings(files).is_empty())
}

/// All settings, those of the folder `config/_default` under the name of their file.
fn settings(files: &ProjectFiles) -> Vec<Setting> {
    let read = |path: &str| {
        let text = files.settings(path)?;
        match path.rsplit('.').next()? {
            "toml" => Setting::of_toml(&text),
            "json" => Setting::of_json(&text),
            _ => Setting::of_yaml(&text),
        }
    };
    let mut found: Vec<Setting> = CONFIGS.into_iter().filter(|path| files.has(path)).filter_map(read).collect();
    for path in files.below("config/_default").filter(|path| !CONFIGS.contains(path)) {
        let name = name_of(path).split('.').next().unwrap_or_default().to_owned();
        found.extend(read(path).map(|value| match name.as_str() {
            "hugo" | "config" => value,
            _ => Setting::Map(vec![(name, value)]),
        }));
    }
    found
}

/// What orders the pages of a section: the weight, the date (newest first), the title.
type PageOrder = (bool, i64, std::cmp::Reverse<String>, String);

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Hugo);
    let all = settings(files);
    let first = |keys: &[&str]| all.iter().find_map(|settings| settings.at(keys));
    let text = |keys: &[&str]| first(keys).and_then(Setting::text);
    project.titles.extend(text(&["title"]).map(|title| (None, title)));
    if let Some(url) = text(&["baseURL"]).or_else(|| text(&["baseurl"])) {
        project.set_base(&url);
    }
    project.extensions.has_emoji = first(&["enableEmoji"]).is_some_and(Setting::is_true);
    let default = text(&["defaultContentLanguage"]).or_else(|| text(&["languageCode"]));
    project.default = default.and_then(|code| language_named(&code));
    project.public = vec![text(&["staticDir"]).unwrap_or_else(|| "static".to_owned()), "assets".to_owned()];
    let named = text(&["contentDir"]).unwrap_or_else(|| "content".to_owned());
    let content = project.folder(files.first(CONFIGS).unwrap_or_default(), &named, "content");
    let mut of_languages = Vec::new();
    for (code, language) in first(&["languages"]).map(Setting::entries).unwrap_or_default() {
        let Some(locale) = language_named(code) else {
            continue;
        };
        let title = language.text_of("title").or_else(|| language.at(&["params", "title"]).and_then(Setting::text));
        project.titles.extend(title.map(|title| (Some(locale), title)));
        let folder = language.text_of("contentDir").or_else(|| language.text_of("contentdir"));
        match folder.as_deref().map(|folder| (folder, join("", folder))) {
            Some((_, Some(inside))) => of_languages.push((inside, locale)),
            Some((outside, None)) => project.lost(
                files.first(CONFIGS).unwrap_or("."),
                format!("the folder of `{code}`, `{outside}`, leads out of the project: import the folder above both"),
            ),
            None => {}
        }
    }
    // `content.zh/` beside `content/` needs no settings.
    for path in files.paths() {
        let top = path.split('/').next().unwrap_or_default();
        if let Some(locale) = top.strip_prefix(&format!("{content}.")).and_then(language_named)
            && !of_languages.iter().any(|(folder, _)| folder == top)
        {
            of_languages.push((top.to_owned(), locale));
        }
    }
    for (folder, locale) in &of_languages {
        project.pages.extend(pages_below(files, folder, Some(*locale)));
    }
    let is_of_language =
        |page: &ProjectPage| of_languages.iter().any(|(folder, _)| page.path.starts_with(&format!("{folder}/")));
    project.pages.extend(pages_below(files, &content, None).into_iter().filter(|page| !is_of_language(page)));
    order(files, &mut project);
    project
}

/// Orders pages by what their front matter says, section by section, and names their sections.
fn order(files: &ProjectFiles, project: &mut Project) {
    let mut sections: BTreeMap<(Option<Locale>, String), (PageOrder, Option<String>)> = BTreeMap::new();
    let mut orders = Vec::new();
    let mut pages = std::mem::take(&mut project.pages);
    for page in &mut pages {
        let text = files.text(&page.path).map(|(text, _)| text).unwrap_or_default();
        let front = ForeignFrontMatter::of(&text).settings;
        project.has_math |=
            front.get("math").is_some_and(Setting::is_true) || front.get("katex").is_some_and(Setting::is_true);
        let order = page_order(&front, &page.key);
        let label = front.text_of("linkTitle").or_else(|| front.text_of("linktitle"));
        if page.key.ends_with('/') {
            let title = label.clone().or_else(|| front.text_of("title"));
            sections.insert((page.locale, page.key.trim_end_matches('/').to_owned()), (order.clone(), title));
        }
        page.label = label;
        let is_bundle = page.key.ends_with('/') && name_of(&page.path).starts_with("index.");
        page.address = match (front.text_of("url"), front.text_of("slug")) {
            (Some(url), _) => url.trim_start_matches('/').to_owned(),
            (_, Some(slug)) => join(folder_of(page.key.trim_end_matches('/')), &slug).unwrap_or_default() + "/",
            _ => format!("{}/", page.key.trim_end_matches('/')).trim_start_matches('/').to_owned(),
        };
        // An alias that begins with no `/` stands beside the page.
        let beside = |alias: String| match alias.starts_with('/') {
            true => alias,
            false => join(folder_of(page.address.trim_end_matches('/')), &alias).unwrap_or(alias),
        };
        page.aliases = front.get("aliases").map(Setting::texts).unwrap_or_default().into_iter().map(beside).collect();
        orders.push((order, is_bundle));
    }
    let mut ordered: Vec<_> = pages
        .into_iter()
        .zip(orders)
        .map(|(mut page, (own, is_bundle))| {
            let mut order = Vec::new();
            let folder = page.key.trim_end_matches('/');
            let is_section = page.key.ends_with('/') && !is_bundle;
            let above = if is_section { folder } else { folder_of(folder) };
            let mut path = String::new();
            for part in above.split('/').filter(|part| !part.is_empty()) {
                path = join(&path, part).unwrap_or_default();
                let section = sections.get(&(page.locale, path.clone()));
                order.push(section.map_or_else(|| page_order(&Setting::Nothing, &path), |(order, _)| order.clone()));
                page.group.push(section.and_then(|(_, title)| title.clone()).unwrap_or_else(|| name_as_title(part)));
            }
            if !is_section {
                order.push(own);
            }
            (order, page)
        })
        .collect();
    ordered.sort_by(|a, b| a.0.cmp(&b.0));
    project.pages = ordered.into_iter().map(|(_, page)| page).collect();
}

#[expect(clippy::cast_possible_truncation, reason = "a weight is a small number")]
fn page_order(front: &Setting, key: &str) -> PageOrder {
    let weight = front.get("weight").and_then(Setting::number).map_or(0, |weight| weight as i64);
    let date = front.text_of("date").unwrap_or_default();
    (weight == 0, weight, std::cmp::Reverse(date), front.text_of("title").unwrap_or_else(|| key.to_owned()))
}
