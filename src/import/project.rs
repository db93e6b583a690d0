//! A project of another tool, as far as its own rules are needed to read it: which pages it has, in which order and languages.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::extension::Extensions;
use super::files::{ProjectFiles, folder_of, join, name_of, without_ending};
use super::front_matter::ForeignFrontMatter;
use super::kind::Tool;
use super::language::{language_in_stem, language_named, language_of_text};
use super::remark::{Remark, RemarkKind};
use crate::analysis::{is_han, is_visible};
use crate::diagnostic::is_control;
use crate::name::Locale;

/// Where `\[…\]` is a formula; elsewhere it stands for brackets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Brackets {
    /// Where nothing else stands in the paragraph.
    #[default]
    Alone,
    /// Within lines, too, if it holds what texts do not.
    LikeFormulas,
    /// Within lines, too.
    Anywhere,
}

impl Brackets {
    /// Whether what stands between two of them within a line is a formula.
    pub(super) fn within_lines(self, formula: &str) -> bool {
        match self {
            Self::Alone => false,
            Self::LikeFormulas => formula.contains(['\\', '^', '_', '=', '{', '<', '>']),
            Self::Anywhere => true,
        }
    }
}

/// What a tool's reader found.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) tool: Tool,
    /// The folder with the tool's settings, from which aliases such as `@site/` lead.
    pub(super) home: String,
    /// The name of the site, by language if the settings say so.
    pub(super) titles: Vec<(Option<Locale>, String)>,
    /// What the site is about, likewise.
    pub(super) descriptions: Vec<(Option<Locale>, String)>,
    /// The language of pages that do not say theirs.
    pub(super) default: Option<Locale>,
    /// In reading order once they are [arranged](Self::arrange).
    pub(super) pages: Vec<ProjectPage>,
    /// How the pages are listed, in each language that has a list of its own.
    pub(super) navigation: Vec<NavigationEntry>,
    /// Folders whose files stand at the root of the published site.
    pub(super) public: Vec<String>,
    /// The path that the site is published below, with `/` at both ends.
    pub(super) base: String,
    /// Old addresses, and the path of the page or the address that they lead to.
    pub(super) redirects: Vec<(String, String)>,
    /// What attributes of headings stand in, where that is not `{…}`.
    pub(super) attribute_marks: Option<(String, String)>,
    /// Whether `$…$` is a formula.
    pub(super) has_math: bool,
    pub(super) brackets: Brackets,
    pub(super) extensions: Extensions,
    /// The files of definitions that each page has at its end.
    pub(super) appended: Vec<String>,
    pub(super) remarks: Vec<Remark>,
    /// The keys of pages by the names of their files, where these are enough to link to them; `None` for those of several pages.
    called: HashMap<String, Option<String>>,
}

/// A page in one language.
#[derive(Clone, Debug)]
pub(super) struct ProjectPage {
    /// The path of its file from the project.
    pub(super) path: String,
    /// `None` until the default language is known.
    pub(super) locale: Option<Locale>,
    /// The same for its translations: the path without language and ending, of an index that of its folder.
    pub(super) key: String,
    /// The folder that the key leads from.
    pub(super) root: String,
    /// Its old address below the site's, without the language.
    pub(super) address: String,
    /// Further old addresses.
    pub(super) aliases: Vec<String>,
    /// The titles of the groups that it stands in, outermost first.
    pub(super) group: Vec<String>,
    /// What the navigation calls it.
    pub(super) label: Option<String>,
}

/// A page in a list of pages.
#[derive(Clone, Debug)]
pub(super) struct NavigationEntry {
    /// The key of the page.
    pub(super) key: String,
    /// The language of the list; `None` for all.
    pub(super) locale: Option<Locale>,
    pub(super) group: Vec<String>,
    pub(super) label: Option<String>,
}

impl Project {
    /// The key of the page whose file has a name, which is enough for Hugo if no other page has it.
    pub(super) fn page_called(&self, name: &str) -> Option<&str> {
        let name = without_ending(name).unwrap_or(name);
        self.called.get(name)?.as_deref()
    }

