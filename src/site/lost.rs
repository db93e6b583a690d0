//! Pages that were there and are no more, and the redirects that lead their readers on.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::closest;

/// The folders of pages that have an id, and how a redirect names what is there.
const KINDS: [(&str, &str); 6] = [
    ("faq", "article"),
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
    /// The entries of `content/redirects.yaml` that lead on from it: one, or one for each language where it is there in others.
    pub redirects: Vec<String>,
}

/// A page in any language: the folder of its kind, empty for what has none, and what follows.
type PageKey<'p> = (&'static str, &'p str);

/// The pages at addresses that are `gone`, each with its redirect: to the nearest of those that are new. `languages` are the codes
/// of the site's.
pub fn lost_pages<'p>(gone: &[&'p str], new: &[&'p str], languages: &[&str]) -> Vec<LostPage<'p>> {
    let new = pages(new);
    let lost = pages(gone).into_iter().map(|(key, in_languages)| {
        let to = target(key, &new);
        let addresses: Vec<&str> = in_languages.values().copied().collect();
        let entry = |from: &str| format!("- {{from: {}, to: '{to}'}}", quoted(from));
        let path = match key {
            ("", path) => path.to_owned(),
            (folder, id) => format!("{folder}/{id}/"),
        };
        // Elsewhere there is a page still; a language that went takes its pages with it.
        let is_gone_everywhere =
            !path.is_empty() && languages.iter().all(|language| in_languages.contains_key(language));
        let redirects = if is_gone_everywhere {
            vec![entry(&path)]
        } else {
            addresses.iter().map(|address| entry(&format!("/{address}"))).collect()
        };
        LostPage { addresses, redirects }
    });
    lost.collect()
}

/// Whether an address is that of a page that has an id, which others link to.
pub fn has_id(address: &str) -> bool {
    let (_, path) = address.split_once('/').unwrap_or_default();
    key_of(path).is_some_and(|(_, id)| !id.contains('/'))
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

/// Where a page may be now: under the nearest new id of its kind, or the only one.
fn target(key: PageKey<'_>, new: &BTreeMap<PageKey<'_>, BTreeMap<&str, &str>>) -> String {
    let (folder, id) = key;
    let ids: BTreeSet<&str> =
        new.keys().filter(|(of, _)| *of == folder && !folder.is_empty()).map(|(_, id)| *id).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let now = closest(id, &ids).or(if let [only] = ids[..] { Some(only) } else { None });
    let kind = KINDS.into_iter().find(|(known, _)| *known == folder).map(|(_, kind)| kind);
    match (kind, now) {
        (Some(kind), Some(now)) => format!("{kind}:{now}"),
        _ => "page:questions".to_owned(),
    }
}

/// A path as YAML has it between braces.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|character| character.is_alphanumeric() || "/-_.".contains(character));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "''")) }
}
