//! The files of articles and of pages: which belong together.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::conventions::{Conventions, Requirement};
use super::file_name::{language_of, unknown_locale};
use super::model::{FOLDER, GENERAL, PAGES};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::markdown::front_matter;
use crate::name::{ArticleId, ByLocale, Locale, Locales, StandardPage};
use crate::source::{ARTICLE_FORMATS, SourceFile, SourceFiles};

/// The files of one article.
pub(super) struct ArticleFiles<'s> {
    /// The path of the folder; `None` of a page that is no question.
    pub(super) category: Option<&'s str>,
    /// The name that the files share, or that of their folder if they are called `index`.
    pub(super) stem: &'s str,
    /// What the paths of its files begin with.
    pub(super) beside: &'s str,
    pub(super) shared: Option<&'s Arc<SourceFile>>,
    /// The texts, as nobody holds them.
    pub(super) texts: ByLocale<&'s Arc<SourceFile>>,
}

/// By what the files of one article are known: what they are called, the category, and the folder.
type GroupKey<'s> = (&'s str, Option<&'s str>, &'s str);

/// Articles whose files are being found, with the places of all by their keys. Mostly the files of one follow each other.
#[derive(Default)]
struct ArticleGroups<'s> {
    found: Vec<(GroupKey<'s>, ArticleFiles<'s>)>,
    places: FxHashMap<GroupKey<'s>, usize>,
    last: usize,
}

impl<'s> ArticleGroups<'s> {
    fn of(&mut self, key: GroupKey<'s>, new: impl FnOnce() -> ArticleFiles<'s>) -> &mut ArticleFiles<'s> {
        if self.found.get(self.last).is_none_or(|(known, _)| *known != key) {
            self.last = *self.places.entry(key).or_insert(self.found.len());
        }
        if self.last == self.found.len() {
            self.found.push((key, new()));
        }
        &mut self.found[self.last].1
    }

    /// In the order of their keys.
    fn in_order(mut self) -> Vec<ArticleFiles<'s>> {
        self.found.sort_by_key(|(key, _)| *key);
        self.found.into_iter().map(|(_, files)| files).collect()
    }
}

/// Finds the files of each article, in the order of the ids, and those beside them.
pub(super) fn find<'s>(
    sources: &'s SourceFiles,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> (Vec<FileId>, Vec<ArticleFiles<'s>>) {
    let locales = conventions.locales();
    let in_folders = conventions.requires(Requirement::Categories);
    let mut told = Diagnostics::default();
    let mut attachments = Vec::new();
    let mut groups = ArticleGroups::default();
    for file in sources.below(FOLDER).chain(sources.below(PAGES)) {
        let (path, is_page) = match file.below(FOLDER) {
            Some(path) => (path, false),
            None => (file.below(PAGES).unwrap_or_default(), true),
        };
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        if !is_page && path == "categories.yaml" {
            continue;
        }
        if !is_page && folders.is_empty() && in_folders {
            told.push(
                Diagnostic::new(Code::MisplacedFile, file.id, format!("`{}` stands in no category", file.path))
                    .hint("move it into the folder of its category"),
            );
            continue;
        }
        let (stem, locale) = match name.rsplit_once('.') {
            Some((stem, "yaml" | "yml")) => (stem, None),
            Some((stem, ending)) if ARTICLE_FORMATS.contains(&ending) => match language_of(stem, locales) {
                Some((id, locale)) => (id, Some(locale)),
                None => {
                    told.push(unknown_locale(file, locales));
                    continue;
                }
            },
            _ => {
                attachments.push(file.id);
                continue;
            }
        };
        let beside = &file.path[..file.path.len() - name.len() + stem.len()];
        let category = if folders.is_empty() { GENERAL } else { folders };
        let category = Some(category).filter(|_| !is_page);
        let stem = if stem == INDEX && !folders.is_empty() { name_of(folders) } else { stem };
        let files = groups.of((stem, category, folders), || ArticleFiles::new(category, stem, beside));
        match locale {
            Some(locale) => files.add_text(file, locale, &mut told),
            None => files.add_shared(file, &mut told),
        }
    }
    let articles = groups.in_order();
    articles.iter().for_each(|files| report_standard(files, &mut told));
    told.soften(|problem| is_of_draft(sources.file(problem.place.file()), sources, &articles));
    diagnostics.append(told);
    (attachments, articles)
}

