//! Addresses that a build leaves nothing at.

use crate::name::ArticleId;
use crate::site::{Changes, NewPages, has_id, lost_pages};

/// So many redirects are written out; more addresses are counted.
const MAX_NAMED: usize = 10;

/// What is told of pages that were there before and are no more, in a site in some languages: the redirects to paste. `None` if all
/// are there. `renamed` are the articles that are known to be called otherwise now: the ids that they had and have.
pub(super) fn told(changes: &Changes, languages: &[String], renamed: &[(String, ArticleId)]) -> Option<String> {
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let lost = lost_pages(&pages(&changes.removed), &languages);
    let count: usize = lost.iter().map(|page| page.paths.len()).sum();
    if count == 0 {
        return None;
    }
    let renamed = renamed.iter().map(|(old, new)| (old.as_str(), new));
    let new = NewPages::of(&pages(&changes.added)).knowing(renamed);
    // Where pages may be now is looked up for those alone that are shown.
    let redirects: Vec<String> = lost.iter().flat_map(|page| page.redirects(&new)).take(MAX_NAMED).collect();
    let rest = if count > MAX_NAMED { format!("\n({} more)", count - MAX_NAMED) } else { String::new() };
    let what = if count == 1 { "address is" } else { "addresses are" };
    Some(format!(
        "{count} {what} gone that readers may have kept; to lead them on, add to `content/redirects.yaml`:\n{}{rest}",
        redirects.join("\n")
    ))
}

/// The addresses of pages among files.
fn pages(paths: &[String]) -> Vec<&str> {
    let addresses = paths.iter().filter_map(|path| path.strip_suffix("index.html"));
    addresses.filter(|address| has_id(address)).collect()
}
