//! Files for machines: the site map, `robots.txt`, diagrams of decisions, the service worker, fingerprints of assets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::address::Address;
use super::offline::Offline;
use super::output::OutputFile;
use super::plan::{PageKind, SitePlan};
use super::{assets, diagram};

/// A site map may name this many addresses (sitemaps.org, version 0.9).
const MAX_ADDRESSES: usize = 50_000;

/// The files for machines, except those that the site brings itself.
pub(crate) fn feeds<'c>(plan: &SitePlan<'_>, offline: &Offline) -> Vec<OutputFile<'c>> {
    let mut files = site_maps(plan);
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n", plan.base_url);
    files.push(OutputFile::text("robots.txt", robots));
    files.extend(plan.content.decisions.iter().map(diagram::file));
    files.push(offline.worker());
    files.retain(|file| plan.copies.iter().all(|(path, _)| *path != file.path));
    files
}

/// One site map, or several and their index.
fn site_maps<'c>(plan: &SitePlan<'_>) -> Vec<OutputFile<'c>> {
    let entries: Vec<String> = plan
        .pages
        .iter()
        .filter(|page| match page.kind {
            // A fallback shows what another page is the original of.
            PageKind::Article(article) => article.texts.get(page.locale).is_some(),
            kind => kind.is_to_be_found(),
        })
        .map(|page| {
            let mut entry = format!("<url><loc>{}{}</loc>", escape(&plan.base_url), escape(&page.address.to_string()));
            if let PageKind::Article(article) = page.kind {
                let _infallible = write!(entry, "<lastmod>{}</lastmod>", article.verified);
            }
            for (lang, href) in plan.alternates(page) {
                let href = escape(&href);
                let _infallible = write!(entry, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>");
            }
            entry.push_str("</url>\n");
            entry
        })
        .collect();
    let map = |entries: &[String]| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{}</urlset>\n",
            entries.concat()
        )
    };
    if entries.len() <= MAX_ADDRESSES {
        return vec![OutputFile::text("sitemap.xml", map(&entries))];
    }
    let mut files = Vec::new();
    let mut index = String::new();
    for (number, chunk) in entries.chunks(MAX_ADDRESSES).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        let _infallible = writeln!(index, "<sitemap><loc>{}{name}</loc></sitemap>", escape(&plan.base_url));
        files.push(OutputFile::text(name, map(chunk)));
    }
    let index = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{index}</sitemapindex>\n"
    );
    files.push(OutputFile::text("sitemap.xml", index));
    files
}

/// Addresses of styles, scripts and engines with a fingerprint of their content, so that caches never hold an old one.
pub(crate) fn fingerprints(plan: &SitePlan<'_>) -> BTreeMap<String, String> {
    let named = assets::by_key(&plan.copies).into_iter().map(|(key, (path, file))| {
        let hash = blake3::hash(&assets::bytes(file)).to_hex();
        (key, format!("{}?v={}", Address::of_file(path), &hash[..8]))
    });
    named.collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