/// Whether a file, or what it seems to belong to, says that it is a draft: then its name keeps nobody from the rest of the site.
fn is_of_draft(file: &Arc<SourceFile>, sources: &SourceFiles, articles: &[ArticleFiles<'_>]) -> bool {
    let beside = || {
        let stems =
            [file.path.rsplit_once('.'), file.path.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('.'))];
        let paths =
            stems.into_iter().flatten().flat_map(|(stem, _)| ["yaml", "yml"].map(|end| format!("{stem}.{end}")));
        paths.filter_map(|path| sources.get(&path)).any(says_draft)
    };
    let is_of = |files: &&ArticleFiles<'_>| files.iter().any(|own| own.id == file.id);
    says_draft(file) || beside() || articles.iter().find(is_of).is_some_and(ArticleFiles::say_draft)
}

/// Whether a file says that it is one of a draft, by a line that stands for itself, whatever else may be wrong with it.
fn says_draft(file: &Arc<SourceFile>) -> bool {
    let says = |line: &str| {
        let value = line.strip_prefix("draft:").map(|value| value.split('#').next().unwrap_or_default().trim());
        matches!(value, Some("true" | "yes"))
    };
    let ending = file.path.rsplit_once('.').map(|(_, ending)| ending);
    if !ending.is_some_and(|ending| ARTICLE_FORMATS.contains(&ending)) {
        return file.text().lines().any(says);
    }
    let opened = file.open();
    let text = opened.text();
    // Front matter that does not end may be as long as the text.
    let is_open = text.starts_with("---\n") && front_matter(text) == 0;
    let end = if is_open { text.len() } else { front_matter(text) };
    text[..end].lines().any(says)
}

/// Reports a page that is called as one of those that every site has: no link would lead to it.
fn report_standard(files: &ArticleFiles<'_>, diagnostics: &mut Diagnostics) {
    let is_standard = files.category.is_none() && StandardPage::ALL.iter().any(|page| page.name() == files.stem);
    let Some(file) = files.shared.or_else(|| files.texts.values().next().copied()).filter(|_| is_standard) else {
        return;
    };
    let message = format!("`page:{}` is a page that Wenda makes", files.stem);
    diagnostics.push(
        Diagnostic::new(Code::DuplicateId, file.id, message).hint("give this one another name, or no link leads to it"),
    );
}

/// Files of this name hold what their folder itself says.
const INDEX: &str = "index";

fn name_of(folders: &str) -> &str {
    folders.rsplit_once('/').map_or(folders, |(_, name)| name)
}

impl<'s> ArticleFiles<'s> {
    fn new(category: Option<&'s str>, stem: &'s str, beside: &'s str) -> Self {
        Self { category, stem, beside, shared: None, texts: ByLocale::default() }
    }

    /// The id of the article.
    pub(super) fn id(&self) -> Cow<'s, str> {
        match self.category {
            Some(_) => self.stem.into(),
            None => format!("{}{}", ArticleId::PAGE, self.stem).into(),
        }
    }

    /// The texts, to be read, in the order of the languages.
    pub(super) fn open(&self, locales: &Locales) -> Vec<(Locale, Arc<SourceFile>)> {
        locales.iter().filter_map(|locale| Some((locale, self.texts.get(locale)?.open()))).collect()
    }

    /// Whether they say that the article is a draft.
    pub(super) fn say_draft(&self) -> bool {
        self.texts.values().copied().chain(self.shared).any(says_draft)
    }

    /// Whether they hold what their folder itself says.
    pub(super) fn is_of_folder(&self) -> bool {
        self.beside.ends_with("/index") && self.stem != INDEX
    }

    /// All of them. Their paths tell the rest.
    pub(super) fn all(&self) -> Vec<Arc<SourceFile>> {
        self.iter().cloned().collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'s Arc<SourceFile>> {
        self.shared.into_iter().chain(self.texts.values().copied())
    }

    fn add_shared(&mut self, file: &'s Arc<SourceFile>, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.shared.replace(file) {
            let message = format!("`{}` and `{}` are of the same article", first.path, file.path);
            diagnostics.push(Diagnostic::new(Code::DuplicateId, file.id, message).hint("remove one of the two"));
        }
    }

    fn add_text(&mut self, file: &'s Arc<SourceFile>, locale: Locale, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.texts.get(locale) {
            let message = format!("`{}` and `{}` are the same article in the same language", first.path, file.path);
            diagnostics.push(Diagnostic::new(Code::DuplicateId, file.id, message).hint("remove one of the two"));
        }
        self.texts.insert(locale, file);
    }
}
