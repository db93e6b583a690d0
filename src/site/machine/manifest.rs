//! The web manifest: what browsers know the site by that put it on a home screen.

use serde_json::{Value, json};

use crate::name::StandardPage;
use crate::site::address::Address;
use crate::site::page::Context;
use crate::site::plan::SitePlan;

/// That for readers of a language.
pub(super) fn text(plan: &SitePlan<'_>, context: Context<'_>) -> String {
    let site = &context.content.site;
    let address = Address::standard(context.locale, StandardPage::Home);
    let root = address.to_root();
    let icon =
        |path: &str, sizes: &str, kind: &str| json!({"src": format!("{root}{path}"), "sizes": sizes, "type": kind});
    let mut icons = vec![icon(Address::MARK, "any", "image/svg+xml")];
    icons.extend(plan.icon().map(|_| icon(Address::ICON, "192x192", "image/png")));
    let manifest: Value = json!({
        "name": context.text(&site.title),
        "short_name": context.text(&site.title),
        "description": context.optional_text(site.description.as_ref()),
        "lang": context.language().tag(),
        "scope": root,
        "start_url": "./",
        "display": "minimal-ui",
        "icons": icons,
    });
    format!("{manifest:#}\n")
}
