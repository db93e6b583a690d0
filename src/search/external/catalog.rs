//! What all queries to one version of the content share.

use super::settings::EngineSettings;
use crate::analysis::Dictionary;
use crate::name::Locale;
use crate::search::query::{Field, Vocabulary};

/// What all queries to one version of the content share.
#[derive(Debug)]
pub struct EngineCatalog {
    settings: EngineSettings,
    vocabulary: Vocabulary,
}

impl EngineCatalog {
    /// Of settings. `None` if their dictionary is damaged.
    pub fn new(settings: EngineSettings) -> Option<Self> {
        let dictionary = Dictionary::parse(&settings.search.dictionary)?;
        let vocabulary = Vocabulary::new(dictionary, settings.search.synonyms.clone(), settings.search.topics.clone())
            .with_decisions(settings.search.decisions.clone());
        Some(Self { settings, vocabulary })
    }

    /// Names the content.
    pub fn version(&self) -> &str {
        &self.settings.version
    }

    /// The languages of the site, in their order.
    pub fn locales(&self) -> &[Locale] {
        self.settings.locales()
    }

    /// The words that documents were cut into.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How many documents there are, in all languages.
    pub fn documents(&self) -> u32 {
        self.settings.documents.iter().sum()
    }

    /// How many documents there are in a language, by its place.
    pub(super) fn documents_in(&self, language: u8) -> usize {
        self.settings.documents.get(usize::from(language)).copied().unwrap_or_default() as usize
    }

    /// The place of a language, by its code.
    pub(super) fn language(&self, code: &str) -> Option<u8> {
        (0..).zip(self.locales()).find(|(_, locale)| locale.code() == code).map(|(place, _)| place)
    }

    /// How many languages there are.
    pub(super) fn languages(&self) -> u8 {
        u8::try_from(self.locales().len()).unwrap_or(u8::MAX)
    }

    /// How many terms documents have in a field on average, as tantivy's index tells it.
    pub(super) fn average_length(&self, field: Field) -> f32 {
        let total = self.settings.lengths.get(field as usize).copied().unwrap_or_default();
        total as f32 / u64::from(self.documents()).max(1) as f32
    }
}
