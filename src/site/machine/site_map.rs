//! The site map, by sitemaps.org; in parts where it would be too long.

use std::fmt::Write as _;

use super::xml::escaped;
use crate::site::address::Address;
use crate::site::plan::{MAX_SITE_MAP, PlannedPage, SitePlan};
use crate::site::theme::Theme;

/// The site map itself, or the list of its parts.
pub(super) fn text(plan: &SitePlan<'_>, theme: &Theme) -> String {
    let parts = plan.site_map_parts();
    if parts == 0 {
        return part(0, plan, theme);
    }
    let base_url = escaped(plan.base_url.as_deref().unwrap_or_default());
    let mut list = String::new();
    for part in 0..parts {
        let _infallible = writeln!(list, "<sitemap><loc>{base_url}{}</loc></sitemap>", Address::site_map_part(part));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{list}</sitemapindex>\n"
    )
}

/// A part of it, from 0.
pub(super) fn part(part: usize, plan: &SitePlan<'_>, theme: &Theme) -> String {
    let mut entries = String::new();
    for planned in plan.indexable_pages().skip(part * MAX_SITE_MAP).take(MAX_SITE_MAP) {
        push_entry(&mut entries, planned, plan, theme);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{entries}</urlset>\n"
    )
}

fn push_entry(entries: &mut String, planned: &PlannedPage<'_>, plan: &SitePlan<'_>, theme: &Theme) {
    let PlannedPage { address, locale, page } = planned;
    let base_url = plan.base_url.as_deref().unwrap_or_default();
    let _infallible = write!(entries, "<url><loc>{}</loc>", escaped(&address.on(base_url)));
    if let Some(day) = page.last_change(plan.context(theme, *locale)) {
        let _infallible = write!(entries, "<lastmod>{day}</lastmod>");
    }
    for (lang, href) in plan.alternates(&**page) {
        let href = escaped(&href);
        let _infallible = write!(entries, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>");
    }
    entries.push_str("</url>\n");
}
