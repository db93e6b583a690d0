//! Where the pages of a project go: ids of articles, categories and the order in them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::convert::Draft;
use super::files::{folder_of, name_of};
use super::project::{Project, name_as_title};
use crate::analysis::{is_han, is_visible, readings};
use crate::name::Locale;
use crate::site::is_reserved;

/// Ids may be 80 bytes long; numbers may come after this.
const LONGEST: usize = 64;
/// The list of the categories stands beside them under this name.
const CATEGORIES: &str = "categories";

/// An article that pages become.
#[derive(Debug)]
pub(super) struct PlannedArticle {
    pub(super) id: String,
    /// The place of its category.
    pub(super) category: usize,
    /// Counted from 1 in its category.
    pub(super) order: usize,
    /// The key that its pages share.
    pub(super) key: String,
    /// The places of its pages in the project, by language: that of the original first.
    pub(super) pages: Vec<(Locale, usize)>,
}

/// A category that a group of pages becomes.
#[derive(Debug)]
pub(super) struct PlannedCategory {
    pub(super) id: String,
    pub(super) titles: BTreeMap<String, String>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct SiteLayout {
    /// The first is the language of the originals.
    pub(super) locales: Vec<Locale>,
    pub(super) articles: Vec<PlannedArticle>,
    pub(super) categories: Vec<PlannedCategory>,
    /// The places of the articles by their keys.
    pub(super) of_key: HashMap<String, usize>,
    /// Categories of pages that hold nothing but a title, by their keys.
    pub(super) of_empty: HashMap<String, usize>,
    /// The keys of pages that could be read in no language, or were left out in all.
    pub(super) left_out: HashSet<String>,
}

/// What makes pages belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum CategoryKey {
    Titles(Vec<String>),
    Folder(String),
}

impl SiteLayout {
    /// Plans the articles of drafts, one for each page of the project; `None` for what could not be read.
    pub(super) fn of(project: &Project, drafts: &[Option<Draft>]) -> Self {
        let (locales, left_out) = (locales(project, drafts), left_out(project, drafts));
        let mut layout = Self { locales, left_out, ..Self::default() };
        let mut groups: Vec<(CategoryKey, Vec<usize>)> = Vec::new();
        // A page stands where its original does, in whatever language its section names itself.
        let originals = originals(project, drafts, &layout.locales);
        // Of each group the place.
        let mut places: HashMap<CategoryKey, usize> = HashMap::new();
        for (place, page) in project.pages.iter().enumerate() {
            let is_read = drafts[place].as_ref().is_some_and(|draft| !draft.is_empty);
            let Some(locale) = page.locale.filter(|_| is_read) else {
                continue;
            };
            if let Some(article) = layout.of_key.get(&page.key) {
                layout.articles[*article].pages.push((locale, place));
                continue;
            }
            let grouping = grouping_of(project, originals.get(page.key.as_str()).copied().unwrap_or(place));
            let category = *places.entry(grouping).or_insert_with_key(|grouping| {
                groups.push((grouping.clone(), Vec::new()));
                groups.len() - 1
            });
            layout.of_key.insert(page.key.clone(), layout.articles.len());
            groups[category].1.push(layout.articles.len());
            let (order, key) = (groups[category].1.len(), page.key.clone());
            layout.articles.push(PlannedArticle {
                id: String::new(),
                category,
                order,
                key,
                pages: vec![(locale, place)],
            });
        }
        // The original first: it holds what its translations share.
        for article in &mut layout.articles {
            article.pages.sort_by_key(|(own, _)| layout.locales.iter().position(|locale| locale == own));
        }
        layout.name_articles();
        layout.name_categories(&groups, project, drafts);
        let sorted: BTreeMap<&str, usize> = layout.of_key.iter().map(|(key, place)| (key.as_str(), *place)).collect();
        for (place, page) in project.pages.iter().enumerate() {
            if !layout.of_key.contains_key(&page.key) {
                let inside = format!("{}/", page.key.trim_end_matches('/'));
                let below = sorted.range(&*inside..).take_while(|(key, _)| inside != "/" && key.starts_with(&inside));
                let category = below.map(|(_, article)| *article).min().map(|first| layout.articles[first].category);
                let own = places.get(&grouping_of(project, place)).copied();
                layout.of_empty.extend(category.or(own).map(|category| (page.key.clone(), category)));
            }
        }
        layout
    }

    /// The path of a text of an article.
    pub(super) fn path(&self, article: &PlannedArticle, locale: Locale) -> String {
        let folder = &self.categories[article.category].id;
        if self.locales.len() > 1 {
            format!("content/faq/{folder}/{}.{}.md", article.id, locale.code())
        } else {
            format!("content/faq/{folder}/{}.md", article.id)
        }
    }

