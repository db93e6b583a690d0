//! The service worker: a script, and before it the lists of what it keeps ready and the version that it is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::Address;
use super::assets::without_comments;
use super::output::OutputFile;
use super::plan::SitePlan;
use crate::name::StandardPage;

const SCRIPT: &str = include_str!("offline.js");

/// The files that readers have before they need them, each by its address from the root of the site. With a page comes what it
/// names of scripts and styles.
pub(crate) struct PrecacheManifest {
    /// Of all of them, by the path of the file in the output: what it holds, once that is made.
    hashes: BTreeMap<String, Option<blake3::Hash>>,
    /// What readers of every language have.
    kept: Vec<String>,
    /// By their codes, in the order of the site.
    languages: Vec<(String, LanguagePages)>,
}

/// What readers of a language have.
#[derive(Serialize)]
struct LanguagePages {
    /// As soon as they have read a page.
    first: Vec<String>,
    /// Once they go on, to another page or to search.
    then: Vec<String>,
}

impl PrecacheManifest {
    /// The pages from which all others are found, and the guide that the home begins with.
    pub(crate) fn of(plan: &SitePlan<'_>) -> Self {
        let icon = plan.copies.iter().find(|copy| copy.path == Address::MARK);
        let mut hashes = BTreeMap::new();
        hashes.extend(icon.map(|icon| (icon.path.clone(), Some(blake3::hash(icon.file.bytes())))));
        let kept = [Address::offline().to_string()].into_iter().chain(icon.map(|icon| icon.path.clone()));
        let kept = kept.collect();
        let guide = plan.content.decisions.first();
        let mut addresses = |pages: Vec<Address>| -> Vec<String> {
            hashes.extend(pages.iter().map(|page| (page.file(), None)));
            pages.iter().map(ToString::to_string).collect()
        };
        addresses(vec![Address::offline()]);
        let languages = plan.content.languages.locales().iter().map(|locale| {
            let guide = guide.map(|decision| Address::decision(locale, &decision.id));
            let search = [Address::standard(locale, StandardPage::Search), Address::search_dialog(locale)];
            let first = addresses(vec![Address::standard(locale, StandardPage::Home)]);
            (locale.to_string(), LanguagePages { first, then: addresses(search.into_iter().chain(guide).collect()) })
        });
        let languages = languages.collect();
        Self { hashes, kept, languages }
    }

    /// Takes note of a file that was made.
    pub(crate) fn see(&mut self, file: &OutputFile<'_>) {
        if let Some(hash) = self.hashes.get_mut(&file.path) {
            *hash = Some(blake3::hash(&file.bytes));
        }
    }

    /// The service worker. Its version changes with each file that it keeps ready, and with nothing else.
    pub(crate) fn worker<'c>(&self) -> OutputFile<'c> {
        let script = without_comments(SCRIPT);
        let mut version = blake3::Hasher::new();
        version.update(script.as_bytes());
        for (path, hash) in &self.hashes {
            version.update(path.as_bytes());
            version.update(hash.as_ref().map_or(&[], |hash| hash.as_bytes().as_slice()));
        }
        let version = &version.finalize().to_hex()[..16];
        // Lists of texts can always be written.
        let kept = serde_json::to_string(&self.kept).unwrap_or_default();
        let languages = serde_json::to_string(&self.languages).unwrap_or_default();
        let offline = Address::offline();
        OutputFile::text(
            Address::SERVICE_WORKER,
            format!(
                "const VERSION = \"{version}\";\nconst KEPT = {kept};\nconst LANGUAGES = {languages};\nconst OFFLINE = \"{offline}\";\n{script}"
            ),
        )
    }
}
