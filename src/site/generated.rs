//! Files for machines: the site map, `robots.txt`, diagrams of decisions, the service worker, fingerprints of assets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::address::Address;
use super::offline::PrecacheManifest;
use super::output::OutputFile;
use super::plan::{PlannedPage, SitePlan};
use super::{assets, diagram};

/// The files for machines, except those that the site brings itself.
pub(crate) fn generated_files<'c>(plan: &SitePlan<'_>, offline: &PrecacheManifest) -> Vec<OutputFile<'c>> {
    let mut files = site_maps(plan);
    files.push(robots(plan));
    files.extend(plan.content.decisions.iter().map(diagram::file));
    files.push(offline.worker());
    files.retain(|file| !plan.brings(&file.path));
    files
}

/// One of the files for machines, by its path; `None` if there is no such file. The service worker is none: its version is made
/// of all pages.
pub(crate) fn generated_file<'c>(plan: &SitePlan<'_>, path: &str) -> Option<OutputFile<'c>> {
    let file = if path == Address::ROBOTS {
        Some(robots(plan))
    } else if path == Address::SITE_MAP || path.starts_with("sitemap-") {
        site_maps(plan).into_iter().find(|file| file.path == path)
    } else {
        let mut decisions = plan.content.decisions.iter();
        decisions.find(|decision| Address::diagram(&decision.id) == path).map(diagram::file)
    };
    file.filter(|file| !plan.brings(&file.path))
}

fn robots<'c>(plan: &SitePlan<'_>) -> OutputFile<'c> {
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    // A site map names addresses in full.
    if let Some(base_url) = &plan.base_url {
        let _infallible = writeln!(robots, "Sitemap: {base_url}{}", Address::SITE_MAP);
    }
    OutputFile::text(Address::ROBOTS, robots)
}

/// One site map, or several and their index; none without an address to name in full. Its parts are of no use beside one that
/// the site brings.
fn site_maps<'c>(plan: &SitePlan<'_>) -> Vec<OutputFile<'c>> {
    let Some(base_url) = plan.base_url.as_ref().filter(|_| !plan.brings(Address::SITE_MAP)) else {
        return Vec::new();
    };
    let entries: Vec<String> = plan.indexable_pages().map(|planned| entry(planned, plan, base_url)).collect();
    let map = |entries: &[String]| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{}</urlset>\n",
            entries.concat()
        )
    };
    let parts = Address::site_map_parts(entries.len());
    if parts.is_empty() {
        return vec![OutputFile::text(Address::SITE_MAP, map(&entries))];
    }
    let mut files = Vec::new();
    let mut index = String::new();
    for (name, chunk) in parts.into_iter().zip(entries.chunks(Address::MAX_IN_SITE_MAP)) {
        let _infallible = writeln!(index, "<sitemap><loc>{}{name}</loc></sitemap>", escape(base_url));
        files.push(OutputFile::text(name, map(chunk)));
    }
    let index = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{index}</sitemapindex>\n"
    );
    files.push(OutputFile::text(Address::SITE_MAP, index));
    files
}

fn entry(planned: &PlannedPage<'_>, plan: &SitePlan<'_>, base_url: &str) -> String {
    let PlannedPage { address, page, .. } = planned;
    let mut entry = format!("<url><loc>{}{}</loc>", escape(base_url), escape(&address.to_string()));
    if let Some(day) = page.last_change() {
        let _infallible = write!(entry, "<lastmod>{day}</lastmod>");
    }
    for (lang, href) in plan.alternates(&**page) {
        let href = escape(&href);
        let _infallible = write!(entry, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>");
    }
    entry.push_str("</url>\n");
    entry
}

/// Addresses of styles, scripts and engines with a fingerprint of their content.
pub(crate) fn fingerprints(plan: &SitePlan<'_>) -> BTreeMap<String, String> {
    let named = assets::by_key(&plan.copies).into_iter();
    named.map(|(key, (path, file))| (key, Address::of_fingerprinted(path, &assets::bytes(file)))).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