    fn name_articles(&mut self) {
        let mut taken = BTreeSet::new();
        for (number, article) in self.articles.iter_mut().enumerate() {
            let parts: Vec<&str> = article.key.split('/').filter(|part| !part.is_empty()).collect();
            let longer = (1..=parts.len())
                .map(|count| slug(&parts[parts.len() - count..].join("-")))
                .filter(|id| !id.is_empty());
            let base = longer.clone().next().unwrap_or_else(|| {
                if article.key.is_empty() { "home".to_owned() } else { format!("page-{}", number + 1) }
            });
            let numbered = (2..).map(|count| format!("{base}-{count}"));
            let mut ids = std::iter::once(base.clone()).chain(longer).chain(numbered);
            article.id = ids.find(|id| taken.insert(id.clone())).unwrap_or_default();
        }
    }

    fn name_categories(&mut self, groups: &[(CategoryKey, Vec<usize>)], project: &Project, drafts: &[Option<Draft>]) {
        let mut taken = BTreeSet::new();
        let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
        let folder = |place: &usize| folder_of(self.articles[*place].key.trim_end_matches('/'));
        let only_folder = |articles: &[usize]| {
            let found: BTreeSet<&str> = articles.iter().map(folder).collect();
            found.first().copied().filter(|_| found.len() == 1)
        };
        for (_, articles) in groups {
            if let Some(folder) = only_folder(articles) {
                *folders.entry(folder).or_default() += 1;
            }
        }
        let mut planned = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            let (grouping, articles) = group;
            let own = only_folder(articles).filter(|folder| folders.get(folder) == Some(&1)).map(slug);
            let by_title = match grouping {
                CategoryKey::Titles(titles) => slug(&titles.join("-")),
                CategoryKey::Folder(folder) => slug(folder),
            };
            let base = own.filter(|id| !id.is_empty()).unwrap_or(by_title);
            let base = if base.is_empty() && number == 0 {
                "general".to_owned()
            } else if base.is_empty() {
                format!("category-{}", number + 1)
            } else {
                base
            };
            let numbered = (2..).map(|count| format!("{base}-{count}"));
            let mut ids = std::iter::once(base.clone()).chain(numbered);
            let id = ids.find(|id| taken.insert(id.clone())).unwrap_or_default();
            let titles = self.locales.iter().map(|locale| {
                let title = self.title_of(group, *locale, (project, drafts));
                (locale.code().to_owned(), if is_visible(&title) { title } else { id.clone() })
            });
            let titles = titles.collect();
            planned.push(PlannedCategory { id, titles });
        }
        self.categories = planned;
    }

    fn title_of(
        &self,
        (grouping, articles): &(CategoryKey, Vec<usize>),
        locale: Locale,
        (project, drafts): (&Project, &[Option<Draft>]),
    ) -> String {
        match grouping {
            CategoryKey::Titles(titles) => {
                let pages = articles.iter().flat_map(|place| &self.articles[*place].pages);
                let mut own = pages.filter(|(of, _)| *of == locale).map(|(_, place)| &project.pages[*place].group);
                own.find(|group| group.len() == titles.len()).unwrap_or(titles).join(" · ")
            }
            CategoryKey::Folder(folder) if folder.is_empty() => site_title(project, locale),
            CategoryKey::Folder(folder) => {
                let parts = folder.split('/').scan(String::new(), |path, part| {
                    path.push_str(part);
                    path.push('/');
                    let index = project.pages.iter().position(|page| page.key == *path && page.locale == Some(locale));
                    let title = index.and_then(|place| drafts[place].as_ref()).map(|draft| plain(&draft.title));
                    Some(title.unwrap_or_else(|| name_as_title(part)))
                });
                parts.collect::<Vec<_>>().join(" · ")
            }
        }
    }
}

/// A title without escapes.
fn plain(title: &str) -> String {
    title.replace(['\\', '`'], "")
}

/// The name of the site in a language.
pub(super) fn site_title(project: &Project, locale: Locale) -> String {
    let titles = || project.titles.iter().filter(|(_, title)| is_visible(title));
    let own = titles().find(|(of, _)| *of == Some(locale));
    let any = own.or_else(|| titles().find(|(of, _)| of.is_none())).or(titles().next());
    let fallback = if locale.language() == "zh" { "帮助中心" } else { "Help" };
    any.map_or_else(|| fallback.to_owned(), |(_, title)| title.clone())
}

