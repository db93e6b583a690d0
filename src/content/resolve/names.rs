//! What there is, by name, for whoever named what there is not.

use std::collections::HashMap;

use crate::content::article;
use crate::diagnostic::Candidates;
use crate::name::ArticleId;
use crate::source::SourceFiles;

/// What is looked through where something is not found.
pub(super) struct KnownNames<'a> {
    /// The ids of all articles, in order.
    pub(super) articles: Candidates,
    /// The files of the site by their names without folders: of those that share one, the first.
    pub(super) files: HashMap<&'a str, &'a str>,
}

impl<'a> KnownNames<'a> {
    pub(super) fn of(articles: impl Iterator<Item = &'a ArticleId>, sources: &'a SourceFiles) -> Self {
        let mut ids: Vec<&str> = articles.map(ArticleId::as_str).collect();
        ids.sort_unstable();
        let mut files = HashMap::new();
        for file in [article::FOLDER, "content/", "static/"].into_iter().flat_map(|folder| sources.below(folder)) {
            let name = file.path.rsplit_once('/').map_or(file.path.as_str(), |(_, name)| name);
            if !file.built_in {
                files.entry(name).or_insert(file.path.as_str());
            }
        }
        Self { articles: Candidates::of(ids), files }
    }
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
