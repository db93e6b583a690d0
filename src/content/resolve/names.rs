//! What there is, by name, for whoever named what there is not.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::content::article;
use crate::diagnostic::Candidates;
use crate::name::{ArticleId, Locales};
use crate::source::SourceFiles;

/// What is looked through where something is not found.
pub(super) struct KnownNames<'a> {
    /// The ids of all articles, in order.
    pub(super) articles: Candidates,
    /// The names of all pages that are no questions, in order.
    pub(super) pages: Candidates,
    /// The files of the site by their names without folders: of those that share one, the first.
    pub(super) files: HashMap<&'a str, &'a str>,
    /// Those below the folder of articles, with the names of their folders where they are called `index`.
    of_articles: HashMap<Cow<'a, str>, &'a str>,
    /// Those below the folder of pages, named alike.
    of_pages: HashMap<Cow<'a, str>, &'a str>,
}

impl<'a> KnownNames<'a> {
    pub(super) fn of(articles: impl Iterator<Item = &'a ArticleId>, sources: &'a SourceFiles) -> Self {
        let (mut ids, mut pages) = (Vec::new(), Vec::new());
        for id in articles {
            match id.page() {
                Some(page) => pages.push(page),
                None => ids.push(id.as_str()),
            }
        }
        ids.sort_unstable();
        pages.sort_unstable();
        let mut files = HashMap::new();
        for file in [article::FOLDER, "content/", "static/"].into_iter().flat_map(|folder| sources.below(folder)) {
            let name = file.path.rsplit_once('/').map_or(file.path.as_str(), |(_, name)| name);
            if !file.built_in {
                files.entry(name).or_insert(file.path.as_str());
            }
        }
        let [of_articles, of_pages] = [article::FOLDER, article::PAGES].map(|folder| named_files(folder, sources));
        Self { articles: Candidates::of(ids), pages: Candidates::of(pages), files, of_articles, of_pages }
    }

    /// What the paths of the files begin with that an article of some id would be made of. `None` if there are none.
    pub(super) fn files_of(&self, id: &ArticleId, locales: &Locales) -> Option<String> {
        let (stem, files) = match id.page() {
            Some(page) => (page, &self.of_pages),
            None => (id.as_str(), &self.of_articles),
        };
        let texts = locales.iter().map(|locale| format!(".{locale}.md"));
        let mut endings = [".yaml", ".yml", ".md"].map(str::to_owned).into_iter().chain(texts);
        endings.find_map(|ending| {
            let path = files.get(format!("{stem}{ending}").as_str())?;
            Some(format!("{}.", path.strip_suffix(&ending)?))
        })
    }
}

/// The files of a folder by the names that their articles have: of those that share one, the first.
fn named_files<'a>(folder: &'a str, sources: &'a SourceFiles) -> HashMap<Cow<'a, str>, &'a str> {
    let mut named = HashMap::new();
    for file in sources.below(folder).filter(|file| !file.built_in) {
        let (folders, name) = file.path.rsplit_once('/').unwrap_or_default();
        let name = match name.strip_prefix("index.") {
            Some(ending) => Cow::Owned(format!("{}.{ending}", folders.rsplit('/').next().unwrap_or_default())),
            None => Cow::Borrowed(name),
        };
        named.entry(name).or_insert(file.path.as_str());
    }
    named
}

/// The path of a file as it is written in one of a folder.
pub(super) fn relative(folder: &str, path: &str) -> String {
    let mut folders: Vec<&str> = folder.split('/').collect();
    let mut parts: Vec<&str> = path.split('/').collect();
    while parts.len() > 1 && !folders.is_empty() && folders[0] == parts[0] {
        folders.remove(0);
        parts.remove(0);
    }
    "../".repeat(folders.len()) + &parts.join("/")
}