    /// Keeps the pages by the names of their files, if the tool links to them by these.
    fn keep_names(&mut self) {
        self.called.clear();
        for page in self.pages.iter().filter(|_| self.tool == Tool::Hugo) {
            let name = name_of(page.key.trim_end_matches('/'));
            if !name.is_empty() {
                let known = self.called.entry(name.to_owned()).or_insert_with(|| Some(page.key.clone()));
                *known = known.take().filter(|known| *known == page.key);
            }
        }
    }

    pub(super) fn new(tool: Tool) -> Self {
        Self {
            tool,
            home: String::new(),
            titles: Vec::new(),
            descriptions: Vec::new(),
            default: None,
            pages: Vec::new(),
            navigation: Vec::new(),
            public: Vec::new(),
            base: "/".to_owned(),
            redirects: Vec::new(),
            attribute_marks: None,
            has_math: false,
            brackets: if tool == Tool::Hugo { Brackets::LikeFormulas } else { Brackets::Alone },
            extensions: Extensions::of_tool(tool),
            appended: Vec::new(),
            remarks: Vec::new(),
            called: HashMap::new(),
        }
    }

    pub(super) fn title(&mut self, title: Option<String>) {
        self.titles.extend(title.map(|title| (None, title)));
    }

    /// Sets the path that the site is published below.
    pub(super) fn set_base(&mut self, path: &str) {
        let path = path.split_once("://").map_or(path, |(_, after)| after.find('/').map_or("", |at| &after[at..]));
        let path = path.trim_matches('/');
        self.base = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    }

    /// A folder that a file of settings names from its own; a folder outside of the project is told, and gives way to what is usual.
    pub(super) fn folder(&mut self, settings: &str, named: &str, usual: &str) -> String {
        join(folder_of(settings), named).unwrap_or_else(|| {
            self.lost(
                settings,
                format!("the settings lead out of the project, to `{named}`: `{usual}` was read instead"),
            );
            join(folder_of(settings), usual).unwrap_or_default()
        })
    }

    pub(super) fn look(&mut self, path: &str, message: impl Into<String>) {
        self.remarks.push(Remark::of_file(RemarkKind::Look, path, message));
    }

    pub(super) fn lost(&mut self, path: &str, message: impl Into<String>) {
        self.remarks.push(Remark::of_file(RemarkKind::Lost, path, message));
    }

    /// Tells which entries of a list of pages, by what they are called there, lead to no page of the project.
    pub(super) fn no_pages(&mut self, path: &str, mut labels: Vec<String>) {
        const MAX_SHOWN: usize = 12;
        let mut seen = HashSet::new();
        labels.retain(|label| seen.insert(label.clone()));
        if labels.is_empty() {
            return;
        }
        let rest = labels.len().saturating_sub(MAX_SHOWN);
        labels.truncate(MAX_SHOWN);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        self.lost(
            path,
            format!("links in the list of pages that lead to none are left out: {}{more}", labels.join(", ")),
        );
    }

    /// Gives each page a language and its place: in the order of the navigation, what that does not list after it, by path.
    pub(super) fn arrange(&mut self, files: &ProjectFiles) {
        let default = self.default.or_else(|| self.guess(files)).or_else(|| "en".parse().ok());
        self.default = default;
        let original = default;
        let (mut places, mut entries) = (HashMap::new(), HashMap::new());
        let own_first = self.navigation.iter().filter(|entry| entry.locale.is_none() || entry.locale == original);
        let others = self.navigation.iter().filter(|entry| entry.locale.is_some() && entry.locale != original);
        for (place, entry) in own_first.chain(others).enumerate() {
            places.entry(entry.key.clone()).or_insert(place);
            entries.entry((entry.locale, entry.key.clone())).or_insert(entry);
        }
        let mut own = HashMap::new();
        for page in self.pages.iter().filter(|page| page.locale.is_some()) {
            own.entry((page.locale, page.key.clone())).or_insert_with(|| page.path.clone());
        }
        for page in &mut self.pages {
            page.locale = page.locale.or(default);
            let old = localized_address(page, default, self.tool);
            page.aliases.extend(old.filter(|old| *old != page.address));
            let entry =
                [page.locale, None, original].into_iter().find_map(|locale| entries.get(&(locale, page.key.clone())));
            if let Some(entry) = entry {
                page.group.clone_from(&entry.group);
                page.label = entry.label.clone().filter(|_| entry.locale.is_none() || entry.locale == page.locale);
            }
        }
        let place = |page: &ProjectPage| places.get(&page.key).copied().unwrap_or(usize::MAX);
        self.pages.sort_by_key(place);
        let mut seen = HashMap::new();
        let mut doubled = Vec::new();
        self.pages.retain(|page| {
            let key = (page.locale, page.key.clone());
            // What stands in the folder of a language is its page, and not what stands in none.
            let first = own.get(&key).filter(|own| **own != page.path).cloned();
            match first.or_else(|| seen.insert(key, page.path.clone())) {
                None => true,
                Some(first) => {
                    doubled.push((page.path.clone(), first));
                    false
                }
            }
        });
        for (path, first) in doubled {
            self.lost(&path, format!("it is the same page in the same language as `{first}`, and was left out"));
        }
        self.keep_names();
    }

