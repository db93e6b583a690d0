//! Old addresses that the plugin of Docusaurus for redirects is told.

use crate::import::setting::Setting;

/// Each old address that the settings list, with where it leads.
pub(super) fn redirects(settings: &Setting) -> Vec<(String, String)> {
    let plugins = settings.get("plugins").map(Setting::list).unwrap_or_default().iter();
    let options = plugins.filter_map(|plugin| match plugin.list() {
        [Setting::Text(name), options] if name.ends_with("client-redirects") => options.get("redirects"),
        _ => None,
    });
    let listed = options.flat_map(Setting::list);
    let pairs = listed.filter_map(|entry| Some((entry.get("from")?.texts(), entry.text_of("to")?)));
    pairs.flat_map(|(from, to)| from.into_iter().map(move |from| (from, to.clone()))).collect()
}
