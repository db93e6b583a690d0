//! Addresses that a build leaves nothing at.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::closest;
use crate::site::Changes;

/// So many redirects are written out; more addresses are counted.
const MAX_NAMED: usize = 10;

/// The folders of pages that others link to, and how a redirect names what is there.
const KINDS: [(&str, &str); 6] = [
    ("faq", "article"),
    ("category", "category"),
    ("rules", "rule"),
    ("guide", "guide"),
    ("ask", "decision"),
    ("checklist", "checklist"),
];

/// A page in any language: the folder of its kind, and its id.
type PageKey<'p> = (&'static str, &'p str);

/// What is told of pages that were there before and are no more, in a site in some languages: the redirects to paste. `None` if all
/// are there.
pub(super) fn told(changes: &Changes, languages: &[String]) -> Option<String> {
    let removed = pages(&changes.removed);
    if removed.is_empty() {
        return None;
    }
    let added = pages(&changes.added);
    let mut redirects = Vec::new();
    for ((folder, id), gone_in) in &removed {
        let to = target(folder, id, &added);
        if languages.iter().all(|language| gone_in.contains(language.as_str())) {
            redirects.push(format!("- {{from: {folder}/{id}/, to: '{to}'}}"));
            continue;
        }
        // Elsewhere there is a page still; a language that went takes its pages with it.
        redirects.extend(gone_in.iter().map(|language| format!("- {{from: /{language}/{folder}/{id}/, to: '{to}'}}")));
    }
    let (count, named) = (redirects.len(), redirects.len().min(MAX_NAMED));
    let rest = if count > named { format!("\n({} more)", count - named) } else { String::new() };
    let what = if count == 1 { "address is" } else { "addresses are" };
    Some(format!(
        "{count} {what} gone that readers may have kept; to lead them on, add to `content/redirects.yaml`:\n{}{rest}",
        redirects[..named].join("\n")
    ))
}

/// The pages among files, each with the languages that it is in.
fn pages(paths: &[String]) -> BTreeMap<PageKey<'_>, BTreeSet<&str>> {
    let mut pages: BTreeMap<PageKey<'_>, BTreeSet<&str>> = BTreeMap::new();
    for path in paths {
        if let [language, folder, id, "index.html"] = path.split('/').collect::<Vec<_>>()[..]
            && let Some((folder, _)) = KINDS.into_iter().find(|(known, _)| *known == folder)
        {
            pages.entry((folder, id)).or_default().insert(language);
        }
    }
    pages
}

/// Where a page may be now: under the nearest new id of its kind, or the only one.
fn target(folder: &str, id: &str, added: &BTreeMap<PageKey<'_>, BTreeSet<&str>>) -> String {
    let new: Vec<&str> = added.keys().filter(|(of, _)| *of == folder).map(|(_, id)| *id).collect();
    let now = closest(id, &new).or(if let [only] = new[..] { Some(only) } else { None });
    let kind = KINDS.into_iter().find(|(known, _)| *known == folder).map(|(_, kind)| kind);
    match (kind, now) {
        (Some(kind), Some(now)) => format!("{kind}:{now}"),
        _ => "page:questions".to_owned(),
    }
}