/// The keys of pages that have a draft in no language.
fn left_out(project: &Project, drafts: &[Option<Draft>]) -> HashSet<String> {
    let mut keys: HashSet<String> = project.pages.iter().map(|page| page.key.clone()).collect();
    let drafted = project.pages.iter().zip(drafts).filter(|(_, draft)| draft.is_some());
    drafted.for_each(|(page, _)| _ = keys.remove(&page.key));
    keys
}

/// The places of the pages that are the originals of their articles, by their keys.
fn originals<'p>(project: &'p Project, drafts: &[Option<Draft>], locales: &[Locale]) -> HashMap<&'p str, usize> {
    let mut found: HashMap<&str, (usize, usize)> = HashMap::new();
    for (place, page) in project.pages.iter().enumerate() {
        let rank = locales.iter().position(|locale| page.locale == Some(*locale));
        let Some(rank) = rank.filter(|_| drafts[place].as_ref().is_some_and(|draft| !draft.is_empty)) else {
            continue;
        };
        let own = found.entry(&page.key).or_insert((rank, place));
        *own = (*own).min((rank, place));
    }
    found.into_iter().map(|(key, (_, place))| (key, place)).collect()
}

fn grouping_of(project: &Project, place: usize) -> CategoryKey {
    let page = &project.pages[place];
    if page.group.iter().any(|title| !title.trim().is_empty()) {
        return CategoryKey::Titles(page.group.clone());
    }
    let folder = folder_of(page.key.trim_end_matches('/'));
    // What stands for its folder belongs to it.
    let folder = if page.key.ends_with('/') { page.key.trim_end_matches('/') } else { folder };
    CategoryKey::Folder(folder.to_owned())
}

/// The languages of what is there, the default first.
fn locales(project: &Project, drafts: &[Option<Draft>]) -> Vec<Locale> {
    let mut counts: BTreeMap<&str, (usize, Locale)> = BTreeMap::new();
    for (page, draft) in project.pages.iter().zip(drafts) {
        if let (Some(locale), Some(draft)) = (&page.locale, draft)
            && !draft.is_empty
        {
            counts.entry(locale.code()).or_insert((0, *locale)).0 += 1;
        }
    }
    let mut found: Vec<(usize, Locale)> = counts.into_values().collect();
    found.sort_by_key(|(count, locale)| (Some(*locale) != project.default, std::cmp::Reverse(*count)));
    found.into_iter().map(|(_, locale)| locale).collect()
}

/// An id made of a text: Latin letters and digits, Chinese by its sound.
pub(super) fn slug(text: &str) -> String {
    let mut id = String::new();
    for character in text.nfkd().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            id.push(character);
        } else if !is_combining_mark(character) {
            if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            if let Some(reading) = readings(character).first().filter(|_| is_han(character)) {
                // `ü` is typed as `v`.
                let letters = reading.chars().map(|letter| if letter == 'ü' { 'v' } else { letter });
                id.extend(letters.filter(char::is_ascii));
                id.push('-');
            }
        }
        if id.len() > LONGEST {
            break;
        }
    }
    id.truncate(LONGEST);
    let id = id.trim_matches('-');
    if id == CATEGORIES || is_reserved(id) { format!("{id}-page") } else { id.to_owned() }
}

/// The name that a file gets beside articles.
pub(super) fn file_name(path: &str) -> String {
    let name: String = name_of(path).nfc().collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let keep = |next: char| if next.is_alphanumeric() || matches!(next, '-' | '_') { next } else { '-' };
    let stem: String = stem.chars().map(keep).take(LONGEST).collect();
    let stem = stem.trim_matches('-');
    let stem = if stem.is_empty() || is_reserved(stem) { format!("file-{stem}") } else { stem.to_owned() };
    let ending: String =
        ending.chars().filter(char::is_ascii_alphanumeric).map(|next| next.to_ascii_lowercase()).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_any_script() {
        for (text, id) in [
            ("Getting Started", "getting-started"),
            ("分词/概述", "fen-ci-gai-shu"),
            ("Café v1.2", "cafe-v1-2"),
            ("どこ", ""),
            ("con", "con-page"),
            ("Com2", "com2-page"),
            ("LPT9", "lpt9-page"),
            ("categories", "categories-page"),
            ("绿女", "lv-nv"),
            // The name is cut where `ü` stands.
            (&format!("{}绿", "a".repeat(61)), &format!("{}-lv", "a".repeat(61))),
            (&format!("{}女", "a".repeat(62)), &format!("{}-n", "a".repeat(62))),
        ] {
            assert_eq!(slug(text), id, "{text}");
        }
        assert_eq!(file_name("a/图 1@2x.PNG"), "图-1-2x.png");
        assert_eq!(file_name("a/.png"), "file-.png");
        assert_eq!(file_name("a/com3.txt"), "file-com3.txt");
    }
}