    /// The language that most pages without one seem to be in; else that of most pages.
    fn guess(&self, files: &ProjectFiles) -> Option<Locale> {
        const SAMPLE: usize = 24;
        let unnamed: Vec<&ProjectPage> = self.pages.iter().filter(|page| page.locale.is_none()).collect();
        let sample = unnamed.iter().step_by(unnamed.len() / SAMPLE + 1);
        let guesses = sample.filter_map(|page| {
            let (text, _) = files.text(&page.path).ok()?;
            let body = ForeignFrontMatter::of(&text).body;
            // What has a translation into a language is in another.
            let is_other = |locale: &Locale| {
                !self.pages.iter().any(|page_of| page_of.key == page.key && page_of.locale == Some(*locale))
            };
            let by_characters = || if body.contains(is_han) { "zh".parse().ok() } else { None };
            language_of_text(body).filter(is_other).or_else(by_characters).filter(is_other)
        });
        most(guesses).or_else(|| most(self.pages.iter().filter_map(|page| page.locale)))
    }
}

/// The language that is named most often; of several the first by its code.
fn most(locales: impl Iterator<Item = Locale>) -> Option<Locale> {
    let mut counts: BTreeMap<String, (usize, Locale)> = BTreeMap::new();
    for locale in locales {
        counts.entry(locale.code().to_owned()).or_insert((0, locale)).0 += 1;
    }
    let most = counts.into_iter().max_by_key(|(code, (count, _))| (*count, std::cmp::Reverse(code.clone())));
    most.map(|(_, (_, locale))| locale)
}

/// The old address of a page with its language, which most tools begin those with that are not in the first.
fn localized_address(page: &ProjectPage, default: Option<Locale>, tool: Tool) -> Option<String> {
    let locale = page.locale?;
    let folder = page.path.split('/').rev().skip(1).find(|part| language_named(part) == Some(locale));
    let is_first = Some(locale) == default && !(tool == Tool::Vitepress && folder.is_some());
    let prefix = folder.unwrap_or(locale.code());
    let address = page.address.trim_start_matches('/');
    (!is_first && !address.starts_with(&format!("{prefix}/"))).then(|| format!("{prefix}/{address}"))
}

/// The pages below a folder, by their paths. What says its language by the name of its file or of one of the first two folders
/// has that; else they have `locale`.
pub(super) fn pages_below(files: &ProjectFiles, root: &str, locale: Option<Locale>) -> Vec<ProjectPage> {
    let paths = files.below(root).filter(|path| without_ending(path).is_some());
    let mut pages: Vec<ProjectPage> = paths.map(|path| page_at(path, root, locale)).collect();
    pages.sort_by_cached_key(|page| reading_order(&page.key, &page.path));
    pages
}

/// Takes pages out, and returns their paths.
pub(super) fn take_out(pages: &mut Vec<ProjectPage>, is_left: impl Fn(&ProjectPage) -> bool) -> Vec<String> {
    pages.extract_if(.., |page| is_left(page)).map(|page| page.path).collect()
}

