//! The words of the theme as sites had them once.

use std::collections::BTreeMap;

use super::plural_forms::PluralForms;
use crate::content::conventions::Conventions;
use crate::content::yaml;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{Locale, Locales};
use crate::source::SourceFiles;

/// Where the words of all languages stood once, each key with a text for each.
const OLD_FILE: &str = "templates/strings.yaml";

/// The words of all languages in one file, as themes had them once.
pub(super) struct OldFile(BTreeMap<String, Vec<(Locale, PluralForms)>>);

impl OldFile {
    /// Reads it, and says where its words belong now: `path_of` tells the file of a language.
    pub(super) fn read(
        locales: &Locales,
        path_of: impl Fn(Locale) -> String,
        sources: &SourceFiles,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut all = BTreeMap::new();
        let file = sources.get(OLD_FILE);
        let root = file.and_then(|file| yaml::parse(file, &Conventions::of(locales), diagnostics));
        let fields = root.as_ref().and_then(|root| root.fields(diagnostics));
        for (key, node) in fields.into_iter().flat_map(|mut fields| fields.rest().collect::<Vec<_>>()) {
            let Some(mut texts) = node.fields(diagnostics) else {
                continue;
            };
            let words = locales.iter().filter_map(|locale| {
                let node = texts.entry(locale.code())?;
                Some((locale, PluralForms::read(node, locale, diagnostics)?))
            });
            all.insert(key.name.clone(), words.collect());
        }
        if let Some(file) = file {
            let files: Vec<String> = locales.iter().map(|locale| format!("`{}`", path_of(locale))).collect();
            diagnostics.push(
                Diagnostic::new(Code::OldForm, file.id, "the words of each language stand in a file of their own")
                    .hint(format!("move them to {}, as `key: text`", files.join(", "))),
            );
        }
        Self(all)
    }

    /// The words of a language, by key.
    pub(super) fn messages(&self, locale: Locale) -> impl Iterator<Item = (String, PluralForms)> {
        self.0.iter().filter_map(move |(key, words)| {
            let (_, word) = words.iter().find(|(known, _)| *known == locale)?;
            Some((key.clone(), word.clone()))
        })
    }
}
