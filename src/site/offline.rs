//! The service worker: a script, and before it the list of what it keeps ready and the version that it is.

use std::collections::BTreeMap;

use super::address::Address;
use super::assets::without_comments;
use super::output::OutputFile;
use super::plan::SitePlan;
use crate::name::StandardPage;

const SCRIPT: &str = include_str!("offline.js");

/// What few pages name, and is kept with these once they are read.
const WITH_PAGES: [&str; 2] = ["table_css", "table_js"];

/// The files that readers have before they need them, each by its address from the root of the site.
pub(crate) struct PrecacheManifest {
    /// By the path of the file in the output.
    kept: BTreeMap<String, (String, Option<blake3::Hash>)>,
}

impl PrecacheManifest {
    /// What every page needs, and the pages from which all others are found. `assets` are the addresses of what templates name.
    pub(crate) fn of(plan: &SitePlan<'_>, assets: &BTreeMap<String, String>) -> Self {
        let mut kept = BTreeMap::new();
        for (_, address) in assets.iter().filter(|(key, _)| !WITH_PAGES.contains(&key.as_str())) {
            let path = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
            // An engine is large, and fetched when the reader searches.
            if !path.ends_with(".bin") {
                kept.insert(path.into_owned(), (address.clone(), None));
            }
        }
        let icon = plan.copies.iter().find(|copy| copy.path == Address::MARK);
        kept.extend(icon.map(|icon| (icon.path.clone(), (icon.path.clone(), Some(blake3::hash(icon.file.bytes()))))));
        let pages = [StandardPage::Home, StandardPage::Search];
        let pages = plan
            .content
            .languages
            .locales()
            .iter()
            .flat_map(|locale| pages.map(|page| Address::standard(locale, page)));
        for address in pages.chain([Address::offline()]) {
            kept.insert(address.file(), (address.to_string(), None));
        }
        Self { kept }
    }

    /// Takes note of a file that was made.
    pub(crate) fn see(&mut self, file: &OutputFile<'_>) {
        if let Some((_, hash)) = self.kept.get_mut(&file.path) {
            *hash = Some(blake3::hash(&file.bytes));
        }
    }

    /// The service worker. Its version changes with each file that it keeps ready, and with nothing else.
    pub(crate) fn worker<'c>(&self) -> OutputFile<'c> {
        let script = without_comments(SCRIPT);
        let mut version = blake3::Hasher::new();
        version.update(script.as_bytes());
        for (address, hash) in self.kept.values() {
            version.update(address.as_bytes());
            version.update(hash.as_ref().map_or(&[], |hash| hash.as_bytes().as_slice()));
        }
        let version = &version.finalize().to_hex()[..16];
        let addresses: Vec<&String> = self.kept.values().map(|(address, _)| address).collect();
        // A list of texts can always be written.
        let list = serde_json::to_string(&addresses).unwrap_or_default();
        let offline = Address::offline();
        OutputFile::text(
            Address::SERVICE_WORKER,
            format!("const VERSION = \"{version}\";\nconst KEPT = {list};\nconst OFFLINE = \"{offline}\";\n{script}"),
        )
    }
}
