//! `content/faq/categories.yaml`: the categories, in the order in which readers meet them. Folders that it does not list follow.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Content;
use super::Conventions;
use super::article::{Article, GENERAL};
use super::conventions::Requirement;
use super::keyed::keyed;
use super::language::Languages;
use super::value::{Located, unique};
use super::yaml;
use crate::diagnostic::Diagnostics;
use crate::name::{CategoryId, Localized};
use crate::source::{SourceFile, SourceFiles};

/// The file of the categories.
pub(super) const CATEGORIES: &str = "content/faq/categories.yaml";

keyed! {
    /// A category of articles.
    pub struct Category {
        /// Its id, which is also the name of its folder; of a section the path, `guide/setup`.
        pub id: Located<CategoryId>,
        /// What readers call it.
        pub title: Localized<String>,
        /// What it answers, in one sentence.
        pub summary: Option<Localized<String>> = None,
    }
}

/// Reads `categories.yaml`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Category> {
    let categories = yaml::read_list(file, conventions, diagnostics);
    unique(categories, "categories", |category: &Category| &category.id, diagnostics)
}

/// Adds the folders that hold articles and are not listed, in the order of their names, unless all must be listed; and puts sections
/// after what they are in.
pub(crate) fn add_folders(
    categories: &mut Vec<Category>,
    articles: &[Arc<Article>],
    (languages, conventions): (&Languages, &Conventions),
    sources: &SourceFiles,
) {
    let listed: HashSet<CategoryId> = categories.iter().map(|category| category.id.value.clone()).collect();
    let mut folders = BTreeMap::new();
    let must_be_listed = conventions.requires(Requirement::Categories);
    let mut looked_at = HashSet::new();
    let articles = articles.iter().filter(|article| !must_be_listed && !article.is_page());
    for article in articles.filter(|article| looked_at.insert(&article.category)) {
        for folder in article.category.path().filter(|folder| !listed.contains(folder)) {
            folders.entry(folder).or_insert_with(|| sources.file(article.file).span(0..0));
        }
    }
    categories.extend(folders.into_iter().map(|(id, span)| Category {
        id: Located { value: id.clone(), span },
        title: Localized::from_fn(languages.locales(), |locale| match id.as_str() {
            GENERAL => languages.get(locale).message("general").to_owned(),
            path => title_of_folder(path.rsplit_once('/').map_or(path, |(_, folder)| folder)),
        }),
        summary: None,
    }));
    put_in_order(categories);
}

/// Calls the folders that are not listed as what they say themselves, in their files `index`, is called.
pub(crate) fn call_as_indexes(content: &mut Content, sources: &SourceFiles) {
    let titles: HashMap<CategoryId, Localized<String>> = content
        .articles
        .iter()
        .filter(|article| article.is_of_folder())
        .map(|article| {
            let title = |locale| article.text(locale).map(|text| text.title(content)).unwrap_or_default();
            (article.category.clone(), Localized::from_fn(content.languages.locales(), title))
        })
        .collect();
    for category in &mut content.categories {
        let is_listed = sources.file(category.id.span.file).path == CATEGORIES;
        if let Some(title) = titles.get(&category.id.value).filter(|_| !is_listed) {
            category.title.clone_from(title);
        }
    }
}

/// Puts the sections of each category after it, in the order that they have among each other.
fn put_in_order(categories: &mut [Category]) {
    let places = categories.iter().enumerate().map(|(place, category)| (category.id.value.clone(), place));
    let places: HashMap<CategoryId, usize> = places.collect();
    categories.sort_by_cached_key(|category| {
        let path = category.id.value.path();
        path.map(|folder| places.get(&folder).copied().unwrap_or(usize::MAX)).collect::<Vec<_>>()
    });
}

/// `getting-started` as `Getting started`.
fn title_of_folder(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let first = words.chars().next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(words.chars().skip(1)).collect()
}
