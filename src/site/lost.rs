//! Pages that were there and are no more, and the redirects that lead their readers on.

use std::collections::{BTreeMap, HashMap};

use crate::content::REDIRECTS;
use crate::diagnostic::{Candidates, closest};
use crate::name::{ArticleId, Target};

/// The folders of pages that have an id, and how a redirect names what is there.
const KINDS: [(&str, &str); 7] = [
    ("faq", "article"),
    ("pages", "page"),
    ("category", "category"),
    ("rules", "rule"),
    ("guide", "guide"),
    ("ask", "decision"),
    ("checklist", "checklist"),
];

/// A page that is there no more, in one language or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostPage<'p> {
    /// Its addresses, in the order of their languages' codes.
    pub addresses: Vec<&'p str>,
    /// What redirects lead on from: one path for all languages, or one for each if the page is there in others.
    pub paths: Vec<String>,
    key: PageKey<'p>,
}

/// A page in any language: the folder of its kind, empty for what has none, and what follows.
type PageKey<'p> = (&'static str, &'p str);

/// The pages that were not there before, to which redirects may lead.
#[derive(Debug)]
pub struct NewPages {
    /// Their ids, by the folders of their kinds.
    ids: BTreeMap<&'static str, Candidates>,
    /// The articles that are known to be called otherwise now, by the ids that they had.
    renamed: HashMap<String, ArticleId>,
}

/// The pages at addresses that are `gone`. `languages` are the codes of the site's.
pub fn lost_pages<'p>(gone: &[&'p str], languages: &[&str]) -> Vec<LostPage<'p>> {
    let lost = pages(gone).into_iter().map(|(key, in_languages)| {
        let addresses: Vec<&str> = in_languages.values().copied().collect();
        let path = match key {
            ("", path) => path.to_owned(),
            (folder, id) => format!("{folder}/{id}/"),
        };
        // Elsewhere there is a page still; a language that went takes its pages with it.
        let is_gone_everywhere =
            !path.is_empty() && languages.iter().all(|language| in_languages.contains_key(language));
        let paths = if is_gone_everywhere {
            vec![path]
        } else {
            addresses.iter().map(|address| format!("/{address}")).collect()
        };
        LostPage { addresses, paths, key }
    });
    lost.collect()
}

/// The folders of content that hold a file for each page of a kind, by the folders of the pages.
const FOLDERS: [(&str, &str); 6] = [
    ("faq", "content/faq/"),
    ("pages", "content/pages/"),
    ("rules", "content/rules/"),
    ("guide", "content/guides/"),
    ("ask", "content/decisions/"),
    ("checklist", "content/checklists/"),
];

/// What the paths of files begin with that pages are made of, whether these can be made or not.
pub(super) struct PageFiles<'p>(HashMap<PageKey<'p>, &'p str>);

impl<'p> PageFiles<'p> {
    /// Those at some paths of a site.
    pub(super) fn at(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut files = HashMap::new();
        for path in paths {
            let Some((folder, _)) = FOLDERS.into_iter().find(|(_, below)| path.starts_with(below)) else {
                continue;
            };
            let (above, name) = path.rsplit_once('/').unwrap_or_default();
            // An id may hold dots.
            for (dot, _) in name.match_indices('.') {
                let stem = &name[..dot];
                let id = if stem == "index" { above.rsplit('/').next().unwrap_or_default() } else { stem };
                files.entry((folder, id)).or_insert(&path[..=above.len() + 1 + dot]);
            }
        }
        Self(files)
    }

    fn of(&self, folder: &'static str, id: &str) -> String {
        self.0.get(&(folder, id)).copied().unwrap_or(REDIRECTS).to_owned()
    }
}

impl LostPage<'_> {
    /// Whether it is gone in all languages, and is known to be one of the pages that are new, or one of these has nearly its id.
    pub(crate) fn is_renamed(&self, new: &NewPages) -> bool {
        let is_gone_everywhere = self.paths.iter().all(|path| !path.starts_with('/'));
        is_gone_everywhere && new.named_alike(self.key).is_some()
    }

    /// What the paths of its files begin with: what is wrong in them may be all that keeps it from being there. Where there are
    /// none, the redirects may be what is wrong.
    pub(super) fn expected_in(&self, files: &PageFiles<'_>) -> String {
        match self.key {
            ("", "rules/") => "content/rules/".to_owned(),
            ("", "sources/") => "content/sources/".to_owned(),
            ("", "glossary/" | "changes/") => format!("content/{}.yaml", self.key.1.trim_end_matches('/')),
            ("category", id) => format!("content/faq/{id}/"),
            ("rules", id) => files.of("rules", id.split('/').next().unwrap_or(id)),
            (folder, id) => files.of(folder, id),
        }
    }

    /// The entries of `content/redirects.yaml` that lead on from it: to the nearest of the pages that are new.
    pub fn redirects(&self, new: &NewPages) -> Vec<String> {
        let to = new.nearest(self.key);
        self.paths.iter().map(|from| format!("- {{from: {}, to: '{to}'}}", quoted(from))).collect()
    }
}

