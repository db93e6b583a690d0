//! Addresses that a build leaves nothing at.

use crate::site::{Changes, has_id, lost_pages};

/// So many redirects are written out; more addresses are counted.
const MAX_NAMED: usize = 10;

/// What is told of pages that were there before and are no more, in a site in some languages: the redirects to paste. `None` if all
/// are there.
pub(super) fn told(changes: &Changes, languages: &[String]) -> Option<String> {
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let lost = lost_pages(&pages(&changes.removed), &pages(&changes.added), &languages);
    let redirects: Vec<&str> = lost.iter().flat_map(|page| &page.redirects).map(String::as_str).collect();
    if redirects.is_empty() {
        return None;
    }
    let (count, named) = (redirects.len(), redirects.len().min(MAX_NAMED));
    let rest = if count > named { format!("\n({} more)", count - named) } else { String::new() };
    let what = if count == 1 { "address is" } else { "addresses are" };
    Some(format!(
        "{count} {what} gone that readers may have kept; to lead them on, add to `content/redirects.yaml`:\n{}{rest}",
        redirects[..named].join("\n")
    ))
}

/// The addresses of pages among files.
fn pages(paths: &[String]) -> Vec<&str> {
    let addresses = paths.iter().filter_map(|path| path.strip_suffix("index.html"));
    addresses.filter(|address| has_id(address)).collect()
}