/// A page by the path of its file.
pub(super) fn page_at(path: &str, root: &str, locale: Option<Locale>) -> ProjectPage {
    let below = path.strip_prefix(root).unwrap_or(path).trim_start_matches('/');
    let stem = without_ending(below).unwrap_or(below);
    let (mut stem, mut named) = (stem.to_owned(), locale);
    if let Some((before, found)) = language_in_stem(name_of(&stem)) {
        let folder = folder_of(&stem).to_owned();
        stem = if folder.is_empty() { before.to_owned() } else { format!("{folder}/{before}") };
        named = Some(found);
    } else if locale.is_none() {
        let parts: Vec<&str> = stem.split('/').collect();
        let place = parts.iter().take((parts.len() - 1).min(2)).position(|part| language_named(part).is_some());
        if let Some(place) = place {
            named = language_named(parts[place]);
            stem = [&parts[..place], &parts[place + 1..]].concat().join("/");
        }
    }
    let key = key_of(&stem);
    ProjectPage {
        path: path.to_owned(),
        locale: named,
        address: key.clone(),
        key,
        root: root.to_owned(),
        aliases: Vec::new(),
        group: Vec::new(),
        label: None,
    }
}

/// A path without its ending; of an index the path of its folder, with a `/` at its end.
pub(super) fn key_of(stem: &str) -> String {
    let is_index = matches!(name_of(stem).to_ascii_lowercase().as_str(), "index" | "_index" | "readme");
    if is_index { format!("{}/", folder_of(stem)).trim_start_matches('/').to_owned() } else { stem.to_owned() }
}

/// Indexes first, numbers by their value.
fn reading_order(key: &str, path: &str) -> (Vec<(u64, String)>, String) {
    let part = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (part[..digits].parse().unwrap_or(u64::MAX), part.to_owned())
    };
    let folders = folder_of(key).split('/').filter(|folder| !folder.is_empty()).map(part);
    let mut order: Vec<_> = folders.collect();
    if !name_of(key).is_empty() {
        order.push(part(name_of(key)));
    }
    (order, path.to_owned())
}

/// What a folder or a file is called, of which nothing else is known: `getting-started` as `Getting started`.
pub(super) fn name_as_title(name: &str) -> String {
    let words = name.trim_start_matches(|first: char| first.is_ascii_digit() || matches!(first, '-' | '_' | '.'));
    let words = if words.is_empty() { name } else { words }.replace(['-', '_'], " ");
    // Names may hold what no title may.
    let words = words.replace(|next: char| is_control(next) || matches!(next, '\u{FFFE}' | '\u{FFFF}'), "");
    if !is_visible(&words) {
        return "…".to_owned();
    }
    let first = words.chars().next().map(char::to_uppercase);
    first.into_iter().flatten().chain(words.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_a_name_that_no_other_has() {
        let arranged = |tool: Tool| {
            let mut project = Project::new(tool);
            let paths =
                ["c/a/bare.md", "c/a/bare.zh.md", "c/a/twice.md", "c/b/twice.md", "c/b/_index.md", "c/_index.md"];
            project.pages = paths.iter().map(|path| page_at(path, "c", None)).collect();
            project.arrange(&ProjectFiles::default());
            project
        };
        let hugo = arranged(Tool::Hugo);
        for (name, key) in [
            ("bare.md", Some("a/bare")),
            ("bare", Some("a/bare")),
            ("twice.md", None),
            ("b", Some("b/")),
            ("a/bare", None),
            ("none.md", None),
            ("", None),
        ] {
            assert_eq!(hugo.page_called(name), key, "{name}");
        }
        assert_eq!(arranged(Tool::Mkdocs).page_called("bare.md"), None);
    }

    #[test]
    fn a_name_of_any_characters_is_a_title() {
        for (name, title) in [
            ("getting-started", "Getting started"),
            ("01-安装", "安装"),
            ("a\u{1}b", "Ab"),
            ("\u{1}", "…"),
            ("2024", "2024"),
        ] {
            assert_eq!(name_as_title(name), title, "{name:?}");
        }
    }
}