impl NewPages {
    /// Those at some addresses.
    pub fn of(addresses: &[&str]) -> Self {
        let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (folder, id) in pages(addresses).into_keys().filter(|(folder, _)| !folder.is_empty()) {
            ids.entry(folder).or_default().push(id);
        }
        let ids = ids.into_iter().map(|(folder, ids)| (folder, Candidates::of(ids))).collect();
        Self { ids, renamed: HashMap::new() }
    }

    /// Takes note of articles that are known to be called otherwise now: the ids that they had and have. What is known already
    /// stays.
    pub fn knowing<'p>(mut self, renamed: impl Iterator<Item = (&'p str, &'p ArticleId)>) -> Self {
        for (old, new) in renamed {
            self.renamed.entry(old.to_owned()).or_insert_with(|| new.clone());
        }
        self
    }

    /// Where a page may be now: under the nearest new id of its kind, or the only one.
    fn nearest(&self, key: PageKey<'_>) -> String {
        self.near(key).unwrap_or_else(|| "page:questions".to_owned())
    }

    fn near(&self, key @ (folder, id): PageKey<'_>) -> Option<String> {
        self.named_alike(key).or_else(|| match self.ids.get(folder)?.near(id)[..] {
            [only] => target(folder, only),
            _ => None,
        })
    }

    /// The page that it is, or the one of the same kind whose id is nearly the same.
    fn named_alike(&self, (folder, id): PageKey<'_>) -> Option<String> {
        let renamed = match folder {
            "faq" => self.renamed.get(id),
            "pages" => self.renamed.get(&format!("{}{id}", ArticleId::PAGE)),
            _ => None,
        };
        if let Some(renamed) = renamed {
            return Some(Target::Article(renamed.clone(), None).to_string());
        }
        target(folder, closest(id, &self.ids.get(folder)?.near(id))?)
    }
}

/// A page as redirects name it.
fn target(folder: &str, id: &str) -> Option<String> {
    let (_, kind) = KINDS.into_iter().find(|(known, _)| *known == folder)?;
    Some(format!("{kind}:{id}"))
}

/// Whether an address is that of a page that has an id, which others link to. Sections of categories have paths for ids.
pub fn has_id(address: &str) -> bool {
    let (_, path) = address.split_once('/').unwrap_or_default();
    key_of(path).is_some_and(|(folder, id)| folder == "category" || !id.contains('/'))
}

/// The pages at some addresses, each with the languages that it is in.
fn pages<'p>(addresses: &[&'p str]) -> BTreeMap<PageKey<'p>, BTreeMap<&'p str, &'p str>> {
    let mut pages: BTreeMap<PageKey<'p>, BTreeMap<&str, &str>> = BTreeMap::new();
    for address in addresses {
        let (language, path) = address.split_once('/').unwrap_or(("", address));
        pages.entry(key_of(path).unwrap_or(("", path))).or_default().insert(language, address);
    }
    pages
}

fn key_of(path: &str) -> Option<PageKey<'_>> {
    let (folder, id) = path.strip_suffix('/')?.split_once('/')?;
    KINDS.into_iter().find(|(known, _)| *known == folder).map(|(folder, _)| (folder, id))
}

/// A path as YAML has it between braces.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|character| character.is_alphanumeric() || "/-_.".contains(character));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each lost page was once compared with all new ones: of so many, that took most of an hour.
    #[test]
    fn many_pages_that_are_renamed_find_theirs() {
        let addresses =
            |stem: &str| -> Vec<String> { (0..30_000).map(|id| format!("en/faq/{stem}{id:05}/")).collect() };
        let (old, new) = (addresses("a-"), addresses("b-"));
        let [old, new] = [&old, &new].map(|addresses| addresses.iter().map(String::as_str).collect::<Vec<_>>());
        let (new, lost) = (NewPages::of(&new), lost_pages(&old, &["en"]));
        assert_eq!(lost.len(), 30_000);
        let step = 1_000;
        for (number, page) in lost.iter().enumerate().step_by(step) {
            let expected = format!("- {{from: faq/a-{number:05}/, to: 'article:b-{number:05}'}}");
            assert_eq!(page.redirects(&new), [expected]);
        }
    }
}
